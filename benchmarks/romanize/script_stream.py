"""Peak memory of `refplug romanize` while text in script streams through it.

    python benchmarks/romanize/script_stream.py [--mb 1,10,100] [--cold 0.02] [--again 0.9]

Each size is one run of the program: lines of four to fourteen words, Arabic and Persian by turns, go in by a pipe and the answers
are thrown away. Words are drawn from the shipped table and list, the commonest most often; a share is made up (`--cold`),
so that no list holds it. A share of the lines (`--again`) are ones that came before, as headings and formulas of a long text do;
the others are new. The seed is fixed. Told: words, seconds of CPU, peak resident memory.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator

from refplug.romanize.script.persian_words import persian_words
from refplug.romanize.script.reader import arabic_reader

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوياا"
SHOWN = str.maketrans("يك", "یک")


def lines(size: float, cold: float, again: float) -> Iterator[tuple[bytes, int]]:
    """Lines of text, and how many words each has, until there are `size` bytes; `again` is the share that came before."""
    chance = random.Random(11)
    made, kept = 0, []
    for line in new_lines(cold):
        kept.append(line)
        if len(kept) > 2_000:
            kept[chance.randrange(2_000)] = kept.pop()
        for one in (line, *(chance.choice(kept) for _ in range(round(again / (1 - again))))):
            made += len(one[0])
            yield one
        if made >= size:
            return


def new_lines(cold: float) -> Iterator[tuple[bytes, int]]:
    """Lines that were not there before."""
    chance = random.Random(7)
    table = arabic_reader().table
    arabic = list(table.words())
    weights = [sum(entry.count for entry in table.exact(word)) for word in arabic]
    persian = [word.translate(SHOWN) for word in persian_words()]
    is_persian = False
    while True:
        stock = chance.choices(arabic, weights, k=2_000)
        for _ in range(200):
            words = chance.sample(stock, chance.randint(4, 14))
            is_persian = not is_persian
            if is_persian:
                words = [word.translate(SHOWN) for word in words[:3]] + chance.choices(persian, k=len(words))
            words = [
                "".join(chance.choices(LETTERS, k=chance.randint(4, 8))) if chance.random() < cold else word
                for word in words
            ]
            yield (" ".join(words) + "\n").encode(), len(words)


def run(size: float, cold: float, again: float) -> tuple[int, float, float]:
    """Words, CPU seconds and peak megabytes of one run."""
    command = [sys.executable, "-m", "refplug", "romanize", "--from", "script", "--scheme", "ala-lc", "-"]
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=nowhere)
        words = 0
        assert child.stdin is not None
        for line, count in lines(size, cold, again):
            child.stdin.write(line)
            words += count
        child.stdin.close()
        _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"refplug ended with {status}")
    return words, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Print one line a size."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mb", default="1,10,100")
    ask.add_argument("--cold", type=float, default=0.02)
    ask.add_argument("--again", type=float, default=0.9)
    chosen = ask.parse_args()
    for megabytes in map(float, chosen.mb.split(",")):
        words, seconds, peak = run(megabytes * 1e6, chosen.cold, chosen.again)
        print(
            f"{megabytes:g} MB, {words:,} words: {seconds:.0f} s CPU ({words / seconds:,.0f} words/s), peak {peak:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
