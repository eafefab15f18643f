"""The authors: the names that stand between title and abstract, or behind the word for author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from refplug.extract.front import AUTHOR_LABEL, Front, LineKind, behind_label
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Creator, Name, Span, parse_orcid
from refplug.text.name_lists import is_name_list, names_in

__all__ = ["find_creators"]

_MOST = 200
_SET_APART = re.compile(r"\S+(?:\s{1,3}\S+)*")


def find_creators(view: View) -> Iterator[Proposal]:
    """The names of the author lines in order; nothing where the head of the page has no line of names alone."""
    front = Front(view)
    lines = _author_lines(front)
    if not lines:
        return
    language = view.page.language
    creators: list[Creator] = []
    for first, last in _runs(lines, view):
        text = _text(view, first, last)
        orcid = parse_orcid(text)
        names = names_in(behind_label(text), language=language)
        creators += (
            Creator(name=name, orcid=orcid if len(names) == 1 else None)
            for name in names
            if _is_new(name, creators)
        )
    labelled = any(_is_labelled(front, number) for number in lines)
    has_title = any(kind is LineKind.TEXT for kind in front.kinds[: lines[0]])
    is_above = not has_title and front.heads_title(lines[-1])
    spans = tuple(Span(view.lines[number].span.start, view.lines[number].span.end) for number in lines)
    if creators and (labelled or has_title or is_above):
        score = 0.85 if labelled else 0.7 if has_title else 0.6
        place = "above" if is_above else "below"
        why = (
            "behind the word for author" if labelled else f"names at the head of the page, {place} its title"
        )
        yield Proposal(field="author", value=tuple(creators[:_MOST]), score=score, reason=why, spans=spans)


def _author_lines(front: Front) -> list[int]:
    """The lines of names: all behind an author label, else the first run of them, addresses between them allowed."""
    numbers = [number for number, kind in enumerate(front.kinds) if kind is LineKind.NAMES]
    labelled = [number for number in numbers if _is_labelled(front, number)]
    if labelled:
        followers = [number for number in numbers if number > labelled[-1]]
        run_on = [number for at, number in enumerate(followers) if number == labelled[-1] + 1 + at]
        return labelled + run_on
    run: list[int] = []
    for number in numbers:
        if run and front.kinds[run[-1] + 1 : number].count(LineKind.TEXT) > 4:
            break
        run.append(number)
    return run


def _is_labelled(front: Front, number: int) -> bool:
    """Whether the word for author stands before the names of a line, or alone on the line above."""
    lines = front.view.lines
    return bool(
        AUTHOR_LABEL.match(lines[number].text)
        or (number and AUTHOR_LABEL.fullmatch(lines[number - 1].text.strip() + " "))
    )


def _runs(lines: list[int], view: View) -> Iterator[tuple[int, int]]:
    """Lines that run on, a name broken between them: the one before ends in a comma, an "and", or mid-name."""
    first = lines[0]
    for before, number in pairwise(lines):
        text = view.lines[before].text.rstrip()
        runs_on = number == before + 1 and not view.is_parted(number) and text.count(",") > 0
        if not runs_on:
            yield first, before
            first = number
    yield first, lines[-1]


def _text(view: View, first: int, last: int) -> str:
    """What lines of names say; names set wide apart on one line are parted as by a comma."""
    spans = [
        Span(line.start + piece.start(), line.start + piece.end())
        for line in (view.lines[number].span for number in range(first, last + 1))
        for piece in _SET_APART.finditer(line.of(view.page.text))
    ]
    if len(spans) > last - first + 1 and all(is_name_list(view.clean(span)) for span in spans):
        return ", ".join(view.clean(span) for span in spans)
    return view.clean(view.span_of(first, last))


def _is_new(name: Name, creators: list[Creator]) -> bool:
    return all(name != creator.name for creator in creators)
