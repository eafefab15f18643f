"""Journal, volume, issue and pages: from a journal line, or from the line that says how to cite the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.calendars import dates_in, to_ascii_digits
from refplug.extract.issued import find_issued
from refplug.extract.journal_line import (
    HEAD_WITH_YEAR,
    SERIES,
    JournalLine,
    is_title_like,
    parse_journal_line,
)
from refplug.extract.proceedings import IS_PROCEEDINGS
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span, parse_doi
from refplug.text.name_lists import is_name_list

__all__ = ["find_journal"]

_MOST_LINES = 300
_TOP_LINES = 4
_TRAILING_YEAR = re.compile(r"[\s,]+\(?(?:19|20)\d\d\)?$")
_PAGES_ALONE = re.compile(
    r"\W{0,3}(?:pp?\.?|pages?|صص?\.?|صفحات|صفحه|الصفحات|seiten|s\.|ss?\.)\s?:?\s?(?P<page>\d{1,5}(?:\s?[-–—−]\s?\d{1,5})?)\W{0,3}",
    re.IGNORECASE,
)
_HOMEPAGE = re.compile(r"\bjournal home ?page\b", re.IGNORECASE)

_CITED_AS = re.compile(
    r"\(?(?P<year>(?:19|20)\d\d)[a-z]?\)?[.,:]\s+.{8,300}?[.?!]\s+(?P<journal>[^\W\d_][^.\d]{3,100}?),?\s+(?:[Vv]ol\.?\s*)?"
    r"(?P<volume>\d{1,4})\s?\((?P<issue>\d{1,4}(?:-\d{1,4})?)\)\s?[,:]\s?(?P<page>[A-Za-z]?\d{1,7}(?:\s?[-–]\s?[A-Za-z]?\d{1,7})?)"
)
_CITE_LABEL = re.compile(
    r"^\W*(?:how to cite|to cite|cite (?:this|as)|please cite|(?:recommended )?citation\b)", re.IGNORECASE
)
_REFERENCE = re.compile(r"\s*(?:\[\w{1,6}\]|\d{1,3}\.\s+[A-Z])")
_STUB = re.compile(r"doi\.org/(?P<begun>10\.(?:\d{4,9}/)?[\w.-]{0,60}?)(?:\s\d{1,4})?$")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,120}")


def find_journal(view: View) -> Iterator[Proposal]:
    """Journal title, volume, issue and pages from the best journal line, and the date of the work."""
    best: tuple[float, int, JournalLine] | None = None
    headed: tuple[int, JournalLine, int] | None = None
    for order, number in enumerate(view.margins):
        line = view.lines[number].span.of(view.page.text)
        found = None if _REFERENCE.match(line) else parse_journal_line(line)
        if found and not view.is_inside_prose(number):
            score = 0.6 + 0.08 * found.weight - 0.01 * min(order, 8)
            if best is None or score > best[0]:
                best = (score, number, found)
    cited = list(_cited_as(view))
    yield from cited
    yield from _of_homepage(view)
    if best:
        yield from _from_line(view, *best)
    elif headed := _head_of_two_lines(view):
        yield from _from_two_lines(view, *headed)
    elif not cited:
        yield from _head_with_year(view)
    yield from find_issued(view, (best[1],) if best else (headed[0] - 1, headed[0]) if headed else ())


def _cited_as(view: View) -> Iterator[Proposal]:
    """What the page says about citing itself: a reference with its own DOI behind it, or behind "How to cite"."""
    own = parse_doi(found.group()) if (found := _DOI.search(view.page.text)) else None
    for number, line in enumerate(view.lines[:_MOST_LINES]):
        following = view.lines[number + 1].text if number + 1 < len(view.lines) else ""
        is_own = own is not None and _names(own, line.text, following)
        if not is_own and not _CITE_LABEL.match(line.text):
            continue
        first, last = (
            (max(0, number - 2), number) if is_own else (number, min(number + 3, len(view.lines) - 1))
        )
        span = view.span_of(first, last)
        said = _CITED_AS.search(view.clean(span)) or _CITED_AS.search(_without_folios(view, first, last))
        if said and is_title_like(said["journal"]):
            reason = f"the page asks to be cited so: “{said.group()[-70:]}”"
            values = {
                "container.title": said["journal"],
                **{name: said[name] for name in ("volume", "issue", "page")},
            }
            for field, value in values.items():
                yield Proposal(field=field, value=value, score=0.92, reason=reason, spans=(span,))
            return


def _names(own: str, line: str, following: str) -> bool:
    """Whether a line, with the one behind it, names the page's own DOI, or breaks off inside it."""
    if own in f"{line}{following}".lower().replace(" ", ""):
        return True
    stub = _STUB.search(line.lower())
    return stub is not None and not _REFERENCE.match(line) and own.startswith(stub["begun"])


def _without_folios(view: View, first: int, last: int) -> str:
    """What lines say without the number of the sheet at their ends, as a foot of several lines has it."""
    lines = (view.clean(line.span) for line in view.lines[first : last + 1])
    return " ".join(re.sub(r"\s\d{1,4}$", "", line) for line in lines)


def _head_with_year(view: View) -> Iterator[Proposal]:
    """A journal named with its year alone, on the first line of the page and parted from what follows."""
    if not view.lines or not view.is_parted(1):
        return
    line = view.lines[0].span
    found = HEAD_WITH_YEAR.match(line.of(view.page.text))
    if found and is_title_like(found["title"]) and not found["title"].rstrip().endswith(("et al", "al.")):
        span = Span(line.start + found.start("title"), line.start + found.end("title"))
        reason = "named with its year at the head of the page"
        yield Proposal(
            field="container.title", value=view.clean(span), score=0.62, reason=reason, spans=(span,)
        )


