"""A text in script written in a scheme: read, rendered word by word, capitals put on, joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from refplug.model import Reading, TermKind
from refplug.romanize.lexicon import Lexicon
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import Scheme, load
from refplug.romanize.script.read import read
from refplug.romanize.script.reader import WA, ScriptReading, Token

__all__ = ["Alternative", "Romanized", "romanize_script", "word_in"]

_BESIDE = "\u0628"
"""A word set beside the one to be rendered (and cut off again): the pivot settles ة and the article by neighbours."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another rendering of the whole text, and its probability."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Romanized:
    """A text written in a scheme, how sure it is as a whole, other renderings, and the words it was made of."""

    text: str
    probability: float
    alternatives: tuple[Alternative, ...]
    tokens: tuple[Token, ...]
    kind: str


def romanize_script(
    text: str,
    scheme: str,
    reading: str,
    kind: str | None = None,
    *,
    form: str = "full",
    count: int = 3,
    lexicon: Lexicon | None = None,
) -> Romanized:
    """Arabic script without vowels, written in a scheme.

    >>> romanize_script("تاريخ الأدب العربي", "ala-lc", "ar").text
    'Tārīkh al-adab al-ʻArabī'

    `scheme` and `reading` are ids (`ijmes`, `ar`); `kind` is the kind of field (title, name, place, publisher) or None.
    `form` is `full` or `publication`; own entries and decisions in `lexicon` win over what is guessed. A word that cannot be resolved stays in script; a text whose every word is
    vocalized is rendered as it stands. Raises `RunAborted` for a scheme that is not there.
    """
    table = load(scheme, reading)
    kind = kind or ("place" if scheme.startswith(("bgn-pcgn", "un")) else None)  # the schemes of gazetteers
    found = read(text, reading=reading, kind=kind, count=count, lexicon=lexicon)
    if form != "full" or all(token.source == "as written" for token in found.tokens):
        return _rendered_whole(text, found, table, form)
    written = [
        _written(token, table, place == 0 or token.opens_name) for place, token in enumerate(found.tokens)
    ]
    return Romanized(
        text=_joined(found, written, table),
        probability=found.probability,
        alternatives=_alternatives(found, written, table, count),
        tokens=found.tokens,
        kind=found.kind,
    )


def _rendered_whole(text: str, found: ScriptReading, table: Scheme, form: str) -> Romanized:
    """The text as the renderer alone writes it, which settles capitals and ة by the rules of the pivot."""
    vocalized = (
        "".join(part for token in found.tokens for part in (token.before, token.vocalized)) + found.after
    )
    kind = TermKind.PERSON if found.kind == "name" else TermKind.TITLE if form != "full" else TermKind.UNKNOWN
    written = render(vocalized if found.tokens else text, table, kind=kind, form=form).text
    return Romanized(
        text=_raised(written, found, form),
        probability=found.probability,
        alternatives=(),
        tokens=found.tokens,
        kind=found.kind,
    )


_SIGNS = "ʿʾʻʼ‘’'"


def _raised(written: str, found: ScriptReading, form: str) -> str:
    """The text with the capitals of given names behind a comma, and in publication form with all that were decided."""
    words = written.split(" ")
    if len(words) != len(found.tokens):
        return written
    return " ".join(
        _with_capital(word) if token.capital and (form != "full" or {*",،"} & {*token.before}) else word
        for word, token in zip(words, found.tokens, strict=True)
    )


def _with_capital(word: str) -> str:
    """The word proper with a capital, behind prefixes and a leading ʿ or ʾ, which have none.

    >>> _with_capital("ʿalī"), _with_capital("al-ʿabbās")
    ('ʿAlī', 'al-ʿAbbās')
    """
    head, joint, body = (
        word.rpartition("-") if word.startswith(("al-", "wa-", "bi-", "li-")) else ("", "", word)
    )
    place = len(body) - len(body.lstrip(_SIGNS + '(["«“'))
    return head + joint + body[:place] + body[place : place + 1].upper() + body[place + 1 :]


def _joined(found: ScriptReading, written: list[str], table: Scheme) -> str:
    parts: list[str] = []
    for token, latin in zip(found.tokens, written, strict=True):
        is_joined = bool(parts) and parts[-1].endswith("-")  # و printed apart: wa-
        parts += ["" if is_joined else _between(token.before, table), latin]
    return "".join(parts) + _between(found.after, table)


