"""Is a printed word a spelling of one that the lexicon holds? What repair asks before it touches a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from refplug.romanize.adhoc.sounds import ARTICLE, EZAFE, PAUSE
from refplug.romanize.keys import search_key
from refplug.romanize.lexicon import Lexicon, shipped_lexicon

__all__ = ["is_spelling_of"]

_LETTERS = str.maketrans(
    {
        "š": "sh",
        "x": "kh",
        "ḫ": "kh",
        "ġ": "gh",
        "ṯ": "th",
        "ḏ": "dh",
        "č": "ch",
        "ž": "zh",
        ARTICLE: "",
        EZAFE: "",
        PAUSE: "",
    }
)
_SAME_VOWEL = str.maketrans("eov", "iuw")


def is_spelling_of(lexicon: Lexicon | None = None) -> Callable[[str], bool]:
    """A test for single words against `lexicon` (ours where None): the plain spelling, vowels e and o read as i and u.

    >>> known = is_spelling_of()
    >>> known("Shaabi"), known("marjaiyya"), known("thatitis")
    (True, True, False)

    Looser spellings are found by `refplug.romanize.adhoc.resolve`; this is the cheap half of that question.
    """
    spellings = _spellings(lexicon or shipped_lexicon())
    return lambda word: _folded(word) in spellings


@cache
def _spellings(lexicon: Lexicon) -> frozenset[str]:
    words = {word for sound in lexicon.sounds for word in sound.split()}
    return frozenset(key for word in words if len(key := _folded(word.translate(_LETTERS))) > 2)


def _folded(word: str) -> str:
    key = search_key(word).translate(_SAME_VOWEL)
    return key[:-1] if key.endswith(("h", "t", "a")) and len(key) > 3 else key
