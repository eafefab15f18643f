"""Two items of one work made one, as Zotero itself does: the fuller stays, the other goes to the trash.

The item that stays keeps all it says; fields that it lacks are filled, tags, collections and relations united, a title in
another script or language kept beside its own, notes and attachments moved. `dc:replaces` names what went, so that
every program, ours too, finds the way. Nothing is deleted. Source: Zotero.Items.merge of zotero/zotero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from refplug.extra import lines_of, text_of
from refplug.mapping import field_at, with_field
from refplug.model import Claim, Creator, Field, Record
from refplug.model.record import NAMES
from refplug.sinks.zotero.facets import Item, facets
from refplug.sinks.zotero.mapping import item_of, record_of
from refplug.sinks.zotero.plan import Kind, Line, Operation
from refplug.sinks.zotero.schema import Schema
from refplug.text.languages import script_of

__all__ = ["Merge", "fullest", "merge_plan", "uri_of"]

REPLACES = "dc:replaces"
_OWN = frozenset(
    "key version itemType dateAdded dateModified creators tags collections relations extra deleted "
    "inPublications citationKey parentItem".split()
)


class Merge:
    """The merge of one group: `operations` in three steps, each only where the one before was done.

    `group` names the group: the key of the item that stays.
    """

    def __init__(
        self,
        stays: Item,
        going: Sequence[Item],
        children: Mapping[str, Sequence[Item]],
        library_uri: str,
        schema: Schema | None = None,
    ) -> None:
        self.group = str(stays["key"])
        self.keys = (self.group, *(str(one["key"]) for one in going))
        body = _united(stays, going, library_uri, schema)
        changed = {name: raw for name, raw in body.items() if raw != stays.get(name)}
        self.first = (_update(stays, changed),) if changed else ()
        self.second = tuple(
            _moved(child, self.group) for one in going for child in children.get(str(one["key"]), ())
        )
        self.third = tuple(_trashed(one, self.group) for one in going)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All of it in order."""
        return (*self.first, *self.second, *self.third)


def fullest(items: Sequence[Item]) -> int:
    """The place of the item that stays: most fields, then the one that was there first.

    >>> fullest([{"key": "A", "title": "T"}, {"key": "B", "title": "T", "date": "2004"}])
    1
    """

    def said(one: Item) -> int:
        fields = sum(1 for name in facets(one) if not name.startswith("tags/"))
        return fields + len(one.get("collections") or ())

    oldest = sorted(range(len(items)), key=lambda place: (str(items[place].get("dateAdded", "")), place))
    return max(oldest, key=lambda place: (said(items[place]), -oldest.index(place)))


def merge_plan(
    items: Sequence[Item],
    children: Mapping[str, Sequence[Item]],
    library_uri: str,
    schema: Schema | None = None,
) -> Merge | str:
    """The merge of the items of one work into the first of them, or a sentence that says why it cannot be.

    `children` are notes and attachments by parent; `library_uri` is what relations begin with
    (`http://zotero.org/users/123`), empty where it is not known: then no relation is written.
    """
    kinds = sorted({str(one.get("itemType")) for one in items})
    if len(kinds) > 1:
        return f"the items are of different types ({', '.join(kinds)}); make them alike in Zotero first"
    return Merge(items[0], items[1:], children, library_uri, schema)


def uri_of(library: str, key: str = "") -> str:
    """What relations name an item by; empty for the local API's own user, whose number is not known there.

    >>> uri_of("users/123", "ABCD2345"), uri_of("users/0")
    ('http://zotero.org/users/123/items/ABCD2345', '')
    """
    if library == "users/0" or "/" not in library:
        return ""
    return f"http://zotero.org/{library}" + (f"/items/{key}" if key else "")


def _united(stays: Item, going: Sequence[Item], library_uri: str, schema: Schema | None) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in going:
        for name, raw in one.items():
            if (
                name not in _OWN
                and raw not in ("", [], {}, None)
                and not stays.get(name)
                and name not in made
            ):
                made[name] = raw
    if not stays.get("creators"):
        made["creators"] = next((one["creators"] for one in going if one.get("creators")), [])
    if not stays.get("citationKey") and (
        key := next((k for one in going if (k := one.get("citationKey"))), "")
    ):
        made["citationKey"] = key
    made["tags"] = _tags([stays, *going])
    made["collections"] = list(
        dict.fromkeys(key for one in (stays, *going) for key in one.get("collections") or ())
    )
    made["relations"] = _relations(stays, going, library_uri)
    made["extra"] = _extra({**stays, **made}, stays, going, schema)
    return {name: raw for name, raw in made.items() if raw or stays.get(name)}


