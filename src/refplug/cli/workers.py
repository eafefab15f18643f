"""Papers read side by side, each worker a process of its own: reading is work for the processor, which threads share.

A worker reads, repairs and extracts; it runs our code on our own terms, and what opens the papers (pdfium, libxml2) runs
in a child of the worker with its limits. Works go over by pickle, which is safe here since both ends are ours.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import chain

from refplug.pipeline import STAGES, Job, Work, run
from refplug.romanize.lexicon import Lexicon
from refplug.system.isolate import Child
from refplug.system.settings import Settings

__all__ = ["READING", "read_in_processes"]

READING = STAGES[:3]
"""What a worker does: read, repair, extract. The stages behind them ask people and services, and stay at home."""

_AHEAD = 4  # papers under way per worker: enough to keep it busy, few enough to keep memory flat


def read_in_processes(works: Iterable[Work], settings: Settings, workers: int) -> Iterator[Work]:
    """The works, read, in order. Where a worker dies, the papers under way are read here, one after the other."""
    source = iter(works)
    under_way: deque[tuple[Work, Future[Work]]] = deque()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        for work in source:
            under_way.append((work, pool.submit(_read, work, settings)))
            if len(under_way) >= workers * _AHEAD:
                done = under_way[0][1].result()
                under_way.popleft()
                yield done
        while under_way:
            done = under_way[0][1].result()
            under_way.popleft()
            yield done
    except BrokenProcessPool:
        for work in chain((work for work, _ in under_way), source):
            yield _read(work, settings)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


def _begin() -> None:
    """A worker leaves Ctrl-C to the program that started it, which ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(work: Work, settings: Settings) -> Work:
    job = Job(settings=settings, child=_own_child(), lexicon=_own_lexicon(settings.lexicons))
    return run(work, job, READING)


@cache
def _own_child() -> Child:
    """The child of this process; it ends when its pipe closes, with the process at the latest."""
    return Child()


@cache
def _own_lexicon(paths: tuple[str, ...]) -> Lexicon | None:
    from refplug.cli.house import lexicon_of

    lexicon: Lexicon | None = lexicon_of(paths)
    return lexicon
