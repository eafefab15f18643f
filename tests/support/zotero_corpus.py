"""Real records and real items to send through the mapping, read in place from the evaluation data."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from refplug.formats import bibtex, marcxml
from refplug.model import Record
from refplug.sinks.zotero.schema import COMMON
from refplug.sources.crossref.record import read_work

SEED = 6


def real_records(eval_data: Path, each: int = 250) -> list[Record]:
    """`each` records of Crossref and `each` of the .bib and MARCXML files, half of them catalogue records where there are so many."""
    return [*crossref_records(eval_data, each), *file_records(eval_data, each)]


def crossref_records(eval_data: Path, count: int) -> list[Record]:
    with gzip.open(eval_data / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        works = [json.loads(line) for line in lines]
    random.Random(SEED).shuffle(works)
    return [read_work(work.get("message", work)).record for work in works[:count]]


def file_records(eval_data: Path, count: int) -> list[Record]:
    folder = eval_data / "formats"
    marc = [
        record
        for path in sorted((folder / "marc").rglob("*"))
        if path.suffix in (".marcxml", ".mrx")
        for record in marcxml.read(path.read_bytes(), path.name).records
    ]
    bib = [
        record
        for path in sorted((folder / "bib").rglob("*.bib"))
        for record in bibtex.read(path.read_bytes(), path.name).records
    ]
    chance = random.Random(SEED)
    chance.shuffle(marc)
    chance.shuffle(bib)
    catalogue = marc[: count // 2]
    return [*catalogue, *bib[: count - len(catalogue)]]


def hand_made(eval_data: Path) -> list[dict[str, Any]]:
    """The hand-made items as the real client stored them."""
    path = eval_data / "zotero" / "real-client" / "exports.json"
    return [one["stored"] for one in json.loads(path.read_text(encoding="utf-8"))]


def real_items(eval_data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Items as Zotero has them: every type and field, what its importers made of real files, what its API answered."""
    folder = eval_data / "zotero"
    for name in ("itemJSON", "translatorExport"):
        for kind, item in json.loads((folder / "zotero-mapping" / f"{name}.json").read_text("utf-8")).items():
            yield f"{name} {kind}", item
    for number, item in enumerate(hand_made(eval_data)):
        yield f"hand-made {number}", item
    for path in sorted((folder / "translators").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            for which in ("expected_upstream", "real_client_result"):
                found = case.get(which)
                for item in found if isinstance(found, list) else ():
                    if isinstance(item, dict) and item.get("itemType"):
                        yield f"{path.stem} {case['index']} {which}", item
    for answer in json.loads((folder / "pyzotero" / "items_doc.json").read_text("utf-8")):
        yield "pyzotero", answer["data"]


def filled(item: dict[str, Any]) -> dict[str, Any]:
    """The members of an item that say something; a number in a field (an old translator) as the text that it is."""
    return {
        name: str(raw) if type(raw) is int and name not in COMMON else raw
        for name, raw in item.items()
        if raw not in ("", [], {}, None)
    }
