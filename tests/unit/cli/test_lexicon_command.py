"""`refplug lexicon` from outside: what is added is found, remembered and outranks ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from refplug.cli import cli


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import refplug.cli.house as house

    monkeypatch.setattr(house, "user_lexicon_path", lambda: tmp_path / "conf" / "lexicon.tsv")
    return lambda *args, stdin=None: CliRunner().invoke(cli, list(args), input=stdin)


def test_show_finds_any_spelling_and_script(run) -> None:
    assert "مَرجَعِيَّة" in run("lexicon", "show", "Marjiiat").stdout
    assert "marjaʿiyya" in run("lexicon", "show", "مرجعية").stdout


def test_show_says_when_nothing_is_near(run) -> None:
    done = run("lexicon", "show", "zzzqx")
    assert done.exit_code == 4
    assert "lexicon add" in done.stderr


def test_an_added_word_outranks_ours(run) -> None:
    assert run("lexicon", "add", "مرجعية", "marjiʿiyya").exit_code == 0
    assert run("romanize", "Marjiiat").stdout.strip() == "Marjiʿiyya"


def test_script_and_latin_that_disagree_are_refused(run) -> None:
    done = run("lexicon", "add", "مرجعية", "ḥizb")
    assert done.exception.exit_code == 2
    assert "do not agree" in str(done.exception or done.stderr)


def test_script_without_vowels_or_latin_is_refused(run) -> None:
    assert run("lexicon", "add", "مرجعية").exception.exit_code == 2


def test_import_takes_a_lexicon(run, tmp_path: Path) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text("vocalized\treading\tkind\nبُطَاطَا\tar\tterm\n", "utf-8")
    assert "1 entries" in run("lexicon", "import", str(file)).stdout
    assert run("lexicon", "check").exit_code == 0


def test_import_takes_a_worksheet_and_romanize_obeys(run, tmp_path: Path) -> None:
    file = tmp_path / "sheet.tsv"
    file.write_text("printed\ttake\tsaid\talternatives\treason\nHashd Shaabi\tkeep\t\t\t\n", "utf-8")
    assert "1 decision " in run("lexicon", "import", str(file)).stdout
    assert run("romanize", "Hashd Shaabi").stdout.strip() == "Hashd Shaabi"


def test_a_damaged_file_is_refused_with_its_place(run, tmp_path: Path) -> None:
    file = tmp_path / "bad.tsv"
    file.write_text("vocalized\treading\nmarja\tar\n", "utf-8")
    done = run("lexicon", "import", str(file))
    assert done.exit_code != 0
    assert "bad.tsv:2" in str(done.exception or done.stderr)


@pytest.mark.parametrize(
    ("script", "latin", "reading"),
    [
        ("رهبری", "rahbarī", "fa"),
        ("حشد", "ḥashd", "ar"),
        ("مرجعية", "marjaʿiyya", "ar"),
        ("پرچم", "parcham", "fa"),
    ],
)
def test_the_letters_of_a_word_tell_its_language_where_nobody_does(
    run, script: str, latin: str, reading: str
) -> None:
    assert run("lexicon", "add", script, latin).stdout.split("\t")[2].strip() == reading
    assert run("lexicon", "add", script, latin, "--reading", "ar").stdout.split("\t")[2].strip() == "ar"
