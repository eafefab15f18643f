"""Collections and saved searches: what is asked of them."""

from __future__ import annotations

from support.zotero_stub.manners import Manners
from support.zotero_stub.store import Data, Library
from support.zotero_stub.wire import Refused

KNOWN = {
    "collections": frozenset({"key", "version", "name", "parentCollection", "relations", "deleted"}),
    "searches": frozenset({"key", "version", "name", "conditions", "deleted"}),
}


def checked(library: Library, kind: str, given: Data, old: Data | None, manners: Manners) -> Data:
    """The whole collection or search that is to be stored."""
    noun = "collection" if kind == "collections" else "search"
    if manners.strict:
        for name in given:
            if name not in KNOWN[kind]:
                raise Refused(400, f"Invalid property '{name}'")
    made = dict(old) if old else _empty(kind)
    made |= {name: value for name, value in given.items() if name in KNOWN[kind] - {"key", "version"}}
    if manners.local and not made.get("name"):
        raise Refused(400, f"'name' property not provided for {noun}")
    if "name" not in made:
        raise Refused(400, "'name' property not provided")
    if not str(made["name"]).strip():
        raise Refused(400, f"{noun.capitalize()} name cannot be empty")
    if len(made["name"]) > 255:
        raise Refused(413, f"{noun.capitalize()} name too long")
    parent = made.get("parentCollection")
    if parent and parent not in library.collections:
        raise Refused(409, f"Parent collection {parent} not found", data={"collection": parent})
    if kind == "searches" and not isinstance(made.get("conditions"), list):
        raise Refused(400, "'conditions' property not provided")
    if not made.get("deleted"):
        made.pop("deleted", None)
    return made


def _empty(kind: str) -> Data:
    return {"parentCollection": False, "relations": {}} if kind == "collections" else {}
