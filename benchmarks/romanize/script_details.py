"""What figures.py does not count: Latin back to script, ezafe, calibration and coverage word by word.

    python benchmarks/romanize/script_details.py --eval ../shared/eval/translit [--only catalogue,persian] [--rows 0]

Latin to script: each row's romanization is written in script and aligned with the printed words (letters only; in Persian
ى and ی are one letter). Ezafe: titles of the Persian file, words aligned without it. Calibration: ten bins of equal mass,
equal probabilities in one bin. Coverage: the largest share of words kept by a threshold with 98 % of them right.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import random
import re
from pathlib import Path

from refplug.romanize.script import romanize_script, write_script
from refplug.romanize.script.align import letters_of
from refplug.romanize.script.reader import WA

SETS = {
    "catalogue": ("ara_alalc_catalogue", "aco-post2021", "ala-lc"),
    "camel": ("ara_alalc_catalogue", "camel-dev", "ala-lc"),
    "manuscripts": ("ara_alalc_manuscripts", "", "ala-lc"),
    "ijmes": ("ara_ijmes", "", "ijmes"),
    "persian": ("fas_alalc", "", "ala-lc"),
}
SCRIPT = re.compile("[\u0621-\u063a\u0640-\u065f\u066e-\u06d3\u06d5\u0670\u200c]+")
EZAFE = re.compile("-(ʾi|yi|i)$")
LOOSE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي"})
Pair = tuple[int | None, int | None]


def aligned(first: list[str], second: list[str]) -> list[Pair]:
    """Places of equal or facing words on a cheapest alignment; None where a word faces nothing."""
    best: dict[tuple[int, int], tuple[int, int, Pair | None]] = {(0, 0): (0, 0, None)}
    for i in range(len(first) + 1):
        for j in range(len(second) + 1):
            ways = []
            for di, dj in ((1, 0), (0, 1), (1, 1)):
                if i >= di and j >= dj:
                    cost, missed, _ = best[i - di, j - dj]
                    same = di + dj == 2 and first[i - 1] == second[j - 1]
                    ways.append((cost + (not same), missed - same, (i - di, j - dj)))
            if ways:
                best[i, j] = min(ways)
    pairs, at = [], (len(first), len(second))
    while best[at][2] is not None:
        before = best[at][2]
        pairs.append((before[0] if at[0] > before[0] else None, before[1] if at[1] > before[1] else None))
        at = before
    return pairs[::-1]


def back_to_script(rows: list[dict[str, str]]) -> str:
    """Top-1, top-3 and top-1 without hamza of alif and dots of yāʾ, in % of the printed words."""
    words = first = third = loose = 0
    for row in rows:
        persian = row["language"] != "ar"

        def plain(text: str, persian: bool = persian) -> str:
            letters = letters_of(text)
            return letters.replace("ى", "ي") if persian else letters

        gold = [word for word in map(plain, SCRIPT.findall(row["script"])) if word]
        options = [
            [plain(one.vocalized) for one in word.options]
            for word in write_script(row["romanized"], reading=row["language"])
        ]
        words += len(gold)
        for i, j in aligned(gold, [one[0] if one else "" for one in options]):
            if i is not None and j is not None:
                first += gold[i] in options[j][:1]
                third += gold[i] in options[j][:3]
                loose += gold[i].translate(LOOSE) in [one.translate(LOOSE) for one in options[j][:1]]
    return f"to script: top-1 {100 * first / words:.1f}, top-3 {100 * third / words:.1f}, hamza and dots aside {100 * loose / words:.1f}"


def calibration_error(said: list[tuple[float, bool]]) -> float:
    """Ten bins of equal mass; equal probabilities stay in one bin."""
    said, total, start, error = sorted(said, key=lambda one: one[0]), len(said), 0, 0.0
    for number in range(1, 11):
        end = max(start, round(number * total / 10))
        while 0 < end < total and said[end][0] == said[end - 1][0]:
            end += 1
        error += abs(sum(chance - right for chance, right in said[start:end]))
        start = end
    return error / total


def covered(said: list[tuple[float, bool]]) -> float:
    """Share of words above the lowest threshold at which 98 % are right."""
    right = kept = 0
    for number, (_, is_right) in enumerate(sorted(said, key=lambda one: -one[0]), 1):
        right += is_right
        kept = number if right >= 0.98 * number else kept
    return 100 * kept / len(said)


def forwards(rows: list[dict[str, str]], scheme: str, aside: dict[int, list[str]], score) -> str:
    """Calibration and coverage of single words, all and letter-consistent; ezafe in Persian titles."""
    every: list[tuple[float, bool]] = []
    clean: list[tuple[float, bool]] = []
    both = said = meant = 0
    for row in rows:
        found = romanize_script(row["script"], scheme, row["language"])
        gold = [word.casefold() for word in score.tokens(row["romanized"])]
        ours = [word.casefold() for word in score.tokens(found.text)]
        tokens = [one for one in found.tokens if not (one.source == "rule" and one.vocalized == WA)]
        faulty = {word.casefold() for text in aside.get(int(row["row"]), ()) for word in score.tokens(text)}
        for i, j in aligned(gold, ours):
            if i is not None and j is not None and len(tokens) == len(ours):
                one = (tokens[j].probability, gold[i] == ours[j])
                every.append(one)
                clean += [] if gold[i] in faulty else [one]
        if row["field"] == "title" and row["language"] == "fa":
            bare = aligned([EZAFE.sub("", word) for word in gold], [EZAFE.sub("", word) for word in ours])
            for i, j in bare:
                if i is not None and j is not None:
                    in_gold, in_ours = bool(EZAFE.search(gold[i])), bool(EZAFE.search(ours[j]))
                    both += in_gold and in_ours
                    said += in_ours
                    meant += in_gold
    ezafe = f"; ezafe P {both / said:.3f}, R {both / meant:.3f}" if said and meant else ""
    return (
        f"calibration error all {calibration_error(every):.3f}, consistent {calibration_error(clean):.3f}; "
        f"words covered at .98, consistent: {covered(clean):.1f}{ezafe}"
    )


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV file, each with its number."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{**row, "row": str(number)} for number, row in enumerate(rows)]


def main() -> None:
    """Print one line a set."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--eval", type=Path, required=True)
    ask.add_argument("--only", default=",".join(SETS))
    ask.add_argument("--rows", type=int, default=0)
    chosen = ask.parse_args()
    spec = importlib.util.spec_from_file_location("score", chosen.eval / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for name in chosen.only.split(","):
        file, stratum, scheme = SETS[name]
        rows = [row for row in table(chosen.eval / f"{file}.tsv") if row["stratum"].startswith(stratum)]
        if chosen.rows:
            rows = random.Random(5).sample(rows, min(chosen.rows, len(rows)))
        faults = chosen.eval / f"aside-{file}.tsv"
        aside: dict[int, list[str]] = {}
        if faults.exists():
            with faults.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    aside[int(row["row"])] = row["words"].split()
        print(f"{name}: {back_to_script(rows)}; {forwards(rows, scheme, aside, score)}", flush=True)


if __name__ == "__main__":
    main()
