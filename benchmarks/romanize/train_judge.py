"""Learn the trees of `refplug.romanize.adhoc.judge`, and say by cross-validation how far its probabilities can be trusted.

usage: train_judge.py ADHOC.tsv [--out FILE] [--report | --terms]

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

from habits import WRITERS, printed
from train_costs import learn, pairs_of

from refplug.romanize.adhoc.channel import Costs, prepared, shipped_costs, units
from refplug.romanize.adhoc.judge import FEATURES, JUDGED, features
from refplug.romanize.adhoc.rank import Index
from refplug.romanize.adhoc.segment import letters_of, segment
from refplug.romanize.adhoc.sounds import sounds, without_article
from refplug.romanize.lexicon import partner_key, shipped_lexicon
from refplug.text.words import english

OUT = Path(__file__).resolve().parents[2] / "src/refplug/romanize/data/ranking/judge.tsv"
FOLDS, TREES, DEPTH, RATE, LEAF = 5, 90, 4, 0.1, 15
SEED = 7
MONOTONE = {
    "distance": -1,
    "distance behind the nearest": -1,
    "distance before the nearest other": 1,
    "place": -1,
    "likeness": 1,
    "likeness behind the best": 1,
    "likeness of consonants": 1,
    "likeness of consonants behind the best": 1,
    "printed words not found": -1,
    "words not printed": -1,
    "words out of order": -1,
    "share of the printed words": 1,
}
HABITUAL = 0.6  # share of samples that one writer's habits print, not the mixture of all
ENGLISH = 2500
UNKNOWN_WEIGHT = 1.0
OWN_WEIGHT = 2.5  # keywords of the field are words of the field more often than names from anywhere
TASTE = 1.5  # samples lean to what writers do oftenest, as real texts do
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
        right[row["adhoc"]].add(same_word(sounds(row["scholarly"])))
    for row in rows:
        target = same_word(sounds(row["scholarly"]))
        yield target, letters_of(segment(row["adhoc"])).removeprefix("@"), frozenset(right[row["adhoc"]]), 1.0


def same_word(sound: str) -> str:
    """A word whatever its article, ezafe and reading: marjaʿiyya and marjaʿiyyat are one."""
    return partner_key(without_article(sound))


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
        runs.append(dice.choices(list(known), [math.exp(-TASTE * c) for c in known.values()])[0])
    return " ".join("".join(runs).split())


def own_questions(index: Index, dice: random.Random, costs: Costs) -> Iterator[Question]:
    for entry, sound in zip(shipped_lexicon().entries, index.sounds, strict=True):
        if entry.is_own:
            word = same_word(sound)
            by_habit = dice.random() < HABITUAL
            letters = (
                printed(sound, dice.choice(sorted(WRITERS)), dice)
                if by_habit
                else printed_by(sound, costs, dice)
            )
            yield word, letters, frozenset((word,)), OWN_WEIGHT
            if (
                " " not in sound and dice.random() < 0.5
            ):  # a word that no lexicon has, and that is like one of ours
                yield word, printed_by(changed(sound, dice), costs, dice), frozenset(), UNKNOWN_WEIGHT


def changed(sound: str, dice: random.Random) -> str:
    """A word with one sound dropped, added or taken for another."""
    at = dice.randrange(len(sound))
    new = dice.choice("bdfjklmnrstyzaiuāīū")
    return dice.choice(
        (sound[:at] + sound[at + 1 :], sound[:at] + new + sound[at + 1 :], sound[:at] + new + sound[at:])
    )


def candidates(
    asked: Sequence[Question], index: Index
) -> Iterator[tuple[int, tuple[float, ...], bool, float]]:
    for number, (_, letters, right, weight) in enumerate(asked):
        hits = index.best_for(letters, JUDGED)
        for hit, row in zip(hits, features(letters, hits, index), strict=True):
            yield number, row, same_word(index.sounds[hit.entry]) in right, weight


def model() -> Any:
    """Boosted trees that keep to what must hold: farther is never likelier, liker never less likely."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    signs = [MONOTONE.get(name, 0) for name in FEATURES]
    return HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        min_samples_leaf=LEAF,
        monotonic_cst=signs,
        early_stopping=False,
        random_state=SEED,
    )


def written(forest: Any) -> str:
    """The trees as text; the leaves hold the learning rate already."""
    lines = [
        "# Built by benchmarks/romanize/train_judge.py; README.md beside this file says from what. Prefix order: feature threshold left right; = leaf",
        f"start\t{float(forest._baseline_prediction.ravel()[0]):.5f}",
    ]

    def node(nodes: Any, i: int) -> str:
        one = nodes[i]
        if one["is_leaf"]:
            return f"= {one['value']:.4f}"
        return f"{one['feature_idx']} {one['num_threshold']:.4f} {node(nodes, one['left'])} {node(nodes, one['right'])}"

    return "\n".join([*lines, *(node(trees[0].nodes, 0) for trees in forest._predictors)]) + "\n"


