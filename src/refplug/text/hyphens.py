"""Words parted at line ends: when the hyphen goes, and when it stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from refplug.model import Span
from refplug.text.edits import Edit, EditKind
from refplug.text.glue import PREFIXES, TAILS
from refplug.text.words import zipf

__all__ = ["hyphen_edits", "is_one_word"]

_PARTED = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,40})([-\u2010\u00ad\u00ac])[ \t]{0,8}\n[ \t]{0,40}(?:\n[ \t]{0,40})?([^\W\d_]{1,40}|\d{1,4})"
)
_INLINE = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,40}[-\u2010\u2011][^\W\d_]{1,40}")
_SOFT = "\u00ad"
_SUFFIXES = frozenset(
    "able al ally ed er ers ing ings ion ions ism ist ity ive ly ment ments ness ous sion tion tional".split()
)
_KEEPS = frozenset("all ex half high ill long low self short well wide al el ibn bin abu".split())
"""First halves that keep their hyphen: self-reliance, well-known, al-Sadr."""


def hyphen_edits(
    text: str, *, is_known: Callable[[str], bool], is_protected: Callable[[str], bool]
) -> Iterator[Edit]:
    r"""One edit per word parted at a line end: hyphen and line end go, or the line end alone.

    In a sample of 1,139 line-end hyphens of real headers one in ten belonged to the word (`docs/repair.md`).
    """
    if "\n" not in text:
        return
    inline = {
        found.group().lower().replace("\u2010", "-").replace("\u2011", "-")
        for found in _INLINE.finditer(text)
    }
    for found in _PARTED.finditer(text):
        first, hyphen, second = found.groups()
        span = Span(found.start(2), found.start(3))
        crosses_blank = text.count("\n", span.start, span.end) > 1
        joined = first + second
        is_whole = hyphen == _SOFT or (
            not is_protected(f"{first}-{second}")
            and is_one_word(
                first, second, inline=inline, is_known=lambda word: is_known(word) or is_protected(word)
            )
        )
        if is_whole and not (crosses_blank and not is_known(joined)):
            yield Edit(span, "", EditKind.HYPHEN, f"“{joined}” was parted at the line end")
        elif not crosses_blank:
            yield Edit(span, "-", EditKind.HYPHEN, f"“{first}-{second}” keeps its hyphen")


def is_one_word(first: str, second: str, *, inline: set[str], is_known: Callable[[str], bool]) -> bool:
    """Whether two halves at a line end are one word, the hyphen being the printer's.

    The document is asked first (does it print the hyphen inside a line?), then the dictionary, then the halves: a
    capital or a number behind the hyphen keeps it, two common words with no common whole keep it.

    >>> is_one_word("objec", "tives", inline=set(), is_known=lambda word: zipf(word) >= 2)
    True
    >>> is_one_word("trade", "wind", inline=set(), is_known=lambda word: zipf(word) >= 2)
    False
    """
    joined, hyphenated = first + second, f"{first}-{second}".lower()
    if not second[0].isalpha() or (second[0].isupper() and not first.isupper()) or len(first) == 1:
        return False
    if hyphenated in inline:
        return False
    rarest = min(zipf(first), zipf(second))
    if is_known(joined):
        return not (rarest >= 5.5 and zipf(joined) < 3.8)  # of-the is not "ofthe"
    if first.lower() in _KEEPS or second.lower() in TAILS:
        return False
    is_compound = len(first) > 3 and len(second) > 4 and rarest >= 2.0
    if first.lower() in PREFIXES or first.endswith("o") or second.lower() in _SUFFIXES:
        return rarest < 3.5 or second.lower() in _SUFFIXES
    return rarest < 3.5 and not is_compound
