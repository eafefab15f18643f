"""From what markup states to a record of claims: the one way that JATS, TEI, HTML and DOCX share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from refplug.model import (
    Claim,
    Creator,
    Evidence,
    Origin,
    OriginKind,
    PartialDate,
    Record,
    Term,
    parse_doi,
    parse_isbn,
    parse_issn,
    parse_orcid,
)

__all__ = ["Said", "date_of", "keywords", "people", "record_of", "squeeze"]

_SPACE = re.compile(r"[\s\u00a0]+")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ISO = re.compile(r"\s*(1[5-9]\d\d|20\d\d)(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_CHECKED = {"doi": parse_doi, "isbn": parse_isbn, "issn": parse_issn, "orcid": parse_orcid}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that markup says: the attribute of the record (`container.` in front for the container's), its value, where.

    The value is a string, a tuple of `Creator`s, a tuple of keyword strings or a `PartialDate`, by the field.
    """

    field: str
    value: Any
    reason: str
    confidence: float = 0.98
    language: str | None = None


def record_of(said: Iterable[Said], file: str, kind: str = "document") -> Record | None:
    """The record that holds all that was said, in order: of each field the first is accepted. None where nothing was.

    >>> record_of([Said(field="doi", value="doi:10.1000/ABC.", reason="citation_doi")], "a.html").doi.value
    '10.1000/abc'

    An identifier with a wrong check digit is left out: it identifies nothing.
    """
    record, container = Record(type=kind), Record(type=_CONTAINERS.get(kind, "document"))
    for item in said:
        name = item.field.removeprefix("container.")
        value = _checked(name, item.value)
        if not value:
            continue
        evidence = Evidence(origin=Origin(OriginKind.DOCUMENT, file), reason=item.reason)
        claim = Claim(value=value, evidence=evidence, confidence=item.confidence, language=item.language)
        if item.field.startswith("container."):
            container = _with(container, name, claim)
        else:
            record = _with(record, name, claim)
    if container != Record(type=container.type):
        record = replace(record, container=container)
    return record if record != Record(type=kind) else None


def _with(record: Record, name: str, claim: Claim[Any]) -> Record:
    changed: dict[str, Any] = {name: record.field(name).add(claim)}
    return replace(record, **changed)


_CONTAINERS = {
    "article-journal": "periodical",
    "article-magazine": "periodical",
    "article-newspaper": "periodical",
    "chapter": "book",
    "paper-conference": "book",
}


def _checked(name: str, value: Any) -> Any:
    """The value in the form that the record holds, or None where it says nothing or fails its check."""
    if name == "keyword":
        return tuple(Term(printed=text) for text in value if text)
    if not isinstance(value, str):
        return value
    value = squeeze(value)
    return _CHECKED[name](value) if name in _CHECKED else value


def squeeze(text: str) -> str:
    """The text with every run of white space as one blank, none at the ends.

    >>> squeeze(" a\\n\\t b ")
    'a b'
    """
    return _SPACE.sub(" ", text).strip()


def keywords(text: str) -> tuple[str, ...]:
    """The items of a keyword list written in one string: by `;` where there is one, else by `|`, else by commas.

    >>> keywords("Critical Thinking;Well-Being;Teacher Education.")
    ('Critical Thinking', 'Well-Being', 'Teacher Education')
    >>> keywords("a (b, c), d")
    ('a (b, c)', 'd')
    """
    for separator in (";", "؛", "|", "•", "،", ","):
        if separator in text:
            pieces = _outside_brackets(text, separator)
            break
    else:
        pieces = [text]
    items = [squeeze(piece) for piece in pieces]
    if items and items[-1].endswith(".") and items[-1].count(".") == 1:
        items[-1] = items[-1][:-1]
    return tuple(item for item in items if item)


def _outside_brackets(text: str, separator: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth = max(0, depth - 1)
        elif letter == separator and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    return pieces if depth == 0 else text.split(separator)


def date_of(text: str) -> PartialDate | None:
    """The date that markup gives: ISO 8601 or with slashes, year first, or a common-era year among words. Else None.

    >>> date_of("2015/10").edtf(), date_of("April 1976").edtf(), date_of("1402-05-01")
    ('2015-10', '1976', None)

    A year before 1500 may be one of another calendar, and markup does not say which: it is left alone.
    """
    found = _ISO.match(text)
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        month = month if month and 1 <= month <= 12 else None
        day = day if month and day and 1 <= day <= 31 else None
        return PartialDate(year=year, month=month, day=day, printed=squeeze(text)[:80])
    year_only = _YEAR.search(text[:200])
    return PartialDate(year=int(year_only.group()), printed=squeeze(text)[:80]) if year_only else None


def people(names: Iterable[Any]) -> tuple[Creator, ...]:
    """Creators of the names, empty ones and repetitions left out, in order."""
    seen: dict[Any, Creator] = {}
    for creator in names:
        if creator.name and creator.name not in seen:
            seen[creator.name] = creator
    return tuple(seen.values())
