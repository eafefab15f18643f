"""The terms under which a record is filed and a query looked up, so that few records need be compared.

Five kinds of term stand in one name space, told apart by a digit in front: words as they are; pairs of two facts
that together are rare (author and year, volume and page); pieces of the title with its blanks gone, for glued and
damaged text; pieces of the abstract; consonants of words that may be spelled in many ways. A query asks for its rarest terms only.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

from refplug.match.facts import Facts
from refplug.match.fold import clean, squash
from refplug.match.numbers import page_value
from refplug.match.probe import Probe
from refplug.match.sound import sound_of
from refplug.match.words import STOP_WORDS
from refplug.romanize.keys import bare
from refplug.text.words import zipf

__all__ = ["TERMS_VERSION", "index_terms", "query_terms"]

TERMS_VERSION = 3  # raise it whenever the terms of a record change: an index of another version is not read

_WORD = re.compile(r"[^\W_]+")
_PIECE = 7  # letters in a piece of a title
_WINDOW = (
    4  # of so many pieces in a row the least is kept: any ten letters in common share a piece (winnowing)
)
_ABSTRACT_SHARE = 8  # one in so many pieces of an abstract is kept
_MOST_TITLE = 300
_MOST_WORDS = 60
_FIRST_WORDS = 12  # of a citation, among which its authors are looked for


def index_terms(facts: Facts) -> frozenset[str]:
    """The terms under which a record is filed."""
    people = (*facts.authors[:10], *facts.editors[:5])
    families = [squash(name) for person in people for name in person.families]
    terms: set[str] = set()
    for text in (*facts.titles, *facts.containers, facts.publisher, *(n for p in people for n in p.families)):
        terms.update(_words(text))
    terms.update(str(year) for year in facts.years)
    terms.update(_pairs(families[:3], facts.years, _digits(facts.page), _digits(facts.volume)))
    terms.update(_sounds((*facts.titles, *(n for p in people[:3] for n in (*p.families, *p.givens)))))
    for title in facts.titles:
        terms.update(_title_pieces(squash(title)))
    if facts.abstract:
        terms.update(_words(facts.abstract))
        terms.update(_abstract_pieces(squash(facts.abstract)))
    return frozenset(filter(None, terms))


def query_terms(probe: Probe) -> frozenset[str]:
    """The terms under which a query's record may be filed; a term that no record has costs nothing."""
    words = [word.folded for word in probe.words if word.folded not in STOP_WORDS]
    terms = set(words[:_MOST_WORDS])
    squashed = probe.text.squashed
    terms.update(_title_pieces(squashed[:_MOST_TITLE]))
    if len(squashed) > 150:
        terms.update(_abstract_pieces(squashed))
    terms.update(_sounds((probe.text.shown[:_MOST_TITLE],)))
    numbers = probe.numbers
    names = [squash(name) for name in probe.query.authors]
    names += [squash(word) for word in words[:_FIRST_WORDS] if len(word) > 1 and word.isalpha()]
    terms.update(_pairs(names, numbers.years, _digits(numbers.page), _digits(numbers.volume)))
    return frozenset(filter(None, terms))


def _words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(bare(clean(text))) if word not in STOP_WORDS)


def _sounds(texts: tuple[str, ...]) -> Iterator[str]:
    """The consonants of words that are not English, singly and in pairs: what a title keeps in every romanization."""
    for text in texts:
        words = [sound for word in text.split() if not _is_english(word) for sound in sound_of(word).words]
        yield from (f"4{word}" for word in words if len(word) >= 3)
        yield from (f"4{one}x{two}" for one, two in pairwise(words))


def _is_english(word: str) -> bool:
    """Whether every part of a word is English; a number counts, a part with marks or in another script does not."""
    return all(part.isdigit() or (part.isascii() and zipf(part) > 0) for part in _WORD.findall(word))


def _pairs(names: list[str], years: frozenset[int], page: str, volume: str) -> Iterator[str]:
    printed = [
        str(abs(year)) for year in sorted(years)
    ]  # a term is letters and digits: no sign before the era
    for name in names:
        for year in printed:
            yield f"1{name}y{year}"
        if page:
            yield f"1{name}p{page}"
        if volume:
            yield f"1{name}v{volume}"
    if page:
        if volume:
            yield f"1v{volume}p{page}"
        for year in printed:
            yield f"1y{year}p{page}"


def _digits(number: str) -> str:
    value = page_value(number)
    return "" if value is None else str(value)


def _title_pieces(squashed: str) -> Iterator[str]:
    """Winnowed pieces (Schleimer, Wilkerson, Aiken, SIGMOD 2003): the least of each window of pieces, by checksum."""
    if len(squashed) < _PIECE:
        return
    pieces = [squashed[i : i + _PIECE] for i in range(len(squashed) - _PIECE + 1)]
    sums = [zlib.crc32(piece.encode()) for piece in pieces]
    if len(sums) <= _WINDOW:
        yield "2" + pieces[sums.index(min(sums))]
        return
    last = -1
    for start in range(len(sums) - _WINDOW + 1):
        window = sums[start : start + _WINDOW]
        place = start + window.index(min(window))
        if place != last:
            yield "2" + pieces[place]
            last = place


def _abstract_pieces(squashed: str) -> Iterator[str]:
    for i in range(len(squashed) - _PIECE + 1):
        piece = squashed[i : i + _PIECE]
        if zlib.crc32(piece.encode()) % _ABSTRACT_SHARE == 0:
            yield "3" + piece
