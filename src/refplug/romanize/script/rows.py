"""Entries of a lexicon as they are compared with print: letters and vocalized form, word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from refplug.model import Reading
from refplug.romanize.lexicon import Entry
from refplug.romanize.pivot.units import Kind, Word
from refplug.romanize.pivot.vocalized import read_vocalized
from refplug.romanize.script.align import letters_of
from refplug.romanize.script.table import folded
from refplug.romanize.script.tokens import Printed, printed_words

__all__ = ["DECISION", "OWN", "SHIPPED", "Row", "by_first_word", "inflected", "latest", "own_rows", "rows_of"]

OWN, DECISION, SHIPPED = "own lexicon", "decision", "lexicon"
_ZWNJ, _DAMMA, _SUKUN = "\u200c", "\u064f", "\u0652"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry ready to be compared: letters and vocalized form of each word."""

    letters: tuple[str, ...]
    words: tuple[str, ...]
    entry: Entry
    source: str

    @property
    def is_single(self) -> bool:
        """Whether it is one word."""
        return len(self.letters) == 1


def latest(entries: Iterable[Entry]) -> list[Entry]:
    """One entry a spelling and reading: decisions first, then the first file named, and in a file the last row."""
    kept: dict[tuple[str, Reading], Entry] = {}
    for entry in entries:
        key = (letters_of(entry.printed or entry.vocalized), entry.reading)
        held = kept.get(key)
        is_same_file = held is not None and held.place.partition(":")[0] == entry.place.partition(":")[0]
        if held is None or entry.rank > held.rank or (entry.rank == held.rank and is_same_file):
            kept[key] = entry
    return list(kept.values())


def by_first_word(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the folded first word, longest first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[folded(row.letters[0])].append(row)
    for same in found.values():
        same.sort(key=lambda row: -len(row.letters))
    return dict(found)


_CASES = {
    "ابو": (("ابي", "أَبِي"), ("ابا", "أَبَا")), "بنو": (("بني", "بَنِي"),), "ذو": (("ذي", "ذِي"), ("ذا", "ذَا")), "اخو": (("اخي", "أَخِي"),),
}  # fmt: skip
"""First words of names that change with their case: أَبُو, أَبِي, أَبَا."""


def inflected(row: Row) -> Iterator[Row]:
    """An Arabic phrase as it may stand in a sentence, too: its first word in another case, ibn between names without alif.

    Each entry is written once, in the nominative and with ابن; print has كتاب أبي تمام and محمد بن عبد الوهاب.
    """
    forms = [row]
    if "ابن" in row.letters[1:]:
        places = [place for place, letters in enumerate(row.letters) if place and letters == "ابن"]
        letters, words = list(row.letters), list(row.words)
        for place in places:
            letters[place], words[place] = "بن", "بن"
        forms.append(replace(row, letters=tuple(letters), words=tuple(words)))
    for form in forms:
        yield form
        if len(form.letters) > 1 and row.entry.reading is Reading.ARABIC:
            for other, word in _CASES.get(folded(form.letters[0]), ()):
                yield replace(form, letters=(other, *form.letters[1:]), words=(word, *form.words[1:]))


def own_rows(entry: Entry) -> Iterator[Row]:
    """The rows of an own entry; a single Arabic word also with the article, or without it."""
    source = DECISION if entry.rank > 1 else OWN
    for row in rows_of(entry, source):
        yield from inflected(row)
        if row.is_single and entry.reading is Reading.ARABIC and len(row.letters[0]) > 2:
            letters, word = row.letters[0], row.words[0]
            if not letters.startswith("ال"):
                yield replace(row, letters=("ال" + letters,), words=("ال" + word,))
            elif word.startswith("ال") and len(letters) > 4:
                yield replace(row, letters=(letters[2:],), words=(_without_article(word),))


def _without_article(word: str) -> str:
    """The word behind its article; the shadda of a sun letter goes with it.

    >>> _without_article("الشَّعب") == "شَعب"
    True
    """
    letter, rest = word[2], word[3:]
    cut = next((place for place, char in enumerate(rest) if not "\u064b" <= char <= "\u0652"), len(rest))
    is_sun = letter in "تثدذرزسشصضطظلن"
    return letter + (rest[:cut].replace("\u0651", "") if is_sun else rest[:cut]) + rest[cut:]


def rows_of(entry: Entry, source: str) -> Iterator[Row]:
    """The entry as a row, its words parted as printed ones are; none where words and letters cannot be paired."""
    spoken, _ = printed_words(entry.vocalized)
    words = [part for word in spoken for part in _parted(word)]
    if not words or any(word.before.strip() for word in spoken[1:]):
        return
    letters = [word for word, _ in words]
    if entry.printed:
        printed = [word.letters for word in printed_words(entry.printed)[0]]
        letters = printed if len(printed) == len(words) else letters
    settled = _settled(entry, [word for _, word in words])
    yield Row(tuple(letters), settled, entry, source)


def _parted(word: Printed) -> list[tuple[str, str]]:
    """Letters and vocalized form of a word, in two parts where print would be read as two (عبدالرحمن)."""
    parts = printed_words(word.letters)[0]
    if len(parts) != 2:
        return [(word.letters, word.word)]
    starts = [place for place, char in enumerate(word.word) if letters_of(char)]
    cut = starts[len(parts[0].letters)] if len(starts) == len(word.letters) else 0
    if not cut:
        return [(word.letters, word.word)]
    return [(parts[0].letters, word.word[:cut].rstrip(_ZWNJ)), (parts[1].letters, word.word[cut:])]


def _settled(entry: Entry, words: list[str]) -> tuple[str, ...]:
    """The words with each inner ة told to be in construct or in pause, as the pivot reads the phrase as a whole."""
    parts = [
        part
        for part in read_vocalized(" ".join(words), entry.reading, entry.kind).parts
        if isinstance(part, Word)
    ]
    if len(parts) != len(words):
        return tuple(words)
    return tuple(
        word + _state(part) if word.endswith("ة") and place + 1 < len(words) else word
        for place, (word, part) in enumerate(zip(words, parts, strict=True))
    )


def _state(word: Word) -> str:
    is_construct = any(unit.kind is Kind.TA and unit.value == "construct" for unit in word.units)
    return _DAMMA if is_construct else _SUKUN
