"""The command line: one file per command, each imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from refplug import __version__
from refplug.cli.ending import ReaderGone, code_of

__all__ = ["COMMANDS", "cli", "main"]

# name: (module, one line of help). A literal table, so that `refplug --help` imports no command.
COMMANDS: dict[str, tuple[str, str]] = {
    "cite": ("refplug.cli.cite", "Cite papers: metadata, scholarly keywords, an entry in references.bib."),
    "extract": ("refplug.cli.extract", "Show what papers say: metadata and keywords."),
    "romanize": ("refplug.cli.romanize", "Write words and names as scholars do, in a scheme."),
    "convert": ("refplug.cli.convert", "Convert between formats, listing every loss."),
    "why": ("refplug.cli.why", "Show the claims behind a value."),
    "format": ("refplug.cli.format", "Lay out .bib files alike, and say what is wrong with them."),
    "undo": ("refplug.cli.undo", "Take back the last change to a file, byte for byte."),
    "match": ("refplug.cli.match", "Find the record that a citation, a title or a damaged text means."),
    "enrich": ("refplug.cli.enrich", "Propose and apply what sources know about a library's entries."),
    "check": ("refplug.cli.check", "Check each entry of a library: identity, description, status."),
    "zotero": ("refplug.cli.zotero", "Keep a .bib file and a Zotero library alike, in both directions."),
    "send": ("refplug.cli.send", "Send records to the sink of another package."),
    "index": ("refplug.cli.index", "Build a local index of Crossref works to match against."),
    "schemes": ("refplug.cli.schemes", "List the romanization schemes, show one, check a table of your own."),
    "lexicon": ("refplug.cli.lexicon", "Show what the lexicon knows, add words of your own."),
    "config": ("refplug.cli.config", "Show the settings and where they come from."),
}


class LazyGroup(click.Group):
    """A group that lists its commands from the table and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in table order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now; None for a name that is no command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; a slip of the finger is told with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            if near := get_close_matches(args[0], COMMANDS, n=1):
                ctx.fail(f"there is no command '{args[0]}'; did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """The context of a run; help may be printed on the way to it."""
        try:
            return super().make_context(*arguments, **options)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands with their lines from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the trace of an internal fault.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Read papers, restore scholarly romanization, write records that say where each value came from."""
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command line; every way it can end has its exit code (`refplug.cli.ending`)."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    if debug:
        arguments.remove("--debug")
    sys.exit(code_of(lambda: cli(arguments, prog_name="refplug", standalone_mode=False), debug=debug))
