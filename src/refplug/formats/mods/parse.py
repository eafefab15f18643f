"""What a MODS record says, as a record of claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from refplug.formats.bibtex.dates import parse_date
from refplug.formats.mods.words import (
    DEVISED,
    GENRES,
    LANGUAGE_TAGS,
    NAMESPACE,
    RELATOR_WORDS,
    XML,
)
from refplug.formats.xml_pieces import entities_told, records_streamed
from refplug.model import (
    Claim,
    Creator,
    Evidence,
    Field,
    Name,
    Notice,
    Origin,
    OriginKind,
    PartialDate,
    Record,
    Severity,
    Term,
    parse_doi,
    parse_isbn,
    parse_issn,
)
from refplug.ports import Parsed

__all__ = ["read", "read_stream"]

_TYPES = {genre: kind for kind, genre in GENRES.items()}


def read(data: bytes, file: str) -> Parsed:
    """The records of a MODS file. Entities, DTDs and the network stay off."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"this is not well-formed XML ({error}); nothing was read"
        line = getattr(error, "lineno", None)
        return _nothing(
            Notice(code="not-xml", message=message, severity=Severity.ERROR, file=file, line=line)
        )
    found = list(root.iter(f"{{{NAMESPACE}}}mods"))
    if not found:
        return _nothing(
            Notice(
                code="no-record", message="this XML holds no MODS record", severity=Severity.ERROR, file=file
            )
        )
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    records = tuple(_Reader(one, evidence).record() for one in found)
    return Parsed(records=records, notices=entities_told(root, file))


