"""Which variable of a record stands in which field of an item, worked out from the schema for each item type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from refplug.extra import normalized
from refplug.mapping import field_at, uncovered_by
from refplug.model import EMPTY, Record
from refplug.model.record import DATES, VARIABLES, attribute_of, csl_name
from refplug.sinks.zotero.schema import ItemType, Schema

__all__ = ["KIN", "Slot", "choose_type", "extra_name", "extra_paths", "kind_of_item", "settled", "slots"]

#: CSL 1.0.2 types that Zotero has no item type for, with the nearest CSL type that it has. The record's own type goes
#: to Extra as `Type: review-book`, which Zotero reads.
KIN: Mapping[str, str] = {
    "classic": "book",
    "collection": "book",
    "entry": "entry-encyclopedia",
    "event": "speech",
    "figure": "graphic",
    "musical_score": "book",
    "pamphlet": "book",
    "performance": "speech",
    "periodical": "book",
    "regulation": "legislation",
    "review": "article-journal",
    "review-book": "article-journal",
    "treaty": "legislation",
}
_ELSEWHERE = {"container-title": "container.title", "journalAbbreviation": "container.title_short"}
_BY_THEMSELVES = frozenset(
    {"note", "citation-key", "shortTitle"}
)  # Extra, the key, a second word for title-short
#: What a chapter may say of its book, and an item says of itself.
_FROM_CONTAINER = ("isbn", "publisher", "publisher_place", "edition", "volume", "editor", "collection_title")
_CONTAINER_NAMES = {
    "container.title": "container-title",
    "container.title_short": "container-title-short",
    "container.author": "container-author",
}
_NEVER_NEW = frozenset({"note", "attachment", "annotation"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of an item type and the variable that it holds; `also` is where else a record may keep it."""

    path: str
    name: str
    also: str = ""

    @property
    def is_date(self) -> bool:
        """Whether the variable is a date."""
        return self.path in DATES

    def home(self, record: Record) -> str | None:
        """The path in the record that fills this field, or None where the record says nothing."""
        return next((path for path in (self.path, self.also) if path and field_at(record, path)), None)


def slots(schema: Schema, kind: ItemType) -> tuple[Slot, ...]:
    """The fields of an item type that hold a variable, by the schema's own map to CSL.

    >>> from refplug.sinks.zotero.schema import bundled
    >>> [slot.name for slot in slots(bundled(), bundled().types["case"]) if slot.path in ("title", "issued", "container.title")]
    ['reporter', 'caseName', 'dateDecided']
    """
    return _slots(_Hashed(schema), kind.name, kind.fields, tuple(kind.bases.items()))


class _Hashed:
    """A schema as a key of a cache: by its identity, which it keeps as long as the cache holds it."""

    __slots__ = ("schema",)

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self.schema is other.schema


@lru_cache(maxsize=256)
def _slots(
    held: _Hashed, name: str, fields: tuple[str, ...], bases: tuple[tuple[str, str], ...]
) -> tuple[Slot, ...]:
    schema, kind = held.schema, ItemType(name=name, fields=fields, bases=dict(bases))
    made: dict[str, Slot] = {}
    has_container = any(kind.field_for(base) for base in schema.csl_texts.get("container-title", ()))
    for variable, candidates in schema.csl_texts.items():
        if variable in _BY_THEMSELVES:
            continue
        path = _path(variable)
        own = next((found for base in candidates if (found := kind.field_for(base))), None)
        if path and own and path not in made:
            if path == "issn":
                made[path] = (
                    Slot("container.issn", own, "issn")
                    if has_container
                    else Slot(path, own, "container.issn")
                )
            else:
                made[path] = Slot(path, own)
    for variable, base in schema.csl_dates.items():
        path, own = _path(variable), kind.field_for(base)
        if path and own:
            made[path] = Slot(path, own)
    return tuple(made.values())


def _path(variable: str) -> str | None:
    if variable in _ELSEWHERE:
        return _ELSEWHERE[variable]
    try:
        return attribute_of(variable)
    except (
        KeyError
    ):  # a variable that a later schema adds and the model has no word for: the field stays as it is
        return None


def kind_of_item(schema: Schema, item: Mapping[str, Any]) -> ItemType:
    """The item's type. One that the schema does not know has the fields that the item has, and each variable's first field."""
    name = str(item.get("itemType", "document"))
    if name in schema.types:
        return schema.types[name]
    first = (*(bases[0] for bases in schema.csl_texts.values() if bases), *schema.csl_dates.values())
    fields = tuple(dict.fromkeys((*item, *first, "citationKey")))
    return ItemType(name=name, fields=fields, creators=("author", "editor", "contributor"), primary="author")


