"""How sure a reading is: the ranker's share, turned into a measured probability by a logistic layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, log

from refplug.romanize.script.candidates import Candidate
from refplug.romanize.script.weights import Weights

__all__ = ["calibrated", "calibration_features"]


def calibration_features(
    best: Candidate, found: Sequence[Candidate], chances: Sequence[float]
) -> Iterator[tuple[str, float]]:
    """What the chance of being right depends on: the share, how often the word was seen, the source, model, length."""
    top = max(chances)
    kept = min(max(top, 0.02), 0.9995)
    seen = sum(candidate.seen for candidate in found)
    size = (
        "0"
        if seen < 1
        else "1"
        if seen < 2
        else "2"
        if seen < 4
        else "3"
        if seen < 10
        else "4"
        if seen < 40
        else "5"
        if seen < 200
        else "6"
    )
    yield "bias", 1.0
    yield "logit", log(kept / (1 - kept))
    yield f"logit {size}", log(kept / (1 - kept))
    yield f"seen {size}", 1.0
    yield f"source {best.source} {size}", 1.0
    if best.model or best.source == "model":
        yield f"model {size}", log(best.model + 0.001)
    if len(found) == 1:
        yield f"alone {size}", 1.0
    yield f"length {min(len(best.letters), 9)}", 1.0
    if best.like and best.exact:
        yield "like too", 1.0
    if best.split and best.model and not best.exact:
        yield "split and model", 1.0
    if best.letters.endswith(("ة", "ه")):
        yield f"ending {best.sound[-1:]}", 1.0


def calibrated(
    best: Candidate, found: Sequence[Candidate], chances: Sequence[float], weights: Weights
) -> float:
    """The measured probability that the best reading is right, 0 to 1."""
    score = sum(
        weights.calibration.get(name, 0.0) * value
        for name, value in calibration_features(best, found, chances)
    )
    return 1 / (1 + exp(-score))
