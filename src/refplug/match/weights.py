"""The weights of the features, read from `data/weights.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Calibration", "Weight", "calibration", "weight_of", "weights"]

_NOTHING = "prior"


@dataclass(frozen=True, slots=True)
class Weight:
    """What an outcome adds to the log-odds, and what to the count of contradictions."""

    weight: float
    veto: float = 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """The line that turns summed evidence into measured log-odds."""

    slope: float
    shift: float


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("refplug.match") / "data" / "weights.toml").read_text(encoding="utf-8"))


@cache
def weights(reading: str) -> Mapping[tuple[str, str], Weight]:
    """The weights of one way of reading, by feature and outcome; the prior under ("", "prior")."""
    table = _data()[reading]
    found = {("", _NOTHING): Weight(float(table[_NOTHING]))}
    for feature, outcomes in table.items():
        if feature != _NOTHING:
            found.update({(feature, outcome): _weight(said) for outcome, said in outcomes.items()})
    return found


def weight_of(reading: str, feature: str, outcome: str) -> Weight:
    """The weight of an outcome; KeyError for one that the table does not have."""
    return weights(reading)[feature, outcome]


def calibration() -> Calibration:
    """The fitted line."""
    said = _data()["calibration"]
    return Calibration(float(said["slope"]), float(said["shift"]))


def _weight(said: float | Mapping[str, float]) -> Weight:
    return (
        Weight(float(said["weight"]), float(said["veto"]))
        if isinstance(said, Mapping)
        else Weight(float(said))
    )