def settled(record: Record) -> Record:
    """The record as an item says it: the series as `collection_title`, the book's ISBN and publisher as the chapter's.

    Nothing is overwritten; what has no place beside the record's own stays in the container.
    """
    record = _without_series(record)
    inner = record.container
    if inner is None:
        return record
    changes: dict[str, Any] = {}
    emptied: dict[str, Any] = {}
    for name in _FROM_CONTAINER:
        if getattr(inner, name) and not getattr(record, name):
            changes[name], emptied[name] = getattr(inner, name), EMPTY
    return replace(record, container=replace(inner, **emptied), **changes) if changes else record


def _without_series(record: Record) -> Record:
    inner = record.container
    if inner is None:
        return record
    if inner.type == "collection" and inner.title and not record.collection_title:
        return replace(record, container=inner.container, collection_title=inner.title)
    below = _without_series(inner)
    if below is inner:
        return record
    if record.collection_title:
        return record
    return replace(
        record, container=replace(below, collection_title=EMPTY), collection_title=below.collection_title
    )


def choose_type(schema: Schema, record: Record, kept: str | None) -> str:
    """The item type for a record: the one it came from where that still fits, else the one with most fields for it.

    A CSL type that Zotero does not have gives the type of its nearest kin (`KIN`), a type of no standard gives document.
    """
    if kept and (kept not in schema.types or _fits(schema, kept, record.type)):
        return kept
    csl = record.type if record.type in schema.csl_types else KIN.get(record.type, "document")
    names = [name for name in schema.csl_types.get(csl, ()) if name not in _NEVER_NEW] or ["document"]
    return max(names, key=lambda name: (_room(schema, name, record), -names.index(name)))


def _fits(schema: Schema, item_type: str, csl_type: str) -> bool:
    own = schema.csl_type_of(item_type)
    return own in (None, csl_type) or KIN.get(csl_type) == own or csl_type not in schema.csl_types


def _room(schema: Schema, item_type: str, record: Record) -> int:
    """How many variables of the record the type has a field for."""
    kind = schema.types[item_type]
    roles = {role_of(schema, kind, creator) for creator in kind.creators}
    people = sum(bool(field_at(record, role)) for role in roles if role)
    return people + sum(slot.home(record) is not None for slot in slots(schema, kind))


def role_of(schema: Schema, kind: ItemType, creator_type: str) -> str | None:
    """The variable that a creator type stands for in an item type, or None where CSL has none for it.

    The first creator type of a type is its author where the schema does not say otherwise, as in Zotero.
    """
    role = schema.csl_names.get(creator_type) or ("author" if creator_type == kind.primary else None)
    if role == "container-author":
        return "container.author"
    return _path(role) if role else None


def extra_paths(record: Record, taken: frozenset[str]) -> tuple[str, ...]:
    """The paths that an item type has no field for and Extra has a name for."""
    return tuple(path for path in uncovered_by(record, taken) if extra_name(path))


def extra_name(path: str) -> str | None:
    """The name of a variable in Extra; None for what Extra has no name for.

    >>> extra_name("event_date"), extra_name("archive_location"), extra_name("container.issn")
    ('event-date', 'archive_location', None)
    """
    if path in _CONTAINER_NAMES:
        return _CONTAINER_NAMES[path]
    return csl_name(path) if path in VARIABLES and path not in ("note", "keyword") else None


@lru_cache(maxsize=4)
def extra_keys(held: _Hashed) -> Mapping[str, str]:
    """Normalized key in Extra to path: CSL variables, and Zotero's own field names through the schema."""
    schema = held.schema
    made: dict[str, str] = {}
    for kind in schema.types.values():
        for slot in slots(schema, kind):
            made.setdefault(normalized(slot.name), slot.path)
    for path in (*VARIABLES, *_CONTAINER_NAMES):
        if name := extra_name(path):
            made[normalized(name)] = path
    for creator, variable in schema.csl_names.items():
        role = "container.author" if variable == "container-author" else _path(variable)
        if role:
            made.setdefault(normalized(creator), role)
    return made


def paths_in_extra(schema: Schema) -> Mapping[str, str]:
    """What each key of Extra stands for.

    >>> from refplug.sinks.zotero.schema import bundled
    >>> known = paths_in_extra(bundled())
    >>> known["event-date"], known["original-date"], known["editor"], known["publication-title"]
    ('event_date', 'original_date', 'editor', 'container.title')
    """
    return extra_keys(_Hashed(schema))
