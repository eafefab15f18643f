"""Every way a word may be read: by the table, by its prefix and the table, by the vowel model.

Nothing is decided here; `rank` does that, with the neighbours in view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from refplug.romanize.script.align import DAMMA, FATHA, JOIN, KASRA
from refplug.romanize.script.heard import heard
from refplug.romanize.script.table import Entry

__all__ = ["RARE", "Candidate", "Lookup", "candidates", "is_phrase"]

RARE = 4
"""A word seen less often than this is also put to the vowel model."""

Lookup = Callable[[str], tuple[Entry, ...]]
Model = Callable[[str], tuple[tuple[tuple[str, ...], float], ...]]

_AL = (FATHA, JOIN)
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("وال", (FATHA + JOIN, *_AL)), ("بال", (KASRA + JOIN, *_AL)), ("فال", (FATHA + JOIN, *_AL)), ("كال", (FATHA + JOIN, *_AL)),
    ("وبال", (FATHA + JOIN, KASRA + JOIN, *_AL)), ("ولل", (FATHA + JOIN, KASRA, JOIN)), ("لل", (KASRA, JOIN)), ("ال", _AL),
    ("وب", (FATHA + JOIN, KASRA + JOIN)), ("ول", (FATHA + JOIN, KASRA + JOIN)), ("و", (FATHA + JOIN,)), ("ب", (KASRA + JOIN,)),
    ("ل", (KASRA + JOIN,)), ("ف", (FATHA + JOIN,)), ("ك", (FATHA + JOIN,)),
)  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """One reading of a word with what speaks for it: shares of what was seen (0 to 1), the model's probability."""

    letters: str
    marks: tuple[str, ...]
    sound: str
    exact: float = 0.0
    in_names: float = 0.0
    elsewhere: float = 0.0
    like: float = 0.0
    split: float = 0.0
    model: float = 0.0
    seen: int = 0
    ending: float = 1.0

    @property
    def source(self) -> str:
        """Where the reading comes from: table, spelling (another one in the table), prefix, model."""
        if self.exact:
            return "table"
        return "spelling" if self.like else "prefix" if self.split else "model"


def candidates(word: str, exact: Lookup, like: Lookup, model: Model) -> list[Candidate]:
    """The readings of one word (letters only), those that sound the same as one."""
    found: dict[str, Candidate] = {}
    seen = _add_exact(found, exact(word))
    others = like(word)
    total = sum(entry.count for entry in others)
    for entry in others:
        _candidate(found, entry.letters, entry.marks).like += entry.count / total
    if seen < RARE:
        _add_split(found, word, exact, like)
        for marks, probability in model(word):
            _candidate(found, word, marks).model += probability
    _without_bound_articles(found)
    _pool_endings(found)
    return list(found.values())


def _without_bound_articles(found: dict[str, Candidate]) -> None:
    """What has the article is never in construct: such readings, unless catalogues have them, speak for the one in -ah."""
    for sound, one in list(found.items()):
        if not one.exact and sound.endswith("t") and one.letters.endswith("ة") and _has_article(one.marks):
            del found[sound]
            free = _candidate(found, one.letters, (*one.marks[:-1], ""))
            for kind in ("like", "split", "model"):
                setattr(free, kind, getattr(free, kind) + getattr(one, kind))


def _pool_endings(found: dict[str, Candidate]) -> None:
    """A word in ة is readable with and without its t: both share what speaks for the word, `ending` tells them apart."""
    for sound, one in list(found.items()):
        if not one.letters.endswith("ة") or sound[-1:] not in ("h", "t"):
            continue
        if sound.endswith("h") and _has_article(one.marks):
            continue
        other = found.get(sound[:-1] + ("t" if sound.endswith("h") else "h"))
        if other is None:
            mark = DAMMA if sound.endswith("h") else ""
            other = _candidate(found, one.letters, (*one.marks[:-1], mark))
        elif sound.endswith("h"):
            continue  # the pair is pooled when its t comes by
        _pool(one, other)


def _has_article(marks: tuple[str, ...]) -> bool:
    """Whether a reading has the article, alone or behind other prefixes.

    >>> _has_article((FATHA, JOIN, KASRA, "")), _has_article((KASRA + JOIN, KASRA, ""))
    (True, False)
    """
    return any(mark.startswith(JOIN) or mark == JOIN for mark in marks[1:4])


def _pool(one: Candidate, other: Candidate) -> None:
    first, second = (side.exact or side.like or side.split or side.model for side in (one, other))
    one.ending, other.ending = first / (first + second), second / (first + second)
    for kind in ("exact", "in_names", "elsewhere", "like", "split", "model"):
        both = getattr(one, kind) + getattr(other, kind)
        setattr(one, kind, both)
        setattr(other, kind, both)


def _candidate(found: dict[str, Candidate], letters: str, marks: tuple[str, ...]) -> Candidate:
    sound = heard(letters, marks)
    if sound not in found:
        found[sound] = Candidate(letters, marks, sound)
    return found[sound]


def _add_exact(found: dict[str, Candidate], entries: Iterable[Entry]) -> int:
    rows = tuple(entries)
    total, names = sum(row.count for row in rows), sum(row.in_names for row in rows)
    for row in rows:
        candidate = _candidate(found, row.letters, row.marks)
        candidate.exact += row.count / total
        candidate.seen += row.count
        if names:
            candidate.in_names += row.in_names / names
        if total > names:
            candidate.elsewhere += (row.count - row.in_names) / (total - names)
    return total


def _add_split(found: dict[str, Candidate], word: str, exact: Lookup, like: Lookup) -> None:
    """Readings of what is left when a prefix or the article is taken off, or put on."""
    best: list[tuple[str, tuple[str, ...], int]] = []
    for prefix, marks in _PREFIXES:
        if not word.startswith(prefix):
            continue
        rest = word[len(prefix) :]
        if len(rest) >= 2 and not ("ال" in prefix and rest.startswith("ال")):
            best += [
                (prefix + entry.letters, marks + entry.marks, entry.count)
                for entry in exact(rest) or like(rest)
            ]
    best += [(word, entry.marks[2:], entry.count) for entry in exact("ال" + word) if entry.marks[:2] == _AL]
    total = sum(count for _, _, count in best)
    for letters, marks, count in best:
        _candidate(found, letters, marks).split += count / total


def is_phrase(candidate: Candidate) -> bool:
    """Whether a reading has a preposition, a conjunction or nunation, which the words of a name seldom have."""
    prefixed = any(
        mark.endswith("-") and letter in "وبلكف"
        for letter, mark in zip(candidate.letters, candidate.marks, strict=True)
        if mark != "-"
    )
    return (prefixed and not candidate.seen) or any("\u064b" in mark for mark in candidate.marks)
