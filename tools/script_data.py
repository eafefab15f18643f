"""Read the training files: words with their marks, phrases aligned token by token.

Used by the training scripts beside it; nothing here runs in the product.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from refplug.romanize.script.align import letters_of, shown_letters

LATIN_EDGE = '"“”«»[](){}<>.,;:!?=/|*…،؛؟-–—_~^'
SCRIPT_TOKEN = re.compile(r"[\u0621-\u063a\u0640-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u0670\u200c]+")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a TSV file, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    yield from csv.DictReader(text.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)


def marks_of(word: str, latin: str) -> tuple[str, ...] | None:
    """The marks of each letter, or None where word and Latin cannot be aligned."""
    shown = shown_letters(word, latin, "ala-lc")
    return None if shown is None else tuple(letter.marks for letter in shown)


@dataclass(frozen=True)
class Token:
    """One word of a phrase: letters as printed, marks where aligned, its Latin, what stands before it."""

    word: str
    marks: tuple[str, ...] | None
    latin: str
    before: str


@dataclass(frozen=True)
class Phrase:
    """One subfield: its MARC field, how often it was seen, its tokens."""

    field: str
    count: int
    tokens: tuple[Token, ...]


def script_tokens(text: str) -> list[tuple[str, str]]:
    """(what stands before, word) for each word in script."""
    found, end = [], 0
    for match in SCRIPT_TOKEN.finditer(text):
        word = letters_of(match.group())
        if word:
            found.append((text[end : match.start()], word))
            end = match.end()
    return found


def latin_tokens(text: str) -> list[str]:
    """The words of a romanized string without punctuation at their edges."""
    return [word for word in (part.strip(LATIN_EDGE) for part in text.split()) if word]


def aligned_tokens(script: str, latin: str) -> list[Token]:
    """Words of the script beside their Latin, by the cheapest alignment; unaligned ones have no marks."""
    left, right = script_tokens(script), latin_tokens(latin)
    best: dict[tuple[int, int], tuple[float, tuple]] = {(0, 0): (0.0, ())}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if (i, j) not in best:
                continue
            cost, path = best[i, j]
            for di, dj, more, step in _steps(left, right, i, j):
                key = (i + di, j + dj)
                if key not in best or cost + more < best[key][0]:
                    best[key] = (cost + more, (*path, *step))
    return list(best[len(left), len(right)][1])


def _steps(left, right, i, j):
    if i < len(left) and j < len(right):
        before, word = left[i]
        marks = marks_of(word, right[j])
        yield 1, 1, 0.0 if marks else 1.2, (Token(word, marks, right[j], before),)
        if marks is None and j + 1 < len(right):
            for glue in ("-", ""):
                both = right[j] + glue + right[j + 1]
                marks = marks_of(word, both)
                if marks:
                    yield 1, 2, 0.1, (Token(word, marks, f"{right[j]} {right[j + 1]}", before),)
        if i + 1 < len(left) and word == "و":
            whole = marks_of(word + left[i + 1][1], right[j])
            if whole:
                first, second = (
                    Token(word, whole[:1], "wa-", before),
                    Token(left[i + 1][1], whole[1:], right[j].split("-", 1)[-1], "-"),
                )
                yield 2, 1, 0.1, (first, second)
    if i < len(left):
        yield 1, 0, 1.0, (Token(left[i][1], None, "", left[i][0]),)
    if j < len(right):
        yield 0, 1, 1.0, ()


def phrases(path: Path) -> list[Phrase]:
    """Every phrase of the training file, aligned."""
    return [
        Phrase(row["field"], int(row["count"]), tuple(aligned_tokens(row["script"], row["romanized"])))
        for row in rows(path)
    ]


def word_readings(paths: dict[Path, tuple[str, str, str]]) -> dict[str, Counter[tuple[str, ...]]]:
    """Letters of a word -> its readings (marks) with their counts, from word tables."""
    found: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for path, (word, latin, count) in paths.items():
        for row in rows(path):
            letters = letters_of(row[word])
            marks = marks_of(letters, row[latin]) if SCRIPT_TOKEN.fullmatch(letters) else None
            if marks:
                found[letters][marks] += int(row[count])
    return found
