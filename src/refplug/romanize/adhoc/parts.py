"""Names of several words compared word by word: in another order, with words missing or added, with initials.

`Bustani, B.` and `Buṭrus al-Bustānī` share one word and an initial. What a word tells depends on how common it is: that Muḥammad or
Pasha is not printed says little, that al-Bustānī is not printed says that another man is meant.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from refplug.romanize.adhoc.channel import Costs, distance
from refplug.romanize.adhoc.consonants import Finder, prepare

__all__ = ["Match", "Parts", "printed_words"]

PARTICLES = frozenset(("ibn", "bin", "lāh"))
PARTICLES_PRINTED = frozenset(
    ("ibn", "bin", "ben", "b", "abu", "abi", "abou", "wa", "umm", "al", "el", "lah", "bar", "ebn", "bn")
)
RESPECT = frozenset(("bāšā", "bīk", "bik", "afandī", "šayx", "mīrzā", "sayyid", "mullā", "xān", "ḥājj", "ḥājjī", "imām"))  # fmt: skip
_PARTICLE, _RESPECT, _LEAST = 0.1, 0.15, 0.2
_COMMONEST = 9.5
_FAR, _FAR_LETTER = 4.0, 0.9
_UNREAD, _UNSAID, _TURNED, _INITIAL = 6.0, 3.0, 0.7, 0.5
_MOST_WORDS, _CHOSEN = 8, 14


class Match(NamedTuple):
    """A printed name beside an entry. `unread` weighs the printed words that the entry lacks, `unsaid` its words that are not printed,
    `turned` counts words out of order, `share` is the part of the printed words that was found."""

    cost: float
    unread: float = 0.0
    unsaid: float = 0.0
    turned: int = 0
    share: float = 1.0


def printed_words(letters: str) -> list[str]:
    """The words of letters as `segment.letters_of` gives them, without article and ezafe."""
    return letters.replace("@", "").replace("E", "").split()


class Parts:
    """The words of all entries, where each stands, and what it tells."""

    def __init__(self, sounds: Sequence[str], counts: Sequence[float]) -> None:
        self.words = [row.replace("@", "").replace("E", "").split() for row in sounds]
        self._places: dict[str, list[int]] = defaultdict(list)
        seen: dict[str, float] = defaultdict(float)
        for i, words in enumerate(self.words):
            if len(words) == 1:
                seen[words[0]] = max(seen[words[0]], counts[i])
            else:
                for word in dict.fromkeys(words):
                    if word not in PARTICLES:
                        self._places[word].append(i)
        self._weights = {word: self._weight(word, seen[word]) for word in self._places}
        self._finder = Finder([prepare(word) for word in self._places])

    def _weight(self, word: str, count: float) -> float:
        if word in RESPECT:
            return _RESPECT
        often = count + 10 * len(self._places[word])
        return max(_LEAST, 1 - math.log(1 + often) / _COMMONEST)

    def weight(self, word: str) -> float:
        """What a word of an entry tells, 0 to 1."""
        return _PARTICLE if word in PARTICLES else self._weights.get(word, 1.0)

    def compared(self, letters: str, costs: Costs | None) -> Compared:
        """A printed name, ready to be compared with many entries."""
        return Compared(self, printed_words(letters)[:_MOST_WORDS], costs)


class Compared:
    """One printed name with what is known of its words so far."""

    def __init__(self, parts: Parts, printed: Sequence[str], costs: Costs | None) -> None:
        self._parts, self._printed, self._costs = parts, printed, costs
        self._known: dict[tuple[str, str], float] = {}
        self._weights: dict[str, float] = {}

    def near(self) -> list[int]:
        """The entries that share telling words with the print."""
        score: dict[int, float] = defaultdict(float)
        parts = self._parts
        for token in self._printed:
            if len(token) < 2 or token in PARTICLES_PRINTED:
                continue
            far, best = _far(token), dict[int, float]()
            nearest, weight = math.inf, 1.0
            for j in parts._finder.near(token):
                word = parts._finder.sounds[j]
                spent = self._distance(word, token)
                if spent < nearest:
                    nearest, weight = spent, parts.weight(word)
                if spent < far:
                    value = (1 - spent / far) * parts.weight(word)
                    for i in parts._places[word]:
                        best[i] = max(best.get(i, 0.0), value)
            self._weights[token] = weight if nearest < _FAR - 1 + len(token) / 2 else 1.0
            for i, value in best.items():
                score[i] += value
        lengths = parts.words
        chosen = heapq.nlargest(4 * _CHOSEN, score, key=lambda i: (score[i] - 0.05 * len(lengths[i]), -i))
        unsaid = {i: 0.3 * sum(map(parts.weight, lengths[i])) for i in chosen}
        return heapq.nlargest(_CHOSEN, chosen, key=lambda i: (score[i] - unsaid[i], -i))

    def match(self, entry: int) -> Match | None:
        """Each printed word with the nearest word of the entry that is still free; None where no word is shared."""
        words = self._parts.words[entry]
        free, pairs = list(range(len(words))), []
        cost = unread = 0.0
        initials = 0
        for at in sorted(range(len(self._printed)), key=lambda i: -len(self._printed[i])):
            token = self._printed[at]
            if len(token) == 1:
                found = next((j for j in free if prepare(words[j]).plain[:1] == token), None)
                if found is not None:
                    free.remove(found)
                    initials += 1
                continue
            spent, best = min(((self._distance(words[j], token), j) for j in free), default=(math.inf, -1))
            if spent < _far(token):
                cost += spent
                free.remove(best)
                pairs.append((at, best))
            else:
                unread += _PARTICLE if token in PARTICLES_PRINTED else self._weights.get(token, 1.0)
        if not pairs:
            return None
        unsaid = sum(self._parts.weight(words[j]) for j in free)
        pairs.sort()
        turned = sum(b > d for (_, b), (_, d) in pairwise(pairs))
        cost += 1 + _UNREAD * unread + _UNSAID * unsaid + _TURNED * turned + _INITIAL * initials
        return Match(cost, unread, unsaid, turned, (len(pairs) + initials) / len(self._printed))

    def _distance(self, word: str, token: str) -> float:
        known = self._known.get((word, token))
        if known is None:
            known = distance(word, token, self._costs, worst=_far(token))
            self._known[word, token] = known
        return known


def _far(token: str) -> float:
    return _FAR + _FAR_LETTER * len(token)
