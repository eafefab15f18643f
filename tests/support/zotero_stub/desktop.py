"""What only the desktop program has: asking its user, its identity, and the connector of Zotero 7 to 9."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from support.zotero_stub import catalog, listings, render, web
from support.zotero_stub.manners import LOCAL
from support.zotero_stub.store import Access, Library, Thing
from support.zotero_stub.wire import JSON, PLAIN, Answer, Refused, Request, as_json

if TYPE_CHECKING:
    from support.zotero_stub.service import Service

ASKED_PER_MINUTE = 5
NEED_KEY = "API key required -- POST /api/local/authorize to obtain one"
REALM = (("WWW-Authenticate", 'Zotero-API-Key realm="Zotero Local API"'),)


def route(request: Request, service: Service, forced: Mapping[int, int]) -> Answer:
    """The answer of the desktop program."""
    if request.path.startswith("/connector/"):
        return connector(request, service, request.base)
    if not request.path.startswith("/api/"):
        return Answer(404, b"No endpoint found\n", (("Content-Type", PLAIN),), bare=True)
    if not service.enabled:
        raise Refused(403, "Local API is not enabled")
    path = posixpath.normpath(request.path.removeprefix("/api"))
    asked = request.header("Zotero-API-Version") or request.param("v") or "3"
    if asked != "3" and path != "/":
        raise Refused(501, f"API version not implemented: {asked}")
    if path == "/":
        return Answer(200, b"Nothing to see here.", (("Content-Type", PLAIN),))
    if path == "/local/authorize":
        return authorize(request, service)
    if (found := catalog.answer(request, path, service.world.schema, service.manners)) is not None:
        return found
    return _inside(request, service, [part for part in path.split("/") if part], forced)


def _inside(request: Request, service: Service, parts: list[str], forced: Mapping[int, int]) -> Answer:
    if len(parts) < 3 or parts[0] not in ("users", "groups") or not parts[1].isdigit():
        return Answer(404, b"No endpoint found\n", (("Content-Type", PLAIN),), bare=True)
    if parts[0] == "users" and int(parts[1]) != 0:
        raise Refused(400, "Only data for the logged-in user is available locally -- use userID 0")
    library = service.world.libraries.get((parts[0], int(parts[1])))
    if library is None:
        raise Refused(404, "Not found")
    if parts[2] == "groups":
        groups = [one for (kind, _), one in service.world.libraries.items() if kind == "groups"]
        rows, headers = listings.page(request, groups, service.manners)
        made = [render.group_json(one, f"{request.base}/api") for one in rows]
        return Answer(200, as_json(made), (*headers, ("Content-Type", JSON)))
    if not request.writes:
        return web.inside(request, library, parts[2:], service.manners, forced)
    identity(request, service)
    key_for_write(request, service)
    if not library.editable:
        raise Refused(403, "Write access denied")
    if request.method != "DELETE" and "json" not in (request.header("Content-Type") or ""):
        raise Refused(400, "Empty request body")
    key = request.header("Zotero-API-Key") or ""
    token = web.fresh_token(request, service, key)
    made = web.inside(request, library, parts[2:], service.manners, forced)
    if token and made.status < 300:
        service.world.used_tokens[key, token] = service.clock()
    return made


def identity(request: Request, service: Service) -> None:
    """A write, or a request for permission, names the instance it is meant for."""
    told = request.header("Zotero-Server-ID")
    if told is None:
        raise Refused(428, "Zotero-Server-ID not provided")
    if told != service.world.server_id:
        raise Refused(412, "Zotero-Server-ID does not match this server")


def key_for_write(request: Request, service: Service) -> None:
    """The key of a write; one that was given for a single write is spent by it."""
    key = request.header("Zotero-API-Key")
    if not key:
        raise Refused(401, NEED_KEY, headers=REALM, bare=True)
    access = service.world.keys.get(key)
    if access is None:
        raise Refused(401, "Invalid or expired API key", bare=True)
    if access.single_use:
        del service.world.keys[key]


def authorize(request: Request, service: Service) -> Answer:
    """The dialog, answered by the script of the stand-in: allow, always, deny, or a number as the status."""
    if request.method != "POST":
        raise Refused(400, "Endpoint does not support method\n", bare=True)
    identity(request, service)
    try:
        name = json.loads(request.body)["appName"]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(400, "appName not provided") from error
    now = service.world.clock()
    service.asked = [at for at in service.asked if now - at < 60] + [now]
    choice = service.dialog.pop(0) if service.dialog else "always"
    if len(service.asked) > ASKED_PER_MINUTE or choice == "429":
        service.control.ask_for_rest(60, request.header("User-Agent") or "")
        raise Refused(429, "Too many authorization requests", headers=(("Retry-After", "60"),))
    if choice == "deny" or not name:
        return Answer(403, as_json({"denied": True}), (("Content-Type", JSON),))
    if choice.isdigit():
        raise Refused(int(choice), "Authorization failed")
    key = service.world.secret(32)
    service.world.keys[key] = Access(user=0, single_use=choice == "allow")
    return Answer(200, as_json({"key": key, "remember": choice != "allow"}), (("Content-Type", JSON),))


def connector(request: Request, service: Service, base: str) -> Answer:
    """The endpoints under `/connector/` that a bibliographic program needs."""
    own = (("X-Zotero-Version", service.zotero_version), ("X-Zotero-Connector-API-Version", "3"))
    match request.path.removeprefix("/connector/"):
        case "ping":
            if request.method == "GET":
                page = b"<!DOCTYPE html><html><body>Zotero is running</body></html>"
                return Answer(200, page, (("Content-Type", "text/html"), *own), bare=True)
            return Answer(200, as_json({"prefs": {}}), (("Content-Type", JSON), *own), bare=True)
        case "getSelectedCollection":
            made = {"libraryID": 1, "libraryName": "My Library", "libraryEditable": service.world.library.editable,
                    "filesEditable": True, "id": None, "name": "My Library"}  # fmt: skip
            return Answer(200, as_json(made), (("Content-Type", JSON), *own), bare=True)
        case "import" if request.method == "POST":
            return _imported(request, service, own, base)
    return Answer(404, b"No endpoint found\n", (("Content-Type", PLAIN), *own), bare=True)


def _imported(request: Request, service: Service, own: tuple[tuple[str, str], ...], base: str) -> Answer:
    """CSL JSON and a plain list of items are read; anything else is kept, and answered as one item without a title."""
    library = service.world.library
    if not library.editable:
        return Answer(500, as_json({"libraryEditable": False}), (("Content-Type", JSON), *own), bare=True)
    if not request.body.strip():
        return Answer(400, b"No translator found", (("Content-Type", PLAIN), *own), bare=True)
    made = [
        render.shown(library, "items", _taken(library, one), LOCAL, base)["data"]
        for one in _records(request.body)
    ]
    return Answer(201, as_json(made), (("Content-Type", JSON), *own), bare=True)


def _records(body: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(body)
    except ValueError:
        return [{"note": body.decode("utf-8", "replace")}]
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _taken(library: Library, one: dict[str, Any]) -> Thing:
    types = library.world.schema.official()["csl"].get("types", {})
    kind = next(iter(types.get(str(one.get("type")), [])), "journalArticle")
    people = [{"creatorType": "author", "lastName": p.get("family", ""), "firstName": p.get("given", "")}
              for p in one.get("author", [])]  # fmt: skip
    parts = [str(part) for part in ((one.get("issued") or {}).get("date-parts") or [[]])[0]]
    date = "-".join(part.zfill(2) for part in parts)
    fields = {"title": str(one.get("title", "")), "extra": str(one.get("note", "")), "date": date,
              "citationKey": str(one.get("citation-key", "")), "DOI": str(one.get("DOI", ""))}  # fmt: skip
    known = library.world.schema.kinds[kind].fields
    key = library.add(kind, creators=people, **{name: text for name, text in fields.items() if name in known})
    return library.items[key]
