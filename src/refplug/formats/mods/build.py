"""A record as MODS: both scripts of titles and names, tied by altRepGroup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import filterfalse
from typing import Any

from refplug.formats.keywords import keyword_in
from refplug.formats.losses import has_unnamed, is_unnamed
from refplug.formats.marc.build import DEFAULT_SCHEME
from refplug.formats.marc.spelling import volumes
from refplug.formats.mods.words import (
    DEVISED,
    GENRES,
    LANGUAGES,
    NAMESPACE,
    RELATORS,
    XML,
)
from refplug.formats.streams import gathered
from refplug.formats.xml_pieces import collection, xml_text
from refplug.mapping import uncovered_by
from refplug.model import (
    Creator,
    Field,
    Name,
    Notice,
    Reading,
    Record,
    Severity,
)
from refplug.model.record import NAMES
from refplug.ports import WriteOptions, Written
from refplug.text.languages import script_of

__all__ = ["write", "write_stream"]


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as a `modsCollection`, UTF-8, in the normal form asked for."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, record by record."""
    from lxml import etree

    def fill(root: Any, record: Record) -> None:
        _Writer(etree.SubElement(root, f"{{{NAMESPACE}}}mods", version="3.8"), record, options).fill()

    notices: list[Notice] = []
    told = _told(records, notices)
    for piece in collection(f"{{{NAMESPACE}}}modsCollection", {None: NAMESPACE}, told, fill):
        yield piece
        yield from notices
        notices.clear()


def _told(records: Iterable[Record], notices: list[Notice]) -> Iterator[Record]:
    for number, record in enumerate(records, 1):
        if lost := uncovered_by(record, _COVERED) + ("et al.",) * has_unnamed(record):
            message = f"MODS as we write it has no {', '.join(lost)}; left out of '{record.citekey}'"
            notices.append(
                Notice(code="not-in-format", message=message, severity=Severity.INFO, record=number)
            )
        yield record


_COVERED = frozenset(
    {"title", "issued", "publisher", "publisher_place", "edition", "abstract", "note", "language", "doi", "isbn", "url", "keyword",
     "volume", "issue", "page", "genre", "number_of_volumes", "collection_title", "collection_number", "call_number", "original_title", "accessed", "container.title", "container.issn", *NAMES}
)  # fmt: skip


