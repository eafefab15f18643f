"""A romanization scheme as a value: letters, rules and worked examples of one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refplug.model import Reading, TermKind

__all__ = ["Example", "Rule", "Scheme"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A numbered rule of a scheme: what it says, where it stands, whether its own text was seen, which sections it is about."""

    number: str
    says: str
    source: str
    seen: bool = True
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: vocalized script and Latin; `own` where we made it, `kind` where capitals depend on it."""

    script: str
    latin: str
    kind: TermKind = TermKind.UNKNOWN
    own: bool = False
    form: str = "full"


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """One scheme in one reading, checked and ready to render.

    `letters` maps consonants to Latin, `words` whole words (without marks) to their fixed form; `table` holds the
    sections of the file with every default filled in. `tag` is the BCP 47 tag of text so written.
    """

    id: str
    reading: Reading
    title: str
    edition: str
    source: str
    tag: str
    letters: Mapping[str, str]
    table: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, str]
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()
    seen: bool = True
    detect: bool = True
    places: bool = False
    file: str = ""

    @property
    def name(self) -> str:
        """Scheme and reading in one word, as the file is called."""
        return f"{self.id}-{self.reading}"

    def section(self, name: str) -> Mapping[str, Any]:
        """One section of the table."""
        return self.table[name]

    def capitals(self, kind: TermKind) -> str:
        """How a term of this kind is capitalized: none, first, or words."""
        return str(self.table["capitals"][str(kind)])
