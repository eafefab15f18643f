"""What makes an item valid for the Web API, and what is made of what was sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from support.zotero_stub.schema import LINK_MODES, attachment_fields
from support.zotero_stub.store import Data, Library
from support.zotero_stub.wire import Refused

LONGEST_TAG = 255
LONGEST_FIELD = 65_535
LONGEST_NOTE = 250_000
KEY = re.compile(r"[23456789ABCDEFGHIJKLMNPQRSTUVWXYZ]{8}")
ACCESS_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}:\d{2}Z?)?")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}Z?")
PREDICATES = frozenset(
    {"dc:relation", "dc:replaces", "dc:isReplacedBy", "owl:sameAs", "mendeleyDB:remoteDocumentUUID"}
)
HELD_BACK = frozenset({"key", "version", "itemType"})
# of the annotations, which have no fields in the schema
ANNOTATION = frozenset("annotationType annotationAuthorName annotationText annotationComment annotationColor "
                       "annotationPageLabel annotationSortIndex annotationPosition".split())  # fmt: skip


def item_type_of(library: Library, given: Data, old: Data | None, *, missing: str, unknown: str) -> str:
    """The type that is sent, or the one there; `Refused` with the personality's sentence."""
    name = given.get("itemType", old.get("itemType") if old else None)
    if not name:
        raise Refused(400, missing)
    if name not in library.world.schema.kinds:
        raise Refused(400, unknown.format(name))
    return str(name)


def start(library: Library, item_type: str, given: Data, old: Data | None, *, afresh: bool) -> Data:
    """The item before what was sent is put in: empty, or (PATCH) as it was."""
    schema = library.world.schema
    mode = str(given.get("linkMode") or (old or {}).get("linkMode") or "linked_url")
    made = schema.template(item_type, mode)
    if item_type == "attachment":
        made.setdefault("url", "")
    if "creators" in made:
        made["creators"] = []
    made["dateAdded"] = (old or {}).get("dateAdded", library.world.stamp())
    made["dateModified"] = (old or {}).get("dateModified", made["dateAdded"])
    if old and not afresh:
        kept = set(made) | ANNOTATION | {"deleted", "parentItem", "inPublications"}
        made |= {name: deepcopy(value) for name, value in old.items() if name in kept and name != "itemType"}
    if made.get("parentItem") or given.get("parentItem"):
        made.pop("collections", None)
    return made


def checked(library: Library, key: str, given: Data, old: Data | None, *, afresh: bool) -> Data:
    """The whole item that is to be stored; `Refused` with the server's sentence where anything is amiss."""
    item_type = item_type_of(
        library,
        given,
        old,
        missing="'itemType' property not provided",
        unknown="'{}' is not a valid itemType",
    )
    if old and afresh:
        for name in ("tags", "relations"):
            if name not in given:
                raise Refused(400, f"'{name}' property not provided")
    if "linkMode" in given and given["linkMode"] not in LINK_MODES:
        raise Refused(400, f"'{given['linkMode']}' is not a valid linkMode")
    made = start(library, item_type, given, old, afresh=afresh)
    allowed = set(library.world.schema.kinds[item_type].fields)
    if item_type == "attachment":
        allowed |= {"linkMode", "note", *attachment_fields(str(given.get("linkMode") or made["linkMode"]))}
    if item_type == "note":
        allowed |= {"note"}
    if item_type == "annotation":
        allowed |= ANNOTATION
    for name, value in given.items():
        if name in HELD_BACK:
            continue
        if name in SPECIAL:
            SPECIAL[name](library, item_type, made, value)
        elif name in allowed:
            made[name] = _field(library, key, name, value)
        else:
            raise Refused(400, f"Invalid property '{name}'")
    return made


def _field(library: Library, key: str, name: str, value: Any) -> Any:
    if name in ("md5", "mtime"):
        return value
    if isinstance(value, (dict, list)):
        raise Refused(400, f"'{name}' must be a string")
    text = "" if value is None or value is False else str(value)
    if name == "accessDate" and text:
        if text == "CURRENT_TIMESTAMP":
            return library.world.stamp()
        if not ACCESS_DATE.fullmatch(text):
            text = f"'accessDate' must be in ISO 8601 or UTC 'YYYY-MM-DD[ hh:mm:ss]' format or 'CURRENT_TIMESTAMP' ({text})"
            raise Refused(400, text)
    if name == "note":
        if len(text) > LONGEST_NOTE:
            raise Refused(413, f"Note '{text[:50]}…' too long", data={"key": key})
        return text
    if len(text.encode()) > LONGEST_FIELD:
        label, shown = library.world.schema.label("fields", name), text[:50] + "…"
        raise Refused(413, f"{label} field value '{shown}' too long for item '1/{key}'",
                      data={"field": label, "value": shown})  # fmt: skip
    return text


