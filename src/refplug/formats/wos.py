"""The tagged format of the Web of Science (ISI), which its exports carry in files named .ris, .ciw or .txt: read, never written.

Source: Clarivate, "Web of Science Core Collection Field Tags". Two letters and a blank begin a field, three blanks go on
with it; a record goes from PT to ER. What no row knows is kept in `Record.custom` under `wos:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from refplug.formats.bibtex.dates import parse_parts
from refplug.formats.bibtex.languages import language_tag
from refplug.mapping import Row, decode
from refplug.model import (
    Creator,
    Evidence,
    Name,
    Notice,
    PartialDate,
    Record,
    Term,
    parse_doi,
    parse_isbn,
    parse_issn,
)

__all__ = ["TABLE", "begins", "records_of"]

_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$")
_FIRST = re.compile(r"PT [A-Z]\s*$")
_LISTS = frozenset("AU AF BA BF BE CA GP ED CR".split())  # each line of these is a value of its own
_BY_DOCUMENT = {
    "proceedings paper": "paper-conference",
    "meeting abstract": "paper-conference",
    "book chapter": "chapter",
    "book": "book",
    "book review": "review-book",
    "review": "article-journal",
}
_BY_PUBLICATION = {"J": "article-journal", "B": "book", "S": "chapter", "P": "patent"}

Lines = dict[str, list[str]]


def begins(lines: Iterable[str]) -> bool:
    """Whether a file of that kind begins with these lines: a record does in one of them.

    >>> begins(["FN Clarivate Analytics Web of Science", "VR 1.0", "PT J"]), begins(["TY  - JOUR", "PT  - J"])
    (True, False)
    """
    return any(_FIRST.match(line) for line in lines)


def records_of(lines: Iterable[str], file: str, evidence: Evidence) -> Iterator[Record | Notice]:
    """The records of such a file, and what stands in it that is none."""
    for found in _cut(lines, file):
        yield found if isinstance(found, Notice) else _record(found, evidence)


def _cut(lines: Iterable[str], file: str) -> Iterator[Lines | Notice]:
    """The fields of each record by tag; one that has no ER line ends where the next begins, or the file."""
    fields: Lines = {}
    last: list[str] | None = None
    for number, line in enumerate(lines, 1):
        found = _LINE.match(line.rstrip())
        tag = found[1] if found else ""
        if tag == "PT" and fields:
            yield _open("the record before this line has no ER line; it ends here", file, number)
            yield fields
            fields = {}
        if tag in ("ER", "EF", "FN", "VR"):
            if fields and tag in ("ER", "EF"):
                yield fields
            fields, last = {}, None
        elif found:
            last = fields.setdefault(tag, [])
            last.append((found[2] or "").strip())
        elif line.startswith("  ") and last is not None:
            last.append(line.strip())
    if fields:
        yield _open("the last record has no ER line; it was read as it stands", file, None)
        yield fields


def _open(message: str, file: str, line: int | None) -> Notice:
    return Notice(code="ris-no-end", message=message, file=file, line=line)


def _record(fields: Lines, evidence: Evidence) -> Record:
    raw = {
        tag: values if tag in _LISTS else [" ".join(filter(None, values))] for tag, values in fields.items()
    }
    known: dict[str, Any] = {"type": _kind(raw), "consumed": {"PT", "DT"}}
    if len(raw.get("AF", ())) == len(raw.get("AU", ())):  # the same people, with their full names
        known["consumed"] |= {"AU"} if "AF" in raw else set()
    pages = [raw[tag][0] for tag in ("BP", "EP") if raw.get(tag, [""])[0]]
    if pages:
        raw["BP"] = ["-".join(dict.fromkeys(pages))]
        raw.pop("EP", None)
    if (day := raw.get("PD")) and (year := raw.get("PY")) and parse_parts(year[0], day[0]):
        raw["PY"] = [f"{year[0]} {day[0]}"]
        del raw["PD"]
    return decode(raw, TABLE, evidence, "wos", **known)


def _kind(raw: Lines) -> str:
    document = raw.get("DT", [""])[0].split(";")[0].strip().lower()
    publication = raw.get("PT", [""])[0].strip()
    kind = _BY_DOCUMENT.get(document) or _BY_PUBLICATION.get(publication, "document")
    return "chapter" if kind == "book" and raw.get("SO") and raw.get("BP") else kind


def _text(raw: list[str]) -> str | None:
    return raw[0] or None


def _one(value: Any) -> list[str]:
    return [str(value)]


def _names(raw: list[str]) -> tuple[Creator, ...] | None:
    return tuple(Creator(name=_name(one)) for one in raw if one) or None


def _name(text: str) -> Name:
    family, comma, given = text.partition(",")
    return Name(family=family.strip(), given=given.strip()) if comma else Name(literal=text)


def _names_out(creators: tuple[Creator, ...]) -> list[str]:
    return [creator.name.inverted() for creator in creators]


def _date(raw: list[str]) -> PartialDate | None:
    year, _, day = raw[0].partition(" ")
    return parse_parts(year, day)


def _words(raw: list[str]) -> tuple[Term, ...] | None:
    return tuple(Term(printed=word.strip()) for word in raw[0].split(";") if word.strip()) or None


def _words_out(terms: tuple[Term, ...]) -> list[str]:
    return ["; ".join(term.text for term in terms)]


TABLE: tuple[Row, ...] = (
    Row("title", "TI", _text, _one),
    Row("author", "AF", _names, _names_out, "full names; AU has initials"),
    Row("author", "AU", _names, _names_out),
    Row("author", "CA", _names, _names_out, "a group"),
    Row("editor", "BE", _names, _names_out),
    Row("editor", "ED", _names, _names_out),
    Row("container.title", "SO", _text, _one),
    Row("container.title_short", "JI", _text, _one, "the abbreviation of ISO 4; J9 is the database's own"),
    Row("container.issn", "SN", lambda raw: parse_issn(raw[0]), _one),
    Row("collection_title", "SE", _text, _one),
    Row("issued", "PY", _date, lambda date: [date.edtf()]),
    Row("volume", "VL", _text, _one),
    Row("issue", "IS", _text, _one),
    Row("supplement_number", "SU", _text, _one),
    Row("page", "BP", _text, _one),
    Row("page", "AR", _text, _one, "an article number, where there are no pages"),
    Row("doi", "DI", lambda raw: parse_doi(raw[0], is_field=True), _one),
    Row("isbn", "BN", lambda raw: parse_isbn(raw[0].split(";")[0]), _one),
    Row("pmid", "PM", _text, _one),
    Row("publisher", "PU", _text, _one),
    Row("publisher_place", "PI", _text, _one),
    Row("event_title", "CT", _text, _one),
    Row("event_place", "CL", _text, _one),
    Row("language", "LA", lambda raw: language_tag(raw[0]), _one),
    Row("keyword", "DE", _words, _words_out, "the author's; ID is what the database adds"),
    Row("abstract", "AB", _text, _one),
)
