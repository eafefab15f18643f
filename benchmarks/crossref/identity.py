"""Entries made from real records: is the DOI found again, is a wrong DOI noticed, is a work outside left alone?

    PYTHONPATH=src python benchmarks/crossref/identity.py WORKS.jsonl.gz [--rows 300] [--seed 1]

Four sets of entries, drawn by seed: with the DOI taken out; with the DOI of another work put in; with their own DOI;
and works that were taken out of the index. The index holds the other records of the file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

from refplug.formats.bibtex import write
from refplug.formats.bibtex.read import read
from refplug.library.asking import asked
from refplug.library.identity import Known, identify
from refplug.model import EMPTY, Record
from refplug.reconcile import Relation, compare
from refplug.sources.crossref.record import read_work
from refplug.sources.local_index import index_of


def as_entries(records: list[Record], *, keep_doi: bool) -> list[Record]:
    """The records as a .bib file gives them back."""
    named = [
        replace(one, citekey=f"k{i}", doi=one.doi if keep_doi else EMPTY, url=EMPTY)
        for i, one in enumerate(records)
    ]
    return list(read(write(named).data, "a.bib").records)


def counted(known: list[Known], truth: list[str | None]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one, doi in zip(known, truth, strict=True):
        if one.record is not None:
            counts[_found(one, doi)] += 1
        elif one.is_other_work:
            counts["another work"] += 1
        else:
            counts[str(one.identity)] += 1
    return dict(counts)


def _found(one: Known, doi: str | None) -> str:
    """Some publishers register one article twice, ahead of print and in print: same title, volume and pages."""
    record = one.record
    if record is None or doi is None:
        return "found, WRONG"
    if record.doi.value == doi:
        return "found, right"
    mine = one.mine
    pairs = ((v, mine.field(v).value or "", record.field(v).value or "") for v in ("title", "volume", "page"))
    same = all(compare(v, here, there) is Relation.SAME for v, here, there in pairs)
    return "found, right (registered twice)" if same and mine.page else "found, WRONG"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("works", type=Path)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with gzip.open(options.works, "rt", encoding="utf-8") as lines:
        records = [read_work(json.loads(line)).record for line in lines]
    chance = random.Random(options.seed)
    usable = [one for one in records if one.title and one.author and one.issued and one.doi]
    drawn = chance.sample(usable, 2 * options.rows)
    inside, outside = drawn[: options.rows], drawn[options.rows :]
    gone = {one.doi.value for one in outside}
    source = asked(index_of(one for one in records if one.doi.value not in gone))
    dois = [one.doi.value for one in inside]
    shifted = [
        replace(one, doi=other.doi) for one, other in zip(inside, inside[1:] + inside[:1], strict=True)
    ]
    for name, entries, truth in (
        ("DOI taken out", as_entries(inside, keep_doi=False), dois),
        ("DOI of another work", as_entries(shifted, keep_doi=True), [None] * len(inside)),
        ("own DOI", as_entries(inside, keep_doi=True), dois),
        ("work outside the index", as_entries(outside, keep_doi=False), [None] * len(outside)),
    ):
        known = list(identify(entries, source))
        print(json.dumps({"set": name, "entries": len(entries), **counted(known, truth)}), flush=True)
        for one, doi in zip(known, truth, strict=True):
            if (one.record is not None and one.record.doi.value != doi) or (
                name == "own DOI" and one.record is None
            ):
                print("  ", one.mine.doi.value, one.mine.title.value, "|", one.reason[:200])


if __name__ == "__main__":
    main()
