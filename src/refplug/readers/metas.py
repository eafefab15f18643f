"""What a web page states: `citation_*` of Highwire Press, Dublin Core, PRISM, bepress, EPrints, Open Graph, and JSON-LD.

Which names publishers use and which to believe first: `_METAS` and its neighbours. JSON-LD itself is read in `jsonld.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from refplug.model import Creator, Name, parse_doi, parse_orcid
from refplug.readers.jsonld import said_in
from refplug.readers.lines import without_controls
from refplug.readers.names import list_of_people
from refplug.readers.stated import Said, date_of, keywords, people, squeeze

__all__ = ["kind_of", "stated_in"]

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


def stated_in(root: Any) -> Iterator[Said]:
    """All statements of a parsed page (an lxml root), in no order of trust; each names the tag that makes it."""
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


def kind_of(root: Any) -> str:
    """The CSL type that the statements of a page imply; `document` if they imply none."""
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
