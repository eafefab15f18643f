"""Identifiers that are parsed and checked: DOI, ISBN, ISSN, ORCID.

Each `parse_…` takes what people write (a URL, a label in front, spaces, dashes of all kinds) and gives the
normal form, or None where it is none: a wrong check digit is no identifier.
"""

from __future__ import annotations

import re
from operator import mul
from urllib.parse import unquote

__all__ = ["parse_doi", "parse_isbn", "parse_issn", "parse_orcid"]

# The DOI handbook leaves the suffix open; Crossref's own analysis (2015) finds these shapes. Anchored and linear.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/\S{1,2000}")
_DOI_LABEL = re.compile(r"^(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi\s*[:=]?\s*)", re.IGNORECASE)
_ISBN_LABEL = re.compile(r"^\s*ISBN(?:-1[03])?[:\s]*", re.IGNORECASE)
_ISBN_10, _ISBN_13 = re.compile(r"\d{9}[\dX]"), re.compile(r"97[89]\d{10}")
_ISSN_LABEL = re.compile(r"^\s*[ep]?-?ISSN(?:-L)?[:\s]*", re.IGNORECASE)
_ISSN = re.compile(r"\d{7}[\dX]")
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]")
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}


def parse_doi(text: str, *, is_field: bool = False) -> str | None:
    """The DOI in `text`, lower-cased (DOIs ignore case), without URL, label or sentence punctuation behind it.

    >>> parse_doi("https://doi.org/10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O.")
    '10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o'
    >>> parse_doi("10.12/x") is None
    True

    A bracket at the end is dropped only when nothing inside opens it. Looks at the first DOI of `text` alone.
    `is_field` says that `text` is a field for the DOI and nothing else: then a full stop at its end belongs to it.

    >>> parse_doi("10.17070/aeaas.2014.12.36."), parse_doi("10.17070/aeaas.2014.12.36.", is_field=True)
    ('10.17070/aeaas.2014.12.36', '10.17070/aeaas.2014.12.36.')
    """
    candidate = text.strip()
    if "%2f" in candidate.lower()[:60]:
        candidate = unquote(candidate)
    candidate = _DOI_LABEL.sub("", candidate, count=1)
    found = _DOI.match(candidate)
    if not found:
        return None
    doi = _without_trailing_punctuation(found.group()).lower()
    if is_field and doi and found.group().lower() == doi + "." and found.end() == len(candidate):
        return doi + "."
    return doi or None


def _without_trailing_punctuation(doi: str) -> str:
    while doi:
        last = doi[-1]
        opener = _CLOSERS.get(last)
        if last in ".,;:'\"’”»،؛*" or (opener and doi.count(last) > doi.count(opener)):
            doi = doi[:-1]
        else:
            break
    return doi if not doi.endswith("/") else doi.rstrip("/")


def parse_isbn(text: str) -> str | None:
    """The ISBN in `text` as 13 digits, or None where the check digit (ISO 2108) is wrong.

    >>> parse_isbn("ISBN 0-306-40615-2"), parse_isbn("978-0-306-40615-8")
    ('9780306406157', None)
    """
    digits = _DASHES.sub("", _ISBN_LABEL.sub("", text))
    digits = digits.replace(" ", "").upper()
    if _ISBN_10.fullmatch(digits):
        last = 10 if digits[9] == "X" else int(digits[9])
        if (sum(map(mul, map(int, digits[:9]), range(10, 1, -1))) + last) % 11:
            return None
        digits = "978" + digits[:9]
        return digits + str(-_sum_13(digits) % 10)
    if _ISBN_13.fullmatch(digits):
        return None if _sum_13(digits) % 10 else digits
    return None


def _sum_13(digits: str) -> int:
    """The sum of ISO 2108: every second digit counts three times."""
    return sum(map(int, digits)) + 2 * sum(map(int, digits[1::2]))


def parse_issn(text: str) -> str | None:
    """The ISSN in `text` as `1234-567X`, or None where the check digit (ISO 3297) is wrong.

    >>> parse_issn("issn 0378–5955"), parse_issn("0378-5954")
    ('0378-5955', None)
    """
    bare = _ISSN_LABEL.sub("", text.strip())
    digits = _DASHES.sub("", bare).replace(" ", "").upper()
    if not _ISSN.fullmatch(digits):
        return None
    total = sum((8 - i) * (10 if c == "X" else int(c)) for i, c in enumerate(digits))
    return None if total % 11 else f"{digits[:4]}-{digits[4:]}"


def parse_orcid(text: str) -> str | None:
    """The ORCID in `text` as four groups of four, or None where the check digit (ISO 7064 MOD 11-2) is wrong.

    >>> parse_orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    found = re.search(r"(?<!\d)(\d{4})[-‐‑–]?(\d{4})[-‐‑–]?(\d{4})[-‐‑–]?(\d{3}[\dXx])(?![\dXx])", text)
    if not found:
        return None
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[15] != ("X" if check == 10 else str(check)):
        return None
    return "-".join(found.groups()).upper()
