"""From a printed spelling to the words it may stand for, nearest first.

Two steps. `consonants.Finder` finds the few entries whose consonants could have been printed so. `channel.distance` then says how
a writer gets from the sounds to the letters; names of several words are also compared word by word (`parts`), and the nearer counts.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel

from refplug.romanize.adhoc.channel import Costs, distance
from refplug.romanize.adhoc.consonants import Finder, Prepared, one_vowel, plain, prepare
from refplug.romanize.adhoc.parts import Match, Parts
from refplug.romanize.adhoc.segment import letters_of, segment

__all__ = ["BEYOND", "Hit", "Index"]

_FAR, BEYOND = 1e9, 7.0
_FARTHEST = 60.0
"""What is farther is no nearer than this: how far it is says nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a spelling may stand for. `cost` is the distance with the entry's bonus; lower is nearer. `match` tells how
    its words were found, None where it was only measured as a whole."""

    entry: int
    cost: float
    distance: float
    match: Match | None = None


class Index:
    """Finds entries by their sounds. `counts` says how often catalogues have each entry, `checked` whether a person entered it,
    `bonus` how much farther (or, below 0, nearer) it counts.

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
        checked: Sequence[bool] | None = None,
    ) -> None:
        rows = [prepare(row) if isinstance(row, str) else row for row in sounds]
        self.sounds = [row.sounds for row in rows]
        self.counts = counts or [0.0] * len(rows)
        self.checked = checked or [True] * len(rows)
        self.bonus = bonus or [0.0] * len(rows)
        self.costs = costs
        self._whole = Finder(rows)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self.sounds, self.counts)

    def likeness(self, letters: str, entries: Sequence[int]) -> list[tuple[float, float]]:
        """How alike printed letters and entries are once the commonest habits are undone, 0 to 1; and the same with all vowels alike."""
        printed = plain(letters)
        bare, whole = one_vowel(printed), self._whole
        alike = Indel.normalized_similarity
        return [(alike(printed, whole.plain[i]), alike(bare, whole.vowelless[i])) for i in entries]

    def best(self, printed: str, count: int = 5) -> list[Hit]:
        """The entries a printed form may stand for, nearest first; an empty list where nothing is near.

        Words in another order (an inverted name), missing or added ones cost something, and do not prevent a hit.
        """
        return self.best_for(letters_of(segment(printed)), count)

    def best_for(self, letters: str, count: int = 5) -> list[Hit]:
        """`best` for letters as `segment.letters_of` gives them."""
        compared = self._parts.compared(letters, self.costs) if " " in letters else None
        near = self._whole.near(letters)
        if compared:
            near = list(dict.fromkeys((*near, *compared.near())))
        hits, nearest = [], _FAR
        for i in near:
            match = compared.match(i) if compared else None
            worst = min(nearest + BEYOND, match.cost if match else _FAR)
            spent = min(worst, distance(self.sounds[i], letters, self.costs, worst=worst))
            nearest = min(nearest, spent)
            spent = min(spent, _FARTHEST)
            hits.append(Hit(i, spent + self.bonus[i], spent, match))
        return heapq.nsmallest(count, hits, key=lambda hit: (hit.cost, hit.entry))
