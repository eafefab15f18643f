"""From a printed spelling to the words it may stand for, best first.

Two steps. `Index.near` finds the few entries whose consonants could have been printed so (several keys per word, since one
printed letter stands for several sounds, and the neighbours that lack one consonant). `channel.distance` then says how
a writer gets from the sounds to the letters, and the commonness of the entry breaks near ties.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from refplug.romanize.channel import Costs, distance
from refplug.romanize.segment import letters_of, segment

__all__ = ["CHECKED", "Hit", "Index", "Prepared", "keys_of_letters", "keys_of_sounds", "prepare"]

_DIGRAPH = re.compile(r"t?sch|tch|sh|ch|kh|gh|th|dh|zh|dj|dg|ck|[a-z]")
_LETTER_KEYS = {
    "sch": "S", "tsch": "S", "tch": "S", "sh": "S", "ch": "Sk", "kh": "k", "gh": "gk", "th": "ts", "dh": "ds", "zh": "S", "dj": "g", "dg": "g", "ck": "k",
    "b": "b", "c": "kgs", "d": "d", "f": "f", "g": "g", "j": "g.", "k": "k", "l": "l", "m": "m", "n": "n", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t",
    "x": "k", "z": "s",
}  # fmt: skip
_SOUND_KEYS = {
    "b": "b", "p": "b", "t": "t", "ṯ": "ts", "j": "g", "č": "S", "x": "k", "d": "d", "ḏ": "ds", "r": "r", "z": "s", "ž": "Sg", "s": "s", "š": "S", "ṣ": "s",
    "ḍ": "ds", "ṭ": "t", "ẓ": "sd", "ġ": "g", "f": "f", "q": "k", "k": "k", "g": "g", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
CHECKED = 3.5
"""The count of an entry that a person has checked, beside those counted in catalogues; no whole number, so that it can be told."""
_MOST_KEYS = 8
_LEAST_FOR_NEIGHBOURS = 3
_POOL, _MEASURED = 2000, 12
_FAR, _TOKEN_FAR = 1e9, 4.0
_PRINTED_EXTRA, _ENTRY_EXTRA = 6.0, 3.0
_MOST_TOKENS = 8
_PARTICLES = frozenset(("ibn", "bin", "lāh"))
_PARTICLES_PRINTED = frozenset(
    ("ibn", "bin", "ben", "b", "abu", "abi", "abou", "wa", "umm", "al", "el", "lah", "bar", "ebn", "bn")
)
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


def _plain(letters: str) -> str:
    """Letters with the commonest habits undone, for a first comparison."""
    return _PLAIN.sub(_plain_run, letters)


def _plain_run(match: re.Match[str]) -> str:
    run = match.group()
    if match.group(1):
        return _PLAIN_MAP.get(match.group(1), match.group(1))
    return "a" if match.end() == len(match.string) and run[0] in "aei" else _PLAIN_MAP.get(run, "")


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


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a spelling may stand for. `cost` is the distance with the entry's bonus; lower is nearer."""

    entry: int
    cost: float
    distance: float


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
    return Prepared(sounds, _plain(sounds.translate(_ROMAN_TABLE)), tuple(keys_of_sounds(sounds)))


class _Finder:
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

    def near(self, letters: str) -> list[int]:
        """Rows whose consonants agree with the printed ones, or do but for one; nearest by plain letters where they are many."""
        pool: dict[int, None] = {}
        around: dict[str, None] = {}
        for key in keys_of_letters(letters):
            pool.update(dict.fromkeys(self.by_key.get(key, ())))
            if len(key) >= _LEAST_FOR_NEIGHBOURS:
                around.update(dict.fromkeys(self.shorter.get(key, ())))
                for lacking in sorted(
                    _lacking_one(key)
                ):  # in order: the pool is cut, and answers must not depend on chance
                    around.update(dict.fromkeys(self.shorter.get(lacking, ())))
                    if lacking in self.by_key:
                        around[lacking] = None
        for key in around:
            if len(pool) > _POOL:
                break
            pool.update(dict.fromkeys(self.by_key[key]))
        if len(pool) <= _MEASURED:
            return list(pool)
        choices = {i: self.plain[i] for i in pool}
        found = process.extract(_plain(letters), choices, scorer=Indel.normalized_distance, limit=_MEASURED)
        return [i for _, _, i in found]


