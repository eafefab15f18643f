"""How two values of one field stand to each other: one table says by which rule each field is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from refplug.model import PartialDate
from refplug.reconcile.names import compare_names, parse_names
from refplug.reconcile.spelling import Relation, compare_texts, letters_of
from refplug.text.marked import unmarked

__all__ = ["KINDS", "Relation", "compare", "compare_dates", "is_same_year"]


def compare_dates(mine: PartialDate, theirs: PartialDate) -> Relation:
    """How one date stands to another: more exact is richer, another year is different.

    >>> compare_dates(PartialDate(year=2019, month=5), PartialDate(year=2019)).value
    'poorer'
    """
    if mine.end and not theirs.end and mine.year <= theirs.year <= mine.end.year:
        return Relation.RICHER
    if theirs.end and not mine.end and theirs.year <= mine.year <= theirs.end.year:
        return Relation.POORER
    one, other = mine.date_parts()[0], theirs.date_parts()[0]
    shared = min(len(one), len(other))
    if one[:shared] != other[:shared]:
        return Relation.DIFFERENT
    if len(one) == len(other):
        return Relation.SAME
    return Relation.RICHER if len(other) > len(one) else Relation.POORER


def _compare_pages(mine: str, theirs: str) -> Relation:
    """`641` beside `635-641` is poorer, `635--41` and `635-641` are the same."""
    one, other = _page_range(mine), _page_range(theirs)
    if one == other:
        return Relation.SAME
    if len(one) == 1 and len(other) == 2 and one[0] == other[0]:
        return Relation.RICHER
    if len(other) == 1 and len(one) == 2 and one[0] == other[0]:
        return Relation.POORER
    return Relation.DIFFERENT


def _page_range(text: str) -> list[str]:
    bare = re.sub(r"(?i)^\s*pp?\.?\s*", "", text.strip()).casefold()
    ends = [end.strip() for end in re.split(r"\s*(?:-|[\u2010-\u2015\u2212])+\s*", bare) if end.strip()]
    if len(ends) == 2 and ends[0].isdigit() and ends[1].isdigit() and len(ends[1]) < len(ends[0]):
        ends[1] = ends[0][: len(ends[0]) - len(ends[1])] + ends[1]
    return ends[:1] if len(ends) == 2 and ends[0] == ends[1] else ends


_LITTLE = frozenset("of the and for in on a an de la le les des du der die das und für et".split())


def _compare_containers(mine: str, theirs: str) -> Relation:
    """As texts; an abbreviated name (`J. Iran. Stud.`) is poorer than the full one."""
    plain = compare_texts(mine, theirs)
    if plain is Relation.SAME:
        return plain
    one, other = _words(mine), _words(theirs)
    if len(one) == len(other) and one != other:
        if all(full.startswith(short) for short, full in zip(one, other, strict=True)):
            return Relation.RICHER if plain is not Relation.POORER else plain
        if all(full.startswith(short) for short, full in zip(other, one, strict=True)):
            return Relation.POORER
    if re.sub(r"^the\s+", "", mine.casefold()) == re.sub(r"^the\s+", "", theirs.casefold()):
        return Relation.SAME
    return plain


def _words(text: str) -> list[str]:
    spaced = text.replace("&", " and ")
    words = [letters_of(word).bare for word in re.split(r"[\s.\-/:]+", spaced)]
    return [word for word in words if word and word not in _LITTLE]


def _compare_numbers(mine: str, theirs: str) -> Relation:
    """Volume, issue, edition: equal but for labels and leading zeros; `3-4` is richer than `3`."""
    one, other = (
        re.sub(r"(?i)^\s*(?:vol(?:ume)?|no|number|issue|nr|band|bd)\b\.?\s*", "", text)
        for text in (mine, theirs)
    )
    digits = [re.sub(r"\b0+(?=\d)", "", letters_of(text).bare) for text in (one, other)]
    if digits[0] == digits[1]:
        return Relation.SAME
    ranges = _page_range(one), _page_range(other)
    if len(ranges[0]) == 1 and len(ranges[1]) == 2 and ranges[0][0] in ranges[1]:
        return Relation.RICHER
    if len(ranges[1]) == 1 and len(ranges[0]) == 2 and ranges[1][0] in ranges[0]:
        return Relation.POORER
    return Relation.DIFFERENT


def _compare_identifiers(mine: str, theirs: str) -> Relation:
    """DOI, ISBN, ISSN, address: equal without label, resolver, hyphens and case, or different."""

    def bare(text: str) -> str:
        text = re.sub(
            r"(?i)^\s*(?:https?://(?:dx\.)?doi\.org/|doi:?\s*|urn:issn:|issn:?\s*|isbn:?\s*|https?://)",
            "",
            text,
        )
        return re.sub(r"[\s\-‐–]", "", text).casefold().rstrip("/")

    return Relation.SAME if bare(mine) == bare(theirs) else Relation.DIFFERENT


def _compare_titles(mine: str, theirs: str) -> Relation:
    """As texts; "RETRACTED:" before one of them is told as the work's status, and is no part of its title."""
    one, other = unmarked(mine), unmarked(theirs)
    return Relation.SAME if one == other else compare_texts(one, other)


