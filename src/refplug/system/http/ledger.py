"""The privacy ledger: what was sent, to whom, and what for."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Ledger", "Sent"]

_LOG_BYTES = 1_000_000  # the log starts anew beyond this, keeping one predecessor


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request that left this machine. `what` says in words what it told the other side about the library."""

    at: str  # ISO 8601, UTC
    host: str
    path: str  # with the query, as sent; addresses and keys travel in headers and are not kept
    what: str
    status: int | None = None  # None where no answer came


class Ledger:
    """Keeps every request of a run in order, and appends them to `log` where one is given.

    A log that cannot be written is not worth a failed run: it is left out.
    """

    def __init__(self, log: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self.log, self._clock = log, clock
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self.sent: list[Sent] = []

    def note(self, host: str, path: str, what: str, status: int | None) -> None:
        """Write down one request."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))
        entry = Sent(at=at, host=host, path=path, what=what, status=status)
        with self._lock:
            self._counts[host] += 1
            if len(self.sent) < 10_000:  # flat memory in a long batch; the log has them all
                self.sent.append(entry)
            self._append(entry)

    def summary(self) -> str:
        """One sentence for people: how many requests went to whom; empty where none did."""
        return "; ".join(
            f"{count} request{'s' * (count != 1)} to {host}" for host, count in sorted(self._counts.items())
        )

    def __len__(self) -> int:
        return sum(self._counts.values())

    def _append(self, entry: Sent) -> None:
        if self.log is None:
            return
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
                self.log.replace(self.log.with_suffix(".old"))
            line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
            fd = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)  # nobody else's business
            with os.fdopen(fd, "a", encoding="utf-8") as log:
                log.write(line)
        except OSError:
            self.log = None
