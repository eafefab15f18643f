"""The door of the pivot: text in Arabic script as a row of letters, each with the marks it carries.

Any normal form, presentation forms, kashida and bidirectional controls come in; what is done to them is told.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["CONTROLS", "KASHIDA", "Letter", "clean", "is_arabic", "read_letters"]

FATHA, DAMMA, KASRA = "\u064e", "\u064f", "\u0650"
SHADDA, SUKUN, DAGGER, MADDA = "\u0651", "\u0652", "\u0670", "\u0653"
HAMZA_ABOVE, HAMZA_BELOW, HIGH_HAMZA = "\u0654", "\u0655", "\u0674"
KASHIDA: Final = "\u0640"
SHORT: Final = {FATHA: "a", DAMMA: "u", KASRA: "i", "\u0618": "a", "\u0619": "u", "\u061a": "i"}
TANWIN: Final = {"\u064b": "an", "\u064c": "un", "\u064d": "in"}
# Bidirectional controls, joiners other than the non-joiner, and the byte order mark: no part of a word.
CONTROLS: Final = frozenset(
    "\u200d\u200e\u200f\u061c\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad"
)
# Letters that Unicode keeps apart and the pivot does not: look-alikes of keyboards and of neighbouring languages.
# The value stands in both readings; which of ي/ی is written back is a matter of the reading.
SAME: Final = {
    "\u06cc": "ي",  # ARABIC LETTER FARSI YEH
    "\u06a9": "ك",  # ARABIC LETTER KEHEH
    "\u06aa": "ك",  # ARABIC LETTER SWASH KAF
    "\u06c1": "ه",  # ARABIC LETTER HEH GOAL
    "\u06d5": "ه",  # ARABIC LETTER AE
    "\u06c3": "ة",  # ARABIC LETTER TEH MARBUTA GOAL
    "\u0672": "أ",  # ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE
    "\u0673": "إ",  # ARABIC LETTER ALEF WITH WAVY HAMZA BELOW
}
WITH_HAMZA: Final = {"\u06c0": "ه", "\u06c2": "ه"}  # HEH WITH YEH ABOVE, HEH GOAL WITH HAMZA ABOVE
COMPOSED: Final = {
    ("ا", HAMZA_ABOVE): "أ",
    ("ا", HAMZA_BELOW): "إ",
    ("ا", MADDA): "آ",
    ("و", HAMZA_ABOVE): "ؤ",
    ("ي", HAMZA_ABOVE): "ئ",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter and its marks.

    `base` is the letter in the pivot's own code points, `vowel` one of `a i u` or empty, `tanwin` one of `an in un`
    or empty; `hamza` is a hamza written over a letter that is no seat of one (هٔ). `source` is what stood in the text.
    """

    base: str
    vowel: str = ""
    double: bool = False
    sukun: bool = False
    tanwin: str = ""
    dagger: bool = False
    hamza: bool = False
    source: str = ""

    @property
    def bare(self) -> bool:
        """Whether it carries no mark at all."""
        return not (self.vowel or self.double or self.sukun or self.tanwin or self.dagger or self.hamza)

    @property
    def silent(self) -> bool:
        """Whether it carries no sound of its own beyond the consonant: bare or with sukun."""
        return not (self.vowel or self.double or self.tanwin or self.dagger or self.hamza)


@lru_cache(maxsize=4096)
def is_arabic(char: str) -> bool:
    """Whether a character is a letter of Arabic script (marks and punctuation are not).

    >>> is_arabic("ع"), is_arabic("،"), is_arabic("a")
    (True, False, False)
    """
    code = ord(char)
    in_block = 0x0620 <= code <= 0x06FF or 0x0750 <= code <= 0x077F or 0x0870 <= code <= 0x08FF
    return in_block and unicodedata.category(char) in ("Lo", "Lm") and char != KASHIDA and char != HIGH_HAMZA


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Text in NFC without kashida, controls and presentation forms, and a sentence for each kind of thing taken out.

    >>> clean("ﻣﺤﻤـﺪ")
    ('محمد', ('presentation forms were replaced by plain letters', 'kashida was taken out'))

    Vowels keep the order that NFC gives them, before shadda.
    """
    told: list[str] = []
    plain = (
        "".join(unicodedata.normalize("NFKC", c) if _is_presentation(c) else c for c in text)
        if _any_presentation(text)
        else text
    )
    if plain != text:
        told.append("presentation forms were replaced by plain letters")
    if KASHIDA in plain:
        told.append("kashida was taken out")
        plain = plain.replace(KASHIDA, "")
    without = "".join(c for c in plain if c not in CONTROLS)
    if without != plain:
        told.append("invisible direction marks were taken out")
    return unicodedata.normalize("NFC", without), tuple(told)


def _is_presentation(char: str) -> bool:
    return "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefe"


def _any_presentation(text: str) -> bool:
    return any("\ufb50" <= c <= "\ufefe" for c in text)


def read_letters(text: str) -> tuple[Letter, ...]:
    """A letter for each base character of clean text; a mark with no letter before it becomes one of its own.

    >>> [(x.base, x.vowel, x.double) for x in read_letters("مُحَمَّد")]
    [('م', 'u', False), ('ح', 'a', False), ('م', 'a', True), ('د', '', False)]
    """
    letters: list[Letter] = []
    base, marks = "", ""
    for char in text:
        if base and _is_mark(char):
            if char not in marks or not is_arabic(base):  # a heap of the same mark says no more than one
                marks += char
            continue
        if base:
            letters.append(_letter(base, marks))
        base, marks = char, ""
    if base:
        letters.append(_letter(base, marks))
    return tuple(letters)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return char == HIGH_HAMZA or unicodedata.category(char) == "Mn"


@lru_cache(maxsize=4096)
def _letter(base: str, marks: str) -> Letter:
    """One letter from its base and marks."""
    plain = SAME.get(base, WITH_HAMZA.get(base, base))
    hamza = base in WITH_HAMZA
    vowel = tanwin = ""
    for mark in marks:
        vowel = SHORT.get(mark, vowel)
        tanwin = TANWIN.get(mark, tanwin)
        if seat := COMPOSED.get((plain, mark)):
            plain = seat
        elif mark in (HAMZA_ABOVE, HAMZA_BELOW, HIGH_HAMZA):
            hamza = True
    return Letter(
        base=plain,
        vowel=vowel,
        double=SHADDA in marks,
        sukun=SUKUN in marks or "\u06e1" in marks,
        tanwin=tanwin,
        dagger=DAGGER in marks,
        hamza=hamza,
        source=base + marks,
    )
