"""The state of the stand-in: libraries with one counter each, keys, spent write tokens. All in memory."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from support.zotero_stub.schema import Schema

LETTERS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
KINDS = ("items", "collections", "searches")
Data = dict[str, Any]


@dataclass
class Thing:
    """An item, collection or search: its key, the library version at its last write, and its properties."""

    key: str
    version: int
    data: Data


@dataclass(frozen=True)
class Access:
    """What a key may do."""

    user: int = 1001
    write: bool = True
    groups: bool = True
    single_use: bool = False


class Library:
    """One library. The methods without an underscore are also what another client, or a person, does to it in a test."""

    def __init__(self, kind: str, number: int, name: str, world: World) -> None:
        self.kind, self.number, self.name, self.world = kind, number, name, world
        self.version = 0
        self.editable = True
        self.things: dict[str, dict[str, Thing]] = {kind: {} for kind in KINDS}
        self.gone: dict[str, dict[str, int]] = {kind: {} for kind in (*KINDS, "tags", "settings")}
        self.settings: Data = {}
        self.facts: Data = {}
        self.files: dict[str, bytes] = {}
        self.watchers: list[
            Callable[[str, Data | None, Data | None], object]
        ] = []  # of items: key, before, after
        self._families: dict[str, dict[str, list[str]]] = {}

    @property
    def prefix(self) -> str:
        return f"/{self.kind}/{self.number}"

    @property
    def items(self) -> dict[str, Thing]:
        return self.things["items"]

    @property
    def collections(self) -> dict[str, Thing]:
        return self.things["collections"]

    def step(self) -> int:
        """The next library version."""
        self.version += 1 + self.world.take_jump()
        return self.version

    def save(self, kind: str, key: str, data: Data) -> Thing:
        """Write one object as it is, at a new version."""
        thing, before = Thing(key, self.step(), data), self.things[kind].get(key)
        self.things[kind][key] = thing
        self._families.clear()
        self.gone[kind].pop(key, None)
        if kind == "items":
            self._tell(key, before.data if before else None, data)
        return thing

    def _tell(self, key: str, before: Data | None, after: Data | None) -> None:
        for watcher in self.watchers:
            watcher(key, before, after)

    def remove(self, key: str, kind: str = "items") -> None:
        """Delete for good, with what hangs below it."""
        version, family = self.step(), [key, *self.below(key, kind)]
        self._families.clear()
        for one in family:
            lost = self.things[kind].pop(one, None)
            if lost is not None:
                self.gone[kind][one] = version
                if kind == "items":
                    self._tell(one, lost.data, None)
        if kind == "collections":
            for thing in self.items.values():
                if key in thing.data.get("collections", ()):
                    thing.data["collections"] = [one for one in thing.data["collections"] if one != key]
                    thing.version = version

    def below(self, key: str, kind: str = "items") -> list[str]:
        """The keys of the children."""
        if kind not in self._families:
            name = "parentItem" if kind == "items" else "parentCollection"
            found = self._families.setdefault(kind, {})
            for one in self.things[kind].values():
                if parent := one.data.get(name):
                    found.setdefault(str(parent), []).append(one.key)
        return list(self._families[kind].get(key, ()))

    def add(self, item_type: str = "book", key: str = "", **fields: Any) -> str:
        """Another client makes an item; its key."""
        made = self.world.schema.template(item_type, fields.get("linkMode", ""))
        stamp = self.world.stamp()
        data = {**made, "creators": [], **fields, "dateAdded": stamp, "dateModified": stamp}
        if not self.world.schema.kinds[item_type].creators:
            del data["creators"]
        if "parentItem" in data:
            data.pop("collections", None)
        return self.save("items", key or self.world.new_key(), data).key

    def collect(self, name: str, parent: str | bool = False, key: str = "") -> str:
        """Another client makes a collection; its key."""
        data = {"name": name, "parentCollection": parent, "relations": {}}
        return self.save("collections", key or self.world.new_key(), data).key

    def edit(self, key: str, **fields: Any) -> None:
        """Another client edits an item; a field set to None goes."""
        data = {**deepcopy(self.items[key].data), **fields, "dateModified": self.world.stamp()}
        self.save("items", key, {name: value for name, value in data.items() if value is not None})

    def trash(self, key: str) -> None:
        """Another client puts an item into the trash."""
        self.edit(key, deleted=1)

    def merge(self, kept: str, lost: str) -> None:
        """What a merge in Zotero leaves: `dc:replaces` at the one kept, the other in the trash."""
        uri = f"http://zotero.org{self.prefix}/items/{lost}"
        relations = dict(self.items[kept].data.get("relations", {}))
        held = relations.get("dc:replaces", [])
        relations["dc:replaces"] = [*(held if isinstance(held, list) else [held]), uri]
        self.edit(kept, relations=relations)
        self.trash(lost)

    def field(self, key: str, name: str) -> Any:
        """The value of one field."""
        return self.items[key].data.get(name)


@dataclass
class World:
    """All that one stand-in holds."""

    schema: Schema
    clock: Callable[[], float]
    seed: int = 1
    libraries: dict[tuple[str, int], Library] = field(default_factory=dict)
    keys: dict[str, Access] = field(default_factory=dict)
    used_tokens: dict[tuple[str, str], float] = field(default_factory=dict)
    uploads: dict[str, Data] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._jump = 0
        self.renew_server()

    @property
    def library(self) -> Library:
        """The first library: the user's own."""
        return next(iter(self.libraries.values()))

    def open(self, kind: str, number: int, name: str) -> Library:
        """A new, empty library."""
        made = self.libraries[kind, number] = Library(kind, number, name, self)
        return made

    def renew_server(self) -> None:
        """Another instance answers from now on: another server ID."""
        self.server_id = "".join(self._chance.choice(LETTERS) for _ in range(12))

    def new_key(self) -> str:
        """A key that no object has."""
        while True:
            key = "".join(self._chance.choice(LETTERS) for _ in range(8))
            if not any(key in things for one in self.libraries.values() for things in one.things.values()):
                return key

    def secret(self, length: int = 24) -> str:
        """A new API key or upload key."""
        return "".join(self._chance.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(length))

    def stamp(self) -> str:
        """Now, as Zotero writes it."""
        return datetime.fromtimestamp(self.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def jump_next(self, by: int) -> None:
        """At the next write the version goes further than by one."""
        self._jump = by

    def take_jump(self) -> int:
        """The jump, once."""
        by, self._jump = self._jump, 0
        return by
