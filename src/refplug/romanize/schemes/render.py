"""Vocalized script written in a scheme. All knowledge is in the table; here is only the mechanism."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from refplug.model import Notice, TermKind
from refplug.romanize.pivot.language import Language, language_of
from refplug.romanize.pivot.units import Kind, Phrase, Word
from refplug.romanize.pivot.vocalized import read_vocalized
from refplug.romanize.schemes.account import account
from refplug.romanize.schemes.table import Rule, Scheme
from refplug.romanize.schemes.writer import Piece, writer_of

__all__ = ["Rendered", "Step", "capitalized", "render"]

SIGNS = frozenset("ʿʾʻʼ‘’'`ʹ")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the derivation: this script became that Latin, by one rule or piece by piece."""

    script: str
    latin: str
    rule: str = ""
    pieces: tuple[Piece, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def why(self) -> str:
        """How it came about, in words."""
        return self.rule or account(self.pieces, self.rules)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text in a scheme, how each part of it came about, and what could not be written."""

    text: str
    steps: tuple[Step, ...] = ()
    notices: tuple[Notice, ...] = ()


def render(
    vocalized: str,
    scheme: Scheme,
    *,
    kind: TermKind = TermKind.UNKNOWN,
    form: str = "full",
    capitals: str | Sequence[bool] | None = None,
    english: str | None = None,
    unicode_form: Literal["NFC", "NFD"] = "NFC",
) -> Rendered:
    """Vocalized script written in a scheme, with its derivation.

    >>> from refplug.romanize.schemes.scheme import load
    >>> render("المَرجَعِيَّة", load("ijmes", "ar")).text
    'al-marjaʿiyya'
    >>> render("الحَشد الشَّعبِيّ", load("ala-lc", "ar"), kind=TermKind.BODY).text
    'al-Ḥashd al-Shaʻbī'

    `form` is `full` or `publication`; `english` is the dictionary's spelling of the word, which the publication form
    prefers where the scheme has one. `capitals` overrides the scheme's habit for the kind: `none`, `first`, `words`, or
    whether to write each word in turn with a capital.
    Letters that the scheme has no value for are kept as they are and named in the notices.
    """
    if form == "publication" and english and scheme.section("publication")["plain"]:
        return Rendered(english, (Step(vocalized, english, "spelling of the English dictionary"),))
    phrase = read_vocalized(vocalized, scheme.reading, kind)
    writer = _Writer(scheme, phrase, kind, capitals or scheme.capitals(kind))
    text = writer.text()
    if form == "publication" and str(kind) in scheme.section("publication")["plain"]:
        text = _plain(text, scheme)
    return Rendered(
        unicodedata.normalize(unicode_form, text), (*writer.door(), *writer.steps), tuple(writer.notices)
    )


def _plain(text: str, scheme: Scheme) -> str:
    """The text without diacritics, the signs that the publication form keeps excepted."""
    fold = scheme.section("publication")["fold"]
    text = "".join(fold.get(char, char) for char in text)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def capitalized(text: str, *, dotted_i: bool = False) -> str:
    """The text with its first letter a capital; signs for ʿayn and hamza before it stay.

    >>> capitalized("ʿabd")
    'ʿAbd'
    """
    for i, char in enumerate(text):
        if char.isalpha() and char not in SIGNS and unicodedata.category(char) != "Lm":
            upper = "İ" if dotted_i and char == "i" else char.upper()
            return text[:i] + upper + text[i + 1 :]
    return text


class _Writer:
    """Writes one phrase; keeps the steps and the notices."""

    def __init__(
        self, scheme: Scheme, phrase: Phrase, kind: TermKind, capitals: str | Sequence[bool]
    ) -> None:
        self.scheme = scheme
        self.kind = kind
        self.phrase = phrase
        self.capitals = capitals
        self.language: Language = language_of(scheme.reading)
        self.parted = True  # whether anything stands before the word that is being written
        self.nth = 0  # the word that is being written
        self.steps: list[Step] = []
        self.notices: list[Notice] = []
        self.unknown: set[str] = set()
        self.writer = writer_of(scheme)

    def door(self) -> tuple[Step, ...]:
        return tuple(Step("", "", told) for told in self.phrase.told)

    def text(self) -> str:
        out: list[str] = []
        before: Word | None = None
        for i, part in enumerate(self.phrase.parts):
            if isinstance(part, str):
                following = self.phrase.parts[i + 1] if i + 1 < len(self.phrase.parts) else None
                out.append(self.between(part, before, following))
                self.parted = bool(out[-1])
                continue
            out.append(self.glued(part) if before else self.word(part, first=True))
            before = part
        return "".join(out)

    def between(self, blank: str, before: Word | None, following: Word | str | None) -> str:
        """What stands between two words: what the page has, or the scheme's joint before an article or a second part."""
        if blank != " " or before is None or not isinstance(following, Word):
            return blank
        joints = self.scheme.section("joints")
        if following.plain in joints["written_on"]:
            return ""
        if following.plain == "الله" and (
            self.kind is TermKind.PERSON or before.plain in self.language.divine
        ):
            return str(joints["divine"])
        if following.units[0].kind is Kind.ARTICLE:
            return str(self.scheme.section("article")["before"])
        return blank

    def glued(self, word: Word) -> str:
        """A word that is not the first, with the joint to what it is written together with in the script."""
        joints = self.scheme.section("joints")
        if word.units[0].kind is not Kind.JOINT or word.units[0].value != "glued":
            text = self.word(word, first=False)
            return text[0].lower() + text[1:] if self.is_written_on(word) else text
        if word.plain == "الله" and joints["divine_glued"]:
            return str(joints["divine_glued"])
        article = any(u.kind is Kind.ARTICLE for u in word.units[:2])
        joint = (
            self.scheme.section("article")["before"]
            if article and joints["glued"] == " "
            else joints["glued"]
        )
        return str(joint) + self.word(word, first=False)

    def is_written_on(self, word: Word) -> bool:
        """Whether the scheme has just written this word as one with the word before it."""
        joints = self.scheme.section("joints")
        return word.plain in joints["written_on"] or (
            word.plain == "الله" and not joints["divine"] and not self.parted
        )

    def word(self, word: Word, *, first: bool) -> str:
        """One word, with its capital; `first` says that the phrase begins with it."""
        fixed = self.scheme.words.get(word.plain)
        if fixed is not None:
            text = self.capital(word, "", fixed, first=first)
            self.steps.append(Step(word.script, text, "a word that the scheme spells as a whole"))
            return text
        head, pieces = self.writer.pieces(word.units, first)
        text = self.capital(word, head.latin, "".join(piece.latin for piece in pieces), first=first)
        self.steps.append(Step(word.script, text, pieces=(head, *pieces), rules=self.scheme.rules))
        self.name_unknown(word)
        return text

    def name_unknown(self, word: Word) -> None:
        """A notice for each letter that the scheme has no value for, once."""
        for unit in word.units:
            if (
                unit.kind is Kind.CONSONANT
                and unit.value not in self.scheme.letters
                and unit.value not in self.unknown
            ):
                self.unknown.add(unit.value)
                name = unicodedata.name(unit.value, "unnamed")
                message = f"{unit.value} ({name}) is no letter of {self.scheme.name}; it was kept as it is"
                self.notices.append(Notice(code="letter-unknown", message=message))

    def capital(self, word: Word, head: str, body: str, *, first: bool) -> str:
        dotted = bool(self.scheme.section("capitals")["dotted_i"])
        style = self.scheme.section("capitals")["article"]
        if isinstance(self.capitals, str):
            wanted = self.capitals == "words" or (self.capitals == "first" and first)
        else:
            wanted = self.nth < len(self.capitals) and self.capitals[self.nth]
        self.nth += 1
        if not first and word.plain in self.language.lower:
            wanted = False
        if word.plain in self.language.proper:
            wanted = True
        if word.plain.endswith("الله") and word.plain not in self.scheme.words:
            wanted = True
        if not wanted:
            return head + body
        body = capitalized(body, dotted_i=dotted)
        if head and (style == "words" or (style == "initial" and first)):
            head = capitalized(head, dotted_i=dotted)
        return head + body
