"""Asking a source about many works at once, whatever kind of source it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from refplug.errors import SourceUnavailable
from refplug.model import Query, Record
from refplug.ports import Source
from refplug.sources.crossref import Found

__all__ = ["Asked", "Plain", "asked"]


@runtime_checkable
class Asked(Protocol):
    """A source that answers about many DOIs; `refplug.sources.crossref.Crossref` is one."""

    name: str

    def look_up_many(self, dois: Iterable[str]) -> Iterator[Found]:
        """What is known of each DOI, in order; trouble is told in the answer."""
        ...

    def work(self, doi: str) -> Record | None:
        """The record of one DOI."""
        ...

    def search(self, query: Query, limit: int = 20) -> tuple[Record, ...]:
        """Candidates for a query."""
        ...

    def updates_about(self, dois: Sequence[str]) -> dict[str, tuple[Record, ...]]:
        """The notices that point at works."""
        ...


class Plain:
    """Any source of `refplug.ports`, asked one DOI at a time; it knows of no notices but those in its records."""

    def __init__(self, source: Source) -> None:
        self._source, self.name = source, source.name
        self.work, self.search = source.work, source.search
        self.is_local = bool(getattr(source, "is_local", False))

    def look_up_many(self, dois: Iterable[str]) -> Iterator[Found]:
        """What the source has of each DOI, in order."""
        for doi in dois:
            try:
                yield Found(doi=doi, record=self._source.work(doi))
            except SourceUnavailable as trouble:
                yield Found(doi=doi, trouble=trouble)

    def updates_about(self, dois: Sequence[str]) -> dict[str, tuple[Record, ...]]:
        """Nothing: the source cannot be asked from that side."""
        return {}


def asked(source: Source | Asked) -> Asked:
    """The source as one that can be asked about many works."""
    return source if isinstance(source, Asked) else Plain(source)
