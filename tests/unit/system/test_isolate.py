"""The child process: it may fail in every way, and the parent goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from refplug.model import Notice
from refplug.system.isolate import Child, Limits

LIMITS = Limits(cpu_s=5, wall_s=20, memory_mb=400)


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child(LIMITS) as child:
        yield child


def call(child: Child, name: str, limits: Limits = LIMITS, **options: str) -> object:
    return child.call(
        f"support.naughty:{name}", b"some bytes", file="bad.pdf", limits=limits, options=options
    )


@pytest.mark.parametrize(
    ("name", "limits", "code"),
    [
        ("hoard", LIMITS, "limit-memory"),
        ("crash", LIMITS, "reader-crashed"),
        ("leave", LIMITS, "reader-crashed"),
        ("fail", LIMITS, "reader-failed"),
        ("hang", Limits(wall_s=0.3), "limit-time"),
        ("burn", Limits(cpu_s=0, wall_s=20), "limit-cpu"),
        ("no_such_function", LIMITS, "reader-failed"),
    ],
)
def test_a_child_that_breaks_a_rule_is_a_notice_and_the_next_call_works(
    child: Child, name: str, limits: Limits, code: str
) -> None:
    answer = call(child, name, limits)
    assert isinstance(answer, Notice)
    assert answer.code == code
    assert answer.file == "bad.pdf"
    assert "\n" not in str(answer)
    assert call(child, "echo", word="well") == {"size": 10, "word": "well", "lone": "\ud800"}


def test_one_process_serves_many_files(child: Child) -> None:
    call(child, "echo")
    before = child._process
    for _ in range(20):
        call(child, "echo")
    assert child._process is before


def test_what_a_library_prints_is_no_answer(child: Child) -> None:
    assert call(child, "chatter") == "done"


def test_the_trace_of_a_fault_is_kept_for_reports_and_stays_out_of_the_sentence(child: Child) -> None:
    answer = call(child, "fail")
    assert "an internal fault" in child.last_fault
    assert "Traceback" not in str(answer)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file size there")
def test_a_reader_writes_no_file(child: Child, tmp_path: Path) -> None:
    assert call(child, "write_file", path=str(tmp_path / "owned")) == "refused"


def test_a_folder_of_papers_lends_no_module_to_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    with Child(LIMITS) as fresh:
        assert call(fresh, "echo", word="x") == {"size": 10, "word": "x", "lone": "\ud800"}


def test_usage_is_told(child: Child) -> None:
    call(child, "echo")
    assert child.usage.peak_mb > 1


def test_a_closed_child_is_started_again() -> None:
    child = Child(LIMITS)
    call(child, "echo")
    child.close()
    child.close()
    assert call(child, "echo", word="y") == {"size": 10, "word": "y", "lone": "\ud800"}
    child.close()
