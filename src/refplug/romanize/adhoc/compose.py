"""A name or a phrase that the lexicon does not hold as a whole, but word by word; and the one term in an English phrase.

All of a name is written anew, or nothing: `Shidyāq, Ahmad Faris` would be worse than either. The words are put together in script
and rendered as one phrase, so that construct state, ezafe and capitals come out as in any other phrase.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from refplug.model import Reading, Rendering, TermKind
from refplug.romanize.adhoc.classify import WordClass, is_people
from refplug.romanize.adhoc.guess import Guess, guesses
from refplug.romanize.adhoc.segment import Piece, is_persian_phrase
from refplug.romanize.adhoc.sounds import printed_letters
from refplug.romanize.adhoc.wording import Wording

__all__ = ["Composed", "composed", "mixed"]

ANSWER_WORD, ANSWER_NAME = 0.85, 0.93
"""Chances from which a word of a name, and the whole name, are answered."""
ANSWER_IN_PHRASE = 0.8
"""A word among English words is changed from this chance on: more can go wrong."""
OFTEN = 5
"""Occurrences in catalogues from which a counted word may be a part of a name."""

_OPEN = frozenset((WordClass.OPEN, WordClass.LOANWORD))
_IN_ENGLISH = frozenset((TermKind.TERM, TermKind.BODY, TermKind.TITLE))
_SON = frozenset(("ibn", "bin", "ben", "b", "bint"))
_PARTICLES = _SON | frozenset(("abu", "abi", "abou", "umm"))
_RESPECT = frozenset(("shaykh", "sheikh", "sheykh", "cheikh", "sayyid", "seyyed", "sayed", "mulla", "molla", "mullah", "imam", "emam", "hajj", "haj", "haji", "mirza", "ayatollah"))  # fmt: skip
_ABD = frozenset(("abd", "abdel", "abdul", "abdol", "abdal", "abdu", "abdoul"))
_AFTER_ARTICLE = frozenset(("din", "deen", "dine", "dowleh", "dawla", "daula", "mulk", "molk"))


@dataclass(frozen=True, slots=True)
class Composed:
    """What was put together: the rendering of the whole, what it is, and (printed, written) for each part that changed."""

    rendering: Rendering
    kind: TermKind
    changed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a name: the pieces it was printed in, and the guess at it."""

    pieces: tuple[Piece, ...]
    guess: Guess


def composed(
    text: str, pieces: Sequence[Piece], found: Sequence[WordClass], wording: Wording
) -> Composed | None:
    """A name or bound phrase of several words, each in the lexicon; None where one of them is not sure.

    Words that English lists have too (Ahmad, Ali, Said) belong to it where they are capitalized and the lexicon has them as names, and
    wherever an ezafe shows that the phrase is Persian (Elm-e feqh).
    """
    if any(char.isalpha() for char in text[pieces[-1].end :]):
        return None  # Bustani, Butrus al-: an article that belongs elsewhere
    is_persian = is_persian_phrase(text, tuple(pieces))
    words: list[_Word] = []
    for part in _compounds(pieces):
        guess = _word_of_name(part, found[list(pieces).index(part[0])], wording, is_persian=is_persian)
        if guess is None:
            return None
        words.append(_Word(part, guess))
    kind = _kind_of(words)
    chance = math.prod(word.guess.probability for word in words)
    if kind is None or chance < ANSWER_NAME:
        return None
    whole = Guess(tuple(entry for word in words for entry in word.guess.entries), chance)
    reading = _reading(words, whole, pieces, wording)
    out, at, changed = "", 0, []
    for stretch in _stretches(text, words):
        start, end = stretch[0].pieces[0].start, stretch[-1].pieces[-1].end
        vocalized = " ".join(wording.vocalized(word.guess, reading, word.pieces)[1] for word in stretch)
        is_heading = at == 0 and text[end:].lstrip().startswith(",")
        written = wording.write(vocalized, reading, kind, text[start:end], is_heading=is_heading)
        changed.append((text[start:end], written))
        out, at = out + text[at:start] + written, end
    rendering = Rendering(
        text=out + text[at:], scheme=wording.scheme, reading=reading, probability=round(chance, 3)
    )
    return Composed(rendering, kind, tuple(changed))


def _reading(words: Sequence[_Word], whole: Guess, pieces: Sequence[Piece], wording: Wording) -> Reading:
    """Persian where one of the words is only Persian, and nothing else speaks against it."""
    decided = [wording.decide(word.guess, pieces)[0] for word in words]
    return Reading.PERSIAN if Reading.PERSIAN in decided else decided[0]


