"""The table of readings: words seen in catalogues, each with its readings and how often they were seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Entry", "ReadingTable", "folded", "packed_table", "parse_table"]

_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of one spelling: letters, marks letter by letter, times seen in all and in headings of persons."""

    letters: str
    marks: tuple[str, ...]
    count: int
    in_names: int


def folded(word: str) -> str:
    """The word with what printers leave out left out: hamza on its seats, madda, the dots of final yāʾ and tāʾ.

    >>> folded("إلى") == folded("الي"), folded("مكتبة") == folded("مكتبه")
    (True, True)
    """
    plain = word.translate(_FOLD)
    return plain[:-1] + "ه" if plain.endswith("ة") else plain


class ReadingTable:
    """Readings by spelling, and by folded spelling. Rows are unpacked when they are asked for."""

    def __init__(self, marks: tuple[str, ...], rows: dict[str, str]) -> None:
        self._marks = {chr(_BASE + number): mark for number, mark in enumerate(marks)}
        self._rows = rows
        self._names: dict[str, float] = {}
        self._unpacked: dict[str, tuple[Entry, ...]] = {}
        self._spellings: dict[str, list[str]] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, word: str) -> bool:
        return word in self._rows

    def words(self) -> Iterator[str]:
        """Every spelling in the table."""
        return iter(self._rows)

    def in_names(self, word: str) -> float:
        """How much of what was seen of a word stood in headings of persons; 0.2 for a word never seen."""
        share = self._names.get(word)
        if share is None:
            entries = self._entries(word)
            if not entries:
                return 0.2
            share = sum(entry.in_names for entry in entries) / sum(entry.count for entry in entries)
            self._names[word] = share
        return share

    def capitals(self, word: str) -> tuple[float | None, int]:
        """How often a word was seen with a capital (a share; None: never seen but as a first word), and how often at all."""
        row = self._rows.get(word)
        if row is None:
            return None, 0
        capitals, seen = row.partition("\t")[0].split(",")
        return (int(capitals) / int(seen), int(seen)) if int(seen) else (None, 0)

    def exact(self, word: str) -> tuple[Entry, ...]:
        """The readings of this spelling, commonest first; empty if it was not seen."""
        return self._entries(word)

    def _entries(self, word: str) -> tuple[Entry, ...]:
        found = self._unpacked.get(word)
        if found is None and (row := self._rows.get(word)) is not None:
            found = tuple(self._entry(word, part) for part in row.partition("\t")[2].split(" "))
            self._unpacked[word] = found
        return found or ()

    def like(self, word: str) -> tuple[Entry, ...]:
        """The readings of other spellings that fold to the same letters."""
        if self._spellings is None:
            spellings: dict[str, list[str]] = defaultdict(list)
            for key in self._rows:
                spellings[folded(key)].append(key)
            self._spellings = spellings
        others = self._spellings.get(folded(word), ())
        return tuple(entry for other in others if other != word for entry in self.exact(other))

    def _entry(self, word: str, part: str) -> Entry:
        code, count, names = part.split(",")
        return Entry(word, tuple(self._marks[char] for char in code), int(count), int(names or 0))


_BASE = 0x41


def parse_table(text: str) -> ReadingTable:
    """The table in its text form: a line of marks, then rows of word, capitals and readings.

    `word TAB with a capital,seen inside a phrase TAB code,count,in names ...` with blanks between readings; a code is
    one character for the marks of each letter.
    """
    head, _, body = text.partition("\n")
    rows = dict(line.split("\t", 1) for line in body.split("\n") if line)
    return ReadingTable(tuple(head.split("\t")[1:]), rows)


def packed_table(entries: dict[str, list[Entry]], capitals: dict[str, tuple[int, int]]) -> str:
    """The text form of a table; marks are numbered by how common they are."""
    tally: dict[str, int] = defaultdict(int)
    for row in entries.values():
        for entry in row:
            for mark in entry.marks:
                tally[mark] += 1
    marks = sorted(tally, key=lambda mark: (-tally[mark], mark))
    code = {mark: chr(_BASE + number) for number, mark in enumerate(marks)}
    lines = ["marks\t" + "\t".join(marks)]
    for word in sorted(entries):
        parts = [
            f"{''.join(code[mark] for mark in entry.marks)},{entry.count},{entry.in_names or ''}"
            for entry in sorted(entries[word], key=lambda entry: -entry.count)
        ]
        with_capital, seen = capitals.get(word, (0, 0))
        lines.append(f"{word}\t{with_capital},{seen}\t{' '.join(parts)}")
    return "\n".join(lines) + "\n"
