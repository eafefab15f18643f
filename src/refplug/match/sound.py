"""Titles and names compared by their consonants, so that spellings in any scheme, in none, and in script are one.

Built on `refplug.romanize.skeleton`: what Marjaʿiyya, Marjiiat and مرجعية share. Consonants alone are weak evidence,
so this is asked only where the letters do not agree, and weighs by how many consonants agree in a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from refplug.match.align import NOWHERE, Fit, find_in
from refplug.match.facts import Facts, Person
from refplug.model import Reading
from refplug.romanize.pivot.letters import is_arabic
from refplug.romanize.skeleton import script_skeletons, skeleton

__all__ = ["Sounded", "name_sounds", "sound_of", "title_by_sound"]

_CHUNK = re.compile(r"[^\s,.;:()\[\]/«»“”\"]+")
_ARTICLES = frozenset({"al", "el", "ul", "il", "ol", "l", "al-", "el-", "wa", "va", "o", "u", "w", "و", "ال"})
_SCRIPT_PREFIX = re.compile(r"^[وفبك]?ال(?=\w{3})|^و(?=ال)")


@dataclass(frozen=True, slots=True)
class Sounded:
    """A text as consonants: one string, the words it is made of, and where each begins in the string."""

    string: str
    words: tuple[str, ...]
    starts: tuple[int, ...]

    def without(self, fit: Fit) -> Sounded:
        """The words that do not begin inside a stretch of the string: the names beside a title."""
        kept = tuple(w for w, s in zip(self.words, self.starts, strict=True) if not fit.start <= s < fit.end)
        return _joined(kept)


def _joined(words: tuple[str, ...]) -> Sounded:
    starts, place = [], 0
    for word in words:
        starts.append(place)
        place += len(word)
    return Sounded("".join(words), words, tuple(starts))


@lru_cache(maxsize=1 << 14)
def sound_of(text: str) -> Sounded:
    """The consonants of a text, Latin or Arabic script, articles and vowels left out.

    >>> sound_of("al-Ḥashd al-Shaʿbī").words == sound_of("Hashd Shaabi").words == sound_of("الحشد الشعبي").words
    True
    """
    return _joined(tuple(filter(None, map(_word_sound, _CHUNK.findall(text)))))


@lru_cache(maxsize=1 << 15)
def _word_sound(word: str) -> str:
    if word.casefold() in _ARTICLES:
        return ""
    if any(map(is_arabic, word)):
        found = script_skeletons(_SCRIPT_PREFIX.sub("", word), Reading.ARABIC)
        return found[0] if found else ""
    return skeleton(word)


def title_by_sound(facts: Facts, text: Sounded) -> Fit:
    """The best place of any of the titles' consonants in the text's."""
    best = NOWHERE
    for title in facts.titles:
        fit = find_in(sound_of(title).string, text.string, 0.75)
        if fit.strength > best.strength:
            best = fit
    return best


def name_sounds(person: Person, beside: Sounded) -> bool:
    """Whether words beside the title can be this person's name: the family name whole, or most words of the full name."""
    words = frozenset(beside.words)
    for family in person.families:
        sound = sound_of(family)
        if any(len(word) >= 3 and (word in words or word in beside.string) for word in sound.words):
            return True
        if sound.words and all(word in words for word in sound.words) and len(sound.string) >= 2:
            return True
    whole = [w for name in (*person.families, *person.givens) for w in sound_of(name).words if len(w) >= 2]
    return len(whole) >= 2 and sum(word in words for word in whole) * 10 >= len(whole) * 6
