"""The Python API does what the command line does."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import refplug
from refplug.errors import RunAborted
from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Query, Record

SAID = Evidence(origin=Origin(OriginKind.SOURCE, "shelf"))


def said(value: object) -> Field[object]:
    return Field((Claim(value=value, evidence=SAID, confidence=1.0),))


class Shelf:
    """A source with one book."""

    name = "shelf"
    book = Record(type="book", title=said("al-Muqaddima"), doi=said("10.1000/shelf"))  # type: ignore[arg-type]

    def work(self, doi: str) -> Record | None:
        return self.book if doi == "10.1000/shelf" else None

    def search(self, query: Query, limit: int = 20) -> tuple[Record, ...]:
        return ()


def test_functions_are_there_whoever_was_imported_first() -> None:
    for first in ("refplug.romanize.keys", "refplug.match.decide", "refplug.model"):
        code = f"import {first}, refplug; assert refplug.romanize('Basij').output == 'Basīj'; assert callable(refplug.match)"
        subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_costs_nothing() -> None:
    code = "import sys, refplug; assert not {m for m in sys.modules if m.startswith('refplug.')}, sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_paper_to_library_and_back(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("Keywords: Waqf, Iraq\n", encoding="utf-8")
    [record] = refplug.read(paper).records
    assert [term.printed for term in record.keyword.value or ()] == ["Waqf", "Iraq"]
    library = tmp_path / "x.bib"
    refplug.write([replace(record, citekey="k", title=said("T"))], library)
    [back] = refplug.read(library).records
    assert (back.citekey, back.title.value) == ("k", "T")


def test_match_and_enrich_take_only_what_is_proven() -> None:
    record = Record(title=said("al-Muqaddima"), doi=said("10.1000/shelf"))  # type: ignore[arg-type]
    assert refplug.match(record, Shelf()).verdict == "match"
    assert refplug.enrich(record, Shelf()).type == "book"
    other = Record(title=said("Kitāb al-ʿibar"))  # type: ignore[arg-type]
    assert refplug.enrich(other, Shelf()) == other


@pytest.mark.parametrize(
    "call", [lambda p: refplug.read(p / "none.txt"), lambda p: refplug.write([], p / "x.nonsense")]
)
def test_trouble_is_one_exception(tmp_path: Path, call: object) -> None:
    with pytest.raises(RunAborted):
        call(tmp_path)  # type: ignore[operator]


def test_unknown_names_are_told() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        refplug.nonsense  # noqa: B018
    assert refplug.Record is Record
