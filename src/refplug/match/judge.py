"""One candidate judged: its features weighed in the reading that speaks best for it."""

from __future__ import annotations

from dataclasses import dataclass

from refplug.match.compare import Comparison
from refplug.match.facts import Facts, facts_of
from refplug.match.features import READINGS, Outcome
from refplug.match.probe import Probe
from refplug.match.weights import weight_of
from refplug.model import Feature, Record

__all__ = ["Judged", "judge", "read_as"]

_ENOUGH_VETO = 2.0
_LEAST_TEXT = 4
_SAME = 0.97  # of a title's letters; then there is no need to listen to its consonants
_LEAST_ABSTRACT = 150  # letters; less cannot be told from a sentence that many abstracts share


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its evidence; `score` is in log-odds."""

    record: Record
    facts: Facts
    reading: str
    features: tuple[Feature, ...]
    score: float
    is_vetoed: bool
    likeness: float


def judge(probe: Probe, record: Record) -> Judged:
    """The candidate in its best reading. A reading without contradiction goes before one with."""
    comparison = Comparison(probe, facts_of(record))
    readings = [_weighed(reading, comparison, record) for reading in _readings(comparison)]
    return max(readings, key=lambda judged: (not judged.is_vetoed, judged.score))


def read_as(reading: str, probe: Probe, record: Record) -> Judged:
    """The candidate in one reading of the caller's choice."""
    return _weighed(reading, Comparison(probe, facts_of(record)), record)


def _readings(c: Comparison) -> tuple[str, ...]:
    """The ways in which this query can be read beside this candidate."""
    if c.probe.doi and len(c.probe.text.squashed) < _LEAST_TEXT:
        return ("identifier",)
    if c.is_title_all and not c.probe.query.authors:
        return ("title",)
    found = ["citation"]
    if c.title.similarity < _SAME and c.facts.titles:
        found.append("romanized")
    if c.facts.abstract and len(c.probe.text.squashed) >= _LEAST_ABSTRACT:
        found.append("abstract")
    return tuple(found)


def _weighed(reading: str, c: Comparison, record: Record) -> Judged:
    features: list[Feature] = []
    score = weight_of(reading, "", "prior").weight
    veto = 0.0
    for feature in READINGS[reading]:
        outcome: Outcome = feature(c)
        if outcome is None:
            continue
        weight = weight_of(reading, feature.__name__, outcome[0])
        features.append(
            Feature(name=feature.__name__, weight=weight.weight, reason=outcome[1], is_veto=weight.veto > 0)
        )
        score += weight.weight
        veto += weight.veto
    return Judged(record, c.facts, reading, tuple(features), score, veto >= _ENOUGH_VETO, c.title.similarity)
