"""`refplug convert --romanize` and `--infer-script`: siblings beside what a record has, and a worksheet of unsure words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.output import say_all
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.model import Record

__all__ = ["with_siblings"]


def with_siblings(records: Iterable[Record], flags: Mapping[str, Any]) -> tuple[Record, ...]:
    """The records with romanized siblings, or inferred script, as the flags ask; writes the worksheet if there is one.

    Raises `RunAborted` for a scheme or reading that is not there, and where the worksheet exists and would be lost.
    """
    from refplug.romanize.script.records import script_siblings, siblings

    found = tuple(records)
    scheme, reading = flags["scheme"] or "ala-lc", _reading(flags["reading"])
    if flags["worksheet"]:
        _write_worksheet(Path(flags["worksheet"]), found, scheme, reading, force=flags["force"])
    if flags["infer_script"]:
        found = tuple(script_siblings(record) for record in found)
    if flags["romanize"]:
        found = tuple(siblings(record, scheme, reading) for record in found)
    return found


def _reading(name: str | None) -> str | None:
    from refplug.model import Reading

    if name is not None and name not in {str(one) for one in Reading}:
        raise click.UsageError(f"there is no reading '{name}' (readings: {', '.join(map(str, Reading))})")
    return name


def _write_worksheet(
    path: Path, records: tuple[Record, ...], scheme: str, reading: str | None, *, force: bool
) -> None:
    from refplug.romanize.script.records import unsure_words, worksheet
    from refplug.system.files import FileChange, locked, read_file, save

    rows = (
        (record.citekey or "", word) for record in records for word in unsure_words(record, scheme, reading)
    )
    data = worksheet(rows).encode("utf-8")
    with locked(path):
        before = read_file(path)
        if before is not None and before != data and not force:
            message = f"{path} is there already and is not replaced; give another name, or --force"
            raise RunAborted(message, ExitCode.CONFLICT)
        say_all(save([FileChange(path, before, data)], "convert"))
