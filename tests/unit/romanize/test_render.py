"""Vocalized script written in a scheme."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from refplug.model import TermKind
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load

TABLE = Path(__file__).parents[2] / "cases" / "render.tsv"
CASES = [
    line.split("\t")[:4] for line in TABLE.read_text("utf-8").replace("{zwnj}", "\u200c").splitlines()[1:]
]


@pytest.mark.parametrize(("scheme", "reading", "script", "latin"), CASES)
def test_a_word_in_a_scheme(scheme: str, reading: str, script: str, latin: str) -> None:
    for form in ("NFC", "NFD"):
        got = render(unicodedata.normalize(form, script), load(scheme, reading)).text
        assert got == unicodedata.normalize("NFC", latin), [hex(ord(c)) for c in got]


def test_capitals_follow_the_kind() -> None:
    scheme = load("ijmes", "ar")
    assert render("الحَشد الشَّعبِيّ", scheme, kind=TermKind.BODY).text == "al-Ḥashd al-Shaʿbī"
    assert render("الحَشد الشَّعبِيّ", scheme, kind=TermKind.BODY, form="publication").text == "al-Hashd al-Shaʿbi"
    assert render("الحَشد الشَّعبِيّ", scheme).text == "al-ḥashd al-shaʿbī"


def test_a_person_named_in_ta_marbuta_governs_nothing() -> None:
    assert render("فَاطِمَة الزَّهرَاء", load("ala-lc", "ar"), kind=TermKind.PERSON).text == "Fāṭimah al-Zahrāʼ"
    assert render("هِبَة الله", load("ala-lc", "ar"), kind=TermKind.PERSON).text == "Hibat Allāh"


def test_names_lose_their_case_vowels_and_verbs_do_not() -> None:
    scheme = load("ala-lc", "ar")
    assert render("مُحَمَّدُ بْنُ عَبْدِ اللّٰهِ", scheme, kind=TermKind.PERSON).text == "Muḥammad ibn ʻAbd Allāh"
    assert render("حَسَنٌ", scheme, kind=TermKind.PERSON).text == "Ḥasan"
    assert render("مَن وَلِيَ مِصر", scheme).text == "man waliya miṣr"
    assert render("أَنَّ", scheme).text == "anna"


def test_an_unknown_letter_is_kept_and_named() -> None:
    done = render("ݐَاب", load("ijmes", "ar"))
    assert done.text == "ݐāb"
    assert "ARABIC LETTER BEH WITH" in done.notices[0].message
