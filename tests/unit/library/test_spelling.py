"""`refplug check --spelling`: one word, several spellings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from refplug.cli import cli
from refplug.errors import ExitCode

BIB = """@book{a, author = {Ṣadr, Mūsā}, title = {One}, keywords = {Hashd Shaabi, Iraq, Religion}}
@book{b, author = {Sadr, Musa}, title = {Two}, keywords = {al-Ḥashd al-Shaʿbī, Iran}}
"""


def run(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["check", "--spelling", *args], env={"REFPLUG_OFFLINE": "1"})
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "a.bib"
    path.write_text(BIB, "utf-8")
    return path


def test_words_spelled_in_several_ways_are_told_with_their_places(library: Path) -> None:
    code, out, _ = run(str(library))
    assert code == ExitCode.PROBLEMS_FOUND
    assert "al-Ḥashd al-Shaʿbī: The lexicon writes it so." in out
    assert "Hashd Shaabi (" in out
    assert "b, keywords" in out
    assert "Ṣadr, Mūsā" in out
    assert "Iraq" not in out


def test_as_json(library: Path) -> None:
    _, out, _ = run(str(library), "--json")
    groups = [json.loads(line) for line in out.splitlines()]
    assert {group["proposed"] for group in groups} == {"al-Ḥashd al-Shaʿbī", "Ṣadr, Mūsā"}


def test_a_folder_is_read_as_one_library(library: Path) -> None:
    (library.parent / "c.bib").write_text("@book{c, title = {Three}, keywords = {Hashd al-Sha'bi}}", "utf-8")
    (library.parent / "notes.txt").write_text("Hashd Shabi", "utf-8")
    code, out, _ = run(str(library.parent))
    assert code == ExitCode.PROBLEMS_FOUND
    assert "c.bib: c, keywords" in out
    assert "notes" not in out


def test_nothing_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text("@book{x, title = {X}, keywords = {Iraq, Iran, security, Security dilemma}}", "utf-8")
    code, out, err = run(str(path))
    assert (code, out) == (ExitCode.DONE, "")
    assert "spelled in one way" in err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    code, out, err = run(str(tmp_path / "none.bib"))
    assert (code, out) == (ExitCode.PROBLEMS_FOUND, "")
    assert "none.bib" in err
    assert "one way" not in err
