"""From a keyword as printed to the term it stands for, or the decision to leave it alone.

The order of decisions, each of which ends the matter: the user's exceptions; nothing to romanize (English, an accepted name, scholarly
already); the whole phrase in the lexicon; a name word by word; the one word among English ones that needs it; abstention.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from refplug.model import Reading, Rendering, Term, TermKind, TermVerdict
from refplug.romanize.classify import WordClass, classes, is_scholarly
from refplug.romanize.guess import Guess, guesses
from refplug.romanize.lexicon import Lexicon, shipped_lexicon
from refplug.romanize.segment import Piece, segment
from refplug.romanize.wording import READING_NAMES, Wording, without_marks

__all__ = ["understand"]

ANSWER = 0.5
"""A whole keyword that is a checked entry is answered from this chance on (measured: docs/figures/adhoc.md)."""
ANSWER_SHORT = 0.65
"""The same for a word of up to five letters: much looks like it."""
ANSWER_PROPER = 0.97
"""The same for the name of a person or a place, and for a word that is only counted in catalogues: many look alike."""
ANSWER_MARKED = 0.9
"""The same where the print itself shows that a name is romanized: by an article or an apostrophe."""
ANSWER_NAME, ANSWER_NAMES = 0.85, 0.7
"""A word of a name of several words, and the whole name."""
ANSWER_IN_PHRASE = 0.8
"""A word among English words: more can go wrong."""
SHORT = 5
HOPELESS = 0.03
"""Below this chance nothing is near, and an unknown word stays as it is instead of being reported as unsure."""
OFTEN = 5
"""Occurrences in catalogues from which a counted word may be a part of a name."""
LONGEST = 300
"""Characters of a keyword; what is longer is a sentence."""

_OPEN = frozenset((WordClass.OPEN, WordClass.LOANWORD))
_ENGLISH = frozenset((WordClass.ENGLISH, WordClass.DERIVED, WordClass.ACCEPTED))
_CHANGED_IN_ENGLISH = frozenset((TermKind.TERM, TermKind.BODY, TermKind.TITLE))
_STAYS = {
    WordClass.ENGLISH: "it is English",
    WordClass.NAME: "it is a name that English texts use",
    WordClass.DERIVED: "it is an English derivative",
    WordClass.ACCEPTED: "the name has an established English spelling",
    WordClass.SCHOLARLY: "it is written in a scholarly form already",
}
_SON = frozenset(("ibn", "bin", "ben", "b", "bint"))
_PARTICLES = _SON | frozenset(("abu", "abi", "abou", "umm"))


def understand(
    printed: str,
    *,
    scheme: str = "ijmes",
    form: str = "full",
    reading: str = "auto",
    language: str | None = None,
    lexicon: Lexicon | None = None,
    exceptions: Mapping[str, str] | None = None,
) -> Term:
    """A printed keyword as a term: its verdict, its scholarly form, its runners-up and the reason.

    >>> understand("Marjiiat").text, [r.text for r in understand("Marjiiat").alternatives][:1]
    ('Marjaʿiyya', ['Marjaʿiyyat'])
    >>> understand("Hashd Shaabi", reading="fa").text, understand("Popular resistance in Iraq").text
    ('Ḥashd-i Shaʿbī', 'Popular resistance in Iraq')

    `scheme` is an id of `scheme.scheme_ids()`; `reading` is `auto`, `ar` or `fa`; `language` is the document's (BCP 47). A gloss in
    brackets is not taken off here: the caller has parted it. `exceptions` (printed form to what to print) outrank every lexicon.
    """
    text = printed.strip()
    wording = Wording(scheme, form, reading, language, lexicon or shipped_lexicon())
    if exceptions and text in exceptions:
        return _by_exception(wording, printed, exceptions[text])
    if not text or len(text) > LONGEST or not _is_latin(text):
        return Term(printed=printed, reason="It stays as printed: it is no keyword in Latin letters.")
    if is_scholarly(text):
        return Term(printed=printed, reason=f"It stays as printed: {_STAYS[WordClass.SCHOLARLY]}.")
    pieces = segment(text)
    if not pieces:
        return Term(printed=printed, reason="It stays as printed: it holds no word.")
    return _decided(_Asked(printed, text, pieces, classes(pieces), wording))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One keyword with all that the decisions look at."""

    printed: str
    text: str
    pieces: tuple[Piece, ...]
    found: tuple[WordClass, ...]
    wording: Wording

    @property
    def looks_romanized(self) -> bool:
        """Whether an article or an ezafe binds its words."""
        return any(piece.article or piece.ezafe for piece in self.pieces)

    def guesses(self, pieces: Sequence[Piece]) -> tuple[Guess, ...]:
        return guesses(pieces, self.wording.lexicon)

    def printed_of(self, pieces: Sequence[Piece]) -> str:
        return self.text[pieces[0].start : pieces[-1].end]


