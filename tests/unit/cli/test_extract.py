"""What papers say, shown and written: many files, workers, a run that is broken off and gone on with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refplug.cli.marked import marked, spans_of
from refplug.cli.workers import read_in_processes
from refplug.model import Page, Record, Span
from refplug.pipeline import Work
from refplug.system.answers import Answers
from refplug.system.settings import load_settings
from support import papers

Refplug = Callable[..., Any]

PAPER = """Journal of Shii Law, Vol. 4, No. 2 (2020), pp. 41-58

Key words: law, state {number}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(PAPER.format(number=number), encoding="utf-8")
    (tmp_path / "in" / "3b.pdf").write_bytes(papers.latin(("On Popular Resistance", 100, 700, 20)))
    (tmp_path / "in" / "4b.pdf").write_bytes(b"%PDF-1.7 nothing")
    return tmp_path


def test_the_page_is_shown_with_the_print_that_gave_each_field(refplug: Refplug, folder: Path) -> None:
    code, out, _ = refplug("extract", "--explain", "in/1.txt")
    assert code == 0
    assert "because 2 items behind “Key words”" in out
    assert "1 | ⟦container-title: Journal of Shii Law⟧, Vol. ⟦volume: 4⟧, No. ⟦issue: 2⟧ (⟦issued: 2020⟧)" in out.replace("(⟦issued: (2020)⟧", "(⟦issued: 2020⟧)")  # fmt: skip
    assert "3 | Key words: ⟦keyword: law, state 1⟧" in out


def test_a_long_field_is_shown_by_its_ends() -> None:
    text = "\n".join(f"line {number}" for number in range(30))
    shown = list(marked(Page(file="a.txt", text=text), [("abstract", Span(0, text.index("line 20") + 7))]))
    assert shown[0] == "  1 | ⟦abstract: line 0"
    assert "  21 | line 20⟧".strip() in [line.strip() for line in shown]
    assert len(shown) < 12


def test_nothing_said_is_nothing_marked() -> None:
    assert spans_of(Record()) == ()


def test_workers_give_the_answers_of_one_in_its_order(refplug: Refplug, folder: Path) -> None:
    alone = refplug("extract", "--json", "in")
    assert alone[0] == 4  # one PDF is damaged, and is told
    assert refplug("extract", "--json", "-j", "2", "in") == alone
    assert [json.loads(line)["file"] for line in alone[1].splitlines()] == [str(path) for path in sorted(Path("in").iterdir())]  # fmt: skip


def test_a_worker_that_dies_costs_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures.process import BrokenProcessPool

    class Pool:
        def __init__(self, *_: object, **__: object) -> None: ...

        def submit(self, *_: object) -> Any:
            return self

        def result(self) -> Work:
            raise BrokenProcessPool

        def shutdown(self, **_: object) -> None: ...

    monkeypatch.setattr("refplug.cli.workers.ProcessPoolExecutor", Pool)
    works = [Work(file=f"{number}.txt", data=PAPER.format(number=number).encode()) for number in range(12)]
    done = list(read_in_processes(works, load_settings(environ={}, folder=None), 2))
    assert [work.file for work in done] == [work.file for work in works]
    assert all(work.record.volume.value == "4" for work in done)


def test_a_broken_run_is_gone_on_with(refplug: Refplug, folder: Path) -> None:
    refplug("extract", "-o", "all.jsonl", "in")
    whole = (folder / "all.jsonl").read_bytes()
    assert whole.decode() == refplug("extract", "--json", "in")[1]
    for cut in (0, len(whole) // 2, len(whole) - 1):
        (folder / "cut.jsonl").write_bytes(whole[:cut])
        refplug("extract", "-o", "cut.jsonl", "--resume", "in")
        assert (folder / "cut.jsonl").read_bytes() == whole


def test_no_file_is_overwritten(refplug: Refplug, folder: Path) -> None:
    (folder / "mine.jsonl").write_text("notes of mine\n", encoding="utf-8")
    for flags in ((), ("--resume",)):
        code, _, told = refplug("extract", "-o", "mine.jsonl", *flags, "in/1.txt")
        assert code == 6
        assert "mine.jsonl" in told
    assert (folder / "mine.jsonl").read_text(encoding="utf-8") == "notes of mine\n"
    assert refplug("extract", "--resume", "in/1.txt")[0] == 2


def test_one_name_given_twice_has_two_answers(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"file":"a"}\n', encoding="utf-8")
    with Answers(path, is_resumed=True) as answers:
        assert list(answers.left(["a", "b", "a"])) == ["b", "a"]


def test_a_web_address_is_not_fetched_unasked(
    refplug: Refplug, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REFPLUG_OFFLINE")
    code, out, told = refplug("extract", "https://example.org/a.pdf")
    assert (code, out) == (4, "")
    assert "--fetch" in told
    code, _, told = refplug("extract", "--fetch", "http://127.0.0.1/a.pdf", "file:///etc/passwd")
    assert code == 4
    assert "no public address" in told
    assert "only http and https" in told


def test_a_fetched_page_is_read_like_a_file(
    refplug: Refplug, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from refplug.system.http.public import Public
    from refplug.system.http.wire import Answer

    def get(self: Public, url: str) -> Answer:
        return Answer(
            status=200, headers={}, body=papers.latin(("On Popular Resistance", 100, 700, 20)), url=url
        )

    monkeypatch.setattr(Public, "__call__", get)
    monkeypatch.delenv("REFPLUG_OFFLINE")
    code, out, _ = refplug("extract", "--fetch", "--json", "https://example.org/get?id=7")
    assert code == 0
    assert json.loads(out)["file"] == "https://example.org/get?id=7"
    assert refplug("extract", "--fetch", "--offline", "https://example.org/get?id=7")[0] == 4
