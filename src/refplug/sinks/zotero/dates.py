"""Dates in Zotero's date fields: the common era in the field, other calendars and ranges beside it in Extra.

Zotero reads ISO dates, dates in words and `circa 2019`; it takes 1425 for a year of the common era and the 2004 of
`1425 [2004]` for a season (measured on Zotero 11). So the field holds one date of the common era, a range goes to the line
`issued: 2023/2024` that Zotero hands to its citation engine, and the printed form to `date-printed: 1402 (solar-hijri)`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from refplug.extract.calendars import dates_in, to_ascii_digits
from refplug.extract.reckoning import from_hijri, from_solar
from refplug.model import Calendar, PartialDate

__all__ = ["date_in", "date_out", "edtf_in", "printed_in", "range_out"]

_ISO = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?")
_CIRCA = re.compile(r"(?:circa|ca?\.?)\s*(\d{3,4}(?:-\d{2}){0,2})|(\d{4})\s*\?", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")
_ERA = re.compile(r"(\d{1,4})\s*BCE?", re.IGNORECASE)
_TWO_YEARS = re.compile(r"\[?(\d{4})\]?\s*[\[(/=]\s*(\d{4})\s*[\])]?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
_WORDED = re.compile(r"([^\W\d_]{3,12}\.?) (\d{1,2}) (\d{4})")  # JUN 28 2011, without its comma
_PRINTED = re.compile(r"(.*?)(?: \((solar-hijri|hijri)\))?", re.DOTALL)
_OTHER_CALENDARS = frozenset("ar fa ur ota ps ckb ku sd ug az".split())


def date_out(date: PartialDate) -> str:
    """What goes into the field.

    >>> date_out(PartialDate(year=2015, month=3)), date_out(PartialDate(year=2019, circa=True)), date_out(PartialDate(year=-43))
    ('2015-03', 'circa 2019', '43 BC')
    """
    if date.year < 0:
        return f"{-date.year} BC"
    start = replace(date, end=None, circa=False).edtf()
    return f"circa {start}" if date.circa and date.end is None else start


def range_out(date: PartialDate) -> str | None:
    """The range for the line in Extra, or None for a single date.

    >>> range_out(PartialDate(year=2023, end=PartialDate(year=2024)))
    '2023/2024'
    """
    return date.edtf() if date.end is not None else None


def date_in(text: str, language: str | None = None) -> PartialDate | None:
    """The date that a field says, or None where it says none surely.

    >>> date_in("12 March 2020").edtf(), date_in("circa 2019").edtf(), date_in("1425 [2004]").edtf(), date_in("in press")
    ('2020-03-12', '2019~', '2004', None)
    >>> date_in("1394"), date_in("1394", "fa"), date_in("1358-09-12", "fa-Latn").edtf()
    (PartialDate(year=1394, month=None, day=None, end=None, circa=False, printed=None, calendar=<Calendar.GREGORIAN: 'gregorian'>), None, '1979-12-03')

    In a work in Arabic or Persian a year before 1500 is of another calendar: it is converted where the calendar is
    proved (`refplug.extract.calendars`), else nothing is claimed.
    """
    plain = to_ascii_digits(text).strip()
    primary = (language or "").split("-")[0].lower()
    found = _plain_date(_TIME.sub(r"\1", plain)) or _pair(plain, text)
    if found and not (primary in _OTHER_CALENDARS and 0 < found.year < 1500):
        return found
    return _proved(text, primary) if plain else None


def _plain_date(text: str) -> PartialDate | None:
    if iso := _ISO.fullmatch(text):
        return _checked(*iso.groups()[:3], circa=bool(iso[4]))
    if circa := _CIRCA.fullmatch(text):
        year, month, day = (*(circa[1] or circa[2]).split("-"), None, None)[:3]
        return _checked(str(year), month, day, circa=True)
    if month_year := _MONTH_YEAR.fullmatch(text):
        return _checked(month_year[2], month_year[1], None, circa=False)
    if era := _ERA.fullmatch(text):
        return PartialDate(year=-int(era[1]))
    years = _YEARS.fullmatch(text)
    if years and 0 < int(years[2]) - int(years[1]) < 500:
        return PartialDate(year=int(years[1]), end=PartialDate(year=int(years[2])))
    return None


def _checked(year: str | None, month: str | None, day: str | None, *, circa: bool) -> PartialDate | None:
    """The date, where month and day are such; `2015-00-00` is a year, as in Zotero's own table."""
    months, days = int(month or 0), int(day or 0)
    if year is None or months > 12 or days > 31 or (days and not months):
        return None
    return PartialDate(year=int(year), month=months or None, day=days or None, circa=circa)


def _pair(plain: str, text: str) -> PartialDate | None:
    """`1425 [2004]`: the two years prove each other's calendar."""
    found = _TWO_YEARS.fullmatch(plain)
    if not found:
        return None
    old, new = sorted((int(found[1]), int(found[2])))
    for convert, calendar in ((from_solar, Calendar.SOLAR_HIJRI), (from_hijri, Calendar.HIJRI)):
        if not 1 <= old < 1500 < new:
            continue
        span = convert(old)
        if new in (span.year, span.end.year if span.end else span.year):
            return PartialDate(year=new, printed=text.strip(), calendar=calendar)
    return None


def _proved(text: str, primary: str) -> PartialDate | None:
    """The date in words that is the whole text."""
    text = _WORDED.sub(r"\1 \2, \3", text.strip())
    found = tuple(dates_in(text, is_arabic=primary == "ar"))
    if len(found) != 1 or found[0].value is None:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0].value if not any(c.isalnum() for c in rest) else None


def edtf_in(text: str) -> PartialDate | None:
    """The date of a line in Extra: ISO 8601, a range with a slash.

    >>> edtf_in("2023-06/2023-09").end.month
    9
    """
    first, slash, last = text.strip().partition("/")
    start, end = _plain_date(first), _plain_date(last) if slash else None
    if start is None or (slash and end is None):
        return date_in(text) if not slash else None
    return replace(start, end=end) if end else start


def printed_in(value: str) -> tuple[str, Calendar]:
    """The printed form and the calendar of a line `date-printed`.

    >>> printed_in("1402 (solar-hijri)")[0], printed_in("[1998?]")[1].value
    ('1402', 'gregorian')
    """
    found = _PRINTED.fullmatch(value)
    text, calendar = found.groups() if found else (value, None)
    return str(text), Calendar(calendar) if calendar else Calendar.GREGORIAN
