"""What vocalized script is read into: the units of a word, and the cursor that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from refplug.romanize.pivot.language import Language
from refplug.romanize.pivot.letters import Letter

__all__ = ["Cursor", "Kind", "Phrase", "Unit", "Word", "plain_letters"]

ZWNJ: Final = "\u200c"
JOINTS: Final = {ZWNJ: "zwnj", "-": "hyphen", "\u2010": "hyphen", "\u2011": "hyphen", "ـ": "hyphen"}
SUN: Final = frozenset("تثدذرزسشصضطظلن")
PREFIX: Final = {
    ("و", "a"): "wa",
    ("ف", "a"): "fa",
    ("ب", "i"): "bi",
    ("ل", "i"): "li",
    ("ك", "a"): "ka",
    ("ل", "a"): "la",
}
HAMZA_SEATS: Final = frozenset("ءأإؤئآ")
ALIFS: Final = frozenset("اٱأإآ")


class Kind(StrEnum):
    """What a unit is. The value of the unit says which one."""

    CONSONANT = "consonant"  # value: the letter
    HAMZA = "hamza"  # value: the letter it was written with; `initial` where a word begins with it
    VOWEL = "vowel"  # value: a i u aa ii uu ay aw ee oo, maqsura, dagger
    ARTICLE = "article"  # value: al, or l where li- swallowed its alif
    PREFIX = "prefix"  # value: wa fa bi li ka
    TA = "ta-marbuta"  # value: pause or construct
    HE = "silent-he"
    VAV = "silent-vav"
    EZAFE = "ezafe"  # value: kasra, hamza or ya, as it is written
    TANWIN = "tanwin"  # value: an in un
    JOINT = "joint"  # value: zwnj, hyphen, or glued (two words written as one)
    SILENT = "silent"  # an alif without sound
    OTHER = "other"  # a character that is none of these


@dataclass(frozen=True, slots=True)
class Unit:
    """One sound or sign of a word; `source` is the script it was read from."""

    kind: Kind
    value: str = ""
    double: bool = False
    initial: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as units; `plain` is its script without marks, for looking it up in a list."""

    units: tuple[Unit, ...]
    plain: str
    script: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and what stands between them, in order; `told` says what the door changed."""

    parts: tuple[Word | str, ...]
    told: tuple[str, ...] = ()


def plain_letters(letters: Sequence[Letter]) -> str:
    """The letters of a word without their marks."""
    return "".join(letter.base for letter in letters)


class Cursor:
    """Walks once over the letters of one word; `at` is the next letter to be read, `units` what was read."""

    def __init__(self, letters: tuple[Letter, ...], language: Language) -> None:
        self.letters = letters
        self.language = language
        self.units: list[Unit] = []
        self.at = 0
        self.begins = True  # nothing sounded yet, or an article or a joint just before
        self.has_vowel = False

    def peek(self, ahead: int = 0) -> Letter | None:
        """The letter to be read next, or one further ahead; None behind the end."""
        i = self.at + ahead
        return self.letters[i] if i < len(self.letters) else None

    def is_last(self, ahead: int = 0) -> bool:
        """Whether the letter ends the word, or a joint ends it."""
        following = self.peek(ahead + 1)
        return following is None or following.base in JOINTS

    def put(
        self, kind: Kind, value: str = "", *, double: bool = False, initial: bool = False, source: str = ""
    ) -> None:
        """Add a unit."""
        self.units.append(Unit(kind, value, double, initial, source))
        self.has_vowel = self.has_vowel or kind is Kind.VOWEL
