"""The JSON of a Zotero item from a record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from refplug.extra import (
    is_romanized,
    lines_of,
    normalized,
    one_line,
)
from refplug.mapping import field_at
from refplug.model import EMPTY, Creator, Notice, PartialDate, Record
from refplug.model.record import NAMES
from refplug.sinks.zotero.creators import creators_out, name_line
from refplug.sinks.zotero.dates import date_out, range_out
from refplug.sinks.zotero.extra_out import with_notes, written
from refplug.sinks.zotero.fields import (
    Slot,
    choose_type,
    extra_name,
    extra_paths,
    kind_of_item,
    paths_in_extra,
    settled,
    slots,
)
from refplug.sinks.zotero.losses import losses
from refplug.sinks.zotero.record_of import PREFIX, record_of
from refplug.sinks.zotero.schema import ItemType, Schema, bundled
from refplug.sinks.zotero.spelled_out import folded, spellings
from refplug.sinks.zotero.tags import keyword_lines, terms_out
from refplug.sinks.zotero.values import values_in, values_out

__all__ = ["item_of"]

#: What the server and the user arrange: written only where asked.
BOOKKEEPING = frozenset(
    "key version collections relations deleted inPublications dateAdded dateModified parentItem md5 mtime".split()
)
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BY_THEMSELVES = frozenset({"itemType", "creators", "tags", "extra", "citationKey"})


def item_of(
    record: Record,
    *,
    schema: Schema | None = None,
    base: Mapping[str, Any] | None = None,
    with_abstract: bool = False,
    with_search: bool | None = None,
    with_bookkeeping: bool = False,
) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    """The editable JSON of an item for a record, and one notice for each thing that it cannot hold.

    `base` is the item as the library has it (else what `record_of` kept): its fields that the record says nothing
    about, its tags, its lines in Extra and its unknown fields stay. The abstract goes out with `with_abstract`, else
    that of `base` stays; keys, versions, collections and relations only with `with_bookkeeping`. The line of folded
    forms, which makes romanized words findable in Zotero, goes into new items and is kept up where it stands;
    `with_search` True adds it to any item, False writes none.

    >>> from refplug.model import Claim, Evidence, Field, Origin, OriginKind
    >>> seen = Evidence(origin=Origin(OriginKind.FILE, "x"))
    >>> record = Record(type="legal_case", citekey="k", title=Field((Claim(value="A v B", evidence=seen, confidence=1.0),)))
    >>> item_of(record)[0]
    {'itemType': 'case', 'caseName': 'A v B', 'citationKey': 'k'}
    """
    writing = _Writing(record, schema or bundled(), base, with_abstract=with_abstract)
    item = writing.item(with_search=with_search)
    notices = losses(record, item, writing.schema, writing.told, with_abstract=with_abstract)
    if not with_bookkeeping:
        item = {name: value for name, value in item.items() if name not in BOOKKEEPING}
    return item, notices


class _Writing:
    """One record on its way to an item."""

    def __init__(
        self, record: Record, schema: Schema, base: Mapping[str, Any] | None, *, with_abstract: bool
    ) -> None:
        self.schema = schema
        self.with_abstract = with_abstract
        own = {
            name[len(PREFIX) :]: json.loads(text) for name, text in record.custom if name.startswith(PREFIX)
        }
        self.kept: dict[str, Any] = {
            **own,
            **{name: raw for name, raw in (base or {}).items() if raw not in ("", [], {})},
        }
        self.record = settled(record if with_abstract else replace(record, abstract=EMPTY))
        kept = self.kept.get("extra")
        self.kept_extra: str = kept if isinstance(kept, str) else ""
        self.extra_lines = lines_of(self.kept_extra)
        self.item_type = self.chosen_type()
        self.kind: ItemType = kind_of_item(schema, {**self.kept, "itemType": self.item_type})
        self.keys = paths_in_extra(schema)
        self.told: list[Notice] = []
        self.lines: list[tuple[str, str]] = []

    def chosen_type(self) -> str:
        """The item type; that of the library's item stays where its Extra already says what the record is."""
        held = self.kept.get("itemType")
        is_said = any(line.key == "type" and line.value == self.record.type for line in self.extra_lines)
        if isinstance(held, str) and held in self.schema.types and is_said:
            return held
        return choose_type(self.schema, self.record, held if isinstance(held, str) else None)

    def item(self, *, with_search: bool | None) -> dict[str, Any]:
        """The whole item, in the order of `GET /items/new`."""
        fields, creators = self.described()
        is_searched = self.is_searched() if with_search is None else with_search
        if is_searched and (forms := folded(self.record)):
            self.lines.append(("refplug-search", forms))
        tags, too_long = terms_out(self.record.keyword.value or (), self.kept.get("tags"))
        for term in too_long:
            message = f"keyword '{term.text[:40]}…' is longer than a tag of Zotero (255 characters); it stands in Extra only"
            self.told.append(Notice(code="zotero-tag-too-long", message=message))
        if text := self.extra_text(self.given(fields, creators)):
            fields["extra"] = text
        made: dict[str, Any] = {"itemType": self.item_type}
        made |= {name: fields.pop(name) for name in self.kind.fields if name in fields}
        if creators:
            made["creators"] = creators
        return made | fields | ({"tags": tags} if tags else {}) | self.unknown(made)

    def described(self) -> tuple[dict[str, Any], list[dict[str, str]]]:
        """The fields and the creators; the lines for Extra are put together on the way."""
        table = slots(self.schema, self.kind)
        fields: dict[str, Any] = {
            slot.name: text
            for slot in table
            if (text := self.field(slot)) and not self.stands_in_extra(slot, text)
        }
        stated = frozenset(path for line in self.extra_lines if (path := self.keys.get(line.key, "")))
        creators, placed, homeless = creators_out(
            self.schema, self.kind, self.record, self.kept.get("creators"), stated
        )
        fields |= self.left_over(fields)
        if self.record.citekey and "citationKey" in self.kind.fields:
            fields["citationKey"] = self.record.citekey
        self.variables(table, homeless)
        kept = self.kept.get(self.kind.field_for("date") or "date")
        people = tuple(person for _, person in placed)
        self.lines += spellings(self.record, table, fields.get("language"), people, kept)
        self.lines += keyword_lines(self.record.keyword.value or (), is_new=not self.kept)
        return fields, creators

    def is_searched(self) -> bool:
        """Whether the line of folded forms is ours to write: in a new item, and where it stands already."""
        return not self.kept or any(line.key == "refplug-search" for line in self.extra_lines)

    def given(
        self, fields: Mapping[str, Any], creators: Sequence[Mapping[str, str]]
    ) -> frozenset[tuple[str, str]]:
        """The lines that need not be added, since the fields with the library's own Extra say them, in whatever way."""
        if not self.kept_extra:
            return frozenset()
        item = {"itemType": self.item_type, **fields, "creators": creators, "extra": self.kept_extra}
        held, _ = record_of(item, schema=self.schema)
        own = _Writing(replace(held, custom=()), self.schema, None, with_abstract=self.with_abstract)
        own.described()
        return frozenset(own.lines)

    def field(self, slot: Slot) -> str:
        """The text of a field: as the library spells it where that means the same."""
        text, kept = values_out(slot, self.record), self.kept.get(slot.name)
        if slot.path == "language" and not text:
            text = _title_tag(self.record)
        if not text:
            return kept if isinstance(kept, str) else ""
        date = self.record.accessed.value
        if slot.path == "accessed" and date and text != kept and not _WHOLE_DAY.fullmatch(text):
            self.lines.append(("accessed", date.edtf()))  # the server takes whole days only
            return ""
        if isinstance(kept, str) and kept != text and self._means_the_same(slot, kept):
            return kept
        return text

    def stands_in_extra(self, slot: Slot, text: str) -> bool:
        """Whether the library's item says this in a line of Extra and has no such field: then it stays there."""
        if slot.name in self.kept:
            return False
        return any(
            self.keys.get(line.key) in (slot.path, slot.also)
            and values_in(slot, line.value, None) == values_in(slot, text, None)
            for line in self.extra_lines
        )

    def _means_the_same(self, slot: Slot, kept: str) -> bool:
        home = slot.home(self.record)
        claims = field_at(self.record, home).claims if home else ()
        values = values_in(slot, kept, self.record.language.value)
        said = (
            tuple(claim.value for claim in claims if claim.language is None)
            if len(values) > 1
            else (claims[0].value,)
            if claims
            else ()
        )
        if slot.is_date and values and said:
            return date_out(values[0]) == date_out(said[0])
        return values == said

    def left_over(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Fields of the library's item that no variable stands for: in their place where the type has them, else in Extra."""
        made = {}
        for name, raw in self.kept.items():
            if name in fields or name in _BY_THEMSELVES or name in BOOKKEEPING or not isinstance(raw, str):
                continue
            if name in self.kind.fields or self.item_type not in self.schema.types:
                made[name] = raw
            elif any(name in kind.fields for kind in self.schema.types.values()):
                self.lines.append((_worded(name), one_line(raw)))
        return made

    def unknown(self, made: Mapping[str, Any]) -> dict[str, Any]:
        """What no schema of ours knows, as it came."""
        known = {name for kind in self.schema.types.values() for name in kind.fields}
        return {
            name: raw
            for name, raw in self.kept.items()
            if name not in made and name not in _BY_THEMSELVES and name not in known
        }

    def variables(self, table: Sequence[Slot], homeless: Sequence[str]) -> None:
        """Lines for what the type has no field or no creator type for, in Zotero's own way."""
        held = (
            {slot.path for slot in table}
            | {slot.also for slot in table}
            | {*NAMES, "container.author", "note", "keyword"}
        )
        own = self.schema.csl_type_of(self.item_type)
        if own is not None and self.record.type != own:
            self.lines.append(("Type", self.record.type))
        for path in extra_paths(self.record, frozenset(held)):
            value = field_at(self.record, path).value
            text = value.edtf() if isinstance(value, PartialDate) else one_line(str(value))
            if text and (path != "abstract" or self.with_abstract):
                self.lines.append((str(extra_name(path)), text))
        for role in homeless:
            name = str(extra_name(role))
            people: tuple[Creator, ...] = field_at(self.record, role).value or ()
            self.lines += [(name, one_line(name_line(one.name))) for one in people]
            self.lines += [
                (f"refplug-{name}-{number}-{variant.language}", one_line(name_line(variant)))
                for number, one in enumerate(people)
                for variant in one.variants
                if variant.language
            ]
        for slot in table:
            date = field_at(self.record, slot.path).value
            if isinstance(date, PartialDate) and (years := range_out(date)):
                self.lines.append((str(extra_name(slot.path)), years))

    def extra_text(self, given: frozenset[tuple[str, str]]) -> str:
        """The Extra field: other people's lines as they stand, ours in place or behind them."""
        lines = self.extra_lines
        if "citationKey" in self.kind.fields:
            key = self.record.citekey
            lines = tuple(line for line in lines if line.key != "citation-key" or line.value != key)
        elif self.record.citekey:
            self.lines.append(("Citation Key", self.record.citekey))
        lines, notes = with_notes(lines, self.record.note, self.keys, self.schema.csl_types)
        return written(lines, [*notes, *self.lines], given)


def _title_tag(record: Record) -> str:
    """A language for styles that would title-case a romanized title: `ar-Latn`."""
    tag = record.title.language or ""
    return f"{tag.split('-')[0]}-Latn" if is_romanized(tag) else ""


def _worded(name: str) -> str:
    """`seriesText` as people write it in Extra: `Series Text`."""
    words = normalized(name).split("-")
    return " ".join(word.capitalize() for word in words)
