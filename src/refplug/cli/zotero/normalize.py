"""`refplug zotero normalize`: one spelling for each tag of a library, romanizations beside script, forms to search by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.house import romanizing_options
from refplug.cli.output import answer_json, isolate, say
from refplug.cli.saving import must_be_new, save_new
from refplug.cli.zotero.common import (
    chosen,
    collection_keys,
    library_options,
    opened,
    selection_options,
    show_plan,
    tell_sent,
)
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.library.zotero_tags import Options, Tags

__all__ = ["command"]


@click.command()
@library_options
@selection_options
@click.option(
    "--tags/--no-tags", "with_tags", default=True, help="One scholarly form for each tag.  [default: tags]"
)
@click.option(
    "--romanize", is_flag=True, help="Romanizations beside titles, publishers and names in Arabic script."
)
@click.option("--unsure", is_flag=True, help="With --romanize: those with unsure words too.")
@click.option(
    "--search", is_flag=True, help="A line of plain forms in Extra, so that Zotero finds romanized words."
)
@romanizing_options
@click.option(
    "--worksheet",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what is unsure into a table to fill in.",
)
@click.option(
    "--take",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Read the table back, filled in.",
)
@click.option("--dry-run", is_flag=True, help="Show the plan and its hash, change nothing.")
@click.option(
    "--apply", "agreed", metavar="HASH", help="Do what --dry-run showed under this hash, or nothing."
)
@click.option(
    "--offline", is_flag=True, default=None, help="Plan on what was read last time; changes nothing."
)
@click.option(
    "--json", "as_json", is_flag=True, help="The plan as JSON Lines, with the very bodies that are sent."
)
@click.pass_context
def command(ctx: click.Context, /, file: Path, kind: str | None, library: str | None, **flags: Any) -> None:
    """Give each tag of a Zotero library one spelling, the scholarly one.

    Sure forms are planned; unsure ones, and spellings that may be two words, are asked in a worksheet. English tags stay. What a
    tag was is kept in Extra. With --romanize, titles and names in Arabic script get their romanization beside them.
    """
    from refplug.library.zotero_normalize import plan_normalize
    from refplug.library.zotero_tags import tag_changes
    from refplug.sinks.zotero.edits import Step, apply_steps
    from refplug.sinks.zotero.engine import read_library

    options = _options(flags)
    if flags["worksheet"]:
        must_be_new(flags["worksheet"])
    with opened(file, kind, library, offline=flags["offline"], with_abstract=True, is_locked=False) as desk:
        options = replace(options, schema=desk.schema)
        version = read_library(desk.transport, desk.state) if desk.transport is not None else 0
        items = [one for key in desk.state.items() if (one := desk.state.item(key)) is not None]
        keys = collection_keys(desk.state, flags["collections"])
        test = chosen(flags["citekeys"], flags["tags"], flags["query"], keys)
        tags = tag_changes(items, options) if options.with_tags else None
        meant = [one for one in items if test is None or test("", one)]
        sheet = str(flags["worksheet"] or "")
        plan, remarks = plan_normalize(
            meant, options, server=desk.server, library=desk.library, tags=tags, sheet=sheet
        )
        if flags["worksheet"] and tags is not None:
            _write_worksheet(flags["worksheet"], tags)
        if flags["agreed"] and flags["agreed"] != plan.hash:
            raise RunAborted(
                f"the plan is another one now ({plan.hash}); look at it with --dry-run; nothing was changed",
                ExitCode.CONFLICT,
            )
        _show_tags(tags, as_json=flags["as_json"])
        show_plan(plan, as_json=flags["as_json"])
        for remark in remarks:
            say(remark)
        is_whole = True
        if flags["dry_run"] or desk.transport is None:
            say(f"plan {plan.hash}: nothing was changed; --apply {plan.hash} does it")
        else:
            steps = [Step(one.key, (one,)) for one in plan.operations]
            edited = apply_steps([steps], desk.state, desk.transport, version)
            count = len(edited.written)
            items_were = "1 item was" if count == 1 else f"{count} items were"
            say(f"{desk.library}: {items_were} written" if count else f"{desk.library}: nothing to change")
            for problem in edited.refused:
                say(f"{problem.citekey}: {problem.message}")
            is_whole = not edited.refused
        tell_sent(desk)
        ctx.exit(ExitCode.DONE if is_whole else ExitCode.CONFLICT)


def _options(flags: dict[str, Any]) -> Options:
    """The options of a run: the flags, the house style, the decisions of the user and of the worksheet."""
    from refplug.cli.house import options_of_run
    from refplug.library.zotero_tags import Options, read_tag_worksheet

    house = options_of_run(
        source="latin", scheme=flags["scheme"], form=flags["form"], reading=flags["reading"]
    )
    scheme, form = house["scheme"], house["form"]
    exceptions = dict(house.get("exceptions") or {})
    if flags["take"]:
        exceptions |= read_tag_worksheet(_text(flags["take"]), str(flags["take"]), scheme, form)
    return Options(
        with_tags=flags["with_tags"],
        with_romanization=flags["romanize"],
        with_search=flags["search"],
        with_unsure=flags["unsure"],
        scheme=scheme,
        form=form,
        reading=house["reading"],
        exceptions=exceptions,
        lexicon=house.get("lexicon"),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise RunAborted(
            f"{path}: not UTF-8 (byte {error.start}); save the worksheet as UTF-8 text"
        ) from None
    except OSError as error:
        raise RunAborted(f"{path}: {error.strerror}") from None


def _write_worksheet(path: Path, tags: Tags) -> None:
    from refplug.library.zotero_tags import tag_worksheet

    sheet = tag_worksheet(tags)
    save_new(path, sheet.encode("utf-8"), "zotero normalize")
    count = len(sheet.splitlines()) - 1
    rows = "1 row" if count == 1 else f"{count} rows"
    say(f"{path}: {rows} to fill in (column take: yes, keep, a number, script, or the form)")


def _show_tags(tags: Tags | None, *, as_json: bool) -> None:
    """Each tag and what it becomes, once; what is unsure only counted."""
    for change in tags.changes if tags is not None else ():
        if as_json:
            answer_json(
                {
                    "tag": change.tag,
                    "becomes": change.becomes,
                    "items": change.count,
                    "sure": change.is_sure,
                    "reason": change.reason,
                }
            )
        elif change.is_sure:
            click.echo(
                isolate(f"tag {change.tag} ({change.count}) becomes {change.becomes}: {change.reason}")
            )
