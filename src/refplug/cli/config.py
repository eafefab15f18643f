"""`refplug config`: the settings of this run, and which file, variable or flag gave each."""

from __future__ import annotations

from dataclasses import fields

import click

from refplug.cli.output import answer_json, answer_line, answer_table

__all__ = ["command"]


@click.group()
def command() -> None:
    """Show the settings and where they come from."""


@command.command()
@click.option("--origin", is_flag=True, help="Also say where each value comes from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a setting.")
def show(origin: bool, as_json: bool) -> None:
    """List every setting with its value."""
    from refplug.system.settings import Settings, load_settings

    settings = load_settings()
    names = [item for item in fields(Settings) if not item.metadata.get("internal")]
    if as_json:
        for item in names:
            value = getattr(settings, item.name)
            answer_json({"name": item.name, "value": value, "origin": settings.origin(item.name)})
        return
    columns = ("setting", "value", "from", "meaning") if origin else ("setting", "value", "meaning")
    rows = []
    for item in names:
        row = [item.name, _shown(getattr(settings, item.name)), item.metadata["about"]]
        if origin:
            row.insert(2, settings.origin(item.name))
        rows.append(row)
    answer_table(columns, rows)


@command.command(short_help="Print where your own configuration file is.")
def path() -> None:
    """Print the path of the user's own configuration file, whether it exists or not."""
    from refplug.system.settings import config_file

    answer_line(str(config_file()))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, dict):
        return "; ".join(f"{key} = {one}" for key, one in value.items())
    return str(value)
