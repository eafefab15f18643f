"""Years, months and days of the Solar and the lunar Hijri calendar in the common era.

The solar calendar is reckoned by the cycle of 33 years, whose leap years agree with the published equinoxes from 1244 to
1500 of that calendar; the lunar one by the tabular calendar, whose months can be off by a day from those that were seen.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

from refplug.model import Calendar, PartialDate

__all__ = ["from_hijri", "from_solar"]

_SOLAR_EPOCH = date(622, 3, 22)  # 1 Farvardin 1, proleptic Gregorian
_HIJRI_EPOCH = date(622, 7, 19)  # 1 Muharram 1 of the tabular calendar, civil epoch, proleptic Gregorian


def _is_solar_leap(year: int) -> bool:
    """Whether a solar year has 366 days, by the cycle of 33 years that agrees with the equinox from 1244 to 1500."""
    return (25 * year + 11) % 33 < 8


@lru_cache(maxsize=1024)
def _solar_new_year(year: int) -> date:
    leaps = sum(_is_solar_leap(before) for before in range(1, year))
    return _SOLAR_EPOCH + timedelta(days=365 * (year - 1) + leaps - _solar_offset())


@cache
def _solar_offset() -> int:
    """What the cycle of 33 years gathers in error before the years we need; measured at 1 Farvardin 1400."""
    leaps = sum(_is_solar_leap(before) for before in range(1, 1400))
    return (_SOLAR_EPOCH + timedelta(days=365 * 1399 + leaps) - date(2021, 3, 21)).days


def from_solar(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """A Solar Hijri year, month or day in the common era.

    >>> from_solar(1402).edtf(), from_solar(1403, 1, 1).edtf(), from_solar(1402, 7).edtf()
    ('2023/2024', '2024-03-20', '2023-09/2023-10')
    """
    start = _solar_new_year(year)
    if month is None:
        return _between(start, _solar_new_year(year + 1) - timedelta(days=1), months=False)
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    first = start + timedelta(days=before)
    if day is not None:
        exact = first + timedelta(days=day - 1)
        return PartialDate(year=exact.year, month=exact.month, day=exact.day, calendar=Calendar.SOLAR_HIJRI)
    last = first + timedelta(days=30 if month <= 6 else 29)
    return _between(first, last, months=True)


def from_hijri(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """A lunar Hijri year, month or day in the common era, by the tabular calendar (leap years 2, 5, 7, 10, 13, 16, ...).

    >>> from_hijri(1445).edtf(), from_hijri(1445, 9).edtf(), from_hijri(1445, 9, 10).edtf()
    ('2023/2024', '2024-03/2024-04', '2024-03')

    A day is given as its month: sighting of the moon moves it by one or two, and the page does not say how.
    """
    start = _hijri_day(year, 1, 1)
    if month is None:
        return _between(
            start, _hijri_day(year + 1, 1, 1) - timedelta(days=1), months=False, calendar=Calendar.HIJRI
        )
    if day is None:
        return _between(
            _hijri_day(year, month, 1), _hijri_day(year, month, 29), months=True, calendar=Calendar.HIJRI
        )
    exact = _hijri_day(year, month, day)
    return _between(
        exact - timedelta(days=1), exact + timedelta(days=1), months=True, calendar=Calendar.HIJRI
    )


def _hijri_day(year: int, month: int, day: int) -> date:
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return _HIJRI_EPOCH + timedelta(days=days)


def _between(
    first: date, last: date, *, months: bool, calendar: Calendar = Calendar.SOLAR_HIJRI
) -> PartialDate:
    """A range of years or months, one value where both ends agree."""
    one, two = (first.year, first.month if months else None), (last.year, last.month if months else None)
    end = None if one == two else PartialDate(year=two[0], month=two[1], calendar=calendar)
    return PartialDate(year=one[0], month=one[1], end=end, calendar=calendar)
