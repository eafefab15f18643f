"""What to ask Crossref about a work: the words that find it, and no more than are needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from refplug.model import Query, Record

__all__ = ["bibliographic", "enough", "questions", "search_key"]

_LONGEST = 600  # characters of one question; longer ones are refused with 414 by some proxies on the way
_AUTHORS = 3


def questions(query: Query) -> tuple[Mapping[str, str], ...]:
    """The list queries for a work, best first, under habanero's parameter names; none where nothing was printed.

    The first holds all that identifies the work; title alone scores no better than look-alikes, with names and year
    the right record stands out. The second leaves out what may be misprinted. An abstract is never sent.

    >>> [dict(one) for one in questions(Query(title="Wilāyat al-faqīh", authors=("Amīnī",), year=2019))][0]
    {'query_bibliographic': 'Wilāyat al-faqīh Amīnī 2019'}
    >>> questions(Query(title="[Extended abstract: Iraq]", is_devised=True))
    ()
    """
    title = "" if query.is_devised else query.title
    people = " ".join(query.authors[:_AUTHORS])
    year = str(query.year) if query.year else ""
    place = " ".join(filter(None, (query.container, query.volume, query.issue, query.page)))
    text = "" if query.is_devised else query.text
    first = text or " ".join(filter(None, (title, people, year, place)))
    found: list[Mapping[str, str]] = []
    if title or text or (people and place):
        found.append({"query_bibliographic": _cut(first)})
    elif query.keywords and people and not query.is_devised:
        found.append({"query_bibliographic": _cut(" ".join((*query.keywords[:6], people, year)))})
    if title and people:
        found.append({"query_bibliographic": _cut(title), "query_author": _cut(people)})
    return tuple(found)


def bibliographic(parameters: Mapping[str, str]) -> str:
    """The very words of a question, for the ledger."""
    return "; ".join(parameters.values())


def search_key(parameters: Mapping[str, str], rows: int) -> str:
    """The name under which the answer to a question is kept: the same for the same words, in any order."""
    return urlencode(sorted((*parameters.items(), ("rows", str(rows)))))


def enough(query: Query, found: Iterable[Record]) -> bool:
    """Whether a candidate bears the title asked for, so that asking again would be a waste of the service's time."""
    wanted = _letters(query.title or query.text)
    if len(wanted) < 8:
        return False
    from rapidfuzz.fuzz import partial_ratio

    titles = (_letters(claim.value) for record in found for claim in record.title)
    return any(len(title) >= 8 and partial_ratio(title, wanted) >= 90 for title in titles)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _cut(text: str) -> str:
    text = re.sub(r"\s+", " ", "".join(char for char in text if char.isprintable() or char.isspace())).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0]
