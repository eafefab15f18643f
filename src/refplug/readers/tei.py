"""TEI, the XML of text editions and of GROBID's answers: what its header states (TEI P5, chapter 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from refplug.model import Creator, Line, Name, Notice, Page, Severity, Span, parse_orcid
from refplug.readers.lines import page_of
from refplug.readers.stated import Said, date_of, keywords, people, record_of
from refplug.readers.xml import attribute, child, children, find, local, parse, root_of, text_of

__all__ = ["read", "sniff"]

_NOTES = frozenset({"note", "ref", "figure", "idno", "email"})
_BLOCKS = frozenset({"p", "div", "head", "lb", "item", "s"})
_FIELDS = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "isbn": "isbn"}
_ISSN = ("issn", "eissn", "pissn", "issne", "issnp")
_SCOPES = {
    "volume": "volume",
    "vol": "volume",
    "issue": "issue",
    "num": "issue",
    "number": "issue",
    "page": "page",
    "pp": "page",
}


def sniff(head: bytes, suffix: str) -> float:
    """Sure of a document with a TEI root or namespace."""
    start = head[:4096]
    if b"http://www.tei-c.org/ns/1.0" in start or b"<TEI" in start or b"<teiHeader" in start:
        return 0.97
    return 0.3 if suffix == ".tei" else 0.0


def read(data: bytes, file: str) -> Page:
    """The page of a TEI document: its header as stated. One without a header gives an empty page and a notice."""
    root, notices = parse(data, file)
    header = root_of(root, "teiHeader") if root is not None else None
    if header is None:
        if root is not None:
            message = "it is TEI without a <teiHeader>; nothing was read"
            notices = (
                *notices,
                Notice(code="xml-unknown", message=message, severity=Severity.ERROR, file=file),
            )
        return Page(file=file, text="", media_type="application/xml", notices=notices)
    said = tuple(_said(root, header))
    has_journal = any(item.field == "container.title" and item.value for item in said)
    record = record_of(said, file, "article-journal" if has_journal else "document")
    language = next((item.value for item in said if item.field == "language"), None)
    lines = [
        Line(text=item.value, span=Span(0, 0), language=item.language)
        for item in said
        if item.field in ("title", "abstract")
    ]
    return page_of(lines, file, "application/tei+xml", stated=record, language=language, notices=notices)


def _said(root: Any, header: Any) -> Iterator[Said]:
    language = _language(root, header)
    source = (
        find(header, "fileDesc/sourceDesc/biblStruct")
        if find(header, "fileDesc/sourceDesc/biblStruct") is not None
        else None
    )
    analytic, monograph = child(source, "analytic"), child(source, "monogr")
    own = analytic if analytic is not None else find(header, "fileDesc/titleStmt")
    yield from _titles(own, find(header, "fileDesc/titleStmt"), language)
    for field in ("author", "editor"):
        creators = people(filter(None, (_creator(item) for item in children(own, field))))
        yield Said(field=field, value=creators, reason=f"<{field}>")
    yield from _container(monograph)
    for place in (analytic, monograph, source):
        yield from _identifiers(place)
    yield from _abstracts_and_keywords(child(header, "profileDesc"), language)
    published = find(header, "fileDesc/publicationStmt")
    yield from _dates(child(monograph, "imprint"))
    yield from _dates(published)
    if language:
        yield Said(field="language", value=language, reason="language of the TEI text")


def _titles(own: Any, statement: Any, language: str | None) -> Iterator[Said]:
    for place in (own, statement):
        pieces = [
            (text_of(item, _NOTES, _BLOCKS), attribute(item, "type"), attribute(item, "lang"))
            for item in children(place, "title")
        ]
        mains = [piece for piece in pieces if piece[0] and piece[1] in (None, "main", "full")]
        subtitle = next((text for text, kind, _ in pieces if kind == "sub" and text), "")
        for index, (text, _, tag) in enumerate(mains):
            joined = f"{text}: {subtitle}" if subtitle and index == 0 else text
            yield Said(field="title", value=joined, reason="<title>", language=tag or language)
        if mains:
            return


def _creator(element: Any) -> Creator | None:
    person = child(element, "persName") if child(element, "persName") is not None else child(element, "name")
    if person is None:
        body = child(element, "orgName")
        literal = text_of(body if body is not None else element, _NOTES | {"affiliation"})
        return Creator(name=Name(literal=literal)) if literal else None
    given = " ".join(text_of(item) for item in children(person, "forename"))
    family = " ".join(text_of(item) for item in children(person, "nameLink", "surname"))
    name = (
        Name(family=family, given=given, suffix=text_of(child(person, "genName")))
        if family
        else Name(literal=text_of(person, _NOTES))
    )
    orcid = next(
        (
            text_of(item)
            for item in children(element, "idno")
            if (attribute(item, "type") or "").lower() == "orcid"
        ),
        "",
    )
    affiliation = tuple(
        text_of(item, _NOTES, frozenset({"orgName", "address", "settlement", "country"}))
        for item in children(element, "affiliation")
    )
    return (
        Creator(name=name, orcid=parse_orcid(orcid) if orcid else None, affiliation=affiliation)
        if name
        else None
    )


def _container(monograph: Any) -> Iterator[Said]:
    for title in children(monograph, "title"):
        level, kind = attribute(title, "level"), attribute(title, "type")
        if level in ("j", "m", "s", None):
            field = "container.title_short" if kind == "abbrev" else "container.title"
            yield Said(
                field=field,
                value=text_of(title),
                reason="<title> of <monogr>",
                language=attribute(title, "lang"),
            )
    for item in children(monograph, "idno"):
        if (attribute(item, "type") or "").lower() in _ISSN:
            yield Said(field="container.issn", value=text_of(item), reason="<idno>")
    imprint = child(monograph, "imprint")
    yield Said(field="publisher", value=text_of(child(imprint, "publisher")), reason="<publisher>")
    for scope in children(imprint, "biblScope"):
        variable = _SCOPES.get((attribute(scope, "unit") or attribute(scope, "type") or "").lower())
        start, end = attribute(scope, "from"), attribute(scope, "to")
        extent = f"{start}-{end}" if start and end and start != end else start or ""
        value = text_of(scope) or extent
        if variable:
            yield Said(field=variable, value=value, reason="<biblScope>")


def _dates(place: Any) -> Iterator[Said]:
    for item in children(place, "date"):
        date = date_of(attribute(item, "when") or text_of(item))
        if date:
            yield Said(field="issued", value=date, reason="<date>")


def _identifiers(place: Any) -> Iterator[Said]:
    for item in children(place, "idno"):
        field = _FIELDS.get((attribute(item, "type") or "").lower())
        if field:
            yield Said(field=field, value=text_of(item), reason="<idno>")


def _abstracts_and_keywords(profile: Any, language: str | None) -> Iterator[Said]:
    for abstract in children(profile, "abstract"):
        yield Said(
            field="abstract",
            value=text_of(abstract, _NOTES, _BLOCKS),
            reason="<abstract>",
            language=attribute(abstract, "lang") or language,
        )
    for group in children(child(profile, "textClass"), "keywords"):
        items = [
            text_of(item)
            for item in group.iter()
            if local(item) in ("term", "item") and not any(local(part) == "term" for part in item)
        ]
        if not items:
            items = list(keywords(text_of(group)))
        yield Said(
            field="keyword",
            value=tuple(dict.fromkeys(filter(None, items))),
            reason="<keywords>",
            language=attribute(group, "lang") or language,
        )


def _language(root: Any, header: Any) -> str | None:
    used = find(header, "profileDesc/langUsage/language")
    for place, name in ((used, "ident"), (child(root, "text"), "lang"), (header, "lang"), (root, "lang")):
        tag = attribute(place, name)
        if tag:
            return tag.lower()
    return None
