"""Queries: from a record, from whatever text people paste, and the questions to put to a source."""

from __future__ import annotations

import re
from dataclasses import replace

from refplug.match.facts import facts_of
from refplug.match.fold import clean, squash
from refplug.match.numbers import Numbers, read_numbers
from refplug.match.probe import doi_in, without_identifiers
from refplug.model import Query, Record

__all__ = ["query_from_text", "query_of", "searches"]

_KEYWORDS = re.compile(r"\bkey\s?-?words?\s*(?:and phrases)?\s*[:.\-–—]?\s*", re.IGNORECASE)
_QUOTED = re.compile(r"“([^“”]{6,400})”|\"([^\"]{6,400})\"|«([^«»]{6,400})»|‘([^‘’]{12,400})’")
_YEAR = r"\(?(?:1[5-9]\d\d|20[0-3]\d)[a-z]?\)?"
_AFTER_YEAR = re.compile(
    rf"^(?P<before>.{{0,400}}?)[\s,.;]{_YEAR}[.,](?!\d)\s*(?P<title>[^.?!]{{6,300}}[.?!]?)"
)
# A stop that ends a sentence: behind a word, or behind the initials of "Almgren TK." with a word to follow.
_SEGMENT = re.compile(r"(?<=[^\W\d_]{2})\.\s+|(?<=[?!])\s+|(?<=[^\W\d_]\s[A-Z])\.\s+(?=[^\W\d_]{3})")
_INITIALS = re.compile(r"\b[A-Z]\.|\b[A-Z]{1,3}\b")
_NAME = re.compile(r"[^\W\d_][^\W\d_’'ʼʻʿ`-]+(?:[-’'ʼʻʿ`][^\W\d_]+)*")
_NOT_NAMES = frozenset(
    [
        "and",
        "et",
        "al",
        "und",
        "y",
        "e",
        "eds",
        "ed",
        "in",
        "the",
        "of",
        "van",
        "von",
        "der",
        "den",
        "de",
        "la",
        "le",
        "di",
        "da",
        "dos",
        "del",
        "bin",
        "ibn",
    ]
)
_LONG = 240  # squashed letters; a longer text is an abstract or a page rather than a citation


def query_of(record: Record) -> Query:
    """What a record lets us ask about it. A devised title is never asked about.

    >>> query_of(Record(is_title_devised=True)).is_devised
    True
    """
    facts = facts_of(record)
    creators = facts.authors or facts.editors
    year = record.issued.value.year if record.issued.value else None
    return Query(
        title=facts.titles[0] if facts.titles else "",
        authors=tuple(person.families[0] for person in creators if person.families),
        year=year,
        container=facts.containers[0] if facts.containers else "",
        volume=facts.volume,
        issue=facts.issue,
        page=record.page.value or "",
        doi=facts.doi or None,
        abstract=facts.abstract,
        keywords=facts.keywords,
        type=record.type,
        is_devised=record.is_title_devised,
    )


def query_from_text(text: str) -> Query:
    """What can be known from a citation, a title, damaged text, or an abstract with keywords, whichever it is.

    >>> query = query_from_text("Wu Y, Fu TZJ. Attachment considering aging. J Inform. 2014;8(3):650-658.")
    >>> query.title, query.authors, query.year, query.volume, query.page
    ('Attachment considering aging', ('Wu', 'Fu'), 2014, '8', '650')
    >>> query_from_text("The dawn of ecology").title
    'The dawn of ecology'

    The whole text stays in `text` and is what decides; the parts only help to search. What is not found stays empty.
    """
    shown = clean(text)
    query = Query(text=text, doi=doi_in(shown))
    body = without_identifiers(shown)
    parts = _KEYWORDS.split(body, maxsplit=1)
    if len(parts) > 1 and len(squash(parts[0])) > 80:
        keywords = tuple(word.strip(" .") for word in re.split(r"[;,،؛]", parts[1]) if word.strip(" ."))
        return replace(query, abstract=parts[0].strip(), keywords=keywords[:20])
    numbers = read_numbers(body)
    if len(squash(body)) > _LONG and not (numbers.volume or numbers.page):
        return replace(query, abstract=body)
    return _cited(query, body, numbers)


def _cited(query: Query, text: str, numbers: Numbers) -> Query:
    zone, title = _zone_and_title(text, numbers)
    year = _year(text, numbers)
    return replace(
        query,
        title=title,
        authors=_names(zone),
        year=year,
        volume=numbers.volume,
        issue=numbers.issue,
        page=numbers.page,
    )


def _zone_and_title(text: str, numbers: Numbers) -> tuple[str, str]:
    """The stretch that names authors, and the title."""
    if quoted := _QUOTED.search(text):
        return text[: quoted.start()], next(filter(None, quoted.groups())).strip(" .,")
    if found := _AFTER_YEAR.search(text):
        return found["before"], found["title"].split(", ")[0].strip(" .")
    segments = [segment.strip() for segment in _SEGMENT.split(text) if segment.strip()]
    if len(segments) > 2 and _INITIALS.search(segments[0]):
        return segments[0], segments[1].strip(" .")
    is_bare = not (numbers.years or numbers.volume or numbers.page)
    return ("", text.strip(" .")) if is_bare and not re.search(r"\bet al\b", text) else (text[:80], "")


def _year(text: str, numbers: Numbers) -> int | None:
    bracketed = re.search(r"\(((?:1[5-9]\d\d|20[0-3]\d))[a-z]?\)", text)
    if bracketed:
        return int(bracketed.group(1))
    return max(numbers.years) if numbers.years else None


def _names(zone: str) -> tuple[str, ...]:
    """The family names in a list of authors, at most five: its words, without initials, given names and connectives."""
    names: list[str] = []
    for part in re.split(r"[;&]|\band\b|\bund\b|,(?=\s*[A-Z]\.)|,", zone):
        words = [
            w
            for w in _NAME.findall(part)
            if w.lower() not in _NOT_NAMES and not (w.isupper() and len(w) <= 3)
        ]
        if words and (words[-1][0].isupper() or not words[-1].isascii()):
            names.append(words[-1])
    return tuple(dict.fromkeys(names))[:5]


def searches(query: Query) -> tuple[Query, ...]:
    """The questions to put to a source, best first, at most two; none where nothing was printed.

    All that is known, as printed and in parts (a service may ask twice with it: everything, then title and authors);
    and the title with its blanks put right where the text has run together. A devised title is in neither.

    >>> [question.title for question in searches(Query(text="Basicconceptsin theoretical ecology"))]
    ['Basicconceptsin theoretical ecology', 'Basic concepts in theoretical ecology']
    """
    if query.is_devised:
        query = replace(query, title="")
    if query.text and not query.title:
        known = query_from_text(query.text)
        query = replace(known, doi=query.doi or known.doi, is_devised=query.is_devised)
    asked = (query, _deglued(query.title))
    return tuple(
        q for q in asked if q is not None and (q.text or q.title or q.authors or q.keywords or q.abstract)
    )


def _deglued(title: str) -> Query | None:
    """The title with words that have run together parted again; None where none have."""
    from refplug.match.glue import part_words

    shown = clean(title)[:300]
    parted = part_words(shown)
    return Query(title=parted) if parted != shown else None
