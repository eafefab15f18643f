"""From a keyword as printed to the term it stands for, or the decision to leave it alone.

The order of decisions, each of which ends the matter: the user's exceptions; nothing to romanize (English, an accepted name, scholarly
already); the whole phrase in the lexicon; its words one by one; abstention. `decide_reading` is decision 3 of the design.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from refplug.model import Reading, Rendering, Term, TermKind, TermVerdict
from refplug.romanize import persian
from refplug.romanize.classify import WordClass, classes, is_scholarly
from refplug.romanize.lexicon import Entry, Lexicon, plain_script, shipped_lexicon
from refplug.romanize.rank import Hit
from refplug.romanize.render import capitalized, render
from refplug.romanize.scheme import load, readings_of
from refplug.romanize.segment import Piece, segment

__all__ = ["Guess", "guesses", "understand"]

ANSWER = 0.5
"""A whole keyword is answered from this probability on."""
ANSWER_IN_PHRASE = 0.8
"""A word among English words is changed from this probability on: more can go wrong."""
LONGEST = 300
"""Characters of a keyword; what is longer is a sentence."""
_CAPITALIZED = frozenset((TermKind.BODY, TermKind.PERSON, TermKind.PLACE, TermKind.TITLE))
_STAYS = {
    WordClass.ENGLISH: "it is English",
    WordClass.DERIVED: "it is an English derivative",
    WordClass.ACCEPTED: "the name has an established English spelling",
    WordClass.SCHOLARLY: "it is written in a scholarly form already",
    WordClass.LOANWORD: "among English words, the English spelling of the word stays",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """One word of the lexicon that a spelling may stand for, in its readings, with the calibrated chance that it does."""

    entries: tuple[Entry, ...]
    probability: float
    cost: float

    def reading(self, reading: Reading) -> Entry | None:
        """The entry of one reading, the commoner vocalization first."""
        found = [e for e in self.entries if e.reading is reading]
        return min(found, key=lambda e: (-e.rank, "second" in e.flags), default=None)


def guesses(printed: str, lexicon: Lexicon, count: int = 4) -> tuple[Guess, ...]:
    """What a spelling may stand for, likeliest first.

    Entries that are one word in Arabic and in Persian are one guess: which reading is meant is another question.
    """
    hits = lexicon.index.best(printed, 3 * count)
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(lexicon.groups[hit.entry], []).append(hit)
    ranked = list(groups.items())
    letters = sum(char.isalpha() for char in printed)
    found = []
    for place, (key, group) in enumerate(ranked[:count]):
        rival = ranked[1][1][0] if place == 0 and len(ranked) > 1 else ranked[0][1][0] if place else None
        members = [hit.entry for hit in group] + list(lexicon.partners.get(key, ()))
        entries = tuple(lexicon.entries[i] for i in dict.fromkeys(members))
        margin = (rival.cost - group[0].cost) if rival else 6.0
        found.append(Guess(entries, probability(group[0].distance, letters, margin), group[0].cost))
    return tuple(found)


def probability(distance: float, letters: int, margin: float) -> float:
    """The calibrated chance that the nearest entry is the one meant (see `data/ranking/README.md`)."""
    distance = min(distance, 100.0)
    score = 3.8 - 1.5 * distance / math.sqrt(max(letters, 1)) + 0.6 * max(-6.0, min(margin, 6.0))
    return 1 / (1 + math.exp(-score))


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
    brackets is not taken off here: the caller has parted it.
    """
    context = _Context(scheme, form, reading, language, lexicon or shipped_lexicon())
    text = printed.strip()
    if exceptions and text in exceptions:
        return _by_exception(context, printed, exceptions[text])
    if not text or len(text) > LONGEST or not _is_latin(text):
        return Term(
            printed=printed,
            kind=TermKind.UNKNOWN,
            reason="It stays as printed: it is no keyword in Latin letters.",
        )
    pieces = segment(text)
    if not pieces:
        return Term(printed=printed, kind=TermKind.UNKNOWN, reason="It stays as printed: it holds no word.")
    found = classes(pieces)
    if is_scholarly(text):
        return Term(
            printed=printed,
            kind=TermKind.UNKNOWN,
            reason=f"It stays as printed: {_STAYS[WordClass.SCHOLARLY]}.",
        )
    if whole := _whole(context, printed, text, pieces, found):
        return whole
    if not any(c in (WordClass.OPEN, WordClass.LOANWORD) for c in found):
        return _kept(printed, found)
    return _by_words(context, printed, text, pieces, found)


