"""The pivot: vocalized Arabic script read as sounds, before any scheme has a say.

`docs/decisions/pivot.md` is the specification. A phrase becomes words, a word becomes units: consonants, vowels,
the article, tāʾ marbūṭa with its state, ezafe, and so on. Schemes only say how a unit is written.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from refplug.model import Reading, TermKind
from refplug.romanize.pivot.language import Language, language_of
from refplug.romanize.pivot.letters import clean, is_arabic, read_letters
from refplug.romanize.pivot.sounding import words_of
from refplug.romanize.pivot.units import JOINTS, Kind, Phrase, Unit, Word

__all__ = ["read_vocalized"]

NAMES: Final = frozenset((TermKind.PERSON, TermKind.PLACE, TermKind.BODY))
CACHED: Final = 40  # letters of a word that is remembered; nothing longer comes twice


def read_vocalized(text: str, reading: Reading, kind: TermKind = TermKind.UNKNOWN) -> Phrase:
    """The units of vocalized text in one reading.

    >>> [str(u.kind) for u in read_vocalized("الشَّمْس", Reading.ARABIC).parts[0].units]
    ['article', 'consonant', 'vowel', 'consonant', 'consonant']

    Anything that is not Arabic script stays as it is, between the words.
    """
    language = language_of(reading)
    text, told = clean(text)
    parts: list[Word | str] = []
    for chunk, arabic in _chunks(text):
        if arabic:
            parts.extend(
                _read(chunk, reading) if len(chunk) <= CACHED else words_of(read_letters(chunk), language)
            )
        else:
            parts.append(_punctuation(chunk))
    return Phrase(_in_context(parts, language, kind), told)


PUNCTUATION: Final = str.maketrans(
    {
        "،": ",",
        "؛": ";",
        "؟": "?",
        "٪": "%",
        "۔": ".",
        **{chr(0x660 + i): str(i) for i in range(10)},
        **{chr(0x6F0 + i): str(i) for i in range(10)},
    }
)


@lru_cache(maxsize=8192)
def _read(chunk: str, reading: Reading) -> tuple[Word, ...]:
    return tuple(words_of(read_letters(chunk), language_of(reading)))


def _punctuation(chunk: str) -> str:
    return chunk.translate(PUNCTUATION)


def _chunks(text: str) -> list[tuple[str, bool]]:
    """Runs of Arabic script (with its marks and joints inside) and of everything else."""
    chunks: list[tuple[str, bool]] = []
    start, inside = 0, False
    for i, char in enumerate(text):
        word_char = is_arabic(char) or (inside and (_mark(char) or (char in JOINTS and _joins(text, i))))
        if word_char != inside:
            if i > start:
                chunks.append((text[start:i], inside))
            start, inside = i, word_char
    if start < len(text):
        chunks.append((text[start:], inside))
    return chunks


def _mark(char: str) -> bool:
    return (
        "\u064b" <= char <= "\u065f"
        or char in "\u0670\u0674\u06e1"
        or "\u0610" <= char <= "\u061a"
        or "\u06d6" <= char <= "\u06ed"
    )


def _joins(text: str, i: int) -> bool:
    return i + 1 < len(text) and is_arabic(text[i + 1])


def _in_context(parts: list[Word | str], language: Language, kind: TermKind) -> tuple[Word | str, ...]:
    """The same parts with every tāʾ marbūṭa in pause or in construct."""
    done: list[Word | str] = []
    for i, part in enumerate(parts):
        if isinstance(part, str):
            done.append(part)
            continue
        following = _next_word(parts, i)
        if kind in NAMES and language.prefixes and part.plain not in language.lower:
            part = _without_case(part)
        if all(unit.kind is not Kind.TA for unit in part.units):
            done.append(part)
            continue
        done.append(
            replace(
                part,
                units=tuple(_settle(u, n, part, following, language, kind) for n, u in enumerate(part.units)),
            )
        )
    return tuple(done)


def _without_case(word: Word) -> Word:
    """A name without its case vowel: مُحَمَّدُ, عَبْدِ. Names stand in pausal form; verbs and particles keep what they end in."""
    consonants = sum(unit.kind in (Kind.CONSONANT, Kind.HAMZA) for unit in word.units)
    last = word.units[-1]
    is_case = (last.kind is Kind.VOWEL and last.value in ("a", "i", "u")) or (
        last.kind is Kind.TANWIN and last.value != "an"
    )
    return replace(word, units=word.units[:-1]) if is_case and consonants > 2 else word


def _next_word(parts: list[Word | str], i: int) -> Word | None:
    """The word after part `i`, where nothing but blanks lie between."""
    for n in range(i + 1, len(parts)):
        part = parts[n]
        if isinstance(part, Word):
            return part
        if part.strip():
            return None
    return None


def _settle(
    unit: Unit, n: int, word: Word, following: Word | None, language: Language, kind: TermKind
) -> Unit:
    if unit.kind is not Kind.TA or unit.value in ("pause", "construct"):
        return unit
    rest = word.units[n + 1 :]
    if rest and rest[0].kind is Kind.EZAFE:
        return replace(unit, value="construct")
    if rest and rest[0].kind is not Kind.JOINT:
        return replace(unit, value="construct")
    if following is None:
        return replace(unit, value="pause")
    construct = unit.value == "vowel" or _is_construct(word, following, language, kind)
    return replace(unit, value="construct" if construct else "pause")


def _is_construct(word: Word, following: Word, language: Language, kind: TermKind) -> bool:
    """Whether a word in ة governs the next one.

    Before the article it does, unless it has an article itself. Before another word it does unless that is a
    particle or agrees with it in ة (then it is an adjective). An Arabic personal name governs only what makes one
    name of two; in Persian a word in ة before the article is always -at.
    """
    first = word.units[0].kind
    if first is Kind.ARTICLE or (
        first is Kind.PREFIX and any(u.kind is Kind.ARTICLE for u in word.units[:3])
    ):
        return False
    second_has_article = following.units[0].kind is Kind.ARTICLE
    if kind is TermKind.PERSON and language.prefixes:
        return following.plain in language.second_parts
    if second_has_article or following.plain in language.second_parts:
        return True
    if following.units[0].kind is Kind.PREFIX or following.plain in language.particles:
        return False
    if not language.prefixes:
        return False
    agrees = any(u.kind is Kind.TA for u in following.units)
    is_adjective = following.plain.endswith("ية") or following.plain in language.adjectives
    return not agrees or (word.plain in language.heads and not is_adjective)