def _creators(library: Library, item_type: str, made: Data, value: Any) -> None:
    kinds = library.world.schema.kinds[item_type].creators
    if not kinds:
        raise Refused(400, "'creators' property is not valid for this item type")
    if not isinstance(value, list):
        raise Refused(400, "'creators' property must be an array")
    found = []
    for one in value:
        if not isinstance(one, dict):
            raise Refused(400, "Creator must be an object")
        if "creatorType" not in one:
            raise Refused(400, "creator object must contain 'creatorType'")
        if one["creatorType"] not in kinds:
            raise Refused(400, f"'{one['creatorType']}' is not a valid creator type")
        for name in one:
            if name not in ("creatorType", "name", "firstName", "lastName"):
                raise Refused(400, f"Invalid creator property '{name}'")
        for name in ("firstName", "lastName"):
            if one.get("name") and name in one:
                raise Refused(400, f"'{name}' and 'name' creator fields are mutually exclusive")
        if any(str(one.get(name) or "") for name in ("name", "firstName", "lastName")):
            found.append(dict(one))
    made["creators"] = found


def _tags(library: Library, item_type: str, made: Data, value: Any) -> None:
    if not isinstance(value, list):
        raise Refused(400, "'tags' property must be an array")
    found: dict[tuple[str, int], Data] = {}
    for one in value:
        if not isinstance(one, dict):
            raise Refused(400, "Tag must be an object")
        if "tag" not in one or not isinstance(one["tag"], str):
            raise Refused(400, "Tag object must contain 'tag' property")
        if set(one) - {"tag", "type"}:
            raise Refused(400, f"Invalid tag property '{next(iter(set(one) - {'tag', 'type'}))}'")
        tag, kind = one["tag"].strip(), int(one.get("type") or 0)
        if not tag:
            raise Refused(400, "Tag cannot be empty")
        if len(tag) > LONGEST_TAG:
            raise Refused(413, f"Tag '{tag[:50]}…' too long", data={"tag": tag})
        found[tag, kind] = {"tag": tag, **({"type": kind} if kind else {})}
    made["tags"] = [found[place] for place in sorted(found)]


def _collections(library: Library, item_type: str, made: Data, value: Any) -> None:
    if not isinstance(value, list):
        raise Refused(400, "'collections' property must be an array")
    for key in value:
        if key not in library.collections:
            raise Refused(409, f"Collection {key} not found", data={"collection": key})
    if value and made.get("parentItem"):
        raise Refused(400, "Child items cannot be assigned to collections")
    if not made.get("parentItem"):
        made["collections"] = list(dict.fromkeys(value))


def _relations(library: Library, item_type: str, made: Data, value: Any) -> None:
    if value == []:
        value = {}
    if not isinstance(value, dict):
        raise Refused(400, "'relations' property must be an object")
    for predicate, values in value.items():
        if predicate not in PREDICATES:
            raise Refused(400, f"Unsupported predicate '{predicate}'")
        if not all(isinstance(one, str) for one in (values if isinstance(values, list) else [values])):
            raise Refused(400, "Relation values must be strings")
    made["relations"] = deepcopy(value)


def _parent(library: Library, item_type: str, made: Data, value: Any) -> None:
    if not value:
        made.pop("parentItem", None)
        made.setdefault("collections", [])
        return
    if item_type not in ("note", "attachment", "annotation"):
        raise Refused(400, "Invalid property 'parentItem'")
    if value not in library.items:
        raise Refused(409, f"Parent item {value} not found", data={"parentItem": value})
    made.pop("collections", None)
    made["parentItem"] = value


def _deleted(library: Library, item_type: str, made: Data, value: Any) -> None:
    if value:
        made["deleted"] = 1
    else:
        made.pop("deleted", None)


def _date(name: str) -> Callable[[Library, str, Data, Any], None]:
    def put(library: Library, item_type: str, made: Data, value: Any) -> None:
        if not isinstance(value, str) or not DATE_TIME.fullmatch(value):
            raise Refused(400, f"'{name}' must be in ISO 8601 or UTC 'YYYY-MM-DD hh:mm:ss' format ({value})")
        made[name] = value

    return put


def _ignored(library: Library, item_type: str, made: Data, value: Any) -> None:
    """Accepted, and of no effect here."""


SPECIAL: dict[str, Callable[[Library, str, Data, Any], None]] = {
    "creators": _creators,
    "tags": _tags,
    "collections": _collections,
    "relations": _relations,
    "parentItem": _parent,
    "deleted": _deleted,
    "dateAdded": _date("dateAdded"),
    "dateModified": _date("dateModified"),
    "inPublications": _ignored,
}