def _written(token: Token, table: Scheme, is_first: bool) -> str:
    if not token.is_resolved:
        return token.printed
    if token.source == "rule" and token.vocalized == WA:
        return str(table.section("prefixes")["wa"]) + str(table.section("prefixes")["joint"])
    if token.source in _OF_ONE_PIECE:
        return _word(token.vocalized, table.id, str(table.reading), token.capital, is_first)
    return _with_prefixes(token.vocalized, table, token.capital, is_first)


def word_in(vocalized: str, table: Scheme) -> str:
    """One word in the pivot as a scheme writes it in small letters, by itself.

    >>> word_in("كِتَاب", load("ala-lc", "ar"))
    'kitāb'
    """
    return _with_prefixes(vocalized, table, False, False)


_OF_ONE_PIECE = ("lexicon", "suffix", "own lexicon", "decision")
"""Sources that know no prefixes: بَلخِي of the Persian list is no bi- and فَال no fa-al-."""
_PREFIX = re.compile("^(?:([وفك])\u064e|([بل])\u0650)(?=\u200c|ال|(?<=ل\u0650)ل[^\u064e-\u0650].{2})\u200c?")
_PREFIX_LATIN = {"و": "wa-", "ف": "fa-", "ب": "bi-", "ل": "li-", "ك": "ka-"}


def _with_prefixes(vocalized: str, table: Scheme, capital: bool, is_first: bool) -> str:
    """A word as the scheme writes it; in languages without prefixes those of Arabic phrases stand before it."""
    found = _PREFIX.match(vocalized) if table.reading is not Reading.ARABIC else None
    if found is None:
        return _word(vocalized, table.id, str(table.reading), capital, is_first)
    letter, rest = vocalized[0], vocalized[found.end() :]
    if letter == "ل" and rest.startswith("ل") and "\u200c" not in found.group():
        rest = "ا" + rest
    return _PREFIX_LATIN[letter] + _with_prefixes(rest, table, capital, False)


@lru_cache(maxsize=16384)
def _word(vocalized: str, scheme: str, reading: str, capital: bool, is_first: bool) -> str:
    """One word as the scheme writes it inside a phrase; tāʾ marbūṭa and article as the vocalized form says."""
    table = load(scheme, reading)
    style = "words" if capital or table.capitals(TermKind.UNKNOWN) == "words" else "none"
    has_before = style == "words" and not is_first and _heeds_first(vocalized)
    has_after = "ة" in vocalized  # else the neighbors change nothing
    whole = f"{_BESIDE} {vocalized}" if has_before else vocalized
    words = render(f"{whole} {_BESIDE}" if has_after else whole, table, capitals=style).text.split(" ")
    return " ".join(words[int(has_before) : len(words) - int(has_after)])


def _heeds_first(vocalized: str) -> bool:
    """Whether a word may be written otherwise at the head of a phrase: it has an article or a prefix, or is a short particle.

    >>> _heeds_first("المَدِينَة"), _heeds_first("إِلَى"), _heeds_first("مُحَمَّد")
    (True, True, False)
    """
    return (
        len(vocalized) < 7
        or any(part in vocalized for part in ("\u200c", "الله", "\u0650ل"))
        or "ا" in vocalized[:5]
    )


@lru_cache(maxsize=4096)
def _punctuation(text: str, scheme: str, reading: str) -> str:
    return render(text, load(scheme, reading)).text


def _between(text: str, table: Scheme) -> str:
    text = (
        text.replace("\u200c", "").replace("\u200b", "") or text[:0]
        if text.strip("\u200c\u200b")
        else " " * bool(text)
    )
    return text if text in ("", " ") else _punctuation(text, table.id, str(table.reading))


def _alternatives(
    found: ScriptReading, written: list[str], table: Scheme, count: int
) -> tuple[Alternative, ...]:
    """The text with one word read otherwise, likeliest first."""
    others = [
        (option.probability / token.probability, place, option)
        for place, token in enumerate(found.tokens)
        if token.probability > 0
        for option in token.runners_up[:2]
    ]
    others.sort(key=itemgetter(0), reverse=True)
    made: dict[str, float] = {}
    for ratio, place, option in others:
        token = found.tokens[place]
        latin = _with_prefixes(option.vocalized, table, token.capital, place == 0)
        if latin != written[place]:
            text = _joined(found, [*written[:place], latin, *written[place + 1 :]], table)
            made.setdefault(text, min(found.probability * ratio, 1 - found.probability))
        if len(made) >= count:
            break
    return tuple(Alternative(text, probability) for text, probability in made.items())