class _Writer:
    def __init__(self, mods: Any, record: Record, options: WriteOptions) -> None:
        from lxml import etree

        self.etree = etree
        self.mods = mods
        self.record = record
        self.scheme = options.scheme or DEFAULT_SCHEME
        self.form = options.unicode_form
        self.lexicon = options.lexicon
        language = (record.language.value or record.title.language or "").split("-")[0]
        self.language = language
        self.reading = language if language in set(Reading) else "ar"
        self.groups = 0

    def fill(self) -> None:
        record = self.record
        if record.citekey and record.citekey[0].isalpha():
            self.mods.set("ID", record.citekey)
        self._titles(self.mods, record.title, "title")
        for role in NAMES:
            for creator in filterfalse(is_unnamed, getattr(record, role).value or ()):
                self._name(creator, role)
        for text in (GENRES.get(record.type), record.genre.value):
            self._add(self.mods, "genre", text)
        self._origin()
        if self.language:
            term = self._add(
                self._add(self.mods, "language"), "languageTerm", LANGUAGES.get(self.language, self.language)
            )
            term.set("type", "code")
            term.set("authority", "iso639-2b")
        if count := record.number_of_volumes.value:
            self._add(self._add(self.mods, "physicalDescription"), "extent", volumes(count))
        self._add(self.mods, "abstract", record.abstract.value)
        self._add(self.mods, "note", record.note.value)
        if record.is_title_devised:
            self._add(self.mods, "note", DEVISED).set("type", "source of description")
        self._keywords()
        for kind, value in (("doi", record.doi.value), ("isbn", record.isbn.value)):
            if value:
                self._add(self.mods, "identifier", value).set("type", kind)
        if record.call_number.value:
            self._add(self._add(self.mods, "location"), "shelfLocator", record.call_number.value)
        if record.url.value:
            url = self._add(self._add(self.mods, "location"), "url", record.url.value)
            if record.accessed.value:
                url.set("dateLastAccessed", record.accessed.value.edtf())
        self._host()
        if record.collection_title.value:
            series = self._add(self.mods, "relatedItem")
            series.set("type", "series")
            title = self._add(series, "titleInfo")
            self._add(title, "title", record.collection_title.value)
            self._add(title, "partNumber", record.collection_number.value)
        if record.original_title.value:
            original = self._add(self.mods, "relatedItem")
            original.set("type", "original")
            self._add(self._add(original, "titleInfo"), "title", record.original_title.value)

    def _add(self, below: Any, name: str, text: str | None = None) -> Any:
        """A child element; none where there is no text to hold (then a detached one, which nobody sees)."""
        if text == "" or (text is None and name not in _FRAMES):
            return self.etree.Element(name)
        made = self.etree.SubElement(below, f"{{{NAMESPACE}}}{name}")
        if text is not None:
            made.text = self._spelled(text)
        return made

    def _spelled(self, text: str) -> str:
        plain = xml_text(text)
        return unicodedata.normalize(
            "NFD" if self.form == "NFD" and script_of(plain) != "Arab" else "NFC", plain
        )

    def _group(self) -> str:
        self.groups += 1
        return f"{self.groups:02d}"

    def _titles(self, below: Any, field: Field[str], kind: str) -> None:
        claims = list({claim.value: claim for claim in field}.values())
        spellings = [(claim.value, claim.language) for claim in claims]
        if claims and all(script_of(value) == "Arab" for value, _ in spellings):
            spellings.insert(0, (self._romanized(claims[0].value, kind), f"{self.language or 'ar'}-Latn"))
        group = self._group() if len(spellings) > 1 else ""
        for value, language in spellings:
            info = self._add(below, "titleInfo")
            main, colon, rest = value.partition(": ")
            # a devised title stays whole, and so does one with French spacing, which would come back without it
            whole = value.startswith("[") or not colon or main != main.strip() or rest != rest.strip()
            self._add(info, "title", value if whole else main)
            self._add(info, "subTitle", "" if whole else rest)
            self._mark(info, value, language, group)

    def _mark(self, element: Any, value: str, language: str | None, group: str) -> None:
        if language:
            element.set(f"{{{XML}}}lang", language)
        if group:
            element.set("altRepGroup", group)
            script = script_of(value)
            if script:
                element.set("script", script)
            if script == "Latn" and language and "-t-" in language:
                element.set("transliteration", language.partition("-m0-")[2] or self.scheme)

    def _romanized(self, text: str, kind: str) -> str:
        from refplug.romanize.script import romanize_script

        return romanize_script(text, self.scheme, self.reading, kind, lexicon=self.lexicon).text

    def _name(self, creator: Creator, role: str) -> None:
        names = [creator.name, *creator.variants]
        if script_of(creator.name.display()) == "Arab" and not any(
            script_of(one.display()) == "Latn" for one in names
        ):
            names.insert(0, self._latin(creator.name))
        group = self._group() if len(names) > 1 else ""
        code, word = RELATORS.get(role, ("ctb", "contributor"))
        for name in names:
            element = self._add(self.mods, "name")
            if not name.literal:
                element.set("type", "personal")
                self._add(element, "namePart", name.full_family).set("type", "family")
                self._add(element, "namePart", name.given).set("type", "given")
            else:
                self._add(element, "namePart", name.literal)
            self._mark(element, name.display(), name.language, group)
            roles = self._add(element, "role")
            self._add(roles, "roleTerm", word).set("type", "text")
            self._add(roles, "roleTerm", code).set("type", "code")

    def _latin(self, name: Name) -> Name:
        parts = {
            part: self._romanized(text, "name")
            for part in ("family", "given", "literal")
            if (text := getattr(name, part))
        }
        return Name(**parts)

    def _origin(self) -> None:
        record = self.record
        if not (record.publisher_place or record.publisher or record.issued or record.edition):
            return
        info = self._add(self.mods, "originInfo")
        if record.publisher_place.value:
            self._add(self._add(info, "place"), "placeTerm", record.publisher_place.value).set("type", "text")
        self._add(info, "publisher", record.publisher.value)
        if issued := record.issued.value:
            self._add(info, "dateIssued", issued.edtf()).set("encoding", "edtf")
        self._add(info, "edition", record.edition.value)

    def _keywords(self) -> None:
        for claim in self.record.keyword:
            for term in claim.value:
                subject = self._add(self.mods, "subject")
                self._add(subject, "topic", keyword_in(term, self.scheme))
                if claim.language:
                    subject.set(f"{{{XML}}}lang", claim.language)

    def _host(self) -> None:
        record = self.record
        if record.container is None and not (record.volume or record.issue or record.page):
            return
        host = self._add(self.mods, "relatedItem")
        host.set("type", "host")
        if record.container is not None:
            self._titles(host, record.container.title, "title")
            if record.container.issn.value:
                self._add(host, "identifier", record.container.issn.value).set("type", "issn")
        part = self._add(host, "part")
        for kind, value in (("volume", record.volume.value), ("issue", record.issue.value)):
            if value:
                detail = self._add(part, "detail")
                detail.set("type", kind)
                self._add(detail, "number", value)
        if record.page.value:
            first, _, last = record.page.value.replace("–", "-").partition("-")
            extent = self._add(part, "extent")
            extent.set("unit", "pages")
            self._add(extent, "start", first.strip())
            self._add(extent, "end", last.strip())


_FRAMES = frozenset(
    {
        "language",
        "location",
        "titleInfo",
        "name",
        "role",
        "originInfo",
        "physicalDescription",
        "place",
        "subject",
        "relatedItem",
        "part",
        "detail",
        "extent",
    }
)
