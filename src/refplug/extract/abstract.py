"""The abstract: what stands behind its label, up to the next label or heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import Mark, View
from refplug.model import Span
from refplug.text.languages import language_of
from refplug.text.sections import LabelKind

__all__ = ["abstract_span", "find_abstract"]

_MOST_CHARACTERS = 6_000
_FEWEST_LETTERS = 80
_OUTSIDE = re.compile(
    r"^\s*(?:\*|†|‡|§|¶|©|\d{1,4}\s*$)|^\s*(?:e-?mail|tel|fax|correspond|copyright|received|accepted|doi|issn|https?:|www\.)\b|@\w+\.|"
    r"all rights reserved|creative commons|downloaded from|^\s*(?:vol|volume)\.?\s*\d|^arXiv:|^\s*\d{1,2}\.?\s+introduction|^\s*I\.\s+INTRODUCTION|"
    r"^\s*introduction\s*$|^\s*(?:department|dept\.?|faculty|school|institut\w*|university|laborator\w+)\b",
    re.IGNORECASE,
)
_STRUCTURED = re.compile(
    r"^(?:background|aims?|objectives?|purpose|methods?|methodology|design\S*|results?|findings|conclusions?|discussion|introduction|context|"
    r"originality|significance|setting|participants|materials|data|research limitations|practical implications|main outcome|interpretation|"
    r"هدف|روش|یافته|نتیجه|زمینه|مقدمه)",
    re.IGNORECASE,
)


def find_abstract(view: View) -> Iterator[Proposal]:
    """One proposal per labelled abstract, in its own language; nothing where no label announces one.

    An unlabelled paragraph is not called an abstract here: that takes the model of headers (`extract/header.py`).
    """
    for order, mark in enumerate(mark for mark in view.marks if mark.label.kind is LabelKind.ABSTRACT):
        span = abstract_span(view, mark)
        value = view.clean(span)
        if sum(map(str.isalpha, value)) < _FEWEST_LETTERS or value[-1:] in ",;":
            continue
        label = view.clean(Span(mark.start, mark.content)).rstrip(" :.—-|") or "a label"
        yield Proposal(
            field="abstract",
            value=value,
            score=0.88 - 0.02 * order,
            reason=f"stands behind “{label}”",
            spans=(span,),
            language=language_of(value) or mark.label.language,
        )


def abstract_span(view: View, mark: Mark) -> Span:
    """Where the abstract behind a label stands: to the next label, the next heading, or the end of its paragraphs."""
    text = view.page.text
    end = view.lines[mark.line].span.end if not mark.label.is_alone else mark.content
    for number in range(mark.line + 1, len(view.lines)):
        line = view.lines[number].span
        printed, so_far = line.of(text), text[mark.content : end]
        if line.end - mark.content > _MOST_CHARACTERS or _ends_before(view, number, printed, so_far):
            break
        is_parted = view.is_parted(number) and not view.is_double_spaced
        if so_far.strip() and is_parted and not _goes_on(view, so_far, number):
            break
        end = line.end
        inside = view.mark_at.get(number)
        if inside and inside.label.kind is LabelKind.KEYWORDS:  # a label inside the line
            return Span(mark.content, inside.start)
    return Span(mark.content, max(mark.content, end))


def _ends_before(view: View, number: int, printed: str, so_far: str) -> bool:
    mark = view.mark_at.get(number)
    if mark is None:
        return bool(_OUTSIDE.search(printed))
    if mark.start > view.lines[number].span.start + 8:
        return mark.label.kind is not LabelKind.KEYWORDS
    head = printed.strip()
    if mark.label.kind is not LabelKind.HEADING or not _STRUCTURED.match(head):
        return True
    if not so_far.strip():
        return False
    is_first_of_text = head.lower().startswith("introduction") or bool(re.match(r"\d", head))
    return is_first_of_text or not (mark.label.is_marked or _STRUCTURED.match(so_far.strip()))


def _goes_on(view: View, so_far: str, number: int) -> bool:
    """Whether an abstract goes on behind a blank line: its last sentence is open, or the next part of it has its own head."""
    printed = view.lines[number].span.of(view.page.text).strip()
    if so_far.strip() and _STRUCTURED.fullmatch(so_far.strip().split("\n")[-1]):
        return True
    if not so_far.rstrip().endswith((".", "!", "?", "”", '"', ")", ":")):
        return (
            printed[:1].islower() or len(so_far.rstrip()) > 200 or so_far.rstrip().endswith(("-", "\u00ad"))
        )
    return bool(_STRUCTURED.match(printed)) and ":" in printed[:60]
