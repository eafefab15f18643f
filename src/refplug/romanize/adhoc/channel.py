"""How likely an author who means a word prints it so: a weighted edit distance from sounds to printed letters.

A word is cut into units (a sound, a doubled sound, an ending), each unit is printed as a short run of letters, and every
run has a cost: minus the natural logarithm of how often writers chose it. The cheapest way to print the whole is the
distance. Costs are learnt from name variants of libraries and gazetteers; `data/ranking/README.md` is their model card.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

__all__ = ["Costs", "distance", "prepared", "shipped_costs", "units"]

Costs = Mapping[str, "_Runs"]
"""Unit (with `^` before it at the beginning of a word, `$` after it at the end) to printed run to cost."""

_VOWELS = "aiuāīū"
_UNIT = re.compile(
    rf"iyy(?=[{_VOWELS}])|[aā]T|[āī]ʾ(?=$| )|ay(?![{_VOWELS}])|aw(?![{_VOWELS}])|([^{_VOWELS} @ET])\1|."
)
_LONGEST, _LONGEST_ARTICLE = 3, 5
_UNSEEN, _UNSEEN_LETTER, _DROPPED = 5.5, 1.6, 4.5
_SIGN_COST = {"'": 1.2, " ": 0.8, "@": 1.0, "E": 1.5}
_NO_SIGNS = str.maketrans(dict.fromkeys(_SIGN_COST, ""))
_BAND = 4
_FAR = 1e9


@lru_cache(maxsize=1 << 16)
def units(sound: str) -> tuple[str, ...]:
    """A row of sounds cut into what is printed as one, with its place in the word.

    >>> units("šarīʿaT")
    ('^š', 'a', 'r', 'ī', 'ʿ', 'aT$')
    """
    found = []
    for match in _UNIT.finditer(sound):
        unit, start, end = match.group(), match.start(), match.end()
        if unit in " @E":
            found.append(unit)
            continue
        first = start == 0 or sound[start - 1] in " @"
        last = end == len(sound) or sound[end] in " E"
        found.append("^" * first + unit + "$" * last)
    return tuple(found)


@cache
def shipped_costs() -> Costs:
    """The costs that come with the package."""
    text = resources.files("refplug.romanize").joinpath("data/ranking/costs.tsv").read_text("utf-8")
    table: dict[str, dict[str, float]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            unit, run, cost = line.split("\t")
            table.setdefault(unit, {})[run] = float(cost)
    return prepared(table)


def distance(sound: str, printed: str, costs: Costs | None = None, *, worst: float = _FAR) -> float:
    """The cost of printing `sound` as `printed` (letters as `sounds.printed_letters` gives them).

    >>> near, far = distance("šarīʿaT", "shariah"), distance("šarīʿaT", "sharon")
    >>> near < 6 < far
    True

    Gives up, and returns a number at least as great, once the cost must pass `worst`.
    """
    row = _shipped_row(sound) if costs is None else _row(sound, costs)
    size = len(printed)
    band, step = _BAND + size // 6, size / len(row)
    best, limit = [0.0], worst
    low, high = 0, 0  # where `best` may hold something, and what it holds must stay below `limit`
    for index, (known, longest, rest) in enumerate(row, 1):
        middle = int(step * index)
        least, most = max(0, middle - band), min(size, middle + band)
        before, spare, limit = limit, best, worst - rest
        best = [limit] * (size + 1)
        for at in range(low, high + 1):
            spent = spare[at]
            if spent >= before:
                continue
            for end in range(
                at if at > least else least, (at + longest if at + longest < most else most) + 1
            ):
                cost = spent + known[printed[at:end]]
                if cost < best[end]:
                    best[end] = cost
        low, high = least, most
    return best[size]


_Row = tuple[tuple["_Runs", int, float], ...]
"""What a row of sounds costs: for each unit its runs, the length of its longest one, and the least that all units after it cost."""


def _row(sound: str, table: Costs) -> _Row:
    row: list[tuple[_Runs, int, float]] = []
    rest = 0.0
    for unit in reversed(units(sound)):
        known = table.get(unit) or table.get(unit.strip("^$")) or _NO_RUNS
        row.append((known, _LONGEST_ARTICLE if unit == "@" else _LONGEST, rest))
        rest += known.least
    return tuple(reversed(row))


@lru_cache(maxsize=1 << 16)
def _shipped_row(sound: str) -> _Row:
    return _row(sound, shipped_costs())


class _Runs(dict[str, float]):
    """The printed runs of one unit with their costs; a run that was never seen is reckoned once, and kept."""

    def __init__(self, runs: Mapping[str, float] = MappingProxyType({})) -> None:
        super().__init__(runs)
        self.least = min((_DROPPED, *runs.values()))

    def __missing__(self, run: str) -> float:
        self[run] = cost = self._unseen(run)
        return cost

    def _unseen(self, run: str) -> float:
        """An apostrophe or a blank in a run weighs little."""
        if not run:
            return _DROPPED
        bare = run.translate(_NO_SIGNS)
        if bare == run:
            return _UNSEEN + _UNSEEN_LETTER * len(run)
        signs = sum(_SIGN_COST.get(char, 0.0) for char in run)
        return signs + self.get(bare, _UNSEEN + _UNSEEN_LETTER * len(bare) if bare else _DROPPED)


def prepared(costs: Mapping[str, Mapping[str, float]]) -> Costs:
    """Costs ready for `distance`."""
    return {unit: _Runs(runs) for unit, runs in costs.items()}


_NO_RUNS = _Runs()
