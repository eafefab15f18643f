"""Zotero's own schema: item types, their fields and creators, and the official map to CSL.

The bundled copy (`data/schema.json`, made by `tools/build_zotero_schema.py`) is version 41 of January 2026. A newer one
comes from the bytes of `GET /schema` and serves in its place; nothing here lists a field by hand.
Source: zotero/zotero-schema; https://www.zotero.org/support/dev/web_api/v3/types_and_fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

__all__ = ["COMMON", "LINK_MODES", "ItemType", "Schema", "bundled", "compact", "loads", "newest"]

#: Properties that an item has beside the fields of its type.
COMMON = frozenset(
    "key version itemType creators tags collections relations deleted inPublications dateAdded dateModified "
    "parentItem".split()
)
#: Properties of attachments beside the fields of the schema, by link mode, in the order of `GET /items/new`.
LINK_MODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "imported_file": ("contentType", "charset", "filename", "md5", "mtime"),
        "imported_url": ("contentType", "charset", "filename", "md5", "mtime"),
        "linked_file": ("contentType", "charset", "path"),
        "linked_url": ("contentType", "charset"),
    }
)


@dataclass(frozen=True, slots=True)
class ItemType:
    """One item type: its fields in the server's order, the base field of each renamed one, its creator types.

    `primary` is the creator type that Zotero shows first; "" where the type has no creators (note, attachment).
    """

    name: str
    fields: tuple[str, ...]
    bases: Mapping[str, str] = field(default_factory=dict)
    creators: tuple[str, ...] = ()
    primary: str = ""

    def base_of(self, name: str) -> str:
        """The base field that `name` stands for here, or `name` itself.

        >>> bundled().types["blogPost"].base_of("blogTitle")
        'publicationTitle'
        """
        return self.bases.get(name, name)

    def field_for(self, base: str) -> str | None:
        """This type's own name for a base field, or None where it has none.

        >>> bundled().types["case"].field_for("title"), bundled().types["book"].field_for("issue")
        ('caseName', None)
        """
        for name in self.fields:
            if self.bases.get(name, name) == base:
                return name
        return None


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole schema; `csl_*` are Zotero's maps to CSL: each variable to the base fields it may stand in.

    >>> bundled().version
    41
    >>> bundled().csl_texts["container-title"]
    ('publicationTitle', 'reporter', 'code')
    >>> bundled().csl_type_of("radioBroadcast"), bundled().item_type_of("broadcast")
    ('broadcast', 'podcast')
    """

    version: int
    types: Mapping[str, ItemType]
    csl_types: Mapping[str, tuple[str, ...]]
    csl_texts: Mapping[str, tuple[str, ...]]
    csl_dates: Mapping[str, str]
    csl_names: Mapping[str, str]

    def csl_type_of(self, item_type: str) -> str | None:
        """The CSL type of an item type, or None where the schema gives none (annotation, types to come)."""
        for csl, names in self.csl_types.items():
            if item_type in names:
                return csl
        return None

    def item_type_of(self, csl_type: str) -> str | None:
        """The first item type for a CSL type, or None."""
        names = self.csl_types.get(csl_type, ())
        return names[0] if names else None

    def template(self, item_type: str, link_mode: str | None = None) -> dict[str, Any]:
        """An empty item of the type, as `GET /items/new` answers it, in the server's order of keys.

        `link_mode` is one of `LINK_MODES` and needed for attachments. Raises KeyError for a type or link mode that is not there.

        >>> list(bundled().template("note"))
        ['itemType', 'note', 'tags', 'collections', 'relations']
        """
        kind = self.types[item_type]
        if item_type == "attachment":
            return self._attachment(kind, str(link_mode))
        made: dict[str, Any] = {"itemType": item_type}
        if item_type == "note":
            made["note"] = ""
        for name in kind.fields:
            made[name] = ""
            if kind.primary and kind.base_of(name) == "title":
                made["creators"] = [{"creatorType": kind.primary, "firstName": "", "lastName": ""}]
        return {**made, "tags": [], "collections": [], "relations": {}}

    def _attachment(self, kind: ItemType, link_mode: str) -> dict[str, Any]:
        own = LINK_MODES[link_mode]
        made: dict[str, Any] = {"itemType": kind.name, "linkMode": link_mode}
        made |= {name: "" for name in kind.fields if name != "url" or link_mode.endswith("_url")}
        made |= {"note": "", "tags": [], "collections": [], "relations": {}}
        return made | {name: None if name in ("md5", "mtime") else "" for name in own}


