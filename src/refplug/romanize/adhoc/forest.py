"""Decision trees read all at once.

A tree is a row of leaves; a question that is answered "greater" strikes out the leaves on its left side, and the first leaf that is
left is the answer. For each feature the questions of all trees lie sorted by threshold, so one search finds all that are answered
"greater", and one kept mask strikes out their leaves in all trees together (QuickScorer: Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from operator import getitem
from struct import Struct

__all__ = ["Forest", "Node", "Trees"]

Node = tuple[int, float, "Node", "Node"] | float
"""A leaf's value, or (feature, threshold, what lies at or below it, what lies above)."""
Trees = tuple[float, tuple[Node, ...]]
"""The start value and the trees whose leaves are added to it."""

_WIDTHS = {8: "B", 16: "H", 32: "I", 64: "Q"}


class Forest:
    """Trees ready for `score`; each may have at most 64 leaves (ValueError).

    >>> forest = Forest((0.5, ((0, 1.0, -1.0, (1, 2.0, 0.25, 4.0)), (1, 5.0, 0.0, 1.0))))
    >>> forest.score([1.0, 9.0]), forest.score([1.5, 2.0]), forest.score([1.5, 3.0])
    (0.5, 0.75, 4.5)
    """

    def __init__(self, trees: Trees) -> None:
        self._start, roots = trees
        asked: dict[int, list[tuple[float, int]]] = defaultdict(list)
        leaves = [_leaves(root) for root in roots]
        width = next((w for w in _WIDTHS if all(len(row) <= w for row in leaves)), None)
        if width is None:
            raise ValueError("a tree of the judge has more than 64 leaves")
        for number, root in enumerate(roots):
            _ask(root, number * width, asked)
        self._cells = Struct(f"<{len(roots)}{_WIDTHS[width]}")
        self._all = (1 << 8 * self._cells.size) - 1
        self._features = [(feature, *_masks(asked[feature], self._all)) for feature in sorted(asked)]
        self._values = [_First(row) for row in leaves]

    def score(self, row: Sequence[float]) -> float:
        """The sum of one leaf of each tree, for one row of features."""
        left = self._all
        for feature, thresholds, masks in self._features:
            left &= masks[bisect_left(thresholds, row[feature])]
        cells = self._cells.unpack(left.to_bytes(self._cells.size, "little"))
        return sum(map(getitem, self._values, cells), self._start)


class _First(dict[int, float]):
    """What is left of a tree's leaves, as bits, to the value of the first of them."""

    def __init__(self, leaves: Sequence[float]) -> None:
        super().__init__()
        self._leaves = leaves

    def __missing__(self, left: int) -> float:
        self[left] = value = self._leaves[(left & -left).bit_length() - 1]
        return value


def _leaves(node: Node) -> list[float]:
    return [*_leaves(node[2]), *_leaves(node[3])] if isinstance(node, tuple) else [node]


def _ask(node: Node, first: int, asked: dict[int, list[tuple[float, int]]]) -> int:
    """Note each question with the leaves that "greater" strikes out; gives back the place after the node's last leaf."""
    if not isinstance(node, tuple):
        return first + 1
    feature, threshold, below, above = node
    middle = _ask(below, first, asked)
    asked[feature].append((threshold, (1 << middle) - (1 << first)))
    return _ask(above, middle, asked)


def _masks(asked: list[tuple[float, int]], everything: int) -> tuple[list[float], list[int]]:
    """Thresholds in order, and what is left after the first none, one, two ... of them are passed."""
    asked.sort()
    masks = [everything]
    for _, struck in asked:
        masks.append(masks[-1] & ~struck)
    return [threshold for threshold, _ in asked], masks
