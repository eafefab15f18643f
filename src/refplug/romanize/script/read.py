"""The door: a text in script and the language to read it in give its words with their vowels."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from refplug.model import Reading
from refplug.romanize.lexicon import Lexicon
from refplug.romanize.readable import readable
from refplug.romanize.script.align import letters_of
from refplug.romanize.script.persian import persian_reader
from refplug.romanize.script.phrases import DECISION, OWN, phrases_of
from refplug.romanize.script.reader import ScriptReading, Token, arabic_reader

__all__ = ["read"]

_TRUST = {Reading.ARABIC: 1.0, Reading.PERSIAN: 0.92, Reading.URDU: 0.65, Reading.OTTOMAN: 0.35}
"""How much of its probability a word keeps. Arabic probabilities are fitted on held-out phrases (words whose letters agree with the
script) and stand as they are. Urdu and Ottoman are read with Persian words and Persian ezafe: names and learned titles come out, their
own words mostly not, and the probabilities must say so (docs/figures/script.md)."""


_SURE = ("as written", OWN, DECISION)
"""Sources that somebody answers for."""


def read(
    text: str, *, reading: str, kind: str | None = None, count: int = 3, lexicon: Lexicon | None = None
) -> ScriptReading:
    """The words of a text in script, each with its reading, its source, its probability and the runners-up.

    >>> [token.vocalized for token in read("محمد علي", reading="ar").tokens]
    ['مُحَمَّد', 'عَلِي']

    `reading` is `ar`, `fa`, `ota` or `ur`; `kind` the kind of field (`title`, `name`, `place`, `publisher`) or None to
    have it guessed; `count` how many options a word shows. Marks printed in the text are kept as they are. A word
    that stays under the threshold of certainty comes back with the source `unresolved` and its bare letters.
    The user's own entries in `lexicon`, and decisions, win over all that is guessed; so do whole phrases of ours.
    """
    language = Reading(reading)
    text = readable(text)
    mark = phrases_of(lexicon).marked
    if language is Reading.ARABIC:
        found = arabic_reader().read(text, kind, count, mark)
    else:
        found = persian_reader().read(text, kind, count, mark, language)
    found = replace(found, tokens=_capitalized(found, is_title=kind == "title"))
    if language is Reading.URDU:
        found = replace(found, tokens=tuple(_marked_as_written(token) for token in found.tokens))
    return _trusted(found, _TRUST[language])


_AND = ("وَ\u200c", "وَال", "وَبِال", "وَلِل")
"""What begins so goes on from something: wa-huwa muʻjam lughawī."""
_NAME = 0.02
"""How often a word stands in headings of persons, above which it may be one of their names; words of titles have 0.00."""


def _capitalized(found: ScriptReading, *, is_title: bool) -> tuple[Token, ...]:
    """Capitals that do not depend on habits: the first word of what is known to be a title or of a title with its subtitle, and Ibn
    where it begins a name (ابن keeps its alif there; between two names it is printed بن)."""
    tokens = list(found.tokens)
    if (
        tokens
        and not tokens[0].vocalized.startswith(_AND)
        and (is_title or (found.kind == "title" and any(":" in one.before for one in tokens[1:])))
    ):
        tokens[0] = replace(tokens[0], capital=True)
    for place, (before, token) in enumerate(pairwise(tokens), 1):
        if token.printed == "ابن" and token.capital and not _is_name(before):
            tokens[place] = replace(token, opens_name=True)
    return tuple(tokens)


def _is_name(token: Token) -> bool:
    return arabic_reader().table.in_names(letters_of(token.printed)) > _NAME


def _marked_as_written(token: Token) -> Token:
    """A word with a printed vowel as it stands: Urdu has aspirates (تھ) and clusters (بھ, سپ) that Persian has not."""
    if token.source in _SURE or not any(mark in token.printed for mark in "\u064e\u064f\u0650"):
        return token
    return replace(token, vocalized=token.printed, source="as written", probability=0.95, runners_up=())


def _trusted(found: ScriptReading, trust: float) -> ScriptReading:
    """The reading with each word's probability cut to what such words turned out to be worth."""
    tokens = tuple(_less_sure(token, trust) for token in found.tokens)
    chance = 1.0
    for token in tokens:
        chance *= token.probability
    return replace(found, tokens=tokens, probability=chance if tokens else 0.0)


def _less_sure(token: Token, trust: float) -> Token:
    if token.source in _SURE:
        return token
    return replace(token, probability=token.probability * trust)
