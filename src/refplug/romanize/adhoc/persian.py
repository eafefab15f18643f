"""The Persian form of a word or phrase that came from Arabic, by rule.

`الحَشد الشَّعبِيّ` is حشدِ شعبی in Persian: the article goes, an ezafe binds the words; ة is ت or ه; a hamza at the end falls silent.
What is printed decides between ت and ه, and where an ezafe stands. `اَهلِ سُنَّت` is not اهل سنه where an author wrote Ahl-e Sunnat.
Titles of Arabic books and names of persons keep their Arabic grammar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from refplug.model import TermKind

__all__ = ["Shape", "bound_as_printed", "persian_form", "shape", "with_ezafe"]

_KEEPS_ARTICLE = frozenset((TermKind.PERSON, TermKind.TITLE))
_SUN_SHADDA = re.compile("^([تثدذرزسشصضطظلن])\u0651|^([تثدذرزسشصضطظلن])([\u064e\u064f\u0650])\u0651")
FATHA, KASRA, SUKUN = "\u064e", "\u0650", "\u0652"
_AND_THE = re.compile("(?:(?<= )|^)وَال")
_WITH_THE = re.compile("^([بلكف][\u064e\u0650])ال")
_PREPOSITIONS = frozenset(("في", "عن", "من", "على", "إلى", "الى", "بين", "لا", "بلا"))
_OPEN_ENDS = frozenset("aeiohéà")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the print tells of one word: whether it ends in t, and whether an ezafe binds it to the next."""

    ends_in_t: bool | None = None  # None: it ends in neither t nor a vowel
    ezafe: bool = False


def shape(printed: str, ezafe: str) -> Shape:
    """The shape of a printed word (ezafe taken off, as `segment` does).

    >>> shape("Sunnat", "").ends_in_t, shape("Howzeh", "ye"), shape("Amr", "")
    (True, Shape(ends_in_t=False, ezafe=True), Shape(ends_in_t=None, ezafe=False))
    """
    last = printed.casefold().rstrip("'’‘`´ʿʾ")[-1:]
    return Shape(True if last == "t" else False if last in _OPEN_ENDS else None, bool(ezafe))


def persian_form(vocalized: str, kind: TermKind, shapes: Sequence[Shape] = ()) -> str:
    """Vocalized Arabic as Persian writes and binds it; `shapes` of the printed words decide what Persian leaves open.

    >>> from refplug.romanize.schemes.render import render
    >>> from refplug.romanize.schemes.scheme import load
    >>> def written(form): return render(form, load("ijmes", "fa"), kind=TermKind.BODY).text
    >>> written(persian_form("الحَشد الشَّعبِيّ", TermKind.BODY))
    'Ḥashd-i Shaʿbī'
    >>> [written(persian_form("أَهل السُنَّة", TermKind.BODY, (Shape(), Shape(t)))) for t in (True, False)]
    ['Ahl-i Sunnat', 'Ahl-i Sunnih']
    >>> written(persian_form("أُصُول الفِقه", TermKind.BODY)), written(persian_form("نَهْي عَن المُنكَر", TermKind.BODY))
    ('Uṣūl-i Fiqh', 'Nahy ʿan al-Munkar')

    A word behind an Arabic preposition keeps its article; `wa-l-` is the Persian va.
    """
    words = _AND_THE.sub("وَ ال", vocalized).split(" ")
    shapes = shapes if len(shapes) == len(words) else (Shape(),) * len(words)
    keeps = kind in _KEEPS_ARTICLE and not any(one.ezafe for one in shapes)
    bound = []
    for i, (word, printed) in enumerate(zip(words, shapes, strict=True)):
        is_free = not keeps and not (i and _is_particle(words[i - 1]))
        following = words[i + 1] if i + 1 < len(words) else ""
        is_head = (
            following.startswith("ال") and following != "الله" and not (_is_particle(word) or word == "وَ")
        )
        bare = _bare(word) if is_free else word
        bound.append(_ending(bare, printed, ezafe=is_head and not keeps, is_last=i == len(words) - 1))
    return unicodedata.normalize("NFC", " ".join(bound)).replace("ي", "ی").replace("ك", "ک")


def _bare(word: str) -> str:
    """A word without its article; what the article made double is single."""
    if not word.startswith("ال") or word == "الله":
        return _WITH_THE.sub("\\1\u200cال", word)
    return _SUN_SHADDA.sub(lambda m: (m.group(1) or m.group(2)) + (m.group(3) or ""), word[2:])


def _is_particle(word: str) -> bool:
    return "".join(c for c in word if not "\u064b" <= c <= "\u0652") in _PREPOSITIONS


def bound_as_printed(vocalized: str, shapes: Sequence[Shape]) -> str:
    """A Persian phrase with each ezafe that is printed between its words, word for word.

    >>> bound_as_printed("اَمر بِه مَعرُوف", (Shape(ezafe=True), Shape(), Shape())) == "اَمرِ بِه مَعرُوف"
    True
    """
    words = vocalized.split(" ")
    if len(words) != len(shapes):
        return vocalized
    linked = [
        with_ezafe(word) if printed.ezafe and not following.startswith("ال") and word[-1] not in "ٔۀ" else word
        for word, following, printed in zip(words, words[1:], shapes, strict=False)
    ]
    return " ".join((*linked, words[-1]))


def with_ezafe(vocalized: str) -> str:
    """Persian script with an ezafe at its end, unless it has one.

    >>> with_ezafe("بَاغ") == "بَاغِ", with_ezafe("شُورَا") == "شُورَایِ", with_ezafe("خَانَه") == "خَانَهِ"
    (True, True, True)
    """
    if vocalized.endswith((KASRA, KASRA + SUKUN)):
        return vocalized
    if vocalized.endswith("ه" + SUKUN):  # a heard ه says so under its ezafe too
        return vocalized[:-1] + KASRA + SUKUN
    bare = vocalized.rstrip(SUKUN)
    if bare.endswith("ى"):
        bare = bare[:-1] + "ا"
    return bare + ("ی" if bare.endswith(("ا", "و")) else "") + KASRA


def _ending(word: str, printed: Shape, *, ezafe: bool, is_last: bool) -> str:
    if word.endswith(("اء", "آء")):
        word = word[:-1]
    if word.endswith(("ة", "ةْ")):
        stem = word.rstrip("\u0652")[:-1]
        takes_t = ezafe or not is_last or _takes_t(stem) if printed.ends_in_t is None else printed.ends_in_t
        word = stem + ("ت" if takes_t else "ه")
        if "\u064e" not in stem[-2:] and not stem.endswith("ا"):
            word = stem + FATHA + word[len(stem) :]
    elif word.endswith("ه") and not word.endswith("لله"):
        word = _heard(word)
    return with_ezafe(word) if ezafe else word


def _heard(word: str) -> str:
    """A word whose final ه is a consonant (فقه, وجه, منزه), so written that nobody reads it as silent."""
    return word if word[-2:-1] in "اویي" else word + SUKUN


def _takes_t(stem: str) -> bool:
    """Whether Persian keeps the ending as ت: abstract nouns do (مرجعیت, مقاومت); this is a rule of thumb for words not listed."""
    return stem.endswith(("يّ", "يَّ", "یَّ", "ا")) or "ا" in stem
