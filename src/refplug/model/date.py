"""Dates that may be only a year, a year of two calendars, or a range."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Calendar", "PartialDate"]


class Calendar(StrEnum):
    """The calendars that papers of this field print."""

    GREGORIAN = "gregorian"
    SOLAR_HIJRI = "solar-hijri"  # Iran and Afghanistan: 1402
    HIJRI = "hijri"  # lunar: 1445


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date of the common era as far as it is known, and the form it was printed in.

    >>> PartialDate(year=2024, month=3).edtf()
    '2024-03'
    >>> PartialDate(year=2023, end=PartialDate(year=2024), printed="1402").edtf()
    '2023/2024'

    Years are Gregorian always: conversion happens where the calendar is proved (`refplug.extract.calendars`),
    and `printed` keeps what the page says. A solar year alone spans two common years, hence `end`.
    """

    year: int
    month: int | None = None
    day: int | None = None
    end: PartialDate | None = None
    circa: bool = False
    printed: str | None = None
    calendar: Calendar = Calendar.GREGORIAN

    def edtf(self) -> str:
        """The date in Extended Date/Time Format (ISO 8601-2), levels 0 and 1."""
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        parts = [year]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        start = "-".join(parts) + ("~" if self.circa else "")
        return f"{start}/{self.end.edtf()}" if self.end else start

    def date_parts(self) -> tuple[tuple[int, ...], ...]:
        """The CSL `date-parts`: one tuple, or two for a range."""
        parts = tuple(part for part in (self.year, self.month, self.day) if part is not None)
        return (parts, *self.end.date_parts()) if self.end else (parts,)
