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
from refplug.formats.sidecar import Sidecar
from refplug.library.enrich import Choices, applied, plan
from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Query, Record
from refplug.reconcile import Memory
from refplug.sources.crossref import Found

EVIDENCE = Evidence(origin=Origin(OriginKind.SOURCE, "stand-in"))
DOI = "10.5555/changed"


class One:
    """A source that knows one DOI, and of it one value."""

    name = "stand-in"

    def __init__(self, kind: str, field: str, value: str) -> None:
        claim = Claim(value=value, evidence=EVIDENCE, confidence=1.0)
        self.record = replace(
            Record(type=kind), **{field: Field((claim,)), "doi": Field((replace(claim, value=DOI),))}
        )

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
        made, document, data = _planned(document, data, entry)
        if len(made.changes.changes) != 1:
            continue
        after, _ = applied(document, Sidecar(), made)
        return _verdict(document, after, data, after.dump(), entry.citekey)
    return "no entry"


def _planned(document: Document, data: bytes, entry: Entry):  # type: ignore[no-untyped-def]
    """A plan for the document in which the entry bears the stand-in's DOI alone; what it lacks is left as it is."""
    for field in (
        "title",
        "author",
        "editor",
    ):  # what would contradict the stand-in's record is for other tests
        if entry.find(field) is None:
            break
    prepared = document.set_field(entry.citekey, "doi", DOI)
    source = One("article-journal", "volume", "4711")
    source.record = _as(prepared, entry.citekey, source.record)
    choices = Choices(taken=frozenset({(entry.citekey, "volume")}))
    made = plan(prepared, prepared.dump(), source, Memory(), choices)
    kept = tuple(change for change in made.changes.changes if change.field == "volume")
    made.changes = replace(made.changes, changes=kept)
    return made, prepared, prepared.dump()


def _as(document: Document, citekey: str, record: Record) -> Record:
    """The stand-in's record under the entry's own title and names, so that nothing contradicts."""
    from refplug.formats.bibtex.read import records_of

    entry = document.entry(citekey)
    mine = records_of(document, [entry] if entry else []).records
    if not mine:
        return record
    volume, doi = record.volume, record.doi
    return replace(mine[0], volume=volume, doi=doi, container=mine[0].container)


def _verdict(before: Document, after: Document, old: bytes, new: bytes, citekey: str) -> str:
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    span = (start, len(old) - end)
    blocks = [(a, b) for a, b in zip(before.blocks, after.blocks, strict=True) if a.text != b.text]
    if len(blocks) != 1 or not isinstance(blocks[0][0], Entry) or blocks[0][0].citekey != citekey:
        return f"OTHER BLOCKS {len(blocks)}"
    mine, theirs = ({f.name.lower(): e.raw(f) for f in e.fields} for e in blocks[0])
    changed = {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)}
    return "one span" if changed == {"volume"} else f"FIELDS {sorted(changed)} {span}"


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
