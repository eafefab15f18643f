"""The main job, stage by stage: one paper goes in, one explained record comes out and is written.

Each stage takes the work as it stands and gives it back further on; nothing is hidden between them. Problems gather as
notices on the work. A stage that has nothing to do gives the work back as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from refplug.errors import SourceUnavailable
from refplug.model import (
    Candidate,
    Claim,
    Creator,
    Evidence,
    Field,
    Match,
    MatchVerdict,
    Notice,
    Origin,
    OriginKind,
    Page,
    Record,
    Severity,
    Term,
)
from refplug.ports import Source
from refplug.system.settings import Settings

if TYPE_CHECKING:
    from refplug.romanize.lexicon import Lexicon
    from refplug.system.isolate import Child
    from refplug.text.edits import Repaired

__all__ = ["STAGES", "Given", "Job", "Stage", "Target", "Work", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the user says of the work by flags; it outranks every other claim."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    doi: str | None = None


class Target(Protocol):
    """Where finished work goes: a .bib on disk, a stream in some format."""

    def put(self, work: Work) -> Work:
        """Take the work in; the work that comes back knows its citekey and what was noticed."""
        ...

    def reading_of(self, digest: str) -> str | None:
        """The language that was asked for the paper of this SHA-256 in an earlier run."""
        ...


@dataclass(slots=True, kw_only=True)
class Job:
    """What all papers of one run share. `source` None: no metadata service is asked."""

    settings: Settings
    source: Source | None = None
    target: Target | None = None
    given: Given = field(default_factory=Given)
    lexicon: Lexicon | None = None
    child: Child | None = None
    review: Callable[[Term], Term] | None = None
    terms: dict[tuple[str, str | None, str], Term] = field(
        default_factory=dict
    )  # keywords that were understood already
    reading_of: Callable[[str], str | None] = lambda digest: (
        None
    )  # what was asked of a paper in an earlier run
    outages: dict[str, str] = field(
        default_factory=dict
    )  # by source, shared by all workers: who is not asked again


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One paper on its way. `digest` is the SHA-256 of its bytes, by which it is known again."""

    file: str
    data: bytes = b""
    digest: str = ""
    page: Page | None = None
    repaired: Repaired | None = None
    record: Record = field(default_factory=Record)
    match: Match | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_failed(self) -> bool:
        """Whether the paper could not be read, so that nothing may be said or written of it."""
        return any(notice.severity is Severity.ERROR for notice in self.notices)

    def noting(self, *notices: Notice) -> Work:
        """The work with further notices."""
        return replace(self, notices=self.notices + notices)


Stage = Callable[[Work, Job], Work]


def read(work: Work, job: Job) -> Work:
    """The page model of the document, read by whichever reader knows its kind."""
    page = _page(work.data, work.file, job.child)
    digest = hashlib.sha256(work.data).hexdigest()
    return replace(work, page=page, digest=digest, data=b"", notices=work.notices + page.notices)


def repair(work: Work, job: Job) -> Work:
    """Undo what OCR did to the text, as edits that lead back to the print. Words of the lexicon are never touched."""
    if work.page is None or work.page.stated is not None:
        return work
    from refplug.romanize.adhoc.known import is_spelling_of
    from refplug.text.repair import repair as repair_text

    return replace(work, repaired=repair_text(work.page.text, is_protected=is_spelling_of(job.lexicon)))


def extract(work: Work, job: Job) -> Work:
    """What the page says, field by field, each claim with its spans."""
    if work.page is None:
        return work
    from refplug.extract import find

    record, notices = find(work.page, repaired=work.repaired)
    return replace(work, record=record, notices=work.notices + notices)


_TELLS_NO_WORK_APART = {"language", "issued"}


def normalize(work: Work, job: Job) -> Work:
    """What the user gave, keywords in scholarly spelling, a devised title where none is printed."""
    from refplug.extract.devised import with_devised_title

    record = _with_given(work.record, job.given)
    if record.container is None and not set(record.held()) - _TELLS_NO_WORK_APART:
        told = "prints neither title nor author, keywords or identifier, so there is nothing to cite; --title names it"
        return work.noting(
            Notice(code="nothing-found", message=told, severity=Severity.ERROR, file=work.file)
        )
    record = replace(record, keyword=_understood(record, job, work.digest))
    return replace(work, record=with_devised_title(record))


def enrich(work: Work, job: Job) -> Work:
    """Ask the source who this work is. An outage is told once and is never "not found"."""
    if job.source is None:
        return work
    if (outage := job.outages.get(job.source.name)) is not None:
        return replace(work, match=Match(verdict=MatchVerdict.NOT_ASKED, reason=outage))
    from refplug.match import match_in, query_of

    match = match_in(query_of(work.record), job.source.search, job.source.work)
    if match.verdict in (MatchVerdict.NONE, MatchVerdict.CANDIDATES):
        match = _by_hand(work.record, job.source) or match
    outages = [notice for notice in match.notices if notice.code == "source-unavailable"]
    if not outages:
        return replace(work, match=match)
    job.outages[job.source.name] = outages[0].message
    message = f"{outages[0].message}; the entry says what the page says"
    return replace(work, match=match).noting(Notice(code="source-unavailable", message=message))


