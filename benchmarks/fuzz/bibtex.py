"""A coverage-guided fuzz target for everything that reads .bib files (atheris).

usage: python benchmarks/fuzz/bibtex.py [CORPUS...] -max_total_time=600 -rss_limit_mb=1024

Fails where anything is raised, where the bytes do not come back, where a record is lost on the way through the
writer, where a TeX command gets through that is not harmless, or where the ASCII fallback is not ASCII.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["refplug.formats.bibtex"]):
    from refplug.formats.bibtex import Document, read, write
    from refplug.formats.bibtex.layout import faults, laid_out
    from refplug.formats.bibtex.names import parse_names
    from refplug.formats.bibtex.tex import commands_of
    from refplug.formats.bibtex.textable import HARMLESS
    from refplug.ports import WriteOptions

MOST = 20_000  # bytes of one input: longer ones only slow the search


def one(data: bytes) -> None:
    data = data[:MOST]
    document = Document.parse(data, "fuzz.bib")
    assert document.dump() == data, "the bytes do not come back"
    faults(document)
    once = Document.parse(laid_out(document).dump(), "fuzz.bib")
    assert laid_out(once).dump() == once.dump(), "the layout is not the same twice"
    parsed = read(data, "fuzz.bib")
    written = write(parsed.records, WriteOptions(with_abstract=True))
    again = read(written.data, "again.bib")
    assert len(again.records) == len(parsed.records), "a record is lost or invented"
    assert set(commands_of(written.data.decode())) <= HARMLESS, "a command came through"
    assert write(parsed.records, WriteOptions(ascii_only=True)).data.isascii(), "the fallback is not ASCII"
    parse_names(data.decode("utf-8", "replace"))


def main() -> None:
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
