"""The web API of zotero.org, version 3: a library of a user or a group behind an API key.

Rules by https://www.zotero.org/support/dev/web_api/v3 and by what the real server was seen to do (docs/zotero.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.sinks.zotero.calls import Calls, lane_for, outcome_of, service_for
from refplug.sinks.zotero.reading import read_children, read_objects, rows
from refplug.sinks.zotero.transport import Access, Deleted, Listing, Moved, Objects, Outcome, TokenUsed
from refplug.sinks.zotero.upload import store_file
from refplug.system.http import Answer, Door

__all__ = ["WebTransport"]

_HOW_TO_KEY = "make one at https://www.zotero.org/settings/keys and run `refplug zotero login`"


class WebTransport:
    """One library of zotero.org, or of a server that speaks its API. `library` is `users/N`, `groups/N`, or empty: our own."""

    takes_keys = True
    knows_deleted = True

    def __init__(self, calls: Calls, library: str = "") -> None:
        self._calls = calls
        self.server = f"web {calls.base}"
        self._library = library
        self._access: Access | None = None

    @classmethod
    def at(cls, url: str, door_for: Any, key: str, library: str, agent: str) -> WebTransport:
        """The transport to a library at an address; `door_for` makes a `Door` for a `Service`."""
        service, base = service_for(url, "Zotero", agent)
        door: Door = door_for(service)
        headers = {"Zotero-API-Key": key} if key else {}
        calls = Calls(door, base, lane_for(base), "Zotero", headers, (key,) if key else ())
        return cls(calls, library)

    @property
    def library(self) -> str:
        """`users/N` or `groups/N`; our own library is looked up by the key."""
        if not self._library:
            self._library = f"users/{self.access().user}"
        return self._library

    def access(self) -> Access:
        """What the key allows on the library; asked once."""
        if self._access is None:
            if not self._calls.headers:
                raise RunAborted(f"there is no Zotero API key: {_HOW_TO_KEY}", ExitCode.CONFLICT)
            answer = self._calls.get("/keys/current", "whose the API key is")
            if answer.status in (403, 404):
                raise RunAborted(
                    f"Zotero does not accept the API key (wrong or revoked): {_HOW_TO_KEY}; nothing was changed",
                    ExitCode.CONFLICT,
                )
            self._access = self._rights(self._calls.json(self._good(answer, "the API key"), dict))
        return self._access

    def groups(self) -> list[tuple[str, str, bool]]:
        """The group libraries that the key reaches: `groups/N`, name, whether we may write there as far as is known."""
        answers = self._calls.pages(
            f"/users/{self.access().user}/groups", "which groups there are", limit=100
        )
        found: list[tuple[str, str, bool]] = []
        for one in (
            one for answer in answers for one in rows(self._calls, answer, "the list of groups", self._good)
        ):
            data = one.get("data")
            name = str(data.get("name", "")) if isinstance(data, Mapping) else ""
            library = f"groups/{one.get('id')}"
            found.append((library, name, WebTransport(self._calls, library).access().may_write))
        return found

    def schema_version(self) -> int | None:
        """The version of the schema that the server last named."""
        return self._calls.schema

    def schema(self) -> bytes:
        """The schema of item types and fields that is in force there."""
        return self._good(self._calls.get("/schema", "the schema of items"), "the schema").body

    def listing(self, what: str, since: int = 0) -> Listing:
        """Keys and versions of what changed after a version, all at one library version."""
        for _ in range(3):
            answers = self._calls.pages(
                f"/{self.library}/{what}", f"which {what} changed", format="versions", since=since
            )
            for answer in answers:
                self._good(answer, f"the list of {what}")
            stands = {self._calls.version(answer) for answer in answers}
            if len(stands) == 1:  # else somebody wrote while we turned the pages
                found: dict[str, int] = {}
                for answer in answers:
                    found |= self._versions(answer)
                return Listing(stands.pop(), found)
        raise self._calls.unavailable("the library changes faster than it can be read; try again later")

    def objects(self, what: str, keys: Sequence[str]) -> Objects:
        """The objects of these keys, at most 50."""
        return read_objects(self._calls, f"/{self.library}", what, keys, self._good, limit=100)

    def children(self, key: str) -> Sequence[Mapping[str, Any]]:
        """The data of the notes and attachments of an item."""
        return read_children(self._calls, f"/{self.library}", key, self._good, limit=100)

    def deleted(self, since: int) -> Deleted:
        """What was deleted for good after a version."""
        answer = self._calls.get(f"/{self.library}/deleted", "what was deleted", since=since)
        found = self._calls.json(self._good(answer, "the list of deletions"), dict)
        items, collections = (frozenset(map(str, found.get(name) or ())) for name in ("items", "collections"))
        return Deleted(self._calls.version(answer), items, collections)

    def write(self, objects: Sequence[Mapping[str, Any]], token: str, version: int | None) -> Outcome:
        """One batch, once: the token makes a repetition harmless, the version keeps others' work."""
        headers = {"Content-Type": "application/json", "Zotero-Write-Token": token}
        if version is not None:
            headers["If-Unmodified-Since-Version"] = str(version)
        body = json.dumps(list(objects), ensure_ascii=False).encode("utf-8")
        what = f"{len(objects)} item{'s' * (len(objects) != 1)} to write"
        answer = self._calls.send("POST", f"/{self.library}/items", what, headers=headers, body=body)
        if answer.status == 412:
            raise TokenUsed if "token" in self._calls.words(answer).lower() else Moved
        value = self._calls.json(self._good(answer, "the items"), dict)
        return outcome_of(value, self._calls.version(answer), self._calls, len(objects))

    def upload(self, key: str, file: Path, md5_before: str | None) -> bool:
        """Store a file in an attachment item: authorize, upload, register; False where the server had it already."""
        return store_file(self._calls, f"/{self.library}/items/{key}/file", file, md5_before)

    def _rights(self, said: Mapping[str, Any]) -> Access:
        """The rights of the key on our library, from `GET /keys/current`."""
        access = said.get("access") if isinstance(said.get("access"), Mapping) else {}
        user = said.get("userID")
        if not isinstance(user, int) or not isinstance(access, Mapping):
            raise self._calls.unavailable("its answer about the API key names no user")
        rights: Any
        if not self._library or self._library == f"users/{user}":
            rights = access.get("user") or {}
        elif self._library.startswith("groups/"):
            groups = access.get("groups") or {}
            rights = groups.get(self._library.partition("/")[2]) or groups.get("all") or {}
        else:
            rights = {}
        return Access(
            user=user,
            name=str(said.get("displayName") or said.get("username") or ""),
            may_read=bool(rights.get("library")),
            may_write=bool(rights.get("write")),
            may_attach=bool(rights.get("files", rights.get("write"))),
        )

    def _good(self, answer: Answer, doing: str) -> Answer:
        """The answer, if it is one; else what stands in the way, in a sentence."""
        if answer.status == 200:
            return answer
        where = self._library or "the library"
        if answer.status == 403:
            words = self._calls.words(answer)
            if "key" in words.lower():
                why = f"Zotero does not accept the API key (wrong or revoked): {_HOW_TO_KEY}"
            elif "write" in words.lower():
                why = f"{where} may be read with this API key, but not written to; give the key that right, or choose another --library"
            else:
                why = f"the API key does not give access to {where}; give it that right, or choose another --library"
            raise RunAborted(f"{why}; nothing was changed", ExitCode.CONFLICT)
        if answer.status == 404:
            raise RunAborted(
                f"there is no library {where} on {self._calls.base}; `refplug zotero status --libraries` lists yours",
                ExitCode.CONFLICT,
            )
        raise self._calls.unexpected(answer, doing)

    def _versions(self, answer: Answer) -> dict[str, int]:
        if answer.body.strip() == b"[]":  # PHP's empty map
            return {}
        value = self._calls.json(answer, dict)
        return {str(key): version for key, version in value.items() if isinstance(version, int)}
