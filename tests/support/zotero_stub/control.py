"""What the stand-in does wrong on request, and what it saw.

A fault fits the `nth` request of its method and path, and those after it, `times` in all. The makers below name them:
`stub.control.script(cut_after("POST"), too_many(10, nth=3))`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.zotero_stub.store import World


class ManualClock:
    """Seconds that pass only when told: hand `clock` and `clock.advance` (as sleep) to the client under test."""

    def __init__(self, start: float = 1_780_000_000.0) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += max(0.0, seconds)


@dataclass(frozen=True)
class Fault:
    """One misbehavior; see the makers of this module."""

    kind: str
    method: str = ""
    path: str = ""
    nth: int = 1
    times: int = 1
    status: int = 0
    seconds: float | None = None
    index: int = 0
    by: int = 1
    then: Callable[[World], object] | None = None


@dataclass(frozen=True)
class Seen:
    """One request: what it was, when, what it was answered (0: cut), whether it came before it was allowed to."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes
    at: float
    status: int = 0
    impatient: bool = False


@dataclass
class Control:
    """The knobs of a running stand-in, and its log. `enforce`: the server's own limit of requests (10/s, burst 100)."""

    clock: Callable[[], float]
    enforce: bool = False
    burst: float = 100.0
    refill: float = 10.0
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._closed_until: dict[str, float] = {}
        self._tokens, self._filled_at = self.burst, self.clock()

    def script(self, *faults: Fault) -> None:
        """Misbehave so."""
        with self._lock:
            self._faults.extend(faults)

    def heal(self) -> None:
        """No more faults."""
        with self._lock:
            self._faults.clear()

    def faults_for(self, method: str, path: str) -> list[Fault]:
        """Those that fall on this request; one that lies further ahead comes a step nearer."""
        due, left = [], []
        with self._lock:
            for fault in self._faults:
                fits = fault.method in ("", method) and fault.path in path
                if not fits:
                    left.append(fault)
                elif fault.nth > 1:
                    left.append(replace(fault, nth=fault.nth - 1))
                else:
                    due.append(fault)
                    if fault.times > 1:
                        left.append(replace(fault, times=fault.times - 1))
            self._faults = left
        return due

    def note(self, seen: Seen) -> None:
        """Log a request and its answer."""
        with self._lock:
            self.seen.append(seen)

    def ask_for_rest(self, seconds: float, client: str = "") -> None:
        """From now on a request of this client (its User-Agent) is impatient until the seconds have passed."""
        until = self.clock() + seconds
        self._closed_until[client] = max(self._closed_until.get(client, 0.0), until)

    def pauses(self) -> dict[str, float]:
        """Until when each client was asked to wait."""
        return dict(self._closed_until)

    def unsay(self, pauses: dict[str, float]) -> None:
        """Nobody read the last answer: only the pauses from before it are known, and none can be held against the client."""
        self._closed_until = dict(pauses)

    def is_resting(self, client: str = "") -> bool:
        """Whether the client was asked to wait."""
        return self.clock() < self._closed_until.get(client, 0.0)

    def over_limit(self) -> bool:
        """Whether the request limit of the real server refuses this one (a bucket with a burst and a refill)."""
        if not self.enforce:
            return False
        now = self.clock()
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.refill)
        self._filled_at = now
        self._tokens -= self._tokens >= 1
        return self._tokens < 1

    @property
    def writes(self) -> list[Seen]:
        """The requests that would change the library."""
        return [one for one in self.seen if one.method != "GET" and "/connector/" not in one.path]

    @property
    def impatient(self) -> list[Seen]:
        """The requests that came while a `Retry-After` or a `Backoff` was running."""
        return [one for one in self.seen if one.impatient]


def too_many(seconds: float | None = 10, *, nth: int = 1, times: int = 1, method: str = "") -> Fault:
    """429 with `Retry-After` (None: without), bare body, nothing done."""
    return Fault("status", method, nth=nth, times=times, status=429, seconds=seconds)


def unavailable(seconds: float | None = 30, *, nth: int = 1, times: int = 1, method: str = "") -> Fault:
    """503 with `Retry-After`, nothing done."""
    return Fault("status", method, nth=nth, times=times, status=503, seconds=seconds)


def status(code: int, *, nth: int = 1, times: int = 1, method: str = "", path: str = "") -> Fault:
    """Any status with a bare body, nothing done."""
    return Fault("status", method, path, nth, times, status=code)


def backoff(seconds: float, *, nth: int = 1, times: int = 1, method: str = "") -> Fault:
    """The answer is right and carries `Backoff`."""
    return Fault("backoff", method, nth=nth, times=times, seconds=seconds)


def cut_before(method: str = "POST", *, nth: int = 1, times: int = 1, path: str = "") -> Fault:
    """The connection is cut before anything was done."""
    return Fault("cut-before", method, path, nth, times)


def cut_after(method: str = "POST", *, nth: int = 1, times: int = 1, path: str = "") -> Fault:
    """The work is done and the connection is cut before the answer: the maker of duplicates."""
    return Fault("cut-after", method, path, nth, times)


def html(*, nth: int = 1, times: int = 1, method: str = "", path: str = "") -> Fault:
    """A page of HTML with status 200, as a hotel's network gives it; nothing done."""
    return Fault("html", method, path, nth, times)


def slow(seconds: float, *, nth: int = 1, times: int = 1, method: str = "", path: str = "") -> Fault:
    """The work is done at once, the answer comes after the seconds."""
    return Fault("slow", method, path, nth, times, seconds=seconds)


def fail_index(index: int, code: int, *, nth: int = 1, times: int = 1, path: str = "") -> Fault:
    """One object of the next batch fails with a code: 400, 404, 409, 412, 413, 428, 500."""
    return Fault("index", "POST", path, nth, times, status=code, index=index)


def jump(by: int = 7, *, nth: int = 1, times: int = 1) -> Fault:
    """The library version jumps ahead at a write."""
    return Fault("jump", "", nth=nth, times=times, by=by)


def meanwhile(
    then: Callable[[World], object], *, method: str = "", path: str = "", nth: int = 1, times: int = 1
) -> Fault:
    """Another client acts just before the request is looked at: `meanwhile(lambda world: world.library.edit(...))`."""
    return Fault("meanwhile", method, path, nth, times, then=then)
