"""A circuit breaker: repeated failure of a service is remembered for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Breaker"]

_REST_S = 30.0  # an open circuit lets one request try again after this
_PATIENCE_WITH_FAULTS = 3  # calls that fail in a row before the circuit opens


class Breaker:
    """Opens after repeated failure, so that a dead service costs a batch one wait and not a thousand."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._opened_at, self._reason, self._for_good = 0, 0.0, "", False

    def reason(self) -> str | None:
        """Why the circuit is open, or None where a request may try."""
        with self._lock:
            if not self._reason or (self._for_good is False and self._clock() - self._opened_at >= _REST_S):
                return None
            return self._reason

    def succeeded(self) -> None:
        """A call got its answer: the circuit closes, unless it is open for good."""
        with self._lock:
            if not self._for_good:
                self._failures, self._reason = 0, ""

    def failed(self, reason: str, *, at_once: bool = False, for_good: bool = False) -> None:
        """A call failed: the circuit opens at the third in a row, `at_once`, or until the end of the process."""
        with self._lock:
            self._failures += 1
            if at_once or for_good or self._failures >= _PATIENCE_WITH_FAULTS:
                self._reason, self._opened_at = reason, self._clock()
                self._for_good = self._for_good or for_good
