"""Repair against word splitters, in one run on one machine: what each gets right, what each breaks, what it costs.

    python benchmarks/pages/repair.py ../shared/eval/ingest/repair/glued.jsonl ../shared/eval/ingest/repair/clean.jsonl

Peers are run where they are installed: wordninja and symspellpy (`pip install wordninja symspellpy`), each told to split
the words it does not know. Files hold {"id", "input", "gold"}; an edit counts when the same words get the same replacement.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

Method = Callable[[str], str]
WORD = re.compile(r"[^\W\d_]{4,}")


def ours() -> Method:
    from refplug.text.repair import repair

    return lambda text: repair(text).text


def ninja() -> Method:
    import wordninja

    from refplug.text.words import zipf

    return lambda text: WORD.sub(
        lambda found: found[0] if zipf(found[0]) >= 2 else " ".join(wordninja.split(found[0])), text
    )


def symspell() -> Method:
    from importlib.resources import files

    from symspellpy import SymSpell

    from refplug.text.words import zipf

    speller = SymSpell(0)
    speller.load_dictionary(str(files("symspellpy") / "frequency_dictionary_en_82_765.txt"), 0, 1)

    def split(found: re.Match[str]) -> str:
        return found[0] if zipf(found[0]) >= 2 else speller.word_segmentation(found[0]).segmented_string

    return lambda text: WORD.sub(split, text)


def scorer(path: Path) -> object:
    spec = importlib.util.spec_from_file_location("score_repair", path.parent.parent / "score_repair.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(method: Method, path: Path) -> tuple[float, float, float, float]:
    """Precision, recall, wrong changes per 10,000 words, CPU seconds."""
    score = scorer(path)
    words = right = wrong = missed = 0
    begun = time.process_time()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    outcomes = [method(row["input"]) for row in rows]
    spent = time.process_time() - begun
    for row, outcome in zip(rows, outcomes, strict=True):
        printed = score.fold(row["input"]).split()
        want = score.edits(printed, score.fold(row["gold"]).split())
        have = score.edits(printed, score.fold(outcome).split())
        words += len(printed)
        right, wrong, missed = right + len(want & have), wrong + len(have - want), missed + len(want - have)
    return right / max(1, right + wrong), right / max(1, right + missed), 1e4 * wrong / words, spent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    methods = {}
    for name, make in (("refplug", ours), ("wordninja", ninja), ("symspellpy", symspell)):
        try:
            methods[name] = make()
            methods[name]("warm up the word lists")
        except ImportError:
            print(f"{name}: not installed")
    print("file | method | P | R | wrong per 10,000 | CPU s")
    for path in args.files:
        for name, method in methods.items():
            precision, recall, wrong, spent = measure(method, path)
            print(f"{path.name} | {name} | {precision:.3f} | {recall:.3f} | {wrong:.1f} | {spent:.2f}")


if __name__ == "__main__":
    main()
