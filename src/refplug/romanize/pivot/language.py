"""What is true of a language's spelling whatever the scheme: particles, endings, silent letters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from refplug.model import Reading

__all__ = ["Language", "language_of"]


@dataclass(frozen=True, slots=True)
class Language:
    """The facts of one reading.

    `particles` never follow a word in the construct state; `lower` (they and words of kinship) stay lower case inside
    names; `proper` have a capital wherever they stand (al-Qurʾān); `divine` are first parts of names with الله, `second_parts` make one
    name of two words (الله in عبد الله); `final_vowels` gives words that are printed without their last vowel;
    `long` maps (short vowel, letter, has sukun) where the language departs from the common values; `letters` says how
    the language writes the pivot's letters; `common` are vocalized words that a romanization does not spell out;
    `heads` are nouns in ة that govern even a word in ة unless it is one of `adjectives`; `faili` are words of three letters in -ī; `silent_letters` and `unwritten_alif` name a letter of a word, from 0;
    `frequency` is how often letters, vowels and endings are met, per thousand.
    """

    reading: Reading
    name: str
    prefixes: bool
    silent_he: bool
    silent_vav: bool
    ezafe: bool
    final_yeh_is_maqsura: bool
    particles: frozenset[str]
    lower: frozenset[str]
    proper: frozenset[str]
    divine: frozenset[str]
    second_parts: frozenset[str]
    final_vowels: Mapping[str, str]
    long: Mapping[tuple[str, str, bool], str]
    letters: Mapping[str, str]
    common: tuple[str, ...]
    heads: frozenset[str]
    adjectives: frozenset[str]
    faili: frozenset[str]
    silent_letters: Mapping[str, int]
    unwritten_alif: Mapping[str, int]
    frequency: Mapping[str, float]


@lru_cache(maxsize=8)
def language_of(reading: Reading) -> Language:
    """The facts of a reading.

    >>> language_of(Reading.PERSIAN).silent_he
    True
    """
    text = (
        files("refplug.romanize").joinpath("data", "readings", f"{reading}.toml").read_text(encoding="utf-8")
    )
    table = tomllib.loads(text)
    spelling = table["spelling"]
    return Language(
        reading=reading,
        name=table["name"],
        prefixes=spelling["prefixes"],
        silent_he=spelling["silent_he"],
        silent_vav=spelling["silent_vav"],
        ezafe=spelling["ezafe"],
        final_yeh_is_maqsura=spelling["final_yeh_is_maqsura"],
        particles=frozenset(table["particles"]),
        lower=frozenset(table["particles"]) | frozenset(table["kin"]),
        proper=frozenset(table.get("proper", ())),
        divine=frozenset(table["divine"]),
        second_parts=frozenset(table["second_parts"]),
        final_vowels=table.get("final_vowels", {}),
        long={(row["vowel"], row["letter"], row["sukun"]): row["is"] for row in table.get("long", ())},
        letters=table.get("letters", {}),
        heads=frozenset(table.get("heads", ())),
        adjectives=frozenset(table.get("adjectives", ())),
        faili=frozenset(table.get("faili", ())),
        silent_letters=table.get("silent_letters", {}),
        unwritten_alif=table.get("unwritten_alif", {}),
        common=tuple(table.get("common", ())),
        frequency={**table["frequency"], **table["frequency_vowels"], **table["frequency_words"]},
    )
