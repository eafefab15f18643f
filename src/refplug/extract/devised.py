"""A title for a work that prints none: devised, in square brackets, and said to be devised.

Cataloguing rules (RDA 2.3.2.11, ISBD A.3.3) put a title that the cataloguer makes up in square brackets and say so in a
note. It is never used for matching, for finding duplicates, or in a query: `Record.is_title_devised`.
"""

from __future__ import annotations

from dataclasses import replace

from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Record, Term, TermKind, TermVerdict

__all__ = ["GENRE", "with_devised_title"]

GENRE = "Extended abstract"
_KINDS = {
    "article-journal": "Article",
    "book": "Book",
    "paper-conference": "Conference paper",
    "review-book": "Book review",
    "thesis": "Thesis",
}
_ENGLISH = frozenset({TermKind.ENGLISH, TermKind.ACCEPTED_NAME})
_CONCLUDED = Origin(OriginKind.CONCLUSION, "refplug")


def with_devised_title(record: Record) -> Record:
    """The record with a devised title where it has none: its kind in words and its first two English keywords.

    >>> from refplug.model import TermVerdict
    >>> page = Evidence(origin=Origin(OriginKind.DOCUMENT, "a.txt"))
    >>> terms = tuple(Term(printed=word, kind=TermKind.ENGLISH) for word in ("Waqf law", "Iraq", "Courts"))
    >>> record = Record(keyword=Field((Claim(value=terms, evidence=page, confidence=1.0),)))
    >>> with_devised_title(record).title.value
    '[Extended abstract: Waqf law, Iraq]'

    Without English keywords the first two of any language serve; without keywords the kind alone. A work of a known
    type keeps its type; an unknown one is a document of the genre "Extended abstract".
    """
    if record.title:
        return record
    words = _words(record)
    evidence = Evidence(
        origin=_CONCLUDED,
        reason="devised from the first keywords, as the work prints no title"
        if words
        else "the work prints no title",
    )
    kind = _KINDS.get(record.type) or record.genre.value or GENRE
    title = f"[{kind}: {', '.join(words)}]" if words else f"[{kind}]"
    claim = Claim(value=title, evidence=evidence, confidence=1.0, language="en")
    record = replace(record, title=Field((claim,)), is_title_devised=True)
    if record.genre or record.type != "document":
        return record
    genre = Evidence(origin=_CONCLUDED, reason="the kind of work is not printed")
    return replace(record, genre=Field((Claim(value=GENRE, evidence=genre, confidence=0.5),)))


def _words(record: Record) -> tuple[str, ...]:
    terms = [term for claim in record.keyword for term in claim.value]
    english = [term.text for term in terms if _is_english(term)]
    return tuple(english or [term.text for term in terms])[:2]


def _is_english(term: Term) -> bool:
    return term.verdict is TermVerdict.KEEP and term.kind in _ENGLISH
