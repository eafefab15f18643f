#!/usr/bin/env python3
"""Romanized words read back to script, and skeletons shared by improvised and scholarly forms.

usage: readback.py [--eval DIR] [--rows N] [--wrong]

The training table (word in script, ALA-LC form) is parsed back: "exact" means that the parsed form is written out just as it was
printed, "letters" that its consonants and long vowels are those of the printed word (seats of alif, and ى against ي, aside).
"""

from __future__ import annotations

import argparse
import csv
import random
import unicodedata
from collections import Counter
from pathlib import Path

from refplug.romanize.schemes.parse import parse
from refplug.romanize.schemes.scheme import load
from refplug.romanize.skeleton import skeleton

ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "\u200c": ""})


def letters(text: str) -> str:
    """The letters of a word without marks."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.combining(c)).translate(
        ALIKE
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> None:
    """Print the figures."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--eval", type=Path, default=Path(__file__).parents[3] / "shared" / "eval")
    ap.add_argument("--rows", type=int, default=3000)
    ap.add_argument("--wrong", action="store_true")
    args = ap.parse_args()
    folder = args.eval / "translit"
    words = [row for row in rows_of(folder / "train_ara_alalc_words.tsv") if int(row["count"]) >= 2]
    words = random.Random(3).sample(words, min(args.rows, len(words)))
    scheme, exact, same = load("ala-lc", "ar"), 0, 0
    for row in words:
        best = parse(row["romanized"], scheme, limit=1)[0]
        exact += best.exact
        agree = letters(best.vocalized) == letters(row["word"])
        same += agree
        if args.wrong and not agree:
            print("  ", row["word"], row["romanized"], best.vocalized)
    print(
        f"read back: {len(words)} words, exact {100 * exact / len(words):.1f} %, letters {100 * same / len(words):.1f} %"
    )
    shared: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows_of(folder / "adhoc_to_scholarly.tsv"):
        group = (
            "IJMES forms"
            if row["scheme"] == "ijmes"
            else "GeoNames"
            if row["stratum"].startswith("geonames")
            else row["stratum"]
        )
        total[group] += 1
        shared[group] += skeleton(row["adhoc"]) == skeleton(row["scholarly"])
    for group, n in total.items():
        print(f"skeleton shared, {group:14s} {100 * shared[group] / n:5.1f} % of {n}")


if __name__ == "__main__":
    main()
