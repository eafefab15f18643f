"""What a printed word is before anybody looks for its scholarly form: English, an accepted name, scholarly already, or open.

Design decision 4: English stays English; a false change of an English keyword is the worst error. So a word is open only if no list
of English has it, or if it stands in `data/words/loanwords.tsv` with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

from refplug.romanize.adhoc.segment import Piece
from refplug.romanize.adhoc.words import commonness, is_dictionary_word

__all__ = ["WordClass", "accepted_names", "classify", "is_people", "is_scholarly", "loanwords"]

COMMON = 3.25
"""Zipf value from which a word counts as English even where no dictionary has it (names, abbreviations): the 20,000 commonest words."""

LONGEST_ACRONYM = 4
"""Letters of a word in capitals up to which it is taken for an acronym (PACS, IRGC)."""

_DERIVED = re.compile(
    r".{3,}(?:isms?|ists?|ites?|ians?|ization|isation|izing|ised|ized|esque|ness|hood|ship|dom|ology|ological|ologist|ocracy|cratic|ically|ful|less)$"
)
_SCHOLARLY_LETTERS = frozenset("āīūḥṣḍṭẓḏṯġšǧḫżẕẖḵḡ")


class WordClass(StrEnum):
    """What a word is."""

    ENGLISH = "english"
    NAME = "name"  # on the frequency list of English, in no dictionary: Rouhani, Yahya
    DERIVED = "derived"  # an English derivative: Salafism, Ba'athists
    ACCEPTED = "accepted"  # a name with an established English spelling
    LOANWORD = "loanword"  # English has it, scholars romanize it
    SCHOLARLY = "scholarly"  # written in a scheme already
    OPEN = "open"


@cache
def loanwords() -> Mapping[str, str]:
    """The words of English that are romanized all the same, each with its reason."""
    return dict(_table("loanwords.tsv"))


@cache
def accepted_names() -> Mapping[str, str]:
    """Names with an established English spelling, in small letters, each with what it names."""
    return {name.casefold(): what for name, what in _table("accepted.tsv")}


def _table(name: str) -> list[tuple[str, str]]:
    text = resources.files("refplug.romanize").joinpath(f"data/words/{name}").read_text("utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(word, what) for word, _, what in rows]


def is_people(word: str) -> bool:
    """Whether an accepted name is that of a people, a language or a religion, used like an adjective (Iranian, Arabic)."""
    return accepted_names().get(word.casefold()) in ("people", "language", "religion", "dynasty")


def is_scholarly(text: str) -> bool:
    """Whether a form shows marks that only romanization schemes use: macrons with dots, the signs of ʿayn and hamza.

    >>> is_scholarly("Marjaʿiyya"), is_scholarly("Fārābī"), is_scholarly("Sha'b"), is_scholarly("façade")
    (True, True, False, False)
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    return any(char in _SCHOLARLY_LETTERS or char in "ʿʾʻʼ" for char in composed) or bool(
        re.search("[\u0323\u0331\u0332]", unicodedata.normalize("NFD", composed))
    )


def classify(word: str) -> WordClass:
    """What one printed word is; case does not count, an article before it neither.

    >>> [classify(w).value for w in ("Marine", "Salafism", "Iraq", "Shariah", "Marjiiat", "Marjaʿiyya")]
    ['english', 'derived', 'accepted', 'loanword', 'open', 'scholarly']
    """
    if is_scholarly(word):
        return WordClass.SCHOLARLY
    small = word.casefold().replace("’", "'").replace("‘", "'").strip("'")
    if small in loanwords() or small.replace("'", "") in loanwords():
        return WordClass.LOANWORD
    if small in accepted_names() or small.removesuffix("'s") in accepted_names():
        return WordClass.ACCEPTED
    if is_dictionary_word(small) or (word.isupper() and len(word) <= LONGEST_ACRONYM):
        return WordClass.ENGLISH
    if commonness(small) >= COMMON:
        return WordClass.NAME
    return WordClass.DERIVED if _DERIVED.match(small) else WordClass.OPEN


def classes(pieces: Sequence[Piece]) -> tuple[WordClass, ...]:
    """The class of each piece of a phrase; names of several words (Saudi Arabia) are accepted as a whole."""
    found = [classify(piece.text) for piece in pieces]
    small = [piece.text.casefold() for piece in pieces]
    for size in (4, 3, 2):
        for i in range(len(pieces) - size + 1):
            if " ".join(small[i : i + size]) in accepted_names():
                found[i : i + size] = [WordClass.ACCEPTED] * size
    return tuple(found)
