"""Title, authors and abstract by the header model, with the layout as second witness where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from refplug.extract.byline import creators_in
from refplug.extract.header import BEGIN, labels_of
from refplug.extract.layout import leanings
from refplug.extract.proposal import Proposal
from refplug.extract.tokens import TokenLine, tokenized
from refplug.extract.view import View
from refplug.model import Span
from refplug.text.sections import LabelKind

__all__ = ["find_header"]

_LEAST_TITLE = 8  # letters
_LEAST_ABSTRACT = 100


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of one label that follow each other, on lines `first` to `last`."""

    label: str
    span: Span
    first: int
    last: int


def find_header(view: View) -> Iterator[Proposal]:
    """Title, authors and abstract as the trained model reads them; nothing where it sees none."""
    lines = tokenized(view)
    if not lines:
        return
    labels = labels_of(lines, leanings(view, len(lines)))
    segments = list(_segments(lines, labels))
    yield from _title(view, segments)
    yield from _authors(view, segments)
    yield from _abstract(view, segments)


def _segments(lines: Sequence[TokenLine], labels: Sequence[Sequence[str]]) -> Iterator[_Segment]:
    current: _Segment | None = None
    for number, (line, names) in enumerate(zip(lines, labels, strict=True)):
        for token, label in zip(line.tokens, names, strict=True):
            name = label.removeprefix(BEGIN)
            if current is not None and current.label == name and not label.startswith(BEGIN):
                current = _Segment(name, Span(current.span.start, token.span.end), current.first, number)
                continue
            if current is not None:
                yield current
            current = _Segment(name, token.span, number, number)
    if current is not None:
        yield current


def _letters(view: View, span: Span) -> int:
    return sum(letter.isalpha() for letter in span.of(view.page.text))


def _title(view: View, segments: Sequence[_Segment]) -> Iterator[Proposal]:
    found = [
        segment
        for segment in segments
        if segment.label == "title" and _letters(view, segment.span) >= _LEAST_TITLE
    ]
    if not found:
        return
    best = max(found, key=lambda segment: min(_letters(view, segment.span), 60))
    yield Proposal(
        field="title",
        value=view.clean(best.span).strip(" *∗†‡.,;:|"),
        score=0.8,
        reason="the header model reads it as the title",
        spans=(best.span,),
    )


def _authors(view: View, segments: Sequence[_Segment]) -> Iterator[Proposal]:
    found = [segment for segment in segments if segment.label == "author"]
    creators = creators_in([segment.span.of(view.page.text) for segment in found])
    if creators:
        yield Proposal(
            field="author",
            value=creators,
            score=0.8,
            reason="the header model reads them as the authors",
            spans=tuple(segment.span for segment in found),
        )


def _abstract(view: View, segments: Sequence[_Segment]) -> Iterator[Proposal]:
    if any(mark.label.kind is LabelKind.ABSTRACT for mark in view.marks):
        return  # a label says where it is: `extract.abstract` reads on from there
    found = [segment for segment in segments if segment.label == "abstract"]
    if not found:
        return
    best = max(found, key=lambda segment: len(segment.span))
    if len(best.span) >= _LEAST_ABSTRACT:
        yield Proposal(
            field="abstract",
            value=view.clean(best.span),
            score=0.7,
            reason="the header model reads it as the abstract",
            spans=(best.span,),
        )
