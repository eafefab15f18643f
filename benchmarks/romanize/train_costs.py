"""Learn the edit costs of `refplug.romanize.adhoc.channel` from pairs (printed form, scholarly form).

usage: train_costs.py ADHOC.tsv [--out FILE]

Reads the rows of adhoc_to_scholarly.tsv that may be learnt from (VIAF: ODC-BY; GeoNames: CC BY 4.0; the authority files of
Grallert: CC BY-SA 4.0; the rows of al-Thurayya, whose licence is not stated, are left out) and writes numbers only.
Samples of how writers of six languages spell our own entries (`habits.py`) are added with a small weight. Hard expectation maximization: align with the costs so far, count, begin again. A small prior written by hand says how writers of
English, French, German, Turkish and Persian spell each sound, so that what the data are too few to show is not unseen.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from habits import WRITERS, printed

from refplug.romanize.adhoc.channel import Costs, prepared, units
from refplug.romanize.adhoc.segment import letters_of, segment
from refplug.romanize.adhoc.sounds import sounds
from refplug.romanize.lexicon import shipped_lexicon

OUT = Path(__file__).resolve().parents[2] / "src/refplug/romanize/data/ranking/costs.tsv"
PRIOR = """
ʾ|:3 ':2 a:.3 e:.2
ʿ|:4 ':3 a:1 e:.5 i:.1 aa:.1 y:.1
b|b:9 p:.3
p|p:9 b:.5
t|t:9 th:.3 d:.1
ṯ|th:6 s:2 t:1.5
j|j:6 dj:2 g:1.5 c:1 dsch:.3 gi:.2 zh:.2 dzh:.2 z:.1 y:.1
č|ch:6 tch:1.5 tsch:.3 c:1 sh:.3
ḥ|h:8 kh:.4 :.3 ch:.2 x:.1
x|kh:6 h:1.5 ch:1 k:.7 j:.3 x:.5 q:.1
d|d:9 t:.2
ḏ|dh:4 z:3 d:2 th:.5
r|r:9
z|z:9 s:.7
ž|zh:6 j:2 z:.7
s|s:9 ss:1.5 c:.2 z:.2 th:.05
š|sh:7 ch:2 sch:.7 s:.7 x:.1
ṣ|s:8 ss:1 c:.2 z:.1 th:.05
ḍ|d:5 dh:2 z:2 th:.1
ṭ|t:8 th:.3 d:.1
ẓ|z:5 dh:2 d:.7 th:.3 s:.2
ġ|gh:6 g:2 r:.2 ğ:.1 q:.5 h:.2
f|f:9 ph:.3 v:.1
q|q:6 k:3 c:.5 gh:1.8 g:.7 ck:.2 :.1
k|k:8 c:1 q:.4 ck:.2 kh:.2 ch:.2
g|g:8 gh:.4 gu:.4 j:.1
l|l:9
m|m:9
n|n:9 m:.1
h|h:8 :1 kh:.1
w|w:5 v:3 ou:1 u:1 o:.2 b:.05
y|y:6 i:2 j:.6 :.7 e:.1
a|a:7 e:3 i:.3 :.2 o:.3 u:.2
i|i:6 e:3 :.3 y:.2 a:.2 ee:.1
u|u:6 o:3 ou:1 oo:.3 :.2 e:.2 a:.1
ā|a:8 aa:1 e:.7 o:.3 i:.1
ī|i:7 y:1.5 ee:1.5 e:.7 ie:.3 ei:.1 iy:.2 ij:.1 ih:.1
ū|u:6 ou:2 oo:1.2 o:1 w:.1 ow:.1 uw:.1
ay|ay:3 ai:3 ei:2 ey:2 e:1 i:.4 a:.2 ae:.1 aj:.2 ej:.1
aw|aw:3 au:2.5 ow:1.5 ou:1 o:1.5 av:.5 ev:.5 u:.3 ao:.2
aT|a:5 ah:3 e:1.5 eh:1.5 at:.9 et:.2 i:.1 ih:.1 ath:.05
āT|a:3 ah:2 at:1.5 aat:.3 e:.2
iyy|iyy:2 iy:3 i:3 y:.5 ey:.2 ii:.5 ia:.1
ī$|i:8 y:2 ee:.5 e:.3 iy:.2 ie:.2 ih:.1
āʾ|a:4 a':1 aa:.5 ae:.2 aa':.1 a'a:.1 ah:.4
@|@:30 :6 al :6 el :3 al:2 el:1.5 ul:1.5 ol:.7 ul :1 il :.3 ol :.3 l :1 l:1 ed :.3 ad :.4 er :.3 ar :.4 es :.3 as :.4 esh :.1 ash :.3 en :.2 an :.3 et :.2 at :.3 ez :.1 az :.2 eddi:.01 ud :.2 ur :.2 us :.1 id :.1 ed:.3 ad:.2 ud:.3 ur:.3 us:.2 er:.2 ar:.2 es:.2 as:.2 en:.1 an:.1 od:.1 or:.1 id:.1 a:.2 e:.2
 | :8 :2 ':.1
