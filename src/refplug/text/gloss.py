"""A word and the translation that is printed behind it in brackets."""

from __future__ import annotations

import re

from refplug.text.languages import script_of
from refplug.text.words import zipf

__all__ = ["split_gloss"]

_GLOSS = re.compile(r"^(?P<word>.{2,60}?)\s*[(\[](?P<gloss>[^()\[\]]{2,80})[)\]]$")
_SIGN_INSIDE = re.compile(r"(?<=[^\W\d_])['’‘ʿʾʼ](?=[^\W\d_])")
_COMMON = 3.0  # Zipf: a word of everyday English


def split_gloss(keyword: str) -> tuple[str, str | None]:
    """Part a keyword from the translation printed after it in brackets.

    >>> split_gloss("Marjiiat (Religious Authority)"), split_gloss("Bay'at (allegiance)")
    (('Marjiiat', 'Religious Authority'), ("Bay'at", 'allegiance'))
    >>> split_gloss("magnetic resonance imaging (MRI)"), split_gloss("Ḥizb (party) politics")
    (('magnetic resonance imaging (MRI)', None), ('Ḥizb (party) politics', None))

    Only a word that is no English is glossed: an abbreviation or a qualifier behind an English phrase belongs to it.
    """
    found = _GLOSS.match(keyword)
    if not found:
        return keyword, None
    word, gloss = found["word"].rstrip(), found["gloss"].strip()
    if script_of(word) != script_of(gloss):
        return word, gloss
    words = word.split()
    is_english = sum(map(_is_english, words)) * 2 >= len(words)
    reads = [
        part for part in re.findall(r"[^\W\d_]{3,}", gloss) if zipf(part) >= _COMMON and not part.isupper()
    ]
    return (word, gloss) if reads and not is_english and not word.isupper() else (keyword, None)


def _is_english(word: str) -> bool:
    """Whether a word is one of everyday English, or all its parts are: "self-help", but not "al-Siyasi" or "Bay'at"."""
    parts = re.findall(r"[^\W\d_]{2,}", word)
    return bool(parts) and not _SIGN_INSIDE.search(word) and all(zipf(part) >= _COMMON for part in parts)
