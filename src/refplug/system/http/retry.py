"""How long to wait before asking again; pure arithmetic on what the server said."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

__all__ = ["backoff_s", "retry_after_s"]

_CAP_S = 1e9  # nobody waits thirty years; larger numbers only overflow


def retry_after_s(value: str | None, now: float) -> float | None:
    """The wait in seconds that a `Retry-After` header asks for, or None where it says nothing.

    `now` is the time in seconds since 1970. RFC 9110 section 10.2.3 knows seconds and a date; servers also send
    fractions, dates of the past and negative numbers (both: no wait), and words (nothing said).

    >>> retry_after_s("120", 0.0), retry_after_s("-5", 0.0), retry_after_s("soon", 0.0)
    (120.0, 0.0, None)
    >>> retry_after_s("Thu, 01 Jan 1970 00:01:00 GMT", 15.0)
    45.0
    """
    if value is None or not value.strip():
        return None
    try:
        wait = float(value.strip())
    except ValueError:
        try:
            at = parsedate_to_datetime(value.strip())
            # an asctime date names no zone; RFC 9110 section 5.6.7 has it in UTC
            wait = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return None
    if math.isnan(wait):
        return None
    return min(max(wait, 0.0), _CAP_S)


def backoff_s(attempt: int, base_s: float, chance: Callable[[], float]) -> float:
    """The wait before attempt `attempt` (2 is the first repetition): full jitter over base, 4 base, 16 base.

    `chance` gives a number in [0, 1). Full jitter keeps many clients from coming back in step (M. Brooker,
    "Exponential Backoff and Jitter", 2015); a tenth of the span is the least, so that no retry is immediate.

    >>> backoff_s(2, 2.0, lambda: 0.5), backoff_s(3, 2.0, lambda: 0.5)
    (1.1, 4.4)
    """
    span = base_s * 4.0 ** float(max(attempt, 2) - 2)
    jittered: float = span * (0.1 + 0.9 * chance())
    return jittered
