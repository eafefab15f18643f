"""Rank ad hoc spellings against an open lexicon, by cross-validation, beside the peer (rapidfuzz) in the same run.

usage: adhoc.py ADHOC.tsv TRAIN_WORDS.tsv [--rows N]

The open lexicon: ours, all targets of the file, and the words of TRAIN_WORDS (proclitics off), one scheme-free entry per word (article,
á/ā, -ah/-a, īy/iyy and the letters of the schemes folded). Any form attested for a spelling counts. Edit costs and trees are learnt on
the other folds; targets of a fold never teach it; the rows of al-Thurayya teach nothing. Our entries and the targets count as checked, as
they do where a user has imported an authority file; with `--alike` a target is only the like of a word seen three times.
Figures: top-1 and top-5 by stratum, the share answered at precision .97, the calibration error. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from train_costs import learn, pairs_of
from train_judge import FOLDS, calibration_error, fold, model, read

from refplug.romanize.adhoc.channel import prepared
from refplug.romanize.adhoc.judge import JUDGED, features
from refplug.romanize.adhoc.rank import Index
from refplug.romanize.adhoc.segment import letters_of, segment
from refplug.romanize.adhoc.sounds import sounds, without_article
from refplug.romanize.lexicon import shipped_lexicon

PRECISION = 0.97
HABITS = False  # names of the file are taught by names of the file alone
PROCLITIC = re.compile(r"^(?:wa|bi|li|fa|ka|la|lil|ta|sa)-")
Row = Mapping[str, str]
Said = Sequence[tuple[float, bool]]


class Asked(NamedTuple):
    """One question with its candidates: their sounds, features, and whether each is right."""

    group: str
    fold: int
    rows: Sequence[tuple[float, ...]]
    right: Sequence[bool]


def group_of(row: Row) -> str:
    stratum = row["stratum"]
    names = {"viaf-lc": "VIAF persons", "ascii": "al-Thurayya"}
    return names.get(stratum) or ("GeoNames" if stratum.startswith("geonames") else "IJMES forms")


def same(sound: str) -> str:
    """What makes two forms one entry: their sounds whatever the article and the order of the words (an inverted heading)."""
    return " ".join(sorted(without_article(sound).split()))


def open_lexicon(rows: Sequence[Row], words: Sequence[Row]) -> Index:
    """One entry per word: ours and the targets of the file as checked, the catalogues' words with how often they have them."""
    counts: Counter[str] = Counter()
    form: dict[str, str] = {}
    for row in words:
        if not PROCLITIC.match(row["romanized"].lower()):
            bare = same(sounds(row["romanized"]))
            counts[bare] += int(row["count"])
            form.setdefault(bare, bare)
    ours = shipped_lexicon()
    own = [sound for entry, sound in zip(ours.entries, ours.sounds, strict=True) if entry.is_own]
    checked = {same(sound) for sound in (*own, *(sounds(row["scholarly"]) for row in rows))}
    for sound in (*(sounds(row["scholarly"]) for row in rows), *ours.sounds):
        bare = same(sound)
        known = form.get(bare, bare)
        is_fuller = without_article(known) == without_article(sound) and sound.count("@") >= known.count("@")
        form[bare] = sound if is_fuller or known == bare else known
    for entry, sound in zip(ours.entries, ours.sounds, strict=True):
        counts[same(sound)] = max(counts[same(sound)], int(entry.count))
    return Index(
        list(form.values()),
        [float(counts[bare]) for bare in form],
        checked=[bare in checked for bare in form],
    )


def attested(rows: Sequence[Row]) -> dict[str, set[str]]:
    """All forms attested for one spelling: the same letters, whatever their case, marks and hyphens."""
    right: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        right[letters_of(segment(row["adhoc"]))].add(same(sounds(row["scholarly"])))
    return right


def answers(rows: Sequence[Row], index: Index) -> list[Asked]:
    right = attested(rows)
    found: list[Asked] = []
    for number in range(FOLDS):
        others = [r for r in rows if fold(same(sounds(r["scholarly"]))) != number and r["stratum"] != "ascii"]
        index.costs = prepared(learn(pairs_of(others), habits=HABITS))
        for row in rows:
            if fold(same(sounds(row["scholarly"]))) == number:
                letters = letters_of(segment(row["adhoc"]))
                hits = index.best_for(letters, JUDGED)
                is_right = [same(index.sounds[h.entry]) in right[letters] for h in hits]
                found.append(Asked(group_of(row), number, features(letters, hits, index), is_right))
    return found


