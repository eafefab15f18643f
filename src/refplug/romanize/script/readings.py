"""What a text that was read gives back: its words, each with its reading, source, probability and runners-up."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Option", "ScriptReading", "Token"]


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a word: its vocalized form and the probability that it is the one meant."""

    vocalized: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word read.

    `source` says where the reading comes from: `as written`, `table`, `spelling` (the table, under another spelling),
    `prefix`, `suffix`, `lexicon`, `own lexicon`, `decision`, `rule`, `model`, or `unresolved`, where `vocalized` is the
    bare printed word; `entry` names the row of an own lexicon (`lexicon.tsv:3`).
    `before` is the text between this word and the one before it; `capital` whether the word proper begins with one;
    `opens_name` that a particle which is small inside names begins one here (Riḥlat Ibn Jubayr).
    """

    printed: str
    vocalized: str
    source: str
    probability: float
    runners_up: tuple[Option, ...] = ()
    capital: bool = False
    before: str = ""
    entry: str = ""
    opens_name: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether a reading was found that is sure enough to be given."""
        return self.source != "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptReading:
    """A text read: its words, what stands behind the last, the kind of field, the chance that all words are right."""

    tokens: tuple[Token, ...]
    after: str
    kind: str
    probability: float
