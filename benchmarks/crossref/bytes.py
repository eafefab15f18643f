"""Every .bib file of a folder through `refplug enrich --in-place`: with nothing to change, and with one field changed.

    PYTHONPATH=src python benchmarks/crossref/bytes.py FOLDER [FOLDER...]

Asked: with nothing to change every byte stays; with one field changed one span differs, inside that entry, and all
other fields of all entries keep their bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from refplug.cli.enrich import command
from refplug.errors import RunAborted
from refplug.formats.bibtex.document import Document, Entry
from refplug.formats.bibtex.read import records_of
from refplug.formats.sidecar import Sidecar
from refplug.library.enrich import Choices, applied, plan
from refplug.library.entries import OFFERED
from refplug.library.plan import Plan
from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Query, Record
from refplug.reconcile import Memory
from refplug.sources.crossref import Found

EVIDENCE = Evidence(origin=Origin(OriginKind.SOURCE, "stand-in"))
DOI = "10.5555/changed"


class One:
    """A source that knows one DOI: an entry's own record, but for one value."""

    name = "stand-in"

    def __init__(self, mine: Record, field: str, value: str) -> None:
        claim = Claim(value=value, evidence=EVIDENCE, confidence=1.0)
        self.record = replace(mine, **{field: Field((claim,)), "doi": Field((replace(claim, value=DOI),))})

    def look_up_many(self, dois: Iterable[str]) -> Iterator[Found]:
        for doi in dois:
            yield Found(doi=doi, record=self.record if doi.lower() == DOI else None)

    def work(self, doi: str) -> Record | None:
        return None

    def search(self, query: Query, limit: int = 20) -> tuple[Record, ...]:
        return ()

    def updates_about(self, dois: Sequence[str]) -> dict[str, tuple[Record, ...]]:
        return {}


def unchanged(path: Path, folder: Path, empty: Path) -> str:
    """What became of a file with nothing to change: `same`, `refused`, or what went wrong."""
    copy = folder / "copy.bib"
    shutil.copyfile(path, copy)
    before = copy.read_bytes()
    try:
        CliRunner().invoke(command, [str(copy), "--in-place", "--works", str(empty)], catch_exceptions=False)
        outcome = "same"
    except RunAborted:
        outcome = "refused"
    extra = [one.name for one in folder.iterdir() if one.name not in ("copy.bib", "empty.jsonl")]
    return outcome if copy.read_bytes() == before and not extra else f"CHANGED {extra}"


def one_changed(path: Path) -> str:
    """What became of a file in which the source knows one value of the first entry that can bear it."""
    data = path.read_bytes()
    document = Document.parse(data, path.name)
    for entry in document.entries:
        if document.entry(entry.citekey) is not entry or entry.type in ("xdata", "set") or not entry.citekey:
            continue
        for field in ("volume", "title"):
            made, prepared = _planned(document, entry, field)
            if len(made.changes.changes) == 1:
                after, _ = applied(prepared, Sidecar(), made)
                return _verdict(prepared, after, entry.citekey, field)
    return "no entry"


def _planned(document: Document, entry: Entry, field: str) -> tuple[Plan, Document]:
    """A plan that changes one field of an entry, and the document it is for, in which the entry bears the DOI."""
    prepared = document.set_field(entry.citekey, "doi", DOI)
    known = prepared.entry(entry.citekey)
    mine = records_of(prepared, [known] if known else []).records
    if not mine:
        return Plan(file="", base_digest=""), prepared
    value = "4711" if field == "volume" else f"{mine[0].title.value or ''} und weiter"
    choices = Choices(taken=frozenset({(entry.citekey, field)}), unbelieved=OFFERED - {field})
    return plan(prepared, prepared.dump(), One(mine[0], field, value), Memory(), choices), prepared


def _verdict(before: Document, after: Document, citekey: str, field: str) -> str:
    blocks = [(a, b) for a, b in zip(before.blocks, after.blocks, strict=True) if a.text != b.text]
    if len(blocks) != 1 or not isinstance(blocks[0][0], Entry) or blocks[0][0].citekey != citekey:
        return f"OTHER BLOCKS {len(blocks)}"
    mine, theirs = ({f.name.lower(): e.raw(f) for f in e.fields} for e in blocks[0])
    changed = {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)}
    old, new = (Document.dump(one) for one in (before, after))
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    whole = len(old) - start  # what follows the span must be the same to the last byte
    tail = next((i for i in range(1, whole + 1) if old[-i] != new[-i]), whole + 1) - 1
    outside = old[:start] + old[len(old) - tail :] == new[:start] + new[len(new) - tail :]
    return "one span" if changed == {field} and outside else f"FIELDS {sorted(changed)}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    counts: dict[str, dict[str, int]] = {"nothing to change": {}, "one field changed": {}}
    scratch = Path(tempfile.mkdtemp())
    os.environ |= {
        "REFPLUG_STATE": str(scratch / "state"),
        "REFPLUG_OFFLINE": "1",
        "XDG_CACHE_HOME": str(scratch / "c"),
    }
    folder = scratch / "work"
    folder.mkdir()
    (folder / "empty.jsonl").write_text("", encoding="utf-8")
    for path in sorted(one for top in options.folders for one in top.rglob("*.bib")):
        for what, outcome in (
            ("nothing to change", unchanged(path, folder, folder / "empty.jsonl")),
            ("one field changed", one_changed(path)),
        ):
            counts[what][outcome] = counts[what].get(outcome, 0) + 1
            if outcome[:1].isupper():
                print(path, what, outcome)
    print(json.dumps(counts))
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
