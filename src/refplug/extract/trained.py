"""Title, authors and abstract by the header model, with the layout as second witness where there is one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from refplug.extract.byline import creators_in, is_of_a_sentence
from refplug.extract.front import Front, is_matter
from refplug.extract.header import BEGIN, labels_of
from refplug.extract.layout import leanings
from refplug.extract.proposal import Proposal
from refplug.extract.tokens import TokenLine, is_in_another_language, tokenized
from refplug.extract.view import View
from refplug.model import Line, Span
from refplug.text.languages import script_of
from refplug.text.sections import LabelKind

__all__ = ["find_header"]

_LEAST_TITLE = 8  # letters
_LEAST_ABSTRACT = 100
_MOST_LINES = 200
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{1,4}")
_STREET = re.compile(
    r"\b\d{1,5}[A-Za-z]?,?\s(?:[A-Z][\w.’']+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Boulevard|Drive)\b|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b"
)
_SCORE, _FOREIGN_SCORE = (
    0.8,
    0.62,
)  # measured on English pages; on others it sees shapes only, and rules come first


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of one label that follow each other, on lines `first` to `last`."""

    label: str
    span: Span
    first: int
    last: int


def find_header(view: View) -> Iterator[Proposal]:
    """Title, authors and abstract as the trained model reads them; nothing where it sees none."""
    if script_of(view.page.text[:4000]) not in ("Latn", None):
        return  # it has learned no other script
    is_foreign = is_in_another_language(view)
    lines = tokenized(view, is_foreign=is_foreign)
    if not lines:
        return
    score = _FOREIGN_SCORE if is_foreign else _SCORE
    labels = labels_of(lines, leanings(view, len(lines)))
    segments = list(_segments(lines, labels))
    yield from _title(view, segments, score)
    yield from _authors(view, segments, score)
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


def _title(view: View, segments: Sequence[_Segment], score: float) -> Iterator[Proposal]:
    found = [
        segment
        for segment in segments
        if segment.label == "title" and _letters(view, segment.span) >= _LEAST_TITLE
    ]
    if not found:
        return
    best = max(found, key=lambda segment: min(_letters(view, segment.span), 60))
    span = _without_matter(view, _to_end_of_word(view, _with_subtitle(view, segments, best)))
    yield Proposal(
        field="title",
        value=view.clean(span).strip(" *∗†‡.,;:|"),
        score=score,
        reason="the header model reads it as the title",
        spans=(span,),
    )


def _with_subtitle(view: View, segments: Sequence[_Segment], title: _Segment) -> _Segment:
    """The title with what follows on its line and is no name, though the model takes it for one."""
    following = next((one for one in segments if one.span.start >= title.span.end), None)
    if following is None or following.label != "author" or following.first != title.last:
        return title
    if not is_of_a_sentence(following.span.of(view.page.text)):
        return title
    end = min(following.span.end, view.lines[title.last].span.end)
    return _Segment("title", Span(title.span.start, end), title.first, title.last)


def _without_matter(view: View, title: Span) -> Span:
    """The title behind the last of its lines that is the publisher's: "journal homepage: ..."."""
    start = title.start
    for line in view.lines:
        if line.span.end >= title.end:
            break
        if line.span.start >= title.start and is_matter(line.text):
            start = line.span.end + 1
    return Span(start, title.end)


def _to_end_of_word(view: View, title: _Segment) -> Span:
    """The title with the line below it, where a hyphen at its end parts a word."""
    below = title.last + 1
    is_broken = title.span.of(view.page.text).endswith(("-", "\u2010", "\u00ad"))
    is_last = title.span.end == view.lines[title.last].span.end
    if not (is_broken and is_last) or view.is_parted(below) or below >= len(view.lines):
        return title.span
    return Span(title.span.start, view.lines[below].span.end)


