"""Coverage-guided fuzz targets for the parsers other than that of .bib (atheris), one format at a time.

usage: python benchmarks/fuzz/formats.py FORMAT [CORPUS...] -max_total_time=600 -rss_limit_mb=1024
       FORMAT: ris marc marcxml csl-json csl-yaml mods dublin-core

Fails where anything is raised, where reading piece by piece gives other records than reading whole, where a record is lost or invented on the way through the writer of the same format, where
what was written is read with an error, or where writing it again gives other bytes. The same input goes through the
BibTeX writer, where a TeX command that is not harmless must not come through.
"""

from __future__ import annotations

import sys
from io import BytesIO

import atheris

with atheris.instrument_imports(include=["refplug.formats", "refplug.mapping"]):
    from refplug.formats.bibtex import write as write_bibtex
    from refplug.formats.bibtex.tex import commands_of
    from refplug.formats.bibtex.textable import HARMLESS
    from refplug.formats.streams import records_from
    from refplug.model import Record
    from refplug.plugins import find, load
    from refplug.ports import Format, WriteOptions

    TARGETS: dict[str, Format] = {
        name: load(plugin)
        for name in ("ris", "marc", "marcxml", "csl-json", "csl-yaml", "mods", "dublin-core")
        if (plugin := find("formats", name=name))
    }

MOST = 20_000  # bytes of one input: longer ones only slow the search
OPTIONS = WriteOptions(with_abstract=True)


def law(form: Format, data: bytes) -> None:
    data = data[:MOST]
    parsed = form.read(data, "fuzz")
    streamed = [one for one in records_from(form, BytesIO(data), "fuzz") if isinstance(one, Record)]
    assert tuple(streamed) == parsed.records, "piece by piece it differs"
    written = form.write(parsed.records, OPTIONS)
    if parsed.records:
        again = form.read(written.data, "fuzz")
        faults = [notice for notice in (*written.notices, *again.notices) if notice.severity == "error"]
        assert not faults, f"what was written is faulty: {faults[0].message}"
        assert len(again.records) == len(parsed.records), "a record is lost or invented"
        assert form.write(again.records, OPTIONS).data == written.data, "written twice, it differs"
    source = write_bibtex(parsed.records, OPTIONS).data.decode()
    assert set(commands_of(source)) <= HARMLESS, "a command came through"


def main() -> None:
    name = sys.argv.pop(1)
    form = TARGETS[name]
    atheris.Setup(sys.argv, lambda data: law(form, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