def calibration_error(said: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    said = sorted(said)
    size, error = len(said) / bins, 0.0
    for b in range(bins):
        part = said[round(b * size) : round((b + 1) * size)]
        if part:
            error += abs(sum(p for p, _ in part) - sum(right for _, right in part)) / len(said)
    return error


def train(asked: Sequence[Question], index: Index, out: Path) -> None:
    """Learn from everything and write the trees."""
    index.costs = shipped_costs()
    rows = list(candidates(asked, index))
    out.write_text(written(fitted(rows)), encoding="utf-8")


def fitted(rows: Sequence[tuple[int, tuple[float, ...], bool, float]]) -> Any:
    import numpy as np

    features_, right, weights = ([row[i] for row in rows] for i in (1, 2, 3))
    return model().fit(np.array(features_), np.array(right), np.array(weights))


def predictions(
    asked: Sequence[Question], rows: Sequence[dict[str, str]], index: Index
) -> list[tuple[float, bool, int]]:
    """For each question its best chance, whether that is right, and its number: learnt without its fold."""
    import numpy as np

    found: list[tuple[float, bool, int]] = []
    for f in range(FOLDS):
        index.costs = prepared(
            learn(pairs_of([r for r in rows if fold(same_word(sounds(r["scholarly"]))) != f]))
        )
        table = list(candidates(asked, index))
        forest = fitted([c for c in table if fold(asked[c[0]][0]) != f])
        test = [c for c in table if fold(asked[c[0]][0]) == f]
        chance = forest.predict_proba(np.array([c[1] for c in test]))[:, 1]
        by_question: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for c, p in zip(test, chance, strict=True):
            by_question[c[0]].append((float(p), c[2]))
        found += [(*max(said), number) for number, said in by_question.items()]
    return found


def of_terms(asked: Sequence[Question], index: Index) -> list[tuple[int, float, bool, float]]:
    """For each sample of our own whose first candidate is a checked term of one word: (fold, logit, is right, weight).

    What a reader is shown is the chance of an answer. English was kept before it and names ask for more, so the samples of those kinds,
    which the trees learn from too, must not lower it. Learnt without its fold, with the shipped costs.
    """
    import numpy as np

    index.costs = shipped_costs()
    entries = shipped_lexicon().entries
    found = [index.best_for(letters, JUDGED) for _, letters, _, _ in asked]
    table = [
        (number, row, same_word(index.sounds[hit.entry]) in question[2], question[3], hit.entry)
        for number, (question, hits) in enumerate(zip(asked, found, strict=True))
        for hit, row in zip(hits, features(question[1], hits, index), strict=True)
    ]
    said = []
    for f in range(FOLDS):
        forest = fitted([row[:4] for row in table if fold(asked[row[0]][0]) != f])
        test = [row for row in table if fold(asked[row[0]][0]) == f]
        scores = forest.decision_function(np.array([row[1] for row in test]))
        best: dict[int, tuple[float, bool, float, int]] = {}
        for (number, _, right, weight, entry), score in zip(test, scores, strict=True):
            best[number] = max(best.get(number, (-99.0, False, 0.0, 0)), (float(score), right, weight, entry))
        said += [
            (f, score, right, weight)
            for number, (score, right, weight, entry) in best.items()
            if weight in (OWN_WEIGHT, UNKNOWN_WEIGHT) and " " not in asked[number][1]
            if entries[entry].is_own and entries[entry].kind.value == "term"
        ]
    return said


def curve(said: Sequence[tuple[int, float, bool, float]]) -> tuple[float, float]:
    """Slope and shift that make logits of the trees logits of the chance (Platt scaling)."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    x, y, w = ([row[i] for row in said] for i in (1, 2, 3))
    line = LogisticRegression(C=1e6).fit(np.array(x).reshape(-1, 1), np.array(y), np.array(w))
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def report_terms(said: Sequence[tuple[int, float, bool, float]], least: float = 0.35) -> None:
    """The calibration error of answered terms before and after the curve, which is learnt without their fold."""
    before, after = [], []
    for f in range(FOLDS):
        slope, shift = curve([row for row in said if row[0] != f])
        for _, score, right, weight in (row for row in said if row[0] == f):
            chance = 1 / (1 + math.exp(-score))
            if chance >= least:
                times = round(10 * weight / OWN_WEIGHT)
                before += [(chance, right)] * times
                after += [(1 / (1 + math.exp(-slope * score - shift)), right)] * times
    slope, shift = curve(said)
    print(
        f"answered terms of one word: {len(before) // 10}, right {sum(r for _, r in before) / len(before):.3f}"
    )
    print(
        f"  calibration error {calibration_error(before):.3f}, with the curve {calibration_error(after):.3f}"
    )
    print(f"  curve: slope {slope:.3f}, shift {shift:.3f}")


def report(predicted: Sequence[tuple[float, bool, int]], real: int, english: int) -> None:
    parts = (
        ("variants", [p for p in predicted if p[2] < real]),
        ("English", [p for p in predicted if real <= p[2] < real + english]),
        ("own", [p for p in predicted if p[2] >= real + english]),
        ("all", list(predicted)),
    )
    for name, part in parts:
        error = calibration_error([(p[0], p[1]) for p in part])
        print(
            f"{name}: {len(part)} spellings, calibration error {error:.3f}, top right {sum(p[1] for p in part) / len(part):.3f}"
        )
        for least in (0.5, 0.7, 0.8, 0.9, 0.95):
            said = [p[1] for p in part if p[0] >= least]
            print(
                f"  from {least}: answered {len(said) / len(part):.3f}, right {sum(said) / max(1, len(said)):.3f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("adhoc", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--terms", action="store_true", help="the curve of the chances that are shown, cross-validated"
    )
    parser.add_argument("--report", action="store_true", help="cross-validate instead of writing the trees")
    args = parser.parse_args()
    dice = random.Random(SEED)
    rows = [row for row in read(args.adhoc) if row["stratum"] != "ascii"]
    index = shipped_lexicon().index
    asked = [
        *questions(rows),
        *english_questions(ENGLISH, dice),
        *own_questions(index, dice, shipped_costs()),
    ]
    if args.terms:
        report_terms(of_terms(asked, index))
    elif args.report:
        report(predictions(asked, rows, index), len(rows), ENGLISH)
    else:
        train(asked, index, args.out)


if __name__ == "__main__":
    main()
