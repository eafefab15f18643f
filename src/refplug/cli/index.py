"""`refplug index`: a local index of Crossref works, to match against without the network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from refplug.cli.output import say, say_all

if TYPE_CHECKING:
    from refplug.model import Notice

__all__ = ["command"]


@click.group()
def command() -> None:
    """Build a local index of Crossref works."""


@command.command(short_help="Build an index of a file of Crossref works.")
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
    path = output or works.with_name(works.name.removesuffix(".gz").removesuffix(".jsonl") + ".index")
    count = build_index(read_works(works, notices), path)
    say_all(notices)
    say(f"{path}: {count} works")
