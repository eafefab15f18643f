"""`refplug undo`: take back the last change set on a file, byte for byte."""

from __future__ import annotations

from datetime import UTC

import click

from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_table, say

__all__ = ["command"]


@click.command(
    epilog=examples(
        "refplug undo references.bib",
        "refplug undo --list references.bib",
    )
)
@click.argument("file", type=click.Path())
@click.option(
    "--list", "as_list", is_flag=True, help="Show the recorded changes, the last first, and change nothing."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line a change or a restored file.")
@click.option(
    "--wait", "timeout_s", default=10.0, show_default=True, help="Seconds to wait for another writer."
)
def command(file: str, as_list: bool, as_json: bool, timeout_s: float) -> None:
    """Restore FILE, and its provenance, as they were before the last change that refplug made.

    Called again it goes one change further back. A file that was edited since is left alone (exit code 6).
    """
    from refplug.errors import RunAborted
    from refplug.system.files import history, locked, undo

    if as_list:
        changes = history(file)
        if not changes:
            say(f"{file}: no change by refplug is recorded")
        else:
            _show(changes, as_json)
        return
    with locked(file, timeout_s):
        restored = undo(file)
    if not restored:
        raise RunAborted(f"{file}: no change by refplug is recorded; nothing was done")
    for path in restored:
        if as_json:
            answer_json({"file": str(path), "restored": True})
        else:
            say(f"restored {path}")


def _show(changes: tuple[dict[str, object], ...], as_json: bool) -> None:
    from datetime import datetime

    rows = []
    for change in changes:
        when = datetime.fromtimestamp(int(str(change["time"])), UTC).isoformat(timespec="seconds")
        files = change["files"]
        paths = [str(part["path"]) for part in files] if isinstance(files, list) else []
        rows.append((when, str(change["command"]), paths))
    if as_json:
        for when, command_line, paths in rows:
            answer_json({"time": when, "command": command_line, "files": paths})
        return
    told = [(when, command_line, ", ".join(paths)) for when, command_line, paths in rows]
    answer_table(("when (UTC)", "command", "files"), told)
