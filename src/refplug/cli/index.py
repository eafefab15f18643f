"""`refplug index`: a local index of Crossref works, to match against without the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.examples import examples
from refplug.cli.output import say, say_all
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.model import Notice

__all__ = ["command"]

_MOST_TOLD = 5


@click.group()
def command() -> None:
    """Build a local index of Crossref works."""


@command.command(
    short_help="Build an index of a file of Crossref works.",
    epilog=examples(
        "refplug index build works.jsonl.gz -o works.index",
        "refplug match --index works.index 'The Mantle of the Prophet'",
    ),
)
@click.argument("works", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where the index goes; default: beside WORKS, with .index.",
)
def build(works: Path, output: Path | None) -> None:
    """Build an index of WORKS, a file with one Crossref work a line (JSON Lines, .gz or not)."""
    from refplug.sources.local_index import build_index, read_works

    notices: list[Notice] = []
    if not works.name:
        raise RunAborted(f"{works} is a folder; name a file of works", ExitCode.USAGE)
    path = output or works.with_name(works.name.removesuffix(".gz").removesuffix(".jsonl") + ".index")
    if path.resolve() == works.resolve():
        raise RunAborted(
            f"{path}: the index would replace the works; choose another place with -o", ExitCode.USAGE
        )
    count = build_index(_some(read_works(works, notices), works, notices), path)
    _tell(notices)
    say(f"{path}: {count} work{'s' * (count != 1)}")


def _some(
    works: Iterable[Mapping[str, Any]], file: Path, notices: list[Notice]
) -> Iterator[Mapping[str, Any]]:
    """The works; `RunAborted` where there is none, so that no empty index takes the place of a good one."""
    is_empty = True
    for work in works:
        is_empty = False
        yield work
    if is_empty:
        _tell(notices)
        raise RunAborted(f"{file}: holds no work of Crossref; no index was written")


def _tell(notices: list[Notice]) -> None:
    """What could not be read; of many lines the first few."""
    say_all(notices[:_MOST_TOLD])
    if (more := len(notices) - _MOST_TOLD) > 0:
        say(f"and {more} more lines like these")
