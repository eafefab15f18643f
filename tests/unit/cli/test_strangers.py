"""What somebody types who meets refplug for the first time: slips are told in one sentence, with the way out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import refplug as package
from refplug.errors import RunAborted
from refplug.romanize.worksheet import Decision, exceptions_of

Refplug = Callable[..., Any]

LIBRARY = """% mine
@book{said1978,
  title = {Orientalism},
  publisher = London,
  crossref = {none},
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.bib").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "paper.txt").write_text(
        "On Wells\n\nLeila Rezai\n\nKeywords: wells, Kufa\n", encoding="utf-8"
    )
    (tmp_path / "list.txt").write_text("12 34\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["cite", "mine.bib"], 4, "mine.bib: is a bibliography (BibTeX), not a paper; `refplug convert`"),
        (["cite", "list.txt"], 4, "list.txt: prints neither title nor author"),
        (["cite", "paper.txt", "-o", "none/x.bib"], 4, "none is not there; make it"),
        (["cite", "paper.txt", "-o", "/"], 2, "/ is no file"),
        (["cite", "paper.txt", "--to", "nonsense"], 2, "formats: bibtex"),
        (["chekc", "mine.bib"], 2, "did you mean 'check'?"),
        (["romanize", "--scheme", "ala-lc-fa", "x"], 2, "the scheme is ala-lc, with the reading fa"),
        (["why", ".", "x"], 2, ". is a folder, not a file"),
        (["why", "/", "x"], 2, "/ is no file"),
        (["undo", "/"], 2, "/ is no file"),
        (["undo", "--list", "mine.bib"], 0, "no change by refplug is recorded"),
        (["index", "build", "."], 2, ". is a folder; name a file of works"),
        (["index", "build", "list.txt"], 4, "holds no work of Crossref; no index was written"),
        (["index", "build", "none.jsonl"], 4, "there is no such file"),
        (["match", "--works", ".", "x"], 4, "it is a folder; name a file"),
        (["enrich", "mine.bib", "--offline", "--take", "nokey:pages"], 2, "there is no entry 'nokey'"),
        (["enrich", "mine.bib", "--offline", "--lock", "said1978:tilte"], 2, "there is no field 'tilte'"),
        (["enrich", "-", "--in-place"], 2, "standard input cannot be changed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_slips(refplug: Refplug, folder: Path, arguments: list[str], code: int, words: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ended = refplug(*arguments)
    assert ended.code == code, ended.err
    assert words in ended.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before  # no half-done file is left


def test_a_text_that_says_nothing_is_cited_when_a_title_is_given(refplug: Refplug, folder: Path) -> None:
    assert refplug("cite", "list.txt", "--title", "A List", "-o", "-").code == 0


def test_faults_are_told_with_their_lines(refplug: Refplug, folder: Path) -> None:
    told = refplug("format", "--check", "mine.bib").err
    assert "mine.bib:2: entry 'said1978' uses the undefined string 'London'" in told
    assert "mine.bib:2: entry 'said1978' refers to 'none'" in told


def test_format_and_check_read_standard_input(
    refplug: Refplug, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stdin(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    stdin("@misc{a,title={x}}")
    assert refplug("format", "-").out == "@misc{a,\n  title = {x},\n}\n"
    stdin("@misc{a,title={x}}")
    ended = refplug("check", "-", "--offline", "--json")
    assert json.loads(ended.out.splitlines()[0])["citekey"] == "a"
    assert sorted(path.name for path in folder.iterdir()) == ["list.txt", "mine.bib", "paper.txt"]


def test_a_setting_that_cannot_be_names_its_file(refplug: Refplug, folder: Path) -> None:
    (folder / ".refplug.toml").write_text('scheme = "nonsense"\n')
    for command in (["romanize", "x"], ["cite", "paper.txt"]):
        ended = refplug(*command)
        assert ended.code == 2
        assert ".refplug.toml: scheme: there is no scheme 'nonsense'" in ended.err


def test_a_switch_in_the_environment_is_yes_or_no(
    refplug: Refplug, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFPLUG_OFFLINE", "maybe")
    ended = refplug("config", "show")
    assert ended.code == 2
    assert "REFPLUG_OFFLINE: write 1 or 0, not 'maybe'" in ended.err


def test_a_decision_in_another_language_stops_no_scheme() -> None:
    kept = [Decision("Hawza", "حَوزَة"), Decision("Sadr", None)]
    assert exceptions_of(kept, "iranica") == {"Sadr": "Sadr"}  # iranica has no table for Arabic


@pytest.mark.parametrize("options", [{"reading": "xx"}, {"form": "xx"}, {"scheme": "xx"}])
def test_python_refuses_what_there_is_not(options: dict[str, str]) -> None:
    with pytest.raises(RunAborted, match="there is no"):
        package.romanize("Hashd", **options)  # type: ignore[arg-type]


def test_what_goes_into_a_pipe_holds_no_marks_of_direction(refplug: Refplug, folder: Path) -> None:
    (folder / "paper.txt").write_text(
        "On Wells\n\nLeila Rezai\n\nKeywords: wells, Marjiiat\n", encoding="utf-8"
    )
    refplug("cite", "paper.txt")
    key = (folder / "references.bib").read_text().split("{")[1].split(",")[0]
    for command in (
        ["why", "references.bib", key],
        ["romanize", "--explain", "Marjiiat"],
        ["extract", "--explain", "paper.txt"],
        ["schemes", "show", "ijmes-ar"],
    ):
        assert not {"\u2068", "\u2069"} & set(refplug(*command).out), command


def test_a_work_is_known_by_the_address_of_its_doi(refplug: Refplug, folder: Path) -> None:
    (folder / "paper.txt").write_text(
        "On Wells\n\nLeila Rezai\n\nhttps://doi.org/10.5555/Wells.1\n\nKeywords: wells\n", encoding="utf-8"
    )
    mine = "@article{rezai,\n  doi = {https://doi.org/10.5555/WELLS.1},\n}\n"
    (folder / "mine.bib").write_text(mine, encoding="utf-8")
    ended = refplug("cite", "paper.txt", "-o", "mine.bib")
    assert ended.code == 0
    assert "is already in mine.bib as 'rezai'" in ended.err
    assert (folder / "mine.bib").read_text(encoding="utf-8") == mine


def test_a_persian_word_keeps_its_persian_letters(refplug: Refplug, folder: Path) -> None:
    assert refplug("lexicon", "add", "رهبری", "rahbarī", "--reading", "fa").out == "rahbarī\tرَهبَرِی\tfa\n"
    assert refplug("lexicon", "check").out == "1 entry checked, 0 faults\n"


def test_extract_tells_what_kind_of_work_it_is(refplug: Refplug, folder: Path) -> None:
    (folder / "chapter.txt").write_text(
        "In: Sabrina Mervin (ed.), The Shi'a Worlds. London: Saqi, 2010, pp. 155–176.\n\nThe Hawza\n\nLeila Rezai\n\nKeywords: hawza\n",
        encoding="utf-8",
    )
    told = json.loads(refplug("extract", "--json", "chapter.txt").out)
    assert (told["type"], told["publisher"], told["publisher_place"]) == ("chapter", "Saqi", "London")
    assert told["editors"] == [{"family": "Mervin", "given": "Sabrina"}]
    shown = refplug("extract", "--explain", "chapter.txt").out
    assert "editors          Mervin, Sabrina" in shown