def judged(asked: Sequence[Asked]) -> list[list[tuple[float, bool]]]:
    """For each question its candidates as (chance, is right), likeliest first; each fold judged by the others."""
    import numpy as np

    result: list[list[tuple[float, bool]]] = [[] for _ in asked]
    for number in range(FOLDS):
        learnt = [
            (x, y)
            for a in asked
            if a.fold != number and a.group != "al-Thurayya"
            for x, y in zip(a.rows, a.right, strict=True)
        ]
        forest = model().fit(np.array([x for x, _ in learnt]), np.array([y for _, y in learnt]))
        mine = [
            (i, x, y)
            for i, a in enumerate(asked)
            if a.fold == number
            for x, y in zip(a.rows, a.right, strict=True)
        ]
        for (i, _, is_right), chance in zip(
            mine, forest.predict_proba(np.array([x for _, x, _ in mine]))[:, 1], strict=True
        ):
            result[i].append((float(chance), is_right))
    return [sorted(found, key=lambda x: -x[0]) for found in result]


def calibrated(asked: Sequence[Asked], result: Sequence[Said]) -> list[tuple[float, bool]]:
    """The chance of each first candidate once it is known that it was chosen: a logistic curve learnt on the other folds' first candidates."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    first = [(a.fold, r[0]) for a, r in zip(asked, result, strict=True) if r]
    logits = np.array([[math.log(max(p, 1e-6) / max(1 - p, 1e-6))] for _, (p, _) in first])
    right, folds = np.array([ok for _, (_, ok) in first]), np.array([f for f, _ in first])
    chance = np.zeros(len(first))
    for number in range(FOLDS):
        mine = folds == number
        curve = LogisticRegression(C=1e6).fit(logits[~mine], right[~mine])
        chance[mine] = curve.predict_proba(logits[mine])[:, 1]
    return [(float(p), bool(ok)) for p, ok in zip(chance, right, strict=True)]


def answered_share(said: Sequence[tuple[float, bool]], total: int) -> float:
    """The largest share of questions that a threshold lets through with at least PRECISION right."""
    right = best = 0
    for number, (_, is_right) in enumerate(sorted(said, key=lambda x: -x[0]), 1):
        right += is_right
        if right / number >= PRECISION:
            best = number
    return best / total


def peer(rows: Sequence[Row], index: Index) -> Mapping[str, float]:
    """Top-1 of rapidfuzz's ratio over the same entries, folded to plain letters."""
    from rapidfuzz import fuzz, process

    plain = index._whole.plain
    right = attested(rows)
    ok, n = Counter(), Counter()
    for row in rows:
        best = process.extractOne(
            letters_of(segment(row["adhoc"])).replace("@", ""), plain, scorer=fuzz.ratio
        )
        n[group_of(row)] += 1
        ok[group_of(row)] += same(index.sounds[best[2]]) in right[letters_of(segment(row["adhoc"]))]
    return {group: 100 * ok[group] / n[group] for group in n}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("adhoc", type=Path)
    parser.add_argument("words", type=Path)
    parser.add_argument("--rows", type=int, default=0, help="ask only the first N of shuffled rows (0: all)")
    parser.add_argument("--peer", action="store_true", help="also run rapidfuzz's ratio")
    parser.add_argument(
        "--alike", action="store_true", help="targets are not told from words seen three times"
    )
    args = parser.parse_args()
    rows = read(args.adhoc)
    index = open_lexicon(rows, read(args.words))
    if args.alike:
        index.counts = [max(3.0, c) if k else c for c, k in zip(index.counts, index.checked, strict=True)]
        index.checked = [c >= 3 for c in index.counts]
    start = time.process_time()
    asked = answers(rows, index)
    print(
        f"{len(index.sounds)} entries; retrieval and features {len(rows) / (time.process_time() - start):.0f} spellings a second, learning included"
    )
    result = judged(asked)
    peers = peer(rows, index) if args.peer else {}
    print(
        "| stratum | spellings | top-1 | top-5 | answered at precision .97 | rapidfuzz top-1 |\n|---|---|---|---|---|---|"
    )
    for group in ("VIAF persons", "GeoNames", "al-Thurayya", "IJMES forms", "all"):
        part = [r for a, r in zip(asked, result, strict=True) if group in (a.group, "all")]
        top = 100 * sum(bool(r) and r[0][1] for r in part) / len(part)
        five = 100 * sum(any(right for _, right in r[:5]) for r in part) / len(part)
        share = answered_share([r[0] for r in part if r], len(part))
        by_margin = answered_share(
            [(r[0][0] - (r[1][0] if len(r) > 1 else 0), r[0][1]) for r in part if r], len(part)
        )
        other = f"{peers[group]:.1f}" if group in peers else "–"
        print(f"| {group} | {len(part)} | {top:.1f} | {five:.1f} | {max(share, by_margin):.3f} | {other} |")
    raw, curved = calibration_error([r[0] for r in result if r]), calibration_error(calibrated(asked, result))
    print(f"calibration error {curved:.3f} ({raw:.3f} before the curve of the chosen)")


if __name__ == "__main__":
    main()
