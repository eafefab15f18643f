"""The book: nothing half written, nothing begun anew behind the user's back."""

from __future__ import annotations

from pathlib import Path

import pytest

from refplug.errors import RunAborted
from refplug.system.book import Book


def interrupted(book: Book) -> None:
    with book.change() as change:
        change.put("a", "1", {"x": "other"})
        change.put("a", "2", {})
        raise KeyboardInterrupt


def test_a_change_is_whole_or_not_at_all(tmp_path: Path):
    with Book(tmp_path / "b.sqlite") as book:
        with book.change() as change:
            change.put("a", "1", {"x": "ʿ"}, stamp=3, mark="m")
        with pytest.raises(KeyboardInterrupt):
            interrupted(book)
        assert book.row("a", "1") == (3, "m", {"x": "ʿ"})
    with Book(tmp_path / "b.sqlite") as again:
        assert again.listing("a") == {"1": (3, "m")}
        with again.change() as change:
            change.drop("a", "1")
        assert list(again.rows("a")) == []
        assert again.get("a", "1") is None


@pytest.mark.parametrize("at", [0, 30, 100, 2000, 5000])
def test_a_damaged_book_is_refused_and_stays_as_it_is(tmp_path: Path, at: int):
    path = tmp_path / "b.sqlite"
    with Book(path) as book, book.change() as change:
        for number in range(200):
            change.put("a", str(number), {"x": "y" * 50})
    data = bytearray(path.read_bytes())
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)
    said = str(path)
    try:
        with Book(path) as book:
            assert len(list(book.rows("a"))) <= 200
    except RunAborted as refused:
        said = str(refused)
    assert str(path) in said
    assert path.read_bytes()[: at + 40] == bytes(data)[: at + 40]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 30])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "b.sqlite"
    path.write_bytes(content)
    with pytest.raises(RunAborted, match="damaged"):
        Book(path)
    assert path.read_bytes() == content


def test_a_book_of_a_newer_version_and_one_of_another_program(tmp_path: Path):
    import sqlite3

    path = tmp_path / "b.sqlite"
    Book(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(RunAborted, match="newer refplug"):
        Book(path)
    with sqlite3.connect(tmp_path / "other.sqlite") as raw:
        raw.execute("CREATE TABLE mine(x)")
    with pytest.raises(RunAborted, match="damaged"):
        Book(tmp_path / "other.sqlite")


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunAborted, match="cannot be used"):
        Book(tmp_path / "file" / "b.sqlite")
