"""Codes of published classifications (PACS, MSC, JEL, CCS): kept, and kept apart from the author's own keywords."""

from __future__ import annotations

from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import Mark, View
from refplug.model import Span
from refplug.text.sections import LabelKind, fold

__all__ = ["find_codes"]

_SCHEMES = (
    ("pacs", "pacs"),
    ("jel", "jel"),
    ("ocis", "ocis"),
    ("udc", "udc"),
    ("udk", "udc"),
    ("удк", "udc"),
    ("ccs", "ccs"),
    ("acm", "ccs"),
    ("cr ", "ccs"),
    ("categories", "ccs"),
    ("general terms", "ccs"),
)
_LONGEST = 400


def find_codes(view: View) -> Iterator[Proposal]:
    """One proposal per labelled field of codes, for `Record.custom` under `page:<scheme>`, as printed.

    >>> from refplug.model import Page
    >>> view = View.of(Page(file="a.txt", text="Keywords: growth\\nJEL classification: C62, D43.\\n\\nIntroduction"))
    >>> [proposal.value for proposal in find_codes(view)]
    [('page:jel', 'C62, D43')]
    """
    for mark in view.marks:
        if mark.label.kind is LabelKind.CLASSIFICATION:
            span = _field(view, mark)
            value = view.clean(span).strip(" .;,:")
            if any(map(str.isdigit, value)) or any(map(str.isalpha, value)):
                name = f"page:{_scheme(view, mark)}"
                yield Proposal(
                    field="custom",
                    value=(name, value),
                    score=0.9,
                    reason="codes behind their label",
                    spans=(span,),
                )


def _scheme(view: View, mark: Mark) -> str:
    label = fold(view.clean(Span(mark.start, mark.content)))
    return next((name for head, name in _SCHEMES if head in label), "msc")


def _field(view: View, mark: Mark) -> Span:
    """The label's line and what follows it, up to a blank line or the next label."""
    end = max(mark.content, view.lines[mark.line].span.end)
    for number in range(mark.line + 1, len(view.lines)):
        is_first = end == mark.content
        if (
            number in view.mark_at
            or (view.is_parted(number) and not is_first)
            or end - mark.content > _LONGEST
        ):
            break
        end = view.lines[number].span.end
    return Span(mark.content, end)
