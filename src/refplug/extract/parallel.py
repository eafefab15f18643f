"""The title in the page's other language: journals of many countries print title, abstract and keywords twice.

Such a title stands above the abstract of its language, between what closes the first version (its keywords) and the label;
or at the head of the page, right below or above the main title, in another script.
"""

from __future__ import annotations

from collections.abc import Iterator

from refplug.extract.abstract import abstract_span
from refplug.extract.front import Front, LineKind
from refplug.extract.proposal import Proposal
from refplug.extract.title import is_title
from refplug.extract.view import Mark, View
from refplug.text.languages import language_of, script_of
from refplug.text.sections import LabelKind

__all__ = ["find_parallel_title", "labelled_abstracts"]

_MOST_ABOVE = 14  # lines between what comes before and the label
_MOST_LINES = 5
_FEWEST_WORDS = 3


def find_parallel_title(view: View) -> Iterator[Proposal]:
    """A title for each further language that the page has an abstract in; nothing where only one language is printed.

    >>> from refplug.model import Page
    >>> text = "چکیده\\n" + "این مقاله درباره وقف در ایران است و نشان می‌دهد که این نهاد چگونه پدید آمده است. " * 2
    >>> text += "\\n\\nThe Waqf and its Water\\nin Yazd\\n\\nLeila Karimi\\n\\nAbstract\\n" + "This is on the waqf and how it came about in the town. " * 2
    >>> [(one.value, one.language) for one in find_parallel_title(View.of(Page(file="a.txt", text=text)))]
    [('The Waqf and its Water in Yazd', 'en')]
    """
    abstracts = labelled_abstracts(view)
    seen = {abstracts[0][1]} if abstracts else set()
    for at, (mark, language) in enumerate(abstracts[1:], 1):
        if language in seen or language is None:
            continue
        seen.add(language)
        before = abstracts[at - 1][0]
        found = _title_above(view, mark, _end_of(view, before), language)
        if found:
            yield found


def labelled_abstracts(view: View) -> list[tuple[Mark, str | None]]:
    """The abstracts that have a label, and the language of each."""
    found: list[tuple[Mark, str | None]] = []
    for mark in view.marks:
        if mark.label.kind is LabelKind.ABSTRACT:
            text = view.clean(abstract_span(view, mark.line, mark.content))
            if sum(map(str.isalpha, text)) > 60:
                found.append((mark, language_of(text) or mark.label.language))
    return found


def _end_of(view: View, mark: Mark) -> int:
    """The number of the first line behind an abstract and the keywords that follow it."""
    end = abstract_span(view, mark.line, mark.content).end
    number = next(
        (n for n in range(mark.line + 1, len(view.lines)) if view.lines[n].span.start >= end), len(view.lines)
    )
    if (
        number < len(view.lines)
        and (below := view.mark_at.get(number))
        and below.label.kind is LabelKind.KEYWORDS
    ):
        number += 1
        while number < len(view.lines) and not view.is_parted(number) and number not in view.mark_at:
            number += 1
    return number


def _title_above(view: View, mark: Mark, floor: int, language: str) -> Proposal | None:
    """The first lines above an abstract's label that can be its title."""
    front = Front(view)
    script = script_of(view.clean(abstract_span(view, mark.line, mark.content)))
    run: list[int] = []
    for number in range(max(floor, mark.line - _MOST_ABOVE), mark.line + 1):
        is_text = (
            number < mark.line
            and front.kind(number) is LineKind.TEXT
            and script_of(view.lines[number].text) == script
        )
        if run and (not is_text or view.is_parted(number)):
            break
        if is_text:
            run.append(number)
    if not run or len(run) > _MOST_LINES:
        return None
    span = view.span_of(run[0], run[-1])
    text = view.clean(span).strip(" *†‡|")
    if not is_title(text) or len(text.split()) < _FEWEST_WORDS or language_of(text) not in (None, language):
        return None
    return Proposal(
        field="title",
        value=text,
        score=0.55,
        reason="stands above the abstract in its language",
        spans=(span,),
        language=language,
    )
