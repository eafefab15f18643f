"""Keywords decided: each printed term with its gloss taken off, and understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from refplug.model import Field, Term, TermVerdict
from refplug.text.gloss import split_gloss

__all__ = ["decided"]


def decided(
    keywords: Field[tuple[Term, ...]],
    understand: Callable[[str, str | None], Term],
    review: Callable[[Term], Term] | None = None,
) -> Field[tuple[Term, ...]]:
    """The keyword claims with each term decided; the claim's own place and evidence stay.

    `understand` is given what is printed and the claim's language tag; `review` is asked about what is not kept.
    """

    def one(term: Term, tag: str | None) -> Term:
        head, gloss = split_gloss(term.printed) if term.gloss is None else (term.printed, term.gloss)
        found = understand(head, tag)
        if term.gloss is None and gloss and found.verdict is not TermVerdict.ROMANIZED:
            gloss, found = None, understand(term.printed, tag)  # "Gross domestic product (GDP)"
        found = replace(found, printed=term.printed, gloss=gloss or found.gloss, span=term.span)
        return review(found) if review and found.verdict is not TermVerdict.KEEP else found

    return Field(
        tuple(
            replace(claim, value=tuple(one(term, claim.language) for term in claim.value))
            for claim in keywords
        )
    )
