"""CPU seconds to parse, to parse with all fields, to make records, to write, for ours and for peers that are installed.

usage: speed.py FILE.bib [--peers] [--edit]   (a large file: make_large.py)
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def timed(label: str, count: Callable[[Any], int], run: Callable[[], Any]) -> Any:
    start = time.process_time()
    result = run()
    spent = time.process_time() - start
    number = count(result)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{label:34} {spent:7.2f} s CPU  {number / max(spent, 1e-9):9,.0f} entries/s  peak {peak} MiB",
        flush=True,
    )
    return result


def ours(path: Path, edit: bool) -> None:
    from refplug.formats.bibtex import Document, records_of, write
    from refplug.ports import WriteOptions

    data = timed("read the bytes", len, path.read_bytes)
    document = timed("refplug: parse", lambda d: len(d.entries), lambda: Document.parse(data, path.name))
    timed(
        "refplug: every field of every entry",
        lambda n: len(document.entries),
        lambda: sum(len(e.fields) for e in document.entries),
    )
    timed("refplug: dump", lambda d: len(document.entries), document.dump)
    if edit:
        middle = document.entries[len(document.entries) // 2].citekey
        timed(
            "refplug: edit one field and dump",
            lambda d: 1,
            lambda: document.set_field(middle, "note", "x").dump(),
        )
        return
    parsed = timed("refplug: records", lambda p: len(p.records), lambda: records_of(document))
    timed(
        "refplug: write the records",
        lambda w: len(parsed.records),
        lambda: write(parsed.records, WriteOptions(with_abstract=True)),
    )


def peers(path: Path) -> None:
    import pybtex.errors
    from pybtex.database import parse_file

    pybtex.errors.set_strict_mode(False)
    timed("pybtex: parse", lambda d: len(d.entries), lambda: parse_file(str(path), "bibtex"))
    try:
        import bibtexparser
    except ImportError:
        print("bibtexparser is not installed")
        return
    timed("bibtexparser: parse", lambda d: len(d.entries), lambda: bibtexparser.parse_file(str(path)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--edit", action="store_true")
    args = parser.parse_args()
    ours(args.file, args.edit)
    if args.peers:
        peers(args.file)


if __name__ == "__main__":
    main()
