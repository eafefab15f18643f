"""Piece by piece gives the same as whole, wherever the pieces end; memory does not grow with the file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.formats import streams
from refplug.formats.bibtex.blocks import BlockKind, Lengths, cut, cut_pieces
from refplug.model import Notice, Record
from refplug.plugins import SHIPPED, find, load
from refplug.ports import StreamReader, StreamWriter, WriteOptions

ALL = WriteOptions(with_abstract=True)
LIBRARY = """% mine
@string{p = {Dār al-Taʿāruf}}
@proceedings{parent, title = {Politics}, year = 2004}
@inproceedings{first, author = {{al-Ṣadr}, Mūsā}, title = {A}, crossref = {child-of}, publisher = p # { ff.}}
foo@bar{ in running text
@book{broken, title = {x}
@book{dup, title = {One}}
@book(dup, title = "Two" , note = {a {b} c})
@comment{ @book{no, title = {No}} }
@xdata{x, publisher = p}
@preamble{"\\\\input x"}
@book{late, title = {L}, xdata = {x}, publisher=, note = undefined}
@proceedings{child-of, title = {Children of {Iraq}}, year = 2005, publisher = p}
@string{p = {The later one}}
@book{unclosed, title = {x
"""
ITEMS = json.dumps([{"id": "a", "title": "“Ḥ”", "n": 12}, 3, {"id": "b", "type": "book", "note": "[,]"}])
RIS = "junk\r\nTY  - BOOK\r\nTI  - One\r\n more\r\nER  - \r\n\r\nTY  - JOUR\nTI  - Two\nSP  - 1-22\n"
PIECES = {"bibtex": LIBRARY, "csl-json": ITEMS, "ris": RIS}


def form(name: str) -> Any:
    plugin = find("formats", name=name)
    assert plugin is not None
    return load(plugin)


def in_pieces(name: str, data: bytes, size: int, monkeypatch: pytest.MonkeyPatch) -> list[Record | Notice]:
    monkeypatch.setattr(streams, "PIECE", size)
    monkeypatch.setattr("refplug.formats.marc.iso2709.PIECE", size)
    return list(streams.records_from(form(name), io.BytesIO(data), "x"))


@pytest.fixture
def marc_file() -> bytes:
    records = form("csl-json").read(ITEMS.encode(), "x").records
    return bytes(form("marc").write(records, ALL).data)


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "ris", "marc", "marcxml", "mods", "dublin-core"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 31, 64, 1 << 20])
def test_the_same_records_and_faults(
    name: str, size: int, marc_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = PIECES.get(name, "").encode() or marc_file
    if name in ("marcxml", "mods", "dublin-core"):
        data = form(name).write(form("marc").read(marc_file, "x").records, ALL).data
    found = in_pieces(name, data, size, monkeypatch)
    expected = form(name).read(data, "x")
    assert tuple(one for one in found if isinstance(one, Record)) == expected.records
    told = {str(one) for one in found if isinstance(one, Notice)}
    assert told == {str(one) for one in expected.notices}
    assert expected.records


DC = '<c xmlns:o="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:d="http://purl.org/dc/elements/1.1/">'


@pytest.mark.parametrize(
    "text",
    [
        f"{DC}<o:dc><d:title>A</d:title></o:dc><o:dc><d:title>B</o:dc></c>",  # broken at its end
        f"{DC}<o:dc><d:title>A</d:title><o:dc><d:title>B</d:title></o:dc></o:dc></c>",  # one in another
        f'<!DOCTYPE c [<!ENTITY e "x">]>{DC}<o:dc><d:title>A &e;</d:title></o:dc></c>',
        f"{DC}<r><d:title>A</d:title></r></c>",  # no oai_dc around it
        f"<?x y?><!-- z -->{DC}<o:dc><d:title>A</d:title></o:dc></c><!-- z -->",
        f"{DC}<h>x</h><m><o:dc><d:title>A</d:title></o:dc></m><h/><m><o:dc><d:title>B</d:title></o:dc></m></c>",
        "",
    ],
)
def test_odd_xml_gives_the_same_in_pieces(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = in_pieces("dublin-core", text.encode(), 7, monkeypatch)
    expected = form("dublin-core").read(text.encode(), "x")
    assert tuple(one for one in found if isinstance(one, Record)) == expected.records
    assert [one for one in found if isinstance(one, Notice)] == list(expected.notices)


@given(st.text(alphabet='@book{}(),="#% \n\ra%\\{}', max_size=60), st.integers(1, 9))
def test_blocks_of_pieces_are_blocks_of_the_whole_in_the_first_pass_and_in_the_second(
    text: str, size: int
) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    lengths = Lengths()
    first = [block for blocks, _ in cut_pieces(pieces, "x", lengths) for block in blocks]
    lengths.rewind()
    second = [block for blocks, _ in cut_pieces(pieces, "x", lengths) for block in blocks]
    blocks, _ = cut(text, "x")
    expected = [(block.kind, block.text) for block in blocks if block.kind is not BlockKind.TEXT]
    assert [(block.kind, block.text) for block in first] == expected
    assert [(block.kind, block.text) for block in second] == expected


@given(st.text(alphabet="a\n\r\x85\u2028 ", max_size=40), st.integers(1, 5))
def test_lines_of_pieces_are_lines_of_the_whole(text: str, size: int) -> None:
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    assert list(streams.lines_of(pieces)) == text.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "one"}',
        '{"items": [{"id": "a"}]}',
        "[{]",
        '[{"id": 1},]',
        '[{"id": 1}] x',
        "[1 2]",
        "",
        "[",
        "[" * 100_000,
        '[{"id": NaN}]',
    ],
)
def test_json_that_is_no_sound_list_is_read_whole(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = in_pieces("csl-json", text.encode(), 5, monkeypatch)
    expected = form("csl-json").read(text.encode(), "x")
    assert tuple(found) == (*expected.notices, *expected.records)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
@pytest.mark.parametrize("name", ["bibtex", "ris"])
def test_other_encodings(name: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = {"bibtex": "@book{a, title = {Été}}\n", "ris": "TY  - BOOK\nTI  - Été\nER  - \n"}[name]
    [record] = [
        one for one in in_pieces(name, text.encode(encoding), 3, monkeypatch) if isinstance(one, Record)
    ]
    assert record.title.value == "Été"


def test_a_file_too_large_to_be_held_is_refused_where_it_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "DEFAULT_MAX_BYTES", 10)
    [notice] = streams.records_from(form("ris"), io.BytesIO(b"TY  - BOOK\nTI  - \xff\nER  - \n"), "x.ris")
    assert isinstance(notice, Notice)
    assert notice.code == "too-large"


def test_every_format_writes_piece_by_piece_and_the_large_ones_read_so() -> None:
    for plugin in SHIPPED["formats"]:
        assert isinstance(load(plugin), StreamWriter), plugin.name
    for name in ("bibtex", "csl-json", "ris", "marc", "marcxml"):
        assert isinstance(form(name), StreamReader), name


def records(count: int) -> Iterator[Record]:
    [one] = form("csl-json").read(b'[{"id": "k", "type": "book", "title": "T"}]', "x").records
    for _ in range(count):
        yield one


@pytest.mark.parametrize("name", [plugin.name for plugin in SHIPPED["formats"]])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_pieces_joined_are_the_file(name: str, count: int) -> None:
    pieces = [one for one in form(name).write_stream(records(count), ALL) if isinstance(one, bytes)]
    assert b"".join(pieces) == form(name).write(tuple(records(count)), ALL).data
    if count and name not in ("text", "html"):  # which are not read
        again = form(name).read(b"".join(pieces), "x")
        assert len(again.records) == count


PROBE = """
import resource, sys
from refplug.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        source = tmp_path / f"{count}.bib"
        entry = "@book{{k{0}, title = {{{1}}}, author = {{{{al-Ṣadr}}, Mūsā}}, year = 1979}}\n"
        with source.open("w", encoding="utf-8") as file:
            for number in range(count):
                file.write(entry.format(number, "Word " * 400))
        command = [sys.executable, "-c", PROBE, "convert", str(source), "-", "--to", "csl-json"]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.stdout.count(b'"id"') == count, done.stderr.decode()
        return int(done.stderr.split()[-1])

    small, large = peak(10), peak(4000)  # 8 MB: held whole it would be seen
    assert large - small < 16_000, (small, large)


def test_a_fault_at_the_end_leaves_nothing_behind(
    refplug: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text('[{"id": "a", "title": "T"}, {"id": ]', encoding="utf-8")
    ended = refplug("convert", "a.json", "out.bib")
    assert ended.code == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json"]
    assert "nothing was written" in ended.err
