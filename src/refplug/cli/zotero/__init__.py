"""`refplug zotero`: a library of Zotero's beside a .bib file, in both directions."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["COMMANDS", "command"]

# name: (module, one line of help), as in refplug.cli
COMMANDS: dict[str, tuple[str, str]] = {
    "login": (
        "refplug.cli.zotero.login",
        "Try a key, keep it in the keyring; or ask Zotero here to let us write.",
    ),
    "status": ("refplug.cli.zotero.status", "Say what differs between a .bib file and a Zotero library."),
    "pull": ("refplug.cli.zotero.pull", "Take over into the .bib file what is new or changed in Zotero."),
    "push": ("refplug.cli.zotero.push", "Send to Zotero what is new or changed in the .bib file."),
    "normalize": ("refplug.cli.zotero.normalize", "Propose one spelling for each tag, and romanizations."),
    "dedupe": ("refplug.cli.zotero.dedupe", "Find works that stand more than once; merge them on request."),
}


class _Group(click.Group):
    """Commands from the table, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in table order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself; None for a name that is no command."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands with their lines from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group("zotero", cls=_Group)
def command() -> None:
    """Keep a .bib file and a Zotero library alike, nothing lost on either side.

    The library is one of zotero.org (an API key in REFPLUG_ZOTERO_KEY or the keyring) or that of Zotero 10 on this computer.
    What changed on one side is carried over, field by field; what both changed is listed and left alone.
    """
