"""The language the work is written in, by the words of its page."""

from __future__ import annotations

from collections.abc import Iterator

from refplug.extract.abstract import abstract_span
from refplug.extract.parallel import labelled_abstracts
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span
from refplug.text.languages import language_of

__all__ = ["find_language"]

_FEWEST_LETTERS = 120
_BODY_LETTERS = 3_000  # beside the abstracts: enough to tell the language of the paper


def find_language(view: View) -> Iterator[Proposal]:
    """The language of the page (BCP 47), where it has enough words to tell; a title and a few keywords are not enough.

    A page that has little but abstracts in two languages is in that of the first.
    """
    text = view.page.text[:8_000]
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return
    abstracts = labelled_abstracts(view)
    if len({language for _, language in abstracts}) > 1 and (first := abstracts[0][1]) is not None:
        body = _beside(view, [abstract_span(view, mark.line, mark.content) for mark, _ in abstracts])
        if sum(map(str.isalpha, body)) < _BODY_LETTERS:
            reason = "the first of its abstracts"
            yield Proposal(field="language", value=first, score=0.8, reason=reason)
            return
    language = view.page.language or language_of(text)
    if language:
        yield Proposal(
            field="language", value=language, score=0.8, reason="the little words and letters of the page"
        )


def _beside(view: View, spans: list[Span]) -> str:
    """The text of a page without some stretches of it."""
    pieces, at = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        pieces.append(view.page.text[at : span.start])
        at = max(at, span.end)
    return "".join((*pieces, view.page.text[at:]))[:20_000]
