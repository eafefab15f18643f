"""Processor time of reading PDFs and finding what they say: reader, finders, and peers' text layers in the same run.

    python benchmarks/ingest/speed.py FOLDER [--rounds 3]

FOLDER holds PDFs. Each is read once to warm up; of the rounds the quickest counts, as the machine may be shared. Peers
(pypdf, pdfminer.six) are timed where they are installed: they give text only, no places and no fields.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path


def quickest(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def peers() -> dict[str, Callable[[Path], object]]:
    """Other readers of text layers, those that are installed."""
    found: dict[str, Callable[[Path], object]] = {}
    try:
        from pypdf import PdfReader

        found["pypdf, text only"] = lambda path: [sheet.extract_text() for sheet in PdfReader(path).pages[:5]]
    except ImportError:
        pass
    try:
        from pdfminer.high_level import extract_text

        found["pdfminer.six, text only"] = lambda path: extract_text(path, maxpages=5)
    except ImportError:
        pass
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    from refplug.extract import find
    from refplug.readers import pdf

    files = sorted(options.folder.glob("*.pdf"))
    pages = {path: pdf.read(path.read_bytes(), path.name) for path in files}
    columns = {
        "refplug, lines with places": {
            path: quickest(lambda path=path: pdf.read(path.read_bytes(), path.name), options.rounds)
            for path in files
        },
        "refplug, fields found": {
            path: quickest(lambda path=path: find(pages[path]), options.rounds) for path in files
        },
    }
    for name, read in peers().items():
        columns[name] = {path: quickest(lambda path=path, read=read: read(path), 1) for path in files}
    for name, times in columns.items():
        ordered = sorted(times.values())
        print(
            f"{name}: mean {statistics.mean(ordered):.3f} s, median {ordered[len(ordered) // 2]:.3f} s, worst {ordered[-1]:.3f} s of {len(files)} files"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
