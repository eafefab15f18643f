"""What goes in and out of the stand-in, whatever carries it: a socket, or a call in the same process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HTML = "text/html; charset=UTF-8"
PLAIN = "text/plain"
JSON = "application/json"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived: path without the query, parameters in their order, header names in lower case."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = "http://127.0.0.1"

    def param(self, name: str) -> str | None:
        return next((value for key, value in self.params if key == name), None)

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.params if key == name]

    def header(self, name: str) -> str | None:
        return self.headers.get(name.lower())

    @property
    def writes(self) -> bool:
        return self.method in WRITES


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `bare`: without the headers that Zotero puts on its own answers."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    bare: bool = False

    def with_headers(self, *more: tuple[str, str]) -> Answer:
        return Answer(self.status, self.body, (*self.headers, *more), self.bare)


class Refused(Exception):
    """A request, or one object of a batch, that is not done."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        headers: tuple[tuple[str, str], ...] = (),
        bare: bool = False,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.headers, self.bare, self.data = status, message, headers, bare, data


class Cut(Exception):
    """The connection is cut: no answer, whether the work was done or not."""


class TooSlow(Exception):
    """The work is done, and the answer comes only after some seconds."""

    def __init__(self, seconds: float, answer: Answer) -> None:
        super().__init__(seconds)
        self.seconds, self.answer = seconds, answer


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=4).encode()
