"""What is found together, what sorts where, and what must stay apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.model import Reading
from refplug.romanize.keys import search_key, sort_key
from refplug.romanize.skeleton import script_skeletons, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qurʾān", "Quran"),
        ("Qur’an", "Qurʼān"),
        ("Shāhnāmah", "Shaahnaamah"),
        ("wilāya", "vilaya"),
        ("al-K͟hal\u012bl", "Khalil"),
        ("Nūr", "Noor"),
        ("Amīr", "Ameer"),
        ("ash-Shaʿb", "al-Shaʻb"),
        ("علی", "علي"),
        ("کتاب", "كتاب"),
        ("الأزهر", "ازهر"),
        ("می\u200cرود", "میرود"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("1402", "۱۴۰۲"),
    ],
)
def test_found_together(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hasan", "Husayn"), ("Salim", "Salam"), ("Alwan", "wan"), ("علم", "عالم"), ("El Salvador", "Salvador")],
)
def test_stay_apart(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("al-Ṣadr", "sadr"),
        ("Al-Hilal", "hilal"),
        ("ar-Rāzī", "razi"),
        ("‘Abduh", "abduh"),
        ("ʻAbduh", "abduh"),
        ("AV-TEST", "av-test"),
        ("AL-KO", "al-ko"),
        ("Āl Nahyān", "al nahyan"),
        ("Albert", "albert"),
        ("as-yet", "as-yet"),
        ("El Salvador", "el salvador"),
        ("الصدر", "صدر"),
        ("", ""),
        ("ʿ", ""),
    ],
)
def test_sorts_by(text: str, key: str) -> None:
    assert sort_key(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hezbollah", "Ḥizb Allāh"),
        ("Kadhafi", "Kadafi"),
        ("Mohammed", "Muḥammad"),
        ("Nureddin", "Nūr al-Dīn"),
        ("Şaban", "Shaʿbān"),
        ("Djamel", "Jamāl"),
        ("Gamal", "Jamāl"),
        ("Şan‘ā’", "Sanaa"),
        ("Tchador", "chādur"),
        ("Kawakibi, al-", "al-Kawākibī"),
    ],
)
def test_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("script", "reading", "latin"),
    [
        ("مرجعية", Reading.ARABIC, "Marjiiat"),
        ("مَرْجَعِیَّت", Reading.PERSIAN, "Marja'iyyat"),
        ("الحشد الشعبي", Reading.ARABIC, "Hashd Shaabi"),
        ("قضاء", Reading.PERSIAN, "qaza"),
    ],
)
def test_script_and_latin_meet(script: str, reading: Reading, latin: str) -> None:
    assert skeleton(latin) in script_skeletons(script, reading)


@given(st.text(max_size=30))
def test_keys_take_anything_and_settle(text: str) -> None:
    for key in (search_key, sort_key):
        assert key(text) == key(unicodedata.normalize("NFC", text))
    skeleton(text)
    script_skeletons(text)


@given(st.text(alphabet="aāiīuūbtṭjḥkhdrszṣʿʾ -", max_size=25))
def test_keys_are_idempotent_and_blind_to_normal_form(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(text)
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)
    assert skeleton(unicodedata.normalize("NFD", text)) == skeleton(text)


def test_long_heaps_take_no_time() -> None:
    for heap in ("a" * 10**5, "al-" * 30_000, "\u0301" * 10**5, "ا" * 10**5):
        search_key(heap), sort_key(heap), skeleton(heap), script_skeletons(heap)
