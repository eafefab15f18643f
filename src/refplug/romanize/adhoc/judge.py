"""The calibrated chance that a candidate is the word a spelling means: small trees over what a person would look at.

How far the spelling is from the sounds, how much farther the others are, how common the word is, whether words and articles
agree in number. The trees are numbers learnt from name variants (`data/ranking/judge.tsv`; its model card is README.md there).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from refplug.romanize.adhoc.forest import Forest, Node, Trees
from refplug.romanize.adhoc.parts import Match
from refplug.romanize.adhoc.rank import BEYOND, Hit, Index

__all__ = ["FEATURES", "JUDGED", "chances", "features", "parse_trees", "shipped_forest"]

JUDGED = 16
"""Candidates of one spelling that are judged; those farther away have no chance worth telling."""
FEATURES = (
    "distance",  # cost of printing the entry so
    "distance by length",
    "distance behind the nearest",
    "distance before the nearest other",
    "others about as near",
    "place",  # 0 for the nearest, 1 for the next
    "likeness",  # share of letters in common once the commonest habits are undone
    "likeness behind the best",
    "likeness of consonants",
    "likeness of consonants behind the best",
    "checked",  # 1 for an entry that a person has checked
    "count",  # natural logarithm of how often catalogues have it
    "count before the commonest of the near",
    "length",
    "words more than printed",
    "articles more than printed",
    "letters more than printed",
    "printed words not found",
    "words not printed",
    "words out of order",
    "share of the printed words",
)
_ABOUT, _NEAR, _ALONE = 3.0, 2.5, 20.0
_BEHIND, _TOO_FAR = FEATURES.index("distance behind the nearest"), BEYOND - 0.01
"""Who lies so far behind the nearest was not measured to the end, and is not judged."""


def features(letters: str, hits: Sequence[Hit], index: Index) -> list[tuple[float, ...]]:
    """One row of `FEATURES` for each hit, all hits of one spelling at once."""
    if not hits:
        return []
    far = [hit.distance for hit in hits]
    nearest, second = sorted((*far, max(far) + _ALONE))[:2]
    alike = index.likeness(letters, [hit.entry for hit in hits])
    best, best_bare = max(a for a, _ in alike), max(b for _, b in alike)
    counts = [math.log(1 + index.counts[hit.entry]) for hit in hits]
    commonest = max(c for c, d in zip(counts, far, strict=True) if d <= nearest + _NEAR)
    places = {d: float(place) for place, d in enumerate(sorted(set(far)))}
    size, blanks, articles = sum(map(str.isalpha, letters)), letters.count(" "), letters.count("@")
    rows: list[tuple[float, ...]] = []
    for hit, (like, bare), count in zip(hits, alike, counts, strict=True):
        sound, spent = index.sounds[hit.entry], hit.distance
        more = sound.count(" ") - blanks
        match = hit.match or Match(spent, unsaid=0.5 * max(0, more), unread=0.5 * max(0, -more))
        rows.append(
            (
                spent,
                spent / math.sqrt(size + 1),
                spent - nearest,
                (second if spent == nearest else nearest) - spent,
                float(sum(d < spent + _ABOUT for d in far) - 1),
                places[spent],
                like,
                like - best,
                bare,
                bare - best_bare,
                float(index.checked[hit.entry]),
                count,
                count - commonest,
                float(size),
                float(more),
                float(sound.count("@") - articles),
                float(len(sound) - size),
                match.unread,
                match.unsaid,
                float(match.turned),
                match.share,
            )
        )
    return rows


def chances(letters: str, hits: Sequence[Hit], index: Index, forest: Forest | None = None) -> list[float]:
    """The chance of each hit that it is meant; they need not add up to one, since none may be.

    >>> index = Index(["šarīʿaT", "šarīf", "ḥadīṯ"])
    >>> letters = "shari'a"
    >>> chances(letters, index.best_for(letters), index)[0] > 0.9
    True
    """
    score = (forest or shipped_forest()).score
    return [0.0 if row[_BEHIND] > _TOO_FAR else _chance(score(row)) for row in features(letters, hits, index)]


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def parse_trees(text: str) -> Trees:
    """Trees from their TSV: `start<TAB>number`, then one tree a line in prefix order: `feature threshold` or `= value`."""
    start, trees = 0.0, []
    for line in text.splitlines():
        if line.startswith("start\t"):
            start = float(line.split("\t")[1])
        elif line and not line.startswith("#"):
            trees.append(_tree(iter(line.split(" "))))
    return start, tuple(trees)


def _tree(tokens: Iterator[str]) -> Node:
    head, value = next(tokens), float(next(tokens))
    return value if head == "=" else (int(head), value, _tree(tokens), _tree(tokens))


@cache
def shipped_forest() -> Forest:
    """The trees that come with the package."""
    text = resources.files("refplug.romanize").joinpath("data/ranking/judge.tsv").read_text("utf-8")
    return Forest(parse_trees(text))
