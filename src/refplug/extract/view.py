"""The page as finders see it: its lines, blocks and labels, and clean text for any printed span."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from refplug.model import Line, Page, Span
from refplug.text.edits import Edits, Repaired
from refplug.text.sections import Label, LabelKind, fold, label_inside, label_of

__all__ = ["Mark", "View", "lines_of"]

_SPACES = re.compile(r"\s+")
_MOST_LINES = 1_500
_MARGIN = 14  # lines


@dataclass(frozen=True, slots=True)
class Mark:
    """A label on the page: the number of its line, where it begins and where what it announces begins (in `Page.text`)."""

    label: Label
    line: int
    start: int
    content: int


@dataclass(frozen=True)
class View:
    """A page and its repair, read together: finders look at printed lines and take clean values out.

    >>> view = View.of(Page(file="a.txt", text="On resis-\\ntance\\n\\nKey words: Iraq"))
    >>> [len(block) for block in view.blocks], view.clean(view.lines[2].span), view.marks[0].label.language
    ([2, 1], 'Key words: Iraq', 'en')

    `lines` leaves blank ones out and stops after 1,500 (some 30 pages): what describes a paper stands before.
    """

    page: Page
    edits: Edits
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, page: Page, repaired: Repaired | None = None) -> View:
        """The view of a page; lines are made from the text where the reader gave none."""
        lines = page.lines or lines_of(page.text)
        edits = repaired.edits if repaired else Edits()
        return cls(page, edits, tuple(line for line in lines if line.text.strip())[:_MOST_LINES])

    @cached_property
    def blocks(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the lines in groups, parted where the text has a blank line."""
        groups: list[list[int]] = []
        for number in range(len(self.lines)):
            if number and not self.is_parted(number):
                groups[-1].append(number)
            else:
                groups.append([number])
        return tuple(map(tuple, groups))

    def is_parted(self, number: int) -> bool:
        """Whether a blank line stands before a line."""
        if not 0 < number < len(self.lines):
            return True
        between = self.page.text[self.lines[number - 1].span.end : self.lines[number].span.start]
        return between.count("\n") > 1

    @cached_property
    def is_double_spaced(self) -> bool:
        """Whether blank lines stand between nearly all lines, and so part nothing."""
        return len(self.lines) > 12 and len(self.blocks) > 0.8 * len(self.lines)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The labels of the page in order of place."""
        found: list[Mark] = []
        for number, line in enumerate(self.lines):
            start, labels = line.span.start, _labels_in(line.span.of(self.page.text))
            found += (Mark(label, number, start + label.start, start + label.content) for label in labels)
        return tuple(found)

    @cached_property
    def mark_at(self) -> dict[int, Mark]:
        """The label at the head of a line, or else the one inside it, by the number of the line."""
        return {mark.line: mark for mark in reversed(self.marks)}

    @cached_property
    def margins(self) -> tuple[int, ...]:
        """The numbers of the lines where a page describes itself: head and foot of its first sheets, labelled matter."""
        total = self._end_of_text
        turn = next((n for n in range(1, total) if self.lines[n].sheet != self.lines[n - 1].sheet), None)
        last = total - (3 if turn else _MARGIN)  # the foot of a later sheet is mostly references
        foot = (
            *range(max(0, last), total),
            *(range(max(0, turn - _MARGIN), min(turn + 3, total)) if turn else ()),
        )
        labelled = (mark.line for mark in self.marks if mark.label.kind is LabelKind.MATTER)
        return tuple(dict.fromkeys((*range(min(_MARGIN, total)), *sorted(foot), *labelled)))

    @cached_property
    def _end_of_text(self) -> int:
        """The number of the line that heads the references, or how many lines there are."""
        heads = (
            mark.line for mark in self.marks if mark.label.kind is LabelKind.HEADING and mark.line > _MARGIN
        )
        names = (
            "references",
            "bibliography",
            "works cited",
            "literature",
            "منابع",
            "المراجع",
            "kaynakça",
            "literatur",
        )
        found = (
            line for line in heads if fold(self.lines[line].text.strip(" .:0123456789")).startswith(names)
        )
        return next(found, len(self.lines))

    def is_inside_prose(self, number: int) -> bool:
        """Whether a line stands in the middle of a paragraph of long lines."""
        block = next(block for block in self.blocks if block[0] <= number <= block[-1])
        if len(block) < 4 or self.is_double_spaced or number in block[:2] or number == block[-1]:
            return False
        return min(len(self.lines[number - 1].text), len(self.lines[number + 1].text)) > 60

    def clean(self, span: Span) -> str:
        """What a printed stretch says once it is repaired, on one line."""
        text = self.edits.within(span).apply(span.of(self.page.text))
        return _SPACES.sub(" ", text).strip()

    def span_of(self, first: int, last: int) -> Span:
        """The stretch from the start of one line to the end of another, both included."""
        return Span(self.lines[first].span.start, self.lines[last].span.end)


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a plain text with their places; blank ones too."""
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append(Line(text=piece, span=Span(start, start + len(piece))))
        start += len(piece) + 1
    return tuple(lines)


def _labels_in(line: str) -> tuple[Label, ...]:
    """The label at the head of a line and the one behind other words, as far as it has them."""
    head, inside = label_of(line), label_inside(line)
    if head and inside and inside.start <= head.start:
        inside = None
    return tuple(label for label in (head, inside) if label)
