"""Doing a few slow things side by side, in order, without standing in the way of Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["side_by_side"]

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
    results: dict[int, R | BaseException] = {}
    arrived = threading.Condition()
    waiting = iter(tasks)

    def run() -> None:
        while True:
            with arrived:
                task = next(waiting, None)
            if task is None:
                return
            place, item = task
            outcome: R | BaseException
            try:
                outcome = work(item)
            except BaseException as error:  # noqa: BLE001 - handed on to the caller, whatever it is
                outcome = error
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
        if isinstance(outcome, BaseException):
            raise outcome
        yield outcome
