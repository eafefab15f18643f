"""Reading unvocalized Arabic: each word gets its vowels, where they come from, and how sure that is.

The order: marks that are printed → the table → prefix and table → the vowel model → the ranker with the neighbours in
view → a probability. Capitals come last; they are no part of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from refplug.model import Reading
from refplug.romanize.script.align import JOIN, Shown, vocalized
from refplug.romanize.script.by_entry import by_entry
from refplug.romanize.script.calibrate import calibrated
from refplug.romanize.script.candidates import Candidate, candidates, is_phrase
from refplug.romanize.script.capitals import Capitals
from refplug.romanize.script.heard import ending_of, heard
from refplug.romanize.script.kinds import guess_kind, kind_shares
from refplug.romanize.script.places import place_words
from refplug.romanize.script.rank import (
    Neighbors,
    Rivals,
    ending_features,
    neighbor_class,
    neighbor_shape,
    probabilities,
    static_features,
    total,
    word_features,
)
from refplug.romanize.script.readings import Option, ScriptReading, Token
from refplug.romanize.script.store import model_text
from refplug.romanize.script.table import ReadingTable, parse_table
from refplug.romanize.script.tokens import Marker, Printed, agrees, as_printed, is_vocalized, printed_words
from refplug.romanize.script.vowels import VowelModel, parse_model
from refplug.romanize.script.weights import Weights, parse_weights

__all__ = [
    "UNRESOLVED",
    "WA",
    "ArabicReader",
    "Option",
    "ScriptReading",
    "Token",
    "arabic_reader",
    "kind_of",
    "listed",
]

WA = "وَ"
"""The conjunction printed as a word of its own; schemes that join it to the next word do so here too."""

UNRESOLVED = 0.12
"""A word whose best reading is less sure than this is given with its consonants, and marked unresolved."""

_CACHED = 12_000
"""Words whose candidates are kept; when there are more, all are forgotten, so memory stays flat."""

_KIND_OF = {
    "name": "name", "person": "name", "place": "place", "title": "title", "term": "title", "statement": "statement",
    "publisher": "publisher", "body": "publisher",
}  # fmt: skip


def kind_of(kind: str | None) -> str | None:
    """The readers' name for a kind of field; None where nobody says or nobody knows it."""
    return _KIND_OF.get(kind or "")


_Judged = tuple[tuple[Option, ...], str, float]
"""Options best first, the source of the first, its probability."""


