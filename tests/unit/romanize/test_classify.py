"""What stays: half the cases are words that look Arabic and are English."""

from __future__ import annotations

import pytest

from refplug.romanize.adhoc.classify import WordClass, accepted_names, classify, loanwords
from refplug.romanize.adhoc.words import commonness, is_dictionary_word


@pytest.mark.parametrize(
    "word", ["Margin", "Basis", "Hash", "Marine", "Salad", "Madras", "Sultana", "Basil", "Ham", "Sham"]
)
def test_english_words_that_look_arabic(word: str) -> None:
    assert classify(word) is WordClass.ENGLISH


@pytest.mark.parametrize("word", ["Salafism", "Ba'athists", "Khomeinism", "Zaydite", "Jihadists"])
def test_english_derivatives(word: str) -> None:
    assert classify(word) in (WordClass.DERIVED, WordClass.ENGLISH)


@pytest.mark.parametrize("word", ["Iraq", "Baghdad", "Karbala", "Khomeini", "America", "Iranian"])
def test_accepted_names(word: str) -> None:
    assert classify(word) is WordClass.ACCEPTED


@pytest.mark.parametrize("word", ["Marjiiat", "Ijtihad", "Hashd", "Wilayat"])
def test_open_words(word: str) -> None:
    assert classify(word) is WordClass.OPEN


def test_every_loanword_has_a_reason_and_is_a_word_of_english() -> None:
    for word, reason in loanwords().items():
        assert len(reason) > 5
        looks_english = word.endswith(("ist", "ful"))  # an English derivative by its end
        assert looks_english or is_dictionary_word(word) or commonness(word) >= 3.25, (
            f"{word} needs no exception"
        )
    assert len(loanwords()) <= 120


def test_accepted_names_say_what_they_name() -> None:
    assert all(accepted_names().values())
