"""What a MARC record says of a work, as a record of claims; linked 880 fields become claims in the original script.

Catalogues write ISBD punctuation at the ends of subfields; it is no part of the values and is taken off. Whatever is
not understood here stays in the raw record that is kept beside (`Record.custom`), so nothing is lost on the way back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from refplug.formats.marc.codes import LANGUAGE_TAGS, RELATOR_WORDS, type_of
from refplug.formats.marc.dates import HIJRI_LANGUAGES, published
from refplug.formats.marc.raw import RawField, RawRecord
from refplug.model import (
    Claim,
    Creator,
    Evidence,
    Field,
    Name,
    PartialDate,
    Record,
    Term,
    TermKind,
    parse_doi,
    parse_isbn,
    parse_issn,
)
from refplug.text.languages import script_of

__all__ = ["CITEKEY_ORIGIN", "KINDS", "record_of"]

CITEKEY_ORIGIN = "(refplug)"
# second indicator of 653: what the uncontrolled term names
KINDS = {
    "0": TermKind.TERM,
    "1": TermKind.PERSON,
    "2": TermKind.BODY,
    "5": TermKind.PLACE,
    " ": TermKind.UNKNOWN,
}
_ENDS = re.compile(r"[\s/:;,=،؛]+$")
_PART = re.compile(
    r"(?:vol(?:ume)?\.?\s*)?(?P<volume>[\w-]+)?(?:\s*[,:]\s*(?:no\.?|issue)?\s*(?P<issue>[\w/-]+))?"
    r"(?:\s*\((?P<date>[^)]*)\))?(?:\s*[,:]\s*p(?:ages?|p)?\.?\s*(?P<page>\S+))?",
    re.IGNORECASE,
)


def record_of(raw: RawRecord, evidence: Evidence) -> Record:
    """The record, every value claimed on `evidence`; the raw record goes into `custom` as `marc:record`."""
    return _Reader(raw, evidence).record()


class _Reader:
    def __init__(self, raw: RawRecord, evidence: Evidence) -> None:
        self.raw = raw
        self.evidence = evidence
        self.linked = {six[:6]: field for field in raw.tagged("880") if (six := field.first("6"))}
        fixed = next((field.data for field in raw.tagged("008")), "")
        self.fixed = fixed.ljust(40)
        self.language = LANGUAGE_TAGS.get(self.fixed[35:38]) or LANGUAGE_TAGS.get(
            next((field.first("a")[:3] for field in raw.tagged("041")), "")
        )

    def record(self) -> Record:
        own: dict[str, Any] = {name: claims for name, claims in self._fields() if claims}
        container = self._container()
        has_issn = bool(container and container.issn)
        kind = type_of(self.raw.leader, bool(self.raw.tagged("502")), has_issn)
        keys = [
            value
            for field in self.raw.tagged("035")
            for value in field.all("a")
            if value.startswith(CITEKEY_ORIGIN)
        ]
        return Record(
            citekey=keys[0][len(CITEKEY_ORIGIN) :] if keys else "",
            type=kind,
            is_title_devised=self._is_devised(),
            container=container,
            custom=(("marc:record", self.raw.to_json()),),
            **own,
        )

    def _fields(self) -> Iterator[tuple[str, Field[Any]]]:
        yield "title", Field(tuple(self._titles()))
        yield from self._names()
        yield "issued", self._said(self._date())
        for tag, code, name in _PLAIN:
            yield name, Field(tuple(self._plain(tag, code)))
        yield from self._extent()
        if self.language:
            yield "language", self._said(self.language)
        yield "isbn", self._said(self._first("020", "a", lambda v: parse_isbn(v.split(" ")[0])))
        yield "issn", self._said(self._first("022", "a", parse_issn))
        yield "doi", self._said(self._doi())
        yield "keyword", self._said(self._keywords() or None)
        yield from self._part_numbers()

    def _said(self, value: Any) -> Field[Any]:
        return Field((self._claim(value),)) if value else Field()

    def _claim(self, value: Any, language: str | None = None) -> Claim[Any]:
        return Claim(value=value, evidence=self.evidence, confidence=1.0, language=language)

    def _other(self, field: RawField) -> RawField | None:
        """The 880 that holds the same in another script."""
        six = field.first("6")
        return self.linked.get(f"{field.tag}-{six[4:6]}") if six.startswith("880-") else None

    def _romanized(self) -> str | None:
        return f"{self.language}-Latn-t-{self.language}-m0-alaloc" if self.language in _IN_SCRIPT else None

    def _tag(self, text: str) -> str | None:
        """The language tag of a value in its own spelling."""
        if script_of(text) == "Latn" or script_of(text) is None:
            return None
        return self.language or "und-Arab"

    def _titles(self) -> Iterator[Claim[str]]:
        for field in self.raw.tagged("245"):
            title = _title(field)
            other = self._other(field)
            tag = self._tag(title) or (self._romanized() if other else None)
            if title:
                yield self._claim(title, tag)
            if other and (script := _title(other)):
                yield self._claim(script, self._tag(script))

    def _is_devised(self) -> bool:
        title = next((field.first("a") for field in self.raw.tagged("245")), "")
        notes = " ".join(field.first("a") for field in self.raw.tagged("500")).lower()
        return title.startswith("[") and "title devised" in notes

    def _names(self) -> Iterator[tuple[str, Field[Any]]]:
        by_role: dict[str, list[Creator]] = {}
        for field in self.raw.tagged("100", "110", "111", "700", "710", "711"):
            if field.first("t"):  # a work, not a person
                continue
            name = _name(field)
            other = self._other(field)
            variants = (replace(_name(other), language=self._tag(_name(other).display())),) if other else ()
            if name:
                by_role.setdefault(_role(field), []).append(
                    Creator(name=name, variants=tuple(filter(None, variants)))
                )
        for role, creators in by_role.items():
            yield role, self._said(tuple(creators))

    def _date(self) -> PartialDate | None:
        printed = next((field.first("c") for field in self._published() if field.first("c")), "")
        is_hijri_likely = self.language is None or self.language in HIJRI_LANGUAGES
        return published(self.fixed[6:15], printed, is_hijri_likely=is_hijri_likely)

    def _published(self) -> list[RawField]:
        first = [field for field in self.raw.tagged("264") if field.indicators[1] == "1"]
        return first or self.raw.tagged("260", "264")

    def _plain(self, tag: str, code: str) -> Iterator[Claim[str]]:
        fields = self._published() if tag == "264" else self.raw.tagged(tag)
        for field in fields or self._unlinked(tag):
            for value in field.all(code):
                if text := _clean(value):
                    yield self._claim(text, self._tag(text))
            if (other := self._other(field)) and (script := _clean(other.first(code))):
                yield self._claim(script, self._tag(script))
            if tag in _ONCE:
                return

    def _unlinked(self, tag: str) -> list[RawField]:
        """The 880 fields that say in script what no field says in Latin letters (`$6` with the number 00)."""
        return [field for field in self.raw.tagged("880") if field.first("6").startswith(f"{tag}-00")]

    def _extent(self) -> Iterator[tuple[str, Field[Any]]]:
        """300: so many volumes, or pages as they are counted."""
        claims = tuple(self._plain("300", "a"))
        found = _VOLUMES.match(claims[0].value) if claims else None
        yield "number_of_pages", Field() if found else Field(claims)
        yield "number_of_volumes", self._said(found and found[1])

    def _first(self, tag: str, code: str, parse: Any) -> Any:
        found = (parse(value) for field in self.raw.tagged(tag) for value in field.all(code))
        return next((value for value in found if value), None)

    def _doi(self) -> str | None:
        for field in self.raw.tagged("024"):
            if field.first("2").lower() == "doi" and (doi := parse_doi(field.first("a"))):
                return doi
        return None

    def _keywords(self) -> tuple[Term, ...]:
        terms = []
        for field in self.raw.tagged("653"):
            other = self._other(field)
            for value in field.all("a"):
                kind = KINDS.get(field.indicators[1], TermKind.UNKNOWN)
                script = _clean(other.first("a")) if other else None
                terms.append(
                    Term(printed=_clean(value), kind=kind, script=script, script_printed=bool(script))
                )
        return tuple(term for term in terms if term.printed)

    def _container(self) -> Record | None:
        for field in self.raw.tagged("773"):
            title = _clean(field.first("t"))
            issn = parse_issn(field.first("x"))
            if title or issn:
                return Record(type="", title=self._said(title), issn=self._said(issn))
        return None

    def _part_numbers(self) -> Iterator[tuple[str, Field[Any]]]:
        part = next((field.first("g") for field in self.raw.tagged("773") if field.first("g")), "")
        found = _PART.match(part)
        if found:
            for name in ("volume", "issue", "page"):
                yield name, self._said(found[name])


_IN_SCRIPT = frozenset({"ar", "fa", "ota", "ur", "he", "ku", "ps", "syr"})
_VOLUMES = re.compile(r"(\d+)\s*(?:v(?:ol(?:ume)?s?)?\b|مجلد|جلد|ج\b)", re.IGNORECASE)
_ONCE = frozenset({"090", "765", "264", "250", "300", "490", "520", "502", "856", "655"})
_PLAIN = (
    ("264", "b", "publisher"),
    ("264", "a", "publisher_place"),
    ("250", "a", "edition"),
    ("090", "a", "call_number"),
    ("765", "t", "original_title"),
    ("490", "a", "collection_title"),
    ("490", "v", "collection_number"),
    ("500", "a", "note"),
    ("520", "a", "abstract"),
    ("655", "a", "genre"),
    ("856", "u", "url"),
)


def _title(field: RawField) -> str:
    """Title proper and other title information, joined as a citation joins them."""
    main = " ".join(_clean(value) for value in field.all("anp"))
    rest = " ".join(_clean(value) for value in field.all("b"))
    return f"{main}: {rest}" if main and rest else main or rest


def _clean(value: str) -> str:
    """A value without the punctuation that ISBD puts between elements, and without a closing full stop."""
    text = _ENDS.sub("", value.strip())
    return text[:-1] if text.endswith(".") and not re.search(r"(?:\b\w|\.\w*)\.$", text) else text


def _name(field: RawField) -> Name:
    heading = _clean(field.first("a"))
    tag = field.first("6")[:3] if field.tag == "880" else field.tag
    if tag[1:] != "00":
        parts = [heading, *(_clean(value) for value in field.all("b"))]
        return Name(literal=". ".join(part for part in parts if part))
    family, *given = re.split(r"\s*[,،]\s*", heading, maxsplit=1)
    if field.indicators[0] == "1" and given:
        return Name(family=family, given=given[0])
    return Name(literal=heading)


def _role(field: RawField) -> str:
    for value in (*field.all("4"), *field.all("e")):
        word = value.rpartition("/")[2].strip(" .,").lower()
        if word in RELATOR_WORDS:
            return RELATOR_WORDS[word]
    return "author" if field.tag[0] == "1" else "contributor"
