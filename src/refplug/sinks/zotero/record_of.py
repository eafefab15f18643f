"""A record from the JSON of a Zotero item."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from refplug.extra import is_romanized, title_language
from refplug.mapping import field_at, with_field
from refplug.model import (
    EMPTY,
    Calendar,
    Claim,
    Creator,
    Evidence,
    Field,
    Notice,
    Origin,
    OriginKind,
    PartialDate,
    Record,
    Severity,
    parse_orcid,
)
from refplug.model.record import DATES
from refplug.sinks.zotero.creators import creators_in
from refplug.sinks.zotero.dates import edtf_in, printed_in
from refplug.sinks.zotero.extra_in import ExtraRead, read_extra, tag_of, variants_of
from refplug.sinks.zotero.fields import Slot, kind_of_item, paths_in_extra, role_of, slots
from refplug.sinks.zotero.schema import ItemType, Schema, bundled
from refplug.sinks.zotero.tags import terms_in
from refplug.sinks.zotero.values import values_in, values_out
from refplug.text.languages import script_of

__all__ = ["PREFIX", "record_of"]

PREFIX = "zotero:"
_NUMBERS = frozenset({"version", "deleted", "mtime"})  # of the object, not of the work
_HANDLED = frozenset({"itemType", "creators", "tags", "extra", "citationKey"})


def record_of(item: Mapping[str, Any], *, schema: Schema | None = None) -> tuple[Record, tuple[Notice, ...]]:
    """The record that an item's JSON describes, for every type of the schema, and what could not be understood.

    `item` is the editable JSON (`data` of an API answer, or the answer itself). What a record has no word for (key,
    version, collections, relations, unknown fields, the order of creators, spellings of dates) is kept in
    `Record.custom` under `zotero:…` and goes back with `item_of`. Never raises for what a JSON object can hold.

    >>> record, _ = record_of({"itemType": "book", "title": "Wilāyat al-faqīh", "language": "ar", "date": "1391 [1971]"})
    >>> record.type, record.title.language, record.issued.value.edtf()
    ('book', 'ar-Latn', '1971')
    """
    data = item["data"] if isinstance(item.get("data"), Mapping) else item
    return _Reading(data, schema or bundled()).read()


class _Reading:
    """One item on its way to a record."""

    def __init__(self, data: Mapping[str, Any], schema: Schema) -> None:
        self.data, self.schema = data, schema
        self.kind: ItemType = kind_of_item(schema, data)
        key = data.get("key")
        self.evidence = Evidence(origin=Origin(OriginKind.FILE, f"zotero {key}" if key else "zotero"))
        self.kept: dict[str, Any] = {}
        self.notices: list[Notice] = []
        self.record = Record(type=schema.csl_type_of(self.kind.name) or "document")
        self.language = _text(data.get("language")) or None

    def read(self) -> tuple[Record, tuple[Notice, ...]]:
        self.kept["itemType"] = self.kind.name
        if self.kind.name not in self.schema.types:
            self.tell(
                "zotero-type",
                f"item type '{self.kind.name}' is not in schema {self.schema.version}; read as a document",
            )
        used = self.read_fields()
        placed = creators_in(self.schema, self.kind, self.data.get("creators"))
        if placed.unplaced:
            roles = ", ".join(sorted(set(placed.unplaced)))
            self.tell("zotero-role", f"CSL has no role for {roles}; kept for Zotero only")
        for role, people in placed.by_role.items():
            self.record = with_field(self.record, role, self.said(people))
        self.read_extra_field()
        self.keep_rest(used)
        custom = tuple(
            (PREFIX + name, json.dumps(raw, ensure_ascii=False)) for name, raw in self.kept.items()
        )
        return replace(self._with_container_type(), custom=custom), tuple(self.notices)

    def read_fields(self) -> frozenset[str]:
        used = set()
        for slot in slots(self.schema, self.kind):
            name, raw = self.raw_value(slot)
            if not raw:
                continue
            used.add(name)
            values = values_in(slot, raw, self.language)
            if values:
                claims = tuple(self.claim(value) for value in values)
                self.record = with_field(self.record, slot.path, Field(claims))
            else:
                self.tell(
                    "zotero-value",
                    f"{slot.name} '{raw}' is no value for {slot.path.replace('_', ' ')}; kept as it is",
                )
            if not values or values_out(slot, self.record) != raw:
                self.kept[slot.name] = raw
        return frozenset(used)

    def raw_value(self, slot: Slot) -> tuple[str, str]:
        """The text of a field and the name it stands under: the type's own, or the base field as translators write it."""
        for name in (slot.name, self.kind.base_of(slot.name)):
            raw = self.data.get(name)
            if isinstance(raw, int | float) and not isinstance(raw, bool) and name not in _NUMBERS:
                raw = str(raw)
            if isinstance(raw, str) and raw:
                return name, raw
        return slot.name, ""

    def read_extra_field(self) -> None:
        extra = _text(self.data.get("extra"))
        filled = frozenset(
            path for path in paths_in_extra(self.schema).values() if field_at(self.record, path)
        )
        read = read_extra(extra, paths_in_extra(self.schema), self.schema.csl_types, filled)
        if extra:
            self.kept["extra"] = extra
        citekey = _text(self.data.get("citationKey")) or read.single.get("citation-key", "")
        if (line := read.single.get("citation-key")) and line != citekey:
            self.tell(
                "zotero-citekey", f"Extra has another citation key, {line}; '{citekey}' of the field is used"
            )
        terms = terms_in(self.data.get("tags"), read.keywords)
        self.record = replace(
            self.record,
            citekey=citekey,
            type=read.single.get("type", self.record.type),
            is_title_devised=read.single.get("refplug-title-devised") == "yes",
            keyword=self.said(terms) if terms else EMPTY,
            note=Field(tuple(map(self.claim, filter(None, (read.note, *read.notes))))),
        )
        if self.data.get("tags"):
            self.kept["tags"] = self.data["tags"]
        if self.data.get("creators"):
            self.kept["creators"] = self.data["creators"]
        self.take_values(read)
        self.take_spellings(read)
        self.take_names(read)

    def take_values(self, read: ExtraRead) -> None:
        for path, text in read.values.items():
            if path in DATES:
                self.take_date(path, text)
            else:
                self.record = with_field(self.record, path, self.said(text))
        for role, names in read.people.items():
            more = read.people_variants.get(role, {})
            people = tuple(
                Creator(name=name, variants=tuple(more.get(at, ()))) for at, name in enumerate(names) if name
            )
            self.record = with_field(self.record, role, self.said(people))
        printed = read.single.get("date-printed")
        if printed and (issued := self.record.issued.value):
            text, calendar = printed_in(printed)
            self.record = replace(self.record, issued=self.said(_printed(issued, text, calendar)))

    def take_date(self, path: str, text: str) -> None:
        """A date in Extra; one for the date of issue counts where the field says the same beginning, or nothing."""
        date, held = edtf_in(text), field_at(self.record, path).value
        if date and (held is None or (held.year, held.month, held.day) == (date.year, date.month, date.day)):
            self.record = with_field(self.record, path, self.said(date))

    def take_spellings(self, read: ExtraRead) -> None:
        original = read.single.get("cne-original-language")
        romanization = read.single.get("refplug-romanization")
        tag: str | None
        title = self.record.title.value
        by_path: dict[str, list[Claim[str]]] = {}
        for spelling in read.spellings:
            tag = tag_of(
                spelling.kind,
                spelling.value,
                original,
                romanization if spelling.path == "title" else None,
                self.language,
            )
            by_path.setdefault(spelling.path, []).append(self.claim(spelling.value, tag))
        if title is not None:
            marked = {claim.value for claim in by_path.get("title", ()) if is_romanized(claim.language)}
            known = romanization if title in marked else None
            tag = read.languages.get("title") or title_language(title, self.language, known, original)
            if not by_path.get("title") and (script := self.own_script()):
                by_path["title"] = [script]
            self.record = replace(self.record, title=Field((self.claim(title, tag),)))
        for path, claims in by_path.items():
            held = field_at(self.record, path)
            first = held.value
            if first is None:
                continue  # a spelling of nothing: it stays in Extra
            rest = tuple(
                c for c in claims if c.value != first or (path != "title" and c.language != held.language)
            )
            if path != "title" and first is not None:
                again = next((c for c in rest if c.value == first), None)
                rest = tuple(c for c in rest if c.value != first)
                held = Field((again or held.claims[0], *held.claims[1:]))
            self.record = with_field(self.record, path, Field((*held.claims, *rest)))
        for path, tag in read.languages.items():
            if path != "title" and (first := field_at(self.record, path).accepted):
                tagged = replace(first, language=tag)
                self.record = with_field(
                    self.record, path, Field((tagged, *field_at(self.record, path).claims[1:]))
                )

    def own_script(self) -> Claim[str] | None:
        """The title's own script where somebody put it into `original-title` of a romanized title: no other work's title."""
        other, title = self.record.original_title.value, self.record.title.value
        if not other or not title or script_of(other) != "Arab":
            return None
        if title_language(title, self.language, None) is None:
            return None
        self.record = replace(self.record, original_title=EMPTY)
        return self.claim(other, (self.language or "").split("-")[0] or "und-Arab")

    def take_names(self, read: ExtraRead) -> None:
        """Other spellings of names, by the creator's place in the item's list."""
        original = read.single.get("cne-original-language")
        seen: dict[str, int] = {}
        raw = self.data.get("creators")
        for number, one in enumerate(raw if isinstance(raw, list) else ()):
            role = (
                role_of(self.schema, self.kind, str(one.get("creatorType")))
                if isinstance(one, Mapping)
                else None
            )
            people = field_at(self.record, role).value if role else None
            if role is None or people is None:
                continue
            place = seen.get(role, 0)
            seen[role] = place + 1
            if place >= len(people) or (number not in read.names and number not in read.orcids):
                continue
            own = people[place]
            tags = original, read.single.get("refplug-romanization"), self.language
            variants = tuple(variants_of(read.names.get(number, {}), own.name, *tags))
            grown = replace(own, variants=variants, orcid=parse_orcid(read.orcids.get(number, "")))
            changed = tuple(grown if at == place else person for at, person in enumerate(people))
            self.record = with_field(self.record, role, self.said(changed))

    def keep_rest(self, used: frozenset[str]) -> None:
        for name, raw in self.data.items():
            if name not in used and name not in _HANDLED and raw not in ("", [], {}):
                self.kept[name] = raw

    def _with_container_type(self) -> Record:
        inner = self.record.container
        if inner is None or inner.type:
            return self.record
        of = "periodical" if self.record.type.startswith(("article", "review")) else "book"
        return replace(self.record, container=replace(inner, type=of))

    def claim(self, value: Any, language: str | None = None) -> Claim[Any]:
        return Claim(value=value, evidence=self.evidence, confidence=1.0, language=language)

    def said(self, value: Any) -> Field[Any]:
        return Field((self.claim(value),))

    def tell(self, code: str, message: str) -> None:
        name = self.data.get("key") or self.data.get("title") or "item"
        self.notices.append(Notice(code=code, message=f"{name}: {message}", severity=Severity.INFO))


def _printed(date: PartialDate, text: str, calendar: Calendar) -> PartialDate:
    """The date with what was printed; both ends of a range are of one calendar."""
    end = replace(date.end, calendar=calendar) if date.end else None
    return replace(date, printed=text, calendar=calendar, end=end)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
