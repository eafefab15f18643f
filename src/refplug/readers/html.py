"""Web pages: what a landing page states in `citation_*`, Dublin Core, PRISM, JSON-LD and Open Graph, and its text.

Nothing is fetched: no image, style, frame, redirect or base address. Publishers' own markup is not known here; what the
standard ways do not say is read off the visible text like any other paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from refplug.model import Creator, Line, Name, Notice, Page, Severity, Span, parse_doi, parse_orcid
from refplug.readers.jsonld import said_in
from refplug.readers.lines import page_of, without_controls
from refplug.readers.names import list_of_people
from refplug.readers.stated import Said, date_of, keywords, people, record_of, squeeze

__all__ = ["read", "sniff"]

_MEDIA_TYPE = "text/html"
_TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|script|p|table)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# Encodings that a page may declare; utf-7 and the like are ways to smuggle, not to write
_CHARSETS = re.compile(
    r"(?:utf-?8|utf-?16(?:le|be)?|iso-?8859-\d+|latin-?\d|windows-\d+|cp\d+|koi8-[ru]|gb\w+|big5\S*|shift.?jis|euc-\w+|us-ascii)$",
    re.IGNORECASE,
)
_HIDDEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "nav",
        "footer",
        "select",
        "button",
        "form",
        "aside",
        "head",
        "object",
    }
)
_BREAKS = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "table",
        "section",
        "article",
        "header",
        "main",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "body",
        "html",
    ]
)
_HEADING_SIZES = {"h1": 22.0, "h2": 16.0, "h3": 13.0, "h4": 12.0}
_MOST_LINES = 4000

# Field → the names of metas that state it, best first. Highwire Press, PRISM, bepress, EPrints, Dublin Core.
_METAS: Mapping[str, tuple[str, ...]] = {
    "title": ("citation_title", "bepress_citation_title", "eprints.title", "prism.title", "dc.title", "dcterms.title", "og:title"),
    "abstract": ("citation_abstract", "dcterms.abstract", "eprints.abstract", "dc.description", "dcterms.description"),
    "container.title": (
        "citation_journal_title", "bepress_citation_journal_title", "prism.publicationname", "citation_conference_title",
        "citation_inbook_title", "citation_book_title", "eprints.publication",
    ),
    "container.title_short": ("citation_journal_abbrev",),
    "container.issn": ("citation_issn", "prism.issn", "prism.eissn", "eprints.issn"),
    "container.isbn": ("citation_isbn",),
    "volume": ("citation_volume", "bepress_citation_volume", "prism.volume", "eprints.volume", "dc.source.volume"),
    "issue": ("citation_issue", "bepress_citation_issue", "prism.number", "prism.issue", "eprints.number", "dc.source.issue"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "eprints.publisher"),
    "language": ("citation_language", "dc.language", "dcterms.language"),
    "pmid": ("citation_pmid",),
    "number": ("citation_technical_report_number",),
    "genre": ("citation_dissertation_name",),
}  # fmt: skip
_DATES = (
    "citation_publication_date", "bepress_citation_date", "citation_date", "citation_year", "prism.publicationdate", "eprints.date",
    "dc.issued", "dcterms.issued", "dc.date.issued", "dc.date", "dcterms.date", "citation_cover_date", "citation_online_date",
    "article:published_time",
)  # fmt: skip
_DOIS = ("citation_doi", "bepress_citation_doi", "prism.doi", "eprints.doi", "dc.identifier.doi", "dc.identifier", "dcterms.identifier", "doi", "dc.source", "dc.relation", "og:url")  # fmt: skip
_KEYWORDS = (
    "citation_keywords",
    "citation_keyword",
    "eprints.keywords",
    "dc.subject",
    "dcterms.subject",
    "prism.keyword",
)
_AUTHORS = ("citation_author", "citation_authors", "bepress_citation_author", "eprints.creators_name", "dc.creator", "dc.creator.personalname", "dcterms.creator", "dc.contributor.author")  # fmt: skip
_ISO_639_2 = {"eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "per": "fa", "fas": "fa", "ara": "ar", "tur": "tr", "spa": "es", "por": "pt", "ita": "it", "rus": "ru"}  # fmt: skip


def sniff(head: bytes, suffix: str) -> float:
    """Sure of what begins with HTML's own tags, unless it is XML of another kind.

    A web page named `.pdf` is a publisher's login page, not a paper: the PDF reader says so.
    """
    if suffix == ".pdf":
        return 0.1
    start = head[:4096].lstrip(b"\xef\xbb\xbf\x00 \r\n\t")
    lowered = start[:400].lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or b"http://www.w3.org/1999/xhtml" in start:
        return 0.96
    if lowered.startswith(b"<?xml"):
        return 0.2
    if lowered.startswith(b"<") and _TAGS.search(start):
        return 0.4 if suffix in (".xml", ".nxml") else 0.85
    return 0.3 if suffix in (".html", ".htm", ".xhtml") else 0.0


def read(data: bytes, file: str) -> Page:
    """The page of a saved web page: its statements and its visible text."""
    from lxml import etree

    text = _decoded(data)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        notice = Notice(
            code="html-empty",
            message="the web page is empty; nothing was read",
            severity=Severity.ERROR,
            file=file,
        )
        return Page(file=file, text="", media_type=_MEDIA_TYPE, notices=(notice,))
    said = tuple(_said(root))
    record = record_of(said, file, _kind(root))
    language = next(
        (squeeze(item.value) for item in said if item.field == "language" and item.value), None
    ) or root.get("lang")
    lines, breaks = _lines(root)
    return page_of(lines, file, _MEDIA_TYPE, stated=record, language=language, breaks=breaks)


def _decoded(data: bytes) -> str:
    """The text of the page: by its byte order mark, as UTF-8 if it is that, else as declared, else as Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace").replace("\x00", "")
    try:
        return data.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii") if declared else ""
    if not _CHARSETS.match(name) or name.lower().startswith("utf"):
        name = "windows-1252"
    try:
        return data.decode(name, "replace").replace("\x00", "")
    except LookupError:
        return data.decode("windows-1252", "replace").replace("\x00", "")


