"""One limiter for all threads and processes of a user, which keeps a service's announced limit by proof.

A request is counted by the server at some instant between its start and the arrival of its answer's headers. A turn is
therefore given back one whole interval after the *headers*: two requests that use the same turn reach the server
at least an interval apart, however the network delays them, and with `n` turns no window of that length ever
holds more than `n` requests. At a latency of `t` this allows `interval / (interval + t)` of the limit.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from refplug.system.process import Owner, is_running, this_process

__all__ = ["Lane", "Limit", "Limiter", "NoTurn", "Turn", "announced"]

_LEASE_S = 120.0  # a turn comes back after this, whatever became of its holder
_LEARNT_FOR_S = 86_400.0  # what headers taught holds a day, then the defaults again
_HORIZON_S = 3_600.0  # stamps further ahead come from before a restart of the machine
_POLL_S = 0.02  # while every turn is in flight, perhaps in another process
_INTERVAL = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(ms|s|m|h)?\s*", re.IGNORECASE)
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `requests` in any `interval_s` seconds, and `concurrent` at a time."""

    requests: int
    interval_s: float
    concurrent: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A class of requests that a service counts together: its pool (`api.crossref.org polite`) and kind (`list`)."""

    pool: str
    kind: str
    default: Limit

    @property
    def name(self) -> str:
        """The name under which the lane is remembered."""
        return f"{self.pool} {self.kind}"


@dataclass(slots=True)
class Turn:
    """A turn that is held. `counted_at` is the clock's reading by which the service has surely counted the request;
    where nobody sets it, the turn's end."""

    counted_at: float | None = None


