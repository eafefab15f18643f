"""A problem told, with its place; never an exception, never a print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Notice", "Severity"]


class Severity(StrEnum):
    """How much a notice weighs."""

    INFO = "info"  # worth knowing
    WARNING = "warning"  # something was left out, kept verbatim, or is unsure
    ERROR = "error"  # the thing asked for was not done


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One problem: what happened, to what, where, and what to do next.

    >>> str(Notice(code="entry-broken", message="entry 'x' has no closing brace; kept as it is", file="a.bib", line=3))
    "a.bib:3: entry 'x' has no closing brace; kept as it is"

    `code` is a stable word for programs. `line` and `column` count from 1; `offset` counts bytes or characters,
    `record` the records of a file from 1.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    file: str | None = None
    line: int | None = None
    column: int | None = None
    offset: int | None = None
    record: int | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        elif self.record is not None:
            place += f" (record {self.record})" if place else f"record {self.record}"
        elif self.offset is not None:
            place += f" (byte {self.offset})" if place else f"byte {self.offset}"
        return f"{place}: {self.message}" if place else self.message
