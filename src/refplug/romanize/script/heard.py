"""How a reading sounds, in a plain letter code: the key under which spellings of one reading meet.

أحمد and احمد with the same vowels are one reading; so are مكتبه and مكتبة. The code is internal and never shown:
it looks like ALA-LC with capitals for what lengthens (`aA`), so that endings can be compared as strings.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["ending_of", "heard"]

_CODE = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "ḥ", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "ṣ", "ض": "ḍ", "ط": "ṭ", "ظ": "ẓ", "ع": "ʿ",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "ڤ": "v", "ء": "ʾ", "أ": "ʾ", "ؤ": "ʾ", "ئ": "ʾ", "إ": "ʾ", "ڭ": "g",
}  # fmt: skip
_VOWEL = {
    "\u064e": "a",
    "\u064f": "u",
    "\u0650": "i",
    "\u064b": "an",
    "\u064c": "un",
    "\u064d": "in",
    "\u0670": "aA",
}
_SHADDA = "\u0651"


@lru_cache(maxsize=4096)
def _read(letter: str, mark: str) -> tuple[tuple[str, bool, str], ...]:
    """What one letter with its mark gives: (letter, is doubled, its vowel) for each sign; `-` where a prefix ends.

    A first sign `""` belongs to the letter before.
    """
    parts: list[tuple[str, bool, str]] = []
    body = mark.rstrip("-")
    if body.startswith("-"):
        parts += [(letter, False, ""), ("-", False, "")]
        body = body[1:]
    for char in body[1:] if body.startswith("=") else letter + body:
        if char not in _VOWEL and char != _SHADDA:
            parts.append((char, False, ""))
            continue
        sign, is_double, vowel = parts.pop() if parts else ("", False, "")
        parts.append((sign, is_double or char == _SHADDA, vowel + _VOWEL.get(char, "")))
    if mark.endswith("-"):
        parts.append(("-", False, ""))
    return tuple(parts)


def _parts(letters: str, marks: tuple[str, ...]) -> list[tuple[str, bool, str]]:
    """Every sign of a reading in order, with its doubling and its vowel."""
    parts: list[tuple[str, bool, str]] = []
    for letter, mark in zip(letters, marks, strict=True):
        for part in _read(letter, mark):
            if part[0]:
                parts.append(part)
            elif parts:
                sign, is_double, vowel = parts.pop()
                parts.append((sign, is_double or part[1], vowel + part[2]))
    return parts


@lru_cache(maxsize=16384)
def heard(letters: str, marks: tuple[str, ...]) -> str:
    """The sound code of a reading.

    >>> heard("محمد", ("\u064f", "\u064e", "\u0651\u064e", ""))
    'muḥammad'
    """
    out = ""
    for letter, is_double, vowel in _parts(letters, marks):
        out += "-" if letter == "-" else _sound(letter, is_double, vowel, out)
    return out


def _sound(letter: str, is_double: bool, vowel: str, before: str) -> str:
    is_first = not before or before.endswith("-")
    if letter == "ا":
        return vowel or ("" if before.endswith(("an", "U")) else "A")
    if letter == "آ":
        return "aA" if is_first else "ʾaA"
    if letter in "أإ" and is_first and vowel:
        return vowel
    if letter == "ى":
        return vowel or "Y"
    if letter == "ة":
        return "t" if vowel else "h"
    glide = {"و": ("u", "U", "w"), "ي": ("i", "I", "y")}.get(letter)
    if glide:
        short, long, consonant = glide
        if is_double:
            return (long + consonant if before.endswith(short) else consonant * 2) + vowel
        if before.endswith(short) and not vowel:
            return long
        return consonant + vowel
    code = _CODE.get(letter, letter)
    return code * (2 if is_double else 1) + vowel


def ending_of(sound: str, letters: str) -> str:
    """The class of a reading's ending, which is what its neighbours tell something about.

    >>> ending_of("maktabah", "مكتبة"), ending_of("kitAbuhu", "كتابه"), ending_of("kitAb", "كتاب")
    ('ah', 'uhu', '')
    """
    if letters[-1:] in ("ة", "ه") and sound.endswith(("ah", "at")):
        return sound[-2:]
    for ending in (
        "uhu",
        "ihi",
        "ahu",
        "uhA",
        "uhaA",
        "ihaA",
        "ahaA",
        "uhum",
        "ihim",
        "ahum",
        "uh",
        "ih",
        "atu",
        "ati",
        "ata",
    ):
        if sound.endswith(ending):
            return ending
    for ending in ("aA", "iI", "uU", "Y", "ay", "aw", "an", "un", "in"):
        if sound.endswith(ending):
            return ending if ending in ("an", "ay", "aw") else ending[-1]
    return sound[-1:] if sound[-1:] in "aiu" else ""