# ---------------------------------------------------------------- statements


def _metas(root: Any) -> dict[str, list[tuple[str, str | None]]]:
    """The contents of all metas by name in lower case, with the language each names."""
    metas: dict[str, list[tuple[str, str | None]]] = {}
    for item in root.iter("meta"):
        name = (
            (item.get("name") or item.get("property") or item.get("itemprop") or "")
            .strip()
            .lower()
            .replace("dc:", "dc.")
        )
        content = without_controls(squeeze(item.get("content") or ""))
        if name and content:
            metas.setdefault(name, []).append(
                (content, item.get("lang") or item.get("{http://www.w3.org/XML/1998/namespace}lang"))
            )
    return metas


def _said(root: Any) -> Iterator[Said]:
    metas = _metas(root)
    for field, names in _METAS.items():
        for name in names:
            for content, language in metas.get(name, ()):
                tag = language if field in ("title", "abstract") else None
                yield Said(
                    field=field,
                    value=_value(field, content),
                    reason=f"<meta> {name}",
                    language=tag,
                    confidence=_trust(name),
                )
    yield from _authors(root, metas)
    yield from _dates_and_pages(metas)
    yield from _keyword_lists(metas)
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield from said_in(script.text or "")[1]
    yield from _dois(root, metas)
    heading = next((squeeze("".join(item.itertext())) for item in root.iter("h1")), "")
    if 10 <= len(heading) <= 400 and metas.keys() & set(_AUTHORS):
        yield Said(field="title", value=heading, reason="<h1>", confidence=0.7)


def _trust(name: str) -> float:
    return 0.8 if name.startswith("og:") else 0.9 if name.startswith("dc") else 0.98


def _value(field: str, content: str) -> str:
    if field != "language":
        return content
    tag = content.split()[0].lower().replace("_", "-")
    return _ISO_639_2.get(tag, tag) if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", tag) else ""


def _kind(root: Any) -> str:
    names = _metas(root)
    if "citation_dissertation_institution" in names or "citation_dissertation_name" in names:
        return "thesis"
    if (
        "citation_journal_title" in names
        or "prism.publicationname" in names
        or "bepress_citation_journal_title" in names
    ):
        return "article-journal"
    if "citation_conference_title" in names:
        return "paper-conference"
    if "citation_inbook_title" in names:
        return "chapter"
    if "citation_technical_report_number" in names or "citation_technical_report_institution" in names:
        return "report"
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and (kind := said_in(script.text or "")[0]):
            return kind
    return "article-journal" if "citation_issn" in names else "document"


def _authors(root: Any, metas: Mapping[str, list[tuple[str, str | None]]]) -> Iterator[Said]:
    orcids = _orcids(root)
    for name in _AUTHORS:
        names = [one for content, _ in metas.get(name, ()) for one in list_of_people(content)]
        creators = people(Creator(name=one, orcid=orcids.get(one.display())) for one in names)
        yield Said(field="author", value=creators, reason=f"<meta> {name}", confidence=_trust(name))
    if not any(name in metas for name in _AUTHORS):
        yield Said(
            field="author",
            value=_marked_names(root),
            reason="names marked given-name and surname",
            confidence=0.9,
        )
    for content, _ in metas.get("citation_editor", ()):
        yield Said(
            field="editor",
            value=people(Creator(name=one) for one in list_of_people(content)),
            reason="<meta> citation_editor",
        )