def _decided(asked: _Asked) -> Term:
    is_open = any(c in _OPEN for c in asked.found)
    if not is_open and not (asked.looks_romanized and len(asked.pieces) > 1):
        return _kept(asked)
    ranked = asked.guesses(asked.pieces)
    if _may_be_whole(asked) and ranked and _is_sure(ranked[0], asked.pieces):
        return _term(asked, ranked)
    if len(asked.pieces) > 1:
        name = _name(asked)
        if name is not None:
            return name
        if any(c in _ENGLISH for c in asked.found):
            return _mixed(asked)
    return _unsure(asked, ranked)


def _is_latin(text: str) -> bool:
    """Whether all letters are Latin, the signs of the schemes included."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(char < "\u0300" or "\u1e00" <= char < "\u1f00" for char in letters)


def _is_sure(guess: Guess, pieces: Sequence[Piece]) -> bool:
    """Whether a guess at the whole keyword is answered; what else than its chance speaks for it is in the print."""
    if guess.is_users:
        return guess.probability >= ANSWER
    if not guess.is_own:
        return guess.probability >= ANSWER_PROPER
    text = "".join(piece.text for piece in pieces)
    is_marked = any(piece.article or piece.ezafe for piece in pieces) or any(sign in text for sign in "'’‘`")
    if len(pieces) == 1 and guess.kind in (TermKind.PERSON, TermKind.PLACE):
        return guess.probability >= (ANSWER_MARKED if is_marked else ANSWER_PROPER)
    return guess.probability >= (ANSWER_SHORT if len(text) <= SHORT and not is_marked else ANSWER)


def _may_be_whole(asked: _Asked) -> bool:
    """Whether the phrase as a whole may be one entry: not where most of its words are English."""
    english = sum(c in (WordClass.ENGLISH, WordClass.DERIVED) for c in asked.found)
    return asked.looks_romanized or english <= len(asked.found) / 2


def _term(asked: _Asked, ranked: Sequence[Guess]) -> Term:
    """The verdict where the whole keyword is one entry of the lexicon."""
    wording, best = asked.wording, ranked[0]
    reading, evidence = wording.decide(best, asked.pieces)
    preferred = wording.rendering(best, reading, asked.pieces, asked.text)
    entry, vocalized = wording.vocalized(best, reading, asked.pieces)
    gloss = f" ({entry.gloss})" if entry.gloss else ""
    return Term(
        printed=asked.printed,
        verdict=TermVerdict.KEEP if preferred.text == asked.text else TermVerdict.ROMANIZED,
        kind=entry.kind,
        preferred=preferred,
        alternatives=_others(asked, ranked, reading, preferred),
        script=without_marks(vocalized),
        reason=f"“{asked.text}” is {without_marks(vocalized)}{gloss}, found by its sounds; read as {READING_NAMES[preferred.reading]}: {evidence}.",
    )


def _others(
    asked: _Asked, ranked: Sequence[Guess], taken: Reading, preferred: Rendering
) -> tuple[Rendering, ...]:
    """The runners-up: the word in the other reading, its other vocalizations, then other words."""
    wording, best = asked.wording, ranked[0]
    other = Reading.PERSIAN if taken is Reading.ARABIC else Reading.ARABIC
    found = (
        [wording.rendering(best, other, asked.pieces, asked.text, 0.3)]
        if other in wording.tables and (other is Reading.PERSIAN or best.reading(other))
        else []
    )
    second = (Guess((entry,), best.probability) for entry in best.entries if entry.reading is taken)
    found += [wording.rendering(guess, taken, asked.pieces, asked.text, 0.2) for guess in second]
    found += [
        wording.rendering(g, wording.decide(g, asked.pieces)[0], asked.pieces, asked.text) for g in ranked[1:]
    ]
    unlike = {rendering.text: rendering for rendering in reversed(found) if rendering.text != preferred.text}
    return tuple(reversed(unlike.values()))


def _kept(asked: _Asked) -> Term:
    """The verdict on a phrase in which nothing is open."""
    found = asked.found
    accepted = all(c is WordClass.ACCEPTED for c in found)
    alone = found[0] if len(found) == 1 else WordClass.ENGLISH
    why = _STAYS[WordClass.ACCEPTED if accepted else alone]
    kind = TermKind.ACCEPTED_NAME if accepted else TermKind.ENGLISH
    return Term(printed=asked.printed, kind=kind, reason=f"It stays as printed: {why}.")


def _by_exception(wording: Wording, printed: str, text: str) -> Term:
    reading = Reading(wording.reading) if wording.reading != "auto" else Reading.ARABIC
    preferred = Rendering(
        text=text, scheme=wording.scheme, reading=reading, probability=1.0, source="house style"
    )
    verdict = TermVerdict.KEEP if text == printed else TermVerdict.ROMANIZED
    return Term(
        printed=printed, verdict=verdict, preferred=preferred, reason="The house style's exceptions say so."
    )


def _name(asked: _Asked) -> Term | None:
    """A name or phrase of several words, each of them in the lexicon: all of it is written, or nothing.

    Words that English lists have too (Ahmad, Ali, Said) belong to it where they are capitalized, and the lexicon has them as names.
    """
    parts = _compounds(asked.pieces)
    answers = [_word_of_name(asked, part) for part in parts]
    certain = [answer for answer in answers if answer is not None]
    if len(certain) < len(answers):
        return None
    out, at = "", 0
    for part, (rendering, _) in zip(parts, certain, strict=True):
        out, at = out + asked.text[at : part[0].start] + rendering.text, part[-1].end
    kinds = [kind for _, kind in certain]
    chance = math.prod(rendering.probability for rendering, _ in certain)
    if chance < ANSWER_NAMES:
        return None
    told = ", ".join(
        f"“{asked.printed_of(part)}” is {answer[0].text}" for part, answer in zip(parts, certain, strict=True)
    )
    reading = certain[0][0].reading
    text = out + asked.text[at:]
    preferred = Rendering(
        text=text, scheme=asked.wording.scheme, reading=reading, probability=round(chance, 3)
    )
    return Term(
        printed=asked.printed,
        verdict=TermVerdict.KEEP if text == asked.text else TermVerdict.ROMANIZED,
        kind=TermKind.PERSON if TermKind.PERSON in kinds else kinds[0],
        preferred=preferred,
        script=None,
        reason=f"Word by word: {told}; read as {READING_NAMES[reading]}.",
    )


def _compounds(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Pieces of a name, those that make one word kept together: ʿAbd and what follows, what an article binds to dīn or Allāh."""
    parts: list[tuple[Piece, ...]] = []
    for piece in pieces:
        small = piece.text.casefold().strip("'‘’ʿʾ`")
        last = parts[-1][-1].text.casefold().strip("'‘’ʿʾ`") if parts else ""
        glued = last in ("abd", "abdel", "abdul", "abdol", "abdal", "abd-ul") or (
            piece.article and small in ("din", "deen", "dine", "dowleh", "dawla", "mulk", "molk")
        )
        if glued and parts:
            parts[-1] = (*parts[-1], piece)
        else:
            parts.append((piece,))
    return parts