def _tags(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Each tag once; one that somebody gave by hand stays so."""
    found: dict[str, dict[str, Any]] = {}
    for one in items:
        for tag in one.get("tags") or ():
            held = found.setdefault(str(tag.get("tag")), dict(tag))
            if not tag.get("type"):
                held.pop("type", None)
    return list(found.values())


def _relations(stays: Item, going: Sequence[Item], library_uri: str) -> dict[str, Any]:
    held: dict[str, dict[str, None]] = {}
    for one in (stays, *going):
        for predicate, raw in (one.get("relations") or {}).items():
            values = [raw] if isinstance(raw, str) else list(raw)
            held.setdefault(predicate, {}).update(dict.fromkeys(values))
    if library_uri:
        gone = (f"{library_uri}/items/{one['key']}" for one in going)
        held.setdefault(REPLACES, {}).update(dict.fromkeys(gone))
        own = f"{library_uri}/items/{stays['key']}"
        for uris in held.values():
            uris.pop(own, None)
    made = {predicate: list(values) for predicate, values in held.items() if values}
    kept = stays.get("relations") or {}
    return {
        predicate: kept[predicate] if _as_list(kept.get(predicate)) == values else values
        for predicate, values in made.items()
    }


def _as_list(raw: Any) -> list[Any]:
    return [raw] if isinstance(raw, str) else list(raw or ())


def _extra(filled: Item, stays: Item, going: Sequence[Item], schema: Schema | None) -> str:
    """The lines of all items, each once; the other spellings beside the own ones."""
    lines = list(lines_of(str(stays.get("extra") or "")))
    keys = {line.key for line in lines if line.key}
    texts = {line.text for line in lines}
    for one in going:
        for line in lines_of(str(one.get("extra") or "")):
            is_ours = not line.key or line.key == "note" or line.key not in keys
            if line.text.strip() and line.text not in texts and is_ours and line.key != "refplug-search":
                lines.append(line)
                texts.add(line.text)
    record, _ = record_of({**filled, "extra": text_of(lines)}, schema=schema)
    grown = record
    for one in going:
        grown = _with_spellings(grown, record_of(one, schema=schema)[0])
    if grown is record:
        return text_of(lines)
    item, _ = item_of(grown, schema=schema, base={**filled, "extra": text_of(lines)})
    return str(item.get("extra", text_of(lines)))


def _with_spellings(record: Record, other: Record) -> Record:
    """The record with the other's title, journal, publisher and names where they are in another script, or in English."""
    for path in ("title", "container.title", "publisher"):
        mine, theirs = field_at(record, path), field_at(other, path)
        if mine.accepted and theirs.accepted and (claim := _beside(mine, theirs.accepted, record, other)):
            record = with_field(record, path, mine.add(claim))
    for role in NAMES:
        people, others = record.field(role).accepted, other.field(role).accepted
        if people and others and len(people.value) == len(others.value):
            tag = _primary(other)
            grown = tuple(_with_name(a, b, tag) for a, b in zip(people.value, others.value, strict=True))
            if grown != people.value:
                record = with_field(record, role, Field((replace(people, value=grown),)))
    return record


def _beside(mine: Field[str], theirs: Claim[str], record: Record, other: Record) -> Claim[str] | None:
    """The other's claim with its language, if it is another script or language and not there yet."""
    if theirs.value in {claim.value for claim in mine}:
        return None
    script, own = script_of(theirs.value), script_of(str(mine.value))
    if script != own and script is not None:
        tag = theirs.language or _tag(script, other)
    elif theirs.language and theirs.language != mine.language:
        tag = theirs.language
    elif _primary(other) == "en" and _primary(record) not in ("", "en"):
        tag = "en"
    else:
        return None
    return replace(theirs, language=tag)


def _with_name(mine: Creator, theirs: Creator, primary: str) -> Creator:
    script = script_of(theirs.name.display())
    if script is None or script == script_of(mine.name.display()):
        return mine
    tag = f"{primary or 'und'}-Latn" if script == "Latn" else primary or f"und-{script}"
    name = replace(theirs.name, language=tag)
    is_there = any(one.inverted() == name.inverted() for one in mine.variants)
    return mine if is_there else replace(mine, variants=(*mine.variants, name))


def _tag(script: str, other: Record) -> str:
    """The language of a text by its item: an English item's Latin title stays English, another's is romanized."""
    primary = _primary(other)
    if script != "Latn":
        return primary if primary and primary != "en" else f"und-{script}"
    return "en" if primary in ("", "en") else f"{primary}-Latn"


def _primary(record: Record) -> str:
    return (record.language.value or "").split("-")[0].lower()


def _update(item: Item, changed: Mapping[str, Any]) -> Operation:
    before, after = facets(item), facets({**item, **changed})
    lines = [
        Line(name, before.get(name), after.get(name))
        for name in (*before, *(n for n in after if n not in before))
        if before.get(name) != after.get(name)
    ]
    lines += [
        Line(name, _shown(item.get(name)), _shown(changed[name]))
        for name in ("collections", "relations")
        if name in changed
    ]
    body = {"key": item["key"], "version": int(item.get("version") or 0), **changed}
    return Operation(
        kind=Kind.UPDATE, citekey=str(item.get("citationKey") or ""), key=str(item["key"]), title=str(item.get("title") or ""), body=body, lines=tuple(lines)
    )  # fmt: skip


def _shown(raw: Any) -> str | None:
    if not raw:
        return None
    if isinstance(raw, Mapping):
        return "; ".join(f"{name} {', '.join(_as_list(values))}" for name, values in raw.items())
    return ", ".join(map(str, raw))


def _moved(child: Item, parent: str) -> Operation:
    title = str(child.get("title") or child.get("itemType") or "")
    body = {"key": child["key"], "version": int(child.get("version") or 0), "parentItem": parent}
    lines = (Line("parentItem", str(child.get("parentItem") or ""), parent),)
    return Operation(kind=Kind.UPDATE, citekey="", key=str(child["key"]), title=title, body=body, lines=lines)


def _trashed(item: Item, stays: str) -> Operation:
    body = {"key": item["key"], "version": int(item.get("version") or 0), "deleted": 1}
    lines = (Line("merged into", None, stays),)
    return Operation(
        kind=Kind.TRASH, citekey=str(item.get("citationKey") or ""), key=str(item["key"]), title=str(item.get("title") or ""), body=body, lines=lines
    )  # fmt: skip
