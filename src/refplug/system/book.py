"""One SQLite file of things that must not be lost: rows by kind and key, changed in transactions that reach the disk.

What a cache may forget, a book may not: each change is on the medium before the call returns (`synchronous = FULL`),
and a damaged or newer file is refused with the way out, never begun anew behind the user's back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from refplug.errors import RunAborted

__all__ = ["Book", "Change"]

_APPLICATION = 0x7270626B  # "rpbk"
_VERSION = 1
_SCHEMA = """
CREATE TABLE row(
  kind TEXT, key TEXT, stamp INTEGER, mark TEXT, body TEXT, PRIMARY KEY(kind, key)
) WITHOUT ROWID;
CREATE INDEX listing ON row(kind, key, stamp, mark);
"""


class Change:
    """What a transaction may do; all of it happens or nothing."""

    def __init__(self, book: sqlite3.Connection) -> None:
        self._book = book

    def put(self, kind: str, key: str, body: Any, *, stamp: int = 0, mark: str = "") -> None:
        """Keep a row, in place of what stood there. `body` is anything that JSON holds."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        self._book.execute("INSERT OR REPLACE INTO row VALUES(?, ?, ?, ?, ?)", (kind, key, stamp, mark, text))

    def drop(self, kind: str, key: str) -> None:
        """Forget a row; nothing where there is none."""
        self._book.execute("DELETE FROM row WHERE kind = ? AND key = ?", (kind, key))


class Book:
    """The file at `path`; None keeps it in memory. `stamp` (a number) and `mark` (a word) are listed without reading bodies.

    >>> book = Book(None)
    >>> with book.change() as change:
    ...     change.put("item", "ABCD2345", {"title": "A"}, stamp=7)
    >>> book.get("item", "ABCD2345"), book.listing("item")
    ({'title': 'A'}, {'ABCD2345': (7, '')})
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._book = self._opened(path)

    def get(self, kind: str, key: str) -> Any:
        """The body of a row, or None where there is none."""
        row = self._read("SELECT body FROM row WHERE kind = ? AND key = ?", (kind, key))
        return json.loads(row[0][0]) if row else None

    def row(self, kind: str, key: str) -> tuple[int, str, Any] | None:
        """Stamp, mark and body of a row, or None where there is none."""
        found = self._read("SELECT stamp, mark, body FROM row WHERE kind = ? AND key = ?", (kind, key))
        return (found[0][0], found[0][1], json.loads(found[0][2])) if found else None

    def rows(self, kind: str) -> Iterator[tuple[str, int, str, Any]]:
        """All rows of a kind: key, stamp, mark, body, in order of their keys."""
        query = "SELECT key, stamp, mark, body FROM row WHERE kind = ? ORDER BY key"
        for key, stamp, mark, body in self._read(query, (kind,)):
            yield key, stamp, mark, json.loads(body)

    def listing(self, kind: str) -> dict[str, tuple[int, str]]:
        """Stamp and mark of all rows of a kind by key."""
        found = self._read("SELECT key, stamp, mark FROM row WHERE kind = ? ORDER BY key", (kind,))
        return {key: (stamp, mark) for key, stamp, mark in found}

    @contextmanager
    def change(self) -> Iterator[Change]:
        """A transaction: on the disk when the block ends, undone when it is left by an error."""
        try:
            self._book.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise self._unwritable(error) from error
        try:
            yield Change(self._book)
        except BaseException:
            self._book.execute("ROLLBACK")
            raise
        try:
            self._book.execute("COMMIT")
        except sqlite3.Error as error:
            self._book.execute("ROLLBACK")
            raise self._unwritable(error) from error

    def close(self) -> None:
        """Close the file."""
        self._book.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._book.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._damaged() from error

    def _opened(self, path: Path | None) -> sqlite3.Connection:
        if path is None:
            return _begun(sqlite3.connect(":memory:", isolation_level=None))
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            book = sqlite3.connect(path, timeout=10, isolation_level=None)
            application = book.execute("PRAGMA application_id").fetchone()[0]
            version = book.execute("PRAGMA user_version").fetchone()[0]
            if not book.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return _begun(book)
            if application != _APPLICATION or book.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise self._damaged()
        except (OSError, sqlite3.OperationalError) as error:
            raise self._unwritable(error) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged() from error
        if version > _VERSION:
            raise RunAborted(f"{path} was written by a newer refplug; use that one, or move the file away")
        _tuned(book)
        return book

    def _damaged(self) -> RunAborted:
        how = "move it away to begin anew; items are then found again by their citation keys"
        return RunAborted(f"{self.path} is damaged; restore it from a backup, or {how}")

    def _unwritable(self, error: Exception) -> RunAborted:
        return RunAborted(
            f"{self.path} cannot be used: {error}; make room or check its rights, and run again"
        )


def _begun(book: sqlite3.Connection) -> sqlite3.Connection:
    _tuned(book)
    book.execute("BEGIN IMMEDIATE")
    if not book.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in filter(str.strip, _SCHEMA.split(";")):
            book.execute(statement)
        book.execute(f"PRAGMA application_id = {_APPLICATION}")
        book.execute(f"PRAGMA user_version = {_VERSION}")
    book.execute("COMMIT")
    return book


def _tuned(book: sqlite3.Connection) -> None:
    book.execute("PRAGMA journal_mode = WAL")
    book.execute("PRAGMA synchronous = FULL")
