"""Real names: our parts against pybtex's, which follows bibtex.web; each difference is listed.

usage: names.py FILE.bib... [--show N]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pybtex.errors
from pybtex.database import Person

from refplug.formats.bibtex import Document
from refplug.formats.bibtex.names import _AND, _AND_WORD, parse_name, split_at
from refplug.formats.bibtex.tex import plain_text
from refplug.formats.bibtex.values import Library


def theirs(source: str) -> tuple[str, str, str] | None:
    try:
        person = Person(source)
    except Exception as error:  # noqa: BLE001  whatever a peer raises is its answer
        print(f"  pybtex raises {type(error).__name__}: {source[:80]!r}")
        return None
    given = " ".join([*person.first_names, *person.middle_names])
    family = " ".join([*person.prelast_names, *person.last_names])
    return plain_text(given), plain_text(family), plain_text(" ".join(person.lineage_names))


def ours(source: str) -> tuple[str, str, str]:
    name = parse_name(source)
    return name.given, name.literal or name.full_family, name.suffix


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=40)
    args = parser.parse_args()
    pybtex.errors.set_strict_mode(True)
    seen: set[str] = set()
    for path in args.files:
        library = Library(Document.parse(path.read_bytes(), path.name))
        for entry in library.document.entries:
            for field, value in library.own(entry).items():
                if field in ("author", "editor", "translator", "bookauthor"):
                    seen.update(_AND_WORD.sub("", part.strip()) for part in split_at(_AND, value.source))
    equal = 0
    for source in sorted(seen - {""}):
        mine, good = ours(source), theirs(source)
        if good is not None and tuple(part.replace("\u00a0", " ") for part in mine) == tuple(
            part.replace("\u00a0", " ") for part in good
        ):
            equal += 1
        elif args.show > 0:
            args.show -= 1
            print(f"  {source!r}: ours {mine}, pybtex {good}")
    print(f"{equal} of {len(seen - {''})} names equal ({equal / max(1, len(seen - {''})):.2%})")


if __name__ == "__main__":
    main()
