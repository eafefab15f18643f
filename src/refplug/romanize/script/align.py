"""Letter by letter alignment of an unvocalized word in script with its romanization.

A cataloguer who wrote `al-Kitāb` beside الكتاب has told us the vowels of the word: aligned letter by letter, the
Latin gives each letter of the script its marks. What cannot be aligned is a fault of the pair (a keyboard slip, a
dropped word, a foreign spelling), so the aligner is a noise detector too.

The method: dynamic programming over (letters read, Latin read); each letter offers the few Latin strings that it can
stand for, with the marks that it then carries and a small cost for what is unusual (a seat without its hamza, a ه
for ة). The cheapest path wins. Facts about the letters: ALA-LC Arabic and Persian tables, IJMES chart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

__all__ = ["Shown", "align", "latin_letters", "letters_of", "shown_letters", "vocalized"]

FATHA, DAMMA, KASRA = "\u064e", "\u064f", "\u0650"
FATHATAN, DAMMATAN, KASRATAN = "\u064b", "\u064c", "\u064d"
SHADDA, SUKUN, DAGGER = "\u0651", "\u0652", "\u0670"
JOIN = "-"
"""Stands after a prefix written in one word with what follows: wa-, bi-, al-."""

_NOTHING = ""
"""Pausal ة where a scheme writes no letter for it (IJMES); ALA-LC has none of that, see `_extended`."""

ZWNJ = "\u200c"
NUNATION = (FATHATAN, DAMMATAN, KASRATAN)

_VOWELS = {"a": FATHA, "i": KASRA, "u": DAMMA}
_NUNATED = {"an": FATHATAN, "in": KASRATAN, "un": DAMMATAN}


class Shown(NamedTuple):
    """How one letter of the script shows in the romanization.

    `letter` is the letter as printed (normalized), `marks` what the vocalized form adds to it: an empty string for a
    bare letter (a long vowel, a consonant without vowel), else vowel signs, shadda, a `-` where a prefix ends.
    Marks that begin with `=` replace the letter: `=ة` where ه was printed for ة, `=` alone where it is silent.
    ة is bare in pause and has a ḍamma in construct.
    """

    letter: str
    marks: str


_SAME_LETTER = str.maketrans({
    "ک": "ك", "ی": "ي", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "ۃ": "ة", "ڪ": "ك", "ے": "ي", "ٲ": "أ", "ٳ": "إ",
    "\u0640": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None,
})  # fmt: skip
_MARK = re.compile("[\u064b-\u0653\u0656-\u065f\u0670\u06d6-\u06ed\u0610-\u061a]")


def letters_of(script: str) -> str:
    """The letters of a word in script: composed, one code point per letter, without vowel signs and joiners.

    >>> letters_of("کِتاب") == "كتاب"
    True
    """
    composed = unicodedata.normalize("NFKC", script).translate(_SAME_LETTER)
    return _MARK.sub("", composed).replace("\u0654", "").replace("\u0674", "")


_AYN = dict.fromkeys("\u02bf\u02bb\u2018\u201b\u0295`", "ʿ")
_HAMZA = dict.fromkeys("\u02be\u02bc\u2019\u00b4'", "ʾ")
_SIGNS = str.maketrans({**_AYN, **_HAMZA, "\u0332": "\u0331", "\u02b9": None, "\u2032": None, "ı": "i"})
_LONG = str.maketrans({"ā": "aA", "ī": "iI", "ū": "uU", "á": "aY", "â": "aA", "î": "iI", "û": "uU"})


def latin_letters(latin: str) -> str:
    """Latin in small letters; each long vowel is its short vowel and a capital for the letter that lengthens it."""
    small = unicodedata.normalize("NFD", latin.strip()).translate(_SIGNS).lower()
    return unicodedata.normalize("NFC", small).translate(_LONG)


_CONSONANTS: dict[str, tuple[str, ...]] = {
    "ب": ("b",), "پ": ("p",), "ت": ("t",), "ث": ("th", "s̱", "ṯ", "s̄"), "ج": ("j", "ǧ"), "چ": ("ch", "č"),
    "ح": ("ḥ", "ḩ"), "خ": ("kh", "ḫ"), "د": ("d",), "ذ": ("dh", "ẕ", "ḏ", "z̄"), "ر": ("r",), "ز": ("z",),
    "ژ": ("zh", "ž"), "س": ("s",), "ش": ("sh", "š"), "ص": ("ṣ", "ş"), "ض": ("ḍ", "z̤", "ż", "ẕ", "ḑ"),
    "ط": ("ṭ", "ţ"), "ظ": ("ẓ", "z̧"), "ع": ("ʿ",), "غ": ("gh", "ġ"), "ف": ("f",), "ق": ("q",), "ك": ("k",),
    "گ": ("g",), "ل": ("l",), "م": ("m",), "ن": ("n",), "ه": ("h",), "و": ("w", "v"), "ي": ("y",), "ڤ": ("v",),
    "ء": ("ʾ",), "أ": ("ʾ",), "ؤ": ("ʾ",), "ئ": ("ʾ",), "ڭ": ("g",), "ٹ": ("ṭ", "ṫ"), "ڈ": ("ḍ", "ḋ"), "ڑ": ("ṛ", "r̤"),
}  # fmt: skip
_FOREIGN = {"ف": ("ڤ", "v"), "ب": ("پ", "p"), "ك": ("گ", "g"), "ج": ("گ", "g"), "غ": ("گ", "g")}
_PREFIXES = frozenset("وفبكلسا")

_Option = tuple[str, str, int]  # Latin, marks, cost


def _with_vowels(latin: str, marks: str, cost: int, *, is_last: bool) -> list[_Option]:
    options = [(latin, marks, cost)]
    options += [(latin + vowel, marks + sign, cost) for vowel, sign in _VOWELS.items()]
    options.append((latin + "aA", marks + DAGGER, cost + 1))
    if is_last:
        options += [(latin + ending, marks + sign, cost + 1) for ending, sign in _NUNATED.items()]
    return options


def _consonant(letter: str, *, is_last: bool) -> list[_Option]:
    options: list[_Option] = []
    for form in _CONSONANTS[letter]:
        options += _with_vowels(form, "", 0, is_last=is_last)
        options += _with_vowels(form + form, SHADDA, 0, is_last=is_last)
    if letter in _FOREIGN:
        other, form = _FOREIGN[letter]
        options += _with_vowels(form, "=" + other, 3, is_last=is_last)
        options += _with_vowels(form + form, "=" + other + SHADDA, 4, is_last=is_last)
    return options


def _alif(*, is_first: bool, is_last: bool) -> list[_Option]:
    if is_first:
        return [*[(v, s, 0) for v, s in _VOWELS.items()], ("aA", "=آ", 0), ("ʾaA", "=آ", 2)]
    options = [("A", "", 0), ("ʾaA", "=آ", 1), ("", "=", 4)]
    options += _with_vowels("ʾ", "=أ", 1, is_last=is_last)
    if is_last:
        options += [("an", FATHATAN, 0), ("Y", "=ى", 1), ("aA", "=آ", 2)]
    return options


def _hamza(letter: str, *, is_first: bool, is_last: bool) -> list[_Option]:
    options = _consonant(letter, is_last=is_last)
    if letter == "أ" and is_first:
        options += [(v, s, 0) for v, s in _VOWELS.items()]
        options += [("aA", "=آ", 2)]
    if letter == "أ" and not is_first:
        options += [("A", "=ا", 2)]
    if letter == "ئ":
        options += _with_vowels("y", "=ي", 1, is_last=is_last)
        options += [("I", "=ي", 2), ("Iy", "=ي" + SHADDA, 2)]
    if letter == "ؤ":
        options += _with_vowels("w", "=و", 2, is_last=is_last)
        options += [("U", "=و", 2), ("uU", "ُو", 1), ("ʾuU", "ُو", 1)]
    return options


def _waw(*, is_first: bool, is_last: bool) -> list[_Option]:
    options: list[_Option] = [] if is_first else [("U", "", 0)]
    options += _consonant("و", is_last=is_last)
    for form in ("Uw", "Uv"):
        options += _with_vowels(form, SHADDA, 0, is_last=is_last)
    if not is_first:
        options += [("wuU", DAMMA + "و", 1), ("vuU", DAMMA + "و", 1), ("", "=", 4)]
        options += _with_vowels("ʾ", "=ؤ", 2, is_last=is_last)
    return options


def _ya(*, is_first: bool, is_last: bool) -> list[_Option]:
    options = _consonant("ي", is_last=is_last)
    if not is_first:
        options += [("I", "", 0), ("yiI", "=ي" + KASRA + "ي", 1), ("ʾiI", "=ئ" + KASRA + "ي", 3)]
        options += _with_vowels("Iy", SHADDA, 0, is_last=is_last)
        options += _with_vowels("ʾ", "=ئ", 2, is_last=is_last)
    if is_last:
        options += [("Y", "=ى", 1), ("A", "=ى", 2)]
    return options


def _maqsura(*, is_last: bool) -> list[_Option]:
    as_ya = [("I", "=ي", 1), *_with_vowels("y", "=ي", 1, is_last=is_last), ("Iy", "=ي" + SHADDA, 1)]
    as_ya += [("yy", "=ي" + SHADDA, 1), *_with_vowels("Iy", "=ي" + SHADDA, 1, is_last=is_last)]
    return [
        ("Y", "", 0),
        ("A", "", 0),
        ("an", FATHATAN, 1),
        ("", "=", 4),
        *as_ya,
        *_with_vowels("ʾ", "=ئ", 3, is_last=is_last),
    ]


def _ta_marbuta() -> list[_Option]:
    cases = [("t" + vowel, DAMMA, 1) for vowel in _VOWELS]
    nunated = [("t" + ending, sign, 1) for ending, sign in _NUNATED.items()]
    return [("h", "", 0), (_NOTHING, "", 0), ("ŧ", "", 0), ("t", DAMMA, 0), *cases, *nunated]


@cache
def _options(letter: str, is_first: bool, is_last: bool) -> tuple[_Option, ...]:
    """What a letter can show as: Latin, marks, cost; the commonest reading first."""
    match letter:
        case "ا":
            found = _alif(is_first=is_first, is_last=is_last)
        case "آ":
            found = [
                ("aA", "", 0),
                ("ʾaA", "", 0),
                ("A", "=ا", 2),
                *[(v, "=أ" + s, 3) for v, s in _VOWELS.items()],
            ]
        case "إ":
            found = [("i", KASRA, 0), ("ʾi", KASRA, 1), ("a", "=أ" + FATHA, 3), ("u", "=أ" + DAMMA, 3)]
        case "أ" | "ؤ" | "ئ" | "ء":
            found = _hamza(letter, is_first=is_first, is_last=is_last)
        case "و":
            found = _waw(is_first=is_first, is_last=is_last)
        case "ي":
            found = _ya(is_first=is_first, is_last=is_last)
        case "ى":
            found = _maqsura(is_last=is_last)
        case "ة":
            found = _ta_marbuta()
        case _ if letter in _CONSONANTS:
            found = _consonant(letter, is_last=is_last)
        case _:
            return ()
    if letter == "ه" and is_last:
        found = [
            *found,
            (_NOTHING, "=ة", 2),
            *[(form, "=ة" + marks, 2) for form, marks, _ in _ta_marbuta()[3:]],
        ]
    if letter == "ت" and is_last:
        found = [*found, ("h", "=ة", 3)]
    if not is_last:
        odd = 0 if letter in _PREFIXES else 1
        found = [*found, *[(form + "-", marks + JOIN, cost + odd) for form, marks, cost in found if form]]
    if letter == "ل" and not is_last:
        found = [
            *found,
            *[
                ("l-l" + form[1:], JOIN + marks, 1)
                for form, marks, _ in found
                if form[:1] == "l" and "-" not in form
            ],
        ]
    return tuple(found)


def shown_letters(script: str, latin: str, scheme: str = "") -> tuple[Shown, ...] | None:
    """How each letter of one word shows in its romanization, or None where the two cannot be aligned.

    >>> [shown.marks for shown in shown_letters("كتاب", "kitāb")] == ["\u0650", "\u064e", "", ""]
    True
    >>> shown_letters("كتاب", "kataba ilayhi") is None
    True
    """
    word, target = letters_of(script), latin_letters(latin)
    if word == "بن" and target == "ibn":
        return Shown("ب", "=ابِ"), Shown("ن", "")
    best: _Best = {(0, True): (0, ())}
    for place, letter in enumerate(word):
        unheard = _unheard(word, place, scheme)
        best = _extended(best, (letter, place == len(word) - 1, unheard), target)
        if not best:
            return None
    ends = [found for (read, _), found in best.items() if read == len(target)]
    if not ends or not word:
        return None
    return tuple(Shown(letter, marks) for letter, marks in zip(word, min(ends)[1], strict=True))


def _unheard(word: str, place: int, scheme: str) -> frozenset[str]:
    """The marks with which the letter at `place` may show as nothing at all: pausal ة in IJMES, فعلوا, مائة, عمرو, أولئك."""
    letter, before, after = word[place], word[:place], word[place + 1 :]
    if letter in "ةه":
        return frozenset() if scheme.startswith("ala-lc") else frozenset(("", "=ة"))
    silent = (
        (
            letter == "ا"
            and ((before.endswith("و") and not after) or (before.endswith("م") and after[:1] == "ئ"))
        )
        or (
            letter == "و" and (before.endswith("عمر") or (before[-1:] in ("أ", "ا", "خ") and len(before) < 3))
        )
        or (letter == "و" and before in ("د", "ت", "چ") and not after)  # دو, تو
        or (letter == "ى" and after == "ء")
    )
    return frozenset("=") if silent else frozenset()


_Best = dict[tuple[int, bool], tuple[int, tuple[str, ...]]]


def _extended(best: _Best, step: tuple[str, bool, frozenset[str]], target: str) -> _Best:
    """The cheapest ways to have read one more letter, by how much Latin is read and whether a prefix just ended."""
    letter, is_last, unheard = step
    longer: _Best = {}
    for (read, is_first), (cost, marks) in best.items():
        for form, mark, more in _options(letter, is_first, is_last):
            if not target.startswith(form, read) or (not form and mark not in unheard):
                continue
            if (letter == "ة" or mark.startswith("=ة")) and target[read - 1 : read] not in ("a", "A"):
                continue
            key = (read + len(form), form.endswith("-"))
            found = (cost + more, (*marks, mark))
            if key not in longer or found < longer[key]:
                longer[key] = found
    return longer


def vocalized(shown: Iterable[Shown]) -> str:
    """The vocalized form (docs/decisions/pivot.md) of letters with their marks.

    >>> vocalized([Shown("و", "\u064e-"), Shown("ا", "\u064e"), Shown("ل", "-"), Shown("ق", "\u064e"), Shown("ل", "")])
    'وَالقَل'
    """
    parts: list[str] = []
    for letter, marks in shown:
        body, joins = marks.rstrip(JOIN), marks.endswith(JOIN)
        if body.startswith(JOIN):  # لل: the second lām is the article's and the word's
            parts += ["ل", "", letter + body[1:]]
        elif body in NUNATION and letter in "اى" and parts:
            parts += [body + letter]
        elif not body.startswith("="):
            if not body and letter in "وي" and parts and parts[-1] in _CONSONANTS and parts[-1] not in "وي":
                parts[-1] += SUKUN  # وَحْي: else the pivot reads ī
            parts.append(letter + body)
        elif body != "=":
            parts.append(body[1:])
        elif letter == "ا" and parts and parts[-1] == "و":
            parts.append(letter)  # فعلوا
        if joins:
            _join(parts, letter)
    return unicodedata.normalize("NFC", "".join(parts).removesuffix(ZWNJ))


def _join(parts: list[str], letter: str) -> None:
    """Set a prefix off; the article is its two bare letters, and needs no sign before it."""
    before = parts[-2] if len(parts) > 1 else ""
    if (
        letter == "ل"
        and parts[-1] == "ل"
        and (before in ("ا" + FATHA, "ا", "ا" + KASRA) or before == "ل" + KASRA)
    ):
        if before.startswith("ا"):
            parts[-2] = "ا"
            if len(parts) > 2 and parts[-3] == ZWNJ:
                parts[-3] = ""
        return
    parts.append(ZWNJ)


def align(script: str, latin: str, scheme: str) -> str | None:
    """The vocalized form of a word in script, read off its romanization; None where the two cannot be aligned.

    >>> align("والكتاب", "wa-al-kitāb", "ala-lc")
    'وَالكِتَاب'
    >>> align("عيسى", "ʻĪsá", "ala-lc"), align("عيسى", "ʿĪsā", "ijmes")
    ('عِيسَى', 'عِيسَى')
    >>> align("كتاب", "al-kitāb", "ala-lc") is None
    True

    `script` is one word, with or without some of its vowels (they are not compared); `scheme` is `ala-lc` or `ijmes`
    (other schemes' consonants are read too, but not e and o). Signs for ʿayn and hamza, NFC and NFD, capitals make no
    difference. ة is left bare in pause and carries ḍamma in construct. Case vowels, if printed, are kept.
    """
    shown = shown_letters(script, latin, scheme)
    return None if shown is None else vocalized(shown)
