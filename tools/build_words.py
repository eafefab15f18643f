"""Build the word lists that repair and keyword classification rest on.

    python tools/build_words.py            # needs `pip install wordfreq`, which the package itself does not

Reads wordfreq (Robyn Speer, code Apache-2.0, data CC BY-SA 4.0) and writes, beside `refplug/text/words.py`,
`data/english.tsv.gz`: one line per Zipf frequency (tenths, falling), the words of that frequency in order.
Grouping by frequency halves the loading time against one word a line. The result does not depend on the clock.
"""

from __future__ import annotations

import argparse
import gzip
import math
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "refplug" / "text" / "data"
LOWEST_ZIPF = 1.5  # three uses in a hundred million words; below it the list is mostly misprints


def is_word(word: str) -> bool:
    """Whether a string is a word to us: letters, with apostrophes or hyphens inside at most."""
    return word.replace("'", "").replace("-", "").isalpha() and word[0].isalpha()


def grouped(frequencies: dict[str, float], lowest: float) -> list[tuple[int, list[str]]]:
    """(Zipf in tenths, words in order) from the most frequent group down."""
    groups: dict[int, list[str]] = defaultdict(list)
    for word, frequency in frequencies.items():
        zipf = math.log10(frequency) + 9
        if zipf >= lowest and is_word(word):
            groups[round(zipf * 10)].append(word)
    return [(level, sorted(groups[level])) for level in sorted(groups, reverse=True)]


def main() -> None:
    """Write the list the arguments ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lowest", type=float, default=LOWEST_ZIPF, help="lowest Zipf frequency kept")
    parser.add_argument("--out", type=Path, default=DATA / "english.tsv.gz")
    args = parser.parse_args()
    import wordfreq

    lines = [
        f"{level}\t{' '.join(words)}\n"
        for level, words in grouped(wordfreq.get_frequency_dict("en", "large"), args.lowest)
    ]
    with (
        open(args.out, "wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as out,
    ):
        out.write("".join(lines).encode())
    print(f"{args.out}: {sum(line.count(' ') + 1 for line in lines)} words, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
