"""The decision: which candidate is the work that the query means, if any, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from refplug.match.judge import Judged, judge
from refplug.match.probe import probe_of
from refplug.match.same import is_same_work, preference
from refplug.match.weights import calibration
from refplug.model import Candidate, Match, MatchVerdict, Query, Record

__all__ = ["ACCEPTED_FROM", "decide"]

ACCEPTED_FROM = 0.5  # benchmarks/match/calibrate.py shows precision and recall over this bar
_SHOWN_FROM = -2.0  # log-odds; below, a candidate is not worth a person's look
_MOST_SHOWN = 5


def decide(query: Query, candidates: Iterable[Record]) -> Match:
    """Which candidate is the work that `query` means: a match, candidates for a person, or none.

    The probability is the measured chance that the match is right (benchmarks/match/calibrate.py). A candidate that
    contradicts the query is never a match; one that has a rival, another work that fits nearly as well, is not either.
    The order of the candidates does not matter, nor do records that have nothing to do with the query. A query
    without anything to go by, a devised title for one, is not asked.
    """
    probe = probe_of(query)
    if len(probe.text.squashed) < 4 and not probe.doi:
        return Match(verdict=MatchVerdict.NOT_ASKED, reason="There is nothing to search with.")
    unique = {_key(record): record for record in candidates}
    judged = [judge(probe, unique[key]) for key in sorted(unique)]
    ranked = sorted((j for j in judged if j.score >= _SHOWN_FROM), key=preference, reverse=True)
    return _verdict(ranked)


def _key(record: Record) -> tuple[str, ...]:
    doi, title, author = record.doi.value, record.title.value, record.author.value or ()
    return (
        doi or "",
        title or "",
        *(creator.name.display() for creator in author[:2]),
        record.page.value or "",
    )


def _verdict(ranked: Sequence[Judged]) -> Match:
    if not ranked:
        return Match(verdict=MatchVerdict.NONE, reason="No candidate fits.")
    works = _works(ranked)
    chances = _chances(works)
    shown = tuple(_candidate(j, _chance_of(j, works, chances)) for j in ranked[:_MOST_SHOWN])
    best = next((i for i, work in enumerate(works) if not work[0].is_vetoed), None)
    if best is not None and best == 0 and chances[0] >= ACCEPTED_FROM:
        return Match(
            verdict=MatchVerdict.MATCH,
            probability=chances[0],
            best=_candidate(works[0][0], chances[0]),
            candidates=shown,
            reason=_because(works[0][0]),
        )
    return Match(
        verdict=MatchVerdict.CANDIDATES,
        probability=chances[0],
        candidates=shown,
        reason=_doubt(works, chances),
    )


def _works(ranked: Sequence[Judged]) -> list[list[Judged]]:
    """The candidates grouped by work, best first: a work registered twice is no rival of itself."""
    works: list[list[Judged]] = []
    for judged in ranked:
        home = next((work for work in works if is_same_work(work[0].facts, judged.facts)), None)
        if home is None:
            works.append([judged])
        else:
            home.append(judged)
    return works


def _chances(works: Sequence[Sequence[Judged]]) -> list[float]:
    """The chance of each work to be the one meant, with "none of them" always among the possibilities."""
    line = calibration()
    odds = [math.exp(min(50.0, line.slope * work[0].score + line.shift)) for work in works]
    return [odd / (1.0 + sum(odds)) for odd in odds]


def _chance_of(judged: Judged, works: Sequence[Sequence[Judged]], chances: Sequence[float]) -> float:
    return next(chance for work, chance in zip(works, chances, strict=True) if judged in work)


def _candidate(judged: Judged, chance: float) -> Candidate:
    doi = judged.record.doi.accepted
    return Candidate(
        record=judged.record,
        source=doi.evidence.origin.name if doi else "",
        features=judged.features,
        score=judged.score,
        probability=chance,
    )


def _because(judged: Judged) -> str:
    strongest = sorted((f for f in judged.features if f.weight > 0), key=lambda f: -f.weight)[:3]
    against = [f.reason for f in judged.features if f.weight < 0]
    text = _sentence(f.reason for f in strongest)
    return f"{text} But: {_sentence(against)}" if against else text


def _doubt(works: Sequence[Sequence[Judged]], chances: Sequence[float]) -> str:
    best = works[0][0]
    contradictions = [f.reason for f in best.features if f.is_veto]
    if best.is_vetoed:
        return f"The likeliest candidate contradicts the query: {_sentence(contradictions, first=False)}"
    if len(works) > 1 and chances[1] * 4 > chances[0]:
        return "More than one work fits; a person must choose."
    return f"The likeliest candidate is not sure enough: {_sentence((f.reason for f in best.features if f.weight < 0), first=False)}"


def _sentence(reasons: Iterable[str], *, first: bool = True) -> str:
    text = "; ".join(reasons) or "too little is known of it"
    return (text[:1].upper() + text[1:] if first else text) + "."
