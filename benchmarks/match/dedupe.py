"""Find planted duplicates in a library: `python benchmarks/match/dedupe.py`.

The library: 2,000 real records (catalogue records of `eval/formats`, the rest Crossref works, seed 5). Planted: 300
variants by `respell.py`, which uses no table of refplug: a quarter each in another scheme, as people type it, in script,
and as a translation (another title; author, year, container, volume and page shared). A pair of library records that
is one edition of one work by author, title and year is neither right nor wrong. Peer in the same run: equal title
(letters only) and equal year, as bibtex-tidy and most managers look for it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz
from respell import respelled
from romanization import FORMATS, catalogue, openiti, plain, record_of

from refplug.match.dedupe import duplicates
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, Record
from refplug.sources.crossref.record import read_work

SEEN = Evidence(origin=Origin(OriginKind.FILE, "planted"))


def said(value: object) -> Field:
    return Field((Claim(value=value, evidence=SEEN, confidence=1.0),))


def respelled_record(record: Record, form: str, chance: random.Random) -> Record:
    creator = record.author.value[0].name
    author = Creator(
        name=Name(
            family=respelled(creator.family, form, chance), given=respelled(creator.given, form, chance)
        )
    )
    return replace(
        record,
        citekey=record.citekey + "-" + form,
        doi=Field(),
        title=said(respelled(record.title.value, form, chance)),
        author=said((author,)),
    )


def translated(record: Record, other: Record) -> Record:
    return replace(
        record,
        citekey=(record.doi.value or "") + "-translation",
        doi=Field(),
        url=Field(),
        abstract=Field(),
        title=said(other.title.value),
    )


def library(
    formats: Path, works: Path, size: int, chance: random.Random
) -> tuple[list[Record], list[Record]]:
    entries = openiti(formats / "bib" / "openiti" / "openiti-primary.bib") + catalogue(
        formats / "marc" / "aco-arabic.marcxml"
    )
    arabic = [replace(record_of(entry), doi=Field()) for entry in entries]
    with gzip.open(works, "rt", encoding="utf-8") as lines:
        every = [read_work(json.loads(line)).record for line in lines]
    return arabic, chance.sample([r for r in every if r.title and r.author], size - len(arabic))


def same(one: Record, other: Record) -> bool:
    names = [plain(r.author.value[0].name.display()) if r.author else "" for r in (one, other)]
    years = {r.issued.value.year for r in (one, other) if r.issued}
    alike = fuzz.ratio(plain(one.title.value or ""), plain(other.title.value or "")) >= 85
    return names[0] == names[1] and len(years) < 2 and alike


def planted(
    formats: Path, works: Path, size: int, copies: int, seed: int
) -> tuple[list[Record], dict[tuple[int, int], str]]:
    """A library of `size` real records with `copies` variants after them, and the form of each planted pair."""
    chance = random.Random(seed)
    arabic, others = library(formats, works, size, chance)
    records = arabic + others
    quarter = copies // 4
    gold: dict[tuple[int, int], str] = {}

    def plant(number: int, variant: Record, form: str) -> None:
        gold[number, len(records)] = form
        records.append(variant)

    for form in ("scheme", "ad-hoc", "script"):
        for number in chance.sample(range(len(arabic)), quarter):
            scheme = "ijmes" if form == "scheme" else form
            plant(number, respelled_record(arabic[number], scheme, chance), form)
    numbered = [i for i, r in enumerate(others, len(arabic)) if r.volume and r.page and r.issued]
    for number in chance.sample(numbered, quarter):
        plant(number, translated(records[number], chance.choice(others)), "translation")
    return records, gold


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--formats", type=Path, default=FORMATS)
    arguments.add_argument("--works", type=Path, default=FORMATS.parent / "crossref" / "works.jsonl.gz")
    arguments.add_argument("--size", type=int, default=2000)
    arguments.add_argument("--planted", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=5)
    arguments.add_argument("--show", type=int, default=0)
    args = arguments.parse_args()
    records, gold = planted(args.formats, args.works, args.size, args.planted, args.seed)

    begun = time.process_time()
    groups = duplicates(records)
    spent = time.process_time() - begun
    found = {pair for group in groups for pair in combinations(group.places, 2)}
    report("refplug", found, gold, records, args.show)
    by_key: dict[tuple[str, int | None], list[int]] = {}
    for number, record in enumerate(records):
        key = (plain(record.title.value or ""), record.issued.value.year if record.issued else None)
        by_key.setdefault(key, []).append(number)
    report(
        "equal title and year",
        {p for some in by_key.values() for p in combinations(some, 2)},
        gold,
        records,
        0,
    )
    print(
        f"{len(records)} records in {spent:.1f} s CPU, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def report(
    name: str, found: set[tuple[int, int]], gold: dict[tuple[int, int], str], records: list[Record], show: int
) -> None:
    origin = {copy: number for number, copy in gold}
    wrong = []
    for one, other in sorted(found - set(gold)):
        if not same(records[origin.get(one, one)], records[origin.get(other, other)]) and origin.get(
            one, one
        ) != origin.get(other, other):
            wrong.append((one, other))
    right = found & set(gold)
    precision = len(right) / max(1, len(right) + len(wrong))
    kinds = {
        kind: f"{sum(gold[p] == kind for p in right)}/{sum(k == kind for k in gold.values())}"
        for kind in sorted(set(gold.values()))
    }
    print(f"{name}: precision {precision:.3f}, recall {len(right) / len(gold):.3f}, by kind {kinds}")
    for pair in wrong[:show]:
        print("  wrong", *(shown(records[number]) for number in pair), sep=" | ")
    for pair in sorted(set(gold) - found)[:show]:
        print("  missed", gold[pair], *(shown(records[number]) for number in pair), sep=" | ")


def shown(record: Record) -> str:
    author = record.author.value[0].name.display() if record.author else ""
    return f"{author}. {record.title.value}. {record.issued.value.year if record.issued else ''} {record.volume.value or ''}:{record.page.value or ''}"


if __name__ == "__main__":
    main()
