"""What the commands that ask a source have in common: the source, its options, their file, progress, places."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from refplug.cli import completing
from refplug.cli.output import say, say_all
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.formats.bibtex.document import Document
    from refplug.library.asking import Asked
    from refplug.ports import Source
    from refplug.system.settings import Settings

__all__ = [
    "opened",
    "places",
    "progress",
    "settings_from",
    "source_for",
    "source_of",
    "source_options",
    "tell_requests",
]

F = TypeVar("F", bound=Callable[..., Any])


def source_options(command: F) -> F:
    """The options that say whom to ask."""
    path = click.Path(path_type=Path)
    for option in (
        click.option("--mailto", metavar="ADDRESS", help="Your address, for Crossref's polite pool."),
        click.option("--offline", is_flag=True, default=None, help="Use the cache only, never the network."),
        click.option("--index", type=path, help="Ask an index made by `refplug index build`."),
        click.option(
            "--source",
            metavar="NAME",
            shell_complete=completing.sources,
            help="Ask another source than Crossref, by its plug-in's name.",
        ),
        click.option("--works", type=path, help="Ask a file of Crossref works (JSON Lines, .gz or not)."),
    ):
        command = option(command)
    return command


def settings_from(options: Mapping[str, Any]) -> Settings:
    """The settings of the run, with the flags among its options."""
    from refplug.system.settings import load_settings

    return load_settings(flags={name: options[name] for name in ("mailto", "offline", "source")})


def source_of(settings: Settings, *, budget_s: float | None = None) -> Source:
    """The source that the settings name, ours or another package's; `RunAborted` (usage) where there is none.

    A source's class is called without arguments, or its `from_settings(settings, budget_s=…)` where it has one.
    """
    from refplug.plugins import find, load, names

    plugin = find("sources", name=settings.source)
    if plugin is None:
        known = ", ".join(names("sources"))
        raise RunAborted(f"there is no source {settings.source!r}; there are {known}", ExitCode.USAGE)
    kind = load(plugin)
    made: Source = (
        kind.from_settings(settings, budget_s=budget_s) if hasattr(kind, "from_settings") else kind()
    )
    return made


def source_for(options: Mapping[str, Any]) -> Source:
    """The source that the options name: an index, a file of works, a plug-in; else the one in the settings."""
    works, index = options["works"], options["index"]
    if sum(map(bool, (works, index, options["source"]))) > 1:
        raise click.UsageError("give one of --works, --index and --source")
    if not works and not index:
        return source_of(settings_from(options))
    from refplug.sources.local_index import LocalIndex, index_of_works

    if index:
        return LocalIndex.open(index)
    notices: list[Any] = []
    found = index_of_works(works, notices)
    say_all(notices)
    return found


def opened(file: str) -> tuple[Document, bytes]:
    """The document in a file (`-`: standard input), and the very bytes it was read from; `RunAborted` where there is none."""
    from refplug.formats.bibtex.document import Document
    from refplug.system.files import read_file

    data = sys.stdin.buffer.read() if file == "-" else read_file(file)
    if data is None:
        raise RunAborted(f"{file}: there is no such file", ExitCode.USAGE)
    document = Document.parse(data, file)
    if not document.entries and (data.startswith(b"%PDF-") or b"\0" in data):
        raise RunAborted(f"{file}: is no text, so no BibTeX file; `refplug cite` reads papers")
    say_all(document.notices)
    if not document.entries:
        say(f"{file}: holds no entry that can be read; there is nothing to ask about")
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
