"""Ask for the spellings of improvised.tsv: terms of the field as writers of several languages improvise them, and English that must stay.

usage: improvised.py [FILE.tsv] [--verbose]

Right: the output equals a `|` part of column `full`, the case of the first letter apart. Printed by habit of the writer, then the share
answered, the share right of what was changed, and the rows of kind `keep` that were changed.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from refplug.romanize.answer import romanize

FILE = Path(__file__).with_name("improvised.tsv")


class Judged(NamedTuple):
    """One row with what was answered."""

    row: dict[str, str]
    output: str | None
    alternatives: tuple[str, ...]

    @property
    def wanted(self) -> list[str]:
        return [lower_first(part) for part in self.row["full"].split("|")]

    @property
    def right(self) -> bool:
        return lower_first(self.output or self.row["printed"]) in self.wanted

    @property
    def near(self) -> bool:
        said = [self.output, *self.alternatives[: 3 if self.output is None else 2]]
        return any(lower_first(text) in self.wanted for text in said if text)

    @property
    def changed(self) -> bool:
        return self.output is not None and self.output != self.row["printed"]


def lower_first(text: str) -> str:
    at = next((i for i, char in enumerate(text) if char.lower() != char.upper()), 0)
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def asked(rows: Sequence[dict[str, str]]) -> list[Judged]:
    found = []
    for row in rows:
        answer = romanize(row["printed"], scheme="ijmes", source="latin")
        found.append(Judged(row, answer.output, tuple(a.output for a in answer.alternatives)))
    return found


def told(name: str, part: Sequence[Judged]) -> str:
    changed = [j for j in part if j.changed]
    right, near, precise = (
        sum(j.right for j in part),
        sum(j.near for j in part),
        sum(j.right for j in changed),
    )
    return (
        f"| {name} | {len(part)} | {100 * right / len(part):.1f} | {100 * near / len(part):.1f} | "
        f"{len(changed)} | {100 * precise / max(1, len(changed)):.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=FILE)
    parser.add_argument("--verbose", action="store_true", help="list what is not right")
    args = parser.parse_args()
    judged = asked(read(args.file))
    terms = [j for j in judged if j.row["kind"] != "keep"]
    keeps = [j for j in judged if j.row["kind"] == "keep"]
    print(
        "| writer | terms | right, % | among the first three, % | changed | of these right, % |\n|---|---|---|---|---|---|"
    )
    for habit in sorted({j.row["habit"] for j in terms}):
        print(told(habit, [j for j in terms if j.row["habit"] == habit]))
    print(told("all", terms))
    print(f"\nof {len(keeps)} that must stay, changed: {sum(not j.right for j in keeps if j.output)}")
    if args.verbose:
        for j in judged:
            if not j.right:
                print(f"  {j.row['printed']} -> {j.output}, wanted {j.row['full']}; or {j.alternatives[:3]}")


if __name__ == "__main__":
    main()