@cache
def bundled() -> Schema:
    """The schema that came with the program."""
    return loads(resources.files(__package__).joinpath("data/schema.json").read_bytes())


def newest(data: bytes | None) -> Schema:
    """The schema in `data` (an answer of `GET /schema`, kept from an earlier run) if it is newer than the bundled one.

    >>> newest(None).version
    41
    """
    own = bundled()
    if data is None:
        return own
    other = loads(data)
    return other if other.version > own.version else own


def loads(data: bytes) -> Schema:
    """A schema from its bytes: an answer of `GET /schema`, or the compact form of `compact`.

    Raises ValueError, with a sentence for people, where the bytes are no Zotero schema. Parts that a later version
    adds are passed over.
    """
    try:
        raw = json.loads(data)
        types = raw["types"] if "types" in raw else {one["itemType"]: one for one in raw["itemTypes"]}
        read = _compact_type if "types" in raw else _full_type
        csl = raw["csl"]
        return Schema(
            version=int(raw["version"]),
            types=MappingProxyType({name: read(name, one) for name, one in types.items()}),
            csl_types=_lists(csl["types"]),
            csl_texts=_lists(csl["fields"]["text"]),
            csl_dates=MappingProxyType(dict(csl["fields"]["date"])),
            csl_names=MappingProxyType(dict(csl["names"])),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(
            f"this is no Zotero schema ({type(error).__name__}: {error}); keep the one at hand"
        ) from error


def compact(schema: Schema) -> bytes:
    """The bytes that the bundled file holds: the same facts as `GET /schema`, without display names.

    >>> loads(compact(bundled())) == bundled()
    True
    """
    types = {
        name: {
            "fields": " ".join(_with_base(kind, one) for one in kind.fields),
            "creators": " ".join(_with_star(kind, one) for one in kind.creators),
        }
        for name, kind in schema.types.items()
    }
    csl = {
        "types": {name: " ".join(held) for name, held in schema.csl_types.items()},
        "fields": {
            "text": {name: " ".join(held) for name, held in schema.csl_texts.items()},
            "date": dict(schema.csl_dates),
        },
        "names": dict(schema.csl_names),
    }
    made = {"version": schema.version, "types": types, "csl": csl}
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def _with_base(kind: ItemType, name: str) -> str:
    return f"{name}={kind.bases[name]}" if name in kind.bases else name


def _with_star(kind: ItemType, name: str) -> str:
    return f"{name}*" if name == kind.primary else name


def _compact_type(name: str, raw: Mapping[str, str]) -> ItemType:
    pairs = [one.partition("=") for one in raw["fields"].split()]
    creators = raw["creators"].split()
    return ItemType(
        name=name,
        fields=tuple(own for own, _, _ in pairs),
        bases=MappingProxyType({own: base for own, _, base in pairs if base}),
        creators=tuple(one.rstrip("*") for one in creators),
        primary=next((one[:-1] for one in creators if one.endswith("*")), ""),
    )


def _full_type(name: str, raw: Mapping[str, Any]) -> ItemType:
    fields, creators = raw["fields"], raw["creatorTypes"]
    return ItemType(
        name=name,
        fields=tuple(one["field"] for one in fields),
        bases=MappingProxyType({one["field"]: one["baseField"] for one in fields if "baseField" in one}),
        creators=tuple(one["creatorType"] for one in creators),
        primary=next((one["creatorType"] for one in creators if one.get("primary")), ""),
    )


def _lists(raw: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {name: tuple(held.split() if isinstance(held, str) else held) for name, held in raw.items()}
    )
