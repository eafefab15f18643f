"""MARC in and out is the same; what we make ourselves is as a cataloguer wants it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.formats import marc, marcxml
from refplug.formats.marc.iso2709 import from_iso2709
from refplug.formats.marc.raw import RawField, RawRecord, from_xml
from refplug.model import (
    Claim,
    Creator,
    Evidence,
    Field,
    Name,
    Origin,
    OriginKind,
    PartialDate,
    Reading,
    Record,
    Rendering,
    Term,
    TermKind,
    TermVerdict,
)
from refplug.ports import WriteOptions

PAGE = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))
PLAIN = WriteOptions()


def said(*values: Any, languages: tuple[str | None, ...] = (None, None, None)) -> Field[Any]:
    return Field(
        tuple(
            Claim(value=v, evidence=PAGE, confidence=1, language=t)
            for v, t in zip(values, languages, strict=False)
        )
    )


TERM = Term(
    printed="Marjiiat",
    verdict=TermVerdict.ROMANIZED,
    kind=TermKind.TERM,
    preferred=Rendering(
        text="Marjaʿiyya", scheme="ijmes", reading=Reading.ARABIC, probability=0.93, vocalized="مَرجَعِيَّة"
    ),
)
DEVISED = Record(
    citekey="k",
    title=said("[Extended abstract: Iraq]"),
    is_title_devised=True,
    keyword=said((Term(printed="Iraq", kind=TermKind.PLACE), TERM)),
)
BOOK = Record(
    citekey="sadr",
    type="book",
    language=said("ar"),
    title=said("al-Madrasah al-Qurʼānīyah", "المدرسة القرآنية", languages=("ar-Latn-t-ar-m0-alaloc", "ar")),
    author=said(
        (
            Creator(
                name=Name(family="al-Ṣadr", given="Muḥammad Bāqir"),
                variants=(Name(family="الصدر", given="محمد باقر", language="ar"),),
            ),
        )
    ),
    publisher=said("دار التعارف"),
    issued=said(PartialDate(year=1980, printed="1400")),
)


def made(record: Record, options: WriteOptions = PLAIN) -> RawRecord:
    [raw] = from_iso2709(marc.write([record], options).data, "x")
    assert isinstance(raw, RawRecord)
    return raw


def values(raw: RawRecord, tag: str) -> list[list[tuple[str, str]]]:
    return [list(field.subfields) for field in raw.tagged(tag)]


def test_author_keywords_are_uncontrolled_terms_in_ala_lc_with_the_print_beside() -> None:
    raw = made(DEVISED)
    assert values(raw, "653") == [[("a", "Iraq")], [("8", "1\\p"), ("a", "Marjaʻīyah")], [("a", "Marjiiat")]]
    assert [field.indicators for field in raw.tagged("653")] == [" 5", " 0", " 0"]
    assert values(raw, "883") == [[("8", "1\\p"), ("a", "refplug romanization"), ("c", "0.93")]]
    assert not raw.tagged("650", "651")


def test_a_devised_title_stands_in_brackets_with_a_note() -> None:
    raw = made(DEVISED)
    assert values(raw, "245") == [[("a", "[Extended abstract: Iraq]")]]
    assert values(raw, "500") == [[("a", "Title devised by cataloger.")]]
    assert values(raw, "588") == [[("a", "Description based on document paper.txt.")]]
    assert marc.read(marc.write([DEVISED], PLAIN).data, "x").records[0].is_title_devised


def test_original_script_stands_in_linked_880() -> None:
    raw = made(BOOK)
    assert values(raw, "245") == [[("6", "880-02"), ("a", "al-Madrasah al-Qurʼānīyah")]]
    assert raw.tagged("245")[0].indicators == "13", "al- is not filed"
    assert values(raw, "100")[0][:2] == [("6", "880-01"), ("a", "Ṣadr, Muḥammad Bāqir,")], (
        "headings omit the article"
    )
    linked = {field.first("6"): field.first("ab") for field in raw.tagged("880")}
    assert linked == {
        "100-01/(3/r": "الصدر، محمد باقر،",
        "245-02/(3/r": "المدرسة القرآنية",
        "264-03/(3/r": "دار التعارف",
    }
    assert values(raw, "264")[0][1:] == [("b", "Dār al-Taʻāruf,"), ("c", "1400 [1980]")]


def test_both_spellings_come_back() -> None:
    back = marcxml.read(marcxml.write([BOOK], PLAIN).data, "x").records[0]
    assert [claim.value for claim in back.title] == [claim.value for claim in BOOK.title]
    assert back.author.value is not None
    assert back.author.value[0].variants[0].family == "الصدر"
    assert (back.citekey, back.issued.value.year if back.issued.value else None, back.type) == (
        "sadr",
        1980,
        "book",
    )


@pytest.mark.parametrize(("form", "title"), [("NFC", "Ṣadr"), ("NFD", "S\u0323adr")])
def test_normal_form_by_option(form: str, title: str) -> None:
    raw = made(BOOK, WriteOptions(unicode_form=form))
    assert values(raw, "100")[0][1][1].startswith(title)
    assert "القرآنية" in raw.tagged("880")[1].first("a"), "Arabic stays composed"


def test_a_changed_field_is_written_anew_and_the_rest_stays() -> None:
    [record] = marc.read(marc.write([BOOK], PLAIN).data, "x").records
    old, new = made(record), made(replace(record, title=said("New title")))
    assert values(new, "245") == [[("a", "New title")]]
    assert [f for f in new.fields if f.tag not in ("245", "880")] == [
        f for f in old.fields if f.tag not in ("245", "880")
    ]
    assert {f.first("6")[:3] for f in new.tagged("880")} == {"100", "264"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"00000nam a2299999   4500\x1e\x1d",
        b"99999nam a2200000   4500" + b"\x00" * 50,
        b"<collection/>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><record>&e;</record>",
        b"<record><datafield tag='245'><subfield code='a'>x</record>",
    ],
)
def test_damaged_files_are_told(data: bytes) -> None:
    parsed = marc.read(data, "bad.mrc")
    assert parsed.notices or not any(record.title for record in parsed.records)
    assert all(notice.file == "bad.mrc" for notice in parsed.notices)
    assert "root:" not in json.dumps([str(record.title.value) for record in parsed.records])


def test_one_damaged_record_takes_no_other_with_it() -> None:
    good = marc.write([BOOK], PLAIN).data
    parsed = marc.read(good + b"junk\x1d" + good, "x.mrc")
    assert len(parsed.records) == 2
    assert [notice.record for notice in parsed.notices] == [2]
    xml = (
        marcxml.write([BOOK], PLAIN).data.replace(b"</collection>", b"")
        + b"<record><x></record></collection>"
    )
    assert len(marcxml.read(xml, "x.xml").records) == 1


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(
        lambda text: any(map(str.isalnum, text))
    )
)
def test_no_value_can_end_a_field_or_a_record(text: str) -> None:
    record = Record(title=said("T"), note=said(text + "\x1d\x1e\x1f" + text))
    assert len(marc.read(marc.write([record, record], PLAIN).data, "x").records) == 2
    assert len(marcxml.read(marcxml.write([record, record], PLAIN).data, "x").records) == 2


def test_what_is_too_long_for_iso_2709_is_told() -> None:
    many = tuple(Term(printed="x" * 9000) for _ in range(12))
    written = marc.write([Record(title=said("T"), keyword=said(many))], PLAIN)
    assert not written.data
    assert [notice.code for notice in written.notices] == ["marc-too-long"]
    written = marc.write([Record(title=said("T"), abstract=said("x" * 10_000))], PLAIN)
    assert [notice.code for notice in written.notices] == ["marc-too-long"]
    [record] = marc.read(written.data, "x").records
    assert record.title.value == "T", "a directory that counts in four digits must not be written with five"
    assert marcxml.write([Record(abstract=said("x" * 100_000))], PLAIN).notices == ()


def test_real_records_come_back_with_their_880_pairs(eval_data: Path) -> None:
    data = (eval_data / "formats" / "marc" / "aco-arabic.marcxml").read_bytes()
    before = list(from_xml(data, "x"))
    after = list(from_xml(marcxml.write(marc.read(data, "x").records, PLAIN).data, "x"))
    assert len(before) == 120
    assert [raw.fields for raw in before if isinstance(raw, RawRecord)] == [
        raw.fields for raw in after if isinstance(raw, RawRecord)
    ]


def test_raw_records_keep_through_json() -> None:
    raw = RawRecord(
        "0" * 24, (RawField("001", data="x"), RawField("245", indicators="10", subfields=(("a", "ʿ"),)))
    )
    assert RawRecord.from_json(raw.to_json()) == raw


def test_records_of_other_formats_are_none() -> None:
    data = b"<xml><records><record><titles><title>T</title></titles></record></records></xml>"  # EndNote XML
    parsed = marcxml.read(data, "x.xml")
    assert not parsed.records
    assert [notice.code for notice in parsed.notices] == ["no-record"]
