"""How a guess is written: in which reading, with or without the article, with which capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from refplug.model import Reading, Rendering, TermKind
from refplug.romanize.adhoc import persian
from refplug.romanize.adhoc.guess import Guess
from refplug.romanize.adhoc.segment import Piece
from refplug.romanize.lexicon import Entry, Lexicon
from refplug.romanize.schemes.render import capitalized, render
from refplug.romanize.schemes.scheme import load, readings_of

__all__ = ["READING_NAMES", "Wording", "without_marks"]

READING_NAMES = {
    Reading.ARABIC: "Arabic",
    Reading.PERSIAN: "Persian",
    Reading.OTTOMAN: "Ottoman",
    Reading.URDU: "Urdu",
}
_PROPER = frozenset((TermKind.BODY, TermKind.PERSON, TermKind.PLACE, TermKind.TITLE))
_KEEPS_ARTICLE = frozenset((TermKind.BODY, TermKind.PLACE))
_PERSIAN_LETTERS = frozenset("پچژگ")
_ARTICLE = "ال"
# siyāsī, siyāsiyya; not nabī, and not qāḍī
_NISBA = re.compile(
    "(?!\\w\u064e?ا\\w\u0650?ي$)(?:\\w[\u064b-\u0652\u0670]*){3,}\u0650(?:ي\u0651?|ي[\u064e\u0651]{1,2}ة)$"
)
_AND = "وَ\u200c"


@dataclass(frozen=True, slots=True)
class Wording:
    """The scheme, form and reading asked for, and what is known of the document."""

    scheme: str
    form: str
    reading: str
    language: str | None
    lexicon: Lexicon

    @property
    def tables(self) -> tuple[Reading, ...]:
        """The readings that the scheme has a table for; Iranica has Persian alone."""
        return readings_of(self.scheme)

    @property
    def is_for_places(self) -> bool:
        """Whether the scheme was made for geographic names (BGN/PCGN, United Nations)."""
        return bool(self.tables) and load(self.scheme, self.tables[0]).places

    def decide(self, guess: Guess, pieces: Sequence[Piece]) -> tuple[Reading, str]:
        """The language in which the word is read, among those of the scheme, and the evidence in words."""
        reading, evidence = self._decided(guess, pieces)
        if reading in self.tables or not self.tables:
            return reading, evidence
        return self.tables[0], f"{self.scheme} has a table for this reading alone"

    def _decided(self, guess: Guess, pieces: Sequence[Piece]) -> tuple[Reading, str]:
        """Decision 3 of the design."""
        if self.reading in ("ar", "fa"):
            return Reading(self.reading), f"the reading {self.reading} was asked for"
        if guess.reading(Reading.ARABIC) is None:
            if (
                len(pieces) == 1
                and pieces[0].article
                and not _PERSIAN_LETTERS.intersection(guess.entries[0].vocalized)
            ):
                return Reading.ARABIC, "its article is Arabic"
            return Reading.PERSIAN, "the word is Persian"
        if ezafe := next((piece.ezafe for piece in pieces if piece.ezafe), ""):
            return Reading.PERSIAN, f"the ezafe “-{ezafe}” is Persian"
        is_shared = guess.reading(Reading.PERSIAN) is not None
        if self.language and self.language.split("-")[0] == "fa":
            return Reading.PERSIAN, "the document is Persian"
        return (
            Reading.ARABIC,
            "Arabic is the default for words that Arabic and Persian share"
            if is_shared
            else "the word is Arabic",
        )

    def vocalized(self, guess: Guess, reading: Reading, pieces: Sequence[Piece]) -> tuple[Entry, str]:
        """The entry that gives the word in a reading, and its vocalized script; a Persian form may be made by rule."""
        own = guess.reading(reading)
        entry = own or guess.entries[0]
        if reading is not Reading.PERSIAN:
            return entry, _with_article(entry, pieces) if reading is Reading.ARABIC else entry.vocalized
        shapes = [persian.shape(piece.text, piece.ezafe) for piece in pieces]
        made = entry if own is None else _with_t(guess, own, shapes)
        vocalized = persian.persian_form(made.vocalized, made.kind, shapes) if made else entry.vocalized
        if own is None or own.kind is not TermKind.PERSON:
            vocalized = persian.bound_as_printed(vocalized, shapes)
        return entry, persian.with_ezafe(vocalized) if pieces[-1].ezafe else vocalized

    def write(
        self,
        vocalized: str,
        reading: Reading,
        kind: TermKind,
        printed: str,
        english: str | None = None,
        *,
        is_heading: bool = False,
    ) -> str:
        """Vocalized script in the scheme, its first letter as the print has it; `is_heading`: a surname that begins a heading."""
        shown = reading if reading in self.tables or not self.tables else self.tables[0]
        table = load(self.scheme, shown)
        if is_heading and kind is TermKind.PERSON and table.section("article")["heading"] == "dropped":
            vocalized = vocalized.removeprefix(_ARTICLE)
        text = render(vocalized, table, kind=kind, form=self.form, english=english).text
        return _cased(text, kind, printed, vocalized)

    def rendering(
        self, guess: Guess, reading: Reading, pieces: Sequence[Piece], printed: str, share: float = 1.0
    ) -> Rendering:
        """The guess written in the scheme; `share` is the part of its probability that this reading of it has."""
        entry, vocalized = self.vocalized(guess, reading, pieces)
        return Rendering(
            text=self.write(
                vocalized, reading, entry.kind, printed, entry.english, is_heading=" " not in vocalized
            ),
            scheme=self.scheme,
            reading=reading if reading in self.tables or not self.tables else self.tables[0],
            probability=round(guess.probability * share, 3),
            vocalized=vocalized,
            source=entry.source,
        )


def _with_t(guess: Guess, own: Entry, shapes: Sequence[persian.Shape]) -> Entry | None:
    """The Arabic word in ة from which the Persian one is made anew: where ours ends in a silent ه, and the print in t."""
    arabic = guess.reading(Reading.ARABIC)
    is_other = own.vocalized.endswith("ه") and shapes[-1].ends_in_t
    return arabic if is_other and arabic and arabic.vocalized.endswith("ة") else None


def _with_article(entry: Entry, pieces: Sequence[Piece]) -> str:
    """A word has the article where the print has it; names of bodies and places have their own."""
    vocalized = entry.vocalized
    if entry.kind in _KEEPS_ARTICLE:
        return vocalized
    if len(words := vocalized.split(" ")) > 1:
        return vocalized if entry.kind in _PROPER else _with_articles(words, pieces)
    if len(pieces) != 1:
        return vocalized
    has, wants = vocalized.startswith(_ARTICLE) and vocalized != "الله", bool(pieces[0].article)
    if wants and not has:
        return _ARTICLE + vocalized
    return vocalized.removeprefix(_ARTICLE) if has and not wants else vocalized


def _with_articles(words: Sequence[str], pieces: Sequence[Piece]) -> str:
    """A phrase without articles with those that the print has; before an adjective in -ī its noun has one as well.

    `al-Jihad al-Akbar` is الجهاد الأكبر where the entry says جهاد أكبر, and `Fiqh al-Siyasi` الفقه السياسي.
    """
    if len(words) != len(pieces) or any(word.startswith(_ARTICLE) for word in words):
        return " ".join(words)
    wanted = [bool(piece.article) for piece in pieces]
    if len(words) == 2 and wanted[1] and _NISBA.match(words[1]):
        wanted[0] = True
    return " ".join(
        _ARTICLE + word if wants and not word.startswith(_AND) else word
        for word, wants in zip(words, wanted, strict=True)
    )


def _cased(text: str, kind: TermKind, printed: str, vocalized: str) -> str:
    """The first letter's case follows the print, except in proper names (design decision 4); the article is small in any case."""
    if kind in _PROPER or vocalized.startswith(_ARTICLE):
        return text
    first = next((char for char in printed if char.isalpha()), "")
    return capitalized(text) if first.isupper() else text


def without_marks(vocalized: str) -> str:
    """Script without its vowel marks, letters untouched.

    >>> without_marks("مَرجَعِیَّت")
    'مرجعیت'
    """
    return "".join(char for char in vocalized if not "\u064b" <= char <= "\u065f" and char != "\u0670")
