"""A Crossref `works` object, read into a record; what has a wrong type is left out with a notice.

Written against the REST API's format description and 15,285 records as served (2015 to 2026). Every member may
be missing, null, or of a type that the description does not allow: the reader takes what is right and tells the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from refplug.model import (
    EMPTY,
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
    parse_isbn,
    parse_issn,
    parse_orcid,
)
from refplug.sources.crossref.members import MOST, Members
from refplug.sources.crossref.text import is_all_capitals, paragraphs, plain, script_tag, uncapitalized
from refplug.sources.crossref.types import CSL_TYPES, TYPES
from refplug.sources.crossref.updates import custom_updates

__all__ = ["Read", "read_csl", "read_work"]

T = TypeVar("T")
_CONFIDENCE = (
    0.98  # of a registered value: what publishers deposit is right but for such traps as are counted above
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A record and what could not be taken into it."""

    record: Record
    notices: tuple[Notice, ...] = ()


def read_work(message: Mapping[str, Any], retrieved: str | None = None, source: str = "crossref") -> Read:
    """The record that a `works` message describes, and a notice for each member that was left out.

    `retrieved` is the ISO 8601 date of the answer. Never raises for what a JSON object can hold; a message without
    a usable DOI gives a record without one.
    """
    return _Reading(message, retrieved, source).read()


def read_csl(item: Mapping[str, Any], retrieved: str | None, source: str) -> Read:
    """The record of a CSL-JSON item as doi.org's content negotiation gives it for other agencies (DataCite, mEDRA).

    CSL has plain strings where Crossref has lists, `literal` where it has `name`, and its own words for types.
    """
    message = dict(item)
    for role in ("author", "editor", "translator"):
        people = item.get(role)
        if isinstance(people, list):
            message[role] = [
                {**one, "name": one.get("name") or one.get("literal")} if isinstance(one, dict) else one
                for one in people
            ]
    message["type"] = "other"
    read = read_work(message, retrieved, source)
    kind = item.get("type")
    if not isinstance(kind, str) or kind not in CSL_TYPES:
        return read
    return replace(read, record=replace(read.record, type=kind, custom=()))


