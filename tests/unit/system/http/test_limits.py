"""The limiter on a clock of its own: never above the limit, whatever the network does, and not much below."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refplug.system.http.limits import Lane, Limit, Limiter, NoTurn, announced


class FakeClock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


def limiter(clock: FakeClock, path: Path | None = None) -> Limiter:
    return Limiter(path, clock=clock, sleep=clock.sleep)


LANE = Lane("api.example.org polite", "list", Limit(3, 1.0, 3))


@pytest.mark.parametrize(
    ("headers", "limit"),
    [
        ({}, None),
        (
            {"x-rate-limit-limit": "10", "x-rate-limit-interval": "1s", "x-concurrency-limit": "3"},
            Limit(10, 1.0, 3),
        ),
        ({"x-ratelimit-limit": "50", "x-ratelimit-interval": "1s"}, Limit(50, 1.0, 2)),
        ({"x-rate-limit-limit": "5"}, Limit(5, 1.0, 2)),
        ({"x-rate-limit-limit": "60", "x-rate-limit-interval": "1m"}, Limit(60, 60.0, 2)),
        ({"x-rate-limit-limit": "0"}, None),
        ({"x-rate-limit-limit": "-4"}, None),
        ({"x-rate-limit-limit": "1000000000"}, None),
        ({"x-rate-limit-limit": "٣"}, None),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "0s"}, Limit(5, 1.0, 2)),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "nonsense"}, Limit(5, 1.0, 2)),
        ({"x-concurrency-limit": "1"}, Limit(1, 1.0, 1)),
    ],
)
def test_only_sensible_announcements_are_believed(headers: dict[str, str], limit: Limit | None) -> None:
    assert announced(headers, Limit(1, 1.0, 2)) == limit


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 6),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 2), st.floats(0, 3)), min_size=5, max_size=25),
)
def test_no_window_ever_holds_more_than_the_limit(
    requests: int, delays: list[tuple[float, float, float]]
) -> None:
    """The server counts anywhere between start and headers: here at a random share of a random latency, after which
    the body takes its own time."""
    clock = FakeClock()
    lane = Lane("host pool", "single", Limit(requests, 1.0, 50))
    turns = limiter(clock)
    turns.learn(lane, {})
    counted: list[float] = []
    for share, latency, body in delays:
        with turns.turn(lane, until=clock.now + 1e6) as held:
            counted.append(clock.now + share * latency)
            clock.now += latency
            held.counted_at = clock.now
            clock.now += body
    counted.sort()
    for i, at in enumerate(counted):
        assert sum(1 for other in counted[i:] if other - at < 1.0 - 1e-9) <= requests


def test_most_of_the_limit_is_used() -> None:
    clock = FakeClock()
    turns = limiter(clock)
    turns.learn(LANE, {})
    for _ in range(60):
        with turns.turn(LANE, until=clock.now + 100):
            clock.now += 0.05
    assert 60 / (clock.now - 1000.0) >= 0.85 * 3


def test_a_long_body_costs_no_turn() -> None:
    clock = FakeClock()
    turns = limiter(clock)
    turns.learn(LANE, {})
    for _ in range(30):
        with turns.turn(LANE, until=clock.now + 100) as held:
            held.counted_at = clock.now + 0.05
            clock.now += 2.0
    assert clock.now - 1000.0 == pytest.approx(60.0)  # the body's own time, and no second of waiting


def test_the_first_request_goes_alone_until_the_limit_is_told() -> None:
    clock = FakeClock()
    turns = limiter(clock)
    first, _ = turns._try(LANE)
    assert first is not None
    assert turns._try(LANE)[0] is None
    turns.learn(LANE, {"x-rate-limit-limit": "2"})
    assert turns._try(LANE)[0] is not None
    assert turns._try(LANE)[0] is None  # the limit of 2 was never passed, though 3 is the default


def test_learnt_limits_hold_for_their_lane_only_and_for_a_day() -> None:
    clock = FakeClock()
    turns = limiter(clock)
    turns.learn(LANE, {"x-rate-limit-limit": "7"})
    assert turns.limit(LANE).requests == 7
    assert turns.limit(Lane(LANE.pool, "single", Limit(2, 1.0, 1))).requests == 2
    clock.now += 86_401
    assert turns.limit(LANE).requests == 3


def test_a_pause_holds_for_the_whole_pool() -> None:
    clock = FakeClock()
    turns = limiter(clock)
    turns.pause(LANE.pool, 30.0)
    with (
        pytest.raises(NoTurn) as stopped,
        turns.turn(Lane(LANE.pool, "single", Limit(9, 1.0, 9)), until=clock.now + 5),
    ):
        pass
    assert 29 < stopped.value.wait_s <= 30
    with turns.turn(LANE, until=clock.now + 60):
        pass
    assert clock.now >= 1030.0


def _die_with_a_turn(path: Path) -> None:
    Limiter(path)._try(Lane("host", "single", Limit(1, 0.1, 1)))


def test_turns_of_a_killed_process_come_back_after_an_interval(tmp_path: Path) -> None:
    path = tmp_path / "limits.sqlite"
    victim = multiprocessing.get_context("fork").Process(target=_die_with_a_turn, args=(path,))
    victim.start()
    victim.join()
    started = time.monotonic()
    with Limiter(path).turn(Lane("host", "single", Limit(1, 0.1, 1)), until=started + 60):
        assert time.monotonic() - started < 30


def test_a_turn_that_is_never_given_back_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("refplug.system.http.limits._LEASE_S", 5.0)
    clock = FakeClock()
    lane = Lane("host", "single", Limit(1, 1.0, 1))
    limiter(clock, tmp_path / "limits.sqlite")._try(lane)  # taken, never given back
    with limiter(clock, tmp_path / "limits.sqlite").turn(lane, until=clock.now + 200):
        pass
    assert 1004 < clock.now < 1007


def test_stamps_from_before_a_restart_are_dropped(tmp_path: Path) -> None:
    clock = FakeClock()
    clock.now = 5e6
    lane = Lane("host", "single", Limit(1, 1.0, 1))
    limiter(clock, tmp_path / "l")._try(lane)
    clock.now = 10.0
    with limiter(clock, tmp_path / "l").turn(lane, until=11.0):
        pass
    assert clock.now == 10.0


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b""])
def test_a_damaged_book_does_not_stop_a_run(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "limits.sqlite"
    path.write_bytes(damage)
    clock = FakeClock()
    with limiter(clock, path).turn(LANE, until=clock.now + 1):
        pass


def test_a_folder_that_cannot_be_made_leaves_the_limit_to_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    clock = FakeClock()
    with limiter(clock, tmp_path / "file" / "limits.sqlite").turn(LANE, until=clock.now + 1):
        pass


def test_concurrency_holds_over_threads() -> None:
    turns = Limiter(None)
    lane = Lane("host", "single", Limit(50, 0.2, 2))
    turns.learn(lane, {})
    inside, most, lock = 0, 0, threading.Lock()

    def ask() -> None:
        nonlocal inside, most
        with turns.turn(lane, until=time.monotonic() + 30):
            with lock:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def _take(path: Path, results: multiprocessing.Queue[float]) -> None:
    turns = Limiter(path)
    for _ in range(4):
        with turns.turn(Lane("host", "single", Limit(4, 0.3, 10)), until=time.monotonic() + 30):
            results.put(time.monotonic())


def test_processes_share_one_limit(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[float] = context.Queue()
    Limiter(tmp_path / "l.sqlite").learn(Lane("host", "single", Limit(4, 0.3, 10)), {})
    workers = [context.Process(target=_take, args=(tmp_path / "l.sqlite", results)) for _ in range(3)]
    for worker in workers:
        worker.start()
    times = sorted(results.get(timeout=30) for _ in range(12))
    for worker in workers:
        worker.join()
    assert max(sum(1 for b in times[i:] if b - a < 0.3 - 1e-6) for i, a in enumerate(times)) <= 4
