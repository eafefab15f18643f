"""Dublin Core, simple, as OAI-PMH carries it (`oai_dc`): fifteen elements, `xml:lang` for scripts and languages.

Source: DCMI Metadata Terms; OAI-PMH 2.0 guidelines. Simple Dublin Core has no place for volume, issue or pages apart from
`source`, where they stand as a citation; each value that goes nowhere is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from refplug.formats.streams import gathered
from refplug.formats.xml_pieces import collection, entities_told, records_streamed, xml_text
from refplug.mapping import uncovered_by
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
)
from refplug.ports import Parsed, WriteOptions, Written

__all__ = ["read", "read_stream", "write", "write_stream"]

DC = "http://purl.org/dc/elements/1.1/"
OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = {
    "article": "article-journal",
    "journal article": "article-journal",
    "book": "book",
    "thesis": "thesis",
    "text": "document",
}


def read(data: bytes, file: str) -> Parsed:
    """The records in `data`: each `oai_dc:dc` element, or the parent of any Dublin Core elements."""
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
    found = list(root.iter(f"{{{OAI}}}dc")) or list(
        dict.fromkeys(one.getparent() for one in root.iter(f"{{{DC}}}title"))
    )
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    records = tuple(_record(one, evidence) for one in found if one is not None)
    if not records:
        return _nothing(
            Notice(
                code="no-record",
                message="this XML holds no Dublin Core record",
                severity=Severity.ERROR,
                file=file,
            )
        )
    return Parsed(records=records, notices=entities_told(root, file))


def read_stream(stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The same, record by record, where there are `oai_dc:dc` elements; other XML is read whole."""
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    yield from records_streamed(stream, file, f"{{{OAI}}}dc", read, lambda one: _record(one, evidence))


def _nothing(notice: Notice) -> Parsed:
    return Parsed(records=(), notices=(notice,))


def _record(element: Any, evidence: Evidence) -> Record:
    def claims(name: str) -> list[Claim[str]]:
        found = [
            (one.get(_LANG), " ".join("".join(one.itertext()).split()))
            for one in element.findall(f"{{{DC}}}{name}")
        ]
        return [
            Claim(value=text, evidence=evidence, confidence=1.0, language=tag) for tag, text in found if text
        ]

    def said(value: Any) -> Field[Any]:
        return Field((Claim(value=value, evidence=evidence, confidence=1.0),)) if value else Field()

    def texts(name: str) -> list[str]:
        return [claim.value for claim in claims(name)]

    identifiers = texts("identifier")
    source = next(iter(texts("source")), "")
    return Record(
        type=next((_TYPES[text.lower()] for text in texts("type") if text.lower() in _TYPES), "document"),
        title=Field(tuple(claims("title"))),
        author=said(tuple(Creator(name=_name(text)) for text in texts("creator"))),
        contributor=said(tuple(Creator(name=_name(text)) for text in texts("contributor"))),
        keyword=said(tuple(Term(printed=text) for text in texts("subject"))),
        abstract=Field(tuple(claims("description"))),
        publisher=Field(tuple(claims("publisher"))),
        issued=said(next((date for text in texts("date") if (date := _date(text))), None)),
        language=said(next(iter(texts("language")), "")),
        doi=said(next((doi for text in identifiers if (doi := parse_doi(text))), None)),
        isbn=said(
            next((isbn for text in identifiers if (isbn := parse_isbn(text.removeprefix("urn:isbn:")))), None)
        ),
        url=said(next((text for text in identifiers if text.startswith("http") and not parse_doi(text)), "")),
        license=said(next(iter(texts("rights")), "")),
        container=Record(type="", title=said(source)) if source else None,
    )


def _name(text: str) -> Name:
    family, comma, given = text.partition(", ")
    return Name(family=family, given=given) if comma else Name(literal=text)


def _date(text: str) -> PartialDate | None:
    parts = text[:10].split("-")
    if not (len(parts[0]) == 4 and parts[0].isdecimal()):
        return None
    month = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() and 1 <= int(parts[1]) <= 12 else None
    day = (
        int(parts[2])
        if month and len(parts) > 2 and parts[2].isdecimal() and 1 <= int(parts[2]) <= 31
        else None
    )
    return PartialDate(year=int(parts[0]), month=month, day=day)


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as `oai_dc:dc` elements below one `records` element."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, record by record."""
    notices: list[Notice] = []
    for piece in collection("records", {"oai_dc": OAI, "dc": DC}, _told(records, notices), _fill):
        yield piece
        yield from notices
        notices.clear()


def _told(records: Iterable[Record], notices: list[Notice]) -> Iterator[Record]:
    for number, record in enumerate(records, 1):
        if lost := uncovered_by(record, _COVERED):
            message = f"Dublin Core has no {', '.join(lost)}; left out of '{record.citekey}'"
            notices.append(
                Notice(code="not-in-format", message=message, severity=Severity.INFO, record=number)
            )
        yield record


def _fill(root: Any, record: Record) -> None:
    from lxml import etree

    element = etree.SubElement(root, f"{{{OAI}}}dc")
    for name, text, language in _elements(record):
        made = etree.SubElement(element, f"{{{DC}}}{name}")
        made.text = xml_text(text)
        if language:
            made.set(_LANG, language)


_COVERED = frozenset(
    {"title", "author", "editor", "translator", "contributor", "keyword", "abstract", "publisher", "issued", "language", "doi", "isbn",
     "url", "license", "container.title"}
)  # fmt: skip


def _elements(record: Record) -> Iterator[tuple[str, str, str | None]]:
    for claim in record.title:
        yield "title", claim.value, claim.language
    for role, element in (
        ("author", "creator"),
        ("editor", "contributor"),
        ("translator", "contributor"),
        ("contributor", "contributor"),
    ):
        for creator in record.field(role).value or ():
            for name in (creator.name, *creator.variants):
                yield element, name.inverted(), name.language
    for keywords in record.keyword:
        for term in keywords.value:
            yield "subject", term.text, keywords.language
    for claim in record.abstract:
        yield "description", claim.value, claim.language
    for claim in record.publisher:
        yield "publisher", claim.value, claim.language
    if issued := record.issued.value:
        yield "date", issued.edtf(), None
    yield (
        "type",
        {"article-journal": "journal article", "book": "book", "thesis": "thesis"}.get(record.type, "text"),
        None,
    )
    if record.doi.value:
        yield "identifier", f"https://doi.org/{record.doi.value}", None
    if record.isbn.value:
        yield "identifier", f"urn:isbn:{record.isbn.value}", None
    for name, element in (("url", "identifier"), ("language", "language"), ("license", "rights")):
        if text := record.field(name).value:
            yield element, text, None
    if record.container is not None and record.container.title.value:
        yield "source", record.container.title.value, None