E|E:12 e:3 i:.5 : 2 ye:1 yi:.5 i :.3 e :.3 ' e:.1
"""  # fmt: skip
DOUBLE = 0.45  # the share of doubled sounds printed as single letters, before the data speak
KAPPA, EDGE_SHARE = (
    6.0,
    0.3,
)  # weight of the sound anywhere against the sound at the edge of a word: at least, and per seen one
ROUNDS = 4
PRIOR_LEAST, PRIOR_SHARE = 20.0, 0.12  # how many seen spellings the prior weighs: at least, and per seen one


def prior() -> dict[str, Counter[str]]:
    """Unit to printed run to pseudo-count."""
    table: dict[str, Counter[str]] = {}
    for line in PRIOR.strip("\n").splitlines():
        unit, _, runs = line.partition("|")
        counts: Counter[str] = Counter()
        for item in _items(runs):
            run, weight = item.rsplit(":", 1)
            counts[run] += float(weight)
        table[unit] = counts
        if len(unit) == 1 and unit not in "aiuāīū@E ":
            doubled = Counter({run + run: (1 - DOUBLE) * w for run, w in counts.items() if len(run) == 1})
            doubled.update({run: (DOUBLE if len(run) == 1 else 1.0) * w for run, w in counts.items() if run})
            doubled.update({run[0] + run: 0.3 * w for run, w in counts.items() if len(run) == 2})
            table[unit * 2] = doubled
    return table


def _items(runs: str) -> list[str]:
    """`a:1 b:2`, where a run may hold blanks itself."""
    items, rest = [], runs
    while rest:
        head, _, tail = rest.partition(":")
        weight, _, rest = tail.lstrip(" ").partition(" ")
        items.append(f"{head}:{weight}")
    return items


def to_costs(counts: dict[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Counts smoothed by the prior, and by the unit anywhere for a unit at an edge."""
    base_prior = prior()
    anywhere: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, runs in counts.items():
        anywhere[unit.strip("^$")].update(runs)
    shares: dict[str, dict[str, float]] = {}
    for unit in set(anywhere) | set(base_prior):
        runs = Counter(anywhere.get(unit, {}))
        believed, seen = base_prior.get(unit, Counter()), sum(runs.values())
        strength = (PRIOR_LEAST + PRIOR_SHARE * seen) / max(1.0, sum(believed.values()))
        runs.update({run: weight * strength for run, weight in believed.items()})
        total = sum(runs.values())
        shares[unit] = {run: n / total for run, n in runs.items()}
    costs = {unit: {run: -math.log(p) for run, p in runs.items()} for unit, runs in shares.items()}
    for unit, runs in counts.items():
        if unit not in costs:
            base, total = shares[unit.strip("^$")], sum(runs.values())
            kappa = KAPPA + EDGE_SHARE * total
            merged = {run: (runs.get(run, 0) + kappa * p) / (total + kappa) for run, p in base.items()}
            costs[unit] = {run: -math.log(p) for run, p in merged.items()}
    for unit in base_prior:
        if unit.endswith("$") and unit not in counts:
            costs[unit] = {run: -math.log(p) for run, p in shares[unit].items()}
    return {u: {r: round(c, 2) for r, c in runs.items() if c < 7} for u, runs in costs.items()}


def align(sound: str, printed: str, costs: Costs) -> tuple[float, list[tuple[str, str]]]:
    """The cheapest way to print, run by run."""
    best: dict[int, tuple[float, list[tuple[str, str]]]] = {0: (0.0, [])}
    for unit in units(sound):
        known = costs.get(unit) or costs.get(unit.strip("^$")) or prepared({"": {}})[""]
        step: dict[int, tuple[float, list[tuple[str, str]]]] = {}
        for at, (spent, path) in best.items():
            for end in range(at, min(len(printed), at + (5 if unit == "@" else 3)) + 1):
                run = printed[at:end]
                cost = spent + known[run]
                if end not in step or cost < step[end][0]:
                    step[end] = (cost, [*path, (unit, run)])
        best = step
    return best.get(len(printed), (math.inf, []))


def learn(
    pairs: Iterable[tuple[str, str, float]], rounds: int = ROUNDS, *, habits: bool = True
) -> dict[str, dict[str, float]]:
    """Costs from (sounds, printed letters, weight); pairs that do not align well (other names, translations) do not teach."""
    rows = [*pairs, *(habit_pairs() if habits else ())]
    costs = to_costs({})
    for _ in range(rounds):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        ready = prepared(costs)
        for sound, letters, weight in rows:
            cost, path = align(sound, letters, ready)
            if cost <= 2.2 * max(4, len(letters)):
                for unit, run in path:
                    counts[unit][run] += weight
        costs = to_costs(counts)
    return costs


def habit_pairs(every: int = 3, weight: float = 0.25) -> list[tuple[str, str, float]]:
    """Our checked entries as writers of one language each print them (`habits.py`), so that no writer is unheard."""
    dice, writers = random.Random(11), sorted(WRITERS)
    own = [s for e, s in zip(shipped_lexicon().entries, shipped_lexicon().sounds, strict=True) if e.is_own]
    return [(sound, printed(sound, dice.choice(writers), dice), weight) for sound in own[::every]]


def rows_to_learn_from(path: Path) -> list[dict[str, str]]:
    """The rows whose licence lets numbers be learnt from them."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["stratum"] != "ascii"
        ]


def pairs_of(rows: Iterable[dict[str, str]]) -> list[tuple[str, str, float]]:
    """Sounds and letters; the parts of an inverted name are put in order where both sides are inverted."""
    pairs = []
    for row in rows:
        sound, letters = sounds(row["scholarly"]), letters_of(segment(row["adhoc"]))
        if sound and letters and len(letters.split()) <= len(sound.split()) + 2:
            pairs.append((sound, letters, 1.0))
    return pairs


def write(costs: dict[str, dict[str, float]], out: Path) -> None:
    lines = [
        "# Built by benchmarks/romanize/train_costs.py; README.md beside this file says from what. unit, printed run, -ln p"
    ]
    lines += [
        f"{unit}\t{run}\t{cost}"
        for unit in sorted(costs)
        for run, cost in sorted(costs[unit].items(), key=lambda c: c[1])
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("adhoc", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    write(learn(pairs_of(rows_to_learn_from(args.adhoc))), args.out)


if __name__ == "__main__":
    main()
