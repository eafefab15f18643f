"""The same work more than once in a library: across romanizations, scripts and translations, explained, never merged."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz import fuzz

from refplug.match.blocking import index_terms
from refplug.match.facts import Facts, facts_of
from refplug.match.fold import squash
from refplug.match.judge import Judged, judge, read_as
from refplug.match.probe import Probe, probe_of
from refplug.match.query import query_of
from refplug.match.sound import sound_of
from refplug.match.weights import calibration
from refplug.model import Feature, Record

__all__ = ["SURE_FROM", "Duplicates", "duplicates"]

SURE_FROM = 0.95  # of a pair; below, two records are left apart
_COMMONEST = 100  # records; a term that more of them have brings no two together
_LEAST_SHARED = 8.0  # summed rarity of what two records share, in natural logarithms
_FULL = 1000  # records; a smaller library does not make its words less rare
_SAME_IDENTIFIER = 5.0
_OTHER_PUBLISHER = -3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Records that describe one work: their places in the list, the chance of the least sure pair, and why.

    `features` are those of the surest pair; `reason` is one sentence for people. Nothing is merged.
    """

    places: tuple[int, ...]
    probability: float
    features: tuple[Feature, ...] = ()
    reason: str = ""


def duplicates(records: Iterable[Record]) -> tuple[Duplicates, ...]:
    """The works that a library holds more than once, in the order of their first record.

    Two records are one work where title and author agree, by their letters or their consonants, or where a translated
    title stands beside the same author, year, volume and page; and where nothing contradicts: another edition (year,
    publisher, volume) is another record. A devised title is no evidence. A record joins a group where it makes a
    pair with all its members, so that an undated record brings no two editions together.
    """
    held = tuple(records)
    facts = tuple(map(facts_of, held))
    probes = {number: tuple(_probes(record)) for number, record in enumerate(held)}
    pairs = {}
    for one, other in _likely_pairs(facts):
        if found := _pair(held, facts, probes, one, other):
            pairs[one, other] = found
    return tuple(_groups(pairs))


def _likely_pairs(facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Pairs of records that share rare terms."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        for term in (*index_terms(replace(fact, abstract="")), *_sounds_with_year(fact)):
            holders[term].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= _COMMONEST:
            weight = math.log(1 + max(len(facts), _FULL) / len(numbers))
            for pair in combinations(numbers, 2):
                shared[pair] += weight  # type: ignore[assignment]
    return (pair for pair, weight in sorted(shared.items()) if weight >= _LEAST_SHARED)


def _sounds_with_year(fact: Facts) -> Iterator[str]:
    """The first author's consonants with each year: rare together, and the same in every spelling."""
    for person in fact.authors[:1]:
        sounds = {sound for name in (*person.families, *person.givens) for sound in sound_of(name).words}
        yield from (f"5{sound}y{year}" for sound in sorted(sounds) for year in sorted(fact.years))


def _probes(record: Record) -> Iterator[Probe]:
    """The record as a query, once for each script or language of its title."""
    for claim in record.title or ():
        yield probe_of(
            replace(query_of(replace(record, title=type(record.title)((claim,)))), abstract="", keywords=())
        )
    if not record.title:
        yield probe_of(replace(query_of(record), abstract="", keywords=()))


def _pair(
    held: Sequence[Record],
    facts: Sequence[Facts],
    probes: Mapping[int, tuple[Probe, ...]],
    one: int,
    other: int,
) -> Judged | None:
    """The evidence that two records are one work, in the direction and reading that speaks best; None where it is not enough."""
    if _are_editions(facts[one], facts[other]):
        return None
    ways = [_best(probes[a], held[b], facts[a], facts[b], held[a]) for a, b in ((one, other), (other, one))]
    if ways[0] is None or ways[1] is None:
        return None
    weaker = min((way for way in ways if way), key=lambda judged: judged.score)
    return weaker if _chance(weaker.score) >= SURE_FROM else None


def _best(
    probes: tuple[Probe, ...], offered: Record, mine: Facts, theirs: Facts, asked: Record
) -> Judged | None:
    """The best reading of one record as a query for the other; None where each contradicts."""
    readings = [judge(probe, offered) for probe in probes]
    readings += [read_as("translation", probe, offered) for probe in probes]
    able = [
        _with_identity(judged, asked, offered, mine, theirs) for judged in readings if not judged.is_vetoed
    ]
    return max(able, key=lambda judged: judged.score, default=None)


def _are_editions(one: Facts, other: Facts) -> bool:
    """Whether year or volume say that these are two editions or two parts; only the same page forgives a year one off."""
    if one.volume and other.volume and squash(one.volume) != squash(other.volume):
        return True
    if not one.years or not other.years:
        return False
    off = min(abs(a - b) for a in one.years for b in other.years)
    return off > (1 if one.page and one.page == other.page else 0)


def _with_identity(judged: Judged, one: Record, other: Record, mine: Facts, theirs: Facts) -> Judged:
    """The evidence with what only records have: identifiers and publishers."""
    extra: list[Feature] = []
    if (mine.doi and mine.doi == theirs.doi) or _isbns(one) & _isbns(other):
        extra.append(Feature(name="identifier", weight=_SAME_IDENTIFIER, reason="DOI or ISBN agree"))
    if mine.publisher and theirs.publisher and not _alike(mine.publisher, theirs.publisher):
        reason = f"the publishers differ: {mine.publisher} against {theirs.publisher}"
        extra.append(Feature(name="publisher", weight=_OTHER_PUBLISHER, reason=reason))
    return replace(
        judged, features=(*judged.features, *extra), score=judged.score + sum(f.weight for f in extra)
    )


def _isbns(record: Record) -> set[str]:
    return {claim.value for claim in record.isbn}


def _alike(one: str, other: str) -> bool:
    by_letters = fuzz.partial_ratio(squash(one), squash(other)) >= 75
    return by_letters or fuzz.partial_ratio(sound_of(one).string, sound_of(other).string) >= 75


def _chance(score: float) -> float:
    line = calibration()
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, line.slope * score + line.shift))))


def _groups(pairs: Mapping[tuple[int, int], Judged]) -> Iterator[Duplicates]:
    """The pairs joined, surest first; a record joins a group only where it makes a pair with all its members."""
    home: dict[int, set[int]] = {}
    for (one, other), _ in sorted(pairs.items(), key=lambda item: (-item[1].score, item[0])):
        mine, theirs = home.get(one, {one}), home.get(other, {other})
        if mine is theirs:
            continue
        if all((min(a, b), max(a, b)) in pairs for a in mine for b in theirs):
            both = mine | theirs
            home.update(dict.fromkeys(both, both))
    for group in sorted({tuple(sorted(group)) for group in home.values()}):
        inside = [judged for pair, judged in pairs.items() if pair[0] in group and pair[1] in group]
        surest = max(inside, key=lambda judged: judged.score)
        reasons = "; ".join(f.reason for f in sorted(surest.features, key=lambda f: -f.weight)[:3])
        chance = _chance(min(judged.score for judged in inside))
        reason = f"{len(group)} records of one work: {reasons}."
        yield Duplicates(places=group, probability=chance, features=surest.features, reason=reason)
