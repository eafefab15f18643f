"""Each example that a command's help shows is a command with options that there are."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from refplug.cli import COMMANDS, cli


def _commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


EXAMPLES = [
    line.strip()
    for _, command in _commands(cli)
    for line in (command.epilog or "").split("\n")
    if line.strip().startswith("refplug ")
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_parses(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unsure.tsv").touch()
    words = shlex.split(example.split("#")[0].split(" < ")[0].split(" > ")[0])[1:]
    command: click.Command = cli
    while isinstance(command, click.Group):
        context = click.Context(command)
        if not words:
            return  # a group that shows its list
        found = command.get_command(context, words.pop(0))
        assert found is not None, example
        if isinstance(found, click.Group) and not words:
            return
        command = found
    command.make_context("refplug", words)  # raises click.UsageError for what there is not


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("config", "zotero", "index")])
def test_a_command_has_examples(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.epilog, f"refplug {name} --help shows no example"
