"""Many papers in one call: in order, each judged alone, with progress on a terminal and workers on request."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from threading import local
from typing import Any, TypeVar

from refplug.cli.output import say_all
from refplug.model import Notice, Severity
from refplug.pipeline import Job, Stage, Work, run
from refplug.system.intake import Document, expand, fetched, is_address, take_in, unasked
from refplug.system.isolate import Child
from refplug.system.settings import Settings

__all__ = ["fetching", "papers", "through", "with_progress"]

T = TypeVar("T")
Fetch = Callable[[str], Document | Notice]
Left = Callable[[Iterable[str]], Iterator[str]]
_AHEAD = 4  # papers in flight per worker: enough to keep it busy, few enough to keep memory flat


def papers(
    names: Iterable[str], max_bytes: int | None, fetch: Fetch = unasked, left: Left = iter
) -> Iterator[Work]:
    """The works to begin with; one that cannot be taken in carries its notice. Web addresses go to `fetch`.

    `left` says which of the files are still to be read.
    """
    for named in names:
        files = expand([named])
        first = next(files, None)
        if first is None:
            message = "there is no file in this folder; nothing was read"
            notice = Notice(code="empty-folder", message=message, severity=Severity.ERROR, file=named)
            yield Work(file=named, notices=(notice,))
            continue
        for name in left(chain([first], files)):
            taken = fetch(name) if is_address(name) else take_in(name, max_bytes=max_bytes)
            yield (
                Work(file=taken.file, data=taken.data)
                if isinstance(taken, Document)
                else Work(file=name, notices=(taken,))
            )


def fetching(is_asked: bool, max_bytes: int | None, offline: bool) -> Fetch:
    """What is done with web addresses: fetched where that was asked for, else refused."""
    if not is_asked:
        return unasked
    return lambda address: fetched(address, max_bytes=max_bytes, offline=offline)


def through(
    works: Iterable[Work],
    stages: tuple[Stage, ...],
    make_job: Callable[[Child], Job],
    settings: Settings,
    workers: int = 1,
) -> Iterator[Work]:
    """The works through the stages, in order. With more workers, papers are read in processes side by side, and what
    comes behind the reading (questions to services) is done in threads."""
    if workers <= 1:
        with Child() as child:
            job = make_job(child)
            for work in works:
                yield run(work, job, stages)
        return
    from refplug.cli.workers import READING, read_in_processes

    done = read_in_processes(works, settings, workers)
    rest = stages[len(READING) :]
    yield from _further(done, rest, make_job, workers) if rest else done


def _further(
    works: Iterable[Work], stages: tuple[Stage, ...], make_job: Callable[[Child], Job], workers: int
) -> Iterator[Work]:
    own = local()

    def one(work: Work) -> Work:
        if not hasattr(own, "job"):
            own.job = make_job(Child())  # it is never asked to read, and so never started
        return run(work, own.job, stages)

    with ThreadPoolExecutor(workers) as pool:
        yield from _in_order(pool, one, works, workers * _AHEAD)


def _in_order(
    pool: ThreadPoolExecutor, one: Callable[[Any], T], works: Iterable[Any], ahead: int
) -> Iterator[T]:
    waiting: deque[Future[T]] = deque()
    for work in works:
        waiting.append(pool.submit(one, work))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def with_progress(works: Iterable[Work], names: tuple[str, ...]) -> Iterator[Work]:
    """The works as they come; on a terminal and with several papers, a bar on stderr. Notices are told either way."""
    is_many = len(names) > 1 or any(char in names[0] for char in "*?[") or os.path.isdir(names[0])
    shown = sys.stderr.isatty() and is_many
    if not shown:
        for work in works:
            say_all(work.notices)
            yield work
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=sum(1 for _ in expand(names)))
        for work in works:
            progress.update(task, advance=1)
            if work.notices:  # the bar makes room for the sentences, and comes back below them
                progress.stop()
                say_all(work.notices)
                progress.start()
            yield work
