"""How sure a reading is: the ranker's share, turned into a measured probability by a logistic layer.

The layer is fitted on phrases that the ranker it judges has not seen (`tools/train_reader.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import exp, log

from refplug.romanize.script.candidates import Candidate
from refplug.romanize.script.heard import ending_of
from refplug.romanize.script.rank import Neighbors
from refplug.romanize.script.weights import Weights

__all__ = ["calibrated", "calibration_features", "difference"]


def calibration_features(
    best: Candidate, found: Sequence[Candidate], chances: Sequence[float], near: Neighbors
) -> Iterator[tuple[str, float]]:
    """What the chance of being right depends on: the share, how often the word was seen, where the reading comes from,
    how it ends beside these neighbors, and in what the next best reading differs."""
    order = sorted(chances, reverse=True)
    odds = _log_odds(order[0])
    seen = sum(candidate.seen for candidate in found)
    size = _size(seen)
    yield "bias", 1.0
    yield "logit", odds
    yield f"logit {size}", odds
    yield f"logit {near.kind}", odds
    yield f"seen {size}", 1.0
    yield f"kind {near.kind}{size}", 1.0
    yield f"source {best.source} {size}", 1.0
    yield f"length {min(len(best.letters), 9)}", 1.0
    if best.model or best.source == "model":
        yield f"model {size}", log(best.model + 0.001)
    if best.like and best.exact:
        yield "like too", 1.0
    if best.split and best.model and not best.exact:
        yield "split and model", 1.0
    if seen:
        yield f"share {int(best.exact * 10)} {size}", 1.0
        yield "log share", log(best.exact * best.ending + 0.02)
        yield "log seen", log(1 + seen)
    yield from _of_ending(best, near)
    if len(found) == 1:
        yield f"alone {size}", 1.0
        return
    second = found[max((n for n in range(len(found)) if found[n] is not best), key=chances.__getitem__)]
    kind = difference(best.sound, second.sound)
    yield f"rival {kind}", 1.0
    yield f"rival logit {kind}", odds
    yield "margin", log(order[0] / max(order[1], 1e-4))
    yield "third", log(max(order[2], 1e-4)) if len(order) > 2 else log(1e-4)


def _of_ending(best: Candidate, near: Neighbors) -> Iterator[tuple[str, float]]:
    ending = ending_of(best.sound, best.letters)
    if best.letters.endswith("ية"):
        ending = "iIyah" if best.sound.endswith(("iIyah", "iIyat")) else "iyah"
    if best.letters.endswith("ى"):
        ending += "ى"
    yield f"end {ending}", 1.0
    yield f"end {ending}{near.kind}", 1.0
    yield f"end {ending}|{near.after}", 1.0
    yield f"end {ending}<{near.before}", 1.0
    yield f"after {near.after}", 1.0
    yield f"before {near.before}", 1.0
    yield f"prefix {'-' in best.sound}{best.source}", 1.0


def _log_odds(share: float) -> float:
    kept = min(max(share, 0.002), 0.9995)
    return log(kept / (1 - kept))


def _size(seen: int) -> int:
    return sum(seen >= least for least in (1, 2, 4, 10, 40, 200))


_LONG = str.maketrans({"A": "", "I": "", "U": ""})
_VOWELS = str.maketrans(dict.fromkeys("aiuAIUY", ""))
_TWICE = re.compile(r"(.)\1")


def difference(first: str, second: str) -> str:
    """In what two readings of one word differ: the last sign, doubling, length, the ending, vowels, or more.

    >>> difference("kattab", "katab"), difference("kAtib", "katib"), difference("kitAbuhu", "kitAbihi")
    ('doubling', 'length', 'end')
    """
    if first[:-1] == second[:-1]:
        return "last " + first[-1:]
    one, other = (sound.replace("iIy", "iy").replace("uUw", "uw") for sound in (first, second))
    if _TWICE.sub(r"\1", one) == _TWICE.sub(r"\1", other):
        return "doubling"
    if one.translate(_LONG) == other.translate(_LONG) or one.replace("A", "a") == other.replace("A", "a"):
        return "length"
    same = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if same is None or max(len(first), len(second)) - same <= 3:
        return "end"
    bare, other_bare = first.translate(_VOWELS), second.translate(_VOWELS)
    if bare == other_bare:
        return "vowels"
    return "vowels, doubling" if _TWICE.sub(r"\1", bare) == _TWICE.sub(r"\1", other_bare) else "letters"


def calibrated(
    best: Candidate, found: Sequence[Candidate], chances: Sequence[float], near: Neighbors, weights: Weights
) -> float:
    """The measured probability that the best reading is right, 0 to 1."""
    find = weights.calibration.get
    score = sum(find(name, 0.0) * value for name, value in calibration_features(best, found, chances, near))
    return 1 / (1 + exp(-score))
