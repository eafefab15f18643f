"""The two exceptions that cross the edges of the house, and the exit codes they end in.

Problems inside the house are values (`refplug.model.Notice`). An exception means that somebody above must
decide: go on without a source (`SourceUnavailable`), or stop the command (`RunAborted`).
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode", "RefplugError", "RunAborted", "SourceUnavailable"]


class ExitCode(IntEnum):
    """How a command ended; the command-line contract."""

    DONE = 0
    INTERNAL_FAULT = 1
    USAGE = 2
    WOULD_CHANGE = 3
    PROBLEMS_FOUND = 4
    UNAVAILABLE = 5
    CONFLICT = 6


class RefplugError(Exception):
    """Base of both, for callers who want to catch everything that refplug raises on purpose."""


class SourceUnavailable(RefplugError):
    """A metadata service could not be asked: an outage, a limit, no network. Never means "not found".

    `source` names the service, `reason` is one sentence for people, `retry_after_s` the wait the service asked for.
    """

    def __init__(self, source: str, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason
        self.retry_after_s = retry_after_s


class RunAborted(RefplugError):
    """The command must stop, nothing half-done left behind. The message names the thing, what happened, the way out."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.PROBLEMS_FOUND) -> None:
        super().__init__(message)
        self.exit_code = exit_code
