"""Dates of .bib files: `date` in EDTF, or `year`, `month` and `day` as people write them."""

from __future__ import annotations

import re
from functools import lru_cache

from refplug.model import PartialDate

__all__ = ["MONTHS", "is_status", "parse_date", "parse_parts"]

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_EDTF = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[\d:.+Z-]*)?([~?%]?)")
# 29 November 2011 · Accessed: Feb. 3, 2016
_WORDED = re.compile(
    r"(?:[Aa]ccessed:?\s*)?(?:(\d{1,2}\.?[\s~]+[A-Za-z]{3,9}\.?),?[\s~]+(\d{4})|([A-Za-z]{3,9}\.?(?:[\s~]+\d{1,2})?),?[\s~]+(\d{4}))"
)
_YEAR = re.compile(r"-?\d{1,4}")
_BRACKETED = re.compile(r"\[?\s*(c(?:a|irca)?\.?\s*)?(\d{4})\s*([?~]?)\s*\]?", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?(?:[\s~\u00a0]*(\d{1,2})(?:st|nd|rd|th)?)?,?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[\s~\u00a0]*([A-Za-z]{3,9})\.?")


@lru_cache(maxsize=2048)
def parse_date(text: str) -> PartialDate | None:
    """An EDTF date (ISO 8601-2, level 0, and the qualifiers of level 1), or None where it is none we can hold.

    >>> parse_date("29 November 2011").edtf()
    '2011-11-29'
    >>> parse_date("2024-03-15").day, parse_date("2023/2024").end.year, parse_date("197X")
    (15, 2024, None)

    Open ranges, unspecified digits and seasons are not ours to guess: None.
    """
    worded = _WORDED.fullmatch(text.strip())
    if worded:
        return parse_parts(worded[2] or worded[4], worded[1] or worded[3])
    first, slash, last = text.strip().partition("/")
    start = _one(first)
    if not slash or start is None:
        return start
    end = _one(last)
    return (
        None
        if end is None
        else PartialDate(year=start.year, month=start.month, day=start.day, end=end, circa=start.circa)
    )


def _one(text: str) -> PartialDate | None:
    match = _EDTF.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    return _checked(year, month, day, circa=bool(match[4]))


@lru_cache(maxsize=2048)
def parse_parts(year: str, month: str = "", day: str = "") -> PartialDate | None:
    """The date of the fields `year`, `month`, `day`; None where the year is none or a month or day is beyond us.

    >>> parse_parts("2024", "March\\u00a015").edtf(), parse_parts("[c. 1990]").edtf(), parse_parts("in press")
    ('2024-03-15', '1990~', None)
    """
    number, circa = _year(year)
    if number is None:
        ranged = (
            parse_date(year.replace("--", "/").replace("–", "/"))
            if re.fullmatch(r"\d{4}(?:/|--|–)\d{4}", year)
            else None
        )
        return ranged if not month and not day else None
    if not month and not day:
        return _checked(number, None, None, circa=circa)
    parts = _month_day(month)
    if parts is None:
        return None
    if day:
        if not day.isdecimal() or parts[1] is not None:
            return None
        parts = (parts[0], int(day))
    return _checked(number, *parts, circa=circa)


def _year(text: str) -> tuple[int | None, bool]:
    text = text.strip()
    if _YEAR.fullmatch(text):
        return int(text), False
    found = _BRACKETED.fullmatch(text)
    return (int(found[2]), bool(found[1] or found[3])) if found else (None, False)


def _month_day(text: str) -> tuple[int, int | None] | None:
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return (int(text), None) if len(text) <= 2 else None
    found = _MONTH_DAY.fullmatch(text)
    if found and (number := _month_number(found[1])):
        return number, int(found[2]) if found[2] else None
    found = _DAY_MONTH.fullmatch(text)
    if found and (number := _month_number(found[2])):
        return number, int(found[1])
    return None


def _month_number(word: str) -> int | None:
    for number, name in enumerate(MONTHS, 1):
        if name.lower().startswith(word.lower()) or word.lower() == "sept" == name.lower()[:4]:
            return number
    return None


def _checked(year: int | None, month: int | None, day: int | None, *, circa: bool) -> PartialDate | None:
    if (
        year is None
        or (month is not None and not 1 <= month <= 12)
        or (day is not None and not 1 <= day <= 31)
    ):
        return None
    return PartialDate(year=year, month=month, day=day, circa=circa)


_STATUS = re.compile(
    r"[\[(]?(?:forthcoming|in[\s-]press|to appear|in print|submitted|under review|accepted|in preparation|im druck|im erscheinen|"
    r"à paraître|sous presse|زیر چاپ|در دست انتشار|قيد (?:النشر|الطبع)|تحت الطبع)[\])]?\.?",
    re.IGNORECASE,
)


def is_status(text: str) -> bool:
    """Whether what stands for a year says that the work is still to come.

    >>> is_status("forthcoming"), is_status("(in press)"), is_status("n.d."), is_status("1999")
    (True, True, False, False)
    """
    return bool(_STATUS.fullmatch(text.strip()))