def _orcids(root: Any) -> dict[str, str]:
    """The ORCID that follows an author among the metas, by the author's name."""
    found: dict[str, str] = {}
    author = ""
    for item in root.iter("meta"):
        name, content = (item.get("name") or "").lower(), item.get("content") or ""
        if name == "citation_author":
            names = list_of_people(content)
            author = names[0].display() if len(names) == 1 else ""
        elif name == "citation_author_orcid" and author and (orcid := parse_orcid(content)):
            found[author] = orcid
    return found


def _marked_names(root: Any) -> tuple[Creator, ...]:
    """Names whose parts are marked by the classes of hCard and of many publishers: `given-name`, `family-name`, `surname`."""
    creators: list[Creator] = []
    given = ""
    for item in root.iter("span"):
        classes = (item.get("class") or "").split()
        if "given-name" in classes:
            given = squeeze("".join(item.itertext()))
        elif given and ("surname" in classes or "family-name" in classes):
            creators.append(Creator(name=Name(family=squeeze("".join(item.itertext())), given=given)))
            given = ""
    return people(creators[:500])


def _dates_and_pages(metas: Mapping[str, list[tuple[str, str | None]]]) -> Iterator[Said]:
    for name in _DATES:
        for content, _ in metas.get(name, ())[:1]:
            if date := date_of(content):
                yield Said(field="issued", value=date, reason=f"<meta> {name}", confidence=_trust(name))

    def one(*names: str) -> str:
        return next((metas[name][0][0] for name in names if name in metas), "")

    first = one("citation_firstpage", "bepress_citation_firstpage", "prism.startingpage")
    last = one("citation_lastpage", "bepress_citation_lastpage", "prism.endingpage")
    pages = f"{first}-{last}" if first and last and first != last and "-" not in first else first
    yield Said(
        field="page",
        value=pages or one("dc.identifier.pagenumber", "eprints.pagerange"),
        reason="<meta> citation_firstpage",
    )


def _keyword_lists(metas: Mapping[str, list[tuple[str, str | None]]]) -> Iterator[Said]:
    for name in _KEYWORDS:
        lists = [(keywords(content), language) for content, language in metas.get(name, ())]
        if (
            len(lists) > 1
            and all(len(items) == 1 for items, _ in lists)
            and len({language for _, language in lists}) == 1
        ):
            lists = [(tuple(items[0] for items, _ in lists), lists[0][1])]
        for items, language in lists:
            yield Said(
                field="keyword",
                value=tuple(dict.fromkeys(items)),
                reason=f"<meta> {name}",
                language=language,
                confidence=_trust(name),
            )
        if lists:
            return  # the same list in another vocabulary is no other claim


def _dois(root: Any, metas: Mapping[str, list[tuple[str, str | None]]]) -> Iterator[Said]:
    for name in _DOIS:
        for content, _ in metas.get(name, ()):
            place = content.find("10.") if content.startswith("http") and "doi" in content else 0
            yield Said(field="doi", value=content[place:], reason=f"<meta> {name}", confidence=_trust(name))
    linked = {
        doi
        for item in root.iter("a")
        if "doi.org/10." in (item.get("href") or "") and (doi := parse_doi(item.get("href")))
    }
    printed = {doi for item in root.iter("a", "span", "p", "div", "td", "li") if item.text and "doi.org/10." in item.text[:200] and (doi := parse_doi(item.text[item.text.find("10.") :]))}  # fmt: skip
    if len(linked | printed) == 1:
        yield Said(
            field="doi",
            value=next(iter(linked | printed)),
            reason="the only DOI on the page",
            confidence=0.85,
        )


# ---------------------------------------------------------------- visible text


def _lines(root: Any) -> tuple[list[Line], frozenset[int]]:
    """The visible text in lines, one a block, and before which of them a paragraph begins."""
    lines: list[Line] = []
    pieces: list[str] = []
    size: float | None = None

    def end_line() -> None:
        text = without_controls(squeeze("".join(pieces)))
        pieces.clear()
        if text and len(lines) < _MOST_LINES:
            lines.append(Line(text=text, span=Span(0, 0), font_size=size))

    hidden = 0
    for event, item in _walk(root):
        name = item.tag if isinstance(item.tag, str) else ""
        if event == "start":
            hidden += name in _HIDDEN
            if name in _BREAKS:
                end_line()
                size = _HEADING_SIZES.get(name, size if name == "br" else None)
            if not hidden and name:
                pieces.append(item.text or "")
        else:
            if name in _BREAKS and name != "br":
                end_line()
                size = None
            hidden -= name in _HIDDEN
            if not hidden:
                pieces.append(item.tail or "")
    end_line()
    return lines, frozenset(range(1, len(lines)))


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    yield from etree.iterwalk(root, events=("start", "end"))
