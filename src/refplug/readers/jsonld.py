"""JSON-LD in the words of schema.org: what a landing page tells search engines about the paper on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from refplug.model import Creator, Name, parse_doi, parse_orcid
from refplug.readers.names import person
from refplug.readers.stated import Said, date_of, keywords, people

__all__ = ["kind_of", "said_in"]

_KINDS = {
    "scholarlyarticle": "article-journal",
    "medicalscholarlyarticle": "article-journal",
    "article": "article-journal",
    "newsarticle": "article-newspaper",
    "chapter": "chapter",
    "thesis": "thesis",
    "book": "book",
    "report": "report",
    "dataset": "dataset",
    "creativework": "document",
}
_MOST_DEPTH = 12


def said_in(text: str) -> tuple[str | None, tuple[Said, ...]]:
    """The CSL type and the statements of the work described in one JSON-LD block; (None, ()) where there is none.

    >>> kind, said = said_in('{"@type": "ScholarlyArticle", "headline": "On Resistance", "keywords": "a, b"}')
    >>> kind, [(item.field, item.value) for item in said]
    ('article-journal', [('title', 'On Resistance'), ('keyword', ('a', 'b'))])

    Broken JSON says nothing: pages are full of it, and the reader has other ways.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None, ()
    work = next(_works(data, 0), None)
    return (None, ()) if work is None else (kind_of(work), tuple(item for item in _said(work) if item.value))


def kind_of(work: dict[str, Any]) -> str | None:
    """The CSL type of a described work, None where it describes something else."""
    for name in _listed(work.get("@type")):
        kind = _KINDS.get(str(name).rpartition("/")[2].lower())
        if kind:
            return kind
    return None


def _works(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    for item in _listed(data):
        if not isinstance(item, dict):
            continue
        if kind_of(item) and _text(item.get("headline") or item.get("name")):
            yield item
        for inside in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _works(item.get(inside), depth + 1)


def _said(work: dict[str, Any]) -> Iterator[Said]:
    language = _text(work.get("inLanguage")).lower() or None

    def says(field: str, value: Any, confidence: float = 0.93) -> Said:
        tag = language if field in ("title", "abstract") else None
        return Said(
            field=field, value=value, reason="JSON-LD in the page's head", confidence=confidence, language=tag
        )

    yield says("title", _text(work.get("headline") or work.get("name")))
    for role in ("author", "editor", "translator"):
        yield says(role, people(filter(None, map(_creator, _listed(work.get(role))))))
    yield says("abstract", _text(work.get("abstract")))
    words = work.get("keywords")
    items = (
        tuple(filter(None, map(_text, words)))
        if isinstance(words, list)
        else keywords(_text(words))
        if words
        else ()
    )
    yield says("keyword", keywords(items[0]) if len(items) == 1 else items)
    date = next(
        (date for name in ("datePublished", "dateCreated") if (date := date_of(_text(work.get(name))))), None
    )
    yield says("issued", date)
    yield says("doi", next(_dois(work), ""))
    yield says("publisher", _text(work.get("publisher")))
    first, last = _text(work.get("pageStart")), _text(work.get("pageEnd"))
    yield says(
        "page",
        f"{first}-{last}" if first and last and first != last else first or _text(work.get("pagination")),
    )
    if language:
        yield says("language", language)
    yield from _container(work.get("isPartOf"), says, 0)


def _container(part_of: Any, says: Any, depth: int) -> Iterator[Said]:
    """Volume, issue and journal, which schema.org nests in any order."""
    for item in _listed(part_of):
        if not isinstance(item, dict) or depth > _MOST_DEPTH:
            continue
        kind = str(next(iter(_listed(item.get("@type"))), "")).lower()
        yield says("volume", _text(item.get("volumeNumber")))
        yield says("issue", _text(item.get("issueNumber")))
        if kind in ("periodical", "book", "bookseries", "newspaper", "magazine") or item.get("issn"):
            yield says("container.title", _text(item.get("name")))
            for issn in _listed(item.get("issn")):
                yield says("container.issn", _text(issn))
        yield from _container(item.get("isPartOf"), says, depth + 1)


def _creator(item: Any) -> Creator | None:
    if isinstance(item, str):
        return Creator(name=person(item)) if item.strip() else None
    if not isinstance(item, dict):
        return None
    family, given, whole = (_text(item.get(key)) for key in ("familyName", "givenName", "name"))
    if "organization" in str(item.get("@type", "")).lower():
        name = Name(literal=whole)
    else:
        name = Name(family=family, given=given) if family else person(whole)
    marks = [
        _text(value) for key in ("identifier", "sameAs", "@id", "url") for value in _listed(item.get(key))
    ]
    orcid = next((parse_orcid(mark) for mark in marks if "orcid" in mark.lower()), None)
    return Creator(name=name, orcid=orcid) if name else None


def _dois(work: dict[str, Any]) -> Iterator[str]:
    for key in ("doi", "identifier", "sameAs", "@id", "url"):
        for item in _listed(work.get(key)):
            value = item.get("value") or item.get("@id") if isinstance(item, dict) else item
            if isinstance(value, str) and (doi := parse_doi(value)):
                yield doi


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """A string, the `name` or `@value` of an object, a whole number; empty for all else."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("value")
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return str(value)[:100_000]
