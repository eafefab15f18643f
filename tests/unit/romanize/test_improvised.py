"""Terms of the field as writers of several languages improvise them (tests/cases/improvised.tsv, invented), and what must not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from refplug.model import TermVerdict
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.adhoc.segment import letters_of, segment
from refplug.romanize.answer import romanize

CASES = Path(__file__).resolve().parents[2] / "cases" / "improvised.tsv"
ROWS = [
    line.split("\t")
    for line in CASES.read_text("utf-8").splitlines()
    if line and not line.startswith(("#", "printed\t"))
]
RIGHT, PRECISE = 0.83, 0.95
"""Shares that a change of lexicon, costs or trees must not fall below: of all terms, and of those that were changed."""


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def is_right(output: str, full: str) -> bool:
    return lower_first(output.lstrip("ʿʾ")) in [lower_first(part.lstrip("ʿʾ")) for part in full.split("|")]


def test_most_improvised_spellings_are_understood_and_few_are_wrong() -> None:
    asked = [(printed, full, romanize(printed).output) for printed, _, full, kind in ROWS if kind != "keep"]
    right = sum(is_right(output or printed, full) for printed, full, output in asked)
    changed = [(full, output) for printed, full, output in asked if output and output != printed]
    assert right / len(asked) >= RIGHT
    assert sum(is_right(output, full) for full, output in changed) / len(changed) >= PRECISE


@pytest.mark.parametrize("printed", [row[0] for row in ROWS if row[3] == "keep" and row[2] == row[0]])
def test_english_stays(printed: str) -> None:
    assert romanize(printed).output in (printed, None)


@pytest.mark.parametrize(
    ("printed", "letters"),
    [
        ("Darul Uloom", "dar @uloom"),
        ("Zul-Hijja", "dhu @hijja"),
        ("Laylatul Qadr", "laylat @qadr"),
        ("Şeyhülislam", "sheyh @islam"),
        ("Rasul Ali", "rasul ali"),
    ],
)
def test_articles_glued_to_the_word_before(printed: str, letters: str) -> None:
    assert letters_of(segment(printed)) == letters


def test_a_lone_name_in_a_scheme_of_places_is_a_place() -> None:
    assert understand("Marjiiat", scheme="bgn-pcgn").verdict is TermVerdict.ABSTAINED
    assert understand("marjiiat", scheme="bgn-pcgn").text == "Marja‘īyah"
    assert understand("Marjiiat", scheme="bgn-pcgn").alternatives[0].text == "Marja‘īyah"


def test_what_cannot_be_seen_is_not_read() -> None:
    answer = romanize("Mar\u202ejii\u200eat")
    assert (answer.input, answer.output) == ("Mar\u202ejii\u200eat", "Marjaʿiyya")
    assert romanize("Ira\u200eq").output == "Ira\u200eq"
    assert romanize("ﻛِﺘَﺎﺏ", source="script").output == "kitāb"
