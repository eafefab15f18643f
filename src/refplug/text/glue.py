"""Words that lost the space between them: when a token is two words, and when it is one that we don't know.

The page is the best dictionary: its own words count beside those of English, a token that occurs twice is a word of its
own, and two content words are parted only on a page that lost other spaces. `docs/repair.md` gives the rules and figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from refplug.text.words import zipf

__all__ = ["FUNCTION_WORDS", "Split", "Splitter", "Strength", "Token", "is_prose", "tokens_of"]

FUNCTION_WORDS = frozenset(
    "a an the of to in on at by for from with and or but nor as is are was were be been has have had do does did not no "
    "it its he she his her they them their we us our i this that these those which who whom whose what when "
    "where while how if than then so such into onto upon over under between among during after before about against "
    "through within without also both all some any each other more most very can may might will would should could "
    "there here only".split()
)
SHORT = frozenset("a an as at be by do he if in is it my no of on or so to up us we".split())
"""One- and two-letter pieces that a split may leave."""

ENGLISH_ONLY = frozenset("the of and to is that for with by are were this from which".split())
PROSE_WORDS = ENGLISH_ONLY | frozenset(
    "in on an as at be been it its we our or not can has have was these than but".split()
)
"""Words whose company shows English prose, and those among them that other languages of the page hardly have."""

WEAK_STARTS = frozenset(
    "a an as at be do he i in it no or so up us under over after all any can her his".split()
)
"""Function words that also begin longer words: a-periodic, in-activate, be-calm, over-fit."""

WEAK_ENDS = frozenset(
    "a i an as at be do he in is it no on or so to up us we all her his our its any am nor able ally ant ants".split()
)
"""Function words that also end longer words: insul-in, hypnos-is, behavi-our."""

OPENERS = frozenset(
    "of in on to for by with at from as and or but is are was were be that than into over under between during "
    "through about has have had which not also".split()
)
DETERMINERS = frozenset(
    "the a an this these those our its their his her which that each all such some any".split()
)

PREFIXES = frozenset(
    "all anti auto back bi bio co counter cross cyber de di dis down en ever ex extra fore geo half hetero homo hyper hypo il "
    "im in infra inter intra iso ir mac macro mal mega meta methyl micro mid mini mis mono multi nano neo neuro non omni out "
    "over para per photo poly post pre pro proto pseudo psycho quasi radio re self semi socio sub super sur tele thermo "
    "trans tri ultra un under uni up van vice well ground water sea land".split()
)
"""First pieces that make one word with what follows: co-occurrence, microsphere, overfitting."""

TAILS = frozenset(
    "able ability abilities ally associated bearing based bodied body carrying class containing controlled dependent derived "
    "dimensional directed driven enhanced error fold free friendly ground guided handed hood house independent induced keeper "
    "labelled led less level like limited linked looking made making man mediated men ness oriented persons positive negative "
    "proof ray related resistant scale sectional selective sensitive ship shops side sized skin specific sponsored stage "
    "step term times type ward wards ware way wide wise woman women work works worker working worthy year years yl".split()
)
"""Second pieces that come with a hyphen or none, seldom with a space: drug-resistant, worldwide."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'‘`][^\W\d_]+)*")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_BEFORE_CAPITALS = re.compile(r"([A-Z]?[a-z]+)([A-Z]{2,6}s?)")
_ENDINGS = (
    "s",
    "es",
    "ies",
    "ed",
    "d",
    "ing",
    "ly",
    "ally",
    "al",
    "ic",
    "ness",
    "ity",
    "able",
    "er",
    "ers",
    "or",
    "ian",
    "ist",
    "ism",
)
_LONGEST = 40
_REACH = 10


class Strength(IntEnum):
    """How much a split can stand on."""

    DAMAGED_PAGE = 1  # to be made only where the page lost other spaces
    SURE = 2  # stands by itself, and shows that the page is damaged


