"""What a run would send, said beforehand: every host, and the very words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from refplug.model import Query
from refplug.sources.crossref.batches import batches, is_batchable
from refplug.sources.crossref.cache import Kept
from refplug.sources.crossref.query import bibliographic, questions, search_key
from refplug.sources.crossref.updates import registered_doi

__all__ = ["planned"]

_ROWS = 20  # candidates a search asks for


def planned(
    kept: Kept, url: str, doi_url: str, dois: Iterable[str], queries: Iterable[Query]
) -> Iterator[tuple[str, str, str]]:
    """Host, what it is told, the very text, for each request that DOIs and queries may cost; what is kept costs none.

    What depends on an answer is said with its condition.
    """
    host, resolver = urlsplit(url).netloc, urlsplit(doi_url).netloc
    asked = list(dict.fromkeys(filter(None, map(registered_doi, dois))))
    fresh = [doi for doi in asked if kept.known(doi, None) is None]
    for batch in batches(fresh):
        yield host, _count(batch), " ".join(batch)
    for doi in fresh:
        if not is_batchable(doi):
            yield host, "1 DOI", doi
    if fresh:
        yield resolver, "those of these DOIs that Crossref has no record of", ""
    for batch in batches([doi for doi in asked if kept.kept("updates", doi) is None]):
        yield host, f"{_count(batch)}, for notices about them", " ".join(batch)
    has_query = False
    for query in queries:
        for number, parameters in enumerate(questions(query)):
            if kept.kept("search", search_key(parameters, _ROWS)) is None:
                what = "a citation" if number == 0 else "the same, if that finds too little"
                has_query = True
                yield host, what, bibliographic(parameters)
    if has_query:
        yield host, "the DOIs that are found so, for notices about them", ""


def _count(dois: list[str]) -> str:
    return f"{len(dois)} DOI{'s' * (len(dois) != 1)}"