@dataclass(slots=True)
class ArabicReader:
    """The table and the models, and the candidates of words met before."""

    table: ReadingTable
    model: VowelModel
    weights: Weights
    capitals: Capitals
    known: dict[str, list[Candidate]] = field(default_factory=dict)
    judged: dict[tuple[str, Neighbors, int], _Judged] = field(default_factory=dict)

    def read(
        self, text: str, kind: str | None = None, count: int = 3, mark: Marker = as_printed
    ) -> ScriptReading:
        """The words of a text with their readings; `kind` is the kind of field, guessed where it is None.

        `mark` tells what entries of a lexicon say of the words (`Phrases.marked`).
        """
        words, after = printed_words(text)
        letters = [word.letters for word in words]
        between = [word.before for word in words]
        given = kind_of(kind)
        shares = ((given, 1.0),) if given else kind_shares(letters, between, self.weights.kinds)
        kind = given or guess_kind(shares)[0]
        words = mark(words, Reading.ARABIC, kind, self.is_word)
        known = place_words(Reading.ARABIC) if kind == "place" else {}
        tokens = [
            self.token(
                words, place, kind, count, None, listed(known, word, is_followed=place + 1 < len(words))
            )
            for place, word in enumerate(words)
        ]
        tokens = [
            replace(token, source="lexicon", probability=min(token.probability, 0.88))
            if token.source == "table" and word.letters in known
            else token
            for word, token in zip(words, tokens, strict=True)
        ]
        tokens = self.capitalized(words, tokens, shares)
        chance = 1.0
        for token in tokens:
            chance *= token.probability
        return ScriptReading(
            tokens=tuple(tokens), after=after, kind=kind, probability=chance if tokens else 0.0
        )

    def is_word(self, letters: str) -> bool:
        """Whether the table knows a spelling as a word that begins with no prefix, oftener than as one that does."""
        seen = [(entry.count, entry.marks[0].endswith(JOIN)) for entry in self.table.exact(letters)]
        return sum(-count if is_prefixed else count for count, is_prefixed in seen) > 0

    def candidates(self, word: str) -> list[Candidate]:
        """The readings of a word without regard to its neighbours."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) >= _CACHED:
                self.known.clear()
            found = self.known[word] = candidates(word, self.table.exact, self.table.like, self._modelled)
        return found

    def _modelled(self, word: str) -> tuple[tuple[tuple[str, ...], float], ...]:
        return self.model.readings(word) if 1 < len(word) < 40 else ()

    def token(
        self,
        words: Sequence[Printed],
        place: int,
        kind: str,
        count: int,
        shown: Callable[[Candidate], str] | None = None,
        found: list[Candidate] | None = None,
    ) -> Token:
        """The word at `place` with its reading.

        `shown` writes a candidate in the pivot (default: as Arabic does); `found` are its readings (default: Arabic's).
        """
        printed = words[place]
        if printed.known:
            return self._by_entry(words, place, kind, count)
        if is_vocalized(printed.letters, printed.marks):
            return Token(
                printed=printed.word,
                vocalized=_ARTICLE_WITH_VOWEL.sub("ال", printed.word),
                source="as written",
                probability=0.99,
                before=printed.before,
            )
        if printed.letters == "و" and place + 1 < len(words) and words[place + 1].before == " ":
            return Token(
                printed=printed.word, vocalized=WA, source="rule", probability=0.97, before=printed.before
            )
        near = self._neighbors(words, place, kind)
        if found is None and printed.marks is None:
            key = (printed.letters, near, count)
            judged = self.judged.get(key)
            if judged is None:
                if len(self.judged) >= 2 * _CACHED:
                    self.judged.clear()
                judged = self.judged[key] = self._judge(printed, near, count, None, None)
        else:
            judged = self._judge(printed, near, count, shown, found)
        options, source, sure = judged
        if not options or sure < UNRESOLVED:
            return _unresolved(printed, options)
        return Token(
            printed=printed.word, vocalized=options[0].vocalized, source=source, probability=sure, runners_up=options[1:],
            before=printed.before,
        )  # fmt: skip

    def _by_entry(self, words: Sequence[Printed], place: int, kind: str, count: int) -> Token:
        """A word that an entry of a lexicon has; how a last ة sounds before the next word is read as ever."""
        known = words[place].known
        assert known is not None
        plain = [*words]
        plain[place] = words[place]._replace(known=None)
        return by_entry(words[place], known, self.token(plain, place, kind, count), Reading.ARABIC)

    def _judge(
        self,
        printed: Printed,
        near: Neighbors,
        count: int,
        shown: Callable[[Candidate], str] | None,
        found: list[Candidate] | None,
    ) -> _Judged:
        """The options of a word beside these neighbours, where the first comes from, how sure it is."""
        found = self._allowed(printed, self.candidates(printed.letters) if found is None else found)
        if near.kind == "name":
            found = [one for one in found if not is_phrase(one)] or found
        if not found:
            return (), "unresolved", 0.0
        chances = self._chances(printed.letters, near, found)
        order = sorted(range(len(found)), key=lambda number: -chances[number])
        best, top = found[order[0]], chances[order[0]]
        sure = calibrated(best, found, chances, near, self.weights)
        others = (
            Option((shown or _vocalized)(found[number]), min(chances[number] * sure / top, 1 - sure))
            for number in order[1:count]
        )
        return (Option((shown or _vocalized)(best), sure), *others), best.source, sure

    def _allowed(self, printed: Printed, found: list[Candidate]) -> list[Candidate]:
        marks = printed.marks
        if marks is None:
            return found
        same_size = [candidate for candidate in found if len(candidate.marks) == len(marks)]
        agreeing = [candidate for candidate in same_size if agrees(marks, candidate.marks)]
        return agreeing or [_overlaid(candidate, marks) for candidate in same_size[:1]]

    def _chances(self, word: str, near: Neighbors, found: list[Candidate]) -> list[float]:
        if len(found) == 1:
            return [1.0]
        weights, rivals = self.weights.ranking, Rivals.of(found)
        find = weights.get
        endings: dict[tuple[str, str], float] = {}
        scores = []
        for one in found:
            key = (ending_of(one.sound, one.letters), one.sound[-2:])
            if key not in endings:  # readings of a word seldom differ in how they end
                endings[key] = sum(find(name, 0.0) for name in ending_features(*key, near))
            scores.append(total(static_features(one, rivals, near.kind), weights) + endings[key])
        if word in self.weights.frequent:
            for number, one in enumerate(found):
                scores[number] += sum(find(name, 0.0) for name in word_features(word, one.sound, near))
        return probabilities(scores)

    def _neighbors(self, words: Sequence[Printed], place: int, kind: str) -> Neighbors:
        word = words[place]
        before = words[place - 1].letters if place else None
        following = words[place + 1] if place + 1 < len(words) else None
        return Neighbors(
            neighbor_class(before, word.before, self.table.in_names(before or "")),
            neighbor_class(following.letters, following.before, self.table.in_names(following.letters))
            if following
            else "$",
            "name" if kind in ("name", "place") else "other",
            neighbor_shape(before, word.before),
            neighbor_shape(following.letters, following.before) if following else "$",
        )

    def capitalized(
        self, words: Sequence[Printed], tokens: list[Token], kinds: Sequence[tuple[str, float]]
    ) -> list[Token]:
        """The tokens with capitals put on, from left to right; `kinds` are what the text may be, with their shares."""
        done: list[Token] = []
        is_capital = False
        letters, between = [word.letters for word in words], [word.before for word in words]
        openings = [self.capitals.opening(letters, between, kind) for kind, _ in kinds]
        for place, (word, token) in enumerate(zip(words, tokens, strict=True)):
            before = words[place - 1].letters if place else None
            following = words[place + 1] if place + 1 < len(words) else None
            chance = 0.0
            for (kind, share), opening in zip(kinds, openings, strict=True):
                key = (
                    word.letters, kind, before, word.before if place else "", is_capital,
                    following.letters if following else None, following.before if following else "",
                )  # fmt: skip
                chance += share * self.capitals.chance(key, self.table, 0.0 if place else opening)
            is_capital = (word.known is not None and word.known.is_name) or chance > 0.5
            done.append(replace(token, capital=is_capital, before=word.before))
        return done


_ARTICLE_WITH_VOWEL = re.compile("^ا\u064eل\u0652?(?![\u064b-\u0652])")


def listed(
    known: Mapping[str, tuple[str, ...]], word: Printed, *, is_followed: bool = False
) -> list[Candidate] | None:
    """The reading of a word in a list of place words as its only candidate, or None."""
    marks = known.get(word.letters)
    if marks is None or (word.marks and not agrees(word.marks, marks)):
        return None
    if is_followed and word.letters.endswith("ة") and not word.letters.startswith("ال"):
        marks = (*marks[:-1], "\u064f")  # Madīnat Ḥamad: the first part of a name is in construct
    return [Candidate(word.letters, marks, heard(word.letters, marks), exact=1.0, seen=20)]


def _overlaid(candidate: Candidate, printed: tuple[str, ...]) -> Candidate:
    """A reading in which the letters that carry printed marks carry these and no others."""
    marks = tuple(
        mark if mark.strip("\u0652") else read for mark, read in zip(printed, candidate.marks, strict=True)
    )
    return replace(candidate, marks=marks, exact=0.0, like=0.0, split=0.0, model=0.01)


def _vocalized(candidate: Candidate) -> str:
    shown = vocalized(
        Shown(letter, marks) for letter, marks in zip(candidate.letters, candidate.marks, strict=True)
    )
    return shown + "\u0652" if shown.endswith("ة") else shown  # told to be in pause, whatever follows


def _unresolved(printed: Printed, options: tuple[Option, ...]) -> Token:
    chance = options[0].probability if options else 0.0
    return Token(
        printed=printed.word,
        vocalized=printed.word,
        source="unresolved",
        probability=chance,
        runners_up=options,
        before=printed.before,
    )


@cache
def arabic_reader() -> ArabicReader:
    """The reader with the shipped table and models. Raises `RunAborted` where a model file is damaged."""
    weights = parse_weights(model_text("arabic-weights.xz"))
    return ArabicReader(
        table=parse_table(model_text("arabic-readings.xz")),
        model=parse_model(model_text("arabic-vowels.xz")),
        weights=weights,
        capitals=Capitals(weights.capitals),
    )
