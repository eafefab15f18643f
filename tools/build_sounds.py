"""Build `src/refplug/romanize/data/lexicon/sounds.tsv`: what each shipped entry sounds like, so that loading need not render it.

usage: python tools/build_sounds.py [--check]

With --check nothing is written; the exit code is 1 if the file is not what the lexicon asks for.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from refplug.romanize.lexicon import FILES, parse_lexicon, prepared_entry

FOLDER = Path(__file__).resolve().parent.parent / "src/refplug/romanize/data/lexicon"


def wanted() -> str:
    entries = [e for name in FILES for e in parse_lexicon((FOLDER / name).read_text("utf-8"), name)]
    lines = [
        "# Built by tools/build_sounds.py from the lexicon beside it. vocalized, reading, kind, sounds, plain letters, consonant keys, key in any reading"
    ]
    rows = set()
    for entry in entries:
        row, group = prepared_entry(entry)
        rows.add(
            "\t".join(
                (entry.vocalized, entry.reading, entry.kind, row.sounds, row.plain, " ".join(row.keys), group)
            )
        )
    lines += sorted(rows)
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    path = FOLDER / "sounds.tsv"
    if parser.parse_args().check:
        sys.exit(path.read_text("utf-8") != wanted())
    path.write_text(wanted(), encoding="utf-8")


if __name__ == "__main__":
    main()