def _by_hand(record: Record, source: Source) -> Match | None:
    """The match that a person has made by giving the DOI, where no printed title contradicts it."""
    given = record.doi.accepted
    if given is None or given.evidence.origin.kind is not OriginKind.USER:
        return None
    from refplug.reconcile import proof_of

    try:
        found = source.work(given.value)
    except SourceUnavailable:
        return None
    if found is None or proof_of(record, found) is None:
        return None
    best = Candidate(record=found, source=source.name, probability=1.0)
    reason = "The DOI was given, and no printed title contradicts it."
    return Match(verdict=MatchVerdict.MATCH, probability=1.0, best=best, candidates=(best,), reason=reason)


def reconcile(work: Work, job: Job) -> Work:
    """Stand the source's claims beside the page's; a poorer spelling never wins. Nothing is taken without proof."""
    if work.match is None or work.match.best is None:
        return work
    from refplug.reconcile import merge, proof_of

    best = work.match.best.record
    if proof_of(work.record, best) is None:
        message = (
            f"likely {best.doi.value}, not taken: title, creator and year do not all agree; --doi takes it"
        )
        if work.record.doi.value:
            message = f"the source offers {best.doi.value} for this title, not {work.record.doi.value}; nothing was taken"
            if work.record.doi.value == best.doi.value:
                message = f"{best.doi.value} is registered for another title, {best.title.value!r}; nothing was taken"
        return work.noting(Notice(code="match-unproven", message=message, severity=Severity.INFO))
    return replace(work, record=merge(work.record, best, trust=job.settings.trust))


def write(work: Work, job: Job) -> Work:
    """Hand the record to the target."""
    return job.target.put(work) if job.target is not None else work


STAGES: tuple[Stage, ...] = (
    read,  # the page as printed
    repair,  # undo what OCR did
    extract,  # find title, creators, keywords, identifiers
    normalize,  # what the user gave, terms, devised title
    enrich,  # ask the source
    reconcile,  # rank what everybody said
    write,  # into the target
)


def run(work: Work, job: Job, stages: tuple[Stage, ...] = STAGES) -> Work:
    """One paper through the stages; it stops at the stage where it could not be read."""
    for stage in stages:
        if work.is_failed:
            break
        work = stage(work, job)
    return work


def _page(data: bytes, file: str, child: Child | None) -> Page:
    """The page of a document, by the reader that is surest of its kind; plain text is what is left.

    A reader that says `IS_SAFE` (pure Python, linear) runs here; all others run in the child, where there is one.
    """
    from refplug.plugins import load, surest_reader

    plugin, broken = surest_reader(data[:4096], PurePath(file).suffix.lower())
    reader = load(plugin)
    page: Page
    if child is None or getattr(reader, "IS_SAFE", False):
        page = reader.read(data, file)
    else:
        from refplug.readers.wire import read_apart

        page = read_apart(child, plugin.target, data, file)
    told = tuple(Notice(code="plugin-broken", message=message) for message in broken)
    return replace(page, notices=page.notices + told) if told else page


_USER = Evidence(origin=Origin(OriginKind.USER), reason="given on the command line")


def _with_given(record: Record, given: Given) -> Record:
    changes: dict[str, Any] = {}
    if given.title:
        changes["title"] = record.title.accept(_said(given.title))
    if given.authors:
        from refplug.text.names import person

        creators = tuple(Creator(name=person(author)) for author in given.authors)
        changes["author"] = record.author.accept(_said(creators))
    if given.doi:
        changes["doi"] = record.doi.accept(_said(given.doi))
    return replace(record, **changes)


def _said(value: Any) -> Claim[Any]:
    return Claim(value=value, evidence=_USER, confidence=1.0)


_MOST_TERMS = 20_000  # keywords kept; a journal's volumes repeat theirs


def _understood(record: Record, job: Job, digest: str) -> Field[tuple[Term, ...]]:
    """The keyword claims with each term decided; a term that was understood before is not thought about again."""
    if not record.keyword:
        return record.keyword
    from refplug.extract.terms import decided
    from refplug.romanize.adhoc.resolve import understand

    settings = job.settings
    reading = job.reading_of(digest) or settings.reading

    def understood(printed: str, tag: str | None) -> Term:
        language = tag or record.language.value
        asked = (printed, language, reading)
        if asked not in job.terms:
            if len(job.terms) >= _MOST_TERMS:
                job.terms.clear()
            job.terms[asked] = understand(
                printed,
                scheme=settings.scheme,
                form=settings.form,
                reading=reading,
                language=language,
                lexicon=job.lexicon,
                exceptions=settings.exceptions,
            )
        return job.terms[asked]

    return decided(record.keyword, understood, job.review)
