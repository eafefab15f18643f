"""Everything a Zotero command works with, opened together: the file, the library, the state of both, and who may write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from refplug import __version__
from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.formats.sidecar import sidecar_path
from refplug.library.shelf import BibShelf
from refplug.model import Notice, Record, Severity
from refplug.sinks.zotero.compare import Choices
from refplug.sinks.zotero.local import LocalTransport
from refplug.sinks.zotero.mapping import item_of, record_of
from refplug.sinks.zotero.pull import recover_pull
from refplug.sinks.zotero.schema import Schema, bundled, loads, newest
from refplug.sinks.zotero.state import State
from refplug.sinks.zotero.transport import Transport
from refplug.sinks.zotero.web import WebTransport
from refplug.system.book import Book
from refplug.system.files import locked, read_file, replace_file
from refplug.system.http import Door, Ledger, Limiter, Service
from refplug.system.keys import find_key, keep_key
from refplug.system.settings import Settings, state_folder

__all__ = ["Desk", "Where", "desk", "local_transport", "transport_for", "web_key", "web_transport"]

KEY_VARIABLE = "REFPLUG_ZOTERO_KEY"
LOCAL_KEY_VARIABLE = "REFPLUG_ZOTERO_LOCAL_KEY"
WEB_RING, LOCAL_RING = "zotero web", "zotero local"
_ABSTRACT = "abstractNote"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which library: `kind` is "web", "local" or "" (as last time, else the web if there is a key), `library` as given."""

    kind: str = ""
    library: str = ""


@dataclass(kw_only=True)
class Desk:
    """One file and one library, open. `transport` is None in a run from the cache alone."""

    path: Path
    settings: Settings
    shelf: BibShelf
    state: State
    server: str
    library: str
    transport: Transport | None
    schema: Schema
    with_abstract: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    last: Mapping[str, Any] = field(default_factory=dict)
    """The library that the file went with before this run."""

    @property
    def online(self) -> Transport:
        """The transport; `RunAborted` in a run that stays offline."""
        if self.transport is None:
            raise RunAborted("this needs the library itself; run it without --offline", ExitCode.UNAVAILABLE)
        return self.transport

    def choices(self, **given: Any) -> Choices:
        """What the user decided, with what is left alone unless asked for."""
        return Choices(without=frozenset() if self.with_abstract else frozenset({_ABSTRACT}), **given)

    def record_of(self, item: Any) -> tuple[Record, tuple[Notice, ...]]:
        """The record of an item, less what is left alone."""
        kept = item if self.with_abstract else {n: v for n, v in item.items() if n != _ABSTRACT}
        return record_of(kept, schema=self.schema)

    def learn_schema(self) -> Notice | None:
        """Keep the server's schema for the next run where it is newer than ours; what is to be told about it."""
        theirs = self.transport.schema_version() if self.transport is not None else None
        if self.transport is None or theirs is None or theirs <= self.schema.version:
            return None
        try:
            data = self.transport.schema()
        except (SourceUnavailable, RunAborted):
            return None  # it will be asked for again; what was to be done is done
        try:
            is_newer = loads(data).version > self.schema.version
        except ValueError:
            is_newer = False
        if is_newer:
            replace_file(_schema_file(), data)
        kept = "it is kept for the next run" if is_newer else "it could not be read; ours stays in use"
        message = f"Zotero's schema is version {theirs}, ours {self.schema.version}: {kept}; what we do not know is left as it is"
        return Notice(code="zotero-schema", message=message, severity=Severity.INFO)

    def shelf_of(self, data: bytes | None, side: bytes | None) -> BibShelf:
        """The shelf of other bytes of the same file."""
        return _shelf(self.path, data, side, self.with_abstract, self.schema)


@contextmanager
def desk(
    path: Path,
    where: Where,
    settings: Settings,
    *,
    with_abstract: bool = False,
    is_locked: bool = True,
    tell: Tell | None = None,
) -> Iterator[Desk]:
    """Open the file and the library. The file is locked meanwhile, unless the command only looks.

    `tell` is given a sentence before each long wait for the library.
    With `settings.offline` no transport is made and the library of last time is looked at. Raises `RunAborted` for a
    missing key, a program that is not running, a file that cannot be read.
    """
    with locked(path) if is_locked else nullcontext():
        found = _opened(path, where, settings, with_abstract, tell)
        try:
            if is_locked:  # without the lock the promise may be that of a pull under way
                recover_pull(found.state, found.shelf)
            yield found
        except (RunAborted, SourceUnavailable):
            if found.state.version == 0:  # a library that was never read is not the one of next time
                _remember(path, found.last)
            raise


