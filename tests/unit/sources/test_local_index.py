"""The local index: what is built is found again, and what is no index says so."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from refplug.errors import RunAborted
from refplug.model import Notice, Query
from refplug.sources.local_index import LocalIndex, build_index, index_of, index_of_works, read_works

WORKS = [
    {"DOI": f"10.9999/{i}", "type": "journal-article", "title": [title], "volume": str(i), "page": f"{100 + i}-{110 + i}",
     "author": [{"family": family, "given": "A."}], "issued": {"date-parts": [[1990 + i]]}, "container-title": ["Annals of Made Things"]}
    for i, (title, family) in enumerate(
        [("On the tuning of rain gauges", "Quist"), ("A grammar of bridges", "Moreau"), ("Salt roads of the inner plateau", "Ranganathan")]
    )
]  # fmt: skip


@pytest.fixture
def works(tmp_path: Path) -> Path:
    path = tmp_path / "works.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(work) for work in WORKS).encode()))
    return path


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("Salt roads of the inner plateau", "10.9999/2"),
        ("Saltroadsoftheinnerplateau", "10.9999/2"),
        ("A. Moreau, Ann. Made Things 1 (1991) 101.", "10.9999/1"),
        ("Quist 1990", "10.9999/0"),
    ],
)
def test_what_is_filed_is_found(works: Path, tmp_path: Path, text: str, doi: str) -> None:
    path = tmp_path / "made.index"
    assert build_index(read_works(works, []), path) == 3
    assert LocalIndex.open(path).search(Query(text=text))[0].doi.value == doi


def test_a_doi_is_looked_up_in_any_case(works: Path, tmp_path: Path) -> None:
    index = index_of_works(works, [], tmp_path / "cache")
    record = index.work("10.9999/1")
    assert record is not None
    assert record.title.value == "A grammar of bridges"
    assert index.work("10.9999/77") is None


def test_the_same_file_is_indexed_once(works: Path, tmp_path: Path) -> None:
    index_of_works(works, [], tmp_path)
    (built,) = tmp_path.glob("*.index")
    before = built.stat().st_mtime_ns
    index_of_works(works, [], tmp_path)
    assert built.stat().st_mtime_ns == before


def test_an_index_in_memory_gives_back_the_very_records(works: Path, tmp_path: Path) -> None:
    records = [index_of_works(works, [], tmp_path).work(f"10.9999/{i}") for i in range(3)]
    held = index_of(record for record in records if record)
    assert held.search(Query(text="grammar of bridges"))[0] is records[1]


def test_lines_that_are_no_work_are_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_text('{"DOI": "10.9999/1"}\nnonsense\n\n[]\n{"message": {"items": [{"DOI": "10.9999/2"}]}}\n')
    notices: list[Notice] = []
    assert [work["DOI"] for work in read_works(path, notices)] == ["10.9999/1", "10.9999/2"]
    assert [notice.line for notice in notices] == [2, 4]


def test_trouble_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunAborted, match="no such index"):
        LocalIndex.open(tmp_path / "none")
    (tmp_path / "text").write_text("this is not a database, whatever it is called" * 100)
    with pytest.raises(RunAborted, match="no index of refplug"):
        LocalIndex.open(tmp_path / "text")
    with pytest.raises(RunAborted, match="could not be read"):
        list(read_works(tmp_path / "none", []))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b'{"DOI": "10.9999/1"}\n' * 50)[:-20])
    with pytest.raises(RunAborted, match="could not be read"):
        list(read_works(tmp_path / "cut.gz", []))
    with pytest.raises(RunAborted, match="could not be written"):
        build_index([], tmp_path / "no" / "such" / "folder")
