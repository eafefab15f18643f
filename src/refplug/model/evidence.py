"""Where a value comes from: the origin, the place on the page, the reason in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Evidence", "Origin", "OriginKind", "Span"]


class OriginKind(StrEnum):
    """Who can make a claim."""

    DOCUMENT = "document"  # read off the page
    SOURCE = "source"  # a metadata service said so
    USER = "user"  # a person said so: a flag, an edit, a review
    FILE = "file"  # stood in the library that we were given
    CONCLUSION = "conclusion"  # we inferred it; the reason says how


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a claim.

    >>> str(Origin(OriginKind.SOURCE, "crossref"))
    'source crossref'

    `retrieved` is an ISO 8601 date where the origin can change its mind (sources), else None.
    """

    kind: OriginKind
    name: str = ""
    retrieved: str | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text as printed: character offsets `start` (inclusive) and `end` (exclusive).

    >>> Span(3, 5).of("abcdefg")
    'de'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters this span covers in `text`."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What supports a claim: an origin, the spans it was read from, a sentence for people."""

    origin: Origin
    spans: tuple[Span, ...] = ()
    reason: str = ""
