"""Doing a few slow things side by side, in order, without standing in the way of Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar, cast

__all__ = ["side_by_side", "within"]

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], items: Iterable[T], threads: int) -> Iterator[R]:
    """`work` done on each item by up to `threads` threads; the results in the order of the items.

    >>> list(side_by_side(lambda number: number * number, [3, 1, 2], threads=2))
    [9, 1, 4]

    An exception is raised where its result would have come. The threads are daemons: an interrupt ends the program at
    once, where `concurrent.futures` would wait for every answer that is under way.
    """
    tasks = list(enumerate(items))
    results: dict[int, _Outcome[R]] = {}
    arrived = threading.Condition()
    waiting = iter(tasks)

    def run() -> None:
        while True:
            with arrived:
                task = next(waiting, None)
            if task is None:
                return
            place, item = task
            outcome = _outcome(partial(work, item))
            with arrived:
                results[place] = outcome
                arrived.notify()

    for _ in range(min(threads, len(tasks))):
        threading.Thread(target=run, daemon=True, name="refplug-side").start()
    for place, _ in tasks:
        with arrived:
            while place not in results:
                arrived.wait(0.2)  # in slices, so that an interrupt is heard
            outcome = results.pop(place)
        yield outcome.result()


def within(work: Callable[[], R], timeout_s: float) -> R:
    """What `work` gives, if it does so in time; `TimeoutError` where it does not, and the work is left behind.

    >>> within(lambda: 7, timeout_s=5.0)
    7
    """
    outcomes: list[_Outcome[R]] = []
    done = threading.Event()

    def run() -> None:
        outcomes.append(_outcome(work))
        done.set()

    threading.Thread(target=run, daemon=True, name="refplug-within").start()
    if not done.wait(timeout_s):
        raise TimeoutError
    return outcomes[0].result()


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[R]):
    """What a thread came to: a value, or the exception that its caller is to see."""

    value: R | None = None
    error: BaseException | None = None

    def result(self) -> R:
        if self.error is not None:
            raise self.error
        return cast(R, self.value)


def _outcome(work: Callable[[], R]) -> _Outcome[R]:
    try:
        return _Outcome(value=work())
    except BaseException as error:  # noqa: BLE001 - not answered for, only carried over to the thread that waits
        return _Outcome(error=error)