def _is_latin(text: str) -> bool:
    """Whether all letters are Latin, or signs of the schemes."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(
        char < "\u0250" or "\u1e00" <= char < "\u1f00" or "\u0250" <= char < "\u0300" for char in letters
    )


@dataclass(frozen=True, slots=True)
class _Context:
    scheme: str
    form: str
    reading: str
    language: str | None
    lexicon: Lexicon

    @property
    def tables(self) -> tuple[Reading, ...]:
        """The readings that the scheme has a table for; Iranica has Persian alone."""
        return readings_of(self.scheme)

    def decide(self, guess: Guess, pieces: Sequence[Piece]) -> tuple[Reading, str]:
        """The language in which the word is read, among those of the scheme, and the evidence in words."""
        reading, evidence = self._decided(guess, pieces)
        if reading in self.tables or not self.tables:
            return reading, evidence
        return self.tables[0], f"{self.scheme} has a table for this reading alone"

    def _decided(self, guess: Guess, pieces: Sequence[Piece]) -> tuple[Reading, str]:
        """Decision 3 of the design."""
        persian_entry, arabic = guess.reading(Reading.PERSIAN), guess.reading(Reading.ARABIC)
        if self.reading in ("ar", "fa"):
            return Reading(self.reading), f"the reading {self.reading} was asked for"
        if arabic is None:
            return Reading.PERSIAN, "the word is Persian"
        if any(piece.ezafe for piece in pieces):
            ezafe = next(piece.ezafe for piece in pieces if piece.ezafe)
            return Reading.PERSIAN, f"the ezafe “-{ezafe}” is Persian"
        if self.language and self.language.split("-")[0] == "fa" and persian_entry is not None:
            return Reading.PERSIAN, "the document is Persian"
        if persian_entry is None:
            return Reading.ARABIC, "the word is Arabic"
        return Reading.ARABIC, "Arabic is the default for words that Arabic and Persian share"

    def vocalized(self, guess: Guess, reading: Reading) -> tuple[Entry, str]:
        """The entry to render and its vocalized script in a reading; an Arabic phrase gets its Persian form by rule."""
        own = guess.reading(reading)
        if own is not None:
            return own, own.vocalized
        other = guess.entries[0]
        if reading is Reading.PERSIAN:
            return other, persian.persian_form(other.vocalized, other.kind, self.lexicon)
        return other, other.vocalized

    def rendering(
        self,
        guess: Guess,
        reading: Reading,
        printed: str,
        share: float = 1.0,
        probability: float | None = None,
    ) -> Rendering:
        entry, vocalized = self.vocalized(guess, reading)
        shown = reading if guess.reading(reading) or reading is Reading.PERSIAN else entry.reading
        shown = shown if shown in self.tables or not self.tables else self.tables[0]
        text = render(
            vocalized, load(self.scheme, shown), kind=entry.kind, form=self.form, english=entry.english
        ).text
        text = _cased(text, entry.kind, printed)
        chance = guess.probability * share if probability is None else probability
        return Rendering(
            text=text,
            scheme=self.scheme,
            reading=shown,
            probability=round(chance, 3),
            vocalized=vocalized,
            source=entry.source,
        )


def _cased(text: str, kind: TermKind, printed: str) -> str:
    """The first letter's case follows the print, except in proper names (design decision 4)."""
    if kind in _CAPITALIZED:
        return text
    first = next((char for char in printed if char.isalpha()), "")
    return capitalized(text) if first.isupper() else text


