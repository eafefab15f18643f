"""Years and dates of three calendars, converted only where the page proves which one it is.

Decision 6 (`DESIGN.md`): labels, pairs, month names and the journal prove a calendar; 1402 alone proves nothing. A solar
year begins in March and so spans two common ones; a lunar date may be off by a day, the moon's sighting not being printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from refplug.extract.reckoning import from_hijri, from_solar
from refplug.model import Calendar, PartialDate

__all__ = ["Found", "dates_in", "to_ascii_digits"]

_DIGITS = {
    ord(digit): str(value)
    for start in (0x0660, 0x06F0)
    for value, digit in enumerate(map(chr, range(start, start + 10)))
}
_MOST_DATES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A date on the page: where it stands in the text searched, what it says, what proves its calendar.

    `value` is None where the calendar is not proved: the printed year is kept, nothing is claimed.
    """

    start: int
    end: int
    printed: str
    value: PartialDate | None
    proof: str


def to_ascii_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0 to 9, every character at its place.

    >>> to_ascii_digits("سال ۱۴۰۲")
    'سال 1402'
    """
    return text.translate(_DIGITS)


@cache
def _months() -> dict[str, tuple[Calendar, tuple[int, ...]]]:
    """Month and season names of all calendars in lower case, from `data/months.tsv`."""
    table = (files("refplug.extract") / "data" / "months.tsv").read_text(encoding="utf-8").splitlines()[1:]
    names: dict[str, tuple[Calendar, tuple[int, ...]]] = {}
    for line in table:
        calendar, numbers, written = line.split("\t")[:3]
        for name in written.split("|"):
            names[name.strip().lower()] = Calendar(calendar), tuple(map(int, numbers.split("-")))
    return names


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])({names})(?![^\W\d_])\.?", re.IGNORECASE)


_SOLAR_LABEL = r"(?:هجری\s?(?:شمسی|خورشیدی)|ه[ـ]?\s?\.?\s?ش|شمسی|خورشیدی|ش(?![^\W\d_])|solar\b|S\.?H\.?(?![a-z])|A\.?P\.?(?![a-z])|h\.?\s?sh\b)"
_HIJRI_LABEL = r"(?:هجر[يی](?:ة)?(?:\s?قمر[یي])?|ه[ـ]?\s?\.?\s?ق|هـ(?!\s?\.?\s?[شم])|قمر[یي]|ق(?![^\W\d_])|A\.?H\.?(?![a-z])|hijri\b|H\b)"
_COMMON_LABEL = r"(?:ميلادي[ةه]?|میلادی|م(?![^\W\d_])|C\.?E\.?(?![a-z])|A\.?D\.?(?![a-z]))"
_YEAR = r"(?<![\d.,/-])(?:1[2-9]|20)\d{2}(?!\d|[-–—]\d|\.\d)"
_LABELS = (
    (re.compile(rf"({_YEAR})\s?[(\[]?\s?{_SOLAR_LABEL}"), Calendar.SOLAR_HIJRI),
    (re.compile(rf"({_YEAR})\s?[(\[]?\s?{_HIJRI_LABEL}"), Calendar.HIJRI),
    (re.compile(rf"({_YEAR})\s?[(\[]?\s?{_COMMON_LABEL}"), Calendar.GREGORIAN),
)
_BEFORE = (
    (re.compile(rf"(?<![^\W\d_])(?:A\.?H\.?|AH|Hijri)\s({_YEAR})"), Calendar.HIJRI),
    (
        re.compile(rf"(?<![^\W\d_])(?:S\.?H\.?|A\.?P\.?|A\.?H\.?\s?S(?:olar|h\.?)?)\s({_YEAR})"),
        Calendar.SOLAR_HIJRI,
    ),
)
_PAIR = re.compile(rf"({_YEAR})\s?(?:ه[ـ]?\.?[شق]?|هـ|ش|ق|SH|AH)?\s?[/(=–-]\s?((?:19|20)\d\d)(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(1[234]\d\d)[/.-](\d{1,2})[/.-](\d{1,2})(?![\d/])|(?<![\d/.-])(\d{1,2})[/.](\d{1,2})[/.](1[234]\d\d)(?![\d/])"
)
_ISO = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/])")
_BARE = re.compile(_YEAR)
_RANGE_SIGN = re.compile(r"\s?[-–—/]\s?$")


def dates_in(text: str, *, is_solar: bool = False, is_arabic: bool = False) -> Iterator[Found]:
    """The dates of a line or phrase, best proved first for each place; overlapping ones are told once.

    >>> [(found.value and found.value.edtf(), found.proof) for found in dates_in("تابستان ۱۴۰۲")]
    [('2023-06/2023-09', 'month name')]
    >>> [found.value for found in dates_in("سال ۱۴۰۲")]
    [None]

    At most 100 are told: no line that dates a paper has more. `is_solar`: the journal or the publishing body is known to count solar years. `is_arabic`: the page is in Arabic, where
    a date in figures may be a lunar one and proves nothing.
    """
    plain = to_ascii_digits(text)
    taken: list[tuple[int, int]] = []
    for found in (
        *_pairs(plain),
        *_with_months(plain),
        *_labelled(plain),
        *_numeric(plain, is_arabic=is_arabic),
        *_bare(plain, is_solar=is_solar),
    ):
        if len(taken) >= _MOST_DATES:
            return
        if all(found.end <= start or found.start >= end for start, end in taken):
            taken.append((found.start, found.end))
            yield Found(
                found.start, found.end, text[found.start : found.end], _with_printed(found, text), found.proof
            )


def _with_printed(found: Found, text: str) -> PartialDate | None:
    if found.value is None or found.value.calendar is Calendar.GREGORIAN:
        return found.value
    value = found.value
    return PartialDate(
        year=value.year,
        month=value.month,
        day=value.day,
        end=value.end,
        printed=text[found.start : found.end].strip(),
        calendar=value.calendar,
    )


def _pairs(text: str) -> Iterator[Found]:
    """`1402/2023`: the two years prove each other when they overlap."""
    for match in _PAIR.finditer(text):
        left, right = int(match[1]), int(match[2])
        for convert, name in ((from_solar, "solar"), (from_hijri, "lunar")):
            if left >= 1600:
                continue
            span = convert(left)
            if right in (span.year, span.end.year if span.end else span.year):
                value = PartialDate(year=right)
                yield Found(
                    match.start(), match.end(), match.group(), value, f"printed with its {name} Hijri year"
                )
                break


def _with_months(text: str) -> Iterator[Found]:
    for match in _named().finditer(text):
        calendar, numbers = _months()[match[1].lower()]
        first = _first_of_range(text, match.start(), calendar)
        after = re.match(
            r"(?:\s*(\d{1,2})(?:st|nd|rd|th)?\s*,)?[\s,/]*(?:ماه\s*)?(?:de\s+)?(\d{4})(?!\d)",
            text[match.end() : match.end() + 24],
        )
        before = re.search(
            r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+de)?\s*|(\d{4})\s+)$",
            text[max(0, match.start() - 12) : match.start()],
        )
        if after:
            day = after[1] or (before[1] if before else None)
            start = match.start() - (len(before.group()) if before and before[1] and not after[1] else 0)
            if first is not None and day is None and first[1][0] < numbers[-1]:
                start, numbers = first[0], (first[1][0], numbers[-1])
            yield from _dated(text, start, match.end() + after.end(), calendar, int(after[2]), numbers, day)
        elif before and before[2]:
            day_after = re.match(r"\s*(\d{1,2})(?!\d)", text[match.end() : match.end() + 4])
            end = match.end() + (day_after.end() if day_after else 0)
            start = match.start() - len(before.group())
            yield from _dated(
                text, start, end, calendar, int(before[2]), numbers, day_after[1] if day_after else None
            )


def _first_of_range(text: str, end: int, calendar: Calendar) -> tuple[int, tuple[int, ...]] | None:
    """Where the month before a dash or stroke begins, and its number: "May" before the "July" of "May–July 2019"."""
    ahead = _RANGE_SIGN.search(text, max(0, end - 6), end)
    if ahead is None:
        return None
    for match in _named().finditer(text, max(0, ahead.start() - 24), ahead.start()):
        own_calendar, numbers = _months()[match[1].lower()]
        if match.end() == ahead.start() and own_calendar is calendar:
            return match.start(), numbers
    return None


def _dated(
    text: str, start: int, end: int, calendar: Calendar, year: int, numbers: tuple[int, ...], day: str | None
) -> Iterator[Found]:
    value = _converted(calendar, year, numbers, int(day) if day else None)
    if value:
        yield Found(start, end, text[start:end], value, "month name")


def _converted(
    calendar: Calendar, year: int, numbers: tuple[int, ...], day: int | None
) -> PartialDate | None:
    """A year with its months, where the year fits the calendar."""
    fits = {
        Calendar.GREGORIAN: (1500, 2099),
        Calendar.SOLAR_HIJRI: (1250, 1499),
        Calendar.HIJRI: (1200, 1499),
    }
    low, high = fits[calendar]
    if not low <= year <= high or (day is not None and not 1 <= day <= 31):
        if calendar is Calendar.SOLAR_HIJRI and 1900 <= year <= 2099:
            return PartialDate(year=year)  # a season of the common year: "Spring 2020" in Persian
        return None
    if calendar is Calendar.GREGORIAN:
        end = PartialDate(year=year, month=numbers[-1]) if len(numbers) > 1 else None
        return PartialDate(year=year, month=numbers[0], day=day if len(numbers) == 1 else None, end=end)
    convert = from_solar if calendar is Calendar.SOLAR_HIJRI else from_hijri
    first = convert(year, numbers[0], day if len(numbers) == 1 else None)
    if len(numbers) == 1:
        return first
    last = convert(year, numbers[-1])
    end = last.end or PartialDate(year=last.year, month=last.month, calendar=calendar)
    return PartialDate(year=first.year, month=first.month, end=end, calendar=calendar)


def _labelled(text: str) -> Iterator[Found]:
    for pattern, calendar in (*_LABELS, *_BEFORE):
        for match in pattern.finditer(text):
            year = int(match[1])
            if (calendar is Calendar.GREGORIAN) != (year >= 1600):
                continue
            convert = {Calendar.SOLAR_HIJRI: from_solar, Calendar.HIJRI: from_hijri}.get(calendar)
            value = convert(year) if convert else PartialDate(year=year)
            yield Found(match.start(), match.end(), match.group(), value, "label")


def _numeric(text: str, *, is_arabic: bool) -> Iterator[Found]:
    """`1402/05/12` is solar: lunar dates are not printed so in the region; years of the common era need no proof."""
    for match in _NUMERIC.finditer(text):
        year, month, day = (int(part) for part in (match.groups()[:3] if match[1] else match.groups()[:2:-1]))
        if not is_arabic and 1300 <= year <= 1420 and 1 <= month <= 12 and 1 <= day <= 31:
            yield Found(
                match.start(),
                match.end(),
                match.group(),
                from_solar(year, month, min(day, 31 if month <= 6 else 30)),
                "date in figures",
            )
    for match in _ISO.finditer(text):
        year, month, day = map(int, match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Found(
                match.start(),
                match.end(),
                match.group(),
                PartialDate(year=year, month=month, day=day),
                "date in figures",
            )


def _bare(text: str, *, is_solar: bool) -> Iterator[Found]:
    for match in _BARE.finditer(text):
        year = int(match.group())
        if year >= 1600:
            yield Found(
                match.start(), match.end(), match.group(), PartialDate(year=year), "year of the common era"
            )
        elif is_solar and 1250 <= year <= 1450:
            yield Found(
                match.start(),
                match.end(),
                match.group(),
                from_solar(year),
                "the publishing body counts solar years",
            )
        elif year < 1500:
            yield Found(match.start(), match.end(), match.group(), None, "")
