"""The command line: one file per command, each imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from refplug import __version__

__all__ = ["COMMANDS", "cli", "main"]

# name: (module, one line of help). A literal table, so that `refplug --help` imports no command.
COMMANDS: dict[str, tuple[str, str]] = {}


class LazyGroup(click.Group):
    """A group that lists its commands from the table and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in table order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now; None for a name that is no command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands with their lines from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Read papers, restore scholarly romanization, write records that say where each value came from."""


def main() -> None:
    """Run the command line."""
    cli(prog_name="refplug")
