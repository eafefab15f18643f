"""A query made ready for comparison: folded once, its words and numbers read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from refplug.match.fold import Folded
from refplug.match.numbers import Numbers, read_numbers
from refplug.match.sound import Sounded, sound_of
from refplug.model import Query, parse_doi
from refplug.romanize.keys import bare

__all__ = ["Probe", "Word", "doi_in", "grams_of", "probe_of", "text_of", "without_identifiers"]

_WORD = re.compile(r"[^\W_]+")
_GRAM = 7
_DOI = re.compile(
    r"(?:https?://)?(?:(?:dx\.)?doi\.org/|doi\s*[:=]?\s*)?10\.\d{4,9}(?:\.\d{1,9})*/[^\s<>\"“”]{1,400}",
    re.IGNORECASE,
)
_URL = re.compile(r"\bhttps?://\S{1,400}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query, folded, and where it stands in the cleaned text."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Probe:
    """A query ready for comparison with many candidates; what costs time is worked out once, when first asked for."""

    query: Query
    text: Folded

    @cached_property
    def doi(self) -> str | None:
        """The DOI that the query names."""
        return self.query.doi or doi_in(self.query.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the text in order."""
        shown = self.text.shown
        return tuple(Word(bare(w.group()), w.start(), w.end()) for w in _WORD.finditer(shown))

    @cached_property
    def sound(self) -> Sounded:
        """The consonants of the text."""
        return sound_of(self.text.shown)

    @cached_property
    def grams(self) -> frozenset[str]:
        """All runs of seven letters, blanks gone: what is left of a text after bad OCR."""
        return grams_of(self.text.squashed)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the whole text."""
        return self.numbers_beside(0, 0)

    def numbers_beside(self, start: int, end: int) -> Numbers:
        """The numbers of the text without the stretch `start:end`, where the title stands: its numbers are its own."""
        shown = self.text.shown
        found = read_numbers(f"{shown[:start]} {shown[end:]}" if end > start else shown)
        return found if self.query.text else found.overruled_by(self.query)


def grams_of(squashed: str) -> frozenset[str]:
    """The runs of seven letters of a squashed text."""
    return frozenset(squashed[i : i + _GRAM] for i in range(len(squashed) - _GRAM + 1))


def probe_of(query: Query) -> Probe:
    """The query ready for comparison. A devised title counts as none; identifiers are compared apart from the text."""
    return Probe(query, Folded.of(without_identifiers(text_of(query))))


def text_of(query: Query) -> str:
    """The query as one text: as printed where it was, else its parts in the order of a citation.

    The abstract is asked with only where there is no title: its words stand in few records, and would count as unexplained.

    >>> text_of(Query(authors=("Wu", "Fu"), year=2014, title="Attachment", container="J. Inf.", volume="8", page="650"))
    'Wu; Fu. (2014). “Attachment.” J. Inf. 8:650'
    >>> text_of(Query(title="[Extended abstract: Iraq]", is_devised=True))
    ''
    """
    if query.text:
        return query.text
    title = f"“{query.title}.”" if query.title and not query.is_devised else ""
    year = f"({query.year})." if query.year else ""
    authors = "; ".join(query.authors) + "." if query.authors else ""
    numbers = (
        query.volume + (f"({query.issue})" if query.issue else "") + (f":{query.page}" if query.page else "")
    )
    if not any((year, authors, query.container, numbers, query.abstract)):
        return title.strip("“”.")
    text = " ".join(part for part in (authors, year, title, query.container, numbers) if part)
    if title:
        return text
    parts = (text, query.abstract, f"Key words: {', '.join(query.keywords)}" if query.keywords else "")
    return "\n".join(part for part in parts if part)


def doi_in(text: str) -> str | None:
    """The first DOI that a text names, or None."""
    found = _DOI.search(text)
    return parse_doi(found.group()) if found else None


def without_identifiers(text: str) -> str:
    """A text without its DOIs and web addresses: they are compared apart, and explain no word of it."""
    if "10." not in text and "http" not in text:
        return text
    return _URL.sub(" ", _DOI.sub(" ", text))
