"""From a printed spelling to the words it may stand for, best first.

Two steps. `Index.near` finds the few entries whose consonants could have been printed so (several keys per word, since one
printed letter stands for several sounds, and the neighbours that lack one consonant). `channel.distance` then says how
a writer gets from the sounds to the letters, and the commonness of the entry breaks near ties.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import Indel

from refplug.romanize.channel import Costs, distance
from refplug.romanize.segment import letters_of, segment

__all__ = ["Hit", "Index", "keys_of_letters", "keys_of_sounds"]

_DIGRAPH = re.compile(r"t?sch|tch|sh|ch|kh|gh|th|dh|zh|dj|dg|ck|[a-z]")
_LETTER_KEYS = {
    "sch": "S", "tsch": "S", "tch": "S", "sh": "S", "ch": "Sk", "kh": "k", "gh": "gk", "th": "ts", "dh": "ds", "zh": "S", "dj": "g", "dg": "g", "ck": "k",
    "b": "b", "c": "kgs", "d": "d", "f": "f", "g": "g", "j": "g", "k": "k", "l": "l", "m": "m", "n": "n", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t",
    "x": "k", "z": "s",
}  # fmt: skip
_SOUND_KEYS = {
    "b": "b", "p": "b", "t": "t", "ṯ": "ts", "j": "g", "č": "S", "x": "k", "d": "d", "ḏ": "ds", "r": "r", "z": "s", "ž": "Sg", "s": "s", "š": "S", "ṣ": "s",
    "ḍ": "ds", "ṭ": "t", "ẓ": "sd", "ġ": "g", "f": "f", "q": "k", "k": "k", "g": "g", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
_MOST_KEYS = 8
_LEAST_FOR_NEIGHBOURS = 3
_POOL, _MEASURED = 2000, 14
_ROMAN = {
    "ʾ": "", "ʿ": "", "ṯ": "th", "j": "j", "č": "ch", "ḥ": "h", "x": "kh", "ḏ": "dh", "ž": "zh", "š": "sh", "ṣ": "s", "ḍ": "d", "ṭ": "t", "ẓ": "z", "ġ": "gh",
    "ā": "a", "ī": "i", "ū": "u", "T": "", "@": "", "E": "i", " ": "",
}  # fmt: skip
_ROMAN_TABLE = str.maketrans(_ROMAN)
_PLAIN = re.compile(r"ou|oo|ow|u|o|ee|ie|i|y|e|dj|tch|sch|ch|ck|q|v|'| |@|E|(.)\1")
_PLAIN_MAP = {
    "ou": "u", "oo": "u", "ow": "u", "o": "u", "u": "u", "ee": "i", "ie": "i", "i": "i", "y": "i", "e": "i", "dj": "j", "tch": "sh", "sch": "sh", "ch": "sh", "ck": "k",
    "q": "k", "v": "w", "'": "", " ": "", "@": "", "E": "i",
}  # fmt: skip


def _plain(letters: str) -> str:
    """Letters with the commonest habits undone, for a first comparison."""
    return _PLAIN.sub(lambda m: m.group(1) or _PLAIN_MAP.get(m.group(), ""), letters)


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
    return ["".join(k) for k in product(*options)]


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


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a spelling may stand for. `cost` is the distance with its share of the entry's rarity; lower is nearer."""

    entry: int
    cost: float
    distance: float


class Index:
    """Finds entries by their sounds. `rarity` is -ln of how common an entry is among all, or 0 for each.

    >>> index = Index(["šarīʿaT", "šarīf", "ḥadīṯ"])
    >>> [hit.entry for hit in index.best("Shariah")][:1]
    [0]
    """

    def __init__(
        self,
        sounds: Sequence[str],
        rarity: Sequence[float] | None = None,
        costs: Costs | None = None,
        weight: float = 0.35,
    ) -> None:
        self.sounds = sounds
        self.rarity = rarity or [0.0] * len(sounds)
        self.costs = costs
        self.weight = weight
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._shorter: dict[str, set[str]] = defaultdict(set)
        self._plain: list[str] = []
        for i, sound in enumerate(sounds):
            self._plain.append(_plain(sound.translate(_ROMAN_TABLE)))
            for key in keys_of_sounds(sound):
                self._by_key[key].append(i)
        for key in self._by_key:
            for lacking in _lacking_one(key):
                self._shorter[lacking].add(key)

    def near(self, letters: str) -> list[int]:
        """Entries whose consonants agree with the printed ones, or do but for one."""
        pool: dict[int, None] = {}
        around: set[str] = set()
        for key in keys_of_letters(letters):
            pool.update(dict.fromkeys(self._by_key.get(key, ())))
            if len(key) >= _LEAST_FOR_NEIGHBOURS:
                around |= self._shorter.get(key, set())
                for lacking in _lacking_one(key):
                    around |= self._shorter.get(lacking, set())
                    if lacking in self._by_key:
                        around.add(lacking)
        for key in sorted(around):
            if len(pool) > _POOL:
                break
            pool.update(dict.fromkeys(self._by_key[key]))
        return list(pool)

    def best(self, printed: str, count: int = 5) -> list[Hit]:
        """The entries a printed form may stand for, nearest first; an empty list where nothing is near."""
        letters = letters_of(segment(printed))
        pool = self.near(letters)
        if not pool:
            return []
        if len(pool) > _MEASURED:
            plain = _plain(letters)
            found = process.extract(
                plain, {i: self._plain[i] for i in pool}, scorer=Indel.normalized_distance, limit=_MEASURED
            )
            pool = [i for _, _, i in found]
        hits, worst = [], 1e9
        for i in pool:
            d = distance(self.sounds[i], letters, self.costs, worst=worst + 4)
            hits.append(Hit(i, d + self.weight * self.rarity[i], d))
            worst = min(worst, d + self.weight * self.rarity[i])
        return heapq.nsmallest(count, hits, key=lambda hit: (hit.cost, hit.entry))


def _lacking_one(key: str) -> set[str]:
    return {key[:i] + key[i + 1 :] for i in range(len(key))}
