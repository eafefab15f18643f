"""The page shown with the print that gave each field, for `extract --explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from refplug.model import Field, OriginKind, Page, Record, Span
from refplug.model.record import VARIABLES, csl_name

__all__ = ["marked", "page_lines", "spans_of"]

_CONTEXT = 1  # lines shown before and after a marked one
_MOST_LINES = 4  # of one field; what is longer is shown by its ends
_OPEN, _CLOSE = "⟦", "⟧"
_WIDEST = 160

Named = tuple[str, Span]


def page_lines(page: Page | None, record: Record) -> Iterator[str]:
    """The marked page under its heading; nothing where markup stated the fields, and no print gave them."""
    spans = [
        (name, span) for name, span in spans_of(record) if page is not None and span.end <= len(page.text)
    ]
    if page is not None and spans:
        yield "the page:"
        yield from marked(page, spans)


def spans_of(record: Record) -> tuple[Named, ...]:
    """The places that gave the accepted claims, and those in other languages, each with the name of its field."""
    found: list[Named] = []
    for prefix, home in (("", record), ("container-", record.container)):
        for variable in VARIABLES if home is not None else ():
            field: Field[object] = home.field(variable) if home is not None else Field()
            for rank, claim in enumerate(field.claims):
                if claim.evidence.origin.kind is not OriginKind.DOCUMENT:
                    continue
                if rank and (not claim.language or claim.language == field.claims[0].language):
                    continue
                name = prefix + csl_name(variable) + (f"[{claim.language}]" if rank else "")
                found += [(name, span) for span in claim.evidence.spans if span.start < span.end]
    return tuple(dict.fromkeys(found))


def marked(page: Page, spans: Sequence[Named]) -> Iterator[str]:
    """The lines of a page that gave a field, with a line around them and the print in brackets named by the field.

    >>> text = "On Resistance\\nby A. Author\\nof nowhere\\nin 2020"
    >>> list(marked(Page(file="a.txt", text=text), [("title", Span(0, 13)), ("author", Span(17, 26))]))
    ['  1 | ⟦title: On Resistance⟧', '  2 | by ⟦author: A. Author⟧', '  3 | of nowhere', '    …']
    """
    lines = _lines(page.text)
    spans = [(name, _inked(page.text, span)) for name, span in spans]
    shown = _shown(lines, spans)
    last = -1
    for number, place in enumerate(lines):
        if number not in shown:
            continue
        if number > last + 1:
            yield "    …"
        text = _with_marks(page.text, place, spans)
        yield f"{number + 1:>3} | {text if text.strip() else ''}"
        last = number
    if lines and last < len(lines) - 1:
        yield "    …"


def _lines(text: str) -> list[Span]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    return lines


def _inked(text: str, span: Span) -> Span:
    """A stretch without the blanks and line ends around it."""
    said = span.of(text)
    return Span(span.start + len(said) - len(said.lstrip()), span.end - len(said) + len(said.rstrip()))


def _shown(lines: Sequence[Span], spans: Iterable[Named]) -> set[int]:
    """The numbers of the lines to show: where fields stand, long ones by their ends, and their neighbours."""
    shown: set[int] = set()
    for _, span in spans:
        held = [
            number for number, line in enumerate(lines) if line.start < span.end and span.start < line.end
        ]
        if len(held) > _MOST_LINES:
            held = [held[0], held[1], held[-1]]
        for number in held:
            shown.update(range(number - _CONTEXT, number + _CONTEXT + 1))
    return {number for number in shown if 0 <= number < len(lines)}


def _with_marks(text: str, line: Span, spans: Sequence[Named]) -> str:
    """One line with its marks; a field that goes on over lines opens on its first and closes on its last."""
    marks: list[tuple[int, int, str]] = []
    for name, span in spans:
        if line.start <= span.start < line.end:
            marks.append((span.start, -span.end, f"{_OPEN}{name}: "))
        if line.start < span.end <= line.end:
            marks.append((span.end, -len(text) - span.start, _CLOSE))
    pieces, at = [], line.start
    for place, _, mark in sorted(marks):
        pieces += [text[at:place], mark]
        at = place
    pieces.append(text[at : line.end])
    whole = "".join(pieces)
    return whole if len(whole) <= _WIDEST else whole[: _WIDEST - 1] + "…"
