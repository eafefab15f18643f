"""The vowel model: the marks of each letter of a word that no table knows, best readings first.

A linear-chain conditional random field over letters. It was trained by `tools/train_vowels.py`; here it is only
read: pure Python, a beam over the letters, weights parsed when first needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from operator import itemgetter

from refplug.romanize.script.features import letter_features

__all__ = ["VowelModel", "parse_model"]

_BEAM = 8
_FAR = 7.0
"""A mark whose own score lies this far (natural log) under the best of its letter is not followed."""

_Weights = tuple[tuple[int, float], ...]
_Partial = tuple[float, int, "_Partial | None"]


@dataclass(slots=True)
class VowelModel:
    """Labels, which of them each letter takes, weights by feature, weights of label after label."""

    labels: tuple[str, ...]
    allowed: dict[str, tuple[int, ...]]
    after: tuple[tuple[float, ...], ...]
    packed: dict[str, str | _Weights]
    scale: float

    def readings(self, word: str, count: int = 6) -> tuple[tuple[tuple[str, ...], float], ...]:
        """The best readings of a word (marks letter by letter) with probabilities that add up to at most 1."""
        beam: list[_Partial] = [(0.0, -1, None)]
        for letter, features in zip(word, letter_features(word), strict=True):
            beam = self._extended(beam, letter, features)
        best = sorted(beam, key=_score, reverse=True)
        top = best[0][0]
        total = sum(exp(partial[0] - top) for partial in best)
        return tuple((self._marks(partial), exp(partial[0] - top) / total) for partial in best[:count])

    def _extended(self, beam: list[_Partial], letter: str, features: Sequence[str]) -> list[_Partial]:
        scores = self._scores(features)
        marks = [(scores[label], label) for label in self.allowed.get(letter, (0,))]
        limit = max(marks)[0] - _FAR
        followed = [one for one in marks if one[0] >= limit]
        after = self.after
        longer: list[_Partial] = [
            (partial[0] + score + row[label], label, partial)
            for partial in beam
            for row in (after[partial[1]],)
            for score, label in followed
        ]
        longer.sort(key=_score, reverse=True)
        return longer[:_BEAM]

    def _scores(self, features: Sequence[str]) -> list[float]:
        """What the features say for each label."""
        scores = [0.0] * len(self.labels)
        packed = self.packed
        for feature, pairs in zip(features, map(packed.get, features), strict=True):
            if pairs is None:
                continue
            if isinstance(pairs, str):
                pairs = packed[feature] = self._unpacked(pairs)
            for label, weight in pairs:
                scores[label] += weight
        return scores

    def _unpacked(self, text: str) -> _Weights:
        scale = self.scale
        numbers = list(map(int, text.split(" ")))
        return tuple(zip(numbers[::2], [weight * scale for weight in numbers[1::2]], strict=True))

    def _marks(self, partial: _Partial) -> tuple[str, ...]:
        marks = []
        step: _Partial | None = partial
        while step is not None and step[1] >= 0:
            marks.append(self.labels[step[1]])
            step = step[2]
        return tuple(reversed(marks))


_score = itemgetter(0)


def parse_model(text: str) -> VowelModel:
    """The model in the text form that `tools/train_vowels.py` writes.

    Lines: `labels`, `scale`, `letter` rows (letter, label numbers), `after` rows (one per label and one for the
    start), then `feature TAB label weight label weight ...`.
    """
    lines = iter(text.split("\n"))
    labels = tuple(next(lines).split("\t")[1:])
    scale = float(next(lines).split("\t")[1])
    allowed: dict[str, tuple[int, ...]] = {}
    after: list[tuple[float, ...]] = []
    packed: dict[str, str | _Weights] = {}
    for line in lines:
        kind, _, rest = line.partition("\t")
        if kind == "letter":
            letter, _, numbers = rest.partition("\t")
            allowed[letter] = tuple(int(number) for number in numbers.split(" "))
        elif kind == "after":
            after.append(tuple(int(weight) * scale for weight in rest.split(" ")))
        elif kind == "weights":
            break
    for line in lines:
        feature, _, rest = line.partition("\t")
        if rest:
            packed[feature] = rest
    return VowelModel(labels=labels, allowed=allowed, after=tuple(after), packed=packed, scale=scale)
