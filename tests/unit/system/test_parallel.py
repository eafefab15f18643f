"""Side by side, in order, and an exception where its result would have come."""

from __future__ import annotations

import threading

import pytest

from refplug.system.parallel import side_by_side, within


def test_results_keep_the_order_of_the_items() -> None:
    gates = [threading.Event() for _ in range(3)]

    def work(number: int) -> int:
        if number < 2:
            gates[number + 1].wait(5)  # the first waits for the second, the second for the third
        gates[number].set()
        return number

    assert list(side_by_side(work, [0, 1, 2], threads=3)) == [0, 1, 2]


def test_no_more_threads_than_asked_for() -> None:
    seen: set[str] = set()
    list(side_by_side(lambda _: seen.add(str(threading.get_ident())), range(50), threads=2))
    assert len(seen) <= 2


def test_nothing_to_do() -> None:
    assert list(side_by_side(str, [], threads=3)) == []


def test_an_exception_comes_in_its_place() -> None:
    def work(number: int) -> int:
        return 6 // number

    results = side_by_side(work, [1, 2, 0, 3], threads=2)
    assert [next(results), next(results)] == [6, 3]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_does_not_come_in_time_is_left_behind() -> None:
    gate = threading.Event()
    with pytest.raises(TimeoutError):
        within(gate.wait, timeout_s=0.02)
    gate.set()


def test_an_exception_is_the_callers() -> None:
    with pytest.raises(KeyError):
        within(lambda: {}["x"], timeout_s=5)
