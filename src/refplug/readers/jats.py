"""JATS, the XML of journal archives (NISO Z39.96): the header is stated, so nothing needs to be guessed.

The traps are those of research/ingest.md section 6: subtitles, corporate authors, keyword groups that hold abbreviations
or classification codes, several publication dates, footnote marks inside titles, translated titles and abstracts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from refplug.model import Creator, Line, Name, Notice, Page, PartialDate, Severity, Span
from refplug.readers.lines import page_of
from refplug.readers.stated import Said, people, record_of, squeeze
from refplug.readers.xml import attribute, child, children, find, local, parse, root_of, text_of

__all__ = ["read", "sniff"]

_MEDIA_TYPE = "application/jats+xml"
# Marks and notes inside titles; the TeX twin of a formula
_NOTES = frozenset({"xref", "fn", "label", "target", "tex-math", "object-id", "email", "ext-link-icon"})
_BLOCKS = frozenset({"p", "sec", "title", "break", "list-item", "disp-formula", "list", "disp-quote"})
_AUTHORS = frozenset({None, "author", "aut", "authors"})
_ROLES = {"editor": "editor", "translator": "translator"}
# Groups that authors did not write: JATS leaves @kwd-group-type open; these are the words archives use
_AUTHOR_GROUPS = frozenset(
    {None, "author", "author-keywords", "author-generated", "authors", "keywords", "keyword", "kwd", "simple"}
)
_OTHER_GROUPS = (
    "abbrev",
    "jel",
    "pacs",
    "msc",
    "ams",
    "organism",
    "subject",
    "classification",
    "toc",
    "glossary",
    "list of acr",
)
_OTHER_ABSTRACTS = (
    "graphical",
    "toc",
    "teaser",
    "key-points",
    "precis",
    "summary",
    "plain",
    "short",
    "web",
    "author-highlights",
    "highlights",
)
_KINDS = {"book-review": "review", "product-review": "review", "news": "article-magazine"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def sniff(head: bytes, suffix: str) -> float:
    """Sure of a document whose first tags are those of JATS; a guess from the suffix `.nxml`."""
    start = head[:4096]
    if b"JATS" in start or b"//NLM//DTD" in start or (b"<article" in start and b"<front" in start):
        return 0.95
    if b"<article" in start or b"<pmc-articleset" in start:
        return 0.6 if b"<html" not in start.lower() else 0.0
    opening = start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")
    if suffix in (".xml", ".nxml") and opening.startswith(b"<"):
        return 0.6  # some XML: this reader can say what it is not
    return 0.55 if opening.startswith(b"<?xml") else 0.0


def read(data: bytes, file: str) -> Page:
    """The page of a JATS article: its header as stated, the title, abstract and keywords as lines.

    A document that is some other XML gives an empty page and a notice that says what it is.
    """
    root, notices = parse(data, file)
    if root is None:
        return Page(file=file, text="", media_type="application/xml", notices=notices)
    article = root_of(root, "article")
    front = child(article, "front", "front-stub") if article is not None else None
    if front is None:
        message = f"it is XML of another kind (<{local(root)[:40]}>), not an article in JATS or TEI; nothing was read"
        notice = Notice(code="xml-unknown", message=message, severity=Severity.ERROR, file=file)
        return Page(file=file, text="", media_type="application/xml", notices=(*notices, notice))
    said = tuple(_said(article, front))
    record = record_of(said, file, _KINDS.get(attribute(article, "article-type") or "", "article-journal"))
    language = next((item.value for item in said if item.field == "language"), None)
    return page_of(_lines(said), file, _MEDIA_TYPE, stated=record, language=language, notices=notices)


def _lines(said: tuple[Said, ...]) -> Iterator[Line]:
    """What a person would read of the header; for `--explain` and for the eyes, not for the finders."""
    for item in said:
        if item.field in ("title", "abstract"):
            yield Line(text=item.value, span=Span(0, 0), language=item.language)
        elif item.field == "keyword":
            yield Line(text="; ".join(item.value), span=Span(0, 0), language=item.language)


def _said(article: Any, front: Any) -> Iterator[Said]:
    meta = child(front, "article-meta") if child(front, "article-meta") is not None else front
    language = (attribute(article, "lang") or "").lower() or None
    yield from _titles(meta, language)
    yield from _creators(meta)
    yield from _journal(child(front, "journal-meta"))
    yield from _issue(meta)
    yield from _identifiers(meta)
    yield from _abstracts(meta, language)
    yield from _keyword_groups(meta, language)
    if language:
        yield Said(field="language", value=language, reason="xml:lang of the article")
    else:
        yield Said(
            field="language",
            value="en",
            reason="JATS takes English where xml:lang is not given",
            confidence=0.7,
        )


def _titles(meta: Any, language: str | None) -> Iterator[Said]:
    group = child(meta, "title-group")
    title = _with_subtitle(group, "article-title", "subtitle")
    if title:
        tag = attribute(child(group, "article-title"), "lang") or language
        yield Said(field="title", value=title, reason="<article-title>", language=tag)
    for other in children(group, "trans-title-group"):
        translated = _with_subtitle(other, "trans-title", "trans-subtitle")
        tag = attribute(other, "lang") or attribute(child(other, "trans-title"), "lang")
        yield Said(field="title", value=translated, reason="<trans-title>", language=tag)
    for bare in children(group, "trans-title"):
        yield Said(
            field="title",
            value=text_of(bare, _NOTES, _BLOCKS),
            reason="<trans-title>",
            language=attribute(bare, "lang"),
        )
    for short in children(group, "alt-title"):
        if attribute(short, "alt-title-type") in ("running-head", "short", "running-title", "right-running"):
            yield Said(field="title_short", value=text_of(short, _NOTES, _BLOCKS), reason="<alt-title>")


def _with_subtitle(group: Any, title: str, subtitle: str) -> str:
    pieces = [text_of(item, _NOTES, _BLOCKS) for item in children(group, title, subtitle)]
    whole = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        whole += (" " if whole.endswith((":", "?", "!", ".")) else ": ") + piece if piece else ""
    return whole


def _creators(meta: Any) -> Iterator[Said]:
    found: dict[str, list[Creator]] = {}
    for group in children(meta, "contrib-group"):
        group_type = attribute(group, "content-type")
        for contrib in children(group, "contrib"):
            kind = attribute(contrib, "contrib-type") or (group_type.rstrip("s") if group_type else None)
            field = "author" if kind in _AUTHORS else _ROLES.get(kind or "")
            creator = _creator(contrib, meta)
            if field and creator:
                found.setdefault(field, []).append(creator)
    for field, creators in found.items():
        yield Said(field=field, value=people(creators), reason=f"<contrib> of type {field}")


def _creator(contrib: Any, meta: Any) -> Creator | None:
    alternatives = child(contrib, "name-alternatives")
    places = list(
        children(
            alternatives if alternatives is not None else contrib,
            "name",
            "string-name",
            "collab",
            "collab-name",
        )
    )
    names = [name for name in map(_name, places) if name]
    if not names:
        return None
    orcid = next(
        (
            text_of(item)
            for item in children(contrib, "contrib-id")
            if attribute(item, "contrib-id-type") == "orcid"
        ),
        "",
    )
    from refplug.model import parse_orcid

    return Creator(
        name=names[0],
        variants=tuple(names[1:]),
        orcid=parse_orcid(orcid) if orcid else None,
        affiliation=_affiliations(contrib, meta),
    )


def _name(element: Any) -> Name:
    """The name in its parts; `name-style="given-only"` and bodies stay whole."""
    language = attribute(element, "lang")
    if local(element).startswith("collab"):
        return Name(
            literal=text_of(element, _NOTES | {"contrib-group", "aff", "address"}, _BLOCKS), language=language
        )
    parts = {
        part: text_of(child(element, part), _NOTES) for part in ("surname", "given-names", "suffix", "prefix")
    }
    if not parts["surname"]:
        return Name(literal=parts["given-names"] or text_of(element, _NOTES), language=language)
    return Name(
        family=parts["surname"], given=parts["given-names"], suffix=parts["suffix"], language=language
    )


def _affiliations(contrib: Any, meta: Any) -> tuple[str, ...]:
    inside = [text_of(item, _NOTES | {"institution-id"}, _BLOCKS) for item in children(contrib, "aff")]
    wanted = {
        rid
        for ref in children(contrib, "xref")
        if attribute(ref, "ref-type") == "aff"
        for rid in (ref.get("rid") or "").split()
    }
    places = list(children(meta, "aff"))
    for group in children(meta, "contrib-group"):
        places += children(group, "aff", "aff-alternatives")
    outside = [
        text_of(item, _NOTES | {"institution-id", "sup"}, _BLOCKS)
        for item in places
        if item.get("id") in wanted
    ]
    return tuple(dict.fromkeys(text for text in inside + outside if text))


def _journal(journal: Any) -> Iterator[Said]:
    group = child(journal, "journal-title-group")
    for place in (group, journal):
        for title in children(place, "journal-title"):
            yield Said(
                field="container.title",
                value=text_of(title),
                reason="<journal-title>",
                language=attribute(title, "lang"),
            )
        for short in children(place, "abbrev-journal-title"):
            yield Said(field="container.title_short", value=text_of(short), reason="<abbrev-journal-title>")
    for issn in children(journal, "issn", "issn-l"):
        yield Said(field="container.issn", value=text_of(issn), reason="<issn>")
    yield Said(
        field="publisher", value=text_of(find(journal, "publisher/publisher-name")), reason="<publisher-name>"
    )
    yield Said(
        field="publisher_place",
        value=text_of(find(journal, "publisher/publisher-loc")),
        reason="<publisher-loc>",
    )


def _issue(meta: Any) -> Iterator[Said]:
    yield Said(field="volume", value=text_of(child(meta, "volume")), reason="<volume>")
    yield Said(field="issue", value=text_of(child(meta, "issue")), reason="<issue>")
    first, last = text_of(child(meta, "fpage")), text_of(child(meta, "lpage"))
    pages = f"{first}-{last}" if first and last and first != last else first
    yield Said(
        field="page",
        value=pages or text_of(child(meta, "elocation-id")),
        reason="<fpage>, <lpage> or <elocation-id>",
    )
    dates = sorted(
        (date for item in children(meta, "pub-date") if (date := _date(item))),
        key=lambda date: (date.year, date.month or 13, date.day or 32),
    )
    for date in dates:  # the earliest is accepted, as Crossref's `issued` is the earlier of print and online
        yield Said(field="issued", value=date, reason="<pub-date>, the earliest first")


def _date(element: Any) -> PartialDate | None:
    year = text_of(child(element, "year"))
    if not (year.isdigit() and len(year) == 4):
        return None
    month_text = text_of(child(element, "month")).lower()
    month = int(month_text) if month_text.isdigit() and month_text.isascii() else 0
    if not month and month_text[:3] in _MONTHS:
        month = _MONTHS.index(month_text[:3]) + 1
    day_text = text_of(child(element, "day"))
    day = (
        int(day_text) if day_text.isascii() and day_text.isdigit() and 1 <= int(day_text[:3]) <= 31 else None
    )
    if not 1 <= month <= 12:
        return PartialDate(year=int(year))
    return PartialDate(year=int(year), month=month, day=day)


def _identifiers(meta: Any) -> Iterator[Said]:
    fields = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
    for item in children(meta, "article-id"):
        field = fields.get(attribute(item, "pub-id-type") or "")
        if field:
            yield Said(field=field, value=text_of(item), reason=f"<article-id> of type {field}")


def _abstracts(meta: Any, language: str | None) -> Iterator[Said]:
    for place in children(meta, "abstract", "trans-abstract"):
        kind = (attribute(place, "abstract-type") or "").lower()
        if kind.startswith(_OTHER_ABSTRACTS):
            continue
        is_original = local(place) == "abstract"
        tag = attribute(place, "lang") or (language if is_original else None)
        yield Said(field="abstract", value=_abstract(place), reason=f"<{local(place)}>", language=tag)


def _abstract(place: Any) -> str:
    """The text with the headings of its sections, without its own heading."""
    own = child(place, "title")
    heading = squeeze(text_of(own))
    whole = text_of(place, _NOTES, _BLOCKS)
    return whole[len(heading) :].lstrip(" :.") if heading and whole.startswith(heading) else whole


def _keyword_groups(meta: Any, language: str | None) -> Iterator[Said]:
    for group in children(meta, "kwd-group"):
        kind = (attribute(group, "kwd-group-type") or "").lower() or None
        heading = text_of(child(group, "title", "label")).lower()
        if any(word in (kind or "") or heading.startswith(word) for word in _OTHER_GROUPS):
            continue
        if kind not in _AUTHOR_GROUPS and "author" not in (kind or "") and "keyword" not in (kind or ""):
            continue
        items = tuple(squeeze(text).rstrip(" ;,") for text in _keywords(group))
        yield Said(
            field="keyword",
            value=tuple(dict.fromkeys(filter(None, items))),
            reason="<kwd-group>",
            language=attribute(group, "lang") or language,
        )


def _keywords(group: Any) -> Iterator[str]:
    for item in group:
        match local(item):
            case "kwd":
                yield text_of(item, _NOTES)
            case "compound-kwd":
                parts = [
                    part
                    for part in children(item, "compound-kwd-part")
                    if attribute(part, "content-type") != "code"
                ]
                yield " ".join(text_of(part, _NOTES) for part in parts)
            case "nested-kwd":
                yield from _keywords(item)
