"""BibTeX against the evaluation data: bytes, single edits, the way through records and back, Better BibTeX's own answers."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from refplug.formats.bibtex import Document, records_of, write
from refplug.ports import WriteOptions

pytestmark = pytest.mark.measured


def library_files(eval_data: Path) -> Iterator[Path]:
    yield from sorted(path for path in (eval_data / "hostile" / "bibtex").rglob("*") if path.is_file())
    yield from sorted((eval_data / "formats" / "bib").rglob("*.bib"))


def test_every_file_is_read_and_comes_back_byte_for_byte(eval_data: Path) -> None:
    count = entries = broken = 0
    for path in library_files(eval_data):
        data = path.read_bytes()
        document = Document.parse(data, path.name)
        assert document.dump() == data, path
        count += 1
        entries += len(document.entries)
        broken += sum(block.kind == "broken" for block in document.blocks)
    assert count >= 900
    assert entries >= 3918
    assert broken <= 4


def test_one_edit_changes_one_span(eval_data: Path) -> None:
    for path in library_files(eval_data):
        document = Document.parse(path.read_bytes(), path.name)
        keys = list(dict.fromkeys(entry.citekey for entry in document.entries if entry.citekey))[:3]
        for key in keys:
            before, after = document.dump(), document.set_field(key, "note", "A new note").dump()
            start = next(
                (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before)
            )
            end = next(
                (
                    at
                    for at, (a, b) in enumerate(zip(reversed(before), reversed(after), strict=False))
                    if a != b
                ),
                0,
            )
            again = Document.parse(after, path.name)
            assert [one.text for one in again.entries if one.citekey != key] == [
                one.text for one in document.entries if one.citekey != key
            ], path
            assert after[start : len(after) - end].strip().count(b"\n") <= before.count(b"\n") + 2


@pytest.mark.parametrize("folder", ["large", "openiti", "bbt-import"])
def test_records_written_and_read_again_are_equal(eval_data: Path, root: Path, folder: str) -> None:
    values = runpy.run_path(str(root / "benchmarks" / "bibtex" / "roundtrip.py"))["values"]
    equal = count = 0
    for path in sorted((eval_data / "formats" / "bib" / folder).rglob("*.bib")):
        document = Document.parse(path.read_bytes(), path.name)
        records = [
            replace(record, citekey=f"k{number}")
            for number, record in enumerate(records_of(document).records)
        ]
        written = write(records, WriteOptions(with_abstract=True))
        again = records_of(Document.parse(written.data, path.name)).records
        assert len(again) == len(records)
        equal += sum(values(one) == values(other) for one, other in zip(records, again, strict=True))
        count += len(records)
    assert count
    assert equal >= 0.995 * count


def test_better_bibtex_agrees(eval_data: Path, root: Path) -> None:
    measure = runpy.run_path(str(root / "benchmarks" / "bibtex" / "bbt_pairs.py"))["measure"]
    right, wrong = measure(eval_data / "formats" / "bib" / "bbt-import", 0)
    assert sum(right.values()) >= 0.97 * (sum(right.values()) + sum(wrong.values())), wrong
