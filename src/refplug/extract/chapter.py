"""A chapter of an edited book: the line "In: Editor (ed.), Book. Place: Publisher, Year, pp. 1-9" at its head or foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Creator, PartialDate, Span
from refplug.text.name_lists import is_name_list, names_in

__all__ = ["find_chapter"]

_SCORE = 0.85
_MOST_LINES = 3  # that the statement goes over
_STATEMENT = re.compile(
    r"^\W*in:?\s+(?P<editors>[^()\d]{4,160}?),?\s*\((?:eds?|hrsg|hg|dir|éds?|coord)\.?\),?\s*(?P<title>[^:]{4,80}(?::\s[^:]{4,120})?)[.,]\s+"
    r"(?:(?P<place>[^\W\d_][^\d:,]{1,30}?)\s?:\s?)?(?P<publisher>[^\d,:]{2,60}),?\s+\(?(?P<year>(?:19|20)\d\d)\)?"
    r"(?:\s?[,.:]\s*(?:pp?|pages?|s|seiten)?\.?\s?(?P<page>\d{1,4}\s?[-–—]\s?\d{1,4}))?",
    re.IGNORECASE,
)


def find_chapter(view: View) -> Iterator[Proposal]:
    """The book a chapter stands in, with editors, publisher, year and pages; nothing without an "(ed.)" and a publisher.

    >>> from refplug.model import Page
    >>> text = "In: Sabrina Mervin (ed.), The Shi'a Worlds. London: Saqi, 2010, pp. 155–176.\\n\\nThe Hawza\\n\\nLeila Rezai"
    >>> [(one.field, one.value) for one in find_chapter(View.of(Page(file="a.txt", text=text))) if isinstance(one.value, str)]
    [('type', 'chapter'), ('container.title', "The Shi'a Worlds"), ('publisher_place', 'London'), ('publisher', 'Saqi'), ('page', '155-176')]
    """
    for number in view.margins:
        if not re.match(r"\W*in:?\s", view.lines[number].text, re.IGNORECASE) or view.is_inside_prose(number):
            continue
        span = view.span_of(number, _last(view, number))
        said = _STATEMENT.match(span.of(view.page.text))
        if said is None or not is_name_list(view.clean(_place(span, said, "editors"))):
            continue
        reason = f"the page says where it stands: “{view.clean(span)[:90]}”"
        yield Proposal(field="type", value="chapter", score=_SCORE, reason=reason, spans=(span,))
        for group, field in _FIELDS.items():
            if said[group]:
                place = _place(span, said, group)
                value = _value(group, view.clean(place), view.page.language)
                yield Proposal(field=field, value=value, score=_SCORE, reason=reason, spans=(place,))
        return


_FIELDS = {
    "title": "container.title",
    "editors": "container.editor",
    "place": "publisher_place",
    "publisher": "publisher",
    "year": "issued",
    "page": "page",
}


def _place(whole: Span, said: re.Match[str], group: str) -> Span:
    return Span(whole.start + said.start(group), whole.start + said.end(group))


def _value(group: str, text: str, language: str | None) -> Any:
    """What a part of the statement says, as its field holds it."""
    match group:
        case "editors":
            return tuple(Creator(name=one) for one in names_in(text, language=language))
        case "year":
            return PartialDate(year=int(text))
        case "page":
            return re.sub(r"\s?[-–—]\s?", "-", text)
    return text


def _last(view: View, first: int) -> int:
    """The last line that runs on from the first without a blank line between."""
    last = first
    while last + 1 < min(first + _MOST_LINES, len(view.lines)) and not view.is_parted(last + 1):
        last += 1
    return last
