"""The title: the text at the head of the page that stands before the names, or before the abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.front import Front, LineKind
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.text.languages import language_of, script_of

__all__ = ["find_title", "is_title"]

_RUNS_ON = re.compile(
    r"(?:\b(?:of|the|and|in|for|a|an|to|with|on|by|from|at|as|or|und|der|des|et|de|la|y)|[-:,])\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:title|titre|titel|título|عنوان)\s*:\s*", re.IGNORECASE)
_FEWEST_LETTERS, _MOST_WORDS = 8, 45


def find_title(view: View) -> Iterator[Proposal]:
    """At most one title; nothing where neither names nor an abstract tell that the text above them is one."""
    front = Front(view)
    best: tuple[float, tuple[int, ...], str] | None = None
    for order, group in enumerate(_groups(front)):
        text = view.clean(view.span_of(group[0], group[-1]))
        if not is_title(text):
            continue
        score, why = _score(view, front, group, order)
        if best is None or score > best[0]:
            best = (score, group, why)
    if best:
        score, group, why = best
        span = view.span_of(group[0], group[-1])
        text = _LABEL.sub("", view.clean(span)).strip(" *†‡|")
        language = language_of(text) or (
            "fa" if script_of(text) == "Arab" and view.page.language == "fa" else None
        )
        yield Proposal(field="title", value=text, score=score, reason=why, spans=(span,), language=language)


def _groups(front: Front) -> Iterator[tuple[int, ...]]:
    """Runs of text lines without a blank line between them (unless the page is double-spaced) and in one size of type."""
    run: list[int] = []
    for number, kind in enumerate(front.kinds):
        breaks = run and (_is_parted(front, number) or kind is not LineKind.TEXT)
        if breaks:
            yield tuple(run)
            run = []
        if kind is LineKind.TEXT:
            run.append(number)
    if run:
        yield tuple(run)


def _is_parted(front: Front, number: int) -> bool:
    view = front.view
    one, two = view.lines[number - 1], view.lines[number]
    if (
        one.font_size
        and two.font_size
        and abs(one.font_size - two.font_size) > 0.1 * max(one.font_size, two.font_size)
    ):
        return True
    if not view.is_parted(number):
        return False
    return not (
        _RUNS_ON.search(one.text) or two.text.lstrip()[:1].islower() or (view.is_double_spaced and number < 4)
    )


def is_title(text: str) -> bool:
    """Whether words can be a title: some of them, not too many, and no sentences."""
    words = text.split()
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS or not 2 <= len(words) <= _MOST_WORDS:
        return False
    return not text.endswith((";", ",")) and not (text.endswith(".") and ". " in text)


def _score(view: View, front: Front, group: tuple[int, ...], order: int) -> tuple[float, str]:
    """How much speaks for a run of lines being the title, and the sentence that says so."""
    following = next((kind for kind in front.kinds[group[-1] + 1 :] if kind is not LineKind.OTHER), None)
    before_names = group[-1] + 1 < len(front.kinds) and front.kinds[group[-1] + 1] is LineKind.NAMES
    score, why = 0.3, "text at the head of the page"
    if before_names:
        score, why = 0.82, "stands right before the names"
    elif following is LineKind.NAMES:
        score, why = 0.6, "stands before the names"
    elif group[0] and front.kinds[group[0] - 1] is LineKind.NAMES and front.heads_title(group[0] - 1):
        score, why = 0.62, "stands right below the names, the first text of the page"
    elif front.is_announced:
        score, why = 0.52, "text before the abstract or keywords"
    size = view.lines[group[0]].font_size
    if size is not None:
        largest = max(line.font_size or 0 for line in view.lines[: max(front.end, 1)])
        score += 0.15 if size >= 0.97 * largest else -0.15
    if script_of(view.lines[group[0]].text) == "Arab":
        score += 0.06  # the model of headers knows no page in Arabic script
    return min(0.9, score - 0.03 * order), why