class Token(NamedTuple):
    """A run of letters with its place; contractions (Iran's) and words with a sign of ʿayn or hamza (Ba‘th) are one."""

    text: str
    start: int


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order."""
    return [Token(found.group(), found.start()) for found in _TOKEN.finditer(text)]


def is_prose(tokens: list[Token], index: int) -> bool:
    """Whether a token stands in English prose, and not in a list of names or in another language."""
    around = [token.text.lower() for token in tokens[max(0, index - _REACH) : index + _REACH + 1]]
    return sum(word in PROSE_WORDS for word in around) >= 2 and any(word in ENGLISH_ONLY for word in around)


@dataclass(frozen=True, slots=True)
class Split:
    """A token parted: its pieces, how much likelier they are than one unknown word (log10), and on what it stands."""

    pieces: tuple[str, ...]
    odds: float
    strength: Strength


class Splitter:
    """Parts glued words by the vocabulary of English and of the text itself.

    >>> text = "It is held that the theory thatitis so is one of many"
    >>> Splitter(text, tokens_of(text), is_known=lambda word: zipf(word) >= 2).split("thatitis").pieces
    ('that', 'it', 'is')
    """

    def __init__(self, text: str, tokens: list[Token], *, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._text, self._tokens = text, tokens
        self._count = Counter([token.text.lower() for token in tokens])

    @cached_property
    def _pairs(self) -> set[tuple[str, str]]:
        """The words that stand side by side with a space between them."""
        text = self._text
        return {
            (a.text.lower(), b.text.lower())
            for a, b in pairwise(self._tokens)
            if b.start - a.start - len(a.text) == 1 and text[b.start - 1] in " \n"
        }

    def split(self, glued: str, *, is_sentence_start: bool = False) -> Split | None:
        """The best way to part a token of the text, or None where it is a word or nothing speaks for a split."""
        lower = glued.lower()
        if not 3 <= len(glued) <= _LONGEST or not glued.isalpha():
            return None
        if self._is_known(glued):
            return self._function_pair(glued) if glued[1:].islower() and zipf(lower) < 3.6 else None
        if len(glued) < 4 or self._is_own_word(lower):
            return self._function_pair(glued)
        found = self._acronym(glued) or self._best(glued)
        return self._judged(glued, *found, is_sentence_start=is_sentence_start) if found else None

    def split_beside_glue(self, glued: str) -> tuple[str, str] | None:
        """A rare word as two very common ones, asked only where its token has already lost a space ("fact,anew")."""
        if zipf(glued) >= 3.5:
            return None
        for at in range(1, len(glued)):
            first, second = glued[:at], glued[at:]
            if first.lower() in FUNCTION_WORDS and min(zipf(first), zipf(second)) >= 5.7:
                return first, second
        return None

    def _is_own_word(self, lower: str) -> bool:
        """A word of the text's own: it stands there three times, or its stem or plural does, or it derives from a known one."""
        if self._count[lower] > 2 or self._count[lower + "s"]:
            return True
        stems = [lower.removesuffix(ending) for ending in _ENDINGS if lower.endswith(ending)]
        stems += [stem + other for stem in stems if len(stem) > 5 for other in ("y", "e", "ed", "ion", "ing")]
        return any(
            stem != lower and len(stem) > 3 and (self._count[stem] or zipf(stem) >= 2.0) for stem in stems
        )

    def _function_pair(self, glued: str) -> Split | None:
        """`ofthe`, `isa`: two function words that often meet."""
        for at in range(1, len(glued)):
            first, second = glued[:at], glued[at:]
            if first.lower() in OPENERS and second in DETERMINERS:
                return Split((first, second), 0.0, Strength.SURE if len(glued) > 3 else Strength.DAMAGED_PAGE)
        return None

    def _acronym(self, glued: str) -> tuple[tuple[str, ...], float] | None:
        """`ofDNA`, `thePCPs`: a function word before capitals."""
        found = _BEFORE_CAPITALS.fullmatch(glued)
        if not found or found[1].lower() not in FUNCTION_WORDS - WEAK_STARTS:
            return None
        return found.groups(), 2.0 if self._count[found[2].lower()] else 0.0

    def _cost(self, piece: str) -> float | None:
        """How unlikely a piece is (log10), None where it is no word."""
        lower = piece.lower()
        if len(lower) < 3 and lower not in SHORT:
            return None
        known, here = zipf(lower), self._count[lower]
        if here and known < 6:
            known = max(known, 4.0 + min(here, 8) * 0.25)
        return 9.0 - known if known >= (3.0 if len(lower) < 6 else 1.8) else None

    def _best(self, glued: str) -> tuple[tuple[str, ...], float] | None:
        """The likeliest pieces and their odds against one unknown word of that length."""
        humps = {found.start() for found in _HUMP.finditer(glued)}
        size = len(glued)
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * size
        for end in range(1, size + 1):
            for start in range(max(0, end - 24), end):
                before = best[start]
                piece = glued[start:end]
                if before is None or len(before[1]) > 4 or end - start == size or not _is_cased(piece):
                    continue
                cost = self._cost(piece)
                if cost is None:
                    continue
                total = before[0] + cost + (0.0 if end in humps else 1.0 if start == 0 else 0.6)
                standing = best[end]
                if standing is None or total < standing[0]:
                    best[end] = (total, (*before[1], piece))
        whole = best[size]
        return (whole[1], 2.7 + 0.85 * size - whole[0]) if whole else None

    def _judged(
        self, glued: str, pieces: tuple[str, ...], odds: float, *, is_sentence_start: bool
    ) -> Split | None:
        lowered = [piece.lower() for piece in pieces]
        functions = [piece in FUNCTION_WORDS for piece in lowered]
        if glued[0].isupper() and not is_sentence_start and not functions[0]:
            ends_well = functions[-1] and lowered[-1] not in WEAK_ENDS | {"and"} and zipf(pieces[0]) >= 3.5
            if not ends_well and not self._is_witnessed_name(glued, pieces):
                return None
        repeated = self._count[glued.lower()] > 1
        if any(functions):
            split = self._with_function_word(pieces, lowered, functions, odds)
        else:
            split = self._of_content(pieces, lowered, odds)
        return None if repeated and not (split and split.strength is Strength.SURE and odds > 2) else split

    def _is_witnessed_name(self, glued: str, pieces: tuple[str, ...]) -> bool:
        """A capitalized token is parted behind a long first word that the text has elsewhere, or at inner capitals."""
        if any(letter.isupper() for letter in glued[1:]):
            return all(len(piece) > 3 or piece.lower() in FUNCTION_WORDS for piece in pieces)
        return len(pieces[0]) >= 4 and (self._count[pieces[0].lower()] >= 2 or zipf(pieces[0]) >= 4.5)

    def _with_function_word(
        self, pieces: tuple[str, ...], lowered: list[str], functions: list[bool], odds: float
    ) -> Split | None:
        if all(functions):
            return Split(pieces, odds, Strength.SURE) if odds > -1 else None
        weak = (functions[0] and lowered[0] in WEAK_STARTS) or (functions[-1] and lowered[-1] in WEAK_ENDS)
        content = [piece for piece, is_function in zip(lowered, functions, strict=True) if not is_function]
        shortest = min(map(len, content))
        commonest = min(zipf(piece) for piece in content)
        seen = all(self._count[piece] for piece in content)
        if lowered[0] in ("over", "under") and lowered[-1].endswith(("ed", "ing", "s")):
            return None
        if weak:
            if odds > 0 and shortest >= 4 and (commonest >= 4.0 or (commonest >= 3.3 and odds > 2.5)):
                return Split(
                    pieces, odds, Strength.SURE if odds > 2.5 and shortest > 5 else Strength.DAMAGED_PAGE
                )
            return Split(pieces, odds, Strength.DAMAGED_PAGE) if seen and odds > 0 else None
        if odds > 1 or (seen and odds > 0):
            return Split(pieces, odds, Strength.SURE)
        return Split(pieces, odds, Strength.DAMAGED_PAGE) if odds > -0.7 else None

    def _of_content(self, pieces: tuple[str, ...], lowered: list[str], odds: float) -> Split | None:
        if len(pieces) > 2 or min(map(len, lowered)) < 3:
            return None
        first, second = lowered
        rarest = min(zipf(first), zipf(second))
        if (first, second) in self._pairs and rarest >= 2.5:
            return Split(pieces, odds, Strength.SURE)
        if first in PREFIXES or second in TAILS or (first.endswith("o") and zipf(first) < 4.5):
            return None
        if any(piece[0].isupper() for piece in pieces[1:]) and odds < 6:
            return None  # RiskMetrics is a name
        if odds < 1.0 or rarest < (3.3 if odds < 4 else 2.8) or min(len(first), len(second)) < 4:
            return None
        return Split(pieces, odds, Strength.DAMAGED_PAGE)


def _is_cased(piece: str) -> bool:
    return piece.islower() or piece.isupper() or piece[1:].islower()
