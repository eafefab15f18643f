"""RIS in and out says the same; what RIS cannot hold is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.formats import ris
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record, Term
from refplug.ports import WriteOptions

USER = Evidence(origin=Origin(OriginKind.USER))
PLAIN = WriteOptions()


def said(*values: Any) -> Field[Any]:
    return Field(tuple(Claim(value=value, evidence=USER, confidence=1) for value in values))


def lines(text: str) -> list[str]:
    """The lines that come back, without the end of the record."""
    records = ris.read(text.encode(), "x.ris").records
    return [
        line
        for line in ris.write(records, PLAIN).data.decode().split("\r\n")
        if line and not line.startswith("ER")
    ]


@pytest.mark.parametrize(
    "body",
    [
        [
            "TY  - JOUR",
            "ID  - k",
            "TI  - T",
            "AU  - Ṣadr, Mūsā",
            "AU  - Dār al-ʿIlm",
            "DA  - 2004/03/",
            "T2  - J",
            "PY  - 2004",
        ],
        [
            "TY  - INPR",
            "T1  - T",
            "A1  - A, B, Jr.",
            "Y1  - 2004",
            "JO  - J. Abbr.",
            "JF  - Journal",
            "PY  - 2004",
        ],
        [
            "TY  - BOOK",
            "TI  - T",
            "PB  - P",
            "SN  - 9780306406157",
            "KW  - one",
            "KW  - two",
            "XX  - unknown",
        ],
        ["TY  - JOUR", "SP  - 1", "EP  - 20", "SN  - 0378-5955"],
        ["TY  - JOUR", "EP  - 20", "DA  - some day"],
    ],
)
def test_in_and_out_says_the_same(body: list[str]) -> None:
    assert sorted(lines("\n".join([*body, "ER  - "]))) == sorted(body)


def test_values_are_understood() -> None:
    text = "TY  - JOUR\nTI  - A title\n  that goes on\nAU  - Ṣadr, Mūsā\nPY  - 2004\nSN  - 0378-5955\nDO  - https://doi.org/10.1000/X\nT2  - J\nER  - \n"
    [record] = ris.read(text.encode(), "x").records
    assert record.title.value == "A title that goes on"
    assert record.author.value == (Creator(name=Name(family="Ṣadr", given="Mūsā")),)
    assert record.issued.value == PartialDate(year=2004)
    assert record.doi.value == "10.1000/x"
    assert record.container is not None
    assert (record.container.title.value, record.container.issn.value) == ("J", "0378-5955")


def test_a_changed_value_replaces_the_kept_spelling() -> None:
    [record] = ris.read(b"TY  - JOUR\nT1  - Old\nER  - \n", "x").records
    written = ris.write([replace(record, title=said("New"))], PLAIN).data
    assert b"New" in written
    assert b"Old" not in written


@pytest.mark.parametrize(
    ("text", "code", "count"),
    [
        ("", "no-record", 0),
        ("hello\n", "ris-outside", 0),
        ("TY  - JOUR\nTI  - T\n", "ris-no-end", 1),
        ("TY  - JOUR\nTY  - BOOK\nER  - \n", "ris-no-end", 2),
        ("ER  - \nER  - \n", "no-record", 0),
    ],
)
def test_faults_are_told_with_their_place(text: str, code: str, count: int) -> None:
    parsed = ris.read(text.encode(), "bad.ris")
    assert len(parsed.records) == count
    assert code in {notice.code for notice in parsed.notices}
    assert {notice.file for notice in parsed.notices} == {"bad.ris"}


@pytest.mark.parametrize(
    "lines",
    [
        "TY  - JOUR|SP  - 1-22|ER  - ",  # all pages in one tag
        "TY  - JOUR|SP  - 1|EP  - 22|ER  - ",
        "TY  - BOOK|A1  - Ṣadr, Mūsā|Y1  - 1979|T1  - T|ER  - ",  # EndNote's words
        "TY  - JOUR|DA  - 2014/12/12|PY  - 2014|ER  - ",
        "TY  - EBOOK|TI  - T|XX  - what nobody knows|ER  - ",
    ],
)
def test_what_was_read_is_written_as_it_was(lines: str) -> None:
    data = lines.replace("|", "\r\n").encode() + b"\r\n\r\n"
    records = ris.read(data, "x").records
    written = ris.write(records, PLAIN).data
    assert sorted(written.split(b"\r\n")) == sorted(data.split(b"\r\n"))
    assert ris.write(ris.read(written, "x").records, PLAIN).data == written


def test_a_record_without_its_type_is_read_and_told() -> None:
    parsed = ris.read(b"FN junk\nVR 1.0\n\nT1  - T\nAU  - A, B\nER  -\n", "x.ris")
    [record] = parsed.records
    assert record.title.value == "T"
    assert [(notice.code, notice.line) for notice in parsed.notices] == [
        ("ris-outside", 3),
        ("ris-no-type", 4),
    ]
    assert b"TY  - GEN\r\n" in ris.write([record], PLAIN).data


@pytest.mark.parametrize(
    "data", [b"TY  - JOUR\nDO  - 10.1/\xff\nER  - \n", b"TY  - JOUR\nDA  - 2014/\x01\x00\nER  - \n"]
)
def test_stray_bytes_and_controls_do_not_stop_the_writer(data: bytes) -> None:
    data = "TY  - JOUR\nTI  - éééééé\n".encode() + data[11:]
    written = ris.write(ris.read(data, "x").records, PLAIN).data
    assert ris.write(ris.read(written, "x").records, PLAIN).data == written


def test_what_ris_cannot_hold_is_told() -> None:
    creator = Creator(name=Name(family="Ṣadr"), variants=(Name(family="الصدر", language="ar"),))
    record = Record(
        citekey="k",
        title=said("T", "ت"),
        author=said((creator,)),
        keyword=said((Term(printed="Waqf", gloss="endowment"),)),
        part_title=said("P"),
    )
    told = " ".join(notice.message for notice in ris.write([record], PLAIN).notices)
    for word in ("title", "names", "glosses", "part_title", "'k'"):
        assert word in told


@given(st.text(max_size=40))
def test_no_value_can_begin_another_line(text: str) -> None:
    record = Record(
        type="book", title=said("T"), note=said(text + "\nER  - \r\nTY  - BOOK\u2028ER  - " + text)
    )
    data = ris.write([record], PLAIN).data
    assert len(ris.read(data, "x").records) == 1


def test_real_files_come_back(eval_data: Path) -> None:
    count = 0
    for path in sorted((eval_data / "formats").rglob("*.ris")):
        records = ris.read(path.read_bytes(), path.name).records
        again = ris.read(ris.write(records, WriteOptions(with_abstract=True)).data, path.name).records
        assert len(again) == len(records), path.name
        for one, two in zip(records, again, strict=True):
            assert (one.title.value, one.author.value, one.doi.value) == (
                two.title.value,
                two.author.value,
                two.doi.value,
            )
        count += len(records)
    assert count > 20


def test_what_databases_and_managers_write_is_understood() -> None:
    from refplug.formats import bibtex

    source = (
        "TY  - BOOK\r\nTI  - T\r\nAU  - الصدر، محمد باقر\r\nLA  - Persian\r\nY2  - 2023/09/05/10:11:12\r\n"
        "NV  - 3\r\nPY  - in press\r\nER  - \r\n\r\n"
    )
    [record] = ris.read(source.encode(), "a.ris").records
    assert record.author.value[0].name.family == "الصدر"
    assert (record.language.value, record.accessed.value.edtf()) == ("fa", "2023-09-05")
    assert (record.number_of_volumes.value, record.status.value) == ("3", "in press")
    again = ris.write([record], WriteOptions())
    assert sorted(again.data.decode().splitlines()) == sorted(source.splitlines())
    assert not again.notices
    made = bibtex.write([record], WriteOptions()).data.decode()
    assert "pubstate = {in press}" in made
    assert "langid = {farsi}" in made


def test_what_ris_cannot_say_of_dates_and_names_is_told() -> None:
    from refplug.formats import bibtex

    source = "@book{a, author = {A, B and others}, title = {T}, date = {1985/1999}, urldate = {2023-09-05}}"
    written = ris.write(bibtex.read(source.encode(), "a.bib").records, WriteOptions())
    assert "AU  - others" not in written.data.decode()
    assert "Y2  - 2023/09/05" in written.data.decode()
    assert [one.message for one in written.notices] == [
        "RIS has no range or circa of a date, et al.; left out of 'a'"
    ]
