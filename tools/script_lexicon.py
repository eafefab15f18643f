"""Single Arabic words of the hand-checked lexicon, as readings for the table of `train_reader.py`.

Where the lexicon has a word and the catalogues speak seldom, its preferred reading comes first and its second ones stay
options (مرجعية: marjaʿiyya, then marjiʿiyya). Where catalogues write another word of the same letters all the time
(عبيد: ʿUbayd, not ʿabīd), the lexicon only makes its word known.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load
from refplug.romanize.script.align import DAMMA, letters_of, shown_letters
from refplug.romanize.script.heard import heard

FIELD = Path(__file__).resolve().parent.parent / "src/refplug/romanize/data/lexicon/field.tsv"
SELDOM = 10
"""A word that catalogues have at most this often otherwise is read as the lexicon prefers."""


@dataclass(frozen=True)
class Listed:
    """One reading of the lexicon: marks letter by letter, whether another is preferred, whether it is a name."""

    marks: tuple[str, ...]
    is_second: bool
    is_name: bool


def lexicon_words(path: Path = FIELD) -> dict[str, list[Listed]]:
    """Letters -> readings, preferred ones first; terms also with the article."""
    scheme, found = load("ala-lc", "ar"), {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            vocalized = row["vocalized"]
            if row["reading"] != "ar" or " " in vocalized:
                continue
            letters, latin = letters_of(vocalized), render(vocalized, scheme).text
            heads = [("", "")]
            if row["kind"] == "term" and not letters.startswith("ال"):
                heads.append(("ال", "al-"))
            for article, head in heads:
                shown = shown_letters(article + letters, head + latin, "ala-lc")
                if shown is not None:
                    one = Listed(
                        tuple(letter.marks for letter in shown),
                        "second" in row["flags"],
                        row["kind"] in ("person", "place"),
                    )
                    found.setdefault(article + letters, []).append(one)
    return {word: sorted(readings, key=lambda one: one.is_second) for word, readings in found.items()}


def stem(letters: str, marks: tuple[str, ...]) -> str:
    """The sound of a reading whatever its ة is: silent or t, which the neighbors decide."""
    sound = heard(letters, marks)
    return sound[:-1] if letters.endswith("ة") and sound[-1:] in "ht" else sound


def _endings(word: str, marks: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The marks, for a word in ة without article also those of its construct: a lexicon tells nothing of which it will be."""
    if word.endswith("ة") and not word.startswith("ال"):
        return [marks, (*marks[:-1], DAMMA)]
    return [marks]


def add_lexicon(counts: dict[str, Counter], names: dict[str, Counter]) -> None:
    """Put the lexicon's words into the counts of readings."""
    for word, readings in lexicon_words().items():
        first = stem(word, readings[0].marks)
        rivals = sum(count for marks, count in counts[word].items() if stem(word, marks) != first)
        for number, one in enumerate(readings):
            is_first = number == 0 and not one.is_second
            more = (rivals + 5 if rivals <= SELDOM else 3) if is_first else 2
            for marks in _endings(word, one.marks):
                counts[word][marks] += more
            names[word][one.marks] += more if one.is_name and is_first else 0
