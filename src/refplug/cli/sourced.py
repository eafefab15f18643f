"""What `enrich` and `check` have in common: their source, their file, their progress, their places."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from refplug.cli.output import say, say_all
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.formats.bibtex.document import Document
    from refplug.library.asking import Asked
    from refplug.system.settings import Settings

__all__ = ["opened", "places", "progress", "settings_from", "source_for", "source_options", "tell_requests"]

F = TypeVar("F", bound=Callable[..., Any])


def source_options(command: F) -> F:
    """The options that say whom to ask."""
    path = click.Path(path_type=Path)
    for option in (
        click.option("--mailto", metavar="ADDRESS", help="Your address, for Crossref's polite pool."),
        click.option("--offline", is_flag=True, default=None, help="Use the cache only, never the network."),
        click.option("--index", type=path, help="Ask an index made by `refplug index build`."),
        click.option("--works", type=path, help="Ask a file of Crossref works (JSON Lines, .gz or not)."),
    ):
        command = option(command)
    return command


def settings_from(mailto: str | None, offline: bool | None) -> Settings:
    """The settings of the run, with these flags."""
    from refplug.system.settings import load_settings

    return load_settings(flags={"mailto": mailto, "offline": offline})


def source_for(works: Path | None, index: Path | None, mailto: str | None, offline: bool | None) -> Asked:
    """The source that the options name; Crossref where they name none."""
    from refplug.library.asking import asked

    if works and index:
        raise click.UsageError("give one of --works and --index")
    if works or index:
        from refplug.sources.local_index import LocalIndex, index_of_works

        if index:
            return asked(LocalIndex.open(index))
        notices: list[Any] = []
        found = index_of_works(works or Path(), notices)
        say_all(notices)
        return asked(found)
    from refplug.sources.crossref import Crossref

    return asked(Crossref.from_settings(settings_from(mailto, offline)))


def opened(file: str) -> tuple[Document, bytes]:
    """The document in a file, and the very bytes it was read from; `RunAborted` where there is no such file."""
    from refplug.formats.bibtex.document import Document
    from refplug.system.files import read_file

    data = read_file(file)
    if data is None:
        raise RunAborted(f"{file}: there is no such file", ExitCode.USAGE)
    document = Document.parse(data, file)
    say_all(document.notices)
    return document, data


@contextmanager
def progress(document: Document, label: str) -> Iterator[Callable[[int], None]]:
    """A function that moves a progress bar on, which is drawn on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=len(document.entries), label=label, file=sys.stderr) as bar:
        yield lambda count: bar.update(count)


def places(given: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """`KEY:FIELD`, or `FIELD` for every entry, as pairs of citekey and field; citekeys may hold colons.

    >>> sorted(places(("title", "DBLP:conf/x:Year")))
    [('', 'title'), ('DBLP:conf/x', 'year')]
    """
    pairs = (one.rpartition(":") for one in given)
    return frozenset((citekey, name.strip().lower()) for citekey, _, name in pairs)


def tell_requests(source: Asked) -> None:
    """Say what was sent to whom, in one line, where anything was."""
    door = getattr(source, "door", None)
    if door is not None and len(door.ledger):
        log = f"; the log is {door.ledger.log}" if door.ledger.log else ""
        say(f"sent: {door.ledger.summary()}{log}")
    for notice in getattr(getattr(source, "store", None), "notices", ()):
        say(notice)
