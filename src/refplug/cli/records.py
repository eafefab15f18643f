"""Records of a file on their way to another place: read by the format of the file, told what was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from refplug.cli.output import say
from refplug.errors import RunAborted
from refplug.model import Notice

if TYPE_CHECKING:
    from refplug.model import Record
    from refplug.plugins import Plugin

__all__ = ["Told", "format_of", "named", "some"]

T = TypeVar("T")
_REMEMBERED = 1000  # notices, which are not said again


class Told:
    """Tells notices as they come, each once in a row, and remembers whether one was an error."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.is_faulty = False
        self._recent: dict[Notice, None] = {}

    def apart(self, items: Iterable[T | Notice]) -> Iterator[T]:
        """What is no notice; the notices are said."""
        for item in items:
            if isinstance(item, Notice):
                self._say(item)
            else:
                yield item

    def _say(self, notice: Notice) -> None:
        self.is_faulty |= notice.severity == "error"
        if notice in self._recent:
            return
        self._recent[notice] = None
        if len(self._recent) > _REMEMBERED:
            del self._recent[next(iter(self._recent))]
        say(replace(notice, file=notice.file or self.source))


def some(records: Iterable[Record], told: Told) -> Iterator[Record]:
    """The records; where a file that could not be read gives none, nothing must be written."""
    is_empty = True
    for record in records:
        is_empty = False
        yield record
    if is_empty and told.is_faulty:
        raise RunAborted(f"nothing was written: no record could be read in {told.source}")


def format_of(name: str | None, file: str, option: str) -> Plugin:
    """The format of a file by its name, or by the name given with `option` (`--from`, `--to`); a usage error for none."""
    from refplug.plugins import find, names

    suffix = (
        "".join(Path(file).suffixes[-2:]) if file.endswith((".csl.json", ".csl.yaml")) else Path(file).suffix
    )
    is_written = option == "--to"
    plugin = find("formats", name=name) if name else find("formats", suffix=suffix, is_written=is_written)
    if plugin is None:
        told = (
            f"there is no format '{name}'"
            if name
            else f"the name '{file}' does not tell its format; give {option}"
        )
        fit = [one for one in names("formats") if is_written or not _is_written_only(one)]
        raise click.UsageError(f"{told} (formats: {', '.join(fit)})")
    return plugin


def _is_written_only(name: str) -> bool:
    """Whether a format of that name is one that nobody reads: citations."""
    from refplug.plugins import find

    plugin = find("formats", name=name)
    return plugin is not None and bool(plugin.written)


def named(records: Iterable[Record]) -> Iterable[Record]:
    """The records, each with a citekey of its own where it had none: identifiers must be unique in every format."""
    from refplug.formats.bibtex import citekey_for

    taken: set[str] = set()
    for record in records:
        if not record.citekey:
            record = replace(record, citekey=citekey_for(record, taken))
        taken.add(record.citekey.lower())
        yield record
