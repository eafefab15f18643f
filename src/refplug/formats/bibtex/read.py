"""Entries into records: fields to CSL variables by the tables of `fields`, what CSL has no word for kept verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from refplug.formats.bibtex.dates import is_status, parse_date, parse_parts
from refplug.formats.bibtex.document import Document, Entry
from refplug.formats.bibtex.engines import left_out
from refplug.formats.bibtex.field_readers import ranked
from refplug.formats.bibtex.fields import (
    CSL_TYPES,
    KEPT_BY_TYPE,
    NAME_FIELDS,
    FieldRule,
)
from refplug.formats.bibtex.languages import language_tag
from refplug.formats.bibtex.names import parse_names
from refplug.formats.bibtex.sortkeys import sort_key
from refplug.formats.bibtex.tex import plain_verbatim, safe_source, text_and_unknown, whole
from refplug.formats.bibtex.types import entry_type
from refplug.formats.bibtex.values import Library, Value
from refplug.model import (
    Claim,
    Evidence,
    Field,
    Notice,
    Origin,
    OriginKind,
    PartialDate,
    Record,
    Severity,
    Term,
)  # fmt: skip
from refplug.ports import Parsed

__all__ = ["Reading", "read", "records_of"]

_DEVISED = re.compile(r"(?<!\s)\s*+Title devised(?: from the keywords)?; the work prints none\.")
_LINK = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}|(https?://[^\s{}\\]+)")
_DATES = {
    "urldate": "accessed",
    "accessed": "accessed",
    "eventdate": "event_date",
    "origdate": "original_date",
}
_KEYWORD_BREAK = re.compile(r"(?<!\s)\s*+[,;،؛]\s*+")
_NAME_FIELDS = {name: (attribute, where) for attribute, name, where in NAME_FIELDS}
_NOTHING = Value("")


def read(data: bytes, file: str) -> Parsed:
    """The records of a .bib file in file order; broken entries and all other faults are notices, never raised."""
    document = Document.parse(data, file)
    parsed = records_of(document)
    return replace(parsed, notices=parsed.notices + left_out(document.blocks, file))


def records_of(document: Document, entries: Iterable[Entry] | None = None) -> Parsed:
    """The records of a document's entries (all of them by default), parents' fields inherited."""
    reading = Reading(document)
    chosen = document.entries if entries is None else entries
    records = tuple(reading.record(entry) for entry in chosen if entry.type != "xdata")
    return Parsed(records=records, notices=document.notices + reading.take_notices())


class Reading:
    """Makes records of entries, with what they need of a document: its strings, and the entries they inherit from."""

    def __init__(self, document: Document) -> None:
        self.file = document.file
        self.library = Library(document)
        self.evidence = Evidence(origin=Origin(OriginKind.FILE, document.file))
        self.notices: list[Notice] = []

    def record(self, entry: Entry) -> Record:
        """The record of one entry; faults are kept for `take_notices`."""
        fields = self.library.inherited(entry)
        making = _Making(entry, fields, self.evidence)
        making.dates()
        making.names()
        making.titles()
        making.words()
        making.rest()
        if making.unknown:
            commands = " ".join(f"\\{word}" for word in dict.fromkeys(making.unknown))
            said = f"entry {entry.citekey!r}: left out the TeX commands {commands}, which print nothing that is known"
            self.notices.append(
                Notice(code="tex-command", message=said, severity=Severity.INFO, file=self.file)
            )
        return making.record()

    def take_notices(self) -> tuple[Notice, ...]:
        """What was faulty or left out since the last call: faults of values once each, at most a thousand."""
        said = (f"entry {entry.citekey!r} {message}" for entry, message in self.library.faults)
        faults = [Notice(code="value", message=text, file=self.file) for text in dict.fromkeys(said)]
        taken = (*faults[:1000], *self.notices)
        self.library.faults.clear()
        self.notices.clear()
        return taken


class _Making:
    """One record in the making: the parts for the record itself, for its container, for its series."""

    def __init__(self, entry: Entry, fields: dict[str, Value], evidence: Evidence) -> None:
        self.entry, self.fields, self.evidence = entry, fields, evidence
        self.parts: dict[str, dict[str, Any]] = {"self": {}, "container": {}, "series": {}}
        self.custom: list[tuple[str, str]] = []
        self.unknown: list[str] = []
        self.is_devised = False

    def text(self, source: str) -> str:
        text, unknown = text_and_unknown(source)
        if unknown:
            self.unknown += unknown
        return text

    def claim(
        self, where: str, attribute: str, value: Any, origin: str = "", language: str | None = None
    ) -> None:
        evidence = self.evidence
        if origin:
            evidence = Evidence(origin=evidence.origin, reason=f"inherited from {origin!r}")
        claim = Claim(value=value, evidence=evidence, confidence=1.0, language=language)
        part = self.parts[where]
        part[attribute] = part[attribute].add(claim) if attribute in part else Field((claim,))

    def keep(self, name: str, value: Value) -> None:
        source = safe_source(value.source)
        if source.strip():
            self.custom.append((f"bibtex:{whole(name)}", source))

    def dates(self) -> None:
        date = self.fields.pop("date", None)
        parsed = parse_date(date.source) if date else None
        if date and parsed:
            self.claim("self", "issued", parsed, date.origin)
        elif date:
            self.keep("date", date)
        self._year(is_spare=parsed is not None)
        for name, attribute in _DATES.items():
            if name not in self.fields:
                continue
            value = self.fields.pop(name)
            found: PartialDate | None = parse_date(value.source)
            if found and attribute not in self.parts["self"]:
                self.claim("self", attribute, found, value.origin)
            else:
                self.keep(name, value)

    def _year(self, *, is_spare: bool) -> None:
        values = {name: self.fields.pop(name) for name in ("year", "month", "day") if name in self.fields}
        if is_spare or not values:
            return
        text = {name: self.text(value.source) for name, value in values.items()}
        if (issued := parse_parts(text.get("year", ""), text.get("month", ""), text.get("day", ""))) is None:
            issued = parse_parts(text.get("year", ""))
            if issued is None and "year" in values:
                self.keep("year", values["year"])
                self._status(text["year"], values["year"])
            for name in ("month", "day"):
                if name in values:
                    self.keep(name, values[name])
        if issued is not None:
            self.claim("self", "issued", issued, values["year"].origin)

    def _status(self, said: str, value: Value) -> None:
        """`year = {forthcoming}`: BibTeX has no other place for what CSL calls the status."""
        if is_status(said) and "pubstate" not in self.fields:
            self.claim("self", "status", said, value.origin)

    def names(self) -> None:
        self._collaborators()
        for name, (attribute, where) in _NAME_FIELDS.items():
            if name not in self.fields:
                continue
            value = self.fields.pop(name)
            if creators := parse_names(value.source):
                self.claim(where, attribute, creators, value.origin)
        holder = self.fields.get("holder")
        if holder and self.entry.type == "patent" and "author" not in self.parts["self"]:
            self.claim("self", "author", parse_names(holder.source), holder.origin)

    def _collaborators(self) -> None:
        """`editora` is read as collaborators where `editoratype` says so; every other role stays as it is written."""
        if "collaborator" in self.fields and "editora" not in self.fields:
            self.fields["editora"] = self.fields.pop("collaborator")
            return
        role = self.fields.get("editoratype", _NOTHING).source.strip()
        if role == "collaborator":
            del self.fields["editoratype"]
        elif role == "editor" and "editor" not in self.fields:
            del self.fields["editoratype"]  # a book with author and editor, which plain.bst cannot take
            self.fields["editor"] = self.fields.pop("editora", _NOTHING)
        elif "editora" in self.fields:
            self.keep("editora", self.fields.pop("editora"))

    def titles(self) -> None:
        for stem in ("", "book", "journal"):
            subtitle = self.fields.pop(f"{stem}subtitle", None)
            if subtitle is None:
                continue
            main = next((name for name in (f"{stem}title", stem) if name in self.fields), None)
            if main is None:
                self.keep(f"{stem}subtitle", subtitle)
                continue
            value = self.fields[main]
            stop = " " if value.source.rstrip().endswith(("?", "!", ":", ".")) else ": "
            self.fields[main] = Value(value.source.rstrip() + stop + subtitle.source.lstrip(), value.origin)

    def words(self) -> None:
        named = next((name for name in ("keywords", "keyword", "tags") if name in self.fields), "")
        value = self.fields.pop(named, None)
        if value:
            words = [self.text(part) for part in _KEYWORD_BREAK.split(value.source)]
            terms = tuple(Term(printed=word) for word in dict.fromkeys(words) if word)
            if terms:
                self.claim("self", "keyword", terms, value.origin)
        for name in ("langid", "hyphenation", "language"):
            language = self.fields.get(name)
            tag = language_tag(language.source) if language else None
            if tag and "language" not in self.parts["self"]:
                self.claim("self", "language", tag, self.fields.pop(name).origin)

    def rest(self) -> None:
        if (
            "eprint" in self.fields
            and self.fields.get("eprinttype", _NOTHING).source.strip().lower() == "pubmed"
        ):
            self.claim("self", "pmid", plain_verbatim(self.fields.pop("eprint").source))
            del self.fields["eprinttype"]
        self.key = self.fields.pop("key", _NOTHING) if not self.parts["self"].get("author") else _NOTHING
        if "address" in self.fields and "location" in self.fields:  # the second is where the meeting was
            self.fields.setdefault("venue", self.fields.pop("location"))
        self._link()
        for name, rule, reader in ranked(tuple(self.fields), self.entry.type):
            value = self.fields[name]
            if (
                rule is None
                or rule.attribute in self.parts[rule.where]
                or not self._take(rule, value, *reader(value.source))
            ):
                self.keep(name, value)

    def _link(self) -> None:
        """`howpublished = {\\url{…}}`, which is how an address was given before BibTeX styles knew `url`."""
        value = self.fields.get("howpublished")
        found = _LINK.search(value.source) if value and "url" not in self.fields else None
        if value and found:
            self.fields["url"] = Value(found[1] or found[2], value.origin)
            if _LINK.fullmatch(value.source.strip()) or found[0].startswith("\\href"):
                del self.fields["howpublished"]

    def _take(self, rule: FieldRule, value: Value, text: str | None, unknown: tuple[str, ...]) -> bool:
        if unknown:
            self.unknown += unknown
        if rule.attribute == "note" and text and _DEVISED.search(text):
            self.is_devised = True
            text = _DEVISED.sub("", text).strip() or None
            if text is None:
                return True
        if not text:
            return text is None and not value.source.strip()
        self.claim(rule.where, rule.attribute, text, value.origin)
        return True

    def record(self) -> Record:
        own, inner, series = self.parts["self"], self.parts["container"], self.parts["series"]
        kind = self._type()
        own |= {"collection_title": series["title"]} if series else {}
        container = None
        if inner:
            of = "periodical" if kind.startswith(("article", "review")) else "book"
            container = Record(type=of, **inner)
        own |= {"citekey": whole(self.entry.citekey), "type": kind, "container": container}
        record = Record(is_title_devised=self.is_devised, custom=tuple(self.custom), **own)
        if self.key.source.strip() and self.text(self.key.source) != self.text(sort_key(record)):
            self.keep("key", self.key)  # not ours, which is made anew from the title
            record = replace(record, custom=tuple(self.custom))
        if entry_type(record, None) == self.entry.type:
            return record
        custom = (("bibtex:type", whole(self.entry.type)), *self.custom)
        return Record(is_title_devised=self.is_devised, custom=custom, **own)

    def _type(self) -> str:
        subtype = self.fields.get("entrysubtype")
        if subtype and subtype.source in KEPT_BY_TYPE:
            self.custom = [item for item in self.custom if item[0] != "bibtex:entrysubtype"]
            return KEPT_BY_TYPE[subtype.source]
        return CSL_TYPES.get(self.entry.type, "document")
