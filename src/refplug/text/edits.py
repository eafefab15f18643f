"""Edits that are recorded, replayed and traced back: what repair did to a text, change by change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from refplug.model import Span

__all__ = ["Edit", "EditKind", "Edits", "Repaired"]


class EditKind(StrEnum):
    """What kind of damage an edit undoes."""

    HYPHEN = "hyphen"  # a word parted at a line end
    GLUED = "glued"  # spaces lost between words
    MISREAD = "misread"  # one letter read wrongly
    MOJIBAKE = "mojibake"  # bytes decoded by the wrong table
    FORM = "form"  # a ligature or an Arabic presentation form
    INVISIBLE = "invisible"  # bidi controls, zero-width characters, kashida, NUL


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One change: the printed stretch (empty for an insertion), what replaces it, the kind of damage, a sentence why."""

    span: Span
    replacement: str
    kind: EditKind
    reason: str = ""


@dataclass(frozen=True)
class Edits:
    r"""Changes to one text, in order and without overlap; they can be replayed and traced back.

    >>> edits = Edits.of([Edit(Span(5, 7), "", EditKind.HYPHEN)])
    >>> edits.apply("objec-\ntives of")
    'objectives of'
    >>> edits.to_printed(Span(0, 10)), edits.to_repaired(Span(0, 12))
    (Span(start=0, end=12), Span(start=0, end=10))

    Of two edits that overlap, `of` keeps the one that begins first: what is repaired once is not repaired twice.
    """

    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> Edits:
        """The edits in order of place, overlaps dropped."""
        kept: list[Edit] = []
        for edit in sorted(edits):
            if not kept or (edit.span.start >= kept[-1].span.end and edit.span != kept[-1].span):
                kept.append(edit)
        return cls(tuple(kept))

    def apply(self, text: str) -> str:
        """The text with all edits made."""
        parts: list[str] = []
        at = 0
        for edit in self.edits:
            parts += (text[at : edit.span.start], edit.replacement)
            at = edit.span.end
        return "".join((*parts, text[at:]))

    def to_printed(self, span: Span) -> Span:
        """The printed stretch that a stretch of the repaired text comes from.

        An end that falls inside a replacement moves outwards: the printed stretch holds all that the text came from.
        """
        start = _moved(span.start, self._after, self._before, is_end=False)
        return Span(start, max(start, _moved(span.end, self._after, self._before, is_end=True)))

    def to_repaired(self, span: Span) -> Span:
        """The stretch of the repaired text that a printed stretch became; outwards where an end is inside an edit."""
        start = _moved(span.start, self._before, self._after, is_end=False)
        return Span(start, max(start, _moved(span.end, self._before, self._after, is_end=True)))

    def within(self, span: Span) -> Edits:
        """The edits that lie wholly inside a printed stretch, their places counted from its start."""
        low = bisect_left(self._before, (span.start, span.start))
        inside: list[Edit] = []
        for edit in self.edits[low:]:
            if edit.span.start > span.end:
                break
            if edit.span.end <= span.end:
                place = Span(edit.span.start - span.start, edit.span.end - span.start)
                inside.append(replace(edit, span=place))
        return Edits(tuple(inside))

    def then(self, later: Edits, printed: str) -> Edits:
        """Both rounds as one list, `later` having been worked out on the outcome of this one on `printed`.

        Where edits of the two rounds touch, they become one edit of the later one's kind.
        """
        if not self.edits or not later.edits:
            return self if self.edits else later
        middle = self.apply(printed)
        moved = [replace(edit, span=self.to_printed(edit.span)) for edit in later.edits]
        groups: list[Edit] = []
        for edit in sorted((*self.edits, *moved), key=lambda edit: (edit.span.start, edit.span.end)):
            if groups and edit.span.start <= groups[-1].span.end:
                span = Span(groups[-1].span.start, max(edit.span.end, groups[-1].span.end))
                groups[-1] = replace(edit, span=span)
            else:
                groups.append(edit)
        return Edits(tuple(self._composed(edit, later, middle) for edit in groups))

    def _composed(self, group: Edit, later: Edits, middle: str) -> Edit:
        between = Span(self._first(group.span.start), self._last(group.span.end))
        return replace(group, replacement=later.within(between).apply(between.of(middle)))

    def _first(self, offset: int) -> int:
        """Where a printed offset stands in the repaired text, before what was inserted there."""
        return _carried(
            offset, self._before, self._after, bisect_left(self._before, (offset, -1)), is_end=False
        )

    def _last(self, offset: int) -> int:
        """Where a printed offset stands in the repaired text, behind what was inserted there."""
        return _carried(
            offset, self._before, self._after, bisect_right(self._before, (offset, offset)), is_end=True
        )

    @cached_property
    def _before(self) -> list[tuple[int, int]]:
        return [(edit.span.start, edit.span.end) for edit in self.edits]

    @cached_property
    def _after(self) -> list[tuple[int, int]]:
        shifts = accumulate((len(edit.replacement) - len(edit.span) for edit in self.edits), initial=0)
        return [
            (edit.span.start + shift, edit.span.start + shift + len(edit.replacement))
            for edit, shift in zip(self.edits, shifts, strict=False)
        ]

    def __bool__(self) -> bool:
        return bool(self.edits)

    def __len__(self) -> int:
        return len(self.edits)


def _moved(offset: int, here: list[tuple[int, int]], there: list[tuple[int, int]], *, is_end: bool) -> int:
    """An offset carried over from one side of the edits to the other, insertions beside it left outside."""
    index = bisect_right(here, offset - 1 if is_end else offset, key=lambda place: place[0])
    return _carried(offset, here, there, index, is_end=is_end)


def _carried(
    offset: int, here: list[tuple[int, int]], there: list[tuple[int, int]], index: int, *, is_end: bool
) -> int:
    """An offset behind the first `index` edits; outwards where it lies inside the last of them."""
    if index == 0:
        return offset
    if offset < here[index - 1][1]:
        return there[index - 1][1] if is_end else there[index - 1][0]
    return offset - here[index - 1][1] + there[index - 1][1]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without its damage, and the edits that lead there from the printed one."""

    text: str
    edits: Edits = Edits()
