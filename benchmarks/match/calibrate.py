"""Precision, recall and calibration of the matcher: `python benchmarks/match/calibrate.py`.

Runs the queries of `eval/crossref/match-*.jsonl` against an index of its works, and real reference strings
(`gold-real-strings`) against an index of records made of their parsed fields, a third of which is taken out first, so
that nothing right is there to be found. Prints figures by kind, and the expected calibration error over ten bins.

The line that turns summed evidence into chances (two numbers, `[calibration]` of weights.toml) is fitted by maximum
likelihood; its error is measured on the fold it was not fitted on, queries of one DOI always in one fold. `--fit`
prints the two numbers fitted on everything.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import math
import random
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from refplug.match import query_from_text
from refplug.match.decide import ACCEPTED_FROM, ranked_works
from refplug.match.probe import probe_of
from refplug.match.query import searches
from refplug.match.weights import calibration
from refplug.sources.crossref.record import read_work
from refplug.sources.local_index import LocalIndex, index_of, index_of_works

CROSSREF = Path(__file__).resolve().parents[3] / "shared" / "eval" / "crossref"
FOLDS = 5
Line = tuple[float, float]


@dataclass(frozen=True)
class Judgement:
    """One query: the scores of its works, less three where contradicted, and which of them is right, if any."""

    kind: str
    group: str
    scores: tuple[float, ...]
    is_first_vetoed: bool
    is_first_right: bool
    is_there: bool

    def chance(self, line: Line) -> float:
        odds = [math.exp(min(50.0, line[0] * score + line[1])) for score in self.scores]
        return odds[0] / (1 + sum(odds)) if odds else 0.0

    def is_answered(self, line: Line) -> bool:
        return bool(self.scores) and not self.is_first_vetoed and self.chance(line) >= ACCEPTED_FROM


def judged(kind: str, text: str, right: set[str], index: LocalIndex) -> Judgement:
    query = query_from_text(text)
    found = {record.doi.value: record for question in searches(query) for record in index.search(question)}
    works = ranked_works(probe_of(query), found.values())
    scores = tuple(work[0].score - (3.0 if work[0].is_vetoed else 0.0) for work in works)
    is_right = bool(works) and works[0][0].facts.doi in right
    group = min(right) if right else text[:40]
    return Judgement(kind, group, scores, bool(works) and works[0][0].is_vetoed, is_right, bool(right))


def asked_of_works(folder: Path) -> Iterator[Judgement]:
    index = index_of_works(folder / "works.jsonl.gz", [])
    for row in map(json.loads, next(folder.glob("match-*.jsonl")).open(encoding="utf-8")):
        right = {doi.lower() for doi in [row["doi"], *row.get("also", [])] if doi}
        yield judged(row["kind"], row["query"], right, index)


def asked_of_strings(folder: Path, count: int) -> Iterator[Judgement]:
    path = next(folder.glob("gold-real-strings-*.jsonl.gz"))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row.get("doi") and row.get("atitle")]
    by_doi = {row["doi"].lower(): row for row in rows}
    kept = {doi for doi in by_doi if zlib.crc32(doi.encode()) % 3}
    index = index_of(read_work(work_of(by_doi[doi])).record for doi in sorted(kept))
    random.Random(2).shuffle(rows)
    for row in rows[:count]:
        yield judged("strings", row["ref"], {row["doi"].lower()} & kept, index)


def work_of(row: dict[str, str]) -> dict[str, object]:
    fields = {
        "title": [row["atitle"]],
        "author": [{"family": row["firstAuthor"]}] if row.get("firstAuthor") else [],
        "container-title": [row["jtitle"]] if row.get("jtitle") else [],
        "volume": row.get("volume"),
        "page": row.get("firstPage"),
    }
    return {
        "DOI": row["doi"],
        "type": "journal-article",
        **{key: value for key, value in fields.items() if value},
    }


def fitted(judgements: Sequence[Judgement]) -> Line:
    """Slope and shift of greatest likelihood: a grid, then finer grids around its best point."""
    best, slope_step, shift_step = (1.0, 0.0), 0.2, 0.5
    for _ in range(4):
        near = [
            (best[0] + i * slope_step, best[1] + j * shift_step) for i in range(-4, 5) for j in range(-4, 5)
        ]
        best = max((line for line in near if line[0] > 0.05), key=lambda line: likelihood(judgements, line))
        slope_step, shift_step = slope_step / 3, shift_step / 3
    return best


def likelihood(judgements: Iterable[Judgement], line: Line) -> float:
    total = 0.0
    for judgement in judgements:
        if judgement.scores:
            chance = min(max(judgement.chance(line), 1e-6), 1 - 1e-6)
            total += math.log(chance if judgement.is_first_right else 1 - chance)
    return total


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = collections.defaultdict(list)
    for chance, is_right in pairs:
        bins[min(9, int(chance * 10))].append((chance, is_right))
    return sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins.values()) / max(1, len(pairs))


def crossed(judgements: Sequence[Judgement], line_of: Callable[[Sequence[Judgement]], Line]) -> float:
    pairs = []
    for fold in range(FOLDS):
        is_in = [zlib.crc32(j.group.encode()) % FOLDS == fold for j in judgements]
        line = line_of([j for j, inside in zip(judgements, is_in, strict=True) if not inside])
        pairs += [
            (j.chance(line), j.is_first_right)
            for j, inside in zip(judgements, is_in, strict=True)
            if inside and j.scores
        ]
    return calibration_error(pairs)


def figures(judgements: Iterable[Judgement], line: Line) -> str:
    c = collections.Counter()
    for judgement in judgements:
        c["there" if judgement.is_there else "not"] += 1
        if judgement.is_answered(line):
            c["right" if judgement.is_first_right else "wrong"] += 1
        else:
            c["silent"] += not judgement.is_there
    precision, recall = c["right"] / max(1, c["right"] + c["wrong"]), c["right"] / max(1, c["there"])
    f = 1.25 * precision * recall / max(1e-9, 0.25 * precision + recall)
    abstained = f"{c['silent'] / c['not']:.3f}" if c["not"] else "–"
    shown = f"{precision:.3f} | {recall:.3f} | {f:.3f}" if c["there"] else "– | – | –"
    return f"{c['there']} | {c['not']} | {shown} | {abstained} | {c['wrong']}"


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--crossref", type=Path, default=CROSSREF)
    arguments.add_argument(
        "--strings", type=int, default=2000, help="how many real reference strings (0: none)"
    )
    arguments.add_argument("--fit", action="store_true", help="print slope and shift fitted on everything")
    args = arguments.parse_args()
    of_works = list(asked_of_works(args.crossref))
    of_strings = list(asked_of_strings(args.crossref, args.strings)) if args.strings else []
    shipped = (calibration().slope, calibration().shift)
    print(
        "| kind | with | without | precision | recall | F0.5 | abstained | wrong |\n|---|---|---|---|---|---|---|---|"
    )
    for kind in sorted({j.kind for j in of_works}):
        print(f"| {kind} | {figures([j for j in of_works if j.kind == kind], shipped)} |")
    print(f"| all | {figures(of_works, shipped)} |")
    if of_strings:
        print(f"| real strings, parsed records | {figures(of_strings, shipped)} |")
    both = of_works + of_strings
    for name, some in (("queries", of_works), ("with real strings", both)):
        print(
            f"calibration error, {name}: shipped {crossed(some, lambda _: shipped):.4f}, cross-validated fit {crossed(some, fitted):.4f}"
        )
    if args.fit:
        print("fitted on everything: slope {:.2f}, shift {:.2f}".format(*fitted(both)))


if __name__ == "__main__":
    main()
