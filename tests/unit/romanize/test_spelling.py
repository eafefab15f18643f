"""Which spellings are taken for one word, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.romanize.spelling import Occurrence, spelling_groups


def groups(*texts: str, **options: object) -> list[set[str]]:
    found = spelling_groups([Occurrence(str(i), text) for i, text in enumerate(texts)], **options)  # type: ignore[arg-type]
    return [{text for text, _ in group.spellings} for group in found]


@pytest.mark.parametrize(
    "texts",
    [
        ("Hashd al-Shaabi", "al-Ḥashd al-Shaʿbī"),
        ("Qurʾān", "Quran", "Qur'an"),
        ("Marjaʿiyya", "marjaʻīyah"),
        ("Riḍā", "Ridā"),
        ("Velāyat-e faqih", "vilāyat-i faqīh"),
        ("مرجعیت", "مرجعيت"),
    ],
)
def test_one_word(texts: tuple[str, ...]) -> None:
    assert groups(*texts, "Iraq", "Religion") == [set(texts)]


@pytest.mark.parametrize(
    "texts",
    [
        ("Iraq", "Iran"),
        ("Security", "Security dilemma"),
        ("Terrorism", "Territory"),
        ("Hasan", "Husayn"),
        ("Ḥasan", "Ḥusayn"),
        ("basis", "Basij"),
        ("policy", "police"),
        ("IRAN", "Iran"),
        ("Ḥizb", "H\u0323izb"),
        ("",),
        ("…", "-"),
    ],
)
def test_not_one_word(texts: tuple[str, ...]) -> None:
    assert groups(*texts) == []


def test_the_lexicon_joins_and_proposes() -> None:
    forms = {"Hezbollah": "Ḥizb Allāh", "Party of God": "Ḥizb Allāh", "Hizballah": "Ḥizb Allāh"}
    found = spelling_groups([Occurrence(t, t) for t in forms], canonical=forms.get)
    assert found[0].proposed == "Ḥizb Allāh"
    assert len(found[0].spellings) == 3


def test_the_lexicon_keeps_apart() -> None:
    forms = {"Ḥasanī": "a", "Ḥusaynī": "b"}
    assert groups("Ḥasanī", "Ḥusaynī", canonical=forms.get) == []


def test_every_place_is_told() -> None:
    found = spelling_groups([Occurrence("x", "Quran"), Occurrence("y", "Quran"), Occurrence("z", "Qurʾān")])
    assert found[0].spellings == (("Quran", ("x", "y")), ("Qurʾān", ("z",)))


@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_spelling_stands_in_two_groups(texts: list[str]) -> None:
    found = groups(*texts)
    assert sum(len(group) for group in found) == len(set().union(*found)) if found else True