def _word_of_name(asked: _Asked, part: tuple[Piece, ...]) -> tuple[Rendering, TermKind] | None:
    wording = asked.wording
    word_class = asked.found[asked.pieces.index(part[0])]
    ranked = asked.guesses(part)
    if word_class is WordClass.ACCEPTED or not ranked or ranked[0].probability < ANSWER_NAME:
        return None
    best = ranked[0]
    if not best.is_own and best.entries[0].count < OFTEN:
        return None
    is_name = best.kind is TermKind.PERSON and part[0].text[:1].isupper()
    is_particle = part[0].text.casefold() in _PARTICLES
    if word_class not in _OPEN and not is_name and not is_particle:
        return None
    reading, _ = wording.decide(best, asked.pieces)
    rendering = wording.rendering(best, reading, part, asked.printed_of(part))
    if is_particle and part[0] is not asked.pieces[0] and part[0].text.casefold() in _SON:
        rendering = replace(rendering, text=rendering.text.lower())
    return rendering, best.kind


def _mixed(asked: _Asked) -> Term:
    """An English phrase in which a checked term or body stands: only that is written anew."""
    out, at = "", 0
    told: list[str] = []
    chances: list[float] = []
    reading = Reading.ARABIC
    for run in _runs(asked):
        ranked = asked.guesses(run)
        sure = ranked and ranked[0].is_own and ranked[0].probability >= ANSWER_IN_PHRASE
        if not sure or (ranked[0].kind not in _CHANGED_IN_ENGLISH and len(run) == 1):
            told.clear()  # half a name or phrase written anew would be worse than none
            break
        reading, _ = asked.wording.decide(ranked[0], run)
        old = asked.printed_of(run)
        rendering = asked.wording.rendering(ranked[0], reading, run, old)
        out, at = out + asked.text[at : run[0].start] + rendering.text, run[-1].end
        told.append(f"“{old}” is {rendering.text}")
        chances.append(rendering.probability)
    if not told:
        why = "it is an English phrase, and no word of it is surely a romanized one"
        return Term(printed=asked.printed, kind=TermKind.ENGLISH, reason=f"It stays as printed: {why}.")
    text = out + asked.text[at:]
    preferred = Rendering(
        text=text, scheme=asked.wording.scheme, reading=reading, probability=round(math.prod(chances), 3)
    )
    return Term(
        printed=asked.printed,
        verdict=TermVerdict.KEEP if text == asked.text else TermVerdict.ROMANIZED,
        kind=TermKind.MIXED,
        preferred=preferred,
        reason=f"{', '.join(told)}; the English around it stays.",
    )