class _Reading(Members):
    """One message being read into claims, which share their evidence."""

    def __init__(self, message: Mapping[str, Any], retrieved: str | None, source: str) -> None:
        super().__init__(message)
        reason = f"registered for {self.doi}" if self.doi else "registered"
        self.evidence = Evidence(origin=Origin(OriginKind.SOURCE, source, retrieved), reason=reason)

    def read(self) -> Read:
        kind = self.text("type") or "other"
        own, outer = TYPES.get(kind, ("document", "collection"))
        issued = self.issued()
        record = Record(
            type=own,
            container=self.container(outer),
            custom=self.custom(kind),
            title=self.titles(),
            title_short=self.field(self.first("short-title")),
            abstract=self.field(self.text("abstract", paragraphs)),
            genre=self.field(self.genre(kind)),
            publisher=self.field(
                self.text("publisher") or self.named("standards-body") or self.named("institution")
            ),
            publisher_place=self.field(self.text("publisher-location")),
            event_title=self.field(self.named("event")),
            event_place=self.field(self.inside("event", "location")),
            language=self.field(_language(self.text("language"))),
            license=self.field(self.license()),
            volume=self.field(self.number("volume")),
            issue=self.field(self.number("issue")),
            page=self.field(self.page()),
            edition=self.field(self.number("edition-number")),
            number=self.field(self.number("report-number") if own == "report" else None),
            doi=self.field(self.doi),
            isbn=self.field(self.isbn() if own == "book" else None),
            url=self.field(f"https://doi.org/{self.doi}" if self.doi else None),
            issued=self.field(issued),
            available_date=self.field(self.date("published-online")),
            author=self.field(self.people("author") or None),
            editor=self.field(self.people("editor") or None),
            translator=self.field(self.people("translator") or None),
            chair=self.field(self.people("chair") or None),
        )
        return Read(record=record, notices=tuple(self.notices))

    # -- claims -----------------------------------------------------------------------------------------------

    def field(self, value: T | None) -> Field[T]:
        """A field with one claim, or the empty field."""
        if not value:
            return EMPTY
        language = script_tag(value) if isinstance(value, str) else None
        return Field((Claim(value=value, evidence=self.evidence, confidence=_CONFIDENCE, language=language),))

    # -- what is made of them ---------------------------------------------------------------------------------

    def titles(self) -> Field[str]:
        """The title with its subtitle first, translations and the original behind."""
        titles = self.strings("title")
        if titles and (subtitle := self.first("subtitle")) and not _holds(titles[0], subtitle):
            glue = " " if titles[0].endswith((":", "?", "!", ".", "–", "—")) else ": "
            titles[0] += glue + subtitle
        if titles and is_all_capitals(titles[0]):
            self.notices.append(
                Notice(code="title-capitals", message=f"{self.doi}: Crossref gives the title in capitals")
            )
        found: Field[str] = EMPTY
        for title in dict.fromkeys([*titles, *self.strings("original-title")]):
            found = found.add(*self.field(title))
        return found

    def container(self, kind: str) -> Record | None:
        """The journal, book or series that holds the work, or None where nothing names it."""
        titles: Field[str] = EMPTY
        names = self.strings("container-title")
        if not names and (group := self.text("group-title")):
            names = [group]
        for title in names:
            titles = titles.add(*self.field(title))
        short = self.first("short-container-title")
        issn: Field[str] = EMPTY
        for one in self.strings("ISSN"):
            if parsed := parse_issn(one):
                issn = issn.add(*self.field(parsed))
            else:
                self.complain("ISSN", one)
        isbn = self.isbn() if kind == "book" else None
        if not (titles or issn or isbn):
            return None
        short_is_new = short and short != titles.value
        return Record(
            type=kind,
            title=titles,
            title_short=self.field(short if short_is_new else None),
            issn=issn,
            isbn=self.field(isbn),
        )

    def isbn(self) -> str | None:
        """The first ISBN that is one; some are registered as `http://id.crossref.org/isbn/...`."""
        for one in self.strings("ISBN"):
            if parsed := parse_isbn(one.rsplit("/", 1)[-1]):
                return parsed
        return None

    def page(self) -> str | None:
        """The pages with an en dash's work done by a hyphen, or the article number where there are none."""
        page = self.number("page")
        if page is None:
            return self.number("article-number")
        return re.sub(r"\s*[\u2010-\u2015\u2212-]+\s*", "-", page).strip("-") or None

    def genre(self, kind: str) -> str | None:
        """What CSL's type does not say: preprint, degree, kind of review."""
        if kind == "posted-content":
            return (self.text("subtype") or "preprint").replace("_", " ").capitalize()
        if kind == "dissertation":
            return self.first("degree")
        return "Peer review" if kind == "peer-review" else None

    def license(self) -> str | None:
        """The address of the first license that has one."""
        value = self.message.get("license")
        if value is None:
            return None
        if not isinstance(value, list):
            self.complain("license", value)
            return None
        addresses = [one.get("URL") for one in value if isinstance(one, dict)]
        return next((one.strip() for one in addresses if isinstance(one, str) and one.strip()), None)

    def issued(self) -> PartialDate | None:
        """The earliest date of publication known; the parts of it are what Crossref itself calls `issued`."""
        for member in ("issued", "published", "published-print", "published-online", "posted", "approved"):
            if date := self.date(member):
                return date
        return None

    def people(self, member: str) -> tuple[Creator, ...]:
        """The people and bodies of a role in their order; none is dropped for having no family name."""
        value = self.message.get(member)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.complain(member, value)
            return ()
        found: list[Creator] = []
        for one in value[:MOST]:
            creator = self.person(one) if isinstance(one, dict) else None
            if creator is None:
                self.complain(member, one)
            else:
                found.append(creator)
        return tuple(found)

    def person(self, given: Mapping[str, Any]) -> Creator | None:
        """One creator, or None where there is no name in it."""

        def part(name: str) -> str:
            value = given.get(name)
            return plain(value).strip(" ,;*†‡§") if isinstance(value, str) else ""

        name = _name(part("family"), part("given"), part("suffix"), part("name"))
        if not name:
            return None
        orcid = given.get("ORCID")
        places = given.get("affiliation")
        affiliation = (
            [one.get("name") for one in places if isinstance(one, dict)] if isinstance(places, list) else []
        )
        return Creator(
            name=name,
            orcid=parse_orcid(orcid) if isinstance(orcid, str) else None,
            affiliation=tuple(plain(one) for one in affiliation if isinstance(one, str) and one.strip()),
        )

    def custom(self, kind: str) -> tuple[tuple[str, str], ...]:
        """What CSL has no word for: Crossref's own type, the date in print, updates and relations."""
        found = [("crossref:type", kind)]
        if printed := self.date("published-print"):
            found.append(("crossref:published-print", printed.edtf()))
        return (*found, *custom_updates(self.message))


def _name(family: str, given: str, suffix: str, literal: str) -> Name:
    """A name from Crossref's parts. Capitals are undone where the given name shows that they are no initials."""
    if not family:
        return Name(literal=literal or given)
    if is_all_capitals(family) or (len(family) > 2 and family.isupper() and not given.isupper()):
        family = uncapitalized(family)
        if len(given) > 4 and is_all_capitals(given):
            given = uncapitalized(given)
    if not given and literal:
        return Name(literal=literal)
    return Name(family=family, given=given, suffix=suffix) if given or suffix else Name(family=family)


def _holds(title: str, subtitle: str) -> bool:
    """Whether the subtitle is in the title already, by its letters."""

    def letters(text: str) -> str:
        return "".join(char for char in text.casefold() if char.isalnum())

    return letters(subtitle) in letters(title)


def _language(value: str | None) -> str | None:
    """The tag where it looks like BCP 47; Crossref also holds names of languages, which say nothing certain."""
    return value if value and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", value) else None
