"""Finders: what a page says, field by field. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from refplug.extract.abstract import find_abstract
from refplug.extract.chapter import find_chapter
from refplug.extract.codes import find_codes
from refplug.extract.creators import find_creators
from refplug.extract.front import end_of_first_paragraph, opens_with_text
from refplug.extract.identifiers import find_identifiers
from refplug.extract.imprint import find_imprint
from refplug.extract.journal import find_journal
from refplug.extract.keywords import find_keywords
from refplug.extract.layout import find_display
from refplug.extract.parallel import find_parallel_title
from refplug.extract.plausible import plausible
from refplug.extract.proceedings import find_proceedings
from refplug.extract.proposal import Finder, Proposal
from refplug.extract.review import find_review
from refplug.extract.stamp import find_stamp
from refplug.extract.stated import with_stated
from refplug.extract.thesis import find_thesis
from refplug.extract.title import find_title
from refplug.extract.tongue import find_language
from refplug.extract.trained import find_header
from refplug.extract.view import View
from refplug.model import Claim, Evidence, Notice, Origin, OriginKind, Page, Record, Severity
from refplug.text.edits import EditKind, Repaired
from refplug.text.name_lists import are_names

__all__ = ["FINDERS", "Finder", "Proposal", "View", "find", "merge"]

LOWEST_SCORE = 0.5
"""A proposal below it is not taken: nothing is said rather than something guessed."""

FINDERS: tuple[Finder, ...] = (
    find_identifiers,  # DOI, ISBN, ISSN, ORCID, PubMed
    find_keywords,  # the author’s keywords, by label
    find_codes,  # PACS, MSC, JEL, CCS: kept apart from keywords
    find_language,  # of the work
    find_journal,  # journal, volume, issue, pages, date
    find_chapter,  # of an edited book
    find_proceedings,  # of the conference, and the pages there
    find_thesis,  # that it is one: degree, university, date
    find_review,  # that it is one of a book, and by whom
    find_imprint,  # that it is a book: publisher, holder of the copyright
    find_abstract,  # by label
    find_title,  # before the names or the abstract
    find_parallel_title,  # in the page's other languages
    find_creators,  # lines of names, or behind the word for author
    find_header,  # title, authors, abstract, by the trained model and the layout
    find_display,  # title, by size alone
    find_stamp,  # arXiv's number and date
)
"""All finders in reading order. A trained one takes its line here and outvotes by score."""


_HEAD_FIELDS = ("title", "author")  # they stand above the text, or nowhere
_HEAD_FINDERS = (find_title, find_creators, find_header)  # not asked where a page has no head


def find(page: Page, *, repaired: Repaired | None = None) -> tuple[Record, tuple[Notice, ...]]:
    """The record that a page prints, and what is worth telling about the reading.

    Every value is a claim whose evidence points into `page.text` as printed; `repaired` (the repair of that same text)
    mends the values. Nothing is said where nothing is printed.

    >>> record, notices = find(Page(file="a.txt", text="https://doi.org/10.1000/182"))
    >>> record.doi.value, record.title.value
    ('10.1000/182', None)
    """
    view = View.of(page, repaired)
    finders = FINDERS if not opens_with_text(view) else [one for one in FINDERS if one not in _HEAD_FINDERS]
    text_begins = end_of_first_paragraph(view)
    proposals = [
        proposal
        for finder in finders
        for proposal in finder(view)
        if text_begins is None or finder is find_parallel_title or _may_stand(proposal, text_begins)
    ]
    return with_stated(merge(plausible(view, proposals), page.file), page), _about_characters(page, repaired)


def _may_stand(proposal: Proposal, text_begins: int) -> bool:
    """Whether a title or authors stand where they can: above the text, or, for authors, as names beyond doubt."""
    if proposal.field not in _HEAD_FIELDS or proposal.spans[0].start < text_begins:
        return True
    return proposal.field == "author" and are_names([creator.name for creator in proposal.value])


def _about_characters(page: Page, repaired: Repaired | None) -> tuple[Notice, ...]:
    """Invisible marks are left out of every value; the user is told, since they can make one text look like another."""
    count = sum(edit.kind is EditKind.INVISIBLE for edit in repaired.edits.edits) if repaired else 0
    if not count:
        return ()
    told = f"{count} invisible mark{'s' if count > 1 else ''} (direction, zero width, control) left out of all values"
    return (Notice(code="invisible-marks", message=told, severity=Severity.INFO, file=page.file),)


def merge(proposals: Iterable[Proposal], file: str) -> Record:
    """One record from all proposals: per field the best first, other languages and runners-up behind it."""
    origin = Origin(OriginKind.DOCUMENT, file)
    work, container = Record(), Record()
    for proposal in sorted(proposals, key=lambda proposal: -proposal.score):
        if proposal.score < LOWEST_SCORE:
            continue
        home, _, name = proposal.field.rpartition(".")
        if home:
            container = _with(container, name, proposal, origin)
        else:
            work = _with(work, name, proposal, origin)
    return replace(work, container=container) if container != Record() else work


def _with(record: Record, name: str, proposal: Proposal, origin: Origin) -> Record:
    evidence = Evidence(origin=origin, spans=proposal.spans, reason=proposal.reason)
    claim = Claim(
        value=proposal.value, evidence=evidence, confidence=proposal.score, language=proposal.language
    )
    if name == "custom":
        return replace(record, custom=(*record.custom, proposal.value))
    if name == "type":
        return replace(record, type=proposal.value) if record.type == "document" else record
    return replace(record, **{name: getattr(record, name).add(claim)})
