"""Item types, fields and creator types that the stand-in checks against: a schema which it is given.

Reads the official `schema.json` of zotero/zotero-schema and the compact form of `src/refplug/sinks/zotero/data`, with
code of its own, so that the program is not measured with itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).parents[3] / "src" / "refplug" / "sinks" / "zotero" / "data" / "schema.json"
LINK_MODES = ("imported_file", "imported_url", "linked_file", "linked_url")


@dataclass(frozen=True)
class Kind:
    """One item type: fields in order, base field of each renamed one, creator types with the primary one first."""

    fields: tuple[str, ...] = ()
    bases: dict[str, str] = field(default_factory=dict)
    creators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    version: int
    kinds: dict[str, Kind]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    csl: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = BUNDLED) -> Schema:
        """The schema of a file, in either form; the small one of this module where the file is not there."""
        if not path.is_file():
            return small()
        raw = json.loads(path.read_text(encoding="utf-8"))
        read = _compact if "types" in raw else _official
        labels = raw.get("locales", {}).get("en-US", {})
        return cls(int(raw["version"]), read(raw), labels, raw.get("csl", {}))

    def newer(self, version: int = 99) -> Schema:
        """A schema of years to come: a type and a field that nobody knows yet."""
        kinds = {name: replace(kind, fields=(*kind.fields, "futureField")) for name, kind in self.kinds.items()
                 if kind.fields and name != "attachment"}  # fmt: skip
        future = Kind(("title", "futureField", "date", "extra"), {}, ("author",))
        return replace(self, version=version, kinds={**self.kinds, **kinds, "futureWork": future})

    def label(self, group: str, name: str) -> str:
        """The English name of an item type, field or creator type."""
        given = self.labels.get(group, {}).get(name)
        return given or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:1].upper() + name[1:])

    def template(self, item_type: str, link_mode: str = "") -> dict[str, Any]:
        """An empty item, as `GET /items/new` gives it."""
        kind = self.kinds[item_type]
        made: dict[str, Any] = {"itemType": item_type}
        if item_type == "attachment":
            urls = link_mode.endswith("_url")
            made |= {
                "linkMode": link_mode,
                "title": "",
                "accessDate": "",
                **({"url": ""} if urls else {}),
                "note": "",
            }
            return {**made, "tags": [], "collections": [], "relations": {}, **attachment_fields(link_mode)}
        if item_type == "note":
            return {**made, "note": "", "tags": [], "collections": [], "relations": {}}
        for place, name in enumerate(kind.fields):
            made[name] = ""
            if place == 0 and kind.creators:
                made["creators"] = [{"creatorType": kind.creators[0], "firstName": "", "lastName": ""}]
        return {**made, "tags": [], "collections": [], "relations": {}}

    def official(self) -> dict[str, Any]:
        """The schema in the shape of `GET /schema`."""
        return {"version": self.version, "itemTypes": [_shown(*one) for one in self.kinds.items()],
                "meta": {"fields": {"date": {"type": "date"}, "filingDate": {"type": "date"}}}, "csl": _lists(self.csl),
                "locales": {"en-US": self.labels}}  # fmt: skip


def attachment_fields(link_mode: str) -> dict[str, Any]:
    """What an attachment has beside its title, address and note."""
    made: dict[str, Any] = {"contentType": "", "charset": ""}
    if link_mode.startswith("imported_"):
        made |= {"filename": "", "md5": None, "mtime": None}
    return made | ({"path": ""} if link_mode == "linked_file" else {})


def _official(raw: dict[str, Any]) -> dict[str, Kind]:
    return {
        one["itemType"]: Kind(
            tuple(field["field"] for field in one["fields"]),
            {field["field"]: field["baseField"] for field in one["fields"] if "baseField" in field},
            tuple(c["creatorType"] for c in sorted(one["creatorTypes"], key=lambda c: not c.get("primary"))),
        )
        for one in raw["itemTypes"]
    }


def _compact(raw: dict[str, Any]) -> dict[str, Kind]:
    made = {}
    for name, one in raw["types"].items():
        pairs = [word.partition("=") for word in one["fields"].split()]
        creators = sorted(one["creators"].split(), key=lambda word: not word.endswith("*"))
        bases = {own: base for own, _, base in pairs if base}
        made[name] = Kind(
            tuple(own for own, _, _ in pairs), bases, tuple(word.rstrip("*") for word in creators)
        )
    return made


def _shown(name: str, kind: Kind) -> dict[str, Any]:
    fields = [
        {"field": one, **({"baseField": kind.bases[one]} if one in kind.bases else {})} for one in kind.fields
    ]
    creators = [
        {"creatorType": c, **({"primary": True} if i == 0 else {})} for i, c in enumerate(kind.creators)
    ]
    return {"itemType": name, "fields": fields, "creatorTypes": creators}


def _lists(csl: dict[str, Any]) -> dict[str, Any]:
    """The compact form writes lists as words; the official one as lists."""
    made = json.loads(json.dumps(csl))
    for part in (made.get("types", {}), made.get("fields", {}).get("text", {})):
        part.update(
            {name: value.split() if isinstance(value, str) else value for name, value in part.items()}
        )
    return made


def small() -> Schema:
    """A handful of types, enough for a test that knows what it needs."""
    tail = (
        "DOI",
        "citationKey",
        "url",
        "accessDate",
        "shortTitle",
        "language",
        "libraryCatalog",
        "rights",
        "extra",
    )
    people = ("author", "contributor", "editor", "translator")
    kinds = {
        "attachment": Kind(("title", "accessDate", "url")),
        "book": Kind(("title", "abstractNote", "series", "volume", "edition", "date", "publisher", "place", "numPages",
                      "ISBN", *tail), {}, people),
        "bookSection": Kind(("title", "abstractNote", "bookTitle", "date", "publisher", "place", "pages", "ISBN", *tail),
                            {"bookTitle": "publicationTitle"}, people),
        "journalArticle": Kind(("title", "abstractNote", "publicationTitle", "date", "volume", "issue", "pages", "ISSN",
                                *tail), {}, people),
        "note": Kind(),
        "thesis": Kind(("title", "abstractNote", "thesisType", "university", "date", "place", "numPages", *tail),
                       {"thesisType": "type", "university": "publisher"}, ("author", "contributor")),
    }  # fmt: skip
    csl = {"types": {"book": ["book"], "chapter": ["bookSection"], "article-journal": ["journalArticle"],
                     "thesis": ["thesis"]},
           "fields": {"text": {"title": ["title"], "volume": ["volume"], "DOI": ["DOI"]}, "date": {"issued": "date"}},
           "names": {"author": "author", "editor": "editor"}}  # fmt: skip
    return Schema(1, kinds, {}, csl)