def _whole(
    context: _Context, printed: str, text: str, pieces: Sequence[Piece], found: Sequence[WordClass]
) -> Term | None:
    """The term of the whole phrase, where the lexicon has it."""
    if len(pieces) == 1 and found[0] not in (WordClass.OPEN, WordClass.LOANWORD):
        return None
    if all(c not in (WordClass.OPEN, WordClass.LOANWORD) for c in found) and not _looks_foreign(pieces):
        return None
    if sum(c in (WordClass.ENGLISH, WordClass.DERIVED) for c in found) > len(
        found
    ) / 2 and not _looks_foreign(pieces):
        return None
    ranked = guesses(text, context.lexicon)
    if not ranked or ranked[0].probability < ANSWER:
        return None
    return _term(context, printed, text, pieces, ranked)


def _looks_foreign(pieces: Sequence[Piece]) -> bool:
    return any(piece.article or piece.ezafe for piece in pieces)


def _term(
    context: _Context, printed: str, text: str, pieces: Sequence[Piece], ranked: Sequence[Guess]
) -> Term:
    best = ranked[0]
    reading, evidence = context.decide(best, pieces)
    preferred = context.rendering(best, reading, text)
    entry, vocalized = context.vocalized(best, reading)
    others = [
        *_same_word(context, best, reading, text),
        *(context.rendering(g, context.decide(g, pieces)[0], text) for g in ranked[1:]),
    ]
    alternatives = {r.text: r for r in reversed(others) if r.text != preferred.text}
    gloss = f" ({entry.gloss})" if entry.gloss else ""
    reason = f"“{text}” is {plain_script(vocalized) if reading is Reading.ARABIC else vocalized_plain(vocalized)}{gloss}, found by its sounds; read as {_NAMES[preferred.reading]}: {evidence}."
    return Term(
        printed=printed,
        verdict=TermVerdict.KEEP if preferred.text == text else TermVerdict.ROMANIZED,
        kind=entry.kind,
        preferred=preferred,
        alternatives=tuple(reversed(alternatives.values())),
        script=vocalized_plain(vocalized),
        reason=reason,
    )


_NAMES = {
    Reading.ARABIC: "Arabic",
    Reading.PERSIAN: "Persian",
    Reading.OTTOMAN: "Ottoman",
    Reading.URDU: "Urdu",
}


def vocalized_plain(vocalized: str) -> str:
    """The script without its vowel marks, letters untouched."""
    return "".join(char for char in vocalized if not "\u064b" <= char <= "\u065f" and char != "\u0670")


def _same_word(context: _Context, guess: Guess, taken: Reading, text: str) -> list[Rendering]:
    """The same word in the other reading, and its other vocalizations."""
    other = Reading.PERSIAN if taken is Reading.ARABIC else Reading.ARABIC
    renderings = (
        [context.rendering(guess, other, text, share=0.3)]
        if other in context.tables and (other is Reading.PERSIAN or guess.reading(other))
        else []
    )
    taken_entry = context.vocalized(guess, taken)[0]
    second = [e for e in guess.entries if e.reading is taken and e is not taken_entry]
    alone = (Guess((entry,), guess.probability, guess.cost) for entry in second)
    return renderings + [context.rendering(one, taken, text, share=0.2) for one in alone]


def _kept(printed: str, found: Sequence[WordClass]) -> Term:
    """The verdict on a phrase in which nothing is open."""
    accepted = all(c is WordClass.ACCEPTED for c in found)
    kind = TermKind.ACCEPTED_NAME if accepted else TermKind.ENGLISH
    why = _STAYS[
        WordClass.ACCEPTED
        if accepted
        else WordClass.DERIVED
        if WordClass.DERIVED in found and len(found) == 1
        else WordClass.ENGLISH
    ]
    return Term(printed=printed, kind=kind, reason=f"It stays as printed: {why}.")


