"""A large .bib file: the entries of a real one, repeated under new keys, its @string definitions kept.

usage: make_large.py SOURCE.bib COUNT > large.bib
"""

from __future__ import annotations

import sys
from pathlib import Path

from refplug.formats.bibtex import Document
from refplug.formats.bibtex.document import BlockKind


def main() -> None:
    source, count = Path(sys.argv[1]), int(sys.argv[2])
    document = Document.parse(source.read_bytes(), source.name)
    out = sys.stdout
    for block in document.blocks:
        if block.kind in (BlockKind.STRING, BlockKind.PREAMBLE):
            out.write(block.text + "\n\n")
    entries = [entry for entry in document.entries if entry.citekey]
    for number in range(count):
        entry = entries[number % len(entries)]
        out.write(entry.text.replace(entry.citekey, f"key:{number}", 1) + "\n\n")


if __name__ == "__main__":
    main()
