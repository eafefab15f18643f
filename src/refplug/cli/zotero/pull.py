"""`refplug zotero pull`: what is new or changed in Zotero, into the .bib file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.output import say, say_all
from refplug.cli.zotero.asking import ask_deletions
from refplug.cli.zotero.common import (
    check_citekeys,
    chosen,
    collection_keys,
    decision_options,
    decisions,
    library_options,
    opened,
    say_strangers,
    selection_options,
    show_plan,
    tell_sent,
)
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.library.zotero_desk import Desk
    from refplug.library.zotero_pull import Pull

__all__ = ["command"]


@click.command()
@library_options
@selection_options
@decision_options
@click.option("--with", "extras", multiple=True, type=click.Choice(["abstract"]), help="Abstracts too.")
@click.option("--dry-run", is_flag=True, help="Show the plan and its hash, change nothing.")
@click.option(
    "--apply", "wanted", metavar="HASH", help="Do what --dry-run showed under this hash, or nothing."
)
@click.option("--json", "as_json", is_flag=True, help="The plan as JSON Lines.")
@click.pass_context
def command(ctx: click.Context, /, file: Path, kind: str | None, library: str | None, **options: Any) -> None:
    """Take over into FILE.bib what is new or changed in Zotero. `refplug undo FILE.bib` takes it back.

    Only the fields that changed are written; the rest of the file stays to the byte. What both sides changed is listed and left
    alone. Nothing is deleted unless you say --follow.
    """
    with opened(file, kind, library, with_abstract="abstract" in options["extras"]) as desk:
        made = _planned(desk, options)
        if follow := ask_deletions(desk, made.plan, options):
            made = _planned(desk, {**options, "follow": (*options["follow"], *follow)})
        say_all(dict.fromkeys(made.notices))
        if options["wanted"] and options["wanted"] != made.plan.hash:
            raise RunAborted(
                f"the plan is another one now ({made.plan.hash}); look at it with --dry-run; nothing was changed",
                ExitCode.CONFLICT,
            )
        show_plan(made.plan, as_json=options["as_json"])
        if options["dry_run"]:
            say(f"plan {made.plan.hash}: nothing was changed; --apply {made.plan.hash} does it")
        else:
            _apply(desk, made)
        tell_sent(desk)
        ctx.exit(ExitCode.CONFLICT if made.plan.clashes else ExitCode.DONE)


def _planned(desk: Desk, options: dict[str, Any]) -> Pull:
    from refplug.library.zotero_pull import plan_pull
    from refplug.ports import WriteOptions
    from refplug.sinks.zotero.compare import compare
    from refplug.sinks.zotero.engine import read_library

    say_strangers(desk, options)
    read_library(desk.online, desk.state)
    check_citekeys(desk, options["citekeys"], with_items=True)
    keys = collection_keys(desk.state, options["collections"])
    test = chosen(options["citekeys"], options["tags"], options["query"], keys)
    choices = desk.choices(is_chosen=test, **decisions(options))
    return plan_pull(
        compare(desk.state, desk.shelf, choices),
        desk.state,
        desk.shelf,
        desk.record_of,
        choices,
        WriteOptions(with_abstract=desk.with_abstract),
        server=desk.server,
        library=desk.library,
        formula=desk.settings.citekey,
        remake=desk.shelf_of,
    )


def _apply(desk: Desk, made: Pull) -> None:
    from refplug.library.zotero_pull import apply_pull

    say_all(apply_pull(made, desk.state))
    count = len(made.plan.operations)
    if count:
        entries = "1 entry was" if count == 1 else f"{count} entries were"
        say(f"{desk.path}: {entries} written; `refplug undo {desk.path}` takes it back")
    else:
        say(f"{desk.path}: nothing new in Zotero")
