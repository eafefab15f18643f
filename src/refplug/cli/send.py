"""`refplug send`: the records of a file into another package's sink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.records import Told, format_of, named, some
from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice

if TYPE_CHECKING:
    from refplug.ports import Receiver

__all__ = ["command"]


@click.command(
    epilog=examples(
        "refplug send references.bib --to shelf",
        "refplug send catalogue.mrc --to shelf --scheme ijmes --with abstract",
    )
)
@click.argument("source", metavar="IN", shell_complete=completing.files)
@click.option(
    "--to", "name", metavar="SINK", required=True, help="Another package's sink, by its plug-in's name."
)
@click.option(
    "--from",
    "source_format",
    metavar="FORMAT",
    shell_complete=completing.formats,
    help="Format of IN, where its name does not say it.",
)
@click.option(
    "--scheme", shell_complete=completing.schemes, help="Romanization scheme of what the sink romanizes."
)
@click.option("--with", "extras", multiple=True, type=click.Choice(["abstract"]), help="Abstracts too.")
@click.pass_context
def command(ctx: click.Context, /, source: str, name: str, **flags: Any) -> None:
    """Send the records of IN to a sink that another package brings (docs/extending.md).

    What the sink could not take is listed. Zotero has commands of its own: refplug zotero push.
    """
    from refplug.formats.streams import records_from
    from refplug.plugins import load
    from refplug.ports import WriteOptions
    from refplug.system.intake import open_in

    sink = _sink(name)
    reader = format_of(flags["source_format"], source, "--from")
    opened = open_in(source)
    if isinstance(opened, Notice):
        raise RunAborted(str(opened))
    told = Told(source)
    options = WriteOptions(scheme=flags["scheme"], with_abstract="abstract" in flags["extras"])
    with opened:
        records = tuple(named(some(told.apart(records_from(load(reader), opened, source)), told)))
    for _ in told.apart(sink.put(records, options)):
        pass
    ctx.exit(ExitCode.PROBLEMS_FOUND if told.is_faulty else ExitCode.DONE)


def _sink(name: str) -> Receiver:
    """The sink of that name, made; a usage error where there is none, or none that takes records."""
    from refplug.plugins import SHIPPED, find, load, names
    from refplug.ports import Receiver

    ours = {plugin.name for plugin in SHIPPED["sinks"]}
    if name in ours:
        raise click.UsageError(f"{name} has commands of its own: refplug {name} --help")
    plugin = find("sinks", name=name)
    if plugin is None:
        known = ", ".join(one for one in names("sinks") if one not in ours) or "no package brings one"
        raise click.UsageError(f"there is no sink {name!r} (sinks: {known})")
    sink = load(plugin)()
    if not isinstance(sink, Receiver):
        raise RunAborted(
            f"the sink {name!r} of another package ({plugin.target}) takes no records: it has no `put`; update that package"
        )
    return sink
