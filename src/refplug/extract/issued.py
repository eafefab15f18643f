"""The date of the work: that of its journal line, else of a publication, copyright or year line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from refplug.extract.calendars import Found, dates_in
from refplug.extract.journal_line import SERIES
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import PartialDate, Span

__all__ = ["find_issued"]

_INSTITUTION = re.compile(
    r"دانشگاه|دانشکده|پایان.?نامه|موسسه آموزش عالی|مؤسسه آموزش عالی|پژوهشگاه|پژوهشکده|فصلنامه|دوفصلنامه|پژوهش.?نامه"
)


def find_issued(view: View, journal_lines: Collection[int] = ()) -> Iterator[Proposal]:
    """The date of the work: that of the journal line, else of a published, copyright or year line, else of the page head.

    `journal_lines` are the numbers of the lines that name the journal and its issue.
    """
    is_solar = bool(_INSTITUTION.search(view.page.text[:3_000])) and (view.page.language or "fa") == "fa"
    candidates: list[tuple[float, int, Found, str]] = []
    for number in view.margins:
        line = view.lines[number].span.of(view.page.text)
        weight, why = _date_weight(view, number, line, journal_lines)
        if weight:
            for found in dates_in(line, is_solar=is_solar, is_arabic=view.page.language == "ar"):
                if found.value and 1800 <= found.value.year <= 2050:
                    candidates.append((weight, number, found, why))  # noqa: PERF401 two conditions read better so
    if not candidates:
        return
    years = {candidate[2].value.year for candidate in candidates if candidate[2].value}
    weight, number, found, why = max(
        candidates, key=lambda candidate: (candidate[0], _precision(candidate[2].value))
    )
    start = view.lines[number].span.start
    yield Proposal(
        field="issued",
        value=found.value,
        score=weight if len(years) == 1 else weight - 0.05,
        reason=f"{why}: {found.printed.strip()} ({found.proof})",
        spans=(Span(start + found.start, start + found.end),),
    )


def _precision(value: PartialDate | None) -> int:
    return 0 if value is None else (value.month is not None) + (value.day is not None)


_PUBLISHED = re.compile(
    r"\b(?:first |e)?published(?: online)?\b|\bpublication date\b|\bavailable online\b|\be-?pub\b|تاریخ انتشار|تاريخ النشر|yayın tarihi",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"©|\(c\)\s*(?:19|20)\d\d|\bcopyright\b|^\s*[ßc#f]?\s?(?:19|20)\d\d\s+[A-Z]", re.IGNORECASE
)
_YEAR_LABEL = re.compile(r"^\s*(?:سال(?: تحصیلی| انتشار)?|تاریخ(?: دفاع)?|السنة|عام)\s*[:.،]?\s*[\d۰-۹٠-٩]")
_NOT_ISSUED = re.compile(
    r"\breceived\b|\baccepted\b|\brevised\b|\bsubmitted\b|دریافت|پذیرش|الاستلام|القبول|geliş|kabul|\baccessed\b|\bdownloaded\b|\bborn\b|\bdedicated\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:[^\W\d_]{3,10},?\s)?(?:\d{1,2}[.,]?\s)?[^\W\d_]{3,10}\.?\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\.?$|\(?(?:19|20)\d\d\)?\.?$"
)
_REFERENCE = re.compile(r"\s*(?:\[\w{1,6}\]|\d{1,3}\.\s+[A-Z])")
_PARENTHESIZED = re.compile(r"\((?:[A-Z][a-z]+ )?(?:19|20)\d\d\)\s*[.,]?\s*$")


def _date_weight(view: View, number: int, line: str, journal_lines: Collection[int]) -> tuple[float, str]:
    """How much a date in a line counts as that of the work, and why; 0 where it doesn't."""
    if number in journal_lines:
        return 0.93, "journal line"
    if _REFERENCE.match(line):
        return 0.0, ""
    if _NOT_ISSUED.search(line) and not _PUBLISHED.search(line):
        return 0.0, ""
    if _YEAR_LABEL.search(line):
        return 0.85, "behind the word for year"
    if _PUBLISHED.search(line):
        return 0.88, "publication date"
    if _COPYRIGHT.search(line) and len(line) < 200:
        return 0.72, "copyright line"
    if len(line) < 130 and SERIES.search(line) and not view.is_inside_prose(number):
        return 0.74, "line of the journal or conference"
    if number < 3 and len(line) < 130 and _PARENTHESIZED.search(line):
        return 0.7, "year in brackets at the head of the page"
    if number < 12 and _ALONE.match(line.strip()):
        return 0.6, "date on a line of its own"
    return 0.0, ""
