"""Between formats: what goes in comes out, and every loss is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Refplug = Callable[..., Any]

ITEM = {
    "id": "sadr-1979",
    "type": "book",
    "title": "Falsafatunā",
    "author": [{"family": "Ṣadr", "given": "Muḥammad Bāqir", "non-dropping-particle": "al-"}],
    "issued": {"date-parts": [[1979]]},
    "publisher": "Dār al-Taʿāruf",
    "publisher-place": "Beirut",
    "language": "ar-Latn",
    "keyword": "philosophy, Islam",
}


@pytest.fixture
def item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "in.json"
    path.write_text(json.dumps([ITEM], ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".bib", ".yaml", ".ris", ".mrc", ".marcxml", ".mods"])
def test_there_and_back(refplug: Refplug, item: Path, suffix: str) -> None:
    assert refplug("convert", "in.json", f"out{suffix}").code == 0
    back = json.loads(refplug("convert", f"out{suffix}", "-", "--to", "csl-json").out)[0]
    for field in ("title", "issued", "publisher", "publisher-place"):
        told = json.dumps(back[field], ensure_ascii=False).replace("ʻ", "ʿ")
        assert told == json.dumps(ITEM[field], ensure_ascii=False), field
    [author] = back["author"]
    assert (author.get("non-dropping-particle", "") + author["family"]).removeprefix("al-") == "Ṣadr"
    assert author["given"] == "Muḥammad Bāqir"


def test_losses_are_told_and_report_writes_nothing(refplug: Refplug, item: Path) -> None:
    item.write_text(json.dumps([{**ITEM, "part-title": "P"}]), encoding="utf-8")
    ended = refplug("convert", "in.json", "out.ris", "--report")
    assert ended.code == 0
    assert "part_title" in ended.err
    assert not (item.parent / "out.ris").exists()


def test_a_file_that_is_there_is_not_replaced_unless_forced(refplug: Refplug, item: Path) -> None:
    (item.parent / "out.bib").write_text("% mine", encoding="utf-8")
    ended = refplug("convert", "in.json", "out.bib")
    assert ended.code == 6
    assert (item.parent / "out.bib").read_text(encoding="utf-8") == "% mine"
    assert refplug("convert", "in.json", "out.bib", "--force").code == 0
    assert refplug("undo", "out.bib").code == 0
    assert (item.parent / "out.bib").read_text(encoding="utf-8") == "% mine"


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["none.json", "x.bib"], 4, "no such file"),
        (["in.json", "x.nonsense"], 2, "--to"),
        (["in.json", "x.bib", "--from", "nonsense"], 2, "nonsense"),
        (["in.json", "no/such/x.bib"], 4, "no/such"),
    ],
)
def test_bad_input_is_told(refplug: Refplug, item: Path, arguments: list[str], code: int, word: str) -> None:
    ended = refplug("convert", *arguments)
    assert ended.code == code
    assert word in ended.err
    assert "Traceback" not in ended.err


def test_bibtex_for_an_engine_and_in_order(tmp_path: Path, refplug: Refplug) -> None:
    source, target = tmp_path / "a.bib", tmp_path / "b.bib"
    source.write_text(
        "@book{z, author={{Zubaida}, Sami}, title={Z}}\n@book{s, author={{al-Ṣadr}, Mūsā}, title={م}}\n"
    )
    done = refplug("convert", str(source), str(target), "--engine", "pdflatex", "--sort")
    assert done.code == 0, done.err
    text = target.read_text()
    assert text.startswith('@preamble{"\\expandafter\\gdef\\csname u8:\\detokenize{Ṣ}')
    assert text.index("@book{s") < text.index("@book{z")
    assert "pdflatex does not print م (U+0645)" in done.err


def test_formats_that_are_only_written_are_not_offered_for_reading(
    refplug: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.nope").write_text("x")
    assert "dublin-core)" in refplug("convert", "a.nope", "x.ris").err
    assert "text, html)" in refplug("convert", "a.nope", "x.nope", "--from", "ris").err


@pytest.mark.parametrize(
    ("name", "text", "target", "told"),
    [
        ("a.ris", "TY  - JOUR\nTI  - On Law\nC1  - boxed\nER  - \n", "csl-json", "what RIS says in C1 has no place in csl-json"),
        ("a.ris", "TY  - JOUR\nTI  - On Law\nC1  - boxed\nER  - \n", "ris", None),
        ("a.bib", "@book{a, title={On Law}, mynote={boxed}}\n", "ris", "what BibTeX says in mynote has no place in ris"),
        ("a.bib", "@book{a, title={On Law}, mynote={boxed}}\n", "biblatex", None),
        ("a.bib", "@book{a, title={On Law}, year={forthcoming}}\n", "csl-json", None),
    ],
)  # fmt: skip
def test_fields_that_the_target_does_not_know_are_told(
    name: str, text: str, target: str, told: str | None, tmp_path: Path, refplug: Refplug
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    options = ("--to", "bibtex", "--variant", "biblatex") if target == "biblatex" else ("--to", target)
    ended = refplug("convert", str(tmp_path / name), "-", *options)
    assert ("has no place in" in ended.err) is (told is not None), ended.err
    assert told is None or told in ended.err


def test_marc_fields_that_are_not_read_are_told(tmp_path: Path, refplug: Refplug) -> None:
    record = (
        '<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nam a2200000   4500</leader>'
        '<datafield tag="245" ind1="1" ind2="0"><subfield code="a">On Law</subfield></datafield>'
        '<datafield tag="650" ind1=" " ind2="0"><subfield code="a">Law</subfield></datafield></record></collection>'
    )
    (tmp_path / "a.xml").write_text(record, encoding="utf-8")
    told = "what MARC says in 650 has no place in bibtex"
    assert told in refplug("convert", str(tmp_path / "a.xml"), "-", "--from", "marcxml", "--to", "bibtex").err
    assert (
        "has no place"
        not in refplug("convert", str(tmp_path / "a.xml"), "-", "--from", "marcxml", "--to", "marc").err
    )
