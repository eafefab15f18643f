"""The one SQLite file: what sources answered, kept with honest ages.

A cache may always be lost, never be wrong: a damaged or newer file is set aside under a new name and begun
again, each row carries a checksum over what it says, and an error is never kept.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from refplug.model import Notice, Severity

__all__ = ["AGES_S", "FOREVER_S", "Cached", "Store", "cache_file"]

T = TypeVar("T")
_DAY_S = 86_400.0
FOREVER_S = float("inf")
# How long an answer of each kind is believed. There is no kind for errors: they are not answers.
AGES_S = {"work": 30 * _DAY_S, "search": 30 * _DAY_S, "updates": 7 * _DAY_S, "negative": 1 * _DAY_S}
_APPLICATION = 0x72706C67  # "rplg"
_VERSION = 1
_SCHEMA = """
CREATE TABLE answer(kind TEXT, key TEXT, body BLOB, fetched REAL, checksum INTEGER, PRIMARY KEY(kind, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """An answer from before: its body, when it was fetched (seconds since 1970), how old it is now (seconds)."""

    body: bytes
    fetched: float
    age_s: float


def cache_file(chosen: str = "") -> Path:
    """The cache file: the one chosen in the settings, else `answers.sqlite` in the platform's cache folder."""
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_path("refplug", appauthor=False)) / "answers.sqlite"


class Store:
    """The cache of what sources answered. `path` None keeps it in memory for this run.

    `clock` is the time of day in seconds since 1970. It may jump: an answer from the future counts as new. Trouble
    with the file never stops a run; it is told once in `notices`, and the run goes on without what was lost.
    """

    def __init__(self, path: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._book: sqlite3.Connection | None = None
        self.notices: list[Notice] = []

    def get(self, kind: str, key: str, max_age_s: float | None = None) -> Cached | None:
        """What was answered to `key`, or None where nothing was, or longer ago than `max_age_s` (the kind's own)."""
        row = self._do(
            lambda book: book.execute(
                "SELECT body, fetched, checksum FROM answer WHERE kind = ? AND key = ?", (kind, key)
            ).fetchone(),
            None,
        )
        if row is None:
            return None
        packed, fetched, checksum = row
        if not _is_whole(kind, key, packed, fetched, checksum):
            self.forget(kind, [key])
            return None
        age_s = max(0.0, self._clock() - fetched)
        if age_s > (AGES_S[kind] if max_age_s is None else max_age_s):
            return None
        try:
            return Cached(body=zlib.decompress(packed), fetched=fetched, age_s=age_s)
        except zlib.error:
            return None

    def put(self, kind: str, answers: Iterable[tuple[str, bytes]]) -> None:
        """Keep answers by key, all in one transaction; replaces what was kept of them."""
        fetched = self._clock()
        rows = []
        for key, body in answers:
            packed = zlib.compress(body, 3)
            rows.append((kind, key, packed, fetched, _checksum(kind, key, packed, fetched)))

        def write(book: sqlite3.Connection) -> None:
            with book:
                book.executemany("INSERT OR REPLACE INTO answer VALUES(?, ?, ?, ?, ?)", rows)

        if rows:
            self._do(write, None)

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Drop answers."""

        def delete(book: sqlite3.Connection) -> None:
            with book:
                book.executemany(
                    "DELETE FROM answer WHERE kind = ? AND key = ?", [(kind, key) for key in keys]
                )

        self._do(delete, None)

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._lock:
            if self._book is not None:
                self._book.close()
                self._book = None

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """`work` on the open file; a damaged one is set aside and begun again, once."""
        with self._lock:
            for _ in range(2):
                try:
                    if self._book is None:
                        self._book = self._open()
                    return work(self._book)
                except sqlite3.OperationalError as error:
                    if "no such" in str(error):
                        self._set_aside("damaged")
                        continue
                    self._leave(f"the cache cannot be used ({error}); this run goes on without it")
                except (sqlite3.DatabaseError, OverflowError, TypeError, ValueError):
                    self._set_aside("damaged")
            return otherwise

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _begun(sqlite3.connect(":memory:", check_same_thread=False))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise sqlite3.OperationalError(str(error)) from error
        book = sqlite3.connect(self._path, timeout=10, check_same_thread=False)
        application = book.execute("PRAGMA application_id").fetchone()[0]
        version = book.execute("PRAGMA user_version").fetchone()[0]
        is_empty = not book.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if is_empty:
            return _begun(book)
        if (application, version) != (_APPLICATION, _VERSION):
            book.close()
            self._set_aside("of another version")
            return _begun(sqlite3.connect(self._path, timeout=10, check_same_thread=False))
        book.execute("SELECT kind, key, body, fetched, checksum FROM answer LIMIT 1").fetchone()
        return book

    def _set_aside(self, why: str) -> None:
        """Move the file out of the way under a name that is free, with its journal."""
        self._drop()
        if self._path is None or not self._path.exists():
            return
        for number in range(1, 1000):
            aside = self._path.with_name(f"{self._path.name}.aside-{number}")
            if not aside.exists():
                break
        try:
            self._path.replace(aside)
            for suffix in ("-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except OSError as error:
            self._leave(f"the cache is {why} and cannot be moved ({error}); this run goes on without it")
            return
        text = f"the cache was {why}; it was set aside as {aside.name} and begun again"
        self.notices.append(Notice(code="cache-set-aside", message=text, file=str(self._path)))

    def _leave(self, text: str) -> None:
        """Go on in memory."""
        self._drop()
        self.notices.append(
            Notice(code="cache-unusable", message=text, severity=Severity.INFO, file=str(self._path))
        )
        self._path = None

    def _drop(self) -> None:
        if self._book is not None:
            with contextlib.suppress(sqlite3.Error):
                self._book.close()
            self._book = None


def _begun(book: sqlite3.Connection) -> sqlite3.Connection:
    book.execute("PRAGMA journal_mode = WAL")
    book.execute("PRAGMA synchronous = NORMAL")
    book.execute(f"PRAGMA application_id = {_APPLICATION}")
    book.execute(f"PRAGMA user_version = {_VERSION}")
    book.executescript(_SCHEMA.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    return book


def _checksum(kind: str, key: str, packed: bytes, fetched: float) -> int:
    return zlib.crc32(packed, zlib.crc32(f"{kind}\0{key}\0{fetched!r}".encode("utf-8", "surrogatepass")))


def _is_whole(kind: str, key: str, packed: object, fetched: object, checksum: object) -> bool:
    if not isinstance(packed, bytes) or not isinstance(fetched, float):
        return False
    return checksum == _checksum(kind, key, packed, fetched)
