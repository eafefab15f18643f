"""Writes: one object, or up to fifty with a report for each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from support.zotero_stub import items, lenient, others, preconditions
from support.zotero_stub.manners import Manners, said
from support.zotero_stub.render import shown
from support.zotero_stub.store import Data, Library, Thing
from support.zotero_stub.wire import JSON, Answer, Refused, Request, as_json

MOST = 50
NOT_CONTENT = frozenset({"dateModified"})
FORCED = {
    400: "Invalid value",
    404: "{Kind} doesn't exist (expected version 1; use 0 instead)",
    409: "Collection AAAAAAAA not found",
    412: "{Kind} has been modified since specified version (expected 1, found 2)",
    413: "Tag 'x…' too long",
    428: "Either If-Unmodified-Since-Version or 'version' property must be provided for 'key'-based writes",
    500: "An error occurred",
}


def parsed(request: Request, manners: Manners) -> Any:
    """The JSON of a body."""
    try:
        return json.loads(request.body)
    except ValueError as error:
        if manners.local:
            raise Refused(400, "Invalid JSON provided\n", bare=True) from error
        raise Refused(400, "JSON Error: Syntax error, malformed JSON") from error


def save(
    library: Library, kind: str, key: str, given: Data, thing: Thing | None, manners: Manners, *, afresh: bool
) -> tuple[Thing, bool]:
    """Store one object; the object as it is then, and whether anything changed."""
    old = thing.data if thing else None
    if kind != "items":
        data = others.checked(library, kind, given, old, manners)
    elif manners.strict:
        data = items.checked(library, key, given, old, afresh=afresh)
    else:
        data = lenient.accepted(library, key, given, old, afresh=afresh)
    if thing and _same(data, thing.data):
        if manners.unchanged_counts:
            library.step()
        return thing, False
    if thing and kind == "items" and data.get("dateModified") == thing.data.get("dateModified"):
        data["dateModified"] = library.world.stamp()
    return library.save(kind, key, data), True


def _same(one: Data, other: Data) -> bool:
    return {n: v for n, v in one.items() if n not in NOT_CONTENT} == {
        n: v for n, v in other.items() if n not in NOT_CONTENT
    }


def put_or_patch(request: Request, library: Library, kind: str, key: str, manners: Manners) -> Answer:
    """A single PUT or PATCH; 204 and the object's version."""
    given = parsed(request, manners)
    if not isinstance(given, dict):
        raise Refused(400, "Uploaded data must be a JSON object")
    given = _unwrapped(given)
    thing = library.things[kind].get(key)
    if thing is None and manners.local:
        _creatable(given, kind)
    preconditions.one_unchanged(request, given, thing, kind, manners)
    if thing is None:
        _key_allowed(key, library, manners)
    saved, _ = save(library, kind, key, given, thing, manners, afresh=request.method == "PUT")
    return Answer(204, b"", (("Last-Modified-Version", str(saved.version)),))


def post(
    request: Request, library: Library, kind: str, manners: Manners, faults: Mapping[int, int]
) -> Answer:
    """A multi-object write: what became of each index. `faults`: codes that are forced on indexes."""
    given = parsed(request, manners)
    if not isinstance(given, list):
        raise Refused(400, "Uploaded data must be a JSON array")
    if not given and not manners.empty_batch:
        raise Refused(400, "No items provided")
    if len(given) > MOST:
        raise Refused(413, f"Cannot add more than {MOST} {kind} at a time")
    library_checked = preconditions.library_unchanged(request, library)
    report: dict[str, Data] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
    for index, one in enumerate(given):
        try:
            if index in faults:
                raise Refused(faults[index], said(FORCED[faults[index]], kind))
            thing, changed = _one_of_batch(library, kind, index, one, manners, library_checked)
        except Refused as refused:
            report["failed"][str(index)] = _failure(one, refused, manners)
            continue
        if changed:
            report["successful"][str(index)] = shown(library, kind, thing, manners, request.base)
            report["success"][str(index)] = thing.key
        else:
            report["unchanged"][str(index)] = thing.key
    headers = (("Content-Type", JSON), ("Last-Modified-Version", str(library.version)))
    return Answer(200, as_json(report), headers)


