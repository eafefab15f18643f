"""What no page prints: authors among its keywords, a title that runs over a label, a volume number inside a title.

A trained model answers always; these rules say where its answer cannot be true, whoever proposed it. A wrong author costs a
reader more than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from refplug.extract.abstract import abstract_span
from refplug.extract.journal_line import parse_journal_line
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span
from refplug.text.name_lists import is_phrase
from refplug.text.sections import LabelKind

__all__ = ["plausible"]

_HEADER = frozenset({"title", "author"})
_LABELLED = 0.75  # an abstract of this score stands behind its label, or is announced by its parts
_SHORT = 300
_BYLINE = re.compile(r"By [A-Z][\w.’'-]+ [A-Z]")
_NUMBERED = re.compile(r"\bpp\.\s?\d|\b(?:vol|no)\.\s?\d|\bISSN\b", re.IGNORECASE)


def plausible(view: View, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, less the titles and authors that stand where none can, and the ISBN of a book that is reviewed.

    >>> from refplug.model import Page
    >>> view = View.of(Page(file="a.txt", text="Keywords: Waqf, Marja-e Taqlid"))
    >>> words = Proposal(field="keyword", value=(), score=0.9, reason="", spans=(Span(10, 30),))
    >>> author = Proposal(field="author", value=(), score=0.8, reason="", spans=(Span(16, 30),))
    >>> plausible(view, [words, author]) == [words]
    True
    """
    elsewhere = (
        [span for one in proposals if _is_no_head(one) for span in one.spans]
        + _short_abstracts(view)
        + _journal_heads(proposals)
    )
    standing = [one for one in proposals if one.field not in _HEADER or _may_be_head(view, one, elsewhere)]
    names = [span for one in standing if one.field == "author" for span in one.spans]
    is_article = any(
        one.field == "type" and one.value in ("article-journal", "review-book") for one in proposals
    )
    return [
        one
        for one in standing
        if not (one.field == "title" and _is_no_title(view, one, names))
        and not (one.field == "isbn" and is_article)  # journals have none: it is that of a book it speaks of
    ]


def _is_no_head(proposal: Proposal) -> bool:
    """Whether neither title nor author can stand where this stands: keywords, abstract, the statement of a thesis."""
    return (
        proposal.field == "keyword"
        or (proposal.field == "abstract" and proposal.score >= _LABELLED)
        or (proposal.field == "type" and proposal.value in ("thesis", "chapter"))
    )


def _journal_heads(proposals: Sequence[Proposal]) -> list[Span]:
    """Where the journal is named; not where the page asks to be cited, whose one span holds the title too."""
    others = {span for one in proposals if one.field in ("volume", "issue", "page") for span in one.spans}
    return [
        span
        for one in proposals
        if one.field == "container.title"
        for span in one.spans
        if span not in others
    ]


def _short_abstracts(view: View) -> list[Span]:
    """What stands behind the labels of abstracts that are too short to be told as such."""
    spans = (
        abstract_span(view, mark.line, mark.content)
        for mark in view.marks
        if mark.label.kind is LabelKind.ABSTRACT
    )
    return [span for span in spans if len(span) < _SHORT]


def _may_be_head(view: View, proposal: Proposal, elsewhere: Sequence[Span]) -> bool:
    return not any(
        _holds_a_label(view, span)
        or any(_overlap(span, other) for other in elsewhere)
        or (proposal.field == "author" and is_phrase(view.clean(span)))
        for span in proposal.spans
    )


def _is_no_title(view: View, proposal: Proposal, names: Sequence[Span]) -> bool:
    """Whether a title is a line of names, or says volume and pages as the line of a journal does."""
    if any(other.start <= span.start and span.end <= other.end for span in proposal.spans for other in names):
        return True
    return any(
        _BYLINE.match(text) or _NUMBERED.search(text) or ("\n" not in text and parse_journal_line(text))
        for text in (span.of(view.page.text) for span in proposal.spans)
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _holds_a_label(view: View, span: Span) -> bool:
    """Whether a stretch is a section's heading, or runs over the label of an abstract or of keywords."""
    for mark in view.marks:
        line = view.lines[mark.line].span
        if mark.label.kind in (LabelKind.ABSTRACT, LabelKind.KEYWORDS) and span.start < mark.start < span.end:
            return True
        if mark.label.kind is LabelKind.HEADING and line.start <= span.start and span.end <= line.end:
            return True
    return False