def _authors(view: View, segments: Sequence[_Segment], score: float) -> Iterator[Proposal]:
    front = Front(view)
    found = [
        _behind_sentence(view, span)
        for span in _byline(
            view, [segment for segment in segments if segment.label == "author"], front.of_other_roles
        )
        if not (_STREET.search(span.of(view.page.text)) or _is_in_contents(view, span))
    ]
    creators = creators_in([span.of(view.page.text) for span in found], view.page.language)
    if creators:
        yield Proposal(
            field="author",
            value=creators,
            score=score,
            reason="the header model reads them as the authors",
            spans=tuple(found),
        )


def _behind_sentence(view: View, span: Span) -> Span:
    """The stretch of names without a first line that is none: the end of a title, taken for a name."""
    first, newline, _ = span.of(view.page.text).partition("\n")
    return Span(span.start + len(first) + 1, span.end) if newline and is_of_a_sentence(first) else span


def _is_in_contents(view: View, span: Span) -> bool:
    """Whether a name stands in a table of contents, whose dots lead to the number of a page."""
    text = view.page.text
    end = text.find("\n", span.end)
    return bool(_LEADERS.search(text, span.start, end if end >= 0 else len(text)))


def _byline(view: View, segments: Sequence[_Segment], others: Container[int]) -> list[Span]:
    """The stretches that name the authors.

    Where there is layout, authors are all set in one size, on one sheet: what is set otherwise (an editor, the
    corresponding author, names in addresses) is left out, and a line of that size level with a byline, as in a second
    column, is taken in. Lines of `others` name people who did something else.
    """
    segments = [one for one in _before_text(view, segments) if one.first not in others]
    pieces = [piece for segment in segments for piece in _by_line(view, segment)]
    sized = [number for number, _ in pieces if view.lines[number].font_size]
    if not sized:
        return [segment.span for segment in segments]
    main = view.lines[sized[0]]
    kept = {number: span for number, span in pieces if _is_set_like(view.lines[number], main)}
    for number, line in enumerate(view.lines[:_MOST_LINES]):
        is_beside = number not in kept and _is_set_like(line, main) and len(line.text.split()) > 1
        if is_beside and any(_is_level(line, view.lines[other]) for other in tuple(kept)):
            kept[number] = line.span
    return _run_together(kept)


def _by_line(view: View, segment: _Segment) -> Iterator[tuple[int, Span]]:
    """A segment cut at its line ends: the number of each line, and what of it belongs to the segment."""
    for number in range(segment.first, segment.last + 1):
        line = view.lines[number].span
        yield number, Span(max(line.start, segment.span.start), min(line.end, segment.span.end))


def _run_together(pieces: Mapping[int, Span]) -> list[Span]:
    """Pieces of neighbouring lines as one stretch."""
    out: list[Span] = []
    last = -2
    for number, span in sorted(pieces.items()):
        if number == last + 1:
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
        last = number
    return out


def _before_text(view: View, segments: Sequence[_Segment]) -> Sequence[_Segment]:
    """The segments before the abstract, the keywords or the first heading; all of them where none stands before."""
    if not segments:
        return segments
    first = segments[0].first
    stops = (LabelKind.ABSTRACT, LabelKind.HEADING, LabelKind.KEYWORDS)
    stop = next((mark.line for mark in view.marks if mark.line > first and mark.label.kind in stops), None)
    return [segment for segment in segments if stop is None or segment.first < stop]


def _is_set_like(line: Line, main: Line) -> bool:
    size, wanted = line.font_size or 0.0, main.font_size or 0.0
    is_alike = (line.bold, line.italic) == (main.bold, main.italic)
    return line.sheet == main.sheet and is_alike and abs(size - wanted) < 0.06 * wanted


def _is_level(line: Line, main: Line) -> bool:
    """Whether two lines stand on one level, well apart."""
    if line.box is None or main.box is None or abs(line.box.bottom - main.box.bottom) > 2.0:
        return False
    return line.box.left > main.box.right + 12 or line.box.right < main.box.left - 12


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
