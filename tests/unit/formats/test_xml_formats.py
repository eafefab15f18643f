"""MODS and Dublin Core: both scripts survive, and hostile XML is refused in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.formats import dublin_core, marcxml, mods
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record, Term
from refplug.ports import WriteOptions

USER = Evidence(origin=Origin(OriginKind.USER))
PLAIN = WriteOptions()
XML_FORMATS = [mods, dublin_core, marcxml]


def said(*values: Any, languages: tuple[str | None, ...] = (None, None, None)) -> Field[Any]:
    return Field(
        tuple(
            Claim(value=v, evidence=USER, confidence=1, language=t)
            for v, t in zip(values, languages, strict=False)
        )
    )


ARTICLE = Record(
    citekey="sadr-1980",
    type="article-journal",
    language=said("ar"),
    title=said(
        "al-Madrasah al-Qurʼānīyah",
        "المدرسة القرآنية",
        "The Quranic School",
        languages=("ar-Latn-t-ar-m0-alaloc", "ar", "en"),
    ),
    author=said(
        (
            Creator(
                name=Name(family="Ṣadr", given="Muḥammad"),
                variants=(Name(family="الصدر", given="محمد", language="ar"),),
            ),
        )
    ),
    issued=said(PartialDate(year=1980, month=3)),
    doi=said("10.1000/x"),
    volume=said("2"),
    issue=said("3"),
    page=said("1-20"),
    keyword=said((Term(printed="Quran"), Term(printed="ethics"))),
    abstract=said("About <it> & more"),
    container=Record(type="", title=said("Journal"), issn=said("0378-5955")),
)


def test_mods_keeps_everything() -> None:
    written = mods.write([ARTICLE], PLAIN)
    assert not written.notices
    [back] = mods.read(written.data, "x").records
    assert [(c.value, c.language) for c in back.title] == [(c.value, c.language) for c in ARTICLE.title]
    assert back.author.value is not None
    assert back.author.value[0].name.inverted() == "Ṣadr, Muḥammad"
    assert back.author.value[0].variants == (Name(family="الصدر", given="محمد", language="ar"),)
    for name in ("doi", "volume", "issue", "page", "abstract", "issued"):
        assert back.field(name).value == ARTICLE.field(name).value, name
    assert [term.printed for term in back.keyword.value or ()] == ["Quran", "ethics"]
    assert back.container is not None
    assert (back.container.title.value, back.container.issn.value) == ("Journal", "0378-5955")
    assert (back.citekey, back.type) == ("sadr-1980", "article-journal")


def test_two_people_of_one_name_keep_their_own_spellings() -> None:
    latin, script = Name(family="Ṣadr", given="Muḥammad"), Name(family="الصدر", given="محمد", language="ar")
    people = (Creator(name=latin), Creator(name=latin, variants=(script,)))
    written = mods.write([Record(title=said("T"), author=said(people))], PLAIN)
    [record] = mods.read(written.data, "x").records
    assert [len(one.variants) for one in record.author.value or ()] == [0, 1]


def test_mods_romanizes_a_title_that_stands_in_script_alone() -> None:
    record = Record(type="book", language=said("ar"), title=said("تاريخ الأدب العربي", languages=("ar",)))
    text = mods.write([record], PLAIN).data.decode()
    assert "Tārīkh al-adab al-ʻArabī" in text
    assert 'script="Arab"' in text
    assert text.count("altRepGroup") == 2


def test_dublin_core_keeps_languages_and_tells_the_rest() -> None:
    written = dublin_core.write([ARTICLE], PLAIN)
    assert "page, volume" in written.notices[0].message
    [back] = dublin_core.read(written.data, "x").records
    assert [(c.value, c.language) for c in back.title] == [(c.value, c.language) for c in ARTICLE.title]
    assert (back.doi.value, back.abstract.value, back.issued.value) == (
        "10.1000/x",
        "About <it> & more",
        ARTICLE.issued.value,
    )


@pytest.mark.parametrize("form", XML_FORMATS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<a>",
        b"<a/>",
        b"<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><a>&b;</a>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
        b"<a>" * 100_000,
        b"\x00\x01\x02",
    ],
)
def test_hostile_xml_is_refused_in_one_sentence(form: Any, data: bytes) -> None:
    parsed = form.read(data, "bad.xml")
    assert not parsed.records
    assert parsed.notices
    assert all("\n" not in notice.message.strip() or "line" in notice.message for notice in parsed.notices)
    assert "root:" not in str(parsed)


@pytest.mark.parametrize("form", XML_FORMATS)
@given(text=st.text(max_size=30))
def test_any_text_can_be_written(form: Any, text: str) -> None:
    record = Record(title=said("T" + text), abstract=said(text + "x"))
    assert len(form.read(form.write([record], PLAIN).data, "x").records) == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("marcxml", '<collection><record><datafield tag="245" ind1="0" ind2="0"><subfield code="a">&x;</subfield></datafield></record></collection>'),
        ("mods", '<mods xmlns="http://www.loc.gov/mods/v3"><note>&x;</note></mods>'),
        ("dublin-core", '<r xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>&x;</dc:title></r>'),
    ],
)  # fmt: skip
def test_entities_are_not_loaded_and_that_is_told(name: str, body: str, tmp_path: Path) -> None:
    import io

    from refplug.formats.streams import records_from
    from refplug.model import Notice
    from refplug.plugins import find, load

    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")
    plugin = find("formats", name=name)
    assert plugin is not None
    data = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{body}'.encode()
    for found in (load(plugin).read(data, "x"), list(records_from(load(plugin), io.BytesIO(data), "x"))):
        assert "CANARY" not in str(found)
        notices = (
            found.notices if hasattr(found, "notices") else [one for one in found if isinstance(one, Notice)]
        )
        assert any("the entities x" in notice.message for notice in notices)


SET = """@book{a, author = {Rosenthal, Franz and others}, title = {The History of al-Ṭabarī}, origtitle = {Taʾrīkh al-rusul: al-juzʾ},
  volumes = {40}, library = {BP 50 .T3}, url = {https://example.org}, urldate = {2023-09-05}, year = {1985}, publisher = {SUNY}}"""


@pytest.mark.parametrize("form", ["mods", "marc", "marcxml"])
def test_sets_call_numbers_and_originals_come_back_and_nobody_is_called_others(form: str) -> None:
    from importlib import import_module

    from refplug.formats import bibtex

    module = import_module(f"refplug.formats.{form}")
    [record] = bibtex.read(SET.encode(), "a.bib").records
    written = module.write([record], WriteOptions())
    [back] = module.read(written.data, "a").records
    assert [creator.name.family for creator in back.author.value] == ["Rosenthal"]
    assert back.number_of_volumes.value == "40"
    assert not back.number_of_pages
    assert back.call_number.value == "BP 50 .T3"
    assert back.original_title.value.replace("\u02bc", "ʾ") == "Taʾrīkh al-rusul: al-juzʾ"
    told = " ".join(one.message for one in written.notices)
    assert "et al." in told
    if form == "mods":
        assert back.accessed.value == record.accessed.value
        assert b'dateLastAccessed="2023-09-05"' in written.data
    else:
        assert b"40 volumes" in written.data


def test_the_original_of_a_translation_stays_in_its_script_whatever_the_language_of_the_translation() -> None:
    from refplug.formats import bibtex

    source = "@book{a, title = {T}, origtitle = {تاریخ ایران: آغاز}, langid = {english}}"
    written = mods.write(bibtex.read(source.encode(), "a.bib").records, WriteOptions())
    [back] = mods.read(written.data, "a").records
    assert [claim.value for claim in back.original_title] == ["تاریخ ایران: آغاز"]


@pytest.mark.parametrize("date", ["1985/1999", "2023-09~", "2020-05/2021-06", "1998-03"])
def test_ranges_and_circa_come_back_from_mods(date: str) -> None:
    from refplug.formats import bibtex

    [record] = bibtex.read(f"@book{{a, title = {{T}}, date = {{{date}}}}}".encode(), "a.bib").records
    [back] = mods.read(mods.write([record], WriteOptions()).data, "a").records
    assert back.issued.value.edtf() == date


@pytest.mark.parametrize("form", ["mods", "marc", "ris", "csl_json"])
def test_the_series_of_a_book_is_a_series_in_every_format(form: str) -> None:
    from importlib import import_module

    from refplug.formats import bibtex

    source = "@book{a, author = {A, B}, title = {T}, series = {Studies}, publisher = {Brill}, year = 2001}"
    [record] = bibtex.read(source.encode(), "a.bib").records
    assert record.collection_title.value == "Studies"
    assert record.container is None
    module = import_module(f"refplug.formats.{form}")
    [back] = module.read(module.write([record], WriteOptions()).data, "a").records
    assert back.collection_title.value == "Studies"
    assert back.container is None
    written = bibtex.write([back], WriteOptions())
    assert b"series = {Studies}" in written.data
    assert not written.notices
