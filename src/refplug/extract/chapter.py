"""A chapter of an edited book: the line "In: Editor (ed.), Book. Place: Publisher, Year, pp. 1-9" at its head or foot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Creator, PartialDate
from refplug.text.name_lists import is_name_list, names_in

__all__ = ["find_chapter"]

_SCORE = 0.85
_MOST_LINES = 3  # that the statement goes over
_STATEMENT = re.compile(
    r"^\W*in:?\s+(?P<editors>[^()\d]{4,160}?),?\s*\((?:eds?|hrsg|hg|dir|éds?|coord)\.?\),?\s*(?P<title>[^\n:]{4,80}(?::\s[^\n:]{4,120})?)[.,]\s+"
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
        said = _STATEMENT.match(view.clean(span))
        if said is None or not is_name_list(said["editors"]):
            continue
        reason = f"the page says where it stands: “{said.group()[:90]}”"
        editors = tuple(Creator(name=one) for one in names_in(said["editors"], language=view.page.language))
        values = {
            "type": "chapter",
            "container.title": said["title"],
            "container.editor": editors,
            "publisher_place": said["place"],
            "publisher": said["publisher"].strip(),
            "issued": PartialDate(year=int(said["year"])),
            "page": re.sub(r"\s?[-–—]\s?", "-", said["page"]) if said["page"] else None,
        }
        for field, value in values.items():
            if value:
                yield Proposal(field=field, value=value, score=_SCORE, reason=reason, spans=(span,))
        return


def _last(view: View, first: int) -> int:
    """The last line that runs on from the first without a blank line between."""
    last = first
    while last + 1 < min(first + _MOST_LINES, len(view.lines)) and not view.is_parted(last + 1):
        last += 1
    return last
