"""Which registered work an entry of the library is: proven, possible, not covered, or not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from refplug.errors import SourceUnavailable
from refplug.library.asking import Asked
from refplug.match import decide, match_in, query_of
from refplug.model import Candidate, Identity, Match, MatchVerdict, Notice, Record, parse_doi
from refplug.reconcile import proof_of
from refplug.sources.crossref import Found
from refplug.sources.crossref.updates import Update, notice_about, registered_doi, updates_of

__all__ = ["Known", "identify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was found out about one entry.

    `record` is set only where identity is `FOUND`: by the entry's DOI, whose record agrees, or by title, creator and
    year. `is_other_work` says that the DOI's record contradicts the entry; `other` is that record. `updates` are the
    retractions, corrections and concerns, from the work's side and from the notices'.
    """

    mine: Record
    identity: Identity
    reason: str
    record: Record | None = None
    other: Record | None = None
    candidates: tuple[Candidate, ...] = ()
    updates: tuple[Update, ...] = ()
    notices: tuple[Notice, ...] = ()
    is_other_work: bool = False
    is_unknown_doi: bool = False
    trouble: SourceUnavailable | None = field(default=None)


def identify(entries: Sequence[Record], source: Asked) -> Iterator[Known]:
    """What the source knows about each entry, in order. An outage is told entry by entry, never raised."""
    dois = {number: doi for number, entry in enumerate(entries) if (doi := _doi_of(entry))}
    answers = dict(zip(dois, source.look_up_many(dois.values()), strict=True))
    known = [
        _by_doi(entry, answers[number], source) if number in dois else _by_description(entry, source)
        for number, entry in enumerate(entries)
    ]
    yield from _with_updates(known, source)


def _doi_of(entry: Record) -> str | None:
    """The DOI that the entry bears, or that its address at doi.org is."""
    if entry.doi.value:
        return registered_doi(entry.doi.value)
    url = entry.url.value or ""
    return parse_doi(url) if "doi.org/" in url[:30].lower() else None


def _by_doi(entry: Record, answer: Found, source: Asked) -> Known:
    if answer.trouble is not None:
        return _not_asked(entry, answer.trouble)
    if answer.record is None:
        return _without_record(entry, answer, source)
    agrees, reason = _agreement(entry, answer.record)
    if agrees:
        return Known(
            mine=entry, identity=Identity.FOUND, reason=reason, record=answer.record, notices=answer.notices
        )
    title = answer.record.title.value or "a work without title"
    against = f": {reason}" if reason and reason != "No candidate fits." else ""
    candidate = Candidate(record=answer.record, source=source.name)
    return Known(
        mine=entry,
        identity=Identity.CANDIDATES,
        reason=f"the DOI {answer.doi} belongs to another work, {title!r}{against}",
        other=answer.record,
        candidates=(candidate,),
        notices=answer.notices,
        is_other_work=True,
    )


def _without_record(entry: Record, answer: Found, source: Asked) -> Known:
    """A DOI that no registration agency knows is a fault of the entry; one that a file of works lacks is none."""
    unknown = next(
        (notice for notice in answer.notices if notice.code in ("doi-unknown", "doi-malformed")), None
    )
    reason = (
        unknown.message
        if unknown
        else f"{source.name} does not hold {answer.doi}, which says nothing against it"
    )
    return Known(
        mine=entry,
        identity=Identity.NOT_COVERED,
        reason=reason,
        notices=answer.notices,
        is_unknown_doi=unknown is not None,
    )


def _agreement(entry: Record, record: Record) -> tuple[bool, str]:
    """Whether the record of the entry's DOI can be the work that the entry describes, and why."""
    query = replace(query_of(entry), doi=None, text="")
    if not query.title and not query.authors:
        return True, "the DOI is the entry's own, and nothing in the entry contradicts"
    if (proof := proof_of(entry, record)) is not None:
        return True, proof
    match = decide(query, [record])
    features = match.candidates[0].features if match.candidates else ()
    contradicts = any(feature.is_veto for feature in features)
    fits = sum(feature.weight for feature in features) > 0
    if match.verdict is not MatchVerdict.MATCH and fits and not contradicts:
        return True, "the DOI is the entry's own, and what the entry says fits"
    return match.verdict is MatchVerdict.MATCH, match.reason


def _by_description(entry: Record, source: Asked) -> Known:
    query = query_of(entry)
    match = match_in(query, source.search, source.work)
    if match.verdict is MatchVerdict.NOT_ASKED:
        outage = next((notice for notice in match.notices if notice.code == "source-unavailable"), None)
        trouble = SourceUnavailable(source.name, match.reason.removeprefix("Not asked: ")) if outage else None
        return Known(mine=entry, identity=Identity.NOT_ASKED, reason=match.reason, trouble=trouble)
    if match.verdict is MatchVerdict.MATCH and match.best is not None:
        return _matched(entry, match, match.best)
    if match.verdict is MatchVerdict.CANDIDATES:
        return Known(
            mine=entry, identity=Identity.CANDIDATES, reason=match.reason, candidates=match.candidates
        )
    reason = f"{source.name} does not hold this work, which says nothing against it"
    return Known(mine=entry, identity=Identity.NOT_COVERED, reason=reason)


def _matched(entry: Record, match: Match, best: Candidate) -> Known:
    """A match whose identity is proven is found; a likely one is left to a person, whose word is the DOI."""
    proof = proof_of(entry, best.record)
    if proof is None:
        doi = best.record.doi.value or "none"
        reason = f"likely {doi}, not proven by title, creator and year together: {match.reason}"
        return Known(mine=entry, identity=Identity.CANDIDATES, reason=reason, candidates=match.candidates)
    return Known(mine=entry, identity=Identity.FOUND, reason=f"{proof}. {match.reason}", record=best.record)


def _not_asked(entry: Record, trouble: SourceUnavailable) -> Known:
    return Known(
        mine=entry, identity=Identity.NOT_ASKED, reason=f"Not asked: {trouble.reason}", trouble=trouble
    )


def _with_updates(known: Iterable[Known], source: Asked) -> Iterator[Known]:
    """The same with what has happened to each work, asked from both sides."""
    found = list(known)
    dois = [one.record.doi.value for one in found if one.record is not None and one.record.doi.value]
    notices: Mapping[str, tuple[Record, ...]] = {}
    trouble: tuple[Notice, ...] = ()
    try:
        notices = source.updates_about(dois) if dois else {}
    except SourceUnavailable as error:
        text = f"retractions and corrections could not be asked for: {error.reason}"
        trouble = (Notice(code="updates-not-asked", message=text),)
    for one in found:
        if one.record is None:
            yield one
            continue
        doi = one.record.doi.value or ""
        happened = {(update.kind, update.doi): update for update in _told(doi, notices.get(doi, ()))}
        happened |= {(update.kind, update.doi): update for update in updates_of(one.record)}
        yield replace(one, updates=tuple(sorted(happened.values())), notices=one.notices + trouble)


def _told(doi: str, notices: Iterable[Record]) -> Iterator[Update]:
    """The updates of a work as its notices tell them."""
    for notice in notices:
        for update in notice_about(notice):
            if update.doi == doi:
                yield Update(update.kind, notice.doi.value or "", update.date, update.source)
