"""`refplug convert --romanize` and `--infer-script`: siblings in the file that is written, a worksheet of unsure words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Refplug = Callable[..., Any]

BOOK = {
    "id": "dayf",
    "type": "book",
    "title": "تاريخ الأدب العربي",
    "author": [{"family": "ضيف", "given": "شوقي"}],
    "publisher": "دار المعارف",
    "language": "ar",
}
UNSURE = {"id": "x", "type": "book", "title": "كتاب زبرقوشة", "language": "ar"}


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "in.json"
    path.write_text(json.dumps([BOOK, UNSURE], ensure_ascii=False), encoding="utf-8")
    return path


def first(refplug: Refplug, *flags: str) -> dict[str, Any]:
    ended = refplug("convert", "in.json", "-", "--to", "csl-json", *flags)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)[0]


def test_titles_and_names_get_a_sibling_and_keep_what_they_were(refplug: Refplug, books: Path) -> None:
    item = first(refplug, "--romanize")
    assert item["title"] == BOOK["title"]
    assert item["author"] == BOOK["author"]
    ours = item["custom"]["refplug"]
    assert [one["value"] for one in ours["title"]] == [BOOK["title"], "Tārīkh al-adab al-ʻArabī"]
    assert ours["author"][0][0]["family"] == "Ḍayf"
    assert ours["title"][1]["language"].startswith("ar-Latn")


def test_without_the_flag_nothing_is_added(refplug: Refplug, books: Path) -> None:
    assert "custom" not in first(refplug)


def test_the_scheme_is_the_one_asked_for(refplug: Refplug, books: Path) -> None:
    ours = first(refplug, "--romanize", "--scheme", "ijmes")["custom"]["refplug"]
    assert ours["title"][1]["value"] == "Tārīkh al-adab al-ʿArabī"


def test_the_worksheet_lists_the_unsure_words_only(refplug: Refplug, books: Path) -> None:
    first(refplug, "--romanize", "--worksheet", "unsure.tsv")
    text = (books.parent / "unsure.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    assert [(row["record"], row["field"], row["printed"]) for row in rows] == [("x", "title", "زبرقوشة")]
    assert float(rows[0]["probability"]) < 0.8


def test_a_filled_in_worksheet_is_used_the_next_time(
    refplug: Refplug, books: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import refplug.cli.house as house

    monkeypatch.setattr(house, "user_lexicon_path", lambda: books.parent / "conf" / "lexicon.tsv")
    sheet = books.parent / "unsure.tsv"
    first(refplug, "--romanize", "--worksheet", "unsure.tsv")
    header, row = sheet.read_text(encoding="utf-8").splitlines()
    cells = row.split("\t")
    cells[1] = "Zubarqūsha"
    sheet.write_text(header + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    assert refplug("lexicon", "import", "unsure.tsv").out.startswith("1 decision taken")
    ended = refplug("convert", "in.json", "-", "--to", "csl-json", "--romanize", "--worksheet", "next.tsv")
    title = json.loads(ended.out)[1]["custom"]["refplug"]["title"][1]["value"]
    assert title == "Kitāb Zubarqūshah"
    assert len((books.parent / "next.tsv").read_text(encoding="utf-8").splitlines()) == 1
    assert "Kitāb Zubarqūshah" in refplug("convert", "in.json", "-", "--to", "marcxml").out
    assert refplug("romanize", "زبرقوشة").out.strip() == "Zubarqūsha"


@pytest.mark.parametrize("take", ["7", "ḥizb", "زبرقوشة"])
def test_what_cannot_be_taken_is_refused_with_its_line(refplug: Refplug, books: Path, take: str) -> None:
    first(refplug, "--romanize", "--worksheet", "unsure.tsv")
    sheet = books.parent / "unsure.tsv"
    header, row = sheet.read_text(encoding="utf-8").splitlines()
    printed, _, rest = row.split("\t", 2)
    sheet.write_text(f"{header}\n{printed}\t{take}\t{rest}\n", encoding="utf-8")
    ended = refplug("lexicon", "import", "unsure.tsv")
    assert ended.code != 0
    assert "unsure.tsv:2:" in ended.err


def test_a_worksheet_that_is_there_is_not_replaced(refplug: Refplug, books: Path) -> None:
    (books.parent / "unsure.tsv").write_text("mine", encoding="utf-8")
    ended = refplug("convert", "in.json", "-", "--to", "ris", "--romanize", "--worksheet", "unsure.tsv")
    assert ended.code == 6
    assert (books.parent / "unsure.tsv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "flags",
    [("--romanize", "--reading", "tlh"), ("--worksheet", "w.tsv"), ("--romanize", "--scheme", "none")],
)
def test_what_cannot_be_is_told_in_one_line(refplug: Refplug, books: Path, flags: tuple[str, ...]) -> None:
    ended = refplug("convert", "in.json", "-", "--to", "ris", *flags)
    assert ended.code != 0
    assert "Traceback" not in ended.err
    assert not (books.parent / "w.tsv").exists()


def test_script_is_inferred_only_when_asked_and_says_so(refplug: Refplug, books: Path) -> None:
    romanized = {**BOOK, "title": "Tārīkh al-adab al-ʻArabī", "language": "ar-Latn", "author": []}
    books.write_text(json.dumps([romanized], ensure_ascii=False), encoding="utf-8")
    assert "custom" not in first(refplug)
    written = first(refplug, "--infer-script")["custom"]["refplug"]["title"]
    assert written[1] == {"value": "تاريخ الأدب العربي", "language": "ar-Arab-t-ar-latn"}


@pytest.mark.parametrize(
    ("target", "told", "title", "name"),
    [
        ("bibtex", "dayf: BibTeX holds one spelling of a title", "{Tārīkh} al-adab al-", "Ḍayf"),
        ("ris", "RIS holds one spelling only", "TI  - Tārīkh al-adab al-ʻArabī", "AU  - Ḍayf, Shawqī"),
        ("text", "", "Tārīkh al-adab al-ʻArabī", "Ḍayf"),
    ],
)
def test_what_holds_one_spelling_holds_the_romanized_one(
    refplug: Refplug, books: Path, target: str, told: str, title: str, name: str
) -> None:
    ended = refplug("convert", "in.json", "-", "--to", target, "--romanize")
    assert told in ended.err
    assert title in ended.out
    assert name in ended.out
    assert BOOK["title"] not in ended.out
    assert BOOK["title"] in refplug("convert", "in.json", "-", "--to", target).out


def test_a_romanized_title_is_not_set_from_right_to_left(refplug: Refplug, books: Path) -> None:
    out = refplug("convert", "in.json", "-", "--to", "bibtex", "--romanize").out
    assert "langid" not in out
    assert "language = {arabic}" in out
    assert "langid = {arabic}" in refplug("convert", "in.json", "-", "--to", "bibtex").out
