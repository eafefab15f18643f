"""A word that a lexicon's entry has, as a token: the entry's vowels, the place's ending, what else it may be."""

from __future__ import annotations

from functools import lru_cache

from refplug.model import Reading
from refplug.romanize.pivot.units import Word
from refplug.romanize.pivot.vocalized import read_vocalized
from refplug.romanize.script.readings import Option, Token
from refplug.romanize.script.tokens import Known, Printed

__all__ = ["by_entry"]


def by_entry(word: Printed, known: Known, otherwise: Token, reading: Reading) -> Token:
    """The word as a lexicon's entry has it; `otherwise` is how it would be read, which becomes the runner-up."""
    vocalized = known.vocalized
    if vocalized.endswith("ة") and not known.is_settled:
        vocalized += "\u064f" if otherwise.vocalized.endswith(("ة\u064f", "ة\u0650")) else "\u0652"
    is_same = otherwise.is_resolved and _units(vocalized, reading) == _units(otherwise.vocalized, reading)
    others = (Option(otherwise.vocalized, 1 - known.probability),) if otherwise.is_resolved else ()
    return Token(
        printed=word.word, vocalized=vocalized, source=known.source,
        probability=max(known.probability, otherwise.probability) if is_same else known.probability,
        runners_up=otherwise.runners_up if is_same else others, before=word.before, entry=known.entry,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _units(vocalized: str, reading: Reading) -> tuple[tuple[str, str], ...]:
    """What is heard, whatever marks say so: الشَّعب is الشَعب."""
    words = (part for part in read_vocalized(vocalized, reading).parts if isinstance(part, Word))
    return tuple((unit.kind, unit.value) for word in words for unit in word.units)
