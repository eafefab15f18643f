"""A thesis says so: what degree it is for, at which university, when, and by whom it was submitted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.calendars import dates_in
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Creator, Span
from refplug.text.name_lists import is_name_list, names_in
from refplug.text.sections import LabelKind

__all__ = ["find_thesis"]

_MOST_LINES = 60
_LONGEST_BLOCK = 500
_SCORE = 0.85
_WORD = r"(?:thes[ie]s|dissertation|th[èe]se|mémoire|tesis|tese|tezi?|پایان[\s‌]?نامه|رساله|رسالة|[أا]طروحة)"
_DEGREE = (
    r"(?:ph\.?\s?d|d\.?\s?phil|doctor\w*|doktor\w*|dottorato|master\w*|m\.?\s?phil|magist\w*|maestría|mestrado|licenciatura|bachelor\w*|"
    r"degree|grades?|yüksek lisans|کارشناسی|ارشد|دکتر[ایي]\w*|درجه|الدكتوراه|دكتوراه|الماجستير|ماجستير|درجة)"
)
_STATEMENT = re.compile(
    rf"(?<![^\W_]){_WORD}(?![^\W_]).{{0,160}}?(?<![^\W_]){_DEGREE}(?![^\W_])"
    rf"|(?<![^\W_]){_DEGREE}(?:['’]s)?\s(?:degree\s)?{_WORD}(?![^\W_])|Dissertation\s+zur\s+Erlangung|(?:رسالة|[أا]طروحة)\s+(?:مقدمة|تقدم|قدم)[^\W\d_]*\s",
    re.IGNORECASE | re.DOTALL,
)
_LEVELS = (
    (
        "PhD thesis",
        re.compile(
            r"ph\.?\s?d|doct(?:or|eur)|d\.?\s?phil|doktor|doutor|dottor|دکتر|دكتوراه|zur\s+erlangung",
            re.IGNORECASE,
        ),
    ),
    (
        "Master's thesis",
        re.compile(
            r"master|m\.?\s?phil|magist|maestría|mestrado|mémoire|yüksek lisans|ارشد|ماجستير", re.IGNORECASE
        ),
    ),
)
_UNIVERSITY = re.compile(
    r"(?:the )?((?:(?:[A-Z][\w’'-]+ ){1,4}University(?: of (?:[A-Z][\w’'-]+ ?){1,3})?|University of (?:(?:[A-Z][\w’'-]+|of|the|and),? ?){1,5}|"
    r"Universit(?:y|é|ät|à|eit|etet)(?: (?:de|du|des|di|of|zu|van|la|[A-ZÀ-Ý][\w’'-]+)){1,5}|Universidade? (?:de|d[ao]|[A-Z]\w+)(?: (?:de|la|[A-Z]\w+)){0,4}|"
    r"(?:[A-ZÇĞİÖŞÜ]\w+ ){1,3}Üniversitesi|(?:دانشگاه|جامعة|الجامعة)(?: [^\W\d_‌]+(?:‌[^\W\d_]+)?){1,4}))"
)
_SUBMITTED_BY = re.compile(
    r"(?:(?:submitted|presented|written)\s+by|présentée? par|vorgelegt von|إعداد|تقدم(?:ت)?\s+بها(?:\s+(?:الطالبة?|الباحثة?))?)\s+(?P<name>[^\W\d_][^\d,:;]{4,60}?)(?=\s+(?:to|at|in|for|as|on)\s|\s*$)",
    re.IGNORECASE,
)
_LONGEST_DATE = 40


def find_thesis(view: View) -> Iterator[Proposal]:
    """Kind, degree, university, date and author of a thesis; nothing where no statement says that it is one.

    >>> from refplug.model import Page
    >>> page = Page(file="a.txt", text="On Waqf\\n\\nA thesis submitted to the University of Kufa\\nfor the degree of Master of Arts")
    >>> [(one.field, one.value) for one in find_thesis(View.of(page))]
    [('type', 'thesis'), ('genre', "Master's thesis"), ('publisher', 'University of Kufa')]

    The spans of the first two are the statement itself, which is neither title nor author (`extract.plausible`).
    """
    head = _head(view)
    for block in view.blocks:
        if block[0] >= head:
            return
        span = view.span_of(block[0], block[-1])
        text = view.clean(span)
        if len(text) > _LONGEST_BLOCK or not _STATEMENT.search(text):
            continue
        lines = _statement_lines(view, block)
        author = _author(view, block)
        spans = _without(view.span_of(lines[0], lines[-1]), author.spans if author else ())
        said = view.clean(view.span_of(lines[0], lines[-1]))
        reason = f"the page says so: “{said[:80]}”"
        yield Proposal(field="type", value="thesis", score=_SCORE, reason=reason, spans=spans)
        if genre := _genre(said) or _genre(view.clean(view.span_of(0, head - 1))):
            yield Proposal(field="genre", value=genre, score=_SCORE, reason=reason, spans=spans)
        if author:
            yield author
        yield from _university(view, said, block, head)
        yield from _date(view, head)
        return


def _genre(text: str) -> str | None:
    return next((genre for genre, words in _LEVELS if words.search(text)), None)


def _head(view: View) -> int:
    """The number of the line where the head of the thesis ends: at its abstract or its keywords."""
    stops = (LabelKind.ABSTRACT, LabelKind.KEYWORDS)
    first = next((mark.line for mark in view.marks if mark.label.kind in stops), len(view.lines))
    return min(first, _MOST_LINES)


def _statement_lines(view: View, block: tuple[int, ...]) -> range:
    """The lines of a block over which the statement goes."""
    texts = {number: view.clean(view.lines[number].span) for number in block}
    for first in reversed(block):
        for last in range(first, block[-1] + 1):
            if _STATEMENT.search(view.clean(view.span_of(first, last))):
                further = range(last + 1, min(last + 3, block[-1] + 1))  # the degree may be named below
                named = [
                    number for number in further if any(words.search(texts[number]) for _, words in _LEVELS)
                ]
                return range(first, max([last, *named]) + 1)
    return range(block[0], block[-1] + 1)


def _author(view: View, block: tuple[int, ...]) -> Proposal | None:
    """Whoever submitted the thesis, as its statement says."""
    whole = view.span_of(block[0], block[-1])
    found = _SUBMITTED_BY.search(whole.of(view.page.text))
    if found is None:
        return None
    span = Span(whole.start + found.start("name"), whole.start + found.end("name"))
    name = view.clean(span)
    if not is_name_list(name):
        return None
    return Proposal(
        field="author",
        value=tuple(Creator(name=one) for one in names_in(name, language=view.page.language)),
        score=_SCORE,
        reason="the thesis was submitted by",
        spans=(span,),
    )


def _without(whole: Span, holes: tuple[Span, ...]) -> tuple[Span, ...]:
    """A stretch less the one inside it, if there is one."""
    for hole in holes:
        if whole.start < hole.end and hole.start < whole.end:
            pieces = (
                Span(whole.start, max(whole.start, hole.start)),
                Span(min(whole.end, hole.end), whole.end),
            )
            return tuple(piece for piece in pieces if len(piece))
    return (whole,)


def _university(view: View, said: str, block: tuple[int, ...], head: int) -> Iterator[Proposal]:
    """The university named in the statement or its block, else on a line that names it and nothing else."""
    whole = view.span_of(block[0], block[-1])
    for text in (said, view.clean(whole)):
        if named := _UNIVERSITY.search(text):
            value, span = named[1].strip(" ,"), whole
            break
    else:
        for number in range(head):
            text = view.clean(view.lines[number].span)
            named = _UNIVERSITY.fullmatch(text.title() if text.isupper() else text)
            if named:
                value, span = named[1], view.lines[number].span
                break
        else:
            return
    yield Proposal(
        field="publisher", value=value, score=_SCORE, reason="the university of the thesis", spans=(span,)
    )


def _date(view: View, head: int) -> Iterator[Proposal]:
    """The last date that stands on a line of its own before the abstract."""
    for number in reversed(range(head)):
        line = view.lines[number].span.of(view.page.text)
        if len(line.strip()) > _LONGEST_DATE:
            continue
        is_persian = (view.page.language or "fa") == "fa" and bool(
            re.search("[پچژگکی]", view.page.text[:3000])
        )
        for found in dates_in(line, is_solar=is_persian, is_arabic=view.page.language == "ar"):
            if found.value and 1800 <= found.value.year <= 2050:
                start = view.lines[number].span.start
                yield Proposal(
                    field="issued",
                    value=found.value,
                    score=0.7,
                    reason=f"date on a line of the title page: {found.printed.strip()} ({found.proof})",
                    spans=(Span(start + found.start, start + found.end),),
                )
                return
