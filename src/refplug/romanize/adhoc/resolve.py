"""From a keyword as printed to the term it stands for, or the decision to leave it alone.

The order of decisions, each of which ends the matter: the user's exceptions; nothing to romanize (English, an accepted name, scholarly
already); the whole phrase in the lexicon; a name word by word; the one word among English ones that needs it; abstention.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refplug.model import Reading, Rendering, Term, TermKind, TermVerdict
from refplug.romanize.adhoc.classify import WordClass, classes, is_scholarly
from refplug.romanize.adhoc.compose import Composed, composed, mixed
from refplug.romanize.adhoc.guess import Guess, guesses
from refplug.romanize.adhoc.segment import Piece, is_persian_phrase, segment
from refplug.romanize.adhoc.wording import READING_NAMES, Wording, without_marks
from refplug.romanize.lexicon import Lexicon, shipped_lexicon

__all__ = ["understand"]

ANSWER = 0.35
"""A keyword of one word that is a checked term is answered from this chance on (measured: docs/figures/adhoc.md). It may be low: what is
English has been kept before, and in a text of the field a term is likelier than the judge's mixture of names and unknown words says."""
ANSWER_SHORT, SHORT = 0.7, 5
"""The same for a word of up to five letters: much looks like it."""
ANSWER_PHRASE = 0.5
"""The same for a phrase."""
ANSWER_PLACES = 0.97
"""The same for a phrase in a scheme of geographic names: places are many, and most are in no lexicon of ours."""
ANSWER_SIGNED = 0.6
"""The same for a word with an apostrophe inside: romanized without doubt, but as often a name that no lexicon has."""
ANSWER_MARKED = 0.9
"""The same for a name of one word that an article or an apostrophe shows to be romanized; `_PROPER` has those of other names."""
RIVAL = 0.8
"""A lone word is not answered where another word has this share of its chance: both cannot be meant (Wali: Vālī or Walī)."""
HOPELESS = 0.03
"""Below this chance nothing is near, and an unknown word stays as it is instead of being reported as unsure."""
LONGEST = 300
"""Characters of a keyword; what is longer is a sentence."""

_OPEN = frozenset((WordClass.OPEN, WordClass.LOANWORD))
_PROPER = {TermKind.PERSON: 0.97, TermKind.PLACE: 0.99, TermKind.TITLE: 0.85}
_ENGLISH = frozenset((WordClass.ENGLISH, WordClass.DERIVED, WordClass.ACCEPTED))
_STAYS = {
    WordClass.ENGLISH: "it is English",
    WordClass.NAME: "it is a name that English texts use",
    WordClass.DERIVED: "it is an English derivative",
    WordClass.ACCEPTED: "the name has an established English spelling",
    WordClass.SCHOLARLY: "it is written in a scholarly form already",
}


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

    @property
    def is_persian(self) -> bool:
        """Whether a Persian ezafe binds words of which one at least is no English: then English is no reason to leave it."""
        is_foreign = any(c not in (WordClass.ENGLISH, WordClass.DERIVED) for c in self.found)
        return is_foreign and is_persian_phrase(self.text, self.pieces)

    @property
    def may_be_any_place(self) -> bool:
        """Whether a lone capitalized word is asked for in a scheme of geographic names: then it is a place, in the lexicon or not."""
        first = next((char for char in self.pieces[0].text if char.isalpha()), "")
        is_lone = len(self.pieces) == 1 and first.isupper()
        return is_lone and self.wording.is_for_places

    def guesses(self, pieces: Sequence[Piece]) -> tuple[Guess, ...]:
        return guesses(pieces, self.wording.lexicon)


def _decided(asked: _Asked) -> Term:
    is_open = any(c in _OPEN for c in asked.found)
    if not is_open and not (asked.looks_romanized and len(asked.pieces) > 1):
        return _kept(asked)
    ranked = asked.guesses(asked.pieces)
    if _may_be_whole(asked) and ranked and _is_sure(ranked[0], asked) and not _has_rival(ranked, asked):
        return _term(asked, ranked)
    if len(asked.pieces) > 1:
        parts = (asked.text, asked.pieces, asked.found, asked.wording)
        if whole := None if asked.wording.is_for_places else composed(*parts):
            return _put_together(asked, whole, "")
        if any(c in _ENGLISH for c in asked.found):
            if some := mixed(*parts):
                return _put_together(asked, some, "; the English around it stays")
            if not asked.is_persian:
                return _english(asked)
    return _unsure(asked, ranked)


def _is_latin(text: str) -> bool:
    """Whether all letters are Latin, the signs of the schemes included."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(char < "\u0300" or "\u1e00" <= char < "\u1f00" for char in letters)


def _is_sure(guess: Guess, asked: _Asked) -> bool:
    """Whether a guess at the whole keyword is answered; what else than its chance speaks for it is in the print."""
    if guess.is_users:
        return guess.probability >= ANSWER
    if not guess.is_own or (asked.may_be_any_place and guess.kind is not TermKind.PLACE):
        return False  # a word only counted in catalogues: thousands of names look alike
    text = "".join(piece.text for piece in asked.pieces)
    is_marked = asked.looks_romanized or any(sign in text for sign in "'’‘`")
    if len(asked.pieces) > 1:
        return guess.probability >= (ANSWER_PLACES if asked.wording.is_for_places else ANSWER_PHRASE)
    if guess.kind in _PROPER:
        is_relaxed = is_marked and guess.kind is not TermKind.PLACE
        return guess.probability >= (ANSWER_MARKED if is_relaxed else _PROPER[guess.kind])
    has_sign_inside = any(sign in text[1:-1] for sign in "'’‘`")
    if asked.found[0] is WordClass.LOANWORD:
        return guess.probability >= ANSWER
    least = ANSWER_SIGNED if has_sign_inside else ANSWER if len(text) > SHORT else ANSWER_SHORT
    return guess.probability >= least


def _has_rival(ranked: Sequence[Guess], asked: _Asked) -> bool:
    """Whether a lone word may as well be another one."""
    is_lone = len(asked.pieces) == 1 and not ranked[0].is_users
    return is_lone and len(ranked) > 1 and ranked[1].probability >= RIVAL * ranked[0].probability


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


def _put_together(asked: _Asked, whole: Composed, rest: str) -> Term:
    text = whole.rendering.text
    told = ", ".join(f"“{old}” is {new}" for old, new in whole.changed)
    return Term(
        printed=asked.printed,
        verdict=TermVerdict.KEEP if text == asked.text else TermVerdict.ROMANIZED,
        kind=whole.kind,
        preferred=whole.rendering,
        reason=f"Word by word: {told}{rest}; read as {READING_NAMES[whole.rendering.reading]}.",
    )


def _english(asked: _Asked) -> Term:
    why = "it is an English phrase, and no word of it is surely a romanized one"
    return Term(printed=asked.printed, kind=TermKind.ENGLISH, reason=f"It stays as printed: {why}.")


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
    if asked.may_be_any_place:
        reason += f" {wording.scheme} is for names of places, and it may be one that the lexicon lacks; printed with a small letter it is read as a word."
    return Term(
        printed=asked.printed, verdict=TermVerdict.ABSTAINED, alternatives=alternatives, reason=reason
    )
