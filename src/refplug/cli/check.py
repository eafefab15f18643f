"""`refplug check`: identity, description and status of each entry, apart from one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_line, answer_table, say
from refplug.cli.sourced import opened, progress, source_for, source_options, tell_requests
from refplug.errors import ExitCode

if TYPE_CHECKING:
    from refplug.library.check import Checked
    from refplug.romanize.spelling import Occurrence

__all__ = ["command"]


@click.command(
    epilog=examples(
        "refplug check references.bib",
        "refplug check --json references.bib",
        "refplug check --spelling references.bib",
    )
)
@click.argument("file", metavar="FILE.bib", shell_complete=completing.files)
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each entry.")
@click.option(
    "--spelling",
    is_flag=True,
    help="List terms and names spelled in several ways instead; FILE.bib may be a folder. Asks nobody.",
)
@source_options
@click.pass_context
def command(context: click.Context, /, file: str, as_json: bool, spelling: bool, **options: Any) -> None:
    """Check each entry of FILE.bib: who it is, whether its fields agree, whether it was retracted or corrected.

    A work that the sources do not cover is called not-covered, never false. Exit code 4: an entry needs a person;
    5: some entries could not be asked about.
    """
    from refplug.library.asking import asked
    from refplug.library.check import check

    if spelling:
        context.exit(_spelling(file, as_json))
    source = asked(source_for(options))
    document, _ = opened(file)
    is_problem = is_unavailable = False
    rows: list[tuple[str, ...]] = []
    with progress(document, "asking") as tick:
        for checked in check(document, source, tick):
            is_problem |= checked.is_problem
            is_unavailable |= checked.known.trouble is not None
            if as_json:
                answer_json({"file": file, **_plain(checked)})
            else:
                rows.append(_row(checked))
    if rows:
        answer_table(("entry", "identity", "description", "status", "why"), rows)
    tell_requests(source)
    context.exit(_code(is_problem, is_unavailable))


def _spelling(name: str, as_json: bool) -> ExitCode:
    """Tell the words spelled in several ways; a problem where there are any."""
    from refplug.cli.house import options_of_run
    from refplug.formats.bibtex import read
    from refplug.library.spelling import occurrences, spellings
    from refplug.model import Notice
    from refplug.system.intake import expand, take_in

    found: list[Occurrence] = []
    is_unread = False
    named = [one for one in expand([name]) if one == name or one.lower().endswith(".bib")]
    for one in named:
        taken = take_in(one)
        if isinstance(taken, Notice):
            say(taken)
            is_unread = True
            continue
        found += occurrences(read(taken.data, one).records, one)
    options = options_of_run(source="auto", scheme=None, form=None, reading=None)
    groups = spellings(
        found, scheme=options["scheme"], reading=options["reading"], lexicon=options["lexicon"]
    )
    for group in groups:
        if as_json:
            spelled = [{"text": text, "places": places} for text, places in group.spellings]
            answer_json(
                {"file": name, "proposed": group.proposed, "spellings": spelled, "reason": group.reason}
            )
            continue
        answer_line(f"{group.proposed}: {group.reason}")
        for text, places in group.spellings:
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            answer_line(f"  {text} ({'; '.join(places[:3])}{more})")
    if not groups and not is_unread:
        say(f"{name}: every term and name is spelled in one way")
    return ExitCode.PROBLEMS_FOUND if groups or is_unread else ExitCode.DONE


def _code(is_problem: bool, is_unavailable: bool) -> ExitCode:
    if is_problem:
        return ExitCode.PROBLEMS_FOUND
    return ExitCode.UNAVAILABLE if is_unavailable else ExitCode.DONE


def _row(checked: Checked) -> tuple[str, ...]:
    differences = ", ".join(f"{one.field} {one.relation}" for one in checked.differences)
    described = differences or ("agrees" if checked.known.record is not None else "-")
    status = ", ".join(update.kind.replace("_", " ") for update in checked.known.updates)
    if not status and checked.known.record is not None:
        status = "nothing known"
    return checked.citekey, str(checked.known.identity), described, status or "-", checked.known.reason


def _plain(checked: Checked) -> dict[str, object]:
    known = checked.known
    record = known.record
    candidates = [
        {
            "doi": one.record.doi.value,
            "title": one.record.title.value,
            "probability": round(one.probability, 4),
        }
        for one in known.candidates
    ]
    return {
        "citekey": checked.citekey,
        "line": checked.line,
        "identity": str(known.identity),
        "doi": record.doi.value if record else None,
        "reason": known.reason,
        "candidates": candidates if record is None else [],
        "is_other_work": known.is_other_work,
        "description": [
            {"field": one.field, "here": one.mine, "there": one.theirs, "relation": str(one.relation)}
            for one in checked.differences
        ],
        "missing": list(checked.missing),
        "status": [
            {"kind": one.kind, "doi": one.doi, "date": one.date, "source": one.source}
            for one in known.updates
        ],
        "is_problem": checked.is_problem,
        "notices": [{"code": notice.code, "message": notice.message} for notice in known.notices],
    }
