"""Listings: what is asked for by parameters, in pages, as JSON, keys or versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from support.zotero_stub.csl import csl_item
from support.zotero_stub.manners import Manners, said
from support.zotero_stub.render import parsed_date, shown, tag_json
from support.zotero_stub.store import Data, Library, Thing
from support.zotero_stub.wire import JSON, Answer, Refused, Request, as_json

CSL_JSON = "application/vnd.citationstyles.csl+json"
UNPAGED = frozenset({"keys", "versions"})


def unchanged(request: Request, library: Library, manners: Manners) -> bool:
    """Whether the client has the library at this very version."""
    since = request.header("If-Modified-Since-Version")
    return since is not None and since.isdigit() and int(since) >= library.version


def items_of(
    library: Library, request: Request, place: str, inside: str | None, parent: str | None
) -> list[Thing]:
    """The items of a place (`all`, `top`, `trash`), of a collection, or below an item."""
    found: Iterable[Thing] = library.items.values()
    if parent is not None:
        return [one for one in found if one.data.get("parentItem") == parent]
    if inside is not None:
        members = {one.key for one in found if inside in one.data.get("collections", ())}
        found = [one for one in found if one.key in members or one.data.get("parentItem") in members]
    trashed = {one.key for one in library.items.values() if one.data.get("deleted")}
    if place == "trash":
        found = [one for one in found if one.key in trashed]
    elif request.param("includeTrashed") not in ("1", "true"):
        found = [one for one in found if one.key not in trashed and one.data.get("parentItem") not in trashed]
    return [one for one in found if place != "top" or not one.data.get("parentItem")]


def filtered(request: Request, things: list[Thing], manners: Manners) -> list[Thing]:
    """Those that pass `itemKey`, `since`, `tag`, `itemType` and `q`."""
    since = request.param("since")
    if since is not None:
        if not since.isdigit():
            text = (
                f"Invalid 'since' value '{since}'" if manners.local else "Invalid value for 'since' parameter"
            )
            raise Refused(400, text, bare=not manners.local)
        things = [one for one in things if one.version > int(since)]
    keys = next(
        (value for name in ("itemKey", "collectionKey", "searchKey") if (value := request.param(name))), None
    )
    if keys is not None:
        wanted = set(keys.split(","))
        below = wanted if manners.local else set()
        things = [one for one in things if one.key in wanted or one.data.get("parentItem") in below]
    for expression in request.every("itemType"):
        things = [one for one in things if _either(expression, lambda name: one.data.get("itemType") == name)]  # noqa: B023
    for expression in request.every("tag"):
        things = [one for one in things if _either(expression, _tags_of(one).__contains__)]
    if q := request.param("q"):
        deep = request.param("qmode") == "everything"
        things = [one for one in things if q.casefold() in _searched(one.data, deep)]
    return things


def _either(expression: str, holds: Callable[[str], bool]) -> bool:
    parts = [part.strip() for part in expression.split("||")]
    return any(
        not holds(part[1:]) if part.startswith("-") else holds(part.removeprefix("\\")) for part in parts
    )


def _tags_of(thing: Thing) -> set[str]:
    return {tag["tag"] for tag in thing.data.get("tags", ())}


def _searched(data: Data, deep: bool) -> str:
    creators = [
        str(one.get(name, ""))
        for one in data.get("creators", ())
        for name in ("firstName", "lastName", "name")
    ]
    title = next(
        (str(data[n]) for n in ("title", "caseName", "subject", "nameOfAct", "note") if data.get(n)), ""
    )
    texts = [title, *creators, parsed_date(str(data.get("date", "")))[:4]]
    if deep:
        texts += [value for value in data.values() if isinstance(value, str)]
    return "\n".join(texts).casefold()


def ordered(request: Request, things: list[Thing], manners: Manners) -> list[Thing]:
    """By `sort` and `direction`; the newest first where nothing is asked."""
    name = request.param("sort")
    if name is None:
        if manners.local:
            return sorted(things, key=lambda one: str(one.data.get("dateModified", "")), reverse=True)
        return sorted(things, key=lambda one: one.version, reverse=True)
    descending = request.param("direction") == "desc" or (
        request.param("direction") is None and name.startswith("date")
    )
    return sorted(things, key=lambda one: _sort_key(one.data, name), reverse=descending)


def _sort_key(data: Data, name: str) -> str:
    if name == "creator":
        return str(next(iter(data.get("creators") or [{}])).get("lastName", ""))
    return str(data.get(name, ""))


def page(
    request: Request, things: list[Any], manners: Manners
) -> tuple[list[Any], tuple[tuple[str, str], ...]]:
    """The page that is asked for, and the headers about the rest."""
    start, limit = _number(request, "start") or 0, _number(request, "limit")
    if limit is None:
        limit = None if request.param("format") in UNPAGED else manners.default_limit
    elif manners.most and request.param("format") not in UNPAGED:
        limit = min(limit, manners.most)
    total = len(things)
    start = min(start, total)
    size = total - start if limit is None else limit
    links = _links(request, start, size, total, manners)
    told = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links)
    return things[start : start + size], (("Total-Results", str(total)), ("Link", told))


def _number(request: Request, name: str) -> int | None:
    value = request.param(name)
    if value is None:
        return None
    if not value.isdigit():
        raise Refused(400, f"Invalid value for '{name}' parameter", bare=True)
    return int(value)


def _links(request: Request, start: int, size: int, total: int, manners: Manners) -> list[tuple[str, str]]:
    found: dict[str, int] = {}
    last = max(0, (total - 1) // size * size) if size else 0
    if start:
        found["first"], found["prev"] = 0, max(0, start - size)
    if start + size < total:
        found["next"] = start + size
    if start or size < total:
        found["last"] = last
    if manners.local:
        found.setdefault("last", 0)
        order = ("first", "prev", "last", "next")
    else:
        order = ("first", "prev", "next", "last")
    made = [(name, _address(request, found[name], manners)) for name in order if name in found]
    return made if manners.local else [*made, ("alternate", f"{request.base}/www{request.path}")]


def _address(request: Request, start: int, manners: Manners) -> str:
    params = [(name, value) for name, value in request.params if name not in ("start", "key")]
    if start and manners.local and any(name == "start" for name, _ in request.params):
        params = [(name, str(start) if name == "start" else value) for name, value in request.params]
    elif start:
        params.append(("start", str(start)))
    if not manners.local:
        params.sort()
    return f"{request.base}{request.path}" + (f"?{urlencode(params)}" if params else "")


def answer(request: Request, library: Library, kind: str, things: list[Thing], manners: Manners) -> Answer:
    """A listing in the format asked for."""
    wanted = request.param("format") or "json"
    if wanted == "atom" and manners.local:
        raise Refused(501, "Local API does not support Atom output")
    rows, headers = page(request, ordered(request, filtered(request, things, manners), manners), manners)
    media, body = _body(request, library, kind, rows, wanted, manners)
    told = (*headers, ("Last-Modified-Version", str(library.version)))
    if manners.local and unchanged(request, library, manners):
        return Answer(304, b"", told)
    return Answer(200, body, (*told, ("Content-Type", media)))


def _body(
    request: Request, library: Library, kind: str, rows: list[Thing], wanted: str, manners: Manners
) -> tuple[str, bytes]:
    if wanted == "keys":
        text = "\n".join(one.key for one in rows)
        return manners.keys_type, (text if manners.local else text + "\n").encode()
    if wanted == "versions":
        return JSON, as_json({one.key: one.version for one in rows})
    if wanted == "csljson":
        made = [csl_item(library, one) for one in rows]
        return (JSON, as_json(made)) if manners.local else (CSL_JSON, as_json({"items": made}))
    if wanted != "json":
        raise Refused(400, f"Invalid 'format' value '{wanted}'")
    return JSON, as_json([shown(library, kind, one, manners, request.base) for one in rows])


def one(request: Request, library: Library, kind: str, key: str, manners: Manners) -> Answer:
    """A single object."""
    thing = library.things[kind].get(key)
    if thing is None:
        raise Refused(404, said(manners.not_found, kind))
    headers: tuple[tuple[str, str], ...] = (("Last-Modified-Version", str(thing.version)),)
    if manners.local:
        headers = (("Total-Results", "1"), ("Link", ""), *headers)
        since = request.header("If-Modified-Since-Version")
        if since and since.isdigit() and int(since) >= thing.version:
            return Answer(304, b"", headers)
    if request.param("format") == "csljson" and kind == "items":
        made = [csl_item(library, thing)]
        media, body = (JSON, as_json(made)) if manners.local else (CSL_JSON, as_json({"items": made}))
    else:
        media, body = JSON, as_json(shown(library, kind, thing, manners, request.base))
    return Answer(200, body, (*headers, ("Content-Type", media)))


def tags(request: Request, library: Library, manners: Manners) -> Answer:
    """All tags with the number of items, manual and automatic apart."""
    counts = Counter(
        (tag["tag"], int(tag.get("type", 0)))
        for one in library.items.values()
        for tag in one.data.get("tags", ())
    )
    rows = sorted(
        counts, key=lambda place: (place[1], place[0].casefold()) if not manners.local else (0, place[0])
    )
    chosen, headers = page(request, rows, manners)
    body = [tag_json(library, tag, kind, counts[tag, kind], manners, request.base) for tag, kind in chosen]
    told = (*headers, ("Last-Modified-Version", str(library.version)), ("Content-Type", JSON))
    return Answer(200, as_json(body), told)


def deleted(request: Request, library: Library) -> Answer:
    """What was deleted since a version."""
    since = request.param("since")
    if since is None:
        raise Refused(400, "'since' parameter must be provided")
    if not since.isdigit():
        raise Refused(400, "Invalid value for 'since' parameter", bare=True)
    made = {name: [key for key, version in library.gone[name].items() if version > int(since)]
            for name in ("collections", "items", "searches", "tags", "settings")}  # fmt: skip
    return Answer(
        200, as_json(made), (("Last-Modified-Version", str(library.version)), ("Content-Type", JSON))
    )
