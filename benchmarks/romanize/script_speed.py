"""Words of unvocalized script read and written a second, and the memory of a long stream.

    python benchmarks/romanize/script_speed.py [--words 20000] [--stream-mb 5]

`table path`: lines made of words of the shipped table, the commonest most often, as in text. `cold`: made-up words that
no table holds, each once, through the vowel model. `stream`: many megabytes of lines; peak memory before and after.
One process, one core; the seed is fixed.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from refplug.romanize.script import romanize_script
from refplug.romanize.script.reader import arabic_reader

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوياا"


def table_lines(count: int, chance: random.Random) -> list[str]:
    """Lines of eight words, drawn by how often they were seen."""
    table = arabic_reader().table
    words = list(table.words())
    weights = [sum(entry.count for entry in table.exact(word)) for word in words]
    drawn = chance.choices(words, weights, k=count)
    return [" ".join(drawn[place : place + 8]) for place in range(0, count, 8)]


def cold_lines(count: int, chance: random.Random) -> list[str]:
    words = ["".join(chance.choices(LETTERS, k=chance.randint(4, 8))) for _ in range(count)]
    return [" ".join(words[place : place + 8]) for place in range(0, count, 8)]


def rate(lines: list[str]) -> float:
    start = time.process_time()
    words = sum(len(romanize_script(line, "ala-lc", "ar", "title").tokens) for line in lines)
    return words / (time.process_time() - start)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--words", type=int, default=20_000)
    ask.add_argument("--stream-mb", type=float, default=5)
    chosen = ask.parse_args()
    chance = random.Random(5)
    romanize_script("كتاب", "ala-lc", "ar")
    lines = table_lines(chosen.words, chance)
    print(f"table path, first time: {rate(lines):.0f} words/s")
    print(f"table path, words met before: {rate(lines):.0f} words/s")
    print(f"cold words through the model: {rate(cold_lines(chosen.words // 8, chance)):.0f} words/s")
    before, size = peak_mb(), 0.0
    while size < chosen.stream_mb * 1e6:
        for line in table_lines(8_000, chance) + cold_lines(400, chance):
            size += len(line.encode())
            romanize_script(line, "ala-lc", "ar", "title")
    print(f"stream of {size / 1e6:.0f} MB: peak memory {before:.0f} -> {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
