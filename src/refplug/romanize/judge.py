"""The calibrated chance that a candidate is the word a spelling means: small trees over what a person would look at.

How far the spelling is from the sounds, how much farther the others are, how common the word is, whether words and articles
agree in number. The trees are numbers learnt from name variants (`data/ranking/judge.tsv`; its model card is README.md there).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from refplug.romanize.rank import CHECKED, Hit, Index

__all__ = ["FEATURES", "JUDGED", "Trees", "chances", "features", "parse_trees", "shipped_trees"]

JUDGED = 8
"""Candidates of one spelling that are judged; those farther away have no chance worth telling."""
FEATURES = (
    "distance",  # cost of printing the entry so
    "distance by length",
    "distance behind the nearest",
    "likeness",  # share of letters in common once the commonest habits are undone
    "likeness behind the best",
    "standing",  # 1, 2, 3 for words seen that often in catalogues or more, 4 for entries that a person has checked
    "count",  # natural logarithm of how often catalogues have it
    "place",  # 0 for the nearest, 1 for the next
    "length",
    "words more than printed",
    "articles more than printed",
    "letters more than printed",
)
_COMMON, _COUNTED = 3.0, 6.0

Node = tuple[int, float, "Node", "Node"] | float
Trees = tuple[float, tuple[Node, ...]]


def features(letters: str, hits: Sequence[Hit], index: Index) -> list[tuple[float, ...]]:
    """One row of `FEATURES` for each hit, all hits of one spelling at once."""
    nearest = min((hit.distance for hit in hits), default=0.0)
    alike = [index.likeness(letters, hit.entry) for hit in hits]
    most_alike = max(alike, default=0.0)
    order = {d: place for place, d in enumerate(sorted({hit.distance for hit in hits}))}
    size, blanks, articles = sum(char.isalpha() for char in letters), letters.count(" "), letters.count("@")
    rows: list[tuple[float, ...]] = []
    for hit, like in zip(hits, alike, strict=True):
        sound, count = index.sounds[hit.entry], index.counts[hit.entry]
        rows.append(
            (
                hit.distance,
                hit.distance / math.sqrt(size + 1),
                hit.distance - nearest,
                like,
                like - most_alike,
                count if count == CHECKED else min(_COMMON, count),
                math.log(max(_COUNTED, count)),
                float(order[hit.distance]),
                float(size),
                float(sound.count(" ") - blanks),
                float(sound.count("@") - articles),
                float(len(sound) - size),
            )
        )
    return rows


def chances(letters: str, hits: Sequence[Hit], index: Index, trees: Trees | None = None) -> list[float]:
    """The chance of each hit that it is meant; they need not add up to one, since none may be.

    >>> index = Index(["šarīʿaT", "šarīf", "ḥadīṯ"])
    >>> letters = "shari'a"
    >>> chances(letters, index.best_for(letters), index)[0] > 0.9
    True
    """
    start, forest = trees or shipped_trees()
    found = []
    for row in features(letters, hits, index):
        score = start + sum(_leaf(tree, row) for tree in forest)
        found.append(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))))
    return found


def _leaf(node: Node, row: Sequence[float]) -> float:
    while not isinstance(node, float):
        feature, threshold, left, right = node
        node = left if row[feature] <= threshold else right
    return node


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
def shipped_trees() -> Trees:
    """The trees that come with the package."""
    return parse_trees(
        resources.files("refplug.romanize").joinpath("data/ranking/judge.tsv").read_text("utf-8")
    )
