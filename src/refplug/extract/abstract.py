"""The abstract: what stands behind its label, up to the next label or heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from refplug.extract.front import opens_with_text
from refplug.extract.proposal import Proposal
from refplug.extract.view import Mark, View
from refplug.model import Span
from refplug.text.languages import language_of
from refplug.text.sections import LabelKind

__all__ = ["abstract_span", "find_abstract"]

_MOST_CHARACTERS = 6_000
_LONGEST_EXTENDED = 12_000
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


_PARTS = ("method", "design", "result", "finding", "conclusion", "روش", "یافته", "نتیجه")


def find_abstract(view: View) -> Iterator[Proposal]:
    """One proposal per labelled abstract, in its own language, or for one that its parts announce.

    A page without a head that keywords close is an extended abstract, all of it. Another unlabelled paragraph is not called
    an abstract here: that takes the model of headers (`extract/header.py`).
    """
    order = 0
    for mark in view.marks:
        if mark.label.kind is LabelKind.ABSTRACT:
            proposal = _proposal(view, abstract_span(view, mark.line, mark.content), mark, order)
            if proposal:
                yield proposal
                order += 1
    structured = None if order else _structured(view)
    if structured:
        span = abstract_span(view, structured.line, structured.start)
        proposal = _proposal(view, span, structured, 2)
        if proposal:
            yield replace(proposal, reason="begins with a background and goes on with methods and results")
    elif not order:
        yield from _whole_page(view)


def _whole_page(view: View) -> Iterator[Proposal]:
    """An extended abstract without a head: running text from the first line to the keywords that close it."""
    keywords = next((mark for mark in view.marks if mark.label.kind is LabelKind.KEYWORDS), None)
    if keywords is None or not opens_with_text(view):
        return
    span = Span(view.lines[0].span.start, keywords.start)
    value = view.clean(span)
    if sum(map(str.isalpha, value)) >= _FEWEST_LETTERS and len(value) <= _LONGEST_EXTENDED:
        reason = "the page opens with running text, and the keywords close it: an extended abstract"
        yield Proposal(
            field="abstract",
            value=value,
            score=0.6,
            reason=reason,
            spans=(span,),
            language=language_of(value),
        )


def _proposal(view: View, span: Span, mark: Mark, order: int) -> Proposal | None:
    value = view.clean(span)
    if sum(map(str.isalpha, value)) < _FEWEST_LETTERS or value[-1:] in ",;":
        return None
    label = view.clean(Span(mark.start, mark.content)).rstrip(" :.—-|") or "a label"
    return Proposal(
        field="abstract",
        value=value,
        score=0.88 - 0.02 * order,
        reason=f"stands behind “{label}”",
        spans=(span,),
        language=language_of(value) or mark.label.language,
    )


def _structured(view: View) -> Mark | None:
    """The head of an abstract that has no label but is parted into background, methods, results, each with its mark."""
    heads = [mark for mark in view.marks if mark.label.kind is LabelKind.HEADING and mark.label.is_marked]
    for mark in heads:
        printed = view.lines[mark.line].text.strip()
        if not _STRUCTURED.match(printed) or mark.label.is_alone or re.match(r"\d", printed):
            continue
        later = [
            view.lines[other.line].text.strip().lower()
            for other in heads
            if mark.line < other.line < mark.line + 60
        ]
        if len({part for part in _PARTS for line in later if line.startswith(part)}) > 1:
            return mark
    return None


def abstract_span(view: View, line: int, start: int) -> Span:
    """Where the abstract that begins at `start`, on or below a line, stands: to the next label, heading, or last paragraph."""
    text = view.page.text
    end = max(start, view.lines[line].span.end)
    for number in range(line + 1, len(view.lines)):
        place = view.lines[number].span
        printed, so_far = place.of(text), text[start:end]
        if place.end - start > _MOST_CHARACTERS or _ends_before(view, number, printed, so_far):
            break
        is_parted = view.is_parted(number) and not view.is_double_spaced
        if so_far.strip() and is_parted and not _goes_on(view, so_far, number):
            break
        end = place.end
        inside = view.mark_at.get(number)
        if inside and inside.label.kind is LabelKind.KEYWORDS:  # a label inside the line
            return Span(start, inside.start)
    return Span(start, end)


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
    """Whether an abstract goes on behind a blank line.

    It does when its last sentence is open, when the next part has a head of its own, and when the keywords that close it
    are still to come.
    """
    printed = view.lines[number].span.of(view.page.text).strip()
    said = so_far.strip()
    if _STRUCTURED.fullmatch(said.split("\n")[-1]):
        return True
    if not said.endswith((".", "!", "?", "”", '"', ")", ":", "؟")):
        return printed[:1].islower() or len(said) > 200 or said.endswith(("-", "\u00ad"))
    if _STRUCTURED.match(printed):
        return ":" in printed[:60] or bool(_STRUCTURED.match(said))
    return _closes_with_keywords(view, number)


def _closes_with_keywords(view: View, number: int) -> bool:
    """Whether a keyword label stands soon below a line, with paragraphs and nothing else between."""
    following = next((mark for mark in view.marks if mark.line >= number), None)
    if following is None or following.label.kind is not LabelKind.KEYWORDS or following.line - number > 25:
        return False
    between = view.lines[number : following.line]
    return all(len(line.text.strip()) > 25 or line.text.rstrip().endswith(".") for line in between)