def _compare_name_lists(mine: str, theirs: str) -> Relation:
    return compare_names(parse_names(mine), parse_names(theirs))


def _compare_years(mine: str, theirs: str) -> Relation:
    """A year, a month, a date in ISO 8601: `2019` beside `2019-05` is poorer, `1398` beside `2019` the same."""
    one, other = (letters_digits(text) for text in (mine, theirs))
    if one == other or (_MONTHS.get(one[:3]) or one.lstrip("0")) == (
        _MONTHS.get(other[:3]) or other.lstrip("0")
    ):
        return Relation.SAME
    if len(one) == 4 and one.isdigit() and other[:4].isdigit() and one != other[:4]:
        return Relation.SAME if is_same_year(int(one), int(other[:4])) else Relation.DIFFERENT
    if other.startswith(one + "-"):
        return Relation.RICHER
    if one.startswith((other + "-", other + "/")):
        return Relation.POORER
    return Relation.DIFFERENT


def letters_digits(text: str) -> str:
    """The text in lower case, digits of any script as those of ASCII."""
    lowered = text.strip().casefold()
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in lowered)


def is_same_year(printed: int, common: int) -> bool:
    """Whether a year as printed is that year of the common era, in the solar or lunar Hijri calendar too.

    >>> is_same_year(1398, 2019), is_same_year(1441, 2019), is_same_year(1398, 2010)
    (True, True, False)

    A solar year begins in March of the common year 621 later; a lunar year is 0.970224 of a solar one.
    """
    if printed == common or common - printed in (621, 622):
        return True
    return printed < 1500 and common - int(printed * 0.970224 + 621.57) in (0, 1)


_MONTHS = {
    month: str(i) for i, month in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}

# How the values of a field are compared; names of CSL and of BibTeX. What is not here is compared as text.
KINDS: Mapping[str, Callable[[str, str], Relation]] = {
    **dict.fromkeys(("title", "booktitle", "maintitle"), _compare_titles),
    **dict.fromkeys(("author", "editor", "translator", "bookauthor", "chair"), _compare_name_lists),
    **dict.fromkeys(
        ("container-title", "journal", "journaltitle", "shortjournal", "publisher", "series"),
        _compare_containers,
    ),
    **dict.fromkeys(("volume", "number", "issue", "edition", "chapter", "part"), _compare_numbers),
    **dict.fromkeys(("pages", "page", "eid"), _compare_pages),
    **dict.fromkeys(("doi", "isbn", "issn", "url", "pmid", "pmcid"), _compare_identifiers),
    **dict.fromkeys(("year", "month", "date", "issued", "day"), _compare_years),
}


def compare(field: str, mine: str, theirs: str) -> Relation:
    """How `theirs` stands to `mine` as values of `field` (a CSL variable or BibTeX field, any case), in plain text.

    >>> compare("pages", "101--28", "101-128").value, compare("journal", "J. Iran. Stud.", "Journal of Iranian Studies").value
    ('same', 'richer')
    """
    if mine.strip() == theirs.strip():
        return Relation.SAME
    if not theirs.strip():
        return Relation.POORER
    if not mine.strip():
        return Relation.RICHER
    return KINDS.get(field.lower(), compare_texts)(mine, theirs)
