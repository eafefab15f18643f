"""A .bib file as one side of a sync: what counts as a change of an entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from refplug.formats.sidecar import Sidecar
from refplug.library.shelf import BibShelf
from refplug.library.zotero_children import files_named, provenance_note
from refplug.model import Notice, Record
from refplug.sinks.zotero.mapping import item_of

FILE = b"""% mine
@string{jt = {J. Test}}
@book{whole, title = {Whole}, publisher = {P}, year = 1999}

@incollection{part, title = {Part}, crossref = {whole}}

@article{a, title = {A}, journal = jt, year = 2004}
@article{b, title = {B}, year = 2005}
"""


def shelf(data: bytes = FILE, side: bytes | None = None) -> BibShelf:
    return BibShelf(Path("x.bib"), data, side, item_of)


def changed(before: BibShelf, after: BibShelf) -> set[str]:
    one, other = before.digests(), after.digests()
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        (
            b"{B}",
            b"{B2}",
            {"b", "part"},
        ),  # an heir is read again at every change: what it inherits may have changed
        (b"% mine", b"% ours", {"part"}),
        (b"{J. Test}", b"{J. of Tests}", {"whole", "part", "a", "b"}),
        (b"{Whole}", b"{All of it}", {"whole", "part"}),
        (b"@article{b,", b"@article{c,", {"b", "c", "part"}),
    ],
)
def test_what_makes_an_entry_another(old, new, keys):
    assert changed(shelf(), shelf(FILE.replace(old, new))) == keys


def test_a_statement_about_an_entry_counts_as_its_change():
    from refplug.model import Claim, Evidence, Field, Origin, OriginKind

    page = Evidence(origin=Origin(OriginKind.DOCUMENT, "p.txt"))
    record = Record(title=Field((Claim(value="A", evidence=page, confidence=0.9, language="fa-Latn"),)))
    side = Sidecar().with_record("a", record).dump()
    assert changed(shelf(), shelf(side=side)) == {"a"}
    assert shelf(side=side).record("a").title.language == "fa-Latn"
    edited = shelf(FILE.replace(b"{A}", b"{A new title}"), side).record("a")
    assert edited.title.value == "A new title"


def test_an_item_is_made_once_and_only_when_asked_for():
    asked: list[str] = []

    def to_item(record: Record) -> tuple[dict[str, str], tuple[Notice, ...]]:
        asked.append(record.citekey)
        return {"title": record.title.value or ""}, ()

    found = BibShelf(Path("x.bib"), FILE, None, to_item)
    found.digests()
    assert asked == []
    assert found.item("a") == found.item("a") == {"title": "A"}
    assert asked == ["a"]
    with pytest.raises(KeyError):
        found.item("no such")


def test_a_thousand_entries_are_read_together():
    data = b"".join(b"@misc{k%d, title = {T%d}}\n" % (n, n) for n in range(200))
    found = BibShelf(Path("x.bib"), data, None, item_of)
    assert {found.item(f"k{n}")["title"] for n in range(200)} == {f"T{n}" for n in range(200)}


@pytest.mark.parametrize(
    "value", ["{name}", ":{name}:PDF", "Full text:{name}:application/pdf;:gone.pdf:PDF", "{name};other.txt"]
)
def test_files_that_an_entry_names(tmp_path, value):
    file = tmp_path / "a paper.pdf"
    file.write_bytes(b"%PDF")
    assert files_named(value.format(name=file.name), tmp_path) == [file]


def test_provenance_is_html_of_which_nothing_is_a_tag():
    from refplug.model import Claim, Evidence, Field, Origin, OriginKind

    page = Evidence(origin=Origin(OriginKind.DOCUMENT, "<b>p</b>"), reason="<script>alert(1)</script>")
    note, stamp = provenance_note(
        Record(title=Field((Claim(value="A & <i>", evidence=page, confidence=0.9),)))
    )
    assert "<script>" not in note
    assert "A &amp; &lt;i&gt;" in note
    assert stamp in note
    assert provenance_note(Record())[1] != stamp
