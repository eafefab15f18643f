"""The decision: which candidate is the work that the query means, if any, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from refplug.match.judge import Judged, judge
from refplug.match.probe import Probe, probe_of
from refplug.match.same import is_same_work, led, preference
from refplug.match.weights import calibration
from refplug.model import Candidate, Match, MatchVerdict, Query, Record

__all__ = ["ACCEPTED_FROM", "decide"]

ACCEPTED_FROM = 0.85  # a wrong match costs more than a missing one; rivals must be some ten times less likely
_SHOWN_FROM = -2.0  # log-odds; below, a candidate is not worth a person's look
_MOST_SHOWN = 5
_CONTRADICTED = 3.0  # log-odds that a contradiction takes from a candidate, beyond what its features weigh


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
    return _verdict(ranked_works(probe, candidates))


def ranked_works(probe: Probe, candidates: Iterable[Record]) -> list[list[Judged]]:
    """The candidates worth a look, grouped by work, best first: a work registered twice is no rival of itself."""
    unique = {_key(record): record for record in candidates}
    judged = [judge(probe, unique[key]) for key in sorted(unique)]
    works: list[list[Judged]] = []
    for one in sorted((j for j in judged if j.score >= _SHOWN_FROM), key=preference, reverse=True):
        home = next((work for work in works if is_same_work(work[0].facts, one.facts)), None)
        if home is None:
            works.append([one])
        else:
            home.append(one)
    return sorted(map(led, works), key=lambda work: preference(work[0]), reverse=True)


def _key(record: Record) -> tuple[str, ...]:
    doi, title, author = record.doi.value, record.title.value, record.author.value or ()
    return (
        doi or "",
        title or "",
        *(creator.name.display() for creator in author[:2]),
        record.page.value or "",
    )


def _verdict(works: Sequence[Sequence[Judged]]) -> Match:
    if not works:
        return Match(verdict=MatchVerdict.NONE, reason="No candidate fits.")
    chances = _chances(works)
    ranked = [(one, chance) for work, chance in zip(works, chances, strict=True) for one in work]
    shown = tuple(_candidate(one, chance) for one, chance in ranked[:_MOST_SHOWN])
    if not works[0][0].is_vetoed and chances[0] >= ACCEPTED_FROM:
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


def _chances(works: Sequence[Sequence[Judged]]) -> list[float]:
    """The chance of each work to be the one meant, with "none of them" always among the possibilities."""
    line = calibration()
    scores = [work[0].score - (_CONTRADICTED if work[0].is_vetoed else 0.0) for work in works]
    odds = [math.exp(min(50.0, line.slope * score + line.shift)) for score in scores]
    return [odd / (1.0 + sum(odds)) for odd in odds]


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
