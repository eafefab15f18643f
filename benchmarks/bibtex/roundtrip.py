"""Records of .bib files, written and read again: how many entries come back equal, and what differs in the others.

usage: roundtrip.py [--variant biblatex] [--show N] FILE.bib...
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

from refplug.formats.bibtex import Document, records_of, write
from refplug.model import Record
from refplug.ports import WriteOptions


def values(record: Record, prefix: str = "") -> dict[str, object]:
    """Every accepted value of a record by its path."""
    found: dict[str, object] = {}
    for item in fields(record):
        value = getattr(record, item.name)
        if item.name == "container":
            found |= values(value, prefix + "container.") if value else {}
        elif item.name in ("citekey",):
            continue
        elif item.name in ("type", "is_title_devised"):
            found[prefix + item.name] = value
        elif item.name == "custom":
            found |= {prefix + name: text for name, text in value}
        elif value:
            claim = value.value
            found[prefix + item.name] = (
                tuple(term.printed for term in claim) if item.name == "keyword" else claim
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--variant")
    parser.add_argument("--show", type=int, default=10)
    args = parser.parse_args()
    all_equal = all_count = 0
    why: Counter[str] = Counter()
    for path in args.files:
        document = Document.parse(path.read_bytes(), path.name)
        records = [
            replace(record, citekey=f"k{number}")
            for number, record in enumerate(records_of(document).records)
        ]
        written = write(records, WriteOptions(with_abstract=True, variant=args.variant))
        again = records_of(Document.parse(written.data, path.name)).records
        equal = 0
        assert len(again) == len(records), (path.name, len(again), len(records))
        for one, other in zip(records, again, strict=True):
            before, after = values(one), values(other)
            differing = [name for name in before | after if before.get(name) != after.get(name)]
            equal += not differing
            why.update(differing)
            if differing and args.show > 0:
                args.show -= 1
                for name in differing:
                    print(
                        f"  {path.name} {one.citekey} {name}: {before.get(name)!r} -> {after.get(name)!r}"[
                            :600
                        ]
                    )
        all_equal, all_count = all_equal + equal, all_count + len(records)
        if len(args.files) < 8:
            print(f"{path.name}: {equal} of {len(records)} entries equal")
    print(
        f"all: {all_equal} of {all_count} ({all_equal / max(1, all_count):.2%}); differing fields: {dict(why.most_common(20))}"
    )


if __name__ == "__main__":
    main()
