"""A query to a source, what it offers, and the explained decision."""

from __future__ import annotations

from dataclasses import dataclass

from refplug.model.notice import Notice
from refplug.model.record import Record
from refplug.model.verdict import MatchVerdict

__all__ = ["Candidate", "Feature", "Match", "Query"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is known of the work that is looked for. `text` is a citation or title as printed; the parts may be empty.

    `is_devised` is true where the title was made up by us: such a title is never asked about nor matched.
    """

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()  # family names, as printed
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    doi: str | None = None
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    type: str = ""
    is_devised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One piece of evidence for or against: a name, a weight (negative contradicts), a sentence for people."""

    name: str
    weight: float
    reason: str
    is_veto: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that a source offers, with the evidence for and against it."""

    record: Record
    source: str
    features: tuple[Feature, ...] = ()
    score: float = 0.0
    probability: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The decision: a match, candidates for a person, none, or not asked.

    `best` is set only where the verdict is match. `reason` is one sentence for people.
    """

    verdict: MatchVerdict
    probability: float = 0.0
    best: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    notices: tuple[Notice, ...] = ()
