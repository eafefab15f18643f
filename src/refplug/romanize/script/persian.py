"""Reading Persian: each word by what `persian_readings.py` has for it and by its neighbours; ezafe between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from refplug.model import Reading
from refplug.romanize.script.by_entry import by_entry
from refplug.romanize.script.ezafe import (
    ARABIC_PREPOSITIONS,
    FUNCTION_WORDS,
    Bound,
    has_written_ezafe,
    is_bound,
    with_ezafe,
)
from refplug.romanize.script.persian_forms import persian_form, spelled, with_open_ta
from refplug.romanize.script.persian_readings import PersianReadings
from refplug.romanize.script.persian_strings import PersianStrings, with_second_parts, without_khan
from refplug.romanize.script.persian_words import PersianWord, persian_words
from refplug.romanize.script.places import place_words
from refplug.romanize.script.reader import (
    ArabicReader,
    Option,
    ScriptReading,
    Token,
    arabic_reader,
    kind_of,
    listed,
)
from refplug.romanize.script.store import model_text
from refplug.romanize.script.tokens import Marker, Printed, as_printed, is_vocalized, printed_words
from refplug.romanize.script.vowels import parse_model

__all__ = ["PersianReader", "persian_reader"]

KASRA, SHADDA = "\u0650", "\u0651"
_HAS_EZAFE = (KASRA, "\u0654", "ۀ")
_CLOSED = frozenset("الدين الله الدوله الدولة الملك الممالك السلطنه السلطنة".split())
"""Ends of titles of honor, which what follows does not bind to."""
_SMALL_IN_NAMES = {"بن", "ابن", "بنت", "و"}
_FATHERS = {"ابو", "ابي", "دار", "بن", "ابن", "عبد"}
_BEFORE_ALI = {"بن", "ابن", "شيخ", "سيد", "ميرزا", "امام", "محمد", "حضرت", "ملا"}


@dataclass(slots=True)
class PersianReader:
    """The word list, and the Arabic reader for what Persian has from Arabic."""

    words: dict[str, tuple[PersianWord, ...]]
    arabic: ArabicReader
    readings: PersianReadings
    strings: PersianStrings

    def read(
        self,
        text: str,
        kind: str | None = None,
        count: int = 3,
        mark: Marker = as_printed,
        language: Reading = Reading.PERSIAN,
    ) -> ScriptReading:
        """The words of a text with their readings; as `ArabicReader.read`. `language` is whose entries are asked for."""
        found, after = printed_words(text)
        written = mark(
            [spelled(word) for word in found], language, kind_of(kind) or "", self.words.__contains__
        )
        printed = tuple(
            part
            for place, word in enumerate(written)
            for part in ((word,) if word.known else self.strings.without_vav(word, place))
        )
        printed = tuple(
            part
            for word in printed
            for part in ((word,) if word.known or word.letters in self.words else without_khan(word))
        )
        printed = with_second_parts(printed)
        kind = kind_of(kind) or self.strings.kind(printed)
        tokens = [self._token(printed, place, kind, count) for place in range(len(printed))]
        tokens = with_open_ta(printed, tokens)
        tokens = self._bound(printed, tokens, kind)
        tokens = self._capitalized(printed, self.arabic.capitalized(printed, tokens, ((kind, 1.0),)), kind)
        chance = 1.0
        for token in tokens:
            chance *= token.probability
        return ScriptReading(
            tokens=tuple(tokens), after=after, kind=kind, probability=chance if tokens else 0.0
        )

    def _capitalized(self, printed: Sequence[Printed], tokens: list[Token], kind: str) -> list[Token]:
        """Capitals also for every word of a name or place, and for what the list writes with one (Balūchistān)."""
        is_name = kind in ("name", "place")
        return [
            replace(token, capital=True)
            if (is_name and word.letters not in _SMALL_IN_NAMES)
            or (word.known is None and any(listed[2] for listed in self.words.get(word.letters, ())[:1]))
            else token
            for word, token in zip(printed, tokens, strict=True)
        ]

    # one word

    def _token(self, printed: Sequence[Printed], place: int, kind: str, count: int) -> Token:
        word = printed[place]
        if word.known:
            return self._by_entry(printed, place, kind, count)
        if is_vocalized(word.letters, word.marks):
            return Token(
                printed=word.word,
                vocalized=word.word,
                source="as written",
                probability=0.99,
                before=word.before,
            )
        if word.letters == "براي" and place + 1 < len(printed):
            return Token(
                printed=word.word, vocalized="بَرَايِ", source="lexicon", probability=0.93, before=word.before
            )
        if special := self._before_article(printed, place, kind):
            return special
        if kind == "place" and (known := listed(place_words(Reading.PERSIAN), word)):
            return Token(
                printed=word.word,
                vocalized=persian_form(known[0]),
                source="lexicon",
                probability=0.9,
                before=word.before,
            )
        own = self.readings.own_agreeing(word, printed[place + 1].letters if place + 1 < len(printed) else "")
        if own:
            options = tuple(Option(persian_form(candidate), 0.1) for candidate in own[1:count])
            chance = 0.93 if own[0].seen else 0.75
            source = "lexicon" if own[0].seen else "suffix"
            return Token(
                printed=word.word,
                vocalized=persian_form(own[0]),
                source=source,
                probability=chance,
                runners_up=options,
                before=word.before,
            )
        if stretched := self._with_written_yeh(printed, place):
            return stretched
        return self.arabic.token(printed, place, kind, count, persian_form, self.readings.lent(word.letters))

    def _before_article(self, printed: Sequence[Printed], place: int, kind: str) -> Token | None:
        """على, الى and من before an Arabic article are the prepositions; in a name it is ʿAlī."""
        word = printed[place]
        following = printed[place + 1].letters if place + 1 < len(printed) else ""
        reading = {"علي": "عَلَى", "الي": "إِلَى", "من": "مِن"}.get(word.letters)
        if reading is None or not following.startswith("ال") or word.word.endswith("ی") or place == 0:
            return None
        if word.letters == "علي" and (
            kind == "name" or _BEFORE_ALI & {one.letters for one in printed[:place]}
        ):
            return None
        return Token(printed=word.word, vocalized=reading, source="rule", probability=0.8, before=word.before)

    def _with_written_yeh(self, printed: Sequence[Printed], place: int) -> Token | None:
        """A word in ا or و with the yeh of ezafe: دریای خزر. None where it is no such word, or nothing follows."""
        word = printed[place]
        following = printed[place + 1] if place + 1 < len(printed) else None
        if (
            not word.letters.endswith(("اي", "وي", "هي"))
            or following is None
            or following.before.strip()
            or len(word.letters) < 4
        ):
            return None
        stem = word.letters[:-1]
        found = (
            self.readings.own(stem)
            or self.readings.in_arabic_spelling(stem)
            or [c for c in self.arabic.candidates(stem) if c.seen]
        )
        if not found or following.letters in FUNCTION_WORDS:
            return None
        text = persian_form(max(found, key=lambda candidate: candidate.exact))
        bound = text + "\u0654" if text.endswith("ه") else text + "ي" + KASRA
        return Token(printed=word.word, vocalized=bound, source="suffix", probability=0.8, before=word.before)

    def _by_entry(self, printed: Sequence[Printed], place: int, kind: str, count: int) -> Token:
        """A word that an entry of a lexicon has; an own one keeps what would be read as its runner-up."""
        word = printed[place]
        known = word.known
        assert known is not None
        plain = [*printed]
        plain[place] = word._replace(known=None)
        return by_entry(word, known, self._token(plain, place, kind, count), Reading.PERSIAN)

    # ezafe

    def _bound(self, printed: Sequence[Printed], tokens: list[Token], kind: str) -> list[Token]:
        seen = [self._as_bound(word, token) for word, token in zip(printed, tokens, strict=True)]
        if seen:
            seen[-1] = seen[-1]._replace(is_last=True)
        seen[1:] = [
            one._replace(
                follows_arabic=before.letters in ARABIC_PREPOSITIONS,
                closes_phrase=not before.is_given_name
                and before.letters not in _FATHERS
                and one.letters not in _CLOSED,
            )
            for before, one in pairwise(seen)
        ]
        done = []
        for place, token in enumerate(tokens):
            following = seen[place + 1] if place + 1 < len(seen) else None
            written = (
                has_written_ezafe(token.printed) and following is not None
            )  # alone, the hamza binds nothing
            known = printed[place].known
            if (
                token.is_resolved
                and (token.source != "as written" or printed[place].marks is None)
                and not (known and (known.is_settled or known.vocalized.endswith(_HAS_EZAFE)))
                and (written or is_bound(seen[place], following, kind))
            ):
                unbound = Option(token.vocalized, token.probability * (0.02 if written else 0.14))
                token = replace(
                    token,
                    vocalized=with_ezafe(token.vocalized, token.printed),
                    probability=token.probability * (0.97 if written else 0.84),
                    runners_up=(unbound, *token.runners_up),
                )
            done.append(token)
        return done

    def _as_bound(self, word: Printed, token: Token) -> Bound:
        has_article = (token.vocalized.startswith("ال") and len(word.letters) > 3) or word.letters == "الله"
        return Bound(
            letters=word.letters + (SHADDA if SHADDA in word.word and word.letters in FUNCTION_WORDS else ""), has_article=has_article,
            is_arabic=has_article or word.letters.endswith("ة"), names=self.strings.name_share(word.letters), before=word.before,
            is_known_name=self.strings.name_share(word.letters) > 0.45,
            is_prefixed=token.vocalized.startswith(("لِ", "بَ-", "بِ\u200c", "وَ\u200c")),
            is_given_name=self.strings.is_given_name(word.letters), is_title_word=self.strings.is_title_word(word.letters),
        )  # fmt: skip


@cache
def persian_reader() -> PersianReader:
    """The reader with the shipped word list. Raises `RunAborted` where a model file is damaged."""
    arabic, words = arabic_reader(), persian_words()
    strings = PersianStrings(words, arabic.table, arabic.weights)
    readings = PersianReadings(words, arabic, parse_model(model_text("persian-vowels.xz")))
    return PersianReader(words, arabic, readings, strings)
