"""How a run ends: each way has its exit code, and says at most one sentence.

Besides the codes of `refplug.errors.ExitCode` there are the shell's own: 128 and the number of the signal that ended
the run (130 Ctrl-C, 143 SIGTERM, 129 a closed terminal), and 141 where the reader of our output went away.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import click

from refplug.errors import ExitCode, RunAborted, SourceUnavailable

__all__ = ["ReaderGone", "code_of"]

INTERRUPTED = 130
READER_GONE = 141


class ReaderGone(Exception):
    """Whoever read our output has stopped (`| head`); click would make exit code 1 of a bare `BrokenPipeError`."""


class _Ended(BaseException):
    """A signal asks the run to end; raised where the program stands, so that locks and children are let go."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def code_of(run: Callable[[], Any], *, debug: bool = False) -> int:
    """The exit code of a run, which may end in whatever way; what there is to say has been said on stderr."""
    _mend_streams()
    try:
        with _ending_on_signals():
            code = run()
            sys.stdout.flush()
        return code if isinstance(code, int) else ExitCode.DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except _Ended as ended:
        return ended.code
    except (ReaderGone, BrokenPipeError):
        _forget_output()
        return READER_GONE
    except RunAborted as error:
        return _said(str(error), error.exit_code)
    except SourceUnavailable as error:
        return _said(str(error), ExitCode.UNAVAILABLE)
    except Exception as error:
        if (reason := _trouble_of_output(error)) is not None:
            return _said(f"standard output cannot be written: {reason}", ExitCode.PROBLEMS_FOUND)
        if debug:
            raise
        from refplug.cli.report import report_fault

        return _said(report_fault(error), ExitCode.INTERNAL_FAULT)


def _said(message: str, code: int) -> int:
    from refplug.cli.output import safe

    click.echo(f"refplug: {safe(message)}", err=True)
    return code


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """While the block runs, the signals that would end the process at once let it put its things in order first."""

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # a second one ends it at once
        raise _Ended(number)

    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        with suppress(ValueError):  # not the main thread: whoever called us sees to signals
            # a signal that is ignored stays so (nohup)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Closed(io.RawIOBase):
    """What stands for a standard output that was closed before we began: it takes nothing, and says so."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raise OSError("it is closed")


def _mend_streams() -> None:
    """A run without standard streams (cron, `>&-`) is no fault until there is something to print."""
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for the life of the process


def _trouble_of_output(error: Exception) -> str | None:
    """Why standard output takes nothing more; None where it does, or where the error is another's.

    A stream that failed once forgets what it held, so a line end is sent after it: where that fails too, the
    output is what is full or closed.
    """
    if not isinstance(error, OSError) or error.filename is not None:
        return None
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except (OSError, ValueError) as again:
        _forget_output()
        return getattr(again, "strerror", None) or str(again)
    return None


def _forget_output() -> None:
    """Let what is left in the buffer go nowhere, so that the interpreter does not trip over it at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # it has no descriptor
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for the life of the process
