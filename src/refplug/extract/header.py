"""The trained model of headers: which words are title, author, affiliation, abstract (docs/models/header.md).

A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over the words at the head of a page. Trained
by `tools/train_header.py`; here it is a table of weights and the Viterbi algorithm, in plain Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from refplug.extract.tokens import TokenLine

__all__ = ["BEGIN", "BEGUN", "LABELS", "Model", "labels_of", "model"]

BEGIN = "B-"
BEGUN = ("abstract", "affiliation", "author", "keyword", "title")
"""Labels whose first word has a label of its own, so that where a title or a byline begins is learned too."""

LABELS = tuple(sorted((*("B-" + label for label in BEGUN), *BEGUN, "email", "matter", "other")))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, one a label in the order of `LABELS`, and of a label following another."""

    weights: Mapping[str, tuple[tuple[int, float], ...]]
    transitions: tuple[tuple[float, ...], ...]


@cache
def model() -> Model:
    """The shipped model; read once, in about 60 ms."""
    rows = (files("refplug.extract") / "data" / "header.tsv").read_text("utf-8").splitlines()
    labels = tuple(rows[1].split("\t"))
    if labels != LABELS:
        raise ValueError(f"header.tsv is for the labels {labels}")
    last = 2 + len(labels)
    transitions = tuple(tuple(int(cell) / 100 for cell in row.split("\t")) for row in rows[2:last])
    weights: dict[str, tuple[tuple[int, float], ...]] = {}
    for row in rows[last:]:
        feature, _, cells = row.rpartition("\t")
        pairs = (cell.partition(":") for cell in cells.split(" "))
        weights[feature] = tuple((int(label), int(weight) / 100) for label, _, weight in pairs)
    return Model(weights, transitions)


def labels_of(
    lines: Sequence[TokenLine], leanings: Sequence[Mapping[str, float]] | None = None
) -> list[list[str]]:
    """The label of each token, line by line.

    `leanings` may add, for each line, to the score of a label: what the layout says of it (see `extract.layout`).
    """
    scores = _scores(lines, leanings)
    path = _best_path(scores, model().transitions)
    out, at = [], 0
    for line in lines:
        out.append([LABELS[label] for label in path[at : at + len(line.tokens)]])
        at += len(line.tokens)
    return out


def _scores(lines: Sequence[TokenLine], leanings: Sequence[Mapping[str, float]] | None) -> list[list[float]]:
    """What the features of each token say for each label. Features of the line are summed once."""
    weights = model().weights
    get = weights.get
    out: list[list[float]] = []
    for number, line in enumerate(lines):
        shared = [0.0] * len(LABELS)
        for feature in line.features:
            for label, weight in get(feature, ()):
                shared[label] += weight
        for name, weight in leanings[number].items() if leanings else ():
            for label in _PLACES[name]:
                shared[label] += weight
        for token in line.tokens:
            own = shared.copy()
            for feature in token.features:
                for label, weight in get(feature, ()):
                    own[label] += weight
            out.append(own)
    return out


_NEVER = -1e9
_CAN_START = tuple(label not in BEGUN for label in LABELS)
_PLACES = {
    name: tuple(at for at, label in enumerate(LABELS) if label.removeprefix(BEGIN) == name)
    for name in {label.removeprefix(BEGIN) for label in LABELS}
}


def _ways(transitions: Sequence[Sequence[float]]) -> list[list[tuple[int, float]]]:
    """For each label those that may stand before it, with the weight of the step: inside follows only its beginning or itself."""
    ways = []
    for other, name in enumerate(LABELS):
        before = _PLACES[name] if name in BEGUN else range(len(LABELS))
        ways.append([(one, transitions[one][other]) for one in before])
    return ways


def _best_path(scores: Sequence[Sequence[float]], transitions: Sequence[Sequence[float]]) -> list[int]:
    """The best sequence of labels (Viterbi 1967)."""
    if not scores:
        return []
    count = len(LABELS)
    arriving = _ways(transitions)
    best = [score if way else _NEVER for score, way in zip(scores[0], _CAN_START, strict=True)]
    back: list[list[int]] = []
    for own in scores[1:]:
        came: list[int] = []
        reached: list[float] = []
        for other in range(count):
            top, source = max((best[one] + step, one) for one, step in arriving[other])
            came.append(source)
            reached.append(top + own[other])
        back.append(came)
        best = reached
    at = best.index(max(best))
    path = [at]
    for came in reversed(back):
        at = came[at]
        path.append(at)
    return path[::-1]
