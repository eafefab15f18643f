"""What Zotero's own duplicate finder sees of the planted duplicates: `python benchmarks/zotero/finder.py`.

The same library as `benchmarks/zotero/duplicates.py`. The rule is that of Zotero's source (chrome/content/zotero/xpcom/duplicates.js):
the same ISBN; or the same DOI; or the same title without diacritics and ASCII punctuation, the years at most one apart, and
one creator with the same last name and first initial. The signs ʿ ʾ ‘ ’ stay in its titles.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import defaultdict
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "match")]

from dedupe import planted, report  # noqa: E402
from romanization import FORMATS  # noqa: E402

from refplug.model import Record  # noqa: E402

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]+")


def normal(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(_PUNCTUATION.sub(" ", plain).lower().split())


def people(record: Record) -> set[tuple[str, str]]:
    found = set()
    for role in ("author", "editor"):
        for creator in record.field(role).value or ():
            family = creator.name.full_family or creator.name.literal
            found.add((normal(family), normal(creator.name.given)[:1]))
    return found


def pairs(records: list[Record]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    by_title: dict[str, list[int]] = defaultdict(list)
    by_number: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        by_title[normal(record.title.value or "")].append(place)
        for number in (record.doi.value, record.isbn.value):
            if number:
                by_number[number.upper()].append(place)
    for places in by_number.values():
        found |= set(combinations(places, 2))
    for title, places in by_title.items():
        for one, other in combinations(places, 2) if title else ():
            a, b = records[one].issued.value, records[other].issued.value
            is_year = a is None or b is None or abs(a.year - b.year) <= 1
            if is_year and people(records[one]) & people(records[other]):
                found.add((one, other))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--formats", type=Path, default=FORMATS)
    parser.add_argument("--works", type=Path, default=FORMATS.parent / "crossref" / "works.jsonl.gz")
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--planted", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    records, gold = planted(options.formats, options.works, options.size, options.planted, options.seed)
    report("Zotero's rule", pairs(records), gold, records, 0)


if __name__ == "__main__":
    main()
