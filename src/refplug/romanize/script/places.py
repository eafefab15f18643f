"""Words of place names: their readings where a string is known to be a place, and only there.

صور is Ṣūr on a map and ṣuwar in a title; so the list is asked when the kind of field says `place`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from refplug.model import Reading
from refplug.romanize.script.align import letters_of, shown_letters
from refplug.romanize.script.persian_words import script_of, without_hamza

__all__ = ["place_words"]

Marks = tuple[str, ...]


@cache
def place_words(reading: Reading) -> dict[str, Marks]:
    """Letters of a word of place names -> the marks of each letter; for Arabic with and without the article.

    >>> place_words(Reading.ARABIC)["صور"] == ("\\u064f", "", "")
    True
    """
    is_arabic = reading is Reading.ARABIC
    name = "arabic-places.txt" if is_arabic else "persian-places.txt"
    text = files("refplug.romanize").joinpath("data", "script", name).read_text(encoding="utf-8")
    found: dict[str, Marks] = {}
    for entry in (part for line in text.split("\n") if not line.startswith("#") for part in line.split()):
        latin, _, script = entry.partition("=")
        if not latin[0].isascii() and "\u0600" < latin[0] < "\u0700":
            latin, script = script, latin
        written = script_of(latin)
        letters = letters_of(script) or (re.sub("ه$", "ة", written) if is_arabic else written)
        for article, head in (("", ""), ("ال", "al-")) if is_arabic else (("", ""),):
            shown = shown_letters(article + letters, head + latin, "ala-lc")
            if shown is not None:
                marks = tuple(letter.marks for letter in shown)
                whole = article + letters
                found.setdefault(whole, marks if is_arabic else without_hamza(whole, marks))
    return found
