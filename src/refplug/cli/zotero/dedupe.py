"""`refplug zotero dedupe`: the same work twice, across spellings, scripts and translations; merged only where you say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from refplug.cli.output import answer_json, isolate, say
from refplug.cli.zotero.asking import on_terminal
from refplug.cli.zotero.common import chosen, collection_keys, library_options, opened, show_plan, tell_sent
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.library.zotero_desk import Desk
    from refplug.sinks.zotero.duplicates import Group, Merging

__all__ = ["command"]


@click.command()
@library_options
@click.option(
    "--collection", "collections", multiple=True, metavar="NAME", help="Look in this collection only."
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Look at items with this tag only.")
@click.option("--merge", "wanted", multiple=True, metavar="KEY", help="Merge the group that holds this item.")
@click.option("--keep", "kept", multiple=True, metavar="KEY", help="In its group this item stays.")
@click.option("--all", "everything", is_flag=True, help="Merge every group that was found.")
@click.option(
    "--dry-run", is_flag=True, help="Show groups, and the plan of what would be merged; change nothing."
)
@click.option(
    "--apply", "agreed", metavar="HASH", help="Do what --dry-run showed under this hash, or nothing."
)
@click.option(
    "--offline", is_flag=True, default=None, help="Look at what was read last time; merges nothing."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line a group, then the plan.")
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    kind: str | None,
    library: str | None,
    collections: tuple[str, ...],
    tags: tuple[str, ...],
    wanted: tuple[str, ...],
    kept: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    agreed: str | None,
    offline: bool | None,
    as_json: bool,
) -> None:
    """Find works that a Zotero library holds more than once.

    Spellings, scripts and translations are seen through; each group says why. Nothing is merged unless you answer y, or name
    a group with --merge KEY. A merge keeps the fuller item, fills what it lacks, unites tags, collections and relations,
    moves notes and files, and puts the other into Zotero's trash.
    """
    from refplug.sinks.zotero.duplicates import find_groups
    from refplug.sinks.zotero.engine import read_library

    with opened(file, kind, library, offline=offline, with_abstract=True, is_locked=False) as desk:
        version = read_library(desk.transport, desk.state) if desk.transport is not None else 0
        keys = collection_keys(desk.state, collections)
        groups = tuple(group.keeping(kept) for group in find_groups(_works(desk, tags, keys), desk.schema))
        _show(groups, as_json=as_json)
        asked = _asked(groups, wanted, kept, everything=everything, dry_run=dry_run, as_json=as_json)
        if asked and desk.transport is None:
            raise RunAborted(
                "a merge needs the library itself; run it without --offline", ExitCode.UNAVAILABLE
            )
        is_whole = not asked or _merge(
            desk, groups, asked, version, dry_run=dry_run, agreed=agreed, as_json=as_json
        )
        tell_sent(desk)
        ctx.exit(ExitCode.DONE if is_whole else ExitCode.CONFLICT)


def _works(desk: Desk, tags: tuple[str, ...], collections: frozenset[str]) -> list[dict[str, object]]:
    test = chosen((), tags, None, collections)
    found = (desk.state.item(key) for key in desk.state.items())
    return [one for one in found if one is not None and (test is None or test("", one))]


def _show(groups: tuple[Group, ...], *, as_json: bool) -> None:
    for group in groups:
        if as_json:
            answer_json(
                {
                    "keys": list(group.keys),
                    "keep": group.keys[0],
                    "probability": round(group.probability, 4),
                    "reason": group.reason,
                }
            )
            continue
        click.echo(isolate(f"{group.keys[0]}  {group.reason}"))
        for one in group.items:
            click.echo(isolate(f"    {one['key']}  {_described(one)}"))
    if not as_json:
        count = len(groups)
        say(
            "nothing stands twice"
            if not count
            else f"{count} work{'s stand' if count > 1 else ' stands'} more than once"
        )


def _described(item: object) -> str:
    from refplug.sinks.zotero.mapping import record_of

    record, _ = record_of(item)  # type: ignore[arg-type]
    people = record.author.value or record.editor.value or ()
    names = "; ".join(one.name.inverted() for one in people[:3])
    year = record.issued.value.edtf() if record.issued.value else ""
    return " · ".join(part for part in (record.title.value or "(no title)", names, year) if part)


def _asked(
    groups: tuple[Group, ...],
    wanted: tuple[str, ...],
    kept: tuple[str, ...],
    *,
    everything: bool,
    dry_run: bool,
    as_json: bool,
) -> frozenset[str]:
    """The keys of the groups that the user wants merged: named, all, or asked one by one on a terminal."""
    known = {key for group in groups for key in group.keys}
    for key in (*wanted, *kept):
        if key not in known:
            option = "--merge" if key in wanted else "--keep"
            raise RunAborted(f"{option} {key}: no group holds this item; nothing was changed", ExitCode.USAGE)
    if everything:
        return frozenset(known)
    if wanted or dry_run or as_json or not on_terminal():
        return frozenset(wanted)
    said = [
        group.keys[0] for group in groups if click.confirm(f"merge {' + '.join(group.keys)}?", default=False)
    ]
    return frozenset(said)


def _merge(
    desk: Desk,
    groups: tuple[Group, ...],
    asked: frozenset[str],
    version: int,
    *,
    dry_run: bool,
    agreed: str | None,
    as_json: bool,
) -> bool:
    from refplug.sinks.zotero.duplicates import plan_merges, steps_of
    from refplug.sinks.zotero.edits import apply_steps
    from refplug.sinks.zotero.merging import uri_of

    transport = desk.online
    uri = uri_of(desk.library)
    merging: Merging = plan_merges(
        groups,
        asked,
        transport.children,
        server=desk.server,
        library=desk.library,
        library_uri=uri,
        schema=desk.schema,
    )
    if agreed and agreed != merging.plan.hash:
        raise RunAborted(
            f"the plan is another one now ({merging.plan.hash}); look at it with --dry-run; nothing was changed",
            ExitCode.CONFLICT,
        )
    show_plan(merging.plan, as_json=as_json)
    if not uri:
        say("the library's number on zotero.org is not known here: merged items get no dc:replaces")
    if dry_run:
        say(
            f"plan {merging.plan.hash}: nothing was changed; --apply {merging.plan.hash} with the same --merge does it"
        )
        return not merging.plan.problems
    edited = apply_steps(steps_of(merging.merges), desk.state, transport, version)
    done = [merge for merge in merging.merges if merge.group not in edited.stopped]
    say(f"{desk.library}: {len(done)} merged" if len(done) != 1 else f"{desk.library}: 1 work was merged")
    for problem in edited.refused:
        say(f"{problem.citekey}: {problem.message}")
    return not (edited.refused or merging.plan.problems)
