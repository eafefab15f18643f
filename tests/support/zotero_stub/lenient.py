"""What the desktop program makes of an item: much is let through that the Web API refuses."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from support.zotero_stub.items import ANNOTATION, HELD_BACK, item_type_of, start
from support.zotero_stub.schema import attachment_fields
from support.zotero_stub.store import Data, Library
from support.zotero_stub.wire import Refused


def accepted(library: Library, key: str, given: Data, old: Data | None, *, afresh: bool) -> Data:
    """The whole item that is to be stored: unknown fields as lines of Extra, odd creators and tags put right."""
    item_type = item_type_of(
        library, given, None, missing="itemType property not provided", unknown="Unknown itemType '{}'"
    ) if not old or "itemType" in given else str(old["itemType"])  # fmt: skip
    made = start(library, item_type, given, old, afresh=afresh)
    allowed = set(library.world.schema.kinds[item_type].fields) | {"note"}
    if item_type == "attachment":
        allowed |= {"linkMode", *attachment_fields(str(made["linkMode"]))}
    if item_type == "annotation":
        allowed |= ANNOTATION
    extra: list[str] = []
    for name, value in given.items():
        if name in HELD_BACK:
            continue
        if name == "creators":
            made["creators"] = [_creator(library, item_type, one) for one in value if isinstance(one, dict)]
        elif name == "tags":
            made["tags"] = _tags(value)
        elif name == "collections":
            made["collections"] = _collections(library, value)
        elif name == "relations":
            made["relations"] = deepcopy(value) if isinstance(value, dict) else {}
        elif name == "parentItem":
            _parent(library, made, value)
        elif name == "deleted":
            made["deleted"] = 1
            if not value:
                del made["deleted"]
        elif name in ("dateAdded", "dateModified", *allowed):
            made[name] = value if value is None else str(value)
        elif name not in ("inPublications", "library", "links", "meta") and value not in ("", None):
            extra.append(f"{library.world.schema.label('fields', name)}: {value}")
    if extra:
        made["extra"] = "\n".join(filter(None, [made.get("extra", ""), *extra]))
    return made


def _creator(library: Library, item_type: str, one: Data) -> Data:
    kinds = library.world.schema.kinds[item_type].creators
    kind = one.get("creatorType")
    return {**one, "creatorType": kind if kind in kinds else (kinds[0] if kinds else kind)}


def _tags(value: Any) -> list[Data]:
    found: dict[str, Data] = {}
    for one in value if isinstance(value, list) else []:
        tag = one if isinstance(one, str) else str(one.get("tag", ""))
        kind = 0 if isinstance(one, str) else int(one.get("type") or 0)
        if tag.strip():
            found[tag.strip()] = {"tag": tag.strip(), **({"type": kind} if kind else {})}
    return list(found.values())


def _collections(library: Library, value: Any) -> list[str]:
    for key in value:
        if key not in library.collections:
            raise Refused(400, f"Collection {key} not found for item 1/null")
    return list(dict.fromkeys(value))


def _parent(library: Library, made: Data, value: Any) -> None:
    if not value:
        made.pop("parentItem", None)
        made.setdefault("collections", [])
        return
    if value not in library.items:
        raise Refused(400, f"Parent item 1/{value} not found")
    made.pop("collections", None)
    made["parentItem"] = value
