"""Rows of sounds by their consonants: the keys under which an entry is found, whoever spells it.

One printed letter stands for several sounds and one sound is printed in several ways, so a word has several keys on either side; an
entry is near where they agree, or do but for one consonant. Two quick comparisons of plain letters (one that sees which vowel
stands where, one that does not) choose the few that are measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

__all__ = ["Finder", "Prepared", "keys_of_letters", "keys_of_sounds", "one_vowel", "plain", "prepare"]

_DIGRAPH = re.compile(r"t?sch|tch|sh|ch|kh|gh|th|dh|zh|dj|dg|ck|[a-z]")
_LETTER_KEYS = {
    "sch": "S", "tsch": "S", "tch": "S", "sh": "S", "ch": "Sk", "kh": "k", "gh": "gk", "th": "ts", "dh": "ds", "zh": "Ss", "dj": "g", "dg": "g", "ck": "k",
    "b": "b", "c": "kgs", "d": "d", "f": "f", "g": "g", "j": "g.", "k": "k", "l": "l", "m": "m", "n": "n", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t",
    "x": "k", "z": "s",
}  # fmt: skip
_SOUND_KEYS = {
    "b": "b", "p": "b", "t": "t", "ṯ": "ts", "j": "g", "č": "S", "x": "k", "d": "d", "ḏ": "ds", "r": "r", "z": "s", "ž": "Sg", "s": "s", "š": "S", "ṣ": "s",
    "ḍ": "ds", "ṭ": "t", "ẓ": "sd", "ġ": "g", "f": "f", "q": "k", "k": "k", "g": "g", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
_MOST_KEYS = 8
_LEAST_FOR_LONGER, _LEAST_FOR_NEIGHBOURS = 2, 3
_POOL, _LIKEST = 2000, 10
_ROMAN = {
    "ʾ": "", "ʿ": "", "ṯ": "s", "j": "j", "č": "ch", "ḥ": "h", "x": "kh", "ḏ": "z", "ž": "zh", "š": "sh", "ṣ": "s", "ḍ": "d", "ṭ": "t", "ẓ": "z", "ġ": "gh",
    "ā": "a", "ī": "i", "ū": "u", "T": "", "@": "", "E": "i", " ": "",
}  # fmt: skip
_ROMAN_TABLE = str.maketrans(_ROMAN)
_PLAIN = re.compile(r"[aei]h?$|ou|oo|ow|ee|ie|[uoiye]|dj|tch|sch|ch|ck|th|dh|[qcvh' @E]|(.)\1")
_PLAIN_MAP = {
    "ou": "u", "oo": "u", "ow": "u", "o": "u", "u": "u", "ee": "i", "ie": "i", "i": "i", "y": "i", "e": "i", "dj": "j", "tch": "sh", "sch": "sh", "ch": "sh", "ck": "k",
    "q": "k", "c": "k", "v": "w", "th": "s", "dh": "z", "h": "h", "E": "i",
}  # fmt: skip


def plain(letters: str) -> str:
    """Letters with the commonest habits undone, for a first comparison."""
    return _PLAIN.sub(_plain_run, letters)


def _plain_run(match: re.Match[str]) -> str:
    run = match.group()
    if match.group(1):
        return _PLAIN_MAP.get(match.group(1), match.group(1))
    return "a" if match.end() == len(match.string) and run[0] in "aei" else _PLAIN_MAP.get(run, "")


_VOWELS = re.compile("[aiu]+")


def one_vowel(plain_letters: str) -> str:
    """Plain letters with every vowel alike, for comparing consonants and where vowels stand.

    >>> one_vowel("afandi") == one_vowel("ifindi")
    True
    """
    return _VOWELS.sub("a", plain_letters)


def _keys(choices: Iterable[str]) -> list[str]:
    options: list[str] = []
    for choice in choices:
        if choice and (not options or options[-1] != choice):
            options.append(choice)
    size = 1
    for i, choice in enumerate(options):
        size *= len(choice)
        if size > _MOST_KEYS:
            options[i] = choice[0]
            size //= len(choice)
    return ["".join(k).replace(".", "") for k in product(*options)]


def keys_of_letters(letters: str) -> list[str]:
    """The consonant keys a printed word may have.

    >>> keys_of_letters("shari'a"), keys_of_letters("tchaikhane")
    (['Sr'], ['Skn'])
    """
    return _keys(_LETTER_KEYS.get(m.group(), "") for m in _DIGRAPH.finditer(letters))


def keys_of_sounds(sound: str) -> list[str]:
    """The consonant keys under which an entry is found: ʿ ʾ h w y and the article do not count.

    >>> keys_of_sounds("šarīʿaT"), keys_of_sounds("@ḥadīṯ")
    (['Sr'], ['dt', 'ds'])
    """
    return _keys(_SOUND_KEYS.get(char, "") for char in sound)


class Prepared(NamedTuple):
    """What the index needs to know of a row of sounds; kept in a file for our own entries, so that loading is quick."""

    sounds: str
    plain: str
    keys: tuple[str, ...]


def prepare(sounds: str) -> Prepared:
    """The plain letters and the consonant keys of a row of sounds.

    >>> prepare("šarīʿaT")
    Prepared(sounds='šarīʿaT', plain='sharia', keys=('Sr',))
    """
    return Prepared(sounds, plain(sounds.translate(_ROMAN_TABLE)), tuple(keys_of_sounds(sounds)))


class Finder:
    """Rows of sounds by their consonant keys."""

    def __init__(self, rows: Sequence[Prepared]) -> None:
        self.sounds = [row.sounds for row in rows]
        self.plain = [row.plain for row in rows]
        self.by_key: dict[str, list[int]] = {}
        for i, row in enumerate(rows):
            for key in row.keys:
                self.by_key.setdefault(key, []).append(i)

    @cached_property
    def shorter(self) -> dict[str, list[str]]:
        """Keys by what is left of them without one consonant."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.by_key:
            for lacking in _lacking_one(key):
                found[lacking].append(key)
        return found

    @cached_property
    def vowelless(self) -> list[str]:
        """The plain letters of each row with every vowel alike."""
        return [one_vowel(row) for row in self.plain]

    def near(self, letters: str) -> list[int]:
        """Rows whose consonants agree with the printed ones, or do but for one; the likest where they are many."""
        pool: dict[int, None] = {}
        around: dict[str, None] = {}
        for key in keys_of_letters(letters):
            pool.update(dict.fromkeys(self.by_key.get(key, ())))
            if len(key) >= _LEAST_FOR_LONGER:
                around.update(dict.fromkeys(self.shorter.get(key, ())))
            if len(key) >= _LEAST_FOR_NEIGHBOURS:
                self._add_neighbours(key, around)
        agreeing = list(pool)
        for key in around:
            if len(pool) > _POOL:
                break
            pool.update(dict.fromkeys(self.by_key[key]))
        if len(pool) <= 2 * _LIKEST:
            return list(pool)
        printed = plain(letters)
        found = _likest(printed, pool, self.plain)
        rest = agreeing if len(agreeing) > _LIKEST else pool
        return list(dict.fromkeys((*found, *_likest(one_vowel(printed), rest, self.vowelless))))

    def _add_neighbours(self, key: str, around: dict[str, None]) -> None:
        """Keys with one consonant less or other; in order, since the pool is cut and answers must not depend on chance."""
        for lacking in sorted(_lacking_one(key)):
            around.update(dict.fromkeys(self.shorter.get(lacking, ())))
            if lacking in self.by_key:
                around[lacking] = None


def _likest(printed: str, rows: Iterable[int], letters: Sequence[str]) -> list[int]:
    choices: Mapping[int, str] = {i: letters[i] for i in rows}
    return [
        i for _, _, i in process.extract(printed, choices, scorer=Indel.normalized_distance, limit=_LIKEST)
    ]


def _lacking_one(key: str) -> set[str]:
    return {key[:i] + key[i + 1 :] for i in range(len(key))}
