"""What is named is read whole, or refused in one sentence without being opened for reading."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from refplug.model import Notice
from refplug.system.intake import Document, expand, take_in


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x00\xff")
    assert take_in(str(path)) == Document(str(path), b"\x00\xff")


def test_what_is_no_document_is_refused_at_once(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as stream:
        stream.truncate(10 * 1024**3)
    for name, word in [
        (str(tmp_path), "folder"),
        (str(fifo), "pipe"),
        (str(sparse), "10,737,418,240"),
        (str(tmp_path / "none"), "no such file"),
        ("/dev/zero", "device"),
        ("a\0b", "opened"),
    ]:
        refused = take_in(name)
        assert isinstance(refused, Notice)
        assert word in refused.message
        assert refused.file == name


def test_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    assert isinstance(take_in(str(path), max_bytes=4), Notice)
    assert isinstance(take_in(str(path), max_bytes=5), Document)


@pytest.mark.parametrize("hidden", [".git/x", ".x"])
def test_folders_and_patterns_stand_for_files(tmp_path: Path, hidden: str) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt", hidden, "[x].txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    top = str(tmp_path)
    assert [Path(p).relative_to(tmp_path).as_posix() for p in expand([top])] == [
        "[x].txt",
        "a.txt",
        "b.txt",
        "deep/c.txt",
    ]
    assert list(expand([f"{top}/?.txt"])) == [f"{top}/a.txt", f"{top}/b.txt"]
    assert list(expand([f"{top}/[x].txt"])) == [f"{top}/[x].txt"]
    assert list(expand([f"{top}/*.pdf", "-"])) == [f"{top}/*.pdf", "-"]
