"""Plays a recording of a real server against the stand-in and says what differs.

Compared: status, which headers are there and what they say, the structure and text of the body. Keys and versions are
those of one run, so they are paired as they appear: each recorded key with ours, each recorded version with ours, and
two recorded versions must stand to each other as ours do (equal, older, newer). Times are compared by their shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from support.zotero_stub.service import Service
from support.zotero_stub.wire import Answer, Request

Step = dict[str, Any]
HEADERS = frozenset("zotero-api-version zotero-schema-version content-type last-modified-version total-results link "
                    "allow www-authenticate retry-after".split())  # fmt: skip
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NUMBER = re.compile(r"(expected version |expected |found )(\d+)")
KEY = re.compile(r"[23456789A-Z]{8}")
NEW_KEY = re.compile(r"(?<=1/)[23456789A-Z]{8}(?=')")
REPEATED = re.compile(r"<(.) repeated (\d+) times>")
ELIDED = re.compile(r"<[A-Z -]+>|.*<elided>|<elided>")


class Replay:
    """One run through a recording."""

    def __init__(
        self, service: Service, origins: Mapping[str, str], secrets: Mapping[str, str], root: str = ""
    ) -> None:
        self.service, self.root = service, root
        self.words: dict[str, str] = {**origins, **secrets}
        self.versions: dict[int, int] = {}

    def step(self, recorded: Step) -> list[str]:
        """What differs in one step; nothing: it agrees."""
        request = self._request(recorded["request"])
        answer = self.service.answer(request)
        return list(self._differences(recorded["response"], answer))

    # -- the request -------------------------------------------------------------------------------------------

    def _request(self, told: Step) -> Request:
        path = self._word(self.root + told["path"])
        params = [(name, str(value)) for name, value in (told.get("params") or {}).items()]
        params = [(name, self._asked(name, value)) for name, value in params]
        headers = {
            name.lower(): self._asked(name, value) for name, value in (told.get("headers") or {}).items()
        }
        body = (told.get("content") or "").encode()
        if told.get("json") is not None:
            body = json.dumps(self._sent(told["json"])).encode()
            headers.setdefault("content-type", "application/json")
        base = next(ours for theirs, ours in self.words.items() if theirs.startswith("http"))
        return Request(told["method"], path, tuple(params), headers, body, base)

    def _asked(self, name: str, value: str) -> str:
        if name == "since" or name.lower().endswith("since-version"):
            return str(self._version(int(value))) if value.isdigit() else value
        return self._word(value)

    def _version(self, theirs: int) -> int:
        """Our version for a recorded one: the pair, or the one just older."""
        older = [version for version in self.versions if version <= theirs]
        if theirs in self.versions or not older:
            return self.versions.get(theirs, theirs)
        newest = max(older)
        return (
            self.versions[newest] if newest != max(self.versions) else self.versions[newest] + theirs - newest
        )

    def _sent(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {n: self._version(v) if n == "version" and v else self._sent(v) for n, v in value.items()}
        if isinstance(value, list):
            return [self._sent(one) for one in value]
        if isinstance(value, str) and (found := REPEATED.fullmatch(value)):
            return found[1] * int(found[2])
        return self._word(value) if isinstance(value, str) else value

    def _word(self, text: str) -> str:
        for theirs, ours in self.words.items():
            text = text.replace(theirs, ours)
        return text

    # -- the answer --------------------------------------------------------------------------------------------

    def _differences(self, recorded: Step, answer: Answer) -> Iterator[str]:
        if answer.status != recorded["status"]:
            yield f"status {answer.status}, recorded {recorded['status']}: {answer.body[:200]!r}"
            return
        theirs = {name.lower(): value for name, value in recorded["headers"].items()}
        ours = {name.lower(): value for name, value in answer.headers if name.lower() in HEADERS}
        body = _body(answer, recorded["body"])
        self._learn(recorded["body"], body)
        for name in sorted(set(theirs) ^ set(ours)):
            yield f"header {name} {'missing' if name in theirs else 'too many'}"
        for name in sorted(set(theirs) & set(ours)):
            if name == "last-modified-version":
                yield from self._relation(int(theirs[name]), int(ours[name]), name)
            elif name == "link":
                yield from self._link(theirs[name], ours[name])
            elif theirs[name] != ours[name]:
                yield f"header {name}: {ours[name]!r}, recorded {theirs[name]!r}"
        yield from self._compared(recorded["body"], body, "body")

    def _learn(self, theirs: Any, ours: Any) -> None:
        if not (
            isinstance(theirs, dict) and isinstance(ours, dict) and isinstance(theirs.get("success"), dict)
        ):
            return
        for index, key in theirs["success"].items():
            if index in ours.get("success", {}):
                self.words[key] = ours["success"][index]

    def _link(self, theirs: str, ours: str) -> Iterator[str]:
        mine, told = [[(rel, urlsplit(url).path, parse_qsl(urlsplit(url).query)) for url, rel in
                       re.findall(r'<([^>]*)>; rel="(\w+)"', text)] for text in (ours, self._word(theirs))]  # fmt: skip
        if mine != told:
            yield f"link {ours!r}, recorded {theirs!r}"

    def _relation(self, theirs: int, ours: int, place: str) -> Iterator[str]:
        for other, mine in self.versions.items():
            if ((theirs > other) - (theirs < other)) != ((ours > mine) - (ours < mine)):
                yield f"{place}: version {ours} stands to {mine} otherwise than recorded {theirs} to {other}"
                return
        self.versions[theirs] = ours

    def _compared(self, theirs: Any, ours: Any, place: str) -> Iterator[str]:
        if isinstance(theirs, dict) and isinstance(ours, dict):
            told = {self._word(name): value for name, value in theirs.items()}
            for name in sorted(set(told) ^ set(ours)):
                yield f"{place}.{name} {'missing' if name in told else 'too many'}"
            for name in told.keys() & ours.keys():
                versions = name == "version" or (isinstance(told[name], int) and KEY.fullmatch(name))
                if versions and isinstance(ours[name], int):
                    yield from self._relation(told[name], ours[name], f"{place}.{name}")
                else:
                    yield from self._compared(told[name], ours[name], f"{place}.{name}")
        elif isinstance(theirs, list) and isinstance(ours, list):
            if len(theirs) != len(ours):
                yield f"{place}: {len(ours)} entries, recorded {len(theirs)}"
            for index, (one, other) in enumerate(zip(theirs, ours, strict=False)):
                yield from self._compared(one, other, f"{place}[{index}]")
        elif isinstance(theirs, str) and isinstance(ours, str):
            yield from self._text(theirs, ours, place)
        elif theirs != ours or type(theirs) is not type(ours):
            yield f"{place}: {ours!r}, recorded {theirs!r}"

    def _text(self, theirs: str, ours: str, place: str) -> Iterator[str]:
        if ELIDED.fullmatch(theirs) and theirs not in self.words:
            return
        if TIME.fullmatch(theirs) and TIME.fullmatch(ours):
            self.words[theirs] = ours
            return
        told, mine = NUMBER.sub(r"\1N", theirs), NUMBER.sub(r"\1N", ours)
        for (_, one), (_, other) in zip(NUMBER.findall(theirs), NUMBER.findall(ours), strict=False):
            if int(one) in self.versions:
                yield from self._relation(int(one), int(other), place)
        if NEW_KEY.sub("KEY", self._word(told)) != NEW_KEY.sub("KEY", mine):
            yield f"{place}: {ours!r}, recorded {theirs!r}"


def _body(answer: Answer, recorded: Any) -> Any:
    """Our body in the form in which the recording keeps theirs."""
    if isinstance(recorded, str):
        return answer.body.decode()
    try:
        return json.loads(answer.body)
    except ValueError:
        return answer.body.decode()
