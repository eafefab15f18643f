"""Help costs little: nothing heavy is loaded to show it."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from refplug.cli import COMMANDS, cli

HEAVY = (
    "requests",
    "habanero",
    "pybtex",
    "rich",
    "importlib.metadata",
    "lxml",
    "pymarc",
    "refplug.model",
    "rapidfuzz",
)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from refplug.cli import main\n"
        "sys.argv = ['refplug', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"
    assert "cite" in ended.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_list_of_subcommands_tells_whole_sentences(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    shown = command.get_help(click.Context(command, info_name=name, terminal_width=80))
    assert not [line for line in shown.splitlines() if line.endswith("...") and not line.startswith("Usage:")]
