"""Many papers in one call: in order, each judged alone, with progress on a terminal and workers on request."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import local
from typing import Any, TypeVar

from refplug.cli.output import say_all
from refplug.model import Notice, Severity
from refplug.pipeline import Job, Stage, Work, run
from refplug.system.intake import Document, expand, take_in
from refplug.system.isolate import Child

__all__ = ["papers", "through", "with_progress"]

T = TypeVar("T")
_AHEAD = 4  # papers in flight per worker: enough to keep it busy, few enough to keep memory flat


def papers(names: Iterable[str], max_bytes: int | None) -> Iterator[Work]:
    """The works to begin with; one that cannot be taken in carries its notice."""
    for named in names:
        name = None
        for name in expand([named]):
            taken = take_in(name, max_bytes=max_bytes)
            yield (
                Work(file=taken.file, data=taken.data)
                if isinstance(taken, Document)
                else Work(file=name, notices=(taken,))
            )
        if name is None:
            message = "there is no file in this folder; nothing was read"
            notice = Notice(code="empty-folder", message=message, severity=Severity.ERROR, file=named)
            yield Work(file=named, notices=(notice,))


def through(
    works: Iterable[Work], stages: tuple[Stage, ...], make_job: Callable[[Child], Job], workers: int = 1
) -> Iterator[Work]:
    """The works through the stages, in order. With more workers, each has a child process of its own to read in."""
    if workers <= 1:
        with Child() as child:
            job = make_job(child)
            for work in works:
                yield run(work, job, stages)
        return
    own = local()
    children: list[Child] = []

    def one(work: Work) -> Work:
        if not hasattr(own, "job"):
            child = Child()
            children.append(child)
            own.job = make_job(child)
        return run(work, own.job, stages)

    try:
        with ThreadPoolExecutor(workers) as pool:
            yield from _in_order(pool, one, works, workers * _AHEAD)
    finally:
        for child in children:
            child.close()


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
    shown = sys.stderr.isatty() and (len(names) > 1 or any(char in "".join(names) for char in "*?["))
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
