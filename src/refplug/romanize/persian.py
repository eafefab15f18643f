"""The Persian form of a word or phrase that came from Arabic, by rule.

`الحَشد الشَّعبِيّ` is حشدِ شعبی in Persian: the article goes, an ezafe binds the words; ة is ت or ه; a hamza at the end falls silent.
Titles of Arabic books and names of persons keep their Arabic grammar.
"""

from __future__ import annotations

import re
import unicodedata

from refplug.model import TermKind

__all__ = ["persian_form", "with_ezafe"]

_KEEPS_ARTICLE = frozenset((TermKind.PERSON, TermKind.TITLE))
_SUN_SHADDA = re.compile("^([تثدذرزسشصضطظلن])\u0651|^([تثدذرزسشصضطظلن])([\u064e\u064f\u0650])\u0651")
FATHA, KASRA = "\u064e", "\u0650"


def persian_form(vocalized: str, kind: TermKind) -> str:
    """Vocalized Arabic as Persian writes and binds it.

    >>> from refplug.romanize.render import render
    >>> from refplug.romanize.scheme import load
    >>> render(persian_form("الحَشد الشَّعبِيّ", TermKind.BODY), load("ijmes", "fa"), kind=TermKind.BODY).text
    'Ḥashd-i Shaʿbī'
    """
    words = vocalized.split(" ")
    keeps = kind in _KEEPS_ARTICLE
    bound = []
    for i, word in enumerate(words):
        has_article = word.startswith("ال") and word != "الله"
        bare = (
            word
            if keeps or not has_article
            else _SUN_SHADDA.sub(lambda m: (m.group(1) or m.group(2)) + (m.group(3) or ""), word[2:])
        )
        following = words[i + 1] if i + 1 < len(words) else ""
        ezafe = not keeps and following.startswith("ال") and following != "الله"
        bound.append(_ending(bare, ezafe, is_last=i == len(words) - 1))
    return unicodedata.normalize("NFC", " ".join(bound)).replace("ي", "ی").replace("ك", "ک")


def with_ezafe(vocalized: str) -> str:
    """Persian script with an ezafe at its end, unless it has one.

    >>> with_ezafe("بَاغ") == "بَاغِ", with_ezafe("شُورَا") == "شُورَایِ", with_ezafe("خَانَه") == "خَانَهِ"
    (True, True, True)
    """
    if vocalized.endswith(KASRA):
        return vocalized
    bare = vocalized.rstrip("\u0652")
    return bare + ("ی" if bare.endswith(("ا", "و")) else "") + KASRA


def _ending(word: str, ezafe: bool, *, is_last: bool) -> str:
    if word.endswith(("اء", "آء")):
        word = word[:-1]
    if word.endswith(("ة", "ةْ")):
        stem = word.rstrip("\u0652")[:-1]
        word = stem + ("ت" if ezafe or not is_last or _takes_t(stem) else "ه")
        if "\u064e" not in stem[-2:] and not stem.endswith("ا"):
            word = stem + FATHA + word[len(stem) :]
    if not ezafe:
        return word
    if word.endswith(("ا", "ى")):
        return (word[:-1] + "ا") + "ی" + KASRA
    if word.endswith("و"):
        return word + "ی" + KASRA
    return word + KASRA


def _takes_t(stem: str) -> bool:
    """Whether Persian keeps the ending as ت: abstract nouns do (مرجعیت, مقاومت); this is a rule of thumb for words not listed."""
    return stem.endswith(("يّ", "يَّ", "یَّ", "ا")) or "ا" in stem
