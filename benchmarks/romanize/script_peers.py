"""Words of unvocalized script romanized right, and words a second: refplug beside the tools of the package index.

    python benchmarks/romanize/script_peers.py --eval ../shared/eval/translit [--rows 300] [--seed 5]

The peers are run where they are installed (PyICU, uroman, anyascii, mishkal; none is a dependency). All get the same
rows in the same run; right words are counted by the scorer beside the data, ignoring case. mishkal only adds vowels: its
output is rendered by refplug's own renderer, which flatters it.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SETS = (
    ("ara_alalc_catalogue", "aco-post2021", "ala-lc"),
    ("ara_alalc_manuscripts", "", "ala-lc"),
    ("ara_ijmes", "", "ijmes"),
    ("fas_alalc", "", "ala-lc"),
)


def refplug() -> Callable[[str, str, str], str]:
    from refplug.romanize.script import romanize_script

    return lambda text, scheme, reading: romanize_script(text, scheme, reading).text


def icu() -> Callable[[str, str, str], str]:
    from icu import Transliterator

    tools = {
        reading: Transliterator.createInstance(name)
        for reading, name in (("ar", "Arabic-Latin/BGN"), ("fa", "Persian-Latin/BGN"))
    }
    return lambda text, scheme, reading: tools.get(reading, tools["ar"]).transliterate(text)


def uroman() -> Callable[[str, str, str], str]:
    from uroman import Uroman

    tool = Uroman()
    return lambda text, scheme, reading: str(
        tool.romanize_string(text, lcode={"ar": "ara", "fa": "fas"}[reading])
    )


def anyascii() -> Callable[[str, str, str], str]:
    from anyascii import anyascii

    return lambda text, scheme, reading: anyascii(text)


def mishkal() -> Callable[[str, str, str], str]:
    from mishkal.tashkeel import TashkeelClass

    from refplug.romanize.schemes.render import render
    from refplug.romanize.schemes.scheme import load

    tool = TashkeelClass()
    return lambda text, scheme, reading: render(tool.tashkeel(text), load(scheme, reading)).text


def text2tashkeel() -> Callable[[str, str, str], str]:
    from text2tashkeel import diacritize

    from refplug.romanize.schemes.render import render
    from refplug.romanize.schemes.scheme import load

    return lambda text, scheme, reading: render(diacritize(text), load(scheme, reading)).text


TOOLS = (refplug, icu, uroman, anyascii, mishkal, text2tashkeel)


def scorer(folder: Path):
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(folder: Path, name: str, stratum: str) -> list[dict[str, str]]:
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if row["stratum"].startswith(stratum)]


def installed() -> Iterator[tuple[str, Callable[[str, str, str], str]]]:
    for make in TOOLS:
        try:
            yield make.__name__, make()
        except ImportError:
            print(f"{make.__name__}: not installed, left out", file=sys.stderr)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--eval", type=Path, required=True)
    ask.add_argument("--rows", type=int, default=300)
    ask.add_argument("--seed", type=int, default=5)
    chosen = ask.parse_args()
    score, tools = scorer(chosen.eval), list(installed())
    print("| set | tool | words right, % | words/s | against refplug |\n|---|---|---|---|---|")
    for name, stratum, scheme in SETS:
        found = rows(chosen.eval, name, stratum)
        found = random.Random(chosen.seed).sample(found, min(chosen.rows, len(found)))
        ours = None
        for tool, run in tools:
            right, words, seconds = measured(found, run, scheme, score)
            ours = ours or right / words
            print(
                f"| {name} {stratum} | {tool} | {100 * right / words:.1f} | {words / seconds:.0f} | {right / words / ours:.2f} |"
            )


def measured(
    found: list[dict[str, str]], run: Callable[[str, str, str], str], scheme: str, score
) -> tuple[int, int, float]:
    start = time.perf_counter()
    said = [run(row["script"], scheme, row["language"]) for row in found]
    seconds = time.perf_counter() - start
    right = words = 0
    for row, text in zip(found, said, strict=True):
        gold = [word.casefold() for word in score.tokens(row["romanized"])]
        right += score.aligned_matches(gold, [word.casefold() for word in score.tokens(text)])
        words += len(gold)
    return right, words, seconds


if __name__ == "__main__":
    main()
