"""What a spelling may stand for: words of the lexicon, each in its readings, with the chance that it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from refplug.model import Reading, TermKind
from refplug.romanize.adhoc.judge import JUDGED, chances
from refplug.romanize.adhoc.rank import Hit
from refplug.romanize.adhoc.segment import Piece, letters_of
from refplug.romanize.adhoc.sounds import ARTICLE
from refplug.romanize.lexicon import Entry, Lexicon

__all__ = ["Guess", "guesses"]

_WORDS_DIFFER = 0.3
"""What is left of the chance where the entry has words that are not printed, or lacks some that are. (`Şeyhülislam`, printed as one
word, was measured as a whole and lacks nothing.)"""


_RARER = 0.35
"""What is left of the chance of a word that stands behind a commoner one spelled alike (daʿwā behind daʿwa)."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One word or phrase of the lexicon, in its readings and vocalizations, nearest first; `probability` is calibrated."""

    entries: tuple[Entry, ...]
    probability: float

    def reading(self, reading: Reading) -> Entry | None:
        """The entry of one reading, the user's before ours, the commoner vocalization first; None if there is none."""
        found = [entry for entry in self.entries if entry.reading is reading]
        return min(found, key=lambda entry: (-entry.rank, "second" in entry.flags), default=None)

    @property
    def is_own(self) -> bool:
        """Whether a person has checked the entry (a counted word of catalogues is less sure)."""
        return any(entry.is_own for entry in self.entries)

    @property
    def is_users(self) -> bool:
        """Whether the user or the house has entered it."""
        return any(entry.rank for entry in self.entries)

    @property
    def kind(self) -> TermKind:
        """What the nearest entry is."""
        return self.entries[0].kind


def guesses(pieces: Sequence[Piece], lexicon: Lexicon, count: int = 4) -> tuple[Guess, ...]:
    """What the pieces together may stand for, likeliest first.

    >>> from refplug.romanize.lexicon import shipped_lexicon
    >>> from refplug.romanize.adhoc.segment import segment
    >>> guesses(segment("Ijtehad"), shipped_lexicon())[0].entries[0].vocalized
    'اِجتِهَاد'

    Entries that are one word in Arabic and in Persian are one guess: which reading is meant is another question. A user's entry
    that is about as near as ours takes the place before it.
    """
    letters = letters_of(tuple(pieces)).removeprefix(ARTICLE)
    hits = lexicon.index.best_for(letters, JUDGED)
    groups: dict[str, list[tuple[float, Hit]]] = {}
    for hit, chance in zip(hits, chances(letters, hits, lexicon.index), strict=True):
        groups.setdefault(lexicon.groups[hit.entry], []).append((chance, hit))
    found = [_guess(key, group, letters, lexicon) for key, group in groups.items()]
    nearest = min((hit.distance for hit in hits), default=0.0)
    surest = max((guess.probability for guess in found), default=0.0)
    for n, group in enumerate(groups.values()):
        if found[n].is_users and min(hit.cost for _, hit in group) <= nearest:
            found[n] = replace(found[n], probability=max(found[n].probability, surest) * 0.999 + 0.001)
    found.sort(key=lambda guess: -guess.probability)
    return tuple(found[:count])


def _guess(key: str, group: Sequence[tuple[float, Hit]], letters: str, lexicon: Lexicon) -> Guess:
    members = [hit.entry for _, hit in group] + list(lexicon.partners.get(key, ()))
    entries = tuple(lexicon.entries[i] for i in dict.fromkeys(members))
    chance = max(chance for chance, _ in group)
    if all("second" in entry.flags for entry in entries):
        chance *= _RARER
    if not _has_all_words(group[0][1], letters, lexicon):
        chance *= _WORDS_DIFFER
    return Guess(entries, chance)


def _has_all_words(hit: Hit, letters: str, lexicon: Lexicon) -> bool:
    """Whether each word of the entry is printed and each printed word is in it, parted or not."""
    if lexicon.sounds[hit.entry].count(" ") == letters.count(" "):
        return True
    size = sum(map(str.isalpha, letters))
    is_whole = hit.match is None or hit.distance < hit.match.cost
    return is_whole and hit.distance < size
