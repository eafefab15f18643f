"""Find planted duplicates in a Zotero library: `python benchmarks/zotero/duplicates.py`.

The library of `benchmarks/match/dedupe.py` (2,000 real records and 300 variants of them: another scheme, as people type
it, in script, translated; its tables are its own) is put into the stand-in for Zotero as items of the official schema,
with what an importer fills: type, title, people, date, container, volume, pages, publisher, language, identifiers. Then
`refplug zotero dedupe --dry-run --json` reads it over the API, and its groups are scored by item key. Nothing may be
written: the stand-in counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "match"), str(ROOT / "tests")]

from dedupe import planted, report  # noqa: E402
from romanization import FORMATS  # noqa: E402

from refplug.model import Record  # noqa: E402
from support.zotero_stub import Stub, running  # noqa: E402

# what Zotero calls these; the rest are documents
TYPES = {"article-journal": "journalArticle", "book": "book", "chapter": "bookSection", "paper-conference": "conferencePaper",
         "thesis": "thesis", "report": "report", "dataset": "dataset", "article": "preprint"}  # fmt: skip
CONTAINERS = ("publicationTitle", "bookTitle", "proceedingsTitle")
PLAIN = {"volume": "volume", "issue": "issue", "pages": "page", "publisher": "publisher", "place": "publisher_place",
         "edition": "edition", "language": "language", "url": "url", "DOI": "doi", "ISBN": "isbn"}  # fmt: skip


def item_of(record: Record, fields: frozenset[str]) -> dict[str, Any]:
    """The fields that an importer would fill, of those that the type has."""
    made = {"title": record.title.value, "date": str(record.issued.value.year) if record.issued else ""}
    made |= {name: record.field(ours.replace("_", "-")).value for name, ours in PLAIN.items()}
    if record.container:
        made |= dict.fromkeys(CONTAINERS, record.container.title.value) | {
            "ISSN": record.container.issn.value
        }
    return {name: str(value) for name, value in made.items() if value and name in fields}


def people_of(record: Record) -> list[dict[str, str]]:
    found = []
    for role in ("author", "editor"):
        for creator in record.field(role).value or ():
            name = creator.name
            plain = (
                {"lastName": name.family, "firstName": name.given}
                if name.family
                else {"name": name.display()}
            )
            found.append({"creatorType": role, **{part: text or "" for part, text in plain.items()}})
    return found


def filled(stub: Stub, records: list[Record]) -> list[str]:
    """Put the records into the library; their keys in the same order."""
    keys = []
    for record in records:
        kind = TYPES.get(record.type, "document")
        schema = stub.world.schema.kinds[kind]
        people = [one for one in people_of(record) if one["creatorType"] in schema.creators]
        keys.append(stub.library.add(kind, creators=people, **item_of(record, frozenset(schema.fields))))
    return keys


def asked(stub: Stub, home: Path) -> list[list[str]]:
    """The groups that the command finds, by item key."""
    command = [sys.executable, "-m", "refplug", "zotero", "dedupe", "--web", "--dry-run", "--json"]
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "STATE", "DATA")}
    environment = {**os.environ, **folders, "HOME": str(home), "REFPLUG_ZOTERO_URL": stub.url,
                   "REFPLUG_ZOTERO_KEY": stub.key, "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
    ended = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1):
        sys.exit(f"{' '.join(command[1:])} ended with {ended.returncode}\n{ended.stderr}")
    groups = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    return [list(map(str, group["keys"])) for group in groups if "keys" in group]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--formats", type=Path, default=FORMATS)
    parser.add_argument("--works", type=Path, default=FORMATS.parent / "crossref" / "works.jsonl.gz")
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--planted", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show", type=int, default=0, help="print so many faults")
    options = parser.parse_args()
    records, gold = planted(options.formats, options.works, options.size, options.planted, options.seed)
    with running() as stub, tempfile.TemporaryDirectory() as home:
        place = {key: number for number, key in enumerate(filled(stub, records))}
        groups = [sorted(place[key] for key in group) for group in asked(stub, Path(home))]
        print(f"{len(place)} items, {len(stub.control.seen)} requests, {len(stub.control.writes)} writes")
        if stub.control.writes:
            sys.exit("a dry run has written")
    found = {pair for group in groups for pair in combinations(group, 2)}
    report("refplug zotero dedupe", found, gold, records, options.show)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{spent.ru_utime + spent.ru_stime:.1f} s CPU, peak {spent.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
