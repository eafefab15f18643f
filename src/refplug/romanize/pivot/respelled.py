"""Words that are not written as they are heard: عمرو, أولئك, هذا, ملأ. The lists stand in `data/readings`."""

from __future__ import annotations

from dataclasses import replace

from refplug.romanize.pivot.language import Language
from refplug.romanize.pivot.letters import Letter

__all__ = ["as_heard"]


def as_heard(letters: tuple[Letter, ...], plain: str, language: Language) -> tuple[Letter, ...]:
    """The letters of a word that is not written as it is heard: without its silent letter, with its unwritten ā."""
    start = 2 if plain.startswith("ال") and plain[2:] in language.unwritten_alif else 0
    alif = language.unwritten_alif.get(plain[start:])
    if alif is not None and not any(letter.dagger for letter in letters):
        at = start + alif
        letters = (*letters[:at], replace(letters[at], vowel="", dagger=True), *letters[at + 1 :])
    if plain in language.silent_letters:
        at = language.silent_letters[plain]
        letters = (*letters[:at], *letters[at + 1 :])
    if ending := language.final_vowels.get(plain):
        letters = _with_final_vowel(letters, ending)
    return letters


def _with_final_vowel(letters: tuple[Letter, ...], vowel: str) -> tuple[Letter, ...]:
    last = letters[-1]
    return (*letters[:-1], replace(last, vowel=vowel)) if last.bare and letters[0].vowel else letters
