"""Abbreviated names of journals: `J. Am. Chem. Soc.` stands for the Journal of the American Chemical Society."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from refplug.match.probe import Word
from refplug.match.words import STOP_WORDS
from refplug.romanize.keys import bare

__all__ = ["abbreviated_in", "abbreviates"]

_WORD = re.compile(r"[^\W_]+")


def abbreviated_in(name: str, words: Sequence[Word], apart: tuple[int, int]) -> tuple[int, int] | None:
    """Where words of a text abbreviate a journal's name, as character offsets; None where none do.

    The words keep the name's order; its articles and prepositions may be left out, and one of four other words.
    Words inside `apart`, where the title stands, are not looked at. The last such place counts: the journal comes late.
    """
    wanted = _wanted(name)
    if not wanted:
        return None
    outside = [word for word in words if not (apart[0] <= word.start < apart[1])]
    for first in range(len(outside) - 1, -1, -1):
        if abbreviates(outside[first].folded, wanted[0]):
            last = _end_of_run(outside, first, wanted)
            if last:
                return outside[first].start, outside[last - 1].end
    return None


@lru_cache(maxsize=1 << 12)
def _wanted(name: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(bare(name)) if word not in STOP_WORDS)


def abbreviates(short: str, word: str) -> bool:
    """Whether `short` can stand for `word`: its beginning, or letters of it in order from the first on.

    >>> abbreviates("natl", "national"), abbreviates("rev", "review"), abbreviates("acta", "active")
    (True, True, False)
    """
    if not short or short[0] != word[0] or len(short) > len(word):
        return False
    if word.startswith(short):
        return True
    letters = iter(word)
    return len(short) >= 3 and all(letter in letters for letter in short)


def _end_of_run(words: Sequence[Word], first: int, wanted: tuple[str, ...]) -> int | None:
    """The end, as a word number, of a run that abbreviates `wanted`; None where too little of it does."""
    place, hits = first, 0
    for want in wanted:
        while place < len(words) and words[place].folded in STOP_WORDS:
            place += 1
        if place < len(words) and abbreviates(words[place].folded, want):
            place, hits = place + 1, hits + 1
    letters = sum(len(word.folded) for word in words[first:place])
    is_all = hits == len(wanted) and (hits > 1 or letters >= min(4, len(wanted[0])))
    return place if is_all or (hits >= 3 and hits * 4 >= len(wanted) * 3) else None
