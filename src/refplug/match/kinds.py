"""Works about works: errata, replies, reviews, retractions, supplements; and parts of a series told by their numbers."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from refplug.match.fold import squash

__all__ = ["differing_kind", "numerals"]

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "correction",
        re.compile(r"\b(?:errat|corrigend|corrections?\b|additions and corrections)", re.IGNORECASE),
    ),
    (
        "reply",
        re.compile(r"\b(?:reply|replies|response to|rejoinder|comments? on|in reply)\b", re.IGNORECASE),
    ),
    ("review", re.compile(r"\b(?:reviews? of|book reviews?|rezension)\b", re.IGNORECASE)),
    (
        "retraction",  # the notice; "RETRACTED:" before a title marks the article itself, which is the article still
        re.compile(
            r"\b(?:(?:retract(?:ed)?|withdrawn)(?!(?:ed)?(?:\s+\w+)?\s*[:\]\-–—])|expression of concern)",
            re.IGNORECASE,
        ),
    ),
    ("supplement", re.compile(r"\bsupplement(?:ary|al)? (?:material|information|data|to)\b", re.IGNORECASE)),
)
_NUMERAL = re.compile(r"\d+|(?<![\w'’‘ʼʿʾʻ`´-])[IVX]+(?![\w'’‘ʼʿʾʻ`´])")


def differing_kind(query: str, after: str, title: str) -> str | None:
    """The kind that only one of the two has; None where they agree.

    `query` is the part of the query where the title was found, with what stands before it; `after` stands behind it,
    before the container: a mark there counts, "Review of" there begins the name of a journal.

    >>> differing_kind("Erratum to: Deep water", "", "Deep water")
    'correction'
    >>> differing_kind("Commcnt on: Deep water", "", "Comment on: Deep water") is None
    True
    >>> differing_kind("Deep water", ". Annual Review of Seas", "Deep water") is None
    True

    >>> differing_kind("Deep water", "", "RETRACTED ARTICLE: Deep water") is None
    True
    >>> differing_kind("Deep water", "", "Retraction notice to: Deep water")
    'retraction'

    A mark of the title that OCR has damaged in the query still counts as there.
    """
    for name, pattern in _MARKS:
        in_query, in_title = pattern.search(query), pattern.search(title)
        if not in_title and (in_query or (name != "review" and pattern.search(after))):
            return name
        if in_title and not in_query and fuzz.partial_ratio(squash(in_title.group()), squash(query)) < 75:
            return name
    return None


def numerals(title: str) -> list[str]:
    """The numbers of a title in order of size, Arabic and Roman: they tell the parts of a series apart.

    >>> numerals("Alkali metals. Part II: 3 salts")
    ['3', 'II']
    >>> numerals("An introduction to Shi'i law")
    []
    """
    return sorted(_NUMERAL.findall(title.upper()))