def _remember(path: Path, said: Mapping[str, Any]) -> None:
    """Which library a file goes with, for the next run; nothing said: none."""
    file = os.path.realpath(path)
    with Book(state_folder() / "zotero" / "files.sqlite") as files, files.change() as change:
        if said:
            change.put("file", file, dict(said))
        else:
            change.drop("file", file)


def _opened(path: Path, where: Where, settings: Settings, with_abstract: bool, tell: Tell | None) -> Desk:
    file = os.path.realpath(path)
    folder = state_folder()
    with Book(folder / "zotero" / "files.sqlite") as files:
        last = files.get("file", file) or {}
        where = replace(
            where, kind=where.kind or last.get("kind", ""), library=where.library or _same_kind(where, last)
        )
        ledger = Ledger(folder / "requests.jsonl")
        transport: Transport | None = None
        if settings.offline:
            if not last:
                raise RunAborted(
                    f"{path} was never synced on this computer; run `refplug zotero status` once online",
                    ExitCode.UNAVAILABLE,
                )
            server, library = str(last["server"]), str(last["library"])
        else:
            transport = transport_for(where, settings, ledger, tell)
            server, library = transport.server, transport.library
            kind = "local" if server.startswith("local") else "web"
            said = {"kind": kind, "server": server, "library": library}
            if said != last:
                _remember(path, said)
    data, side = read_file(path), read_file(sidecar_path(path))
    schema = _schema()
    shelf = _shelf(path, data, side, with_abstract, schema)
    state = State.at(folder, server, library, file)
    return Desk(
        path=path,
        settings=settings,
        shelf=shelf,
        state=state,
        server=server,
        library=library,
        transport=transport,
        schema=schema,
        with_abstract=with_abstract,
        ledger=ledger,
        last=last,
    )


def _same_kind(where: Where, last: Any) -> str:
    """The library of last time, unless another server is asked for now."""
    return str(last.get("library", "")) if where.kind in ("", last.get("kind")) else ""


def _schema_file() -> Path:
    return state_folder() / "zotero" / "schema.json"


def _schema() -> Schema:
    """The newest schema at hand: ours, or the one that a server had."""
    try:
        return newest(read_file(_schema_file()))
    except ValueError:
        return bundled()


def _shelf(
    path: Path, data: bytes | None, side: bytes | None, with_abstract: bool, schema: Schema
) -> BibShelf:
    def to_item(record: Record) -> tuple[dict[str, Any], tuple[Notice, ...]]:
        return item_of(record, schema=schema, with_abstract=with_abstract)

    return BibShelf(path, data, side, to_item, salt="abstract" if with_abstract else "")


def transport_for(where: Where, settings: Settings, ledger: Ledger, tell: Tell | None = None) -> Transport:
    """The transport to the library that was chosen; without a choice the web where there is a key, else this computer."""
    if where.kind == "web" or (not where.kind and web_key()):
        return web_transport(settings, where.library, ledger, tell=tell)
    if where.kind == "local" or where.library in ("", "users/0"):
        return local_transport(settings, where.library, ledger, tell=tell)
    return web_transport(settings, where.library, ledger, tell=tell)


def web_transport(
    settings: Settings, library: str, ledger: Ledger, key: str | None = None, *, tell: Tell | None = None
) -> WebTransport:
    """The transport to zotero.org, or to the server of the settings."""
    key = web_key() if key is None else key
    return WebTransport.at(settings.zotero_url, _door_maker(settings, ledger, tell), key, library, _agent())


def local_transport(
    settings: Settings, library: str, ledger: Ledger, *, tell: Tell | None = None
) -> LocalTransport:
    """The transport to the program on this computer. A key that is good for always goes into the keyring, if there is one."""

    def keep(key: str) -> None:
        keep_key(LOCAL_RING, key)

    key = find_key(LOCAL_KEY_VARIABLE, LOCAL_RING)
    return LocalTransport.at(
        settings.zotero_local_url, _door_maker(settings, ledger, tell), key, library, _agent(), keep
    )


def web_key() -> str:
    """The API key for zotero.org: from the environment, else from the keyring; empty where there is none."""
    return find_key(KEY_VARIABLE, WEB_RING)


def _door_maker(settings: Settings, ledger: Ledger, tell: Tell | None) -> Any:
    """A maker of doors that share the limiter and the ledger with all runs of the user."""

    def door_for(service: Service) -> Door:
        limiter = Limiter(state_folder() / "limits.sqlite")
        return Door(service, limiter, ledger=ledger, offline=settings.offline, tell=tell)

    return door_for


def _agent() -> str:
    return f"refplug/{__version__}"
