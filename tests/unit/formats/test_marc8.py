"""MARC-8 out and in, and records that do not keep to the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymarc.marc8 import marc8_to_unicode

from refplug.formats import marc
from refplug.formats.marc.iso2709 import from_iso2709, to_iso2709
from refplug.formats.marc.marc8 import from_references, to_marc8
from refplug.formats.marc.raw import RawField, RawRecord
from refplug.model import Notice
from refplug.ports import WriteOptions

LEADER = "00000nam a2200000   4500"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("al-Ṣadr, Mūsā", b"al-\xf2Sadr, M\xe5us\xe5a"),  # a mark stands before its letter
        ("Marjaʻīyah ʼ", b"Marja\xb0\xe5iyah \xae"),
        ("قرآن", b"\x1b(3\x62\x51\x42\x46\x1b(B".replace(b"\x62\x51", b"bQ")),
        ("Łódź", b"\xa1\xe2od\xe2z"),
        ("한국 政治", b"\x1b$1o\\eoIo\x1b(B \x1b$1!BA!G4\x1b(B"),  # EACC, as yaz-iconv reads it
        ("ی", b"&#x06CC;"),  # Farsi yeh has no MARC-8 form
    ],
)
def test_text_as_marc8(text: str, data: bytes) -> None:
    made, _ = to_marc8(text)
    assert from_references(marc8_to_unicode(made, hide_utf8_warnings=True)) == text
    if not text.startswith("ق"):
        assert made == data


@given(st.text(alphabet="abcŁßéīṣʻʼ قرآنپچگیЖжξδ€&#x;ẓḏ汉한イ。", max_size=30))
def test_what_is_written_as_marc8_is_read_as_it_was(text: str) -> None:
    raw = RawRecord(LEADER, (RawField("245", indicators="00", subfields=(("a", f"T{text}."),)),))
    [data] = [one for one in to_iso2709([raw], is_marc8=True) if isinstance(one, bytes)]
    [again] = from_iso2709(data, "x")
    assert isinstance(again, RawRecord)
    assert again.leader[9] == " "
    [field] = again.tagged("245")
    assert field.first("a") == from_references(f"T{text}.")


def test_a_record_in_marc8_names_its_sets_and_tells_its_references() -> None:
    raw = RawRecord(
        LEADER,
        (
            RawField("245", indicators="00", subfields=(("6", "880-01"), ("a", "Ḥukūmat"))),
            RawField("880", indicators="00", subfields=(("6", "245-01/(3/r"), ("a", "حکومت گیتی"))),
        ),
    )
    notice, data = to_iso2709([raw], is_marc8=True)
    assert isinstance(notice, Notice)
    assert "2 characters have no MARC-8 form" in notice.message
    [again] = from_iso2709(data if isinstance(data, bytes) else b"", "x")
    assert isinstance(again, RawRecord)
    assert again.tagged("066")[0].all("c") == ["(3", "(4"]
    assert again.tagged("880")[0].first("a") == "حکومت گیتی"


def test_variant_marc8_of_a_whole_record() -> None:
    from refplug.formats import csl_json

    records = csl_json.read('[{"id": "a", "title": "Ḥukūmat º", "type": "book"}]'.encode(), "x").records
    written = marc.write(records, WriteOptions(variant="marc8"))
    assert b"\xf2Huk\xe5umat &#x00BA;" in written.data
    assert marc.read(written.data, "x").records[0].title.value == "Ḥukūmat º"


def record_of(*fields: tuple[str, bytes], leader: bytes = b"00000nam  2200000   4500") -> bytes:
    """A record in ISO 2709 from the bytes of its fields."""
    directory, body = b"", b""
    for tag, data in fields:
        directory += f"{tag}{len(data) + 1:04d}{len(body):05d}".encode()
        body += data + b"\x1e"
    base = 24 + len(directory) + 1
    whole = directory + b"\x1e" + body + b"\x1d"
    return b"%05d" % (24 + len(whole)) + leader[5:12] + b"%05d" % base + leader[17:] + whole


def test_a_wrong_length_is_told_and_the_record_read() -> None:
    data = record_of(("245", b"00\x1faTitle"))
    notice, raw = from_iso2709(b"01234" + data[5:], "x.mrc")
    assert isinstance(notice, Notice)
    assert "its leader says 01234" in notice.message
    assert isinstance(raw, RawRecord)
    assert raw.tagged("245")[0].first("a") == "Title"


@pytest.mark.parametrize("page", ["cp866", "cp1251", "koi8-r"])
def test_a_code_page_is_guessed_by_its_letters_and_told(page: str) -> None:
    title = "Политическая система исламской республики".encode(page)
    notice, raw = from_iso2709(record_of(("245", title)), "x.mrc")
    assert isinstance(notice, Notice) or isinstance(raw, RawRecord)
    found = [one for one in (notice, raw) if isinstance(one, RawRecord)]
    assert found[0].tagged("245")[0].data == "Политическая система исламской республики"
    assert isinstance(notice, Notice)
    assert f"read as {page}, a guess" in notice.message


@pytest.mark.parametrize(
    "title",
    ["Mūsā al-Ṣadr, Ḥukūmat-i Islāmī va Īrān", "Élan à la française, âme, forêt, déjà vu, été, hélas"],
)
def test_marc8_is_never_taken_for_a_code_page(title: str) -> None:
    data, _ = to_marc8(title)
    found = list(from_iso2709(record_of(("245", b"00\x1fa" + data), ("500", data)), "x.mrc"))
    raw = found[-1]
    assert isinstance(raw, RawRecord)
    assert raw.tagged("245")[0].first("a") == title


def test_a_leader_that_says_utf8_before_marc8() -> None:
    data, _ = to_marc8("Mūsā al-Ṣadr")
    notice, raw = from_iso2709(
        record_of(("245", b"00\x1fa" + data), leader=b"00000nam a2200000   4500"), "x.mrc"
    )
    assert isinstance(notice, Notice)
    assert "read as MARC-8, a guess" in notice.message
    assert isinstance(raw, RawRecord)
    assert raw.tagged("245")[0].first("a") == "Mūsā al-Ṣadr"


@given(st.binary(max_size=80))
def test_no_bytes_make_the_reader_stumble(data: bytes) -> None:
    list(from_iso2709(data, "x"))
    list(from_iso2709(record_of(("245", b"00\x1faT"))[:24] + data, "x"))


@given(st.text(max_size=8), st.text(max_size=4), st.text(max_size=4))
def test_no_tag_indicator_or_code_breaks_the_record(value: str, indicators: str, code: str) -> None:
    text = value.encode("utf-8", "replace").decode()
    raw = RawRecord(
        LEADER, (RawField("24\x1e", indicators=indicators, subfields=((code, text), ("a", "T"))),)
    )
    [data] = [one for one in to_iso2709([raw]) if isinstance(one, bytes)]
    found = [one for one in from_iso2709(data, "x") if isinstance(one, RawRecord)]
    assert len(found) == 1
    assert len(found[0].fields) == 1
