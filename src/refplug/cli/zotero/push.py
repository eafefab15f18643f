"""`refplug zotero push`: what is new or changed in the .bib file, to Zotero."""

from __future__ import annotations

from dataclasses import replace
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
    from refplug.sinks.zotero.engine import Report
    from refplug.sinks.zotero.plan import Plan

__all__ = ["command", "send_entries"]


@click.command()
@library_options
@selection_options
@decision_options
@click.option("--into", multiple=True, metavar="NAME", help="Put new items into this collection.")
@click.option(
    "--with",
    "extras",
    multiple=True,
    type=click.Choice(["abstract", "provenance", "files"]),
    help="Abstracts too; a child note that says where each value came from; the PDF files that entries name.",
)
@click.option(
    "--attach",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help="Attach this PDF to the entry that --citekey names.",
)
@click.option(
    "--import",
    "by_import",
    is_flag=True,
    help="New entries through Zotero 7 to 9, which cannot be written to.",
)
@click.option("-v", "--verbose", is_flag=True, help="List what Zotero does not keep.")
@click.option("--dry-run", is_flag=True, help="Show the plan and its hash, change nothing.")
@click.option(
    "--apply", "wanted", metavar="HASH", help="Do what --dry-run showed under this hash, or nothing."
)
@click.option(
    "--json", "as_json", is_flag=True, help="The plan as JSON Lines, with the very bodies that are sent."
)
@click.pass_context
def command(ctx: click.Context, /, file: Path, kind: str | None, library: str | None, **options: Any) -> None:
    """Send to Zotero what is new or changed in FILE.bib.

    Only the fields that changed are sent; notes, attachments, collections, tags of yours and all that Zotero holds besides stay.
    What both sides changed is listed and left alone. Nothing is deleted unless you say --follow, and then into the trash.
    """
    if options["attach"] and len(options["citekeys"]) != 1:
        raise click.UsageError("--attach needs one --citekey: the entry that the file belongs to")
    kind = "local" if options["by_import"] else kind
    with opened(file, kind, library, with_abstract="abstract" in options["extras"]) as desk:
        if desk.shelf.data is None:
            raise RunAborted(f"{file}: there is no such file", ExitCode.USAGE)
        is_whole = _push(desk, options)
        tell_sent(desk)
        ctx.exit(ExitCode.DONE if is_whole else ExitCode.CONFLICT)


def send_entries(file: Path, citekeys: list[str], *, kind: str = "", library: str = "") -> bool:
    """Send these entries of a file, new or changed, as `cite --zotero` does; whether all of it went."""
    names = dict.fromkeys(
        ("collections", "tags", "into", "mine", "theirs", "follow", "restore", "attach", "extras"), ()
    )
    flags = {
        "query": None,
        "prefer": None,
        "dry_run": False,
        "wanted": None,
        "as_json": False,
        "by_import": False,
        "verbose": False,
    }
    escaped = tuple(citekey.replace("[", "[[]") for citekey in citekeys)
    with opened(file, kind, library) as desk:
        return _push(desk, {**names, **flags, "citekeys": escaped, "is_quiet": True})


def _push(desk: Desk, options: dict[str, Any]) -> bool:
    from refplug.sinks.zotero.engine import push, read_library

    transport = desk.online
    say_strangers(desk, options)
    if not options.get("is_quiet"):
        check_citekeys(desk, options["citekeys"])
    if options["collections"] or options["into"]:
        read_library(transport, desk.state)  # collections are known by name only after reading
    keys = collection_keys(desk.state, options["collections"])
    into = sorted(collection_keys(desk.state, options["into"]))
    test = chosen(options["citekeys"], options["tags"], options["query"], keys)
    choices = desk.choices(is_chosen=test, **decisions(options))
    asking = _Asking(options)
    if options["by_import"]:
        from refplug.library.zotero_import import push_by_import

        report = push_by_import(desk, choices, asking)
    else:
        report = push(
            transport,
            desk.state,
            desk.shelf,
            choices,
            agree=asking,
            collections=into,
            is_pinned=bool(options["wanted"]),
        )
    _tell(desk, report)
    is_whole = not report.has_trouble
    if report.is_applied and (follow := ask_deletions(desk, report.open or report.plan, options)):
        carried = replace(choices, is_chosen=lambda citekey, item: citekey in follow, follow=follow)
        second = push(transport, desk.state, desk.shelf, carried)
        _tell(desk, second)
        is_whole = is_whole and not second.has_trouble
    if losses := tuple(dict.fromkeys(desk.shelf.notices)):
        if options["verbose"]:
            say_all(losses)
        elif not options.get("is_quiet"):
            things = "1 thing is" if len(losses) == 1 else f"{len(losses)} things are"
            say(f"{things} not kept by Zotero or not understood; -v lists them")
    if report.is_applied:
        is_whole = _hang_on(desk, options) and is_whole
    return is_whole


class _Asking:
    """Shows the plan and agrees to it, unless it is a dry run or another plan than the one asked for."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options

    def __call__(self, plan: Plan) -> bool:
        wanted = self._options["wanted"]
        if wanted and wanted != plan.hash:
            raise RunAborted(
                f"the plan is another one now ({plan.hash}); look at it with --dry-run; nothing was changed",
                ExitCode.CONFLICT,
            )
        if not self._options.get("is_quiet"):
            show_plan(plan, as_json=self._options["as_json"])
        if self._options["dry_run"]:
            say(f"plan {plan.hash}: nothing was changed; --apply {plan.hash} does it")
            return False
        return True


def _tell(desk: Desk, report: Report) -> None:
    if not report.is_applied:
        return
    count = len(report.written)
    items = "1 item was" if count == 1 else f"{count} items were"
    say(f"{desk.library}: {items} written" if count else f"{desk.library}: nothing to send")
    for problem in report.refused:
        say(f"{problem.citekey}: {problem.message}")
    if report.stale:
        say(f"changed by others all the while, not written: {', '.join(report.stale[:10])}; run again")
    last = report.open or report.plan
    if last.clashes:
        say(
            f"{len(last.clashes)} conflict{'s' * (len(last.clashes) != 1)}: both sides changed a field; "
            "--mine KEY:FIELD or --theirs KEY:FIELD settles one"
        )


def _hang_on(desk: Desk, options: dict[str, Any]) -> bool:
    """What hangs on items on request: files, the note of provenance. Whether all of it went."""
    wants_files, wants_note = "files" in options["extras"], "provenance" in options["extras"]
    if not (options["attach"] or wants_files or wants_note):
        return True
    from refplug.library.zotero_children import hang_on

    patterns = options["citekeys"]
    done = hang_on(
        desk,
        chosen(
            patterns, options["tags"], options["query"], collection_keys(desk.state, options["collections"])
        ),
        files=tuple(options["attach"]),
        with_files=wants_files,
        with_note=wants_note,
    )
    for message in done.messages:
        say(message)
    return not done.has_trouble
