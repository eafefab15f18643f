"""The page as finders see it: its lines, its blocks, and clean text for any printed span."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from refplug.model import Line, Page, Span
from refplug.text.edits import Edits, Repaired

__all__ = ["View", "lines_of"]

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class View:
    """A page and its repair, read together: finders look at printed lines and take clean values out.

    >>> view = View.of(Page(file="a.txt", text="On resis-\\ntance\\n\\nA. Author"))
    >>> [len(block) for block in view.blocks], view.clean(view.lines[0].span)
    ([2, 1], 'On resis-')
    """

    page: Page
    edits: Edits
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, page: Page, repaired: Repaired | None = None) -> View:
        """The view of a page; lines are made from the text where the reader gave none. Blank lines are left out."""
        lines = page.lines or lines_of(page.text)
        edits = repaired.edits if repaired else Edits()
        return cls(page, edits, tuple(line for line in lines if line.text.strip()))

    @cached_property
    def blocks(self) -> tuple[tuple[Line, ...], ...]:
        """The lines in groups, parted where the text has a blank line."""
        text = self.page.text
        groups: list[list[Line]] = []
        for line in self.lines:
            if groups and "\n\n" not in text[groups[-1][-1].span.end : line.span.start].replace(" ", ""):
                groups[-1].append(line)
            else:
                groups.append([line])
        return tuple(map(tuple, groups))

    def clean(self, span: Span) -> str:
        """What a printed stretch says once it is repaired, on one line."""
        text = self.edits.within(span).apply(span.of(self.page.text))
        return _SPACES.sub(" ", text).strip()


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a plain text with their places; blank ones too."""
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append(Line(text=piece, span=Span(start, start + len(piece))))
        start += len(piece) + 1
    return tuple(lines)
