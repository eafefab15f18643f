#!/usr/bin/env python3
"""How often the scheme of a romanized string is detected.

usage: detect.py [--eval DIR] [--rows N] [--wrong]

Counted are strings of at least 12 letters that show a difference: read in the scheme they are known to follow, at least one other
scheme of the same reading would write them otherwise. An answer is right when it names that scheme, or one that writes
the string just the same way (IJMES and EI3 rarely differ). "strict" counts only strings that no other scheme would
write so. Signs for ʿayn and hamza are taken as they stand in the data, where libraries mix them.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from pathlib import Path

from refplug.model import Reading
from refplug.romanize.schemes.detect import detect
from refplug.romanize.schemes.inverse import inverse_of
from refplug.romanize.schemes.parse import parse
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, scheme_names

NAMES = {
    "dmg-fa": "dmg",
    "iso-233": "iso233",
    "iso-233-2": "iso233-2",
    "iso-233-3": "iso233-3",
    "ungegn-1967": "un-1967",
    "ungegn-1972": "un-1972",
    "ungegn-2017": "un",
    "ala-lc-ota": "ala-lc",
}
FILES = {
    "schemes_multi": "all named schemes",
    "ara_alalc_catalogue": "catalogue, Arabic",
    "ara_ijmes": "IJMES names",
    "fas_alalc": "Persian titles and names",
    "bgn_pcgn_places": "places",
}
SAME_FAMILY = {
    "un-1967": "bgn-pcgn",
    "un-1972": "bgn-pcgn",
    "un-1971": "un",
    "iso233": "iso233-2",
}  # editions that detection does not offer


def written_alike(text: str, gold: str, reading: Reading) -> set[str]:
    """The schemes that write the words of `text`, read in its own scheme, just as they stand there."""
    own = load(gold, reading)
    best = parse(text, own)[0]
    alike = set()
    for name in scheme_names():
        other, _, language = name.rpartition("-")
        if language == reading:
            scheme = load(other, reading)
            inverse = inverse_of(scheme)
            if inverse.normalized(render(best.vocalized, scheme, capitals="none").text) == inverse.normalized(
                text
            ):
                alike.add(other)
    return alike


def main() -> None:
    """Print one line per file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--eval", type=Path, default=Path(__file__).parents[3] / "shared" / "eval")
    ap.add_argument("--rows", type=int, default=400)
    ap.add_argument("--wrong", action="store_true")
    args = ap.parse_args()
    print(f"{'data':32s} strings  right  scheme strict  right")
    for name, label in FILES.items():
        with open(args.eval / "translit" / f"{name}.tsv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        names = scheme_names()
        rows = [r for r in rows if sum(c.isalpha() for c in r["romanized"]) >= 12]
        rows = [r for r in rows if f"{NAMES.get(r['scheme'], r['scheme'])}-{r['language']}" in names]
        if len(rows) > args.rows:
            rows = random.Random(5).sample(rows, args.rows)
        count: Counter[str] = Counter()
        started = time.perf_counter()
        for row in rows:
            gold, reading, text = (
                NAMES.get(row["scheme"], row["scheme"]),
                Reading(row["language"]),
                row["romanized"],
            )
            alike = written_alike(text, gold, reading)
            every = {n.rpartition("-")[0] for n in names if n.endswith(f"-{reading}")}
            if alike == every:
                continue
            answer = detect(text, limit=1)[0]
            right = answer.scheme == gold or answer.scheme == SAME_FAMILY.get(gold) or answer.scheme in alike
            count["n"] += 1
            count["right"] += right
            count["strict"] += len(alike - {gold}) == 0
            count["strict right"] += right and len(alike - {gold}) == 0
            if args.wrong and not right:
                print(
                    "  ",
                    row["scheme"],
                    reading,
                    text,
                    "->",
                    answer.scheme,
                    answer.reading,
                    round(answer.probability, 2),
                    answer.evidence,
                )
        n, strict = max(1, count["n"]), max(1, count["strict"])
        line = f"{label:32s} {count['n']:7d}  {100 * count['right'] / n:5.1f}  {count['strict']:13d}  {100 * count['strict right'] / strict:5.1f}"
        print(
            f"{line}   ({len(rows) / (time.perf_counter() - started):.0f} strings/s with the reading of each)"
        )


if __name__ == "__main__":
    main()
