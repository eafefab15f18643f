"""What no page prints: authors among its keywords, a title that runs over a label.

A trained model answers always; these rules say where its answer cannot be true, whoever proposed it. A wrong author costs a
reader more than a missing one.
"""

from __future__ import annotations

from collections.abc import Sequence

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span
from refplug.text.name_lists import is_phrase
from refplug.text.sections import LabelKind

__all__ = ["plausible"]

_HEADER = frozenset({"title", "author"})


def plausible(view: View, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, less the titles and authors that stand where none can.

    >>> from refplug.model import Page
    >>> view = View.of(Page(file="a.txt", text="Keywords: Waqf, Marja-e Taqlid"))
    >>> words = Proposal(field="keyword", value=(), score=0.9, reason="", spans=(Span(10, 30),))
    >>> author = Proposal(field="author", value=(), score=0.8, reason="", spans=(Span(16, 30),))
    >>> plausible(view, [words, author]) == [words]
    True
    """
    keywords = [span for one in proposals if one.field == "keyword" for span in one.spans]
    return [
        one
        for one in proposals
        if one.field not in _HEADER
        or not (
            any(_overlap(span, other) for span in one.spans for other in keywords)
            or any(_holds_a_label(view, span) for span in one.spans)
            or (one.field == "author" and any(is_phrase(view.clean(span)) for span in one.spans))
        )
    ]


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
