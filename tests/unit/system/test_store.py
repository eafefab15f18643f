"""The cache: honest ages, no error kept, damage set aside and told."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from refplug.system.store import AGES_S, FOREVER_S, Store

DAY = 86_400.0


class Clock:
    def __init__(self, now: float = 1.8e9) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "answers.sqlite"


def test_an_answer_comes_back(path: Path) -> None:
    Store(path, clock=Clock()).put("work", [("10.1/a", b"body")])
    kept = Store(path, clock=Clock()).get("work", "10.1/a")
    assert kept is not None
    assert (kept.body, kept.age_s) == (b"body", 0.0)


@pytest.mark.parametrize(("kind", "days"), [("work", 30), ("updates", 7), ("negative", 1), ("search", 30)])
def test_each_kind_has_its_age(path: Path, kind: str, days: int) -> None:
    clock = Clock()
    store = Store(path, clock=clock)
    store.put(kind, [("k", b"x")])
    clock.now += days * DAY - 1
    assert store.get(kind, "k")
    clock.now += 2
    assert store.get(kind, "k") is None
    assert store.get(kind, "k", FOREVER_S)


def test_there_is_no_age_for_errors() -> None:
    assert set(AGES_S) == {"work", "search", "updates", "negative"}


def test_an_answer_from_the_future_is_new(path: Path) -> None:
    clock = Clock()
    store = Store(path, clock=clock)
    store.put("work", [("k", b"x")])
    clock.now -= DAY
    kept = store.get("work", "k")
    assert kept is not None
    assert kept.age_s == 0.0
    clock.now += 50 * 365 * DAY
    assert store.get("work", "k") is None


def test_a_newer_database_is_set_aside_whole(path: Path) -> None:
    Store(path).put("work", [("k", b"x")])
    with sqlite3.connect(path) as book:
        book.execute("PRAGMA user_version = 99")
    book.close()
    store = Store(path)
    assert store.get("work", "k") is None
    store.put("work", [("k", b"y")])
    assert [notice.code for notice in store.notices] == ["cache-set-aside"]
    assert path.with_name(path.name + ".aside-1").exists()
    again = Store(path).get("work", "k")
    assert again is not None
    assert again.body == b"y"


@pytest.mark.parametrize("content", [b"not a database " * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_set_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = Store(path)
    store.put("work", [("k", b"y")])
    assert store.get("work", "k")
    assert store.notices
    assert path.with_name(path.name + ".aside-1").read_bytes() == content


def test_no_flipped_bit_makes_a_wrong_answer(tmp_path: Path) -> None:
    """One bit in each page, and the file cut at each page: the answer is the right one or none, never an exception."""
    path = tmp_path / "a.sqlite"
    store = Store(path, clock=Clock())
    answers = {f"10.5555/{i}": f"body {i} ".encode() * 60 for i in range(120)}
    store.put("work", answers.items())
    store.close()
    whole = path.read_bytes()
    pages = len(whole) // 4096
    chance = random.Random(7)
    variants = []
    for page in range(pages):
        damaged = bytearray(whole)
        damaged[page * 4096 + chance.randrange(4096)] ^= 1 << chance.randrange(8)
        variants += [bytes(damaged), whole[: page * 4096 + 100]]
    for number, variant in enumerate(variants):
        one = tmp_path / f"v{number}.sqlite"
        one.write_bytes(variant)
        store = Store(one, clock=Clock())
        for key, body in list(answers.items())[::7]:
            kept = store.get("work", key)
            assert kept is None or kept.body == body
        store.put("work", [("new", b"n")])
        assert store.get("work", "new")
        store.close()


def test_a_folder_that_cannot_be_written_leaves_a_cache_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = Store(tmp_path / "file" / "answers.sqlite")
    store.put("work", [("k", b"y")])
    assert store.get("work", "k")
    assert [notice.code for notice in store.notices] == ["cache-unusable"]
