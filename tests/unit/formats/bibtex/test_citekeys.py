"""Citekeys: readable, safe, stable, never empty."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from refplug.errors import RunAborted
from refplug.formats.bibtex.citekeys import citekey_for, folded_word, is_safe
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record


def said(*values: Any) -> Field[Any]:
    evidence = Evidence(origin=Origin(OriginKind.USER))
    return Field(tuple(Claim(value=value, evidence=evidence, confidence=1.0) for value in values))


def work(family: str = "", title: str = "", year: int | None = None, **more: Any) -> Record:
    author = said((Creator(name=Name(family=family)),)) if family else Field()
    issued = said(PartialDate(year=year)) if year else Field()
    return Record(author=author, title=said(title) if title else Field(), issued=issued, **more)


@pytest.mark.parametrize(
    ("record", "citekey"),
    [
        (work("al-Ṣadr", "Falsafatunā", 1979), "sadr-1979-falsafatuna"),
        (work("ʿAbduh", "Risālat al-tawḥīd", 1897), "abduh-1897-risalat"),
        (work("ʿAllāwī", "The Occupation of Iraq", 2007), "allawi-2007-occupation"),
        (work("as-Sīstānī", "al-Fatāwā", 2003), "sistani-2003-fatawa"),
        (work("Ibn Ḥanbal", "Musnad", 1895), "hanbal-1895-musnad"),
        (work("ʿAbd al-Raḥmān", "Nisāʾ", 1967), "abdrahman-1967-nisa"),
        (work("Amir-Moezzi", "The Divine Guide", 1994), "amirmoezzi-1994-divine"),
        (work("van der Berg", "Über Öl", 2001), "berg-2001-uber"),
        (work("طباطبائی", "حکومت اسلامی", 1379), "tabatabai-1379-hukumat"),
        (work("الصدر", "فلسفتنا", 1979), "sadr-1979-falsafatuna"),
        (work("", "Popular resistance in Iraq"), "popular-resistance-iraq"),
        (
            work("", "[Extended abstract: Popular resistance in Iraq, Iran]", is_title_devised=True),
            "popular-resistance-iraq",
        ),
        (work("", "", 2004), "ref-2004"),
        (work("", "", None), "document"),
        (work("", "???"), "document"),
        (work("", "1984"), "ref-1984"),
        (Record(doi=said("10.1163/ab.c")), "doi-10-1163-ab-c"),
    ],
)
def test_default_formula(record: Record, citekey: str) -> None:
    assert citekey_for(record, ()) == citekey
    assert is_safe(citekey)


def test_works_of_one_year_in_script_do_not_collide() -> None:
    titles = ["حکومت اسلامی", "ولایت فقیه", "اقتصادنا", "Мир", "שלום"]
    keys = {citekey_for(work("", title, 2004), ()) for title in titles}
    assert len(keys) == len(titles)


def test_a_romanized_form_beside_the_script_is_preferred() -> None:
    record = Record(title=said("فلسفتنا", "Falsafatunā"), issued=said(PartialDate(year=1979)))
    assert citekey_for(record, ()) == "1979-falsafatuna" or citekey_for(record, ()) == "ref-1979-falsafatuna"


def test_collisions_are_numbered_also_by_case() -> None:
    record = work("Ṣadr", "Falsafatunā", 1979)
    assert (
        citekey_for(record, {"sadr-1979-falsafatuna", "sadr-1979-falsafatuna-2"}) == "sadr-1979-falsafatuna-3"
    )
    assert (
        citekey_for(record, {"sadr-1979-falsafatuna"}, "{author|upper}-{year}-{title}")
        == "SADR-1979-falsafatuna-2"
    )


@pytest.mark.parametrize(
    ("formula", "citekey"),
    [
        ("{author}{year}", "sadr1979"),
        ("{author|capital}{year}{title:2|camel}", "Sadr1979FalsafatunaDirasa"),
        ("{title:2|joined}", "falsafatunadirasa"),
        ("{author|short}:{year}", "sad:1979"),
        ("{container}-{year}", "ref-1979"),
        ("lib/{author}", "lib/sadr"),
    ],
)
def test_formulas(formula: str, citekey: str) -> None:
    assert citekey_for(work("al-Ṣadr", "Falsafatunā: dirāsa", 1979), (), formula) == citekey


@pytest.mark.parametrize("formula", ["{nothing}", "{author|wild}", "{author} {year}", "{author"])
def test_a_formula_that_cannot_be_read_is_told(formula: str) -> None:
    with pytest.raises(RunAborted, match="formula"):
        citekey_for(work("A", "B", 1), (), formula)


@pytest.mark.parametrize("text", ["Ṭabāṭabāʾī", "Marjaʿiyya", "é", "Łódź", "ǧāmiʿ", "ﷺ", "Q²"])
def test_normal_forms_agree(text: str) -> None:
    assert {folded_word(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")} == {folded_word(text)}
    assert folded_word(text).isascii()
