"""What is remembered about one library of one server: its items as last seen, the ties to entries, writes under way.

One book per server and library, since versions of one server mean nothing to another. Ties are kept per local file.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from refplug.sinks.zotero.facets import Item
from refplug.system.book import Book, Change

__all__ = ["ALPHABET", "Intent", "Open", "State", "Tie", "Writing", "is_work"]

#: The letters of Zotero's keys: no 0, 1, O, which are mixed up (the API's own list).
ALPHABET = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
_CHILDREN = frozenset({"note", "attachment", "annotation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An entry and an item that are one work, and what each was when both last agreed.

    `mine` and `theirs` are facets. `digest` is the entry's, `version` the item's, where the whole of it is agreed; else
    empty and 0, so that it is looked at again.
    """

    citekey: str
    key: str
    digest: str = ""
    version: int = 0
    mine: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A write that is about to be sent: its token, the library version before, and what each object means to us."""

    token: str
    version: int
    operations: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Open:
    """Ties without their bodies: item key, entry digest and item version by citekey."""

    key: str
    digest: str
    version: int


class Writing:
    """Changes of the state within one transaction."""

    def __init__(self, change: Change, file: str) -> None:
        self._change, self._file = change, file

    def see(self, data: Item) -> None:
        """Remember an item as the server gave it."""
        key, version = str(data["key"]), int(data.get("version") or 0)
        kind, other = ("trash", "item") if data.get("deleted") else ("item", "trash")
        self._change.put(kind, key, dict(data), stamp=version, mark=str(data.get("itemType", "")))
        self._change.drop(other, key)

    def forget_item(self, key: str) -> None:
        """An item is gone for good."""
        self._change.drop("item", key)
        self._change.drop("trash", key)

    def see_collection(self, data: Item) -> None:
        """Remember a collection."""
        self._change.put("collection", str(data["key"]), dict(data), stamp=int(data.get("version") or 0))

    def forget_collection(self, key: str) -> None:
        """A collection is gone."""
        self._change.drop("collection", key)

    def stand(self, version: int) -> None:
        """Everything up to this library version has been taken."""
        self._change.put("meta", "version", version)

    def tie(self, tie: Tie) -> None:
        """Keep a tie in place of what was kept for the citekey."""
        body = {"mine": dict(tie.mine), "theirs": dict(tie.theirs)}
        self._change.put(
            f"tie {self._file}", tie.citekey, body, stamp=tie.version, mark=f"{tie.key} {tie.digest}"
        )

    def untie(self, citekey: str) -> None:
        """Forget a tie."""
        self._change.drop(f"tie {self._file}", citekey)

    def intend(self, intent: Intent) -> None:
        """Write down what is about to be sent."""
        body = {"version": intent.version, "operations": list(intent.operations)}
        self._change.put(f"intent {self._file}", intent.token, body)

    def settle(self, token: str) -> None:
        """A write is done with, whatever came of it."""
        self._change.drop(f"intent {self._file}", token)

    def promise(self, body: Mapping[str, Any] | None) -> None:
        """Write down which ties hold once the local file is written; None: there is nothing to come."""
        if body is None:
            self._change.drop("promise", self._file)
        else:
            self._change.put("promise", self._file, dict(body))

    def count_creation(self, citekey: str, number: int) -> None:
        """So many items were made for the citekey; the next one gets another key."""
        self._change.put(f"made {self._file}", citekey, number)

    def note(self, name: str, value: Any) -> None:
        """Keep a value under a name."""
        self._change.put("meta", name, value)


class State:
    """The state of one library for one local file; `State(Book(None), "")` lives in memory."""

    def __init__(self, book: Book, file: str) -> None:
        self.book, self.file = book, file

    @classmethod
    def at(cls, folder: Path, server: str, library: str, file: str) -> State:
        """The state kept in a folder; `file` is the real path of the local library."""
        name = hashlib.sha256(f"{server}\n{library}".encode()).hexdigest()[:24]
        state = cls(Book(folder / "zotero" / f"{name}.sqlite"), file)
        if state.book.get("meta", "server") is None:
            with state.writing() as writing:
                writing.note("server", {"server": server, "library": library})
        return state

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction: all on the disk when the block ends, or nothing."""
        with self.book.change() as change:
            yield Writing(change, self.file)

    @property
    def version(self) -> int:
        """The library version up to which everything has been taken; 0 before the first reading."""
        return int(self.book.get("meta", "version") or 0)

    def item(self, key: str) -> dict[str, Any] | None:
        """An item as last seen, from the trash too."""
        found: dict[str, Any] | None = self.book.get("item", key) or self.book.get("trash", key)
        return found

    def is_trashed(self, key: str) -> bool:
        """Whether the item lies in the trash."""
        return self.book.get("trash", key) is not None

    def items(self) -> dict[str, tuple[int, str]]:
        """Version and type of all items outside the trash by key."""
        return self.book.listing("item")

    def trash(self) -> dict[str, tuple[int, str]]:
        """Version and type of all items in the trash by key."""
        return self.book.listing("trash")

    def collections(self) -> dict[str, dict[str, Any]]:
        """The collections by key."""
        return {key: body for key, _, _, body in self.book.rows("collection")}

    def tie(self, citekey: str) -> Tie | None:
        """The tie of an entry, or None."""
        row = self.book.row(f"tie {self.file}", citekey)
        if row is None:
            return None
        version, mark, body = row
        key, digest = _parts(mark)
        return Tie(citekey=citekey, key=key, digest=digest, version=version, **body)

    def ties(self) -> dict[str, Open]:
        """All ties by citekey, without what each side was."""
        listed = self.book.listing(f"tie {self.file}")
        return {citekey: Open(*_parts(mark), version) for citekey, (version, mark) in listed.items()}

    def intents(self) -> tuple[Intent, ...]:
        """Writes whose fate is not known yet."""
        return tuple(
            Intent(token=token, version=body["version"], operations=tuple(body["operations"]))
            for token, _, _, body in self.book.rows(f"intent {self.file}")
        )

    def promised(self) -> dict[str, Any] | None:
        """What a pull wrote down before it wrote the local file, or None where none was cut off."""
        found: dict[str, Any] | None = self.book.get("promise", self.file)
        return found

    def made(self, citekey: str) -> int:
        """How many items were made for a citekey."""
        return int(self.book.get(f"made {self.file}", citekey) or 0)

    def salt(self) -> str:
        """A word by which our keys differ from those of every other client; chosen once."""
        found = self.book.get("meta", "salt")
        if found is None:
            found = secrets.token_hex(16)
            with self.writing() as writing:
                writing.note("salt", found)
        return str(found)

    def new_key(self, citekey: str) -> str:
        """The key of the next item to be made for a citekey: the same until that item is known to exist.

        A creation that is sent again after a cut connection therefore meets itself, never a twin.
        """
        seed = f"{self.salt()}\n{self.file}\n{citekey}\n{self.made(citekey)}".encode()
        number = int.from_bytes(hashlib.sha256(seed).digest()[:10], "big")
        letters = []
        for _ in range(8):
            number, place = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[place])
        return "".join(letters)


def is_work(item_type: str) -> bool:
    """Whether an item of this type describes a work; notes, attachments and annotations hang on one.

    >>> is_work("book"), is_work("note")
    (True, False)
    """
    return bool(item_type) and item_type not in _CHILDREN


def _parts(mark: str) -> tuple[str, str]:
    key, _, digest = mark.partition(" ")
    return key, digest
