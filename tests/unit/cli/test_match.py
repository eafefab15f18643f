"""`refplug match` and `refplug index build`: answers in order, one a line; trouble in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from refplug.cli.index import command as index
from refplug.cli.match import command as match
from refplug.errors import ExitCode, RunAborted

WORK = {
    "DOI": "10.9999/A", "type": "journal-article", "title": ["On the tuning of rain gauges"], "volume": "4", "page": "101-110",
    "author": [{"family": "Quist", "given": "A."}], "issued": {"date-parts": [[1990]]}, "container-title": ["Annals of Made Things"],
}  # fmt: skip
RUN = CliRunner()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    works = tmp_path / "works.jsonl"
    works.write_text(json.dumps(WORK) + "\n")
    done = RUN.invoke(index, ["build", str(works), "-o", str(tmp_path / "made.index")])
    assert done.exit_code == 0, done.output
    return tmp_path / "made.index"


def asked(built: Path, *arguments: str, stdin: str = "", code: int = 0) -> list[dict[str, object]]:
    done = RUN.invoke(match, ["--index", str(built), "--json", *arguments], input=stdin)
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_answer_a_line_in_order_with_its_id(built: Path) -> None:
    lines = [
        '{"id": 7, "query": "On the tuning of rain gauges"}',
        "",
        "Nothing that is there",
        '{"id": "x", "title": "On the tuning of rain gauges", "authors": ["Quist"], "year": "1990"}',
    ]
    answers = asked(built, "-", stdin="\n".join(lines) + "\n")
    assert [(a.get("id"), a["doi"], a["verdict"]) for a in answers] == [
        (7, "10.9999/a", "match"),
        (None, None, "none"),
        ("x", "10.9999/a", "match"),
    ]
    assert answers[0]["evidence"]
    assert answers[0]["probability"] > 0.5  # type: ignore[operator]


def test_a_line_that_cannot_be_read_is_not_asked(built: Path) -> None:
    lines = '{"id": 1, broken\n{"id": 2, "query": 5}\n{"id": 3}\nrain gauges\n'
    answers = asked(built, "-", stdin=lines, code=4)
    assert [a["verdict"] for a in answers[:3]] == ["not-asked"] * 3
    assert answers[1]["id"] == 2
    assert all(a["notices"] for a in answers[:3])


def test_people_get_the_reason(built: Path) -> None:
    done = RUN.invoke(match, ["--index", str(built), "Quist A. On the tuning of rain gauges. 1990"])
    assert done.stdout.startswith("match\t10.9999/a\t")
    assert "The title agrees" in done.stdout


def test_works_are_searched_without_an_index(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    done = RUN.invoke(match, ["--works", str(tmp_path / "works.jsonl"), "On the tuning of rain gauges"])
    assert "10.9999/a" in done.stdout


def test_two_haystacks_are_one_too_many(built: Path) -> None:
    assert RUN.invoke(match, ["--index", str(built), "--online", "x"]).exit_code == ExitCode.USAGE


def test_offline_is_not_asked_and_exit_5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFPLUG_OFFLINE", "1")
    monkeypatch.setenv("REFPLUG_STATE", str(tmp_path))
    monkeypatch.setenv("REFPLUG_CACHE", str(tmp_path / "cache.sqlite"))
    done = RUN.invoke(match, ["--online", "--json", "On the tuning of rain gauges, 1990"])
    assert done.exit_code == ExitCode.UNAVAILABLE
    assert json.loads(done.stdout)["verdict"] == "not-asked"


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    done = RUN.invoke(match, ["--works", str(tmp_path / "none.jsonl"), "x"])
    assert isinstance(done.exception, RunAborted)
    assert "none.jsonl" in str(done.exception)