def _from_line(view: View, score: float, number: int, found: JournalLine) -> Iterator[Proposal]:
    start = view.lines[number].span.start
    line = view.lines[number].span.of(view.page.text)
    title = _title_span(line, found.title_end)
    reason = f"journal line “{view.clean(view.lines[number].span)[:80]}”"
    if title:
        span = Span(start + title[0], start + title[1])
        yield Proposal(
            field="container.title", value=view.clean(span), score=score, reason=reason, spans=(span,)
        )
    yield from _numbers(found, start, score, reason)
    if not found.pages:
        yield from _pages_below(view, number, score)
    is_article = not IS_PROCEEDINGS.match(line) or found.volume or found.issue
    yield Proposal(
        field="type",
        value="article-journal" if is_article else "paper-conference",
        score=score,
        reason=reason,
        spans=(view.lines[number].span,),
    )


def _head_of_two_lines(view: View) -> tuple[int, JournalLine, int] | None:
    """The number of a line that says volume and issue and nothing else, what it says, and how far its places are shifted.

    The line above it, at the top of the page, is the title of the journal.
    """
    for number in range(1, min(_TOP_LINES, len(view.lines))):
        title = _TRAILING_YEAR.sub("", view.lines[number - 1].span.of(view.page.text).rstrip())
        line = view.lines[number].span.of(view.page.text)
        shift = len(title) + 2
        if (
            any(map(str.isdigit, title))
            or not is_title_like(title)
            or (is_name_list(title) and not SERIES.search(title))
        ):
            continue
        found = parse_journal_line(f"{title}, {line}")
        is_numbered = (
            found
            and found.is_explicit
            and found.leftover < 20
            and (found.weight > 1 or any(one.value for one in dates_in(line)))
        )
        if found and is_numbered and found.title_end - shift <= len(line) - len(line.lstrip(" (")):
            return number, found, shift
    return None


def _from_two_lines(view: View, number: int, found: JournalLine, shift: int) -> Iterator[Proposal]:
    above, line = view.lines[number - 1].span, view.lines[number].span
    title = Span(above.start, above.start + shift - 2)
    reason = f"stands above “{view.clean(line)[:60]}” at the head of the page"
    score = 0.6 + 0.06 * found.weight
    yield Proposal(
        field="container.title", value=view.clean(title), score=score, reason=reason, spans=(title,)
    )
    yield from _numbers(found, line.start - shift, score, reason)
    if not found.pages:
        yield from _pages_below(view, number, score)
    yield Proposal(field="type", value="article-journal", score=score, reason=reason, spans=(line,))


def _numbers(found: JournalLine, start: int, score: float, reason: str) -> Iterator[Proposal]:
    """Volume, issue and pages of a line whose places count from `start`."""
    for name, attribute in (("volume", "volume"), ("issue", "issue"), ("pages", "page")):
        value = getattr(found, name)
        if value:
            low, high = found.spans[name]
            yield Proposal(
                field=attribute,
                value=value,
                score=score,
                reason=reason,
                spans=(Span(start + low, start + high),),
            )


def _pages_below(view: View, number: int, score: float) -> Iterator[Proposal]:
    """Pages that stand alone on the line below the journal's."""
    if number + 1 >= len(view.lines) or view.is_parted(number + 1):
        return
    line = view.lines[number + 1].span
    if found := _PAGES_ALONE.fullmatch(to_ascii_digits(line.of(view.page.text))):
        span = Span(line.start + found.start("page"), line.start + found.end("page"))
        value = re.sub(r"\s?[-–—−]+\s?", "-", found["page"])
        yield Proposal(
            field="page",
            value=value,
            score=score,
            reason="pages below the line of the journal",
            spans=(span,),
        )


def _of_homepage(view: View) -> Iterator[Proposal]:
    """The journal whose homepage the next line gives, as the head of the papers of Elsevier has it."""
    for number in range(1, min(_TOP_LINES + 2, len(view.lines))):
        title = view.lines[number - 1].span
        is_told = _HOMEPAGE.search(view.lines[number].text)
        if is_told and is_title_like(title.of(view.page.text).strip()):
            reason = "stands above the address of the journal's homepage"
            yield Proposal(
                field="container.title", value=view.clean(title), score=0.8, reason=reason, spans=(title,)
            )
            yield Proposal(
                field="type",
                value="article-journal",
                score=0.8,
                reason=reason,
                spans=(view.lines[number].span,),
            )
            return


def _title_span(line: str, end: int) -> tuple[int, int] | None:
    """The title before the numbers, without authors before it ("Chablais et al.") and punctuation behind it."""
    start = len(line) - len(line.lstrip(" |·•–—-*#"))
    if label := re.match(r"\s*(?:source|quelle|journal|منبع|المصدر)\s?:\s*", line, re.IGNORECASE):
        start = label.end()
    authors = re.match(r".{0,60}?\bet al\.?\s*[,:]?\s*", line)
    if authors and authors.end() < end - 3:
        start = authors.end()
    while end > start and line[end - 1] in " ,;:|/·•–—-([{،؛":
        end -= 1
    title = line[start:end]
    if title.endswith(".") and title.count(".") == 1:
        end -= 1
    return (start, end) if sum(map(str.isalpha, line[start:end])) >= 3 else None