class NoTurn(Exception):
    """The lane has no turn before the deadline; `wait_s` is when the next may come."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"no turn for {wait_s:.1f} s")
        self.wait_s = wait_s


def announced(headers: Mapping[str, str], known: Limit) -> Limit | None:
    """The limit that an answer's headers announce, or None where they announce none that makes sense.

    Names are looked up in lower case; `X-RateLimit-*` is the spelling before 2025. What is not said is taken from
    `known`. Zero, negative and absurd numbers are not believed.

    >>> announced({"x-rate-limit-limit": "3", "x-rate-limit-interval": "1s"}, Limit(1, 1.0, 1))
    Limit(requests=3, interval_s=1.0, concurrent=1)
    """
    requests = _count(headers.get("x-rate-limit-limit") or headers.get("x-ratelimit-limit"))
    concurrent = _count(headers.get("x-concurrency-limit"))
    if requests is None and concurrent is None:
        return None
    limit = known if requests is None else replace(known, requests=requests)
    interval = _INTERVAL.fullmatch(
        headers.get("x-rate-limit-interval") or headers.get("x-ratelimit-interval") or ""
    )
    if interval:
        seconds = float(interval.group(1)) * _UNITS[(interval.group(2) or "s").lower()]
        limit = replace(limit, interval_s=seconds) if 0.001 <= seconds <= 3600 else limit
    return limit if concurrent is None else replace(limit, concurrent=concurrent)


def _count(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII) else None


_SCHEMA = """
CREATE TABLE IF NOT EXISTS learnt(lane TEXT PRIMARY KEY, requests INTEGER, interval_s REAL, concurrent INTEGER, at REAL);
CREATE TABLE IF NOT EXISTS held(id INTEGER PRIMARY KEY, lane TEXT, pool TEXT, free_at REAL, owner TEXT);
CREATE TABLE IF NOT EXISTS pause(pool TEXT PRIMARY KEY, until REAL);
"""


class Limiter:
    """Hands out turns. `path` is the file that all processes of the user share; None keeps it in this process.

    `clock` must be the same for all processes (`time.monotonic` counts from the start of the machine); stamps from
    before a restart lie in the future and are dropped. A folder that cannot be written to leaves the limiter to
    this process alone: slower neighbors are better than none.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep, self._path = clock, sleep, path
        self._lock = threading.Lock()
        self._book: sqlite3.Connection | None = None

    def limit(self, lane: Lane) -> Limit:
        """What is known of the lane: learnt from headers within a day, else its default."""
        with self._open() as book:
            return self._learnt(book, lane) or lane.default

    def learn(self, lane: Lane, headers: Mapping[str, str]) -> None:
        """Remember the limit that an answer announced for this lane; where it announced none, the one in force holds."""
        with self._open() as book:
            known = self._learnt(book, lane) or lane.default
            limit = announced(headers, known) or known
            row = (lane.name, limit.requests, limit.interval_s, limit.concurrent, self._clock())
            book.execute("INSERT OR REPLACE INTO learnt VALUES(?, ?, ?, ?, ?)", row)

    def pause(self, pool: str, seconds: float) -> None:
        """Let nobody send to the pool for so long; an earlier, longer pause stays."""
        until = self._clock() + min(seconds, _HORIZON_S)
        with self._open() as book:
            book.execute(
                "INSERT INTO pause VALUES(?, ?) ON CONFLICT(pool) DO UPDATE SET until = max(until, excluded.until)",
                (pool, until),
            )

    @contextmanager
    def turn(
        self, lane: Lane, until: float, waiting: Callable[[float], None] = lambda wait_s: None
    ) -> Iterator[Turn]:
        """Wait for a turn and hold it while the request is under way.

        `until` is the clock's reading at which waiting is useless; `NoTurn` then says how long it would have taken.
        `waiting` is told the seconds of each wait before it.
        """
        while True:
            number, wait_s = self._try(lane)
            if number is not None:
                break
            if self._clock() + wait_s > until:
                raise NoTurn(wait_s)
            waiting(wait_s)
            self._sleep(wait_s)
        held = Turn()
        try:
            yield held
        finally:
            with self._open() as book:
                now = self._clock()
                counted = now if held.counted_at is None else min(held.counted_at, now)
                free_at = counted + (self._learnt(book, lane) or lane.default).interval_s
                book.execute("UPDATE held SET free_at = ?, owner = NULL WHERE id = ?", (free_at, number))

    def _try(self, lane: Lane) -> tuple[int | None, float]:
        """The number of a turn taken now; or None and the wait after which asking again makes sense."""
        with self._open() as book:
            now = self._clock()
            book.execute("DELETE FROM held WHERE free_at <= ? OR free_at > ?", (now, now + _HORIZON_S))
            row = book.execute("SELECT until FROM pause WHERE pool = ?", (lane.pool,)).fetchone()
            if row and now < row[0] <= now + _HORIZON_S:
                return None, row[0] - now
            # until the first answer has told the limit, one request goes alone
            limit = self._learnt(book, lane) or replace(lane.default, requests=1)
            # `owner` is set while a request is under way, and null while its turn waits out the interval
            taken, running, soonest = book.execute(
                "SELECT count(*), count(owner), min(CASE WHEN owner IS NULL THEN free_at END) FROM held WHERE lane = ?",
                (lane.name,),
            ).fetchone()
            query = "SELECT count(owner) FROM held WHERE pool = ?"
            in_pool = book.execute(query, (lane.pool,)).fetchone()[0]
            if in_pool >= limit.concurrent or (taken >= limit.requests and running >= taken):
                self._release_orphans(book, lane.pool, now + limit.interval_s)
                return None, _POLL_S
            if taken >= limit.requests:
                return None, max(soonest - now, 0.0) + 1e-4
            cursor = book.execute(
                "INSERT INTO held(lane, pool, free_at, owner) VALUES(?, ?, ?, ?)",
                (lane.name, lane.pool, now + _LEASE_S, this_process().word()),
            )
            return cursor.lastrowid, 0.0

    def _release_orphans(self, book: sqlite3.Connection, pool: str, free_at: float) -> None:
        """Give back the turns of processes that were killed, so that the next run need not wait for the lease."""
        query = "SELECT DISTINCT owner FROM held WHERE pool = ? AND owner IS NOT NULL"
        for (word,) in book.execute(query, (pool,)).fetchall():
            owner = Owner.from_word(word)
            if owner is not None and is_running(owner) is False:
                book.execute("UPDATE held SET free_at = ?, owner = NULL WHERE owner = ?", (free_at, word))

    def _learnt(self, book: sqlite3.Connection, lane: Lane) -> Limit | None:
        query = "SELECT requests, interval_s, concurrent, at FROM learnt WHERE lane = ?"
        row = book.execute(query, (lane.name,)).fetchone()
        if row and 0 <= self._clock() - row[3] <= _LEARNT_FOR_S and math.isfinite(row[1]):
            return Limit(row[0], row[1], row[2])
        return None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The book inside a transaction that no other thread or process can enter."""
        with self._lock:
            if self._book is None:
                self._book = self._open_book()
            try:
                self._book.execute("BEGIN IMMEDIATE")
            except sqlite3.DatabaseError:  # damaged, or its folder gone: keep the limit within this process
                self._book = _book_in(None)
                self._book.execute("BEGIN IMMEDIATE")
            try:
                yield self._book
            finally:
                self._close_transaction(self._book)

    def _close_transaction(self, book: sqlite3.Connection) -> None:
        try:
            book.execute("COMMIT")
        except sqlite3.DatabaseError:  # a full disk: from here on the limit is kept within this process
            self._book = _book_in(None)

    def _open_book(self) -> sqlite3.Connection:
        try:
            return _book_in(self._path)
        except (sqlite3.DatabaseError, OSError):
            return _book_in(None)


def _book_in(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    book = sqlite3.connect(path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
    book.execute("PRAGMA synchronous = OFF")  # losing a second of history in a power cut costs nothing
    book.executescript(_SCHEMA)
    return book
