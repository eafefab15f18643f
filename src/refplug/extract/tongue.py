"""The language the work is written in, by the words of its page."""

from __future__ import annotations

from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.text.languages import language_of

__all__ = ["find_language"]

_FEWEST_LETTERS = 120


def find_language(view: View) -> Iterator[Proposal]:
    """The language of the page (BCP 47), where it has enough words to tell; a title and a few keywords are not enough."""
    text = view.page.text[:8_000]
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return
    language = view.page.language or language_of(text)
    if language:
        yield Proposal(
            field="language", value=language, score=0.8, reason="the little words and letters of the page"
        )
