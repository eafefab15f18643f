"""The local API of the Zotero program (10 and later): the same library without a zotero.org key, by laxer rules.

It differs from the web API in what the table of docs/zotero.md lists: reads need no key, writes need the id of the running
program and a key that the user grants in a dialog (good for one write, or always), new items cannot bring their own key,
and deletions are not told. Zotero 7 to 9 answer reads only; JabRef answers on the same port and is no Zotero.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.sinks.zotero.calls import Calls, lane_for, outcome_of, service_for
from refplug.sinks.zotero.connector import import_file
from refplug.sinks.zotero.reading import read_children, read_objects
from refplug.sinks.zotero.transport import Access, Deleted, Listing, Moved, Objects, Outcome, TokenUsed
from refplug.system.http import Answer, Door, Patience

__all__ = ["LocalTransport", "probe"]

APP_NAME = "refplug"
_SWITCH = "Settings → Advanced → Allow other applications on this computer to communicate with Zotero"
_DIALOG = Patience(total_s=300.0, attempts=1, asked_s=0.0)  # a person reads and clicks


def probe(calls: Calls) -> str:
    """The version of the Zotero program at an address; `SourceUnavailable` where there is none, or another program.

    JabRef's HTTP server uses the same port: only Zotero puts `X-Zotero-Version` on `/connector/ping`.
    """
    try:
        answer = calls.get("/connector/ping", "whether Zotero is running")
    except SourceUnavailable as error:
        if error.reason.endswith("could not be reached"):
            raise SourceUnavailable(
                calls.name, "Zotero is not running; start it, or use zotero.org (`refplug zotero login`)"
            ) from error
        raise
    version = answer.headers.get("x-zotero-version", "")
    if not version:
        raise SourceUnavailable(
            calls.name,
            f"another program answers at {calls.base} (JabRef uses the same port); close it and start Zotero",
        )
    return version


class LocalTransport:
    """The library `users/0` or `groups/N` of the program on this computer. `keep` is told a key that is good for always."""

    takes_keys = False
    knows_deleted = False

    def __init__(
        self, calls: Calls, library: str = "", key: str = "", keep: Callable[[str], None] = lambda key: None
    ) -> None:
        self._calls, self._key, self._keep = calls, key, keep
        self.library = library or "users/0"
        self._is_single_use = False
        self._server_id: str | None = None
        self.program = ""

    @classmethod
    def at(
        cls,
        url: str,
        door_for: Any,
        key: str,
        library: str,
        agent: str,
        keep: Callable[[str], None] = lambda key: None,
    ) -> LocalTransport:
        """The transport to the program at an address; `door_for` makes a `Door` for a `Service`."""
        service, base = service_for(url, "Zotero on this computer", agent)
        base = base.removesuffix("/api")  # people name it with and without
        door: Door = door_for(service)
        calls = Calls(door, base, lane_for(base), "Zotero on this computer", {}, (key,) if key else ())
        return cls(calls, library, key, keep)

    @property
    def server(self) -> str:
        """The running program's own id: its versions have nothing to do with those of zotero.org."""
        return f"local {self.server_id}"

    @property
    def server_id(self) -> str:
        """What `Zotero-Server-ID` says; looked up once, after making sure that it is Zotero which answers."""
        if self._server_id is None:
            self.program = probe(self._calls)
            answer = self._good(self._calls.get("/api/", "which Zotero is running"), "its local API")
            if (
                "zotero-api-version" not in answer.headers
            ):  # a page of some proxy; Zotero 7 to 9 name a version too
                raise self._calls.unavailable(
                    f"what answers at {self._calls.base}/api/ is not its API; close it"
                )
            self._server_id = answer.headers.get("zotero-server-id", "")
        return self._server_id

    @property
    def can_write(self) -> bool:
        """Whether the program's API writes at all (Zotero 10 and later name their id)."""
        return bool(self.server_id)

    def access(self) -> Access:
        """What may be done here: reading always, writing from Zotero 10 on, once the user has allowed it."""
        return Access(user=0, name=f"Zotero {self.program}", may_write=self.can_write)

    def schema_version(self) -> int | None:
        """The version of the schema that the program last named."""
        return self._calls.schema

    def authorize(self) -> str:
        """Ask the user, in a dialog of Zotero's, to let us write; the key. `RunAborted` where it is denied."""
        body = json.dumps({"appName": APP_NAME}).encode()
        headers = {"Content-Type": "application/json", "Zotero-Server-ID": self.server_id}
        answer = self._calls.send(
            "POST",
            "/api/local/authorize",
            "that refplug asks to write; Zotero shows a dialog",
            headers=headers,
            body=body,
            is_repeatable=False,
            patience=_DIALOG,
        )
        if answer.status == 403:
            raise RunAborted(
                "writing was denied in Zotero's dialog; nothing was changed; run again and choose Allow",
                ExitCode.CONFLICT,
            )
        if answer.status != 200:
            raise self._calls.unexpected(answer, "the question whether refplug may write")
        told = self._calls.json(answer, dict)
        self._key = str(told.get("key") or "")
        if not self._key:
            raise self._calls.unavailable("it granted no key to write with")
        self._calls.secrets = (*self._calls.secrets, self._key)
        self._is_single_use = not told.get("remember")
        if not self._is_single_use:
            self._keep(self._key)
        return self._key

    def schema(self) -> bytes:
        """The schema of item types and fields that is in force there."""
        return self._good(self._calls.get("/api/schema", "the schema of items"), "the schema").body

    def listing(self, what: str, since: int = 0) -> Listing:
        """Keys and versions of what changed after a version."""
        answers = self._calls.pages(
            f"/api/{self.library}/{what}", f"which {what} changed", format="versions", since=since or None
        )
        found: dict[str, int] = {}
        for answer in answers:
            value = self._calls.json(self._good(answer, f"the list of {what}"), dict)
            found |= {str(key): version for key, version in value.items() if isinstance(version, int)}
        stands = {self._calls.version(answer) for answer in answers}
        return Listing(min(stands), found)

    def objects(self, what: str, keys: Sequence[str]) -> Objects:
        """The objects of these keys, at most 50. The program adds the children of each, which are left out here."""
        return read_objects(self._calls, f"/api/{self.library}", what, keys, self._good)

    def children(self, key: str) -> Sequence[Mapping[str, Any]]:
        """The data of the notes and attachments of an item."""
        return read_children(self._calls, f"/api/{self.library}", key, self._good)

    def deleted(self, since: int) -> Deleted:
        """Not told by this API; the engine compares lists of keys."""
        raise NotImplementedError("the local API has no list of deletions")

    def write(self, objects: Sequence[Mapping[str, Any]], token: str, version: int | None) -> Outcome:
        """One batch, once. A key that was good for one write, or was revoked, is asked for anew, once."""
        headers = {"Content-Type": "application/json", "Zotero-Write-Token": token}
        if version is not None:
            headers["If-Unmodified-Since-Version"] = str(version)
        body = json.dumps(list(objects), ensure_ascii=False).encode("utf-8")
        what = f"{len(objects)} item{'s' * (len(objects) != 1)} to write"
        answer = self._with_key("POST", f"/api/{self.library}/items", what, headers, body)
        if answer.status == 412:
            words = self._calls.words(answer).lower()
            if "server-id" in words:
                raise RunAborted(
                    "another Zotero is running than the one that was read; run again", ExitCode.CONFLICT
                )
            raise TokenUsed if "token" in words else Moved
        value = self._calls.json(self._good(answer, "the items"), dict)
        return outcome_of(value, self._calls.version(answer), self._calls, len(objects))

    def upload(self, key: str, file: Path, md5_before: str | None) -> bool:
        """The local API takes no files."""
        raise RunAborted(
            f"{file}: Zotero's local API takes no files; use --web, or drop the file on the item in Zotero",
            ExitCode.CONFLICT,
        )

    def import_file(self, data: bytes) -> int:
        """New items as a CSL-JSON file through the connector, which Zotero 7 to 9 understand too; how many it made."""
        probe(self._calls)
        return import_file(self._calls, data, "application/vnd.citationstyles.csl+json")

    def _identity(self) -> dict[str, str]:
        return {"Zotero-Server-ID": self.server_id, "Zotero-API-Key": self._key}

    def _with_key(self, method: str, path: str, what: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if not self.can_write:
            raise RunAborted(
                f"Zotero {self.program} cannot be written to from outside; update to Zotero 10, use --web, "
                "or `refplug zotero push --import`",
                ExitCode.CONFLICT,
            )
        for attempt in (1, 2):
            if not self._key:
                self.authorize()
            answer = self._calls.send(method, path, what, headers={**headers, **self._identity()}, body=body)
            if self._is_single_use or answer.status == 401:
                self._key = ""
            if answer.status != 401 or attempt == 2:
                return answer
        raise AssertionError  # the loop returns

    def _good(self, answer: Answer, doing: str) -> Answer:
        if answer.status == 200:
            return answer
        if answer.status == 403:
            raise RunAborted(
                f"Zotero does not let other programs in; switch on {_SWITCH}; nothing was changed",
                ExitCode.CONFLICT,
            )
        if answer.status == 401:
            raise RunAborted(
                "Zotero does not accept our key for writing; run `refplug zotero login --local`; nothing was changed",
                ExitCode.CONFLICT,
            )
        if answer.status in (400, 404):
            words = self._calls.words(answer)
            raise RunAborted(
                f"Zotero on this computer has no library {self.library}{f' ({words})' if words else ''}; "
                "`refplug zotero status --local` lists yours",
                ExitCode.CONFLICT,
            )
        raise self._calls.unexpected(answer, doing)
