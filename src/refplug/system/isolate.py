"""A child process with limits, in which untrusted files are read; reused from file to file.

What people drop on us was written by others, and the libraries that open it (pdfium, libxml2) are written in C. So a
named function of ours runs in a child that may use so much processor time, memory and wall time and no more; whatever
happens to the child, the parent gets a `Notice` and goes on with the next file (research/reliability.md, P1, P7 and X3).

What runs inside the child is `served`; how the two talk, `frames`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from refplug.model import Notice, Severity
from refplug.system.frames import receive, send

__all__ = ["Child", "Limits", "Usage"]

_CALLS_BEFORE_RENEWAL = 500  # C libraries leak a little; a fresh child costs 0.05 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one call may use: processor and wall time in seconds, address space in megabytes.

    The address space bounds resident memory from above. Where the platform has no `resource` module (Windows), only the
    wall time is enforced.
    """

    cpu_s: int = 10
    wall_s: float = 60.0
    memory_mb: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a child has used up to now: processor seconds, and its peak resident memory in megabytes."""

    cpu_s: float
    peak_mb: float


class Child:
    """A process that runs functions of ours under limits, started at the first call and reused.

    >>> with Child() as child:
    ...     child.call("refplug.system.served:length", b"abc", file="a.txt")
    3

    `call` gives what the function returned, or a `Notice` where the child broke a limit or died. The child is then
    replaced, and the next call finds it well. Not to be shared between threads: one child, one caller.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.usage = Usage(cpu_s=0.0, peak_mb=0.0)
        self.last_fault = ""  # the trace of the last fault inside the child, for reports
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0

    def call(
        self,
        target: str,
        data: bytes,
        *,
        file: str,
        limits: Limits | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run `target` ("module:function") on `data` in the child.

        The function takes the bytes and `options` as keyword arguments, and returns something that JSON can hold. On
        trouble the answer is a `Notice` about `file` in one sentence. A target of ours that does not exist is a fault of
        the program and comes back as a notice too.
        """
        limits = limits or self.limits
        process = self._ready()
        too_long = threading.Event()

        def stop() -> None:
            too_long.set()
            _kill(process)

        header = {
            "target": target,
            "options": dict(options or {}),
            "cpu_s": limits.cpu_s,
            "memory_mb": limits.memory_mb,
        }
        timer = threading.Timer(limits.wall_s, stop)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(process, header, data)
        finally:
            timer.cancel()
        return self._judge(answer, process, limits, file, too_long.is_set())

    def close(self) -> None:
        """End the child. A later call starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # the pipe broke before; nothing is left to be said to the child
                pass
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ready(self) -> subprocess.Popen[bytes]:
        """The running child; a new one where there is none, it has died, or has served long enough."""
        if self._process is not None and (
            self._process.poll() is not None or self._calls >= _CALLS_BEFORE_RENEWAL
        ):
            self.close()
        if self._process is None:
            self._process = _start()
            self._calls = 0
        self._calls += 1
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], header: Mapping[str, Any], data: bytes
    ) -> dict[str, Any] | None:
        """The child's answer, or None where it died or spoke nonsense."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send(process.stdin, header, data)
            received = receive(process.stdout)
        except (OSError, ValueError):
            return None
        return received[0] if received else None

    def _judge(
        self,
        answer: dict[str, Any] | None,
        process: subprocess.Popen[bytes],
        limits: Limits,
        file: str,
        is_too_long: bool,
    ) -> Any:
        if answer is not None and "value" in answer:
            self.usage = Usage(cpu_s=float(answer.get("cpu_s", 0)), peak_mb=float(answer.get("peak_mb", 0)))
            return answer["value"]
        if answer is not None:
            self.last_fault = str(answer.get("trace", ""))
        kind = str(answer.get("fault", "")) if answer else ""
        self.close() if answer else _reap(process)
        return _notice(kind, process.returncode, limits, file, is_too_long)


def _notice(kind: str, code: int | None, limits: Limits, file: str, is_too_long: bool) -> Notice:
    """The one sentence about a child that did not answer."""

    def told(word: str, message: str) -> Notice:
        return Notice(code=word, message=message, severity=Severity.ERROR, file=file)

    if is_too_long:
        return told(
            "limit-time", f"reading it took longer than {limits.wall_s:g} s and was stopped; nothing was read"
        )
    if kind == "MemoryError":
        return told(
            "limit-memory", f"reading it needs more than {limits.memory_mb} MB of memory; nothing was read"
        )
    if kind:
        return told(
            "reader-failed",
            f"the reader failed on it ({kind}); the file is damaged or of a kind we do not know",
        )
    ended_by = -code if code is not None and code < 0 else 0
    if ended_by == 24:  # SIGXCPU
        return told(
            "limit-cpu", f"reading it took more than {limits.cpu_s} s of processor time and was stopped"
        )
    if ended_by in (
        5,
        6,
        9,
    ):  # SIGTRAP and SIGABRT are how pdfium ends when it gets no memory; SIGKILL is the system's way
        return told(
            "limit-memory",
            f"reading it needs more than {limits.memory_mb} MB of memory, or the file is damaged",
        )
    return told(
        "reader-crashed", "the reader crashed on it; the file is damaged or hostile, and nothing was read"
    )


def _reap(process: subprocess.Popen[bytes]) -> None:
    """Wait for a child that closed its pipe without an answer; it is ended if it lingers."""
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and what it started (tesseract)."""
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it was quicker than we
        pass


def _start() -> subprocess.Popen[bytes]:
    """A fresh child. `-P` keeps the current folder off its path: a folder of papers may hold a `lxml.py`."""
    code = "import sys; sys.path[:] = sys.argv[1:]; from refplug.system.served import serve; serve()"
    return subprocess.Popen(  # noqa: S603  our own interpreter with our own words
        [sys.executable, "-P", "-c", code, *[entry for entry in sys.path if entry]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=None if sys.platform == "win32" else 0,  # so that it ends with all that it started
    )
