"""The one page model: what every reader hands to the finders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from refplug.model.evidence import Span
from refplug.model.notice import Notice

if TYPE_CHECKING:
    from refplug.model.record import Record

__all__ = ["Box", "Direction", "Line", "Page"]


class Direction(StrEnum):
    """The direction a line is read in."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a sheet in points, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line in reading order. `span` is its place in `Page.text`, without the line end.

    Layout (`box`, `font_size` in points, `bold`, `sheet` counted from 1) is None where the medium has none.
    `script` is an ISO 15924 code (`Latn`, `Arab`), `language` a BCP 47 tag, both None where not decided.
    """

    text: str
    span: Span
    sheet: int | None = None
    box: Box | None = None
    font_size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    script: str | None = None
    language: str | None = None
    direction: Direction = Direction.LTR


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was read of one document: its text as printed, its lines in reading order, what its markup states.

    `text` is never repaired: spans of all claims point into it. `stated` is the record that machine-readable
    markup of the document gives (JATS, `citation_*` metas), None for plain paper. `file` is the name as given on
    the command line, `media_type` what was found inside (not what the suffix promised).
    """

    file: str
    text: str
    lines: tuple[Line, ...] = ()
    media_type: str = "text/plain"
    stated: Record | None = None
    language: str | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def has_layout(self) -> bool:
        """Whether lines know where they stand and how large they are."""
        return any(line.font_size is not None for line in self.lines)
