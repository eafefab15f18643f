"""Laws of the pivot and of every scheme, on words made by chance."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refplug.model import Reading, TermKind
from refplug.romanize.schemes.convert import convert
from refplug.romanize.schemes.detect import detect
from refplug.romanize.schemes.parse import parse
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, scheme_names
from refplug.romanize.spelling import Occurrence, spelling_groups

ARABIC = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
SHORT = "\u064e\u064f\u0650"
SCHEMES = [load(*name.rsplit("-", 1)) for name in scheme_names()]
TELLS_ALL = [
    s
    for s in SCHEMES
    if s.id in ("ala-lc", "din31635", "dmg", "ijmes", "ei3", "un-1971") and s.reading is Reading.ARABIC
]


@st.composite
def vocalized(draw: st.DrawFn) -> str:
    """A word of the shape that Arabic words have: consonant and vowel by turns, some doubled, some long."""
    out = []
    for _ in range(draw(st.integers(1, 4))):
        letter = draw(st.sampled_from(ARABIC))
        doubled = "\u0651" if out and draw(st.booleans()) else ""
        vowel = draw(st.sampled_from([*SHORT, "\u064eا", "\u0650ي", "\u064fو"]))
        out.append(letter + doubled + vowel)
    out.append(draw(st.sampled_from(ARABIC.replace("و", "").replace("ي", "").replace("ه", ""))))
    return unicodedata.normalize("NFC", "".join(out))


@given(vocalized(), st.sampled_from(SCHEMES), st.sampled_from(list(TermKind)))
def test_normal_forms_agree(word: str, scheme: object, kind: TermKind) -> None:
    composed = render(word, scheme, kind=kind)  # type: ignore[arg-type]
    assert composed.text == render(unicodedata.normalize("NFD", word), scheme, kind=kind).text  # type: ignore[arg-type]
    assert unicodedata.is_normalized("NFC", composed.text)
    decomposed = render(word, scheme, kind=kind, unicode_form="NFD").text  # type: ignore[arg-type]
    assert unicodedata.normalize("NFC", decomposed) == composed.text


@given(vocalized(), st.sampled_from(TELLS_ALL))
def test_a_scheme_that_tells_all_letters_brings_them_back(word: str, scheme: object) -> None:
    latin = render(word, scheme).text  # type: ignore[arg-type]
    best = parse(latin, scheme)[0]  # type: ignore[arg-type]
    assert best.exact, (latin, best.vocalized)
    assert not best.unread


@settings(max_examples=60)
@given(st.lists(vocalized(), min_size=1, max_size=3), st.sampled_from(TELLS_ALL), st.sampled_from(TELLS_ALL))
def test_there_and_back(words: list[str], source: object, target: object) -> None:
    latin = render(" ".join(words), source).text  # type: ignore[arg-type]
    there = convert(latin, source, target)  # type: ignore[arg-type]
    if there.reversible:
        assert convert(there.text, target, source).text.casefold() == latin.casefold()  # type: ignore[arg-type]


@given(vocalized(), st.sampled_from(SCHEMES))
def test_converting_to_the_same_scheme_changes_nothing(word: str, scheme: object) -> None:
    if scheme.reading is Reading.ARABIC and scheme.id not in ("ascii", "iso233"):  # type: ignore[attr-defined]
        latin = render(word, scheme).text  # type: ignore[arg-type]
        assert convert(latin, scheme, scheme).text == latin  # type: ignore[arg-type]


@given(st.text(max_size=40), st.sampled_from(SCHEMES))
def test_anything_is_taken_and_nothing_is_lost_silently(text: str, scheme: object) -> None:
    done = render(text, scheme)  # type: ignore[arg-type]
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.category(char) in ("Lu", "Ll") and char.isascii():
            assert char in done.text
    assert parse(text, scheme)  # type: ignore[arg-type]
    for found in detect(text):
        assert 0 <= found.probability <= 1


HOSTILE = {
    "mixed scripts": "كِتاب book ספר книга",
    "presentation forms": "ﻛﺘﺎﺏ ﷲ ﻻ",
    "kashida": "مـحـمـد",
    "bidirectional controls": "\u202eكِتَاب\u202c \u2067x\u2069",
    "lone marks": "\u064e\u0651\u0301 \u0650",
    "no letters": "١٢٣ — ،؟",
    "hebrew": "שלום",
    "cyrillic": "Москва",
    "kurdish": "کوردستانێ ڤەژین",
    "surrogate": "\ud800كتاب",
    "nul": "\x00كتاب\x00",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("scheme", [s for s in SCHEMES if s.detect], ids=lambda s: s.name)
def test_hostile_text_has_an_answer(name: str, scheme: object) -> None:
    text = HOSTILE[name]
    done = render(text, scheme)  # type: ignore[arg-type]
    assert isinstance(done.text, str)
    for char in done.text:
        if "\u0620" <= char <= "\u06ff" and char.isalpha():
            assert any(char in notice.message for notice in done.notices), f"{char} was kept without a word"
    parse(text, scheme)  # type: ignore[arg-type]


def test_foreign_scripts_stay_as_they_are() -> None:
    scheme = load("ijmes", "ar")
    assert render("كِتَاب book ספר книга", scheme).text == "kitāb book ספר книга"


@pytest.mark.parametrize("unit", ["ب", "بَ", "ا", "ال", "ه", "ّ", "وَ", "-", "بُال", "ة "])
def test_a_heap_takes_linear_time(unit: str) -> None:
    """Six thousand of anything: a quadratic step would show."""
    scheme = load("ijmes", "fa")
    render(unit * 6_000, scheme)
    render(unit * 6_000, load("ala-lc", "ar"))


@pytest.mark.parametrize("unit", ["a", "al-", "ā", "kh", "'", "-i", "allāh"])
def test_a_heap_of_latin_takes_linear_time(unit: str) -> None:
    parse(unit * 1500, load("ijmes", "ar"), limit=1)
    detect(unit * 6_000)


def test_spellings_of_a_great_many_words() -> None:
    spelling_groups(Occurrence(str(i), f"word{i % 500} k{i % 7}t{i % 11}b") for i in range(3000))
