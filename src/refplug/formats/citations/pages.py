"""Ranges of pages by the five formats of CSL 1.0.2, appendix V."""

from __future__ import annotations

import re

__all__ = ["page_ranges"]

_RANGE = re.compile(r"(?<![\w.])([A-Za-z]*)(\d{1,9})\s*[-–]\s*(\1)(\d{1,9})(?![\w.])")


def page_ranges(pages: str, form: str) -> str:
    """Pages with an en dash in their ranges, the last page as long as `form` (`page-range-format`) wants it.

    >>> [page_ranges("321-328", form) for form in ("", "expanded", "minimal", "minimal-two", "chicago")]
    ['321–328', '321–328', '321–8', '321–28', '321–28']
    >>> page_ranges("1-20", "minimal"), page_ranges("2787-2816, 3001-3", "chicago-16"), page_ranges("321-8", "expanded")
    ('1–20', '2787–816, 3001–3', '321–328')
    """
    if not form:
        return pages.replace("-", "–")
    return _RANGE.sub(lambda found: _range(found, form), pages).replace("-", "–")


def _range(found: re.Match[str], form: str) -> str:
    prefix, first, last = found[1], found[2], found[4]
    last = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    if int(last) <= int(first) or form == "expanded" or prefix or len(first) != len(last):
        return f"{prefix}{first}–{prefix}{last}"
    return f"{first}–{last[-_digits(first, last, form) :]}"


def _digits(first: str, last: str, form: str) -> int:
    """How many digits of the last page are written, of two numbers of one length."""
    changed = next(len(first) - at for at in range(len(first)) if first[at] != last[at])
    if form == "minimal":
        return changed
    if form == "minimal-two":
        return max(changed, 2)
    number = int(first)
    if number < 100 or number % 100 == 0:
        return len(last)
    if number % 100 < 10:
        return changed
    if form in ("chicago", "chicago-15") and len(first) == 4 and changed == 3:  # 1496–1504
        return 4
    return max(changed, 2)