def _by_exception(context: _Context, printed: str, text: str) -> Term:
    reading = Reading(context.reading) if context.reading in ("ar", "fa") else Reading.ARABIC
    preferred = Rendering(
        text=text, scheme=context.scheme, reading=reading, probability=1.0, source="house style"
    )
    verdict = TermVerdict.KEEP if text == printed else TermVerdict.ROMANIZED
    return Term(
        printed=printed, verdict=verdict, preferred=preferred, reason="The house style's exceptions say so."
    )


def _by_words(
    context: _Context, printed: str, text: str, pieces: Sequence[Piece], found: Sequence[WordClass]
) -> Term:
    """A phrase that the lexicon does not hold: its runs of open words one by one, the English between them untouched."""
    mixed = any(c in (WordClass.ENGLISH, WordClass.DERIVED, WordClass.ACCEPTED) for c in found)
    if not mixed and len(pieces) == 1:
        return _abstained(printed, text, context, pieces)
    out, at, chances, kinds, changed = "", 0, [1.0], [], []
    readings: list[Reading] = []
    for run in _runs(pieces, found, mixed):
        start, end = run[0].start, run[-1].end
        part = _part(context, text[start:end], run, ANSWER_IN_PHRASE if mixed else ANSWER)
        if part is None:
            continue
        rendered, chance, kind, reading = part
        out, at = out + text[at:start] + rendered, end
        chances.append(chance)
        kinds.append(kind)
        readings.append(reading)
        changed.append((text[start:end], rendered))
    if not changed or (not mixed and len(changed) < len(_runs(pieces, found, mixed))):
        if mixed:
            return Term(
                printed=printed,
                kind=TermKind.ENGLISH,
                reason="It stays as printed: it is an English phrase, and no word of it is surely a romanized one.",
            )
        return _abstained(printed, text, context, pieces)
    out += text[at:]
    told = ", ".join(f"“{old}” is {new}" for old, new in changed)
    rest = "; the English around it stays" if mixed else ""
    preferred = Rendering(
        text=out, scheme=context.scheme, reading=readings[0], probability=round(math.prod(chances), 3)
    )
    return Term(
        printed=printed,
        verdict=TermVerdict.KEEP if out == text else TermVerdict.ROMANIZED,
        kind=TermKind.MIXED
        if mixed
        else kinds[0]
        if len(set(kinds)) == 1
        else TermKind.PERSON
        if TermKind.PERSON in kinds
        else kinds[0],
        preferred=preferred,
        reason=f"Word by word: {told}{rest}.",
    )


def _runs(pieces: Sequence[Piece], found: Sequence[WordClass], mixed: bool) -> list[list[Piece]]:
    """Stretches of words to be romanized: open words that follow each other in a mixed phrase, else single words."""
    if not mixed:
        return [[piece] for piece in pieces]
    runs: list[list[Piece]] = []
    for i, (piece, word_class) in enumerate(zip(pieces, found, strict=True)):
        if word_class is not WordClass.OPEN:
            continue
        if runs and i and found[i - 1] is WordClass.OPEN and runs[-1][-1] is pieces[i - 1]:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _part(
    context: _Context, text: str, run: Sequence[Piece], least: float
) -> tuple[str, float, TermKind, Reading] | None:
    ranked = guesses(text, context.lexicon)
    if not ranked or ranked[0].probability < least:
        return None
    reading, _ = context.decide(ranked[0], run)
    rendering = context.rendering(ranked[0], reading, text)
    entry, _ = context.vocalized(ranked[0], reading)
    return rendering.text, ranked[0].probability, entry.kind, reading


def _abstained(printed: str, text: str, context: _Context, pieces: Sequence[Piece]) -> Term:
    ranked = guesses(text, context.lexicon)
    alternatives = tuple(context.rendering(g, context.decide(g, pieces)[0], text) for g in ranked)
    near = f"; the nearest is {alternatives[0].text}" if alternatives else ""
    return Term(
        printed=printed,
        verdict=TermVerdict.ABSTAINED,
        alternatives=alternatives,
        reason=f"“{text}” is not English, and nothing in the lexicon is surely meant{near}.",
    )