class Index:
    """Finds entries by their sounds. `counts` says how common each entry is, `bonus` how much farther (or, below 0, nearer) it counts.

    >>> index = Index(["šarīʿaT", "šarīf", "ḥadīṯ", "muḥammad ʿabduh"])
    >>> [hit.entry for hit in index.best("Shariah")][:1], [hit.entry for hit in index.best("Abdu, Mohamed")][:1]
    ([0], [3])
    """

    def __init__(
        self,
        sounds: Sequence[str | Prepared],
        counts: Sequence[float] | None = None,
        bonus: Sequence[float] | None = None,
        costs: Costs | None = None,
    ) -> None:
        rows = [prepare(row) if isinstance(row, str) else row for row in sounds]
        self.sounds = [row.sounds for row in rows]
        self.counts = counts or [CHECKED] * len(sounds)
        self.bonus = bonus or [0.0] * len(sounds)
        self.costs = costs
        self._whole = _Finder(rows)

    def likeness(self, letters: str, entry: int) -> float:
        """How alike printed letters and an entry are once the commonest habits are undone, 0 to 1."""
        return Indel.normalized_similarity(_plain(letters), self._whole.plain[entry])

    @cached_property
    def _tokens(self) -> tuple[_Finder, dict[str, list[int]]]:
        """The words of entries of several words, and where each stands."""
        places: dict[str, list[int]] = defaultdict(list)
        for i, sound in enumerate(self.sounds):
            if " " in sound:
                for token in dict.fromkeys(_words(sound)):
                    places[token].append(i)
        return _Finder([prepare(token) for token in places]), places

    def best(self, printed: str, count: int = 5) -> list[Hit]:
        """The entries a printed form may stand for, nearest first; an empty list where nothing is near.

        Words in another order (an inverted name), missing or added ones cost something, and do not prevent a hit.
        """
        letters = letters_of(segment(printed))
        return self.best_for(letters, count)

    def best_for(self, letters: str, count: int = 5) -> list[Hit]:
        """`best` for letters as `segment.letters_of` gives them."""
        found: dict[int, float] = {}
        worst = _FAR
        for i in self._whole.near(letters):
            found[i] = distance(self.sounds[i], letters, self.costs, worst=worst + 4)
            worst = min(worst, found[i])
        if " " in letters:
            for i, d in self._by_tokens(letters):
                found[i] = min(d, found.get(i, _FAR))
        hits = [Hit(i, d + self.bonus[i], d) for i, d in found.items()]
        return heapq.nsmallest(count, hits, key=lambda hit: (hit.cost, hit.entry))

    def _by_tokens(self, letters: str) -> list[tuple[int, float]]:
        """Entries that share words with a printed phrase, and how far they are word by word."""
        finder, places = self._tokens
        tokens = [
            word
            for word in letters.replace("@", "").replace("E", "").split()
            if word not in _PARTICLES_PRINTED and len(word) > 1
        ]
        initials = sum(len(word) == 1 for word in letters.replace("@", "").split())
        costs: list[tuple[float, dict[str, float]]] = []
        shared: dict[int, float] = defaultdict(float)
        for token in tokens[:_MOST_TOKENS]:
            far = _TOKEN_FAR + len(token)
            near = {
                finder.sounds[i]: distance(finder.sounds[i], token, self.costs, worst=far)
                for i in finder.near(token)
            }
            near = {word: d for word, d in near.items() if d < far}
            best: dict[int, float] = {}
            for word, d in near.items():
                value = (1 - d / far) * self._weight_of(word)
                for i in places[word]:
                    best[i] = max(best.get(i, 0.0), value)
            costs.append((max((self._weight_of(word) for word in near), default=_PRINTED_EXTRA), near))
            for i, value in best.items():
                shared[i] += value
        chosen = heapq.nlargest(
            3 * _MEASURED, shared.items(), key=lambda item: item[1] - 0.1 * len(self.sounds[item[0]])
        )
        return [(i, self._token_cost(i, costs) + initials) for i, _ in chosen]

    def _weight_of(self, word: str) -> float:
        """How much a word tells: 1 where every entry has it, up to `_PRINTED_EXTRA` where one has."""
        places = self._tokens[1]
        return 1 + (_PRINTED_EXTRA - 1) * math.log(len(places) / len(places[word])) / math.log(
            len(places) + 1
        )

    def _token_cost(self, entry: int, costs: Sequence[tuple[float, dict[str, float]]]) -> float:
        """Each printed word with the nearest word of the entry that is still free; what is left over on either side costs."""
        free = _words(self.sounds[entry])
        total = 1.0
        for weight, near in costs:
            word = min((w for w in free if w in near), key=near.__getitem__, default=None)
            if word is None:
                total += weight
            else:
                total += near[word]
                free.remove(word)
        return total + sum(_ENTRY_EXTRA * self._weight_of(word) / _PRINTED_EXTRA for word in free)


def _words(sound: str) -> list[str]:
    return [word for word in sound.replace("@", "").replace("E", "").split() if word not in _PARTICLES]


def _lacking_one(key: str) -> set[str]:
    return {key[:i] + key[i + 1 :] for i in range(len(key))}
