"""The Persian word list: readings written in romanization, turned into letters with their marks."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from refplug.romanize.script.align import letters_of, shown_letters

__all__ = ["PersianWord", "persian_words", "script_of", "without_hamza"]

PersianWord = tuple[str, tuple[str, ...], bool]
"""Letters, marks letter by letter, whether it is written with a capital."""

LONG_A = "=\u064eا"
"""Marks of an آ that is ā and no more."""
_LONGER = {
    "kh": "خ", "sh": "ش", "ch": "چ", "zh": "ژ", "gh": "غ", "s̱": "ث", "z̤": "ض", "th": "ث", "dh": "ذ",
}  # fmt: skip
_SINGLE = {
    "b": "ب", "p": "پ", "t": "ت", "j": "ج", "ḥ": "ح", "d": "د", "ẕ": "ذ", "r": "ر", "z": "ز", "s": "س", "ṣ": "ص",
    "ṭ": "ط", "ẓ": "ظ", "ḍ": "ض", "ʿ": "ع", "f": "ف", "q": "ق", "k": "ك", "g": "گ", "l": "ل", "m": "م", "n": "ن", "v": "و",
    "w": "و", "h": "ه", "y": "ي", "ā": "ا", "ī": "ي", "ū": "و", "á": "ى", "ʾ": "ئ",
}  # fmt: skip


def script_of(latin: str) -> str:
    """The Persian letters of a word in ALA-LC romanization: what is long or a consonant is written, short vowels are not.

    >>> script_of("buzurg"), script_of("āyīnah")
    ('بزرگ', 'آيينه')
    """
    text = unicodedata.normalize("NFC", latin.lower())
    letters: list[str] = []
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        length = 2 if pair in _LONGER else 1
        letter = _LONGER.get(pair) or _SINGLE.get(text[place], "")
        if place == 0 and text[place] in "aiuāīū":
            letter = {"ā": "آ", "ī": "اي", "ū": "او"}.get(text[place], "ا")
        if letter and not (
            letters and letters[-1] == letter and text[place - length : place] == text[place : place + length]
        ):
            letters.append(letter)
        place += length
    return "".join(letters)


def without_hamza(letters: str, marks: tuple[str, ...]) -> tuple[str, ...]:
    """The marks of a compound whose second part begins with آ: Awrangābād, not Awrangʾābād."""
    return tuple(
        LONG_A if place and letter == "آ" and not mark else mark
        for place, (letter, mark) in enumerate(zip(letters, marks, strict=True))
    )


@cache
def persian_words() -> dict[str, tuple[PersianWord, ...]]:
    """Letters of a word -> its readings in the list's order. Entries whose Latin does not fit the letters are left out."""
    text = (
        files("refplug.romanize").joinpath("data", "script", "persian-words.txt").read_text(encoding="utf-8")
    )
    found: dict[str, tuple[PersianWord, ...]] = {}
    for entry in (part for line in text.split("\n") if not line.startswith("#") for part in line.split()):
        script, _, latin = entry.rpartition("=")
        letters = letters_of(script) or script_of(latin)
        shown = shown_letters(letters, latin, "ala-lc")
        if shown is not None:
            marks = tuple(letter.marks for letter in shown)
            word = (
                letters,
                marks if "ʾ" in latin else without_hamza(letters, marks),
                latin[:1].isupper() or latin[1:2].isupper(),
            )
            if word not in found.get(letters, ()):
                found[letters] = (*found.get(letters, ()), word)
    return found
