"""A review of a book: who wrote the review, and the heading that says that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Creator, Span
from refplug.text.name_lists import is_name_list, names_in

__all__ = ["find_review"]

_HEAD_LINES = 4
_SCORE = 0.86
_HEADING = re.compile(
    r"^\W*(?:\d{1,4}\W+)?(?:book reviews?|review of books|reviews of books|comptes? rendus?|buchbesprechung(?:en)?|rezension(?:en)?|kitap (?:tanıtımı|incelemesi|değerlendirmesi)|"
    r"نقد و (?:بررسی|معرفی) کتاب|معرفی (?:و نقد )?کتاب|مراجعات? (?:ال)?كت(?:ا|)ب|عرض كتاب)(?:\W+\d{1,4})?\W*$",
    re.IGNORECASE,
)
_REVIEWER = re.compile(
    r"^\W*(?:reviewed by|review by|rezensiert von|compte rendu par|değerlendiren|معرف|عرض)\s*:?\s+(?P<name>[^,;:\d]{5,60}?)\s*(?:[,;(].*)?$",
    re.IGNORECASE,
)


def find_review(view: View) -> Iterator[Proposal]:
    """That the work is a review, and its author, where a heading at the head of the page says so.

    >>> from refplug.model import Page
    >>> page = Page(file="a.txt", text="Book Reviews 233\\n\\nRoy Mottahedeh, The Mantle.\\n\\nReviewed by Leila Rezai, Kufa")
    >>> [(one.field, one.value[0].name.family if one.field == "author" else one.value) for one in find_review(View.of(page))]
    [('type', 'review-book'), ('author', 'Rezai')]

    "Reviewed by" alone says nothing: papers name their referees so.
    """
    heading = next((line for line in view.lines[:_HEAD_LINES] if _HEADING.match(line.text)), None)
    if heading is None:
        return
    reason = f"stands under “{view.clean(heading.span)}”"
    yield Proposal(field="type", value="review-book", score=0.99, reason=reason, spans=(heading.span,))
    for line in view.lines:
        found = _REVIEWER.match(line.text)
        if found and is_name_list(found["name"]):
            span = Span(line.span.start + found.start("name"), line.span.start + found.end("name"))
            names = names_in(found["name"], language=view.page.language)
            yield Proposal(
                field="author",
                value=tuple(Creator(name=name) for name in names),
                score=_SCORE,
                reason="named as the reviewer of the book",
                spans=(span,),
            )
            return
