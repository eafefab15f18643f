"""Varied real records as one file, for eval/formats/tools/check_{bib,csl,marc}.py: records of Crossref works, by type, seeded.

usage: real_records.py works.jsonl.gz COUNT [--seed N] [--to FORMAT] [--variant biblatex] [--described] > real.bib
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

from refplug.formats.bibtex import citekey_for
from refplug.plugins import find, load
from refplug.ports import WriteOptions
from refplug.sources.crossref.record import read_work


def is_described(work: dict[str, Any]) -> bool:
    inside = work.get("container-title") or work.get("type") in (
        "book",
        "monograph",
        "dissertation",
        "report",
        "dataset",
        "posted-content",
    )
    return bool(
        work.get("title")
        and work.get("author")
        and work.get("issued", {}).get("date-parts", [[None]])[0][0]
        and inside
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("works")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--to", default="bibtex")
    parser.add_argument("--variant")
    parser.add_argument(
        "--described",
        action="store_true",
        help="only works with a title, a date, an author, and what they stand in",
    )
    args = parser.parse_args()
    by_type: dict[str, list[dict[str, object]]] = defaultdict(list)
    with gzip.open(args.works, "rt", encoding="utf-8") as file:
        for line in file:
            work = json.loads(line)
            if args.described and not is_described(work):
                continue
            by_type[str(work.get("type"))].append(work)
    chance = random.Random(args.seed)
    chosen = []
    while len(chosen) < args.count:  # one of each type in turn: the rare types are where writers stumble
        for kind in sorted(by_type):
            if by_type[kind] and len(chosen) < args.count:
                chosen.append(by_type[kind].pop(chance.randrange(len(by_type[kind]))))
    records = [record for work in chosen if (record := read_work(work).record)]
    keys: set[str] = set()
    for place, record in enumerate(records):
        key = citekey_for(record, keys)
        keys.add(key)
        records[place] = replace(record, citekey=key)
    plugin = find("formats", name=args.to)
    assert plugin is not None, args.to
    written = load(plugin).write(records, WriteOptions(variant=args.variant))
    sys.stdout.buffer.write(written.data)
    print(Counter(str(work["type"]) for work in chosen), len(written.notices), file=sys.stderr)


if __name__ == "__main__":
    main()