def _compounds(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Pieces that make one name kept together: ʿAbd and what follows, what an article binds to dīn or dawla."""
    parts: list[tuple[Piece, ...]] = []
    for piece in pieces:
        last = printed_letters(parts[-1][-1].text).strip("'") if parts else ""
        is_bound = last in _ABD or (piece.article and printed_letters(piece.text) in _AFTER_ARTICLE)
        if parts and is_bound:
            parts[-1] = (*parts[-1], piece)
        else:
            parts.append((piece,))
    return parts


def _word_of_name(
    part: tuple[Piece, ...], word_class: WordClass, wording: Wording, *, is_persian: bool
) -> Guess | None:
    ranked = guesses(part, wording.lexicon)
    if not ranked or ranked[0].probability < ANSWER_WORD:
        return None
    if is_persian and ranked[0].is_own:
        return ranked[0]
    if word_class is WordClass.ACCEPTED:
        return None
    best, small = ranked[0], printed_letters(part[0].text)
    if not best.is_own and best.entries[0].count < OFTEN:
        return None
    is_name = best.kind is TermKind.PERSON and part[0].text[:1].isupper()
    return best if word_class in _OPEN or is_name or small in _PARTICLES | _RESPECT else None


def _kind_of(words: Sequence[_Word]) -> TermKind | None:
    """A person where every word is a name, a particle or a title of respect; a term where an article or ezafe binds terms."""
    small = [printed_letters(word.pieces[0].text) for word in words]
    if all(
        w.guess.kind is TermKind.PERSON or s in _PARTICLES | _RESPECT
        for w, s in zip(words, small, strict=True)
    ):
        return TermKind.PERSON
    bound = any(p.ezafe for w in words[:-1] for p in w.pieces) or all(w.pieces[0].article for w in words[1:])
    terms = all(w.guess.kind is TermKind.TERM and w.guess.is_own for w in words)
    return TermKind.TERM if bound and terms else None


def _stretches(text: str, words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words with nothing but blanks and hyphens between them: `Bustani, Butrus` is two stretches."""
    stretch = [words[0]]
    for word in words[1:]:
        between = text[stretch[-1].pieces[-1].end : word.pieces[0].start]
        if between.strip(" -‐‑"):
            yield stretch
            stretch = []
        stretch.append(word)
    yield stretch


def mixed(
    text: str, pieces: Sequence[Piece], found: Sequence[WordClass], wording: Wording
) -> Composed | None:
    """An English phrase with each checked term or body in it written anew; None where one of its open words is not sure."""
    out, at, chance = "", 0, 1.0
    changed: list[tuple[str, str]] = []
    reading = Reading.ARABIC
    runs = _runs(pieces, found)
    if not _is_english(pieces, found) or _is_torn(text, pieces, runs):
        return None
    for run in runs:
        ranked = guesses(run, wording.lexicon)
        is_sure = (
            ranked and ranked[0].is_own and ranked[0].probability >= ANSWER_IN_PHRASE and not run[-1].ezafe
        )
        if not is_sure or (ranked[0].kind not in _IN_ENGLISH and len(run) == 1):
            return None
        if ranked[0].kind is TermKind.PERSON and not _has_small_word(pieces, run):
            return None
        reading, _ = wording.decide(ranked[0], run)
        start, end = run[0].start, run[-1].end
        rendering = wording.rendering(ranked[0], reading, run, text[start:end])
        out, at = out + text[at:start] + rendering.text, end
        changed.append((text[start:end], rendering.text))
        chance *= rendering.probability
    if not changed:
        return None
    whole = Rendering(
        text=out + text[at:], scheme=wording.scheme, reading=reading, probability=round(chance, 3)
    )
    return Composed(whole, TermKind.MIXED, tuple(changed))


def _is_torn(text: str, pieces: Sequence[Piece], runs: Sequence[Sequence[Piece]]) -> bool:
    """Whether a Persian phrase would be written anew only in part: the ezafe of Elm-e feqh stands on a word that English has too."""
    written = {piece.start for run in runs for piece in run}
    return is_persian_phrase(text, tuple(pieces)) and any(p.ezafe and p.start not in written for p in pieces)


def _is_english(pieces: Sequence[Piece], found: Sequence[WordClass]) -> bool:
    """Whether English words make the phrase: names of places beside a word (Qasr Libya) do not."""
    english = (WordClass.ENGLISH, WordClass.DERIVED)
    return any(
        c in english or (c is WordClass.ACCEPTED and is_people(p.text))
        for p, c in zip(pieces, found, strict=True)
    )


def _has_small_word(pieces: Sequence[Piece], run: Sequence[Piece]) -> bool:
    """Whether a word outside the run begins small: `Muqtada al-Sadr movement`, not `Amin Nasir al-Din`, which is one name."""
    return any(piece.text[:1].islower() for piece in pieces if piece not in run)


def _runs(pieces: Sequence[Piece], found: Sequence[WordClass]) -> list[list[Piece]]:
    """Stretches of open words that follow each other, with what an article binds to them."""
    runs: list[list[Piece]] = []
    for i, (piece, word_class) in enumerate(zip(pieces, found, strict=True)):
        follows = bool(i and runs and runs[-1][-1] is pieces[i - 1])
        if word_class is not WordClass.OPEN and not (follows and piece.article):
            continue
        if follows:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs
