"""The imprint of a book: who published it, who holds the copyright, that it has an ISBN or was catalogued in publication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Creator, Span
from refplug.text.name_lists import is_name_list, names_in
from refplug.text.sections import LabelKind

__all__ = ["find_imprint"]

_MOST_CHARACTERS = 6_000
_BOOK = re.compile(
    r"\bISBN\b|catalogu?ing[- ]in[- ]publication|library of congress (?:catalog|control)|dépôt légal|bibliografische information|فهرست[\s‌]?نویسی|شابک|ردمك",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"\b(?:first )?published\b|all rights reserved|\bcopyright\b|©|tous droits réservés|alle rechte|چاپ (?:اول|دوم|سوم|نخست)|ناشر|انتشارات|الطبعة|حقوق الطبع",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:by\s+)?(?:19|20)\d\d\s*(?:by\s+)?(?P<name>[^\d\n;:]{5,80}?)[.,]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_PUBLISHER = re.compile(
    r"(?:\b(?:first )?published\b[^\n.;:]{0,60}?\bby\b|ناشر\s*[:：]|الناشر\s*[:：]|\bpublisher\s*:|\béditeur\s*:|\bverlag\s*:)\s*(?P<name>[^\n\d;:]{3,80}?)\s*[,.]?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_COMPANY = re.compile(
    r"(?:,?\s+(?:and|&)\s+(?:company|co|sons)\.?|,?\s+(?:limited|ltd|inc|llc|plc|gmbh)\b\.?)+$", re.IGNORECASE
)
_SCORE = 0.86


def find_imprint(view: View) -> Iterator[Proposal]:
    """That the page is a book's, its publisher, and the author who holds the copyright; nothing for an article.

    >>> from refplug.model import Page
    >>> text = "Waqf and Water\\n\\nLeila Rezai\\n\\nPublished by Saqi Books\\n© 1998 Leila Rezai\\nISBN 0-86356-304-7"
    >>> [(one.field, one.value) for one in find_imprint(View.of(Page(file="a.txt", text=text)))][:2]
    [('type', 'book'), ('publisher', 'Saqi Books')]

    A page with an abstract, keywords or a DOI is a part of something; a review has the ISBN of the book it reviews, and
    no imprint.
    """
    text = view.page.text[:_MOST_CHARACTERS]
    told = _BOOK.search(text)
    if told is None or not _RIGHTS.search(text) or _is_of_a_part(view, text):
        return
    reason = f"an imprint with “{told.group()}”"
    yield Proposal(field="type", value="book", score=0.7, reason=reason, spans=(Span(*told.span()),))
    if found := _PUBLISHER.search(text):
        span = Span(*found.span("name"))
        name = _COMPANY.sub("", view.clean(span)).strip(" ,.")
        value = name.title() if name.isupper() else name
        yield Proposal(
            field="publisher", value=value, score=_SCORE, reason="named as the publisher", spans=(span,)
        )
    for holder in _HOLDER.finditer(text):
        if is_name_list(holder["name"]):
            names = names_in(holder["name"], language=view.page.language)
            yield Proposal(
                field="author",
                value=tuple(Creator(name=name) for name in names),
                score=_SCORE,
                reason="holds the copyright of the book",
                spans=(Span(*holder.span("name")),),
            )
            return


def _is_of_a_part(view: View, text: str) -> bool:
    labels = (LabelKind.ABSTRACT, LabelKind.KEYWORDS)
    return any(mark.label.kind in labels for mark in view.marks) or bool(
        re.search(r"\bdoi\b|\breview", text, re.I)
    )
