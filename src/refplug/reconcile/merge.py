"""A page's record and a source's record of the same work become one, with every claim kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from refplug.model import EMPTY, Claim, Field, OriginKind, PartialDate, Record
from refplug.model.record import DATES, NAMES, VARIABLES, csl_name
from refplug.reconcile.compare import Relation, compare, compare_dates
from refplug.reconcile.names import compare_names, names_of

__all__ = ["merge"]

# What the work says of itself is asked of the work: a source's word about these stands behind the page's.
_PAGE_KNOWS = frozenset({"abstract", "keyword", "language", "note", "annote", "genre", "url"})


def merge(page: Record, source: Record, trust: Mapping[str, Sequence[str]] | None = None) -> Record:
    """One record of both, for a work whose identity is proven; each field holds the claims of both sides.

    Accepted is: what a person said; else, where a side is silent, the other; else the richer of the two, so that no
    diacritics, no subtitle, no given name is lost to a poorer spelling; else, where they differ, the source, since a
    page is read through OCR (but the page on its own abstract, keywords and language). `trust` names, per CSL
    variable, the origins to believe in order (`{"title": ("document", "crossref")}`) where the two differ; a poorer
    spelling does not win by trust either.
    """
    trust = trust or {}
    changes: dict[str, Any] = {}
    for variable in VARIABLES:
        mine, theirs = page.field(variable), source.field(variable)
        if theirs:
            changes[variable] = _merged(
                variable, _printed(page, variable, mine), theirs, trust.get(csl_name(variable), ())
            )
    if page.is_title_devised and source.title:
        changes |= {"is_title_devised": False, "title": source.title}
    if page.type in ("", "document"):
        changes["type"] = source.type
    if source.container is not None:
        inner = _container_trust(trust)
        changes["container"] = (
            merge(page.container, source.container, inner) if page.container else source.container
        )
    changes["custom"] = page.custom + tuple(pair for pair in source.custom if pair not in page.custom)
    return replace(page, **changes)


def _printed(page: Record, variable: str, field: Field[Any]) -> Field[Any]:
    """The page's field; a devised title is nobody's claim about the work."""
    return EMPTY if variable == "title" and page.is_title_devised else field


def _container_trust(trust: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    prefix = "container-"
    return {name.removeprefix(prefix): order for name, order in trust.items() if name.startswith(prefix)}


def _merged(variable: str, mine: Field[Any], theirs: Field[Any], trust: Sequence[str]) -> Field[Any]:
    own, other = mine.accepted, theirs.accepted
    if own is None or other is None:
        return theirs if own is None else mine
    both = mine.add(*theirs)
    return both.accept(other) if _wins(variable, own, other, trust) else both


def _wins(variable: str, own: Claim[Any], other: Claim[Any], trust: Sequence[str]) -> bool:
    if own.evidence.origin.kind is OriginKind.USER:
        return False
    if variable == "keyword" or not _same_script(own, other):
        return False
    relation = _relation(variable, own.value, other.value)
    if relation is Relation.POORER:
        return False
    if relation is Relation.DIFFERENT and trust:
        return _rank(other, trust) < _rank(own, trust)
    if variable in _PAGE_KNOWS:
        return False
    return relation in (Relation.RICHER, Relation.DIFFERENT)


def _same_script(own: Claim[Any], other: Claim[Any]) -> bool:
    """A translation or another script is no correction: it stands beside."""
    tags = [(claim.language or "und").split("-")[1:2] for claim in (own, other)]
    scripts = [tag[0] if tag and len(tag[0]) == 4 else "" for tag in tags]
    return scripts[0] == scripts[1]


def _relation(variable: str, mine: Any, theirs: Any) -> Relation:
    if variable in DATES and isinstance(mine, PartialDate) and isinstance(theirs, PartialDate):
        return compare_dates(mine, theirs)
    if variable in NAMES:
        return compare_names(names_of(mine), names_of(theirs))
    return compare(csl_name(variable), str(mine), str(theirs))


def _rank(claim: Claim[Any], trust: Sequence[str]) -> int:
    """The place of a claim's origin in the order of trust, by its name or kind; last where it is not named."""
    origin = claim.evidence.origin
    places = [trust.index(name) for name in (origin.name, str(origin.kind)) if name in trust]
    return min(places, default=len(trust))
