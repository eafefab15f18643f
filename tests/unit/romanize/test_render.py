"""Vocalized script written in a scheme."""

from __future__ import annotations

import doctest
import unicodedata
from importlib import import_module

import pytest

from refplug.model import TermKind
from refplug.romanize.render import render
from refplug.romanize.scheme import load


@pytest.mark.parametrize("module", ["letters", "language", "vocalized", "scheme", "render", "account"])
def test_examples_run(module: str) -> None:
    result = doctest.testmod(import_module(f"refplug.romanize.{module}"))
    assert not result.failed


CASES = [
    # scheme, reading, script, latin
    ("ijmes", "ar", "المَرجَعِيَّة", "al-marjaʿiyya"),
    ("ijmes", "ar", "وِلايَة الفَقِيه", "wilāyat al-faqīh"),
    ("ijmes", "ar", "صَلَاة", "ṣalāt"),
    ("ijmes", "ar", "عَبدُ اللّٰه", "ʿabdu Allāh"),
    ("ijmes", "ar", "وَالقَمَر", "wa-l-qamar"),
    ("ijmes", "ar", "لِلمَسجِد", "li-l-masjid"),
    ("ijmes", "fa", "مَرجَعِیَّت", "marjaʿiyyat"),
    ("ijmes", "fa", "وِلَایَتِ فَقِیه", "vilāyat-i faqīh"),
    ("ijmes", "fa", "شُورَایِ نِگَهبَان", "shūrā-yi nigahbān"),
    ("ijmes", "fa", "خَانَه", "khānih"),
    ("ijmes", "fa", "شَاه", "shāh"),
    ("ijmes", "fa", "دَهْ", "dah"),
    ("ijmes", "fa", "خُوب", "khūb"),
    ("ijmes", "fa", "خوَاستَن", "khvāstan"),
    ("ala-lc", "ar", "وَالقَمَر", "wa-al-qamar"),
    ("ala-lc", "ar", "لِلمَسجِد", "lil-masjid"),
    ("ala-lc", "ar", "أَدهَم", "adʹham"),
    ("ala-lc", "ar", "اِلْتِزَام", "iltizām"),
    ("ala-lc", "ar", "الَّذِي", "alladhī"),
    ("ala-lc", "ar", "اللَّيل", "al-layl"),
    ("ala-lc", "ar", "وَ\u200cمُحَمَّد", "wa-muḥammad"),
    ("ala-lc", "ar", "وَالِد", "wālid"),
    # a final ي after an unmarked consonant: y in a root of three, ī in an adjective
    ("ala-lc", "ar", "سَعي", "saʻy"),
    ("ala-lc", "ar", "عَلي", "ʻalī"),
    ("ala-lc", "ar", "مِصري", "miṣrī"),
    # letters that are written and not heard, heard and not written
    ("ala-lc", "ar", "عَمرو", "ʻamr"),
    ("ala-lc", "ar", "أُولَئِكَ", "ulāʼika"),
    ("ijmes", "ar", "هَذَا", "hādhā"),
    ("ijmes", "ar", "عَبد الرَّحمَن", "ʿabd al-raḥmān"),
    ("ijmes", "ar", "لِلَّه", "lillāh"),
    # prefixes before what can only begin a word
    ("ala-lc", "ar", "بِاهتِمَام", "bi-ihtimām"),
    ("ala-lc", "ar", "لِأَبِي", "li-abī"),
    ("ala-lc", "ar", "وَإِلَى", "wa-ilá"),
    ("ala-lc", "ar", "وَأَخبَار", "wa-akhbār"),
    ("ala-lc", "ar", "وَاستِقلَال", "wa-istiqlāl"),
    ("ala-lc", "ar", "وَاجِب", "wājib"),
    ("ala-lc", "ar", "فَأر", "faʼr"),
    ("ala-lc", "ar", "لَهُم", "la-hum"),
    ("ala-lc", "ar", "لَهَب", "lahab"),
    # tāʾ marbūṭa before what can be governed and what cannot
    ("ala-lc", "ar", "لُغَة هٰذَا العَصر", "lughat hādhā al-ʻaṣr"),
    ("ala-lc", "ar", "رِسَالَة فِي الطِّبّ", "risālah fī al-ṭibb"),
    ("ala-lc", "ar", "مَدرَسَة كَبِيرَة", "madrasah kabīrah"),
    ("ala-lc", "ar", "مُحَافَظَة دِمَشق", "muḥāfaẓat dimashq"),
    ("ala-lc", "ar", "المَدرَسَة الكُبرَى", "al-madrasah al-kubrá"),
    ("bgn-pcgn", "ar", "مَدِينَة خَلِيفَة", "Madīnat Khalīfah"),
    ("bgn-pcgn", "ar", "مَدِينَة جَدِيدَة", "Madīnah Jadīdah"),
    ("ala-lc", "ar", "جَامِعَة عَرَبِيَّة", "jāmiʻah ʻarabīyah"),
    ("bgn-pcgn", "ar", "اَلْهِتْمِي", "Al Hitmī"),
    ("bgn-pcgn", "ar", "اَلشَّرْقِيَّة", "Ash Sharqīyah"),
    ("bgn-pcgn", "fa", "اَلوَند", "Alvand"),
    ("ala-lc", "fa", "لِ\u200cضِیَاء", "li-z̤iyāʼ"),
    ("ala-lc", "fa", "مَثنَوِئ ثَنَائِی", "mas̱navī-ʼi s̱anāʼī"),
    ("ala-lc", "fa", "مِی\u200cرَوَد", "mīʹravad"),
    ("ala-lc", "fa", "خَانَهٔ دَر", "khānah-ʼi dar"),
    ("ala-lc", "fa", "قَاضِیِ شَهر", "qāz̤ī-i shahr"),
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


def test_an_unknown_letter_is_kept_and_named() -> None:
    done = render("ݐَاب", load("ijmes", "ar"))
    assert done.text == "ݐāb"
    assert "ARABIC LETTER BEH WITH" in done.notices[0].message
