"""From a paper to an entry: nothing invented, nothing lost, the same again changes nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refplug.system.files import locked

Refplug = Callable[..., Any]

PAPER = """ Much has been written about the seminary since the nineteen-seventies, and lit-
tle about the people who pay for it. This paper asks who they are.

Key words: Religious endowments, Hawza, Iraq, Marjiiat(Religious Authority).
"""


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def entry(path: Path) -> dict[str, str]:
    """The fields of the only entry, braces left out."""
    lines = path.read_text(encoding="utf-8").replace("{", "").replace("}", "").splitlines()
    found = dict(line.strip().rstrip(",").split(" = ", 1) for line in lines if " = " in line)
    return {"@": lines[0], **found}


def test_a_paper_becomes_an_entry(refplug: Refplug, paper: Path) -> None:
    assert refplug("cite", "paper.txt") == (0, "", "")
    made = entry(paper.parent / "references.bib")
    assert made["keywords"] == "Religious endowments, Ḥawza, Iraq, Marjaʿiyya"
    assert made["title"] == "[Extended abstract: Religious endowments, Iraq]"
    assert not {"author", "year", "doi", "journal"} & set(made)


@pytest.mark.parametrize("target", ["mods", "marcxml"])
def test_cataloguers_formats_have_one_scheme_for_titles_and_keywords(
    refplug: Refplug, paper: Path, target: str
) -> None:
    paper.write_text(PAPER.replace("Hawza,", "Arbaeen pilgrimage, Hawza,"), encoding="utf-8")
    out = refplug("cite", "paper.txt", "-o", "-", "--to", target).out
    assert "Marjaʻīyah" in out
    assert "Arbaʻīn pilgrimage" in out
    asked = refplug("cite", "paper.txt", "-o", "-", "--to", target, "--scheme", "ijmes").out
    assert "iyya<" in asked  # MARC writes its own sign for ʿayn
    assert "īyah<" not in asked


def test_the_reading_that_was_asked_for_is_remembered_of_the_paper(refplug: Refplug, paper: Path) -> None:
    library, other = paper.parent / "references.bib", paper.with_name("other.txt")
    other.write_text(PAPER.replace("seminary", "school"), encoding="utf-8")
    refplug("cite", "paper.txt", "--reading", "fa")
    assert entry(library)["keywords"].endswith("Marjaʿiyyat")
    before = {path: path.read_bytes() for path in paper.parent.iterdir()}
    refplug("cite", "paper.txt")
    assert {path: path.read_bytes() for path in paper.parent.iterdir()} == before
    refplug("cite", "other.txt")  # the choice was made for one paper
    assert entry(library)["keywords"].endswith("Marjaʿiyya")
    refplug("cite", "paper.txt", "--reading", "auto")
    refplug("cite", "paper.txt")
    assert "Marjaʿiyyat" not in library.read_text(encoding="utf-8")


def test_the_same_paper_again_changes_nothing(refplug: Refplug, paper: Path) -> None:
    refplug("cite", "paper.txt")
    files = {path: path.read_bytes() for path in paper.parent.iterdir()}
    copy = paper.with_name("copy.txt")
    copy.write_text(PAPER, encoding="utf-8")
    refplug("cite", "paper.txt", "copy.txt")
    copy.unlink()
    assert {path: path.read_bytes() for path in paper.parent.iterdir()} == files


def test_what_the_user_gives_later_upgrades_the_entry_and_keeps_its_citekey(
    refplug: Refplug, paper: Path
) -> None:
    library = paper.parent / "references.bib"
    refplug("cite", "paper.txt")
    before = entry(library)
    refplug("cite", "paper.txt", "--author", "al-Ṣadr, Ḥasan", "--doi", "https://doi.org/10.1000/XYZ")
    after = entry(library)
    assert after["@"] == before["@"]
    assert (after["author"], after["doi"]) == ("al-Ṣadr, Ḥasan", "10.1000/xyz")
    refplug("cite", "paper.txt")
    assert entry(library) == after, "what a person said stays said"
    refplug("cite", "paper.txt", "--title", "Who Pays?")
    assert entry(library)["title"] == "Who Pays?"
    assert "note" not in entry(library)


def test_another_scheme_rewrites_our_own_words_only(refplug: Refplug, paper: Path) -> None:
    library = paper.parent / "references.bib"
    refplug("cite", "paper.txt")
    text = library.read_text(encoding="utf-8").replace(
        "howpublished = {Extended abstract}", "howpublished = {my words}"
    )
    library.write_text("% mine\n" + text + "\n% end", encoding="utf-8")
    ended = refplug("cite", "paper.txt", "--scheme", "ala-lc")
    assert "howpublished stay" in ended.err
    after = library.read_text(encoding="utf-8")
    assert (
        after == "% mine\n" + text.replace("Ḥawza", "Ḥawzah").replace("Marjaʿiyya", "Marjaʻīyah") + "\n% end"
    )


def test_reading_is_switched_for_the_whole_record(refplug: Refplug, paper: Path) -> None:
    refplug("cite", "paper.txt", "--reading", "fa")
    assert "Marjaʿiyyat" in entry(paper.parent / "references.bib")["keywords"]


def test_undo_gives_the_file_back_byte_for_byte(refplug: Refplug, paper: Path) -> None:
    library = paper.parent / "references.bib"
    library.write_bytes(b"\xef\xbb\xbf% mine\r\n@book{a, title={T}}")
    refplug("cite", "paper.txt")
    assert library.read_bytes() != b"\xef\xbb\xbf% mine\r\n@book{a, title={T}}"
    assert refplug("undo", "references.bib").code == 0
    assert library.read_bytes() == b"\xef\xbb\xbf% mine\r\n@book{a, title={T}}"
    assert not (paper.parent / "references.refplug.jsonl").exists()


def test_why_tells_gloss_print_and_runner_up(refplug: Refplug, paper: Path) -> None:
    refplug("cite", "paper.txt")
    key = entry(paper.parent / "references.bib")["@"].partition("misc")[2].rstrip(",")
    told = refplug("why", "references.bib", key, "keywords").out
    for word in ("Marjaʿiyya", "Marjiiat", "Religious Authority", "Marjaʿiyyat", "Key words"):
        assert word in told
    lines = refplug("why", "references.bib", key, "--json").out.splitlines()
    assert {json.loads(line).get("field") for line in lines} >= {"title", "keyword"}


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["why", "none.bib", "k"], 4, "provenance"),
        (["cite", "none.txt"], 4, "no such file"),
        (["cite", "."], 0, ""),
        (["cite", "paper.txt", "--scheme", "nonsense"], 2, "nonsense"),
        (["cite", "paper.txt", "--doi", "nonsense"], 2, "10.1000/182"),
        (["cite", "paper.txt", "empty.txt", "--title", "T"], 2, "one paper"),
        (["cite", "paper.txt", "--to", "nonsense"], 2, "nonsense"),
        (["cite", "paper.txt", "-o", "x.docx"], 2, "x.docx: .docx is the suffix of no format"),
        (["cite", "paper.txt", "-o", "no/such/folder/x.bib"], 4, "no/such/folder"),
        (["cite", "empty.txt"], 4, "empty.txt"),
    ],
)
def test_bad_input_is_told_in_one_sentence(
    refplug: Refplug, paper: Path, arguments: list[str], code: int, word: str
) -> None:
    (paper.parent / "empty.txt").touch()
    if arguments == ["cite", "."]:
        (paper.parent / "empty.txt").unlink()
    ended = refplug(*arguments)
    assert ended.code == code, ended.err
    assert word in ended.err
    assert "Traceback" not in ended.err


def test_one_bad_paper_never_stops_the_others(refplug: Refplug, paper: Path) -> None:
    ended = refplug("cite", "none.txt", "paper.txt")
    assert ended.code == 4
    assert "Ḥawza" in (paper.parent / "references.bib").read_text(encoding="utf-8")


def test_a_held_lock_is_a_conflict(refplug: Refplug, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = paper.parent / "references.bib"
    library.write_text("% mine\n", encoding="utf-8")
    monkeypatch.setattr("refplug.library.citing.LOCK_TIMEOUT_S", 0.05)
    with locked(library):
        ended = refplug("cite", "paper.txt")
    assert ended.code == 6
    assert "references.bib" in ended.err
    assert library.read_text(encoding="utf-8") == "% mine\n"


def test_a_read_only_folder_leaves_everything_as_it_was(refplug: Refplug, paper: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    paper.parent.chmod(0o500)
    try:
        assert refplug("cite", "paper.txt").code == 4
    finally:
        paper.parent.chmod(0o700)


def test_stdout_and_other_formats(refplug: Refplug, paper: Path) -> None:
    assert refplug("cite", "paper.txt", "-o", "-").out.startswith("@misc{")
    assert not (paper.parent / "references.bib").exists()
    [item] = json.loads(refplug("cite", "paper.txt", "-o", "-", "--to", "csl-json").out)
    assert item["genre"] == "Extended abstract"
    assert refplug("cite", "paper.txt", "-o", "x.json").code == 0
    assert refplug("cite", "paper.txt", "-o", "x.json").code == 0
    ended = refplug("cite", "paper.txt", "-o", "x.json", "--title", "Other")
    assert ended.code == 6
    assert json.loads((paper.parent / "x.json").read_text(encoding="utf-8")) == [item]


def test_review_asks_once_and_remembers(
    refplug: Refplug, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = {"Hawza": "n", "Marjiiat": "y"}

    def prompt(text: str, **_: object) -> str:
        return answers[asked[-1]]

    def echo(message: object = "", **options: object) -> None:
        if message in answers:
            asked.append(str(message))

    monkeypatch.setattr("refplug.cli.review.click.prompt", prompt)
    monkeypatch.setattr("refplug.cli.review.click.echo", echo)
    refplug("cite", "paper.txt", "--review")
    assert asked == ["Hawza", "Marjiiat"]
    assert (
        entry(paper.parent / "references.bib")["keywords"] == "Religious endowments, Hawza, Iraq, Marjaʿiyya"
    )
    refplug("cite", "paper.txt", "-o", "again.bib", "--scheme", "ala-lc")
    assert entry(paper.parent / "again.bib")["keywords"] == "Religious endowments, Hawza, Iraq, Marjaʻīyah"


def test_a_worksheet_goes_out_and_comes_back(refplug: Refplug, paper: Path) -> None:
    assert refplug("cite", "paper.txt", "--worksheet", "w.tsv").code == 0
    sheet = paper.parent / "w.tsv"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("printed\ttake")
    [row] = [line for line in lines if line.startswith("Marjiiat\t")]
    sheet.write_text(
        "\n".join([lines[0], row.replace("Marjiiat\t\t", "Marjiiat\t2\t")]) + "\n", encoding="utf-8"
    )
    assert refplug("lexicon", "import", "w.tsv").code == 0
    refplug("cite", "paper.txt")
    assert "Marjaʿiyyat" in entry(paper.parent / "references.bib")["keywords"]


def test_a_worksheet_that_is_there_stops_the_run_before_it_begins(refplug: Refplug, paper: Path) -> None:
    (paper.parent / "w.tsv").write_text("mine", encoding="utf-8")
    ended = refplug("cite", "paper.txt", "--worksheet", "w.tsv")
    assert (ended.code, (paper.parent / "w.tsv").read_text("utf-8")) == (6, "mine")
    assert "w.tsv is there already" in ended.err
    assert not (paper.parent / "references.bib").exists()


def test_what_is_noticed_about_the_library_is_told(refplug: Refplug, paper: Path, tmp_path: Path) -> None:
    library = tmp_path / "old.bib"
    library.write_text("@book{a, title={never closed\n", encoding="utf-8")
    before = library.read_bytes()
    ended = refplug("cite", paper, "-o", library)
    assert ended.code == 0
    assert f"{library}:1: " in ended.err
    assert "never closed" in ended.err
    assert library.read_bytes().startswith(before)


def test_a_folder_without_papers_is_told(refplug: Refplug, paper: Path) -> None:
    (paper.parent / "empty" / ".hidden").mkdir(parents=True)
    ended = refplug("cite", "empty", paper, "-o", "-")
    assert ended.code == 4
    assert ended.err == "empty: there is no file in this folder; nothing was read\n"
    assert "keywords" in ended.out


def test_a_long_run_is_saved_now_and_then_and_gone_on_with(
    refplug: Refplug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from refplug.cli import cite
    from refplug.library.citing import Citing

    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(
            PAPER.replace("Iraq", f"Town {number}"), encoding="utf-8"
        )
    refplug("cite", "in", "-o", "whole.bib")
    monkeypatch.setattr(cite, "_KEPT_EVERY", 2)
    put, count = Citing.put, iter(range(100))

    def broken_off(self: Citing, work: Any) -> Any:
        if next(count) == 4:
            raise KeyboardInterrupt
        return put(self, work)

    monkeypatch.setattr(Citing, "put", broken_off)
    assert refplug("cite", "in", "--resume", "-o", "cut.bib").code == 130
    monkeypatch.setattr(Citing, "put", put)
    assert (tmp_path / "cut.bib").read_text(encoding="utf-8").count("@misc") == 4
    read: list[str] = []
    monkeypatch.setattr(Citing, "put", lambda self, work: read.append(work.file) or put(self, work))
    assert refplug("cite", "in", "--resume", "-o", "cut.bib").code == 0
    assert read == ["in/4.txt", "in/5.txt"]
    for suffix in (".bib", ".refplug.jsonl"):
        assert (tmp_path / f"cut{suffix}").read_bytes() == (tmp_path / f"whole{suffix}").read_bytes()
    assert refplug("cite", "in", "--resume", "-o", "out.ris").code == 2


def test_marc_has_its_own_scheme_unless_one_is_named(refplug: Refplug, paper: Path) -> None:
    assert "Marjaʻīyah" in refplug("cite", "paper.txt", "-o", "-", "--to", "marcxml").out
    assert "Marjaʻiyya" in refplug("cite", "paper.txt", "-o", "-", "--to", "marcxml", "--scheme", "ijmes").out


def test_a_field_that_is_none_is_told(refplug: Refplug, paper: Path) -> None:
    refplug("cite", "paper.txt")
    [key] = [
        line[6:-1]
        for line in (paper.parent / "references.bib").read_text("utf-8").splitlines()
        if line[0:1] == "@"
    ]
    ended = refplug("why", "references.bib", key, "nonsense")
    assert ended.code == 2
    assert "there is no field 'nonsense'; name none" in ended.err


def test_on_a_terminal_the_keys_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    from refplug.cli.cite import _tell_keys

    _tell_keys("a.bib", [(f"{n}.txt", f"key{n}") for n in range(12)])
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("a.bib: 0.txt is key0", "a.bib: and 2 more", 11)
