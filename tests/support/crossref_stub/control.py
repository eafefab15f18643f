"""What the stand-in does wrong on request, what it limits, and what it saw."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Fault:
    """One misbehavior, for `times` requests whose path contains `path`.

    `kind`: status, html, empty, failed, wrong-type, other-doi, redirect, reset, truncate, short, chunk-cut, drip,
    hang, bomb, headers. `after` is a number of bytes, `seconds` a duration, `body` what is sent.
    """

    kind: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    path: str = ""
    times: int = 1
    after: int = 20
    seconds: float = 1.0
    limit_headers: bool = True
    media_type: str = "text/html"


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    at: float
    connection: int
    lane: str
    status: int = 0


# pool and class -> (requests per interval, concurrent requests), as measured after 1 December 2025
POOLS: dict[str, tuple[int, int]] = {
    "public-single": (5, 1),
    "public-array": (1, 1),
    "polite-single": (10, 3),
    "polite-array": (3, 3),
    "plus": (150, 1000),
}


@dataclass
class Control:
    """The knobs of a running stand-in, and its log."""

    latency_s: float = 0.0
    enforce: bool = False
    interval_s: float = 1.0
    retry_after: str | None = "1"
    announce: bool = True
    pools: dict[str, tuple[int, int]] = field(default_factory=lambda: dict(POOLS))
    aliases: dict[str, str] = field(default_factory=dict)
    agencies: dict[str, tuple[str, dict[str, object] | None]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._recent: dict[str, deque[float]] = {}
        self._running: dict[str, int] = {}

    def script(self, *faults: Fault) -> None:
        """Misbehave so, each fault in turn for the requests it fits."""
        with self._lock:
            self._faults.extend(faults)

    def heal(self) -> None:
        """No more faults."""
        with self._lock:
            self._faults.clear()

    def fault_for(self, path: str) -> Fault | None:
        with self._lock:
            for i, fault in enumerate(self._faults):
                if fault.path in path:
                    if fault.times <= 1:
                        del self._faults[i]
                    else:
                        self._faults[i] = replace(fault, times=fault.times - 1)
                    return fault
        return None

    def arrive(self, seen: Seen) -> str | None:
        """Log a request; a sentence where it is one too many."""
        with self._lock:
            self.seen.append(seen)
            recent = self._recent.setdefault(seen.lane, deque())
            while recent and seen.at - recent[0] >= self.interval_s:
                recent.popleft()
            recent.append(seen.at)
            pool = seen.lane.split("-")[0]
            self._running[pool] = self._running.get(pool, 0) + 1
            requests, concurrent = self.pools[seen.lane]
            if not self.enforce:
                return None
            if len(recent) > requests:
                return "rate"
            return "concurrency" if self._running[pool] > concurrent else None

    def leave(self, seen: Seen) -> None:
        with self._lock:
            pool = seen.lane.split("-")[0]
            self._running[pool] -= 1

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [seen.path for seen in self.seen]

    def busiest(self, lane: str) -> int:
        """The most requests of a lane in any one interval."""
        times = sorted(seen.at for seen in self.seen if seen.lane == lane)
        return max((_within(times, i, self.interval_s) for i in range(len(times))), default=0)

    def rate(self, lane: str) -> float:
        """Requests of a lane per second, first to last."""
        times = sorted(seen.at for seen in self.seen if seen.lane == lane)
        return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


def _within(times: list[float], start: int, span: float) -> int:
    return sum(1 for at in times[start : start + 2000] if at - times[start] < span)


def now() -> float:
    """The clock of the log."""
    return time.monotonic()
