"""What the scanner of .bib files hands out: places in the source, faults, and the end of understanding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Body", "Broken", "Fault", "FieldSpan", "Piece"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a character of the text that reading survived."""

    code: str
    message: str
    at: int


class Broken(Exception):
    """An entry that cannot be read; `at` is how far it was understood."""

    def __init__(self, message: str, at: int, *, is_open: bool = False) -> None:
        super().__init__(message)
        self.at = at
        self.is_open = is_open


class FieldSpan(NamedTuple):
    """One field of an entry by its places in the source: the name, the whole value with its delimiters."""

    name: str
    start: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One operand of a concatenation. `kind` is `{`, `"` or `a` for a number or macro name; `text` is without delimiters."""

    kind: str
    text: str


@dataclass(slots=True)
class Body:
    """What stands between the delimiters of an entry, and the offset behind the closing one."""

    key: str
    fields: list[FieldSpan]
    end: int
    faults: list[Fault] = field(default_factory=list)
