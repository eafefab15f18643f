"""The date of publication in a catalogue record: a year is taken for one of the common era only where that is proved.

Field 008 counts in the common era by definition (MARC 21, 008/07-14), yet catalogues of books in Arabic script also hold
the Hijri year of the title page there. So a year before 1500 in a record of such a language proves nothing by itself
(decision 6 of the design): `1345 [1926 or 1927]` and `1345 H.` are proved, `1345` and `[1345?]` are not.
"""

from __future__ import annotations

import re

from refplug.extract.calendars import dates_in, to_ascii_digits
from refplug.model import PartialDate

__all__ = ["HIJRI_LANGUAGES", "is_of_common_era", "published", "with_common_era"]

HIJRI_LANGUAGES = frozenset({"ar", "fa", "ota", "ur", "ku", "ps", "tr", "az", "id", "ms"})

_COMMON_FROM = 1500  # no Hijri year printed so far is that high
_HIJRI_FROM = 1000
_LATEST = 2100
_WITH_END = frozenset(
    "qmid"
)  # 008/06: one of several years, several parts, a collection, a serial that ended
_SUPPLIED = re.compile(
    r"(?:\[|\(|=\s*|,\s*|i\.e\.\s*)(?:i\.e\.\s*|ca?\.\s*)?(1[5-9]\d\d|20\d\d)\??(?:\s*or\s*(1[5-9]\d\d|20\d\d))?"
)
_COMMON = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)(?:\s*or\s*(1[5-9]\d\d|20\d\d)(?!\d))?")
_UNKNOWN = re.compile(r"not identified|\bn\.\s?d\.|\bs\.\s?a\.", re.IGNORECASE)
# how catalogues write the two Hijri calendars (ALA-LC romanization), in the signs that `extract.calendars` knows
_SIGNS = (
    (re.compile(r"\[?\bH(?:ij?r[iī](?:yah)?)?\.?\s?(?:Sh|sh)(?:ams[iī](?:yah)?)?\b\.?\]?"), "SH"),
    (re.compile(r"\[?\bHijr[iī](?:yah)?\b\.?(?:\s?[Qq]amar[iī](?:yah)?)?\]?|\[H\.?\]|\bH\."), "H"),
)


def published(fixed: str, printed: str, *, is_hijri_likely: bool) -> PartialDate | None:
    """The date that positions 06-14 of field 008 and $c of 264 or 260 say together; None where no calendar is proved.

    >>> [published("s1345    ", text, is_hijri_likely=True) for text in ("1345", "[1345?]", "")]
    [None, None, None]
    >>> published("s1926    ", "1345 [1926 or 1927]", is_hijri_likely=True).edtf()
    '1926/1927'
    >>> published("s1345    ", "1345 H.", is_hijri_likely=True).edtf()
    '1926/1927'

    >>> published("m19801985", "1980-1985", is_hijri_likely=False).edtf()
    '1980/1985'

    A set that goes on (`m19809999`) has its first year alone, as the model knows no open end.
    `is_hijri_likely`: the work is in a language of the Hijri calendars, or the record does not say its language.
    """
    text = to_ascii_digits(printed)
    if _UNKNOWN.search(text) and not re.search(r"\d", text):
        return None
    low = _COMMON_FROM if is_hijri_likely else _HIJRI_FROM
    year = _year(fixed[1:5], low)
    end = _year(fixed[5:9], low) if fixed[:1] in _WITH_END else None
    kept = _kept(printed)
    said = _SUPPLIED.search(text) or _COMMON.search(text)
    if year is None and said is None:
        return _proved(text) if is_hijri_likely else _bare(text, kept)
    if year is None and said is not None:
        year = int(said[1])
    if end is None and said is not None and said[2] and int(said[1]) == year:
        end = int(said[2])
    assert year is not None
    until = PartialDate(year=end) if end is not None and end > year else None
    return PartialDate(year=year, end=until, printed=kept if kept and kept != str(year) else None)


def is_of_common_era(date: PartialDate, language: str) -> bool:
    """Whether a year that nothing else proves may stand in 008, in a work in `language` (the empty text: not said).

    >>> is_of_common_era(PartialDate(year=1378), "fa"), is_of_common_era(PartialDate(year=1999, printed="1378"), "fa")
    (False, True)
    >>> is_of_common_era(PartialDate(year=1480), "la")
    True
    """
    return date.year >= _COMMON_FROM or language.split("-")[0] not in HIJRI_LANGUAGES


def with_common_era(date: PartialDate, *, is_in_parts: bool = False) -> str:
    """The date for $c: as printed, with the year of the common era in brackets where the print does not say it.

    >>> with_common_era(PartialDate(year=1980, printed="1400")), with_common_era(PartialDate(year=1980, printed="1400 [1980]"))
    ('1400 [1980]', '1400 [1980]')

    `is_in_parts`: the work came out from the first year to the last, rather than in one of them.
    """
    between = "-" if is_in_parts else " or "
    has_end = date.end is not None and date.end.year != date.year
    common = f"{date.year}{between}{date.end.year}" if has_end and date.end else str(date.year)
    if not date.printed:
        return common
    return date.printed if str(date.year) in to_ascii_digits(date.printed) else f"{date.printed} [{common}]"


def _year(digits: str, low: int) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() and low <= int(digits) <= _LATEST else None


def _proved(text: str) -> PartialDate | None:
    """The first date whose label or pair proves its calendar."""
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    return next((found.value for found in dates_in(text) if found.value), None)


def _bare(text: str, kept: str) -> PartialDate | None:
    """A year before 1500 of a work in a language that counts by the common era: an early print."""
    found = re.search(r"(?<!\d)1[0-4]\d\d(?!\d)", text)
    if found is None:
        return None
    return PartialDate(year=int(found[0]), printed=kept if kept != found[0] else None)


def _kept(printed: str) -> str:
    """$c without the point at its end and the brackets around the whole."""
    text = printed.strip().rstrip(" /:;,.")
    if text.startswith("[") and text.find("]") in (-1, len(text) - 1):
        return text[1:].rstrip("] .")
    return text if text.count("[") == text.count("]") else text.strip("[] .")
