"""From one scheme to another, through the pivot, saying what could not be carried over."""

from __future__ import annotations

from dataclasses import dataclass

from refplug.model import Notice, TermKind
from refplug.romanize.inverse import inverse_of
from refplug.romanize.parse import Lookup, parse
from refplug.romanize.render import render
from refplug.romanize.scheme import Scheme

__all__ = ["Converted", "convert"]


@dataclass(frozen=True, slots=True)
class Converted:
    """A text in another scheme.

    `text` is the new form, `vocalized` what it went through. `exact` says that the first scheme writes `vocalized` just as
    it was printed; `reversible` that the second can be turned back into it. Every loss is a notice.
    """

    text: str
    vocalized: str
    exact: bool
    reversible: bool
    notices: tuple[Notice, ...] = ()


def convert(
    latin: str,
    source: Scheme,
    target: Scheme,
    *,
    kind: TermKind = TermKind.UNKNOWN,
    form: str = "full",
    lookup: Lookup | None = None,
) -> Converted:
    """A romanized text of one scheme in another, capitals as they were printed.

    >>> from refplug.romanize.scheme import load
    >>> convert("Wizārat al-Tarbiyah", load("ala-lc", "ar"), load("ijmes", "ar")).text
    'Wizārat al-Tarbiya'
    >>> done = convert("qāzi", load("iranian-studies", "fa"), load("ala-lc", "fa"))
    >>> done.text, done.notices[0].message
    ('qāzī', 'iranian-studies-fa writes ز, ض, ذ, ظ alike as z; ز was taken')

    Words that the source scheme cannot have written stay as they are, and are named. A scheme whose capitals are fixed
    (gazetteers) takes its own. `lookup` may know words: see `parse`.
    """
    best = parse(latin, source, kind=kind, limit=1, lookup=lookup)[0]
    capitals = "words" if target.capitals(kind) == "words" else best.capitals
    rendered = render(best.vocalized, target, kind=kind, form=form, capitals=capitals)
    notices = [Notice(code="letters-alike", message=sentence) for sentence in best.lost]
    notices += [_unread(word, source) for word in best.unread]
    notices += rendered.notices
    return Converted(
        rendered.text,
        best.vocalized,
        best.exact,
        _is_reversible(rendered.text, best.vocalized, source, target, kind),
        tuple(notices),
    )


def _unread(word: str, source: Scheme) -> Notice:
    return Notice(
        code="word-unread",
        message=f"{word!r} holds letters that {source.name} does not have; it was kept as it is",
    )


def _is_reversible(text: str, vocalized: str, source: Scheme, target: Scheme, kind: TermKind) -> bool:
    """Whether the new form, read again, is written by the first scheme as before."""
    back = parse(text, target, kind=kind, limit=1)[0]
    normalized = inverse_of(source).normalized
    before = render(vocalized, source, kind=kind, capitals="none").text
    return not back.lost and normalized(
        render(back.vocalized, source, kind=kind, capitals="none").text
    ) == normalized(before)
