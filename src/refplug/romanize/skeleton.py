"""The consonants that all spellings of a word share, whoever spelled it and in whatever script.

A skeleton is an index key: it brings candidates together and proves nothing. What was tried and what it gave:
the classes below merge what English, French, German, Turkish and Persian writers of Latin letters mix up.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final

from refplug.model import Reading
from refplug.romanize.keys import SIGNS
from refplug.romanize.pivot.letters import SAME, is_arabic

__all__ = ["SKELETON_VERSION", "script_skeletons", "skeleton"]

SKELETON_VERSION: Final = 1
MOST: Final = 16  # skeletons of one script form

_TURKISH: Final = str.maketrans(
    {
        "ş": "sh",
        "ç": "ch",
        "ğ": "gh",
        "ı": "i",
        "ə": "a",
        "š": "sh",
        "č": "ch",
        "ž": "zh",
        "ǧ": "j",
        "ġ": "gh",
        "ḡ": "gh",
        "ḫ": "kh",
        "ẖ": "kh",
        "ḵ": "kh",
        "ŧ": "t",
    }
)
_APART: Final = re.compile(r"[^\w]+")
# The article as a word of its own, plain or made like the next consonant; l' as French writers have it.
_ARTICLE: Final = re.compile(
    r"(?:^|(?<=[\s\-]))(?:[aeuo]l|il|l)[^\w]+(?=\w)|(?:^|(?<=[\s\-]))[aeuo](sh|ch|th|dh|[tdrszln])[\s\-]+(?=\1)"
)
# ... and inside a name written as one: Abdulrahman, Abdel, Nureddin, Saifullah keep only the parts.
_INNER: Final = re.compile(r"\babd(?:[aeo]|ou|u)l[\s\-]?(?=[bcdfghjkmnpqrstvwxyz])")
_SERVANT: Final = re.compile(r"\babd(?:[aeo]|ou|u)(sh|[tdrszn])[\s\-](?=\1)")
_SPELLINGS: Final = (
    ("dsch", "j"), ("tsch", "c"), ("tch", "c"), ("sch", "c"), ("dj", "j"), ("dg", "j"), ("dzh", "j"), ("zh", "j"),
    ("ch", "c"), ("sh", "c"), ("kh", "k"), ("gh", "j"), ("th", "t"), ("dh", "d"), ("ph", "f"),
    ("ck", "k"), ("ç", "c"), ("q", "k"), ("x", "k"), ("g", "j"), ("z", "s"), ("p", "b"), ("nb", "mb"),
)  # fmt: skip
_DROPPED: Final = re.compile(r"[aeiouywvh\W\d_]+")
# Catalogues put a stripped article behind the name: "Jabarti, ... al-", "\x98al-\x9c" in UNIMARC.
_BEHIND: Final = re.compile(r"(?<=[\s,\x98])[ae]l\W*$")
# Romanization with macrons or cedillas elsewhere writes ş for ṣ; Turkish writes it for sh.
_MARKED: Final = re.compile(r"[āīūḩţḑ‘’]")
_ENDING: Final = re.compile(r"(?<=[ae])t(?=\s|$)")
_REPEATED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(latin: str) -> str:
    """The consonant classes of a word or phrase in Latin letters, improvised or scholarly.

    >>> skeleton("Marjiiat") == skeleton("Marjaʿiyya") == skeleton("marjaʻīyah")
    True
    >>> skeleton("Abdul Rahman") == skeleton("ʿAbd al-Raḥmān") == skeleton("Abderrahmane")
    True
    >>> skeleton("Hashd Shaabi") == skeleton("al-Ḥashd al-Shaʿbī")
    True

    Articles, vowels, h, w, v, y and doubling fall away; so does the t of a final -at. j g gh, k kh q, s z, sh ch and
    b p are one each. Empty where nothing is left.
    """
    text = unicodedata.normalize("NFC", latin).casefold()
    text = _BEHIND.sub("", text.replace("ş", "s") if _MARKED.search(text) else text).translate(_TURKISH)
    text = unicodedata.normalize("NFD", "".join(c for c in text if c not in SIGNS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _INNER.sub("abd ", _SERVANT.sub("abd ", _ARTICLE.sub("", text)))
    return _classes(text)


def _classes(text: str) -> str:
    for spelling, letter in _SPELLINGS:
        if spelling in text:
            text = text.replace(spelling, letter.upper())
    text = text.replace("c", "k").lower()
    bare = _ENDING.sub("", text)
    key = _key(bare)
    return key or _key(text)


def _key(text: str) -> str:
    return _REPEATED.sub(r"\1", _DROPPED.sub("", text))


# What each letter of the script is written as by somebody: the first value is the common one.
_LETTERS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys("بپ", ("b",)), **dict.fromkeys("تطټٹ", ("t",)), "ث": ("t", "s"), **dict.fromkeys("جژڭڴڨ", ("j",)), "چ": ("c",), "خ": ("k",),
    **dict.fromkeys("دډڈ", ("d",)), "ذ": ("d", "s"), **dict.fromkeys("رړڑ", ("r",)), **dict.fromkeys("زسص", ("s",)), "ش": ("c",), "ض": ("d", "s"),
    "ظ": ("s", "d"), "غ": ("j",), "ف": ("f",), "ڤ": ("f", ""), "ق": ("k", "j"), "ك": ("k",), "گ": ("j",), "ل": ("l",), "م": ("m",), "ن": ("n",),
    "ں": ("n", ""), "ڢ": ("f",), "ڧ": ("k",),
}  # fmt: skip
_PERSIAN: Final = {"ث": ("s",), "ذ": ("s",), "ض": ("s", "d"), "ظ": ("s",), "ق": ("k", "j"), "گ": ("j",)}


def script_skeletons(script: str, reading: Reading = Reading.ARABIC) -> tuple[str, ...]:
    """Every skeleton that a Latin spelling of a script form can have, the likeliest first, at most sixteen.

    >>> skeleton("Ramazan") in script_skeletons("رمضان"), skeleton("Ghasem") in script_skeletons("قاسم", Reading.PERSIAN)
    (True, True)

    Marks are read where they stand and not missed where they do not. Empty where the text holds no consonant.
    """
    values = {**_LETTERS, **_PERSIAN} if reading is not Reading.ARABIC else _LETTERS
    choices: list[tuple[str, ...]] = []
    for word in _script_words(script):
        kept = [values[c] for c in word if c in values]
        if word[-1:] == "ت" and len(kept) > 2:
            kept[-1] = ("t", "") if word[-2] == "و" else ("", "t")  # -at loses its t in Latin, see `_ENDING`
        choices += kept
    free = [i for i, choice in enumerate(choices) if len(choice) > 1][:4]
    fixed = [choice if i in free else choice[:1] for i, choice in enumerate(choices)]
    keys = (_REPEATED.sub(r"\1", "".join(row).replace("nb", "mb")) for row in product(*fixed))
    return tuple(dict.fromkeys(key for key in keys if key))[:MOST]


def _script_words(script: str) -> list[str]:
    """The words of the script in plain letters, without marks and articles; هـ and the letters of vowels included."""
    words = []
    for word in re.split(r"[^\w\u064b-\u0670]+", unicodedata.normalize("NFC", script)):
        plain = "".join(SAME.get(c, c) for c in word if is_arabic(c))
        if plain.startswith("ال") and len(plain) > 3 and not plain.startswith("الله"):
            plain = plain[2:]
        if plain:
            words.append(plain)
    return words
