"""api.zotero.org: who may ask, and which path leads where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from support.zotero_stub import catalog, listings, render, uploads, writes
from support.zotero_stub.manners import Manners, said
from support.zotero_stub.store import KINDS, Access, Library
from support.zotero_stub.wire import HTML, JSON, Answer, Refused, Request, as_json

if TYPE_CHECKING:
    from support.zotero_stub.service import Service

TOKEN_LIFE_S = 12 * 3600


def route(request: Request, service: Service, forced: Mapping[int, int]) -> Answer:
    """The answer of the Web API."""
    parts = [part for part in request.path.split("/") if part]
    if parts[:1] == ["storage"] and len(parts) == 2:
        return uploads.storage(request, service.world, parts[1])
    _version_known(request)
    key, access = _access(request, service)
    if request.writes and access is None:
        raise Refused(403, "An API key is required for write requests.", bare=True)
    if request.method in ("POST", "PUT", "PATCH") and not request.body:
        raise Refused(400, f"{request.method} data not provided", bare=True)
    token = fresh_token(request, service, key)
    made = _answered(request, service, parts, access, forced)
    if token and made.status < 300:
        service.world.used_tokens[key, token] = service.clock()
    return made


def _answered(
    request: Request, service: Service, parts: list[str], access: Access | None, forced: Mapping[int, int]
) -> Answer:
    if not parts:
        return Answer(200, b"Nothing to see here.", (("Content-Type", HTML),))
    if parts[0] == "keys" and len(parts) == 2:
        return _key(request, service, parts[1])
    if (found := catalog.answer(request, request.path, service.world.schema, service.manners)) is not None:
        return found
    if parts[0] not in ("users", "groups") or len(parts) < 3 or not parts[1].isdigit():
        raise Refused(404, "Not found")
    library = _library(request, service, parts, access)
    if parts[0] == "users" and parts[2] == "groups":
        groups = [one for (kind, _), one in service.world.libraries.items() if kind == "groups"]
        rows, headers = listings.page(request, groups, service.manners)
        made = [render.group_json(one, request.base) for one in rows]
        return Answer(200, as_json(made), (*headers, ("Content-Type", JSON)))
    if request.method == "GET" and listings.unchanged(request, library, service.manners) and len(parts) == 3:
        return Answer(304, b"", (("Content-Type", HTML),), bare=True)
    return inside(request, library, parts[2:], service.manners, forced)


def _version_known(request: Request) -> None:
    asked = request.header("Zotero-API-Version") or request.param("v") or "3"
    if asked not in ("1", "2", "3"):
        raise Refused(400, f"Invalid API version '{asked}'", bare=True)


def _access(request: Request, service: Service) -> tuple[str, Access | None]:
    in_header, in_query = request.header("Zotero-API-Key"), request.param("key")
    bearer = request.header("Authorization") or ""
    if in_header is None and bearer.startswith("Bearer "):
        in_header = bearer.removeprefix("Bearer ")
    if in_header and in_query and in_header != in_query:
        raise Refused(400, "Zotero-API-Key header and 'key' parameter differ", bare=True)
    key = in_header or in_query
    if not key:
        return "", None
    if key not in service.world.keys:
        raise Refused(403, "Invalid key", bare=True)
    return key, service.world.keys[key]


def fresh_token(request: Request, service: Service, key: str) -> str | None:
    """The write token of a request, if it has one that was not used in the last twelve hours."""
    token = request.header("Zotero-Write-Token")
    if token is None or not request.writes:
        return None
    bare = service.manners.token_bare
    if not 5 <= len(token) <= 32:
        raise Refused(400, "Write token must be 5-32 characters in length", bare=bare)
    used_at = service.world.used_tokens.get((key, token))
    if used_at is not None and service.clock() - used_at < TOKEN_LIFE_S:
        raise Refused(412, "Write token already used", bare=bare)
    return token


def _key(request: Request, service: Service, name: str) -> Answer:
    key = request.header("Zotero-API-Key") or request.param("key") if name == "current" else name
    access = service.world.keys.get(key or "")
    if access is None:
        raise Refused(404, "Key not found") if name != "current" else Refused(403, "Forbidden")
    held = {"user": {"library": True, "files": True, "notes": True, "write": access.write}}
    if access.groups:
        held["groups"] = {"all": {"library": True, "write": access.write}}  # type: ignore[dict-item]
    made = {
        "key": key,
        "userID": access.user,
        "username": service.user_name,
        "displayName": "Real Name",
        "access": held,
    }
    return Answer(200, as_json(made), (("Content-Type", JSON),))


def _library(request: Request, service: Service, parts: list[str], access: Access | None) -> Library:
    library = service.world.libraries.get((parts[0], int(parts[1])))
    may = access is not None and (access.groups if parts[0] == "groups" else access.user == int(parts[1]))
    if not may:
        raise Refused(403, "Forbidden")
    if library is None:
        raise Refused(404, "Library not found" if parts[0] == "users" else "Group not found")
    if request.writes and not (access and access.write and library.editable):
        raise Refused(403, "Write access denied")
    return library


def inside(
    request: Request, library: Library, parts: list[str], manners: Manners, forced: Mapping[int, int]
) -> Answer:
    """What lies below a library: `items`, `collections`, `searches`, `tags`, `deleted`, `settings`."""
    kind, rest = parts[0], parts[1:]
    if kind == "tags":
        return (
            writes.delete_tags(request, library, manners)
            if request.method == "DELETE"
            else listings.tags(request, library, manners)
        )
    if kind == "settings":
        told = () if manners.local else (("Last-Modified-Version", str(library.version)),)
        return Answer(200, as_json(library.settings), (*told, ("Content-Type", JSON)))
    if kind == "deleted" and not manners.local:
        return listings.deleted(request, library)
    if kind not in KINDS:
        raise Refused(404, "No endpoint found\n" if manners.local else "Not found", bare=manners.local)
    if not rest or rest in (["top"], ["trash"]):
        return _many(request, library, kind, rest, manners, forced)
    key, below = rest[0], rest[1:]
    if not below:
        return _one(request, library, kind, key, manners)
    return _below(request, library, kind, key, below, manners)


def _many(
    request: Request,
    library: Library,
    kind: str,
    rest: list[str],
    manners: Manners,
    forced: Mapping[int, int],
) -> Answer:
    if request.method == "POST" and not rest:
        return writes.post(request, library, kind, manners, forced)
    if request.method == "DELETE" and not rest:
        return writes.delete_some(request, library, kind, manners)
    if request.method not in ("GET", "HEAD"):
        raise Refused(405, "Method not allowed", headers=(("Allow", "HEAD, GET, POST, DELETE"),))
    if kind == "items":
        things = listings.items_of(library, request, rest[0] if rest else "all", None, None)
    else:
        things = list(library.things[kind].values())
        if rest == ["top"]:
            things = [one for one in things if not one.data.get("parentCollection")]
    return listings.answer(request, library, kind, things, manners)


def _one(request: Request, library: Library, kind: str, key: str, manners: Manners) -> Answer:
    if request.method in ("PUT", "PATCH"):
        return writes.put_or_patch(request, library, kind, key, manners)
    if request.method == "DELETE":
        return writes.delete_one(request, library, kind, key, manners)
    if request.method not in ("GET", "HEAD"):
        raise Refused(405, "Method not allowed", headers=(("Allow", "HEAD, GET, PUT, PATCH, DELETE"),))
    return listings.one(request, library, kind, key, manners)


def _below(
    request: Request, library: Library, kind: str, key: str, below: list[str], manners: Manners
) -> Answer:
    if kind == "items" and below == ["file"] and not manners.local:
        return uploads.file_request(request, library, key)
    if key not in library.things[kind]:
        raise Refused(404, said(manners.not_found, kind))
    if request.method not in ("GET", "HEAD"):
        raise Refused(405, "Method not allowed", headers=(("Allow", "HEAD, GET"),))
    if kind == "items" and below == ["children"]:
        things = listings.items_of(library, request, "all", None, key)
    elif kind == "collections" and below in (["items"], ["items", "top"]):
        things = listings.items_of(library, request, below[-1] if below[1:] else "all", key, None)
    elif kind == "collections" and below == ["collections"]:
        things = [library.collections[one] for one in library.below(key, "collections")]
        return listings.answer(request, library, "collections", things, manners)
    else:
        raise Refused(404, "No endpoint found\n" if manners.local else "Not found", bare=manners.local)
    return listings.answer(request, library, "items", things, manners)
