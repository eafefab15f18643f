"""Inside the child: calls are answered one by one, each under its limits, until the pipe closes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from types import TracebackType
from typing import Any

from refplug.system.frames import receive, send

__all__ = ["length", "serve"]


def length(data: bytes) -> int:
    """How many bytes came over; the smallest function that a child can run."""
    return len(data)


def serve() -> None:
    """Answer calls from the parent until the pipe closes. Runs in the child only."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)  # a library that prints, or asks, meets nobody
    os.dup2(nowhere, 1)
    sys.excepthook = _tell(sink)
    while (received := receive(source)) is not None:
        header, data = received
        _limit(int(header["cpu_s"]), int(header["memory_mb"]))
        module, _, name = str(header["target"]).partition(":")
        value = getattr(import_module(module), name)(data, **header["options"])
        del data, received
        cpu_s, peak_mb = _used()
        send(sink, {"value": value, "cpu_s": cpu_s, "peak_mb": peak_mb})


def _tell(sink: Any) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """The last words of a child: the kind of fault and its trace. It ends after them, as its state is unsure."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        import traceback

        told = "" if kind is MemoryError else "".join(traceback.format_exception(kind, fault, trace)[-20:])
        send(sink, {"fault": kind.__name__, "trace": told[-8000:]})

    return hook


def _limit(cpu_s: int, memory_mb: int) -> None:
    """Set the limits of the next call. Processor time is counted over the life of the child, hence the sum."""
    try:
        import resource
    except ImportError:
        return
    spent, _ = _used()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + 1 + cpu_s, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1024 * 1024, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a reader writes no file


def _used() -> tuple[float, float]:
    try:
        import resource
    except ImportError:
        return 0.0, 0.0
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit
