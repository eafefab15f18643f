"""Objects as the two servers show them: key, version, library, links, meta, data."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any
from urllib.parse import quote

from support.zotero_stub.manners import Manners
from support.zotero_stub.store import Data, Library, Thing

YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
ISO = re.compile(r"(?<!\d)(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?!\d)")


def shown(library: Library, kind: str, thing: Thing, manners: Manners, base: str) -> dict[str, Any]:
    """The full response JSON of one object."""
    made: dict[str, Any] = {"key": thing.key, "version": thing.version,
                            "library": library_json(library, manners, base),
                            "links": _links(library, kind, thing, manners, base)}  # fmt: skip
    meta = _meta(library, kind, thing, manners)
    if meta is not None:
        made["meta"] = meta
    made["data"] = data_json(kind, thing, manners)
    return made


def data_json(kind: str, thing: Thing, manners: Manners) -> Data:
    """The editable part. The desktop program leaves empty fields out."""
    data = deepcopy(thing.data)
    if manners.local and kind == "items":
        data = {name: value for name, value in data.items() if value not in ("", None) or (name == "note" and
                data["itemType"] == "note")}  # fmt: skip
    return {"key": thing.key, "version": thing.version, **data}


def library_json(library: Library, manners: Manners, base: str) -> Data:
    """Which library it is."""
    kind = "user" if library.kind == "users" else "group"
    if manners.local:
        links = {"self": _link(f"{base}/api{library.prefix}")}
    else:
        links = {"alternate": _link(f"{base}/www/{_slug(library)}", "text/html")}
    return {"type": kind, "id": library.number, "name": library.name, "links": links}


def tag_json(library: Library, tag: str, kind: int, count: int, manners: Manners, base: str) -> Data:
    """One tag with the number of its items."""
    own = quote(tag, safe="")
    where = (
        f"https://api.zotero.org/users/local/{library.world.server_id}"
        if manners.local
        else base + library.prefix
    )
    links = {"self": _link(f"{where}/tags/{own}")}
    if not manners.local:
        links["alternate"] = _link(f"http://zotero.org{library.prefix}/tags/{own}", "text/html")
    return {"tag": tag, "links": links, "meta": {"type": kind, "numItems": count}}


def group_json(library: Library, base: str) -> Data:
    """One group in the list of groups; its settings may stand in `facts`."""
    name = {"id": library.number, "version": library.version or 1}
    public = str(library.facts.get("type", "Private")).startswith("Public")
    slug = re.sub(r"\W+", "_", library.name.lower()) if public else library.number
    links = {
        "self": _link(f"{base}/groups/{library.number}"),
        "alternate": _link(f"{base}/www/groups/{slug}", "text/html"),
    }
    stamp = library.world.stamp()
    meta = {"created": stamp, "lastModified": stamp, "numItems": len(library.items), "isAdmin": True}
    data = {
        **name,
        "name": library.name,
        "description": "",
        "url": "",
        "owner": 1001,
        "type": "Private",
        "libraryEditing": "members",
        "libraryReading": "members",
        "fileEditing": "none",
        **library.facts,
    }
    return {**name, "links": links, "meta": meta, "data": data}


def _link(href: str, media: str = "application/json") -> Data:
    return {"href": href, "type": media}


def _slug(library: Library) -> str:
    return "phpunit" if library.kind == "users" else f"groups/{library.number}"


def _links(library: Library, kind: str, thing: Thing, manners: Manners, base: str) -> Data:
    root = f"{base}/api{library.prefix}" if manners.local else f"{base}{library.prefix}"
    made = {"self": _link(f"{root}/{kind}/{thing.key}")}
    if not manners.local and kind != "searches":
        made["alternate"] = _link(f"{base}/www/{_slug(library)}/{kind}/{thing.key}", "text/html")
    parent = thing.data.get("parentItem") or thing.data.get("parentCollection")
    if parent:
        made["up"] = _link(f"{root}/{kind}/{parent}")
    return made


def _meta(library: Library, kind: str, thing: Thing, manners: Manners) -> Data | None:
    if kind == "searches":
        return {} if manners.local else None
    if kind == "collections":
        inside = sum(thing.key in one.data.get("collections", ()) for one in library.items.values())
        return {"numCollections": len(library.below(thing.key, "collections")), "numItems": inside}
    made: Data = {}
    if summary := _summary(thing.data.get("creators", [])):
        made["creatorSummary"] = summary
    if parsed := parsed_date(str(thing.data.get("date", ""))):
        made["parsedDate"] = parsed
    if manners.local or not str(thing.data.get("linkMode", "")).startswith("linked_"):
        made["numChildren"] = len(library.below(thing.key))
    return made


def parsed_date(text: str) -> str:
    """What the server reads out of a date: ISO, or the year alone."""
    if found := ISO.search(text):
        return "-".join(filter(None, found.groups()))
    year = YEAR.search(text)
    return year.group() if year else ""


def _summary(creators: list[Data]) -> str:
    names = [str(one.get("lastName") or one.get("name") or one.get("firstName")) for one in creators]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)