def _runs(asked: _Asked) -> list[list[Piece]]:
    """Stretches of open words that follow each other."""
    runs: list[list[Piece]] = []
    for i, (piece, word_class) in enumerate(zip(asked.pieces, asked.found, strict=True)):
        follows = bool(i and runs and runs[-1][-1] is asked.pieces[i - 1])
        if word_class is not WordClass.OPEN and not (follows and piece.article):
            continue
        if follows:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _unsure(asked: _Asked, ranked: Sequence[Guess]) -> Term:
    """Nothing sure enough: unknown words stay, and what looks like a romanized word is reported."""
    wording = asked.wording
    likely = [guess for guess in ranked if guess.probability >= HOPELESS]
    if not likely and not asked.looks_romanized:
        return Term(printed=asked.printed, reason="It stays as printed: no word of the lexicon is near it.")
    alternatives = tuple(
        wording.rendering(g, wording.decide(g, asked.pieces)[0], asked.pieces, asked.text) for g in likely
    )
    near = f"; the nearest is {alternatives[0].text}" if alternatives else ""
    reason = f"“{asked.text}” is not English, and nothing in the lexicon is surely meant{near}."
    return Term(
        printed=asked.printed, verdict=TermVerdict.ABSTAINED, alternatives=alternatives, reason=reason
    )
