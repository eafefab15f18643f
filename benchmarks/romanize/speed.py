"""How fast terms are understood on one core, and what the lexicon costs: CPU seconds, memory, the peer in the same run.

usage: speed.py ADHOC.tsv [--peer]

Known terms: spellings that were asked before in the run (a batch repeats its keywords). Unknown spellings: each different, ranked.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from pathlib import Path


def rate(work: list[str], function: object) -> float:
    start = time.process_time()
    for item in work:
        function(item)  # type: ignore[operator]
    return len(work) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("adhoc", type=Path)
    parser.add_argument("--peer", action="store_true")
    args = parser.parse_args()
    with args.adhoc.open(encoding="utf-8", newline="") as file:
        spellings = [row["adhoc"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    unlike = list(dict.fromkeys(spellings))
    import refplug.romanize.schemes.render
    import refplug.romanize.schemes.scheme  # noqa: F401  (what loading the lexicon does not pay for)

    start = time.process_time()
    from refplug.romanize.lexicon import shipped_lexicon

    before = time.process_time()
    lexicon = shipped_lexicon()
    print(
        f"load: {1000 * (time.process_time() - before):.0f} ms for {len(lexicon)} entries (imports {1000 * (before - start):.0f} ms)"
    )
    from refplug.romanize.adhoc.guess import guesses
    from refplug.romanize.adhoc.segment import segment
    from refplug.romanize.answer import romanize

    romanize("Marjiiat")
    print(f"memory after load: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(
        f"unknown spellings ranked: {rate(unlike[:800], lambda s: guesses(segment(s), lexicon)):.0f} a second"
    )
    known = [
        "Hashd Shaabi",
        "Marjiiat",
        "Ijtihad",
        "Iraq",
        "Popular resistance in Iraq",
        "Velayat-e Faqih",
    ] * 5000
    for term in known[:6]:
        romanize(term)
    print(f"known terms: {rate(known, romanize):.0f} a second")
    if args.peer:
        from rapidfuzz import fuzz, process

        plain = lexicon.index._whole.plain
        print(
            f"peer, rapidfuzz ratio over the same entries: {rate(unlike[:500], lambda s: process.extractOne(s.lower(), plain, scorer=fuzz.ratio)):.0f} a second"
        )


if __name__ == "__main__":
    main()
