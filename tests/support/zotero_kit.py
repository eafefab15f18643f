"""Our side of a Zotero sync for tests: transports to the stand-in, and a shelf that is a dictionary."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from refplug.sinks.zotero.local import LocalTransport
from refplug.sinks.zotero.state import State
from refplug.sinks.zotero.web import WebTransport
from refplug.system.book import Book
from refplug.system.http import Door, Ledger, Limiter, Service
from support.zotero_stub import ManualClock, Stub


class DictShelf:
    """Entries that are items already."""

    def __init__(self, items: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.entries: dict[str, dict[str, Any]] = {key: dict(item) for key, item in (items or {}).items()}
        self.asked: list[str] = []

    def digests(self) -> dict[str, str]:
        return {key: json.dumps(item, sort_keys=True) for key, item in self.entries.items()}

    def item(self, citekey: str) -> dict[str, Any]:
        self.asked.append(citekey)
        return {"citationKey": citekey, **self.entries[citekey]}


def doors(clock: ManualClock | None = None, ledger: Ledger | None = None) -> Callable[[Service], Door]:
    """A maker of doors that never sleep for real; all doors of one clock share a limiter, as all runs of a user do."""
    clock = clock or ManualClock()
    limiter = clock.__dict__.setdefault("limiter", Limiter(None, clock=clock, sleep=clock.advance))

    def door_for(service: Service) -> Door:
        return Door(
            service,
            limiter,
            ledger=ledger or Ledger(),
            clock=clock,
            now=lambda: 0.0,
            sleep=clock.advance,
            chance=lambda: 0.5,
        )

    return door_for


def web(
    stub: Stub, clock: ManualClock | None = None, *, key: str | None = None, library: str = ""
) -> WebTransport:
    """The web transport to a stand-in."""
    return WebTransport.at(stub.url, doors(clock), stub.key if key is None else key, library, "refplug/test")


def local(
    stub: Stub, clock: ManualClock | None = None, *, key: str = "", library: str = ""
) -> LocalTransport:
    """The local transport to a stand-in."""
    return LocalTransport.at(stub.origin, doors(clock), key, library, "refplug/test")


def memory_state(path: Path | None = None) -> State:
    """A state in memory, or in a file."""
    return State(Book(path), "references.bib")


def article(title: str, **fields: Any) -> dict[str, Any]:
    """The item of an article."""
    return {"itemType": "journalArticle", "title": title, **fields}
