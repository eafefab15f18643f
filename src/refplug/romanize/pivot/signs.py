"""Signs for ʿayn and hamza, and the marks that writers use for one another: all are read, one is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

__all__ = ["AYN_SIGNS", "HAMZA_SIGNS", "lower", "mark_table", "with_marks", "with_signs"]

AYN_SIGNS: Final = "ʿʻ‘ʽ‛ʕ`ˁ"
HAMZA_SIGNS: Final = "ʾʼ’ʔ´ˀ"
# Marks that writers use for one another: (printed, meant). Taken where the scheme has the second and not the first.
ALIKE: Final = (
    ("\u0332", "\u0331"), ("\u0331", "\u0332"), ("\u0326", "\u0327"), ("\u0302", "\u0304"), ("\u0304", "\u0302"), ("\u0323", "\u0327"), ("\u0327", "\u0323"),
)  # fmt: skip
TIES: Final = frozenset("\u0361\ufe20\ufe21\ufe22\ufe23\u035f")


def lower(text: str, *, dotted_i: bool = False) -> str:
    """Text in lower case and NFC; where i and ı differ, I is ı."""
    text = unicodedata.normalize("NFC", text).replace("İ", "i")
    return (text.replace("I", "ı") if dotted_i else text).lower()


def with_signs(text: str, ayn: str, hamza: str) -> str:
    """Lower-case text in which every sign for ʿayn is `ayn` and every sign for hamza is `hamza`.

    >>> with_signs("qur'ān", "ʿ", "ʾ"), with_signs("ʻulamā'", "ʿ", "ʾ"), with_signs("sha'b", "ʿ", "ʾ")
    ('qurʿān', 'ʿulamāʾ', 'shaʿb')

    ASCII ' is hamza where another sign for ʿayn stands in the text, after a long ā, and at the end; else ʿayn, which is
    commoner: the word above shows where that fails.
    """
    if "'" in text:
        if ayn and not any(sign in text for sign in AYN_SIGNS):
            text = re.sub(r"(?<=[āâáīū])'(?=[iaāu]|\W|$)|(?<=\w)'(?=\W|$)", "ʾ", text).replace("'", "ʿ")
        else:
            text = text.replace("'", "ʾ")
    return text.translate(_sign_table(ayn, hamza))


@lru_cache(maxsize=64)
def _sign_table(ayn: str, hamza: str) -> dict[int, str]:
    return {**{ord(c): hamza for c in HAMZA_SIGNS}, **{ord(c): ayn for c in AYN_SIGNS}}


def mark_table(values: Iterable[str]) -> dict[int, str | None]:
    """What to make of marks that a scheme with these values does not have: ties go, look-alikes become its own."""
    own = set(unicodedata.normalize("NFD", "".join(values)))
    table: dict[int, str | None] = {ord(tie): None for tie in TIES if tie not in own}
    for printed, meant in ALIKE:
        if meant in own and printed not in own:
            table[ord(printed)] = meant
    return table


def with_marks(text: str, table: Mapping[int, str | None]) -> str:
    """Text in NFC with its marks replaced by a table of `mark_table`."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(table))
