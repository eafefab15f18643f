"""The stamp that arXiv prints on the margin of the first sheet: the number of the preprint and the day of its version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import PartialDate, Span

__all__ = ["find_stamp"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2})[a-z]*\s+(?P<year>\d{4}|\d{2})\b"
# arXiv.org, "Understanding the arXiv identifier": YYMM.NNNNN since April 2007, archive/YYMMNNN before
_STAMP = re.compile(
    r"(?P<id>arXiv:\s?\d{4}\.\d{4,5}(?:v\d{1,2})?|(?:arXiv:)?[a-z-]{2,9}(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,2})?)"
    r"(?:\s+\[[\w.-]{2,20}\])?(?:\s+" + _DAY + r")?"
)


def find_stamp(view: View) -> Iterator[Proposal]:
    """The arXiv number, and the date where the stamp has one; nothing where the number stands inside a sentence.

    >>> from refplug.model import Page
    >>> page = Page(file="a.pdf", text="arXiv:0908.0054v1 [astro-ph.CO] 1 Aug 2009")
    >>> [proposal.value for proposal in find_stamp(View.of(page))][1].edtf()
    '2009-08-01'
    """
    for line in view.lines:
        found = _STAMP.fullmatch(line.text.strip())
        if not found:
            continue
        start = line.span.start + line.text.find(found.group())
        span = Span(start, start + len(found.group()))
        number = found["id"].replace(" ", "")
        number = number if number.startswith("arXiv:") else f"arXiv:{number}"
        yield Proposal(field="number", value=number, score=0.9, reason="the stamp of arXiv", spans=(span,))
        if found["year"] and (date := _date(found)):
            yield Proposal(
                field="issued", value=date, score=0.72, reason="the date in the stamp of arXiv", spans=(span,)
            )
        return


def _date(found: re.Match[str]) -> PartialDate | None:
    year = int(found["year"])
    if year < 1991:  # arXiv began then; two figures are no year
        return None
    month = found["month"].lower()
    if month not in _MONTHS or not 1 <= int(found["day"]) <= 31:
        return None
    printed = f"{found['day']} {found['month']} {found['year']}"
    return PartialDate(year=year, month=_MONTHS.index(month) + 1, day=int(found["day"]), printed=printed)
