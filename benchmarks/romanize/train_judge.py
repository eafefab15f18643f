"""Learn the trees of `refplug.romanize.judge`, and say by cross-validation how far its probabilities can be trusted.

usage: train_judge.py ADHOC.tsv [--out FILE] [--only-report]

A spelling is asked of the shipped lexicon; a candidate is right if its sounds, article aside, are those of a form attested for that
spelling. Groups of targets are kept together (a target's spellings never lie on both sides). Three more kinds of spelling teach
that a near candidate may be wrong or right: common English words (none is right), and seeded samples of our own checked entries,
printed by the learnt costs. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from train_costs import learn, pairs_of

from refplug.romanize.channel import Costs, prepared, shipped_costs, units
from refplug.romanize.judge import FEATURES, JUDGED, features
from refplug.romanize.lexicon import shipped_lexicon
from refplug.romanize.rank import Index
from refplug.romanize.segment import letters_of, segment
from refplug.romanize.sounds import sounds, without_article
from refplug.text.words import english

OUT = Path(__file__).resolve().parents[2] / "src/refplug/romanize/data/ranking/judge.tsv"
FOLDS, TREES, DEPTH, RATE = 5, 60, 3, 0.2
SEED = 7
Question = tuple[str, str, frozenset[str], float]  # group of its target, letters, right sounds, weight


def fold(text: str) -> int:
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def questions(rows: Sequence[dict[str, str]]) -> Iterator[Question]:
    """The spellings of the file, each with every form attested for it."""
    right: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        right[row["adhoc"]].add(without_article(sounds(row["scholarly"])))
    for row in rows:
        target = without_article(sounds(row["scholarly"]))
        yield target, letters_of(segment(row["adhoc"])), frozenset(right[row["adhoc"]]), 1.0


def english_questions(count: int, dice: random.Random) -> Iterator[Question]:
    words = sorted(w for w, z in english().items() if w.isalpha() and len(w) > 3 and 1.5 <= z < 4.5)
    for word in dice.sample(words, count):
        yield word, word, frozenset(), 0.5


def printed_by(sound: str, costs: Costs, dice: random.Random) -> str:
    """One way in which the learnt costs print a row of sounds."""
    runs = []
    for unit in units(sound):
        known = {
            r: c
            for r, c in (costs.get(unit) or costs.get(unit.strip("^$")) or {unit: 0.0}).items()
            if c < 4.5
        }
        runs.append(dice.choices(list(known), [math.exp(-c) for c in known.values()])[0])
    return " ".join("".join(runs).split())


def own_questions(index: Index, dice: random.Random, costs: Costs) -> Iterator[Question]:
    for entry, sound in zip(shipped_lexicon().entries, index.sounds, strict=True):
        if entry.is_own and dice.random() < 0.6:
            yield (
                without_article(sound),
                printed_by(sound, costs, dice),
                frozenset((without_article(sound),)),
                0.5,
            )


def candidates(
    asked: Sequence[Question], index: Index
) -> Iterator[tuple[int, tuple[float, ...], bool, float]]:
    for number, (_, letters, right, weight) in enumerate(asked):
        hits = index.best_for(letters, JUDGED)
        for hit, row in zip(hits, features(letters, hits, index), strict=True):
            yield number, row, without_article(index.sounds[hit.entry]) in right, weight


def model() -> Any:
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        subsample=0.7,
        random_state=SEED,
        max_features=8,
    )


def written(forest: Any) -> str:
    """The trees as text, leaves already times the learning rate."""
    start = float(forest._raw_predict_init([[0.0] * len(FEATURES)])[0][0])
    lines = [
        "# Built by benchmarks/romanize/train_judge.py; README.md beside this file says from what. Prefix order: feature threshold left right; = leaf",
        f"start\t{start:.5f}",
    ]

    def node(tree: Any, i: int) -> str:
        if tree.children_left[i] < 0:
            return f"= {tree.value[i][0][0] * RATE:.4f}"
        return f"{tree.feature[i]} {tree.threshold[i]:.4f} {node(tree, tree.children_left[i])} {node(tree, tree.children_right[i])}"

    return "\n".join([*lines, *(node(one[0].tree_, 0) for one in forest.estimators_)]) + "\n"


def calibration_error(said: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    said = sorted(said)
    size, error = len(said) / bins, 0.0
    for b in range(bins):
        part = said[round(b * size) : round((b + 1) * size)]
        if part:
            error += abs(sum(p for p, _ in part) - sum(right for _, right in part)) / len(said)
    return error


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("adhoc", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only-report", action="store_true")
    args = parser.parse_args()
    dice = random.Random(SEED)
    rows = [row for row in read(args.adhoc) if row["stratum"] != "ascii"]
    index = shipped_lexicon().index
    asked = [*questions(rows), *english_questions(2500, dice), *own_questions(index, dice, shipped_costs())]
    real = len(rows)
    import numpy as np

    predicted: list[tuple[float, float, bool, int]] = []
    table = []
    for f in range(FOLDS):
        index.costs = prepared(
            learn(pairs_of([r for r in rows if fold(without_article(sounds(r["scholarly"]))) != f]))
        )
        table.append(list(candidates(asked, index)))
    for f in range(FOLDS):
        learn_rows = [c for c in table[f] if fold(asked[c[0]][0]) != f]
        test_rows = [c for c in table[f] if fold(asked[c[0]][0]) == f]
        forest = model().fit(
            np.array([c[1] for c in learn_rows]),
            np.array([c[2] for c in learn_rows]),
            np.array([c[3] for c in learn_rows]),
        )
        chance = forest.predict_proba(np.array([c[1] for c in test_rows]))[:, 1]
        by_question: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for c, p in zip(test_rows, chance, strict=True):
            by_question[c[0]].append((float(p), c[2]))
        for number, found in by_question.items():
            found.sort(key=lambda x: -x[0])
            predicted.append(
                (found[0][0], found[0][0] - (found[1][0] if len(found) > 1 else 0), found[0][1], number)
            )
    for name, part in (
        ("variants", [p for p in predicted if p[3] < real]),
        ("English", [p for p in predicted if real <= p[3] < real + 2500]),
        ("own", [p for p in predicted if p[3] >= real + 2500]),
        ("all", predicted),
    ):
        print(
            f"{name}: {len(part)} spellings, calibration error {calibration_error([(p[0], p[2]) for p in part]):.3f}, top right {sum(p[2] for p in part) / len(part):.3f}"
        )
        for least in (0.5, 0.7, 0.8, 0.9, 0.95):
            said = [p[2] for p in part if p[0] >= least]
            print(
                f"  from {least}: answered {len(said) / len(part):.3f}, right {sum(said) / max(1, len(said)):.3f}"
            )
    if not args.only_report:
        index.costs = shipped_costs()
        all_rows = list(candidates(asked, index))
        forest = model().fit(
            np.array([c[1] for c in all_rows]),
            np.array([c[2] for c in all_rows]),
            np.array([c[3] for c in all_rows]),
        )
        args.out.write_text(written(forest), encoding="utf-8")


if __name__ == "__main__":
    main()