def read_stream(stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The same, record by record; what is not sound MODS is read whole."""
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    yield from records_streamed(
        stream, file, f"{{{NAMESPACE}}}mods", read, lambda one: _Reader(one, evidence).record()
    )


def _nothing(notice: Notice) -> Parsed:
    return Parsed(records=(), notices=(notice,))


class _Reader:
    def __init__(self, mods: Any, evidence: Evidence) -> None:
        self.mods = mods
        self.evidence = evidence

    def record(self) -> Record:
        own: dict[str, Any] = {name: field for name, field in self._fields() if field}
        notes = [self._text(one) for one in self._all("note")]
        return Record(
            citekey=self.mods.get("ID", ""),
            type=self._type(),
            is_title_devised=DEVISED in notes,
            container=self._container(),
            **own,
        )

    def _fields(self) -> Iterator[tuple[str, Field[Any]]]:
        yield "title", Field(tuple(self._titles(self.mods)))
        yield from self._names()
        yield "issued", self._said(_date(self._path("originInfo", "dateIssued")))
        yield "publisher", self._said(self._path("originInfo", "publisher"))
        yield "publisher_place", self._said(self._path("originInfo", "place", "placeTerm"))
        yield "edition", self._said(self._path("originInfo", "edition"))
        yield "abstract", self._said(self._path("abstract"))
        yield (
            "note",
            self._said(next((text for one in self._all("note") if (text := self._text(one)) != DEVISED), "")),
        )
        yield "language", self._said(self._language())
        for kind, name, parse in (("doi", "doi", parse_doi), ("isbn", "isbn", parse_isbn)):
            yield (
                name,
                self._said(
                    next(
                        (
                            v
                            for one in self._all("identifier")
                            if one.get("type") == kind and (v := parse(self._text(one)))
                        ),
                        None,
                    )
                ),
            )
        yield "url", self._said(self._path("location", "url"))
        yield from self._held_and_original()
        terms = tuple(
            Term(printed=text) for one in self._all("subject", "topic") if (text := self._text(one))
        )
        yield "keyword", self._said(terms or None)
        for kind in ("volume", "issue"):
            yield kind, self._said(self._detail(kind))
        yield "page", self._said(self._pages())

    def _held_and_original(self) -> Iterator[tuple[str, Field[Any]]]:
        """Where the copy stands, when it was looked at, of how many volumes it is, and what it is a translation of."""
        yield "call_number", self._said(self._path("location", "shelfLocator"))
        seen = (one.get("dateLastAccessed") for one in self._all("location", "url"))
        yield "accessed", self._said(parse_date(next(filter(None, seen), "")))
        found = re.match(
            r"(\d+) v(?:ol(?:ume)?s?)?\b", self._path("physicalDescription", "extent"), re.IGNORECASE
        )
        yield "number_of_volumes", self._said(found and found[1])
        series = self._related("series")
        if series is not None:
            yield "collection_title", self._said(self._path("titleInfo", "title", below=series))
            yield "collection_number", self._said(self._path("titleInfo", "partNumber", below=series))
        original = self._related("original")
        yield "original_title", Field() if original is None else Field(tuple(self._titles(original)))

    def _said(self, value: Any) -> Field[Any]:
        return Field((self._claim(value),)) if value else Field()

    def _claim(self, value: Any, language: str | None = None) -> Claim[Any]:
        return Claim(value=value, evidence=self.evidence, confidence=1.0, language=language)

    def _all(self, *path: str, below: Any = None) -> list[Any]:
        return list(
            (self.mods if below is None else below).findall(
                "/".join(f"{{{NAMESPACE}}}{name}" for name in path)
            )
        )

    def _path(self, *path: str, below: Any = None) -> str:
        return next((text for one in self._all(*path, below=below) if (text := self._text(one))), "")

    def _text(self, element: Any) -> str:
        return " ".join("".join(element.itertext()).split())

    def _titles(self, below: Any) -> Iterator[Claim[str]]:
        for one in self._all("titleInfo", below=below):
            if one.get("type") == "abbreviated":
                continue
            main = self._path("nonSort", below=one) + self._path("title", below=one)
            rest = self._path("subTitle", below=one)
            if main:
                yield self._claim(f"{main}: {rest}" if rest else main, one.get(f"{{{XML}}}lang"))

    def _names(self) -> Iterator[tuple[str, Field[Any]]]:
        by_role: dict[str, list[Creator]] = {}
        groups: dict[str, tuple[list[Creator], int]] = {}  # where the first name of each stands
        for one in self._all("name"):
            name = _name(self, one)
            if not name:
                continue
            words = [self._text(term).lower() for term in self._all("role", "roleTerm", below=one)]
            role = next(
                (RELATOR_WORDS[word] for word in words if word in RELATOR_WORDS),
                "contributor" if words else "author",
            )
            group = one.get("altRepGroup", "")
            if group in groups:
                creators, place = groups[group]
                first = creators[place]
                creators[place] = Creator(name=first.name, variants=(*first.variants, name))
                continue
            creators = by_role.setdefault(role, [])
            if group:
                groups[group] = creators, len(creators)
            creators.append(Creator(name=name))
        for role, people in by_role.items():
            yield role, self._said(tuple(people))

    def _type(self) -> str:
        genres = [self._text(one).lower() for one in self._all("genre")]
        return next(
            (_TYPES[genre] for genre in genres if genre in _TYPES),
            "document" if self._host() is None else "article-journal",
        )

    def _language(self) -> str:
        term = self._path("language", "languageTerm")
        return LANGUAGE_TAGS.get(term, term)

    def _host(self) -> Any:
        return self._related("host")

    def _related(self, kind: str) -> Any:
        return next((one for one in self._all("relatedItem") if one.get("type") == kind), None)

    def _container(self) -> Record | None:
        host = self._host()
        if host is None:
            return None
        issn = next(
            (
                parse_issn(self._text(one))
                for one in self._all("identifier", below=host)
                if one.get("type") == "issn"
            ),
            None,
        )
        return Record(type="", title=Field(tuple(self._titles(host))), issn=self._said(issn))

    def _parts(self) -> list[Any]:
        host = self._host()
        return self._all("part") + (self._all("part", below=host) if host is not None else [])

    def _detail(self, kind: str) -> str:
        details = [
            one
            for part in self._parts()
            for one in self._all("detail", below=part)
            if one.get("type") == kind
        ]
        return next((self._path("number", below=one) for one in details), "")

    def _pages(self) -> str:
        for part in self._parts():
            for extent in self._all("extent", below=part):
                first, last = self._path("start", below=extent), self._path("end", below=extent)
                return f"{first}-{last}" if first and last else first or self._path("list", below=extent)
        return ""


def _name(reader: _Reader, element: Any) -> Name:
    parts = {one.get("type", ""): reader._text(one) for one in reader._all("namePart", below=element)}
    language = element.get(f"{{{XML}}}lang")
    if parts.get("family"):
        return Name(family=parts["family"], given=parts.get("given", ""), language=language)
    whole = parts.get("", "")
    family, comma, given = whole.partition(", ")
    if element.get("type") == "personal" and comma:
        return Name(family=family, given=given, language=language)
    return Name(literal=whole, language=language)


def _date(text: str) -> PartialDate | None:
    if edtf := parse_date(text):  # a range or a qualifier too
        return edtf
    numbers = text[:10].split("-")
    if not numbers[0].isdecimal() or len(numbers[0]) != 4:
        return None
    rest = [int(part) if part.isdecimal() else None for part in numbers[1:]]
    month, day = (*rest, None, None)[:2]
    return PartialDate(
        year=int(numbers[0]),
        month=month if month and month <= 12 else None,
        day=day if month and day and day <= 31 else None,
    )