def _one_of_batch(
    library: Library, kind: str, index: int, one: Any, manners: Manners, library_checked: bool
) -> tuple[Thing, bool]:
    if not isinstance(one, dict):
        noun = said("{kind}", kind)
        raise Refused(400, f"Invalid value for index {index} in uploaded data; expected JSON {noun} object")
    given = _unwrapped(one)
    key = given.get("key")
    if key is None:
        return save(library, kind, library.world.new_key(), given, None, manners, afresh=True)
    if not isinstance(key, str) or not items.KEY.fullmatch(key):
        noun = said("{kind}", kind)
        raise Refused(400, f"Invalid key: '{key}'" if manners.local else f"'{key}' is not a valid {noun} key")
    thing = library.things[kind].get(key)
    preconditions.of_batch(given, thing, kind, manners, library_checked=library_checked)
    if thing is None:
        _key_allowed(key, library, manners)
    return save(library, kind, key, given, thing, manners, afresh=False)


def _unwrapped(given: Data) -> Data:
    """The whole response JSON may be sent back; its data count."""
    return given["data"] if isinstance(given.get("data"), dict) else given


def _key_allowed(key: str, library: Library, manners: Manners) -> None:
    if not manners.client_keys:
        raise Refused(400, f"'primaryData' not loaded for item (null/1/{key})")
    if not items.KEY.fullmatch(key):
        raise Refused(400, f"'{key}' is not a valid item key")


def _creatable(given: Data, kind: str) -> None:
    if kind == "items" and "itemType" not in given:
        raise Refused(400, "itemType property not provided")


def _failure(one: Any, refused: Refused, manners: Manners) -> Data:
    made: Data = {"code": refused.status, "message": refused.message}
    if refused.data:
        made["data"] = dict(refused.data)
    if manners.failed_keys:
        made = {"key": str(one.get("key", "")) if isinstance(one, dict) else "", **made}
    return made


def delete_one(request: Request, library: Library, kind: str, key: str, manners: Manners) -> Answer:
    """A single DELETE; 204 and the library version."""
    preconditions.deletion_allowed(request, library.things[kind].get(key), kind, manners)
    library.remove(key, kind)
    return Answer(204, b"", (("Last-Modified-Version", str(library.version)),))


def delete_some(request: Request, library: Library, kind: str, manners: Manners) -> Answer:
    """DELETE with a list of keys and the library version."""
    name = f"{said('{kind}', kind)}Key"
    keys = [key for key in (request.param(name) or "").split(",") if key]
    if not keys:
        raise Refused(400, f"'{name}' parameter not provided")
    if len(keys) > MOST:
        raise Refused(413, f"Cannot delete more than {MOST} {kind} at a time")
    preconditions.library_unchanged(request, library, needed=manners.no_version_delete)
    for key in keys:
        if key in library.things[kind]:
            library.remove(key, kind)
    return Answer(204, b"", (("Last-Modified-Version", str(library.version)),))


def delete_tags(request: Request, library: Library, manners: Manners) -> Answer:
    """DELETE of tags by name, out of every item."""
    names = [tag.strip() for value in request.every("tag") for tag in value.split("||")]
    if not names:
        raise Refused(400, "'tag' parameter not provided")
    preconditions.library_unchanged(request, library, needed=manners.no_version_delete)
    held = [
        one for one in library.items.values() if any(tag["tag"] in names for tag in one.data.get("tags", ()))
    ]
    if held:
        version = library.step()
        for thing in held:
            thing.data["tags"] = [tag for tag in thing.data["tags"] if tag["tag"] not in names]
            thing.version = version
        library.gone["tags"] |= dict.fromkeys(names, version)
    return Answer(204, b"", (("Last-Modified-Version", str(library.version)),))
