"""One query put to one source: its questions asked, the candidates gathered, the decision taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from refplug.errors import SourceUnavailable
from refplug.match.decide import decide
from refplug.match.probe import probe_of
from refplug.match.query import searches
from refplug.model import Match, MatchVerdict, Notice, Query, Record

__all__ = ["match_in"]


def match_in(
    query: Query, search: Callable[[Query], Iterable[Record]], work: Callable[[str], Record | None]
) -> Match:
    """The decision about `query` among what `search` finds and `work` has under the query's DOI.

    Both are a source's own (`refplug.ports.Source`). Questions are asked one by one until a match is found. A source
    that could not be asked gives not-asked, with the reason as a notice; it never gives none.
    """
    found: dict[int, Record] = {}
    decided = Match(verdict=MatchVerdict.NOT_ASKED, reason="There is nothing to search with.")
    try:
        doi = probe_of(query).doi
        if doi and (record := work(doi)) is not None:
            found[0] = record
        for question in searches(query) or ((query,) if found else ()):
            for record in search(question):
                found[len(found) + 1] = record
            decided = decide(query, found.values())
            if decided.verdict is MatchVerdict.MATCH:
                break
    except SourceUnavailable as trouble:
        notice = Notice(code="source-unavailable", message=str(trouble))
        return Match(verdict=MatchVerdict.NOT_ASKED, reason=f"Not asked: {trouble.reason}", notices=(notice,))
    return decided
