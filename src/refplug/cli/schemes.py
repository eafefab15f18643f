"""`refplug schemes`: the romanization schemes there are, one table in full, and a check of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_line, answer_table, say

if TYPE_CHECKING:
    from refplug.romanize.schemes.detect import Detected
    from refplug.romanize.schemes.scheme import Scheme

__all__ = ["command"]


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "refplug schemes",
        "refplug schemes show ijmes --reading fa",
        'refplug schemes detect "Wilāyat al-faqīh" "velāyat-e faqīh"',
        "refplug schemes check my-house-fa.toml",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each scheme.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the romanization schemes, show one, or check a table of your own."""
    if context.invoked_subcommand is None:
        _list(as_json)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each scheme.")
def list_schemes(as_json: bool) -> None:
    """List every scheme with its readings."""
    _list(as_json)


def _list(as_json: bool) -> None:
    from refplug.romanize.schemes.scheme import load, readings_of, scheme_ids

    rows = []
    for name in scheme_ids():
        tables = [load(name, reading) for reading in readings_of(name)]
        if as_json:
            answer_json({"scheme": name, "tables": [_facts(table) for table in tables]})
            continue
        second_hand = "" if all(table.seen for table in tables) else "second-hand"
        title = tables[0].title.rsplit(",", 1)[0]
        rows.append(
            (name, " ".join(table.reading for table in tables), title, tables[0].edition, second_hand)
        )
    if not as_json:
        answer_table(("scheme", "readings", "title", "edition", ""), rows)


def _facts(table: Scheme) -> dict[str, Any]:
    return {
        "name": table.name,
        "reading": table.reading.value,
        "title": table.title,
        "edition": table.edition,
        "source": table.source,
        "seen": table.seen,
        "tag": table.tag,
        "examples": len(table.examples),
    }


@command.command(short_help="Show the table of a scheme: letters, rules, sources, examples.")
@click.argument("name", shell_complete=completing.schemes)
@click.option(
    "--reading",
    type=click.Choice(["ar", "fa", "ota", "ur"]),
    help="Which of the scheme's tables.  [default: all]",
)
def show(name: str, reading: str | None) -> None:
    """Show the table of scheme NAME (or of a .toml file): letters, vowels, rules with their sources, examples."""
    from refplug.plugins import scheme_id
    from refplug.romanize.schemes.scheme import load, readings_of, scheme_names

    if name in scheme_names():
        name, _, reading = name.rpartition("-")
    name = scheme_id(name)
    for number, each in enumerate([reading] if reading else readings_of(name)):
        if number:
            answer_line("")
        _show(load(name, each))


def _show(table: Scheme) -> None:
    answer_line(f"{table.title} ({table.name}, {table.edition}), language tag {table.tag}")
    answer_line(f"Source: {table.source}")
    answer_line("")
    letters = [f"{letter} {latin or '–'}" for letter, latin in table.letters.items()]
    for start in range(0, len(letters), 8):
        answer_line("  " + "   ".join(letters[start : start + 8]))
    answer_line("")
    for section, values in table.table.items():
        said = [f"{key} {_value(value)}" for key, value in values.items() if value not in ("", [], {})]
        if said and section not in ("words", "publication"):
            answer_line(f"  {section}: " + ", ".join(said))
    answer_line("")
    for rule in table.rules:
        answer_line(f"  {rule.number}. {rule.says} [{rule.source}{'' if rule.seen else '; not seen'}]")
    answer_line("")
    for example in table.examples:
        answer_line(f"  {example.script}  {example.latin}{'  (our own)' if example.own else ''}")


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"“{value}”"


@command.command(short_help="Say which schemes romanized text may follow.")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "-n",
    "--count",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    help="How many schemes to show.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each TEXT.")
def detect(text: tuple[str, ...], count: int, as_json: bool) -> None:
    """Say which schemes each romanized TEXT may follow (- for the lines of standard input), and what speaks for them."""
    import sys

    from refplug.romanize.schemes.detect import detect as detected

    lines = (line.rstrip("\r\n") for line in sys.stdin) if text == ("-",) else iter(text)
    for line in lines:
        found = detected(line, limit=count)
        if as_json:
            answer_json({"input": line, "schemes": [_guess(one) for one in found]})
            continue
        if not found:
            answer_line(f"{line}: no Latin letters")
        for one in found:
            alike = f"; {', '.join(one.alike)} would read it alike" if one.alike else ""
            why = "; ".join(one.evidence) or "nothing but its shape"
            answer_line(f"{line}: {one.scheme} ({one.reading}) {one.probability:.2f}: {why}{alike}")


def _guess(one: Detected) -> dict[str, Any]:
    return {
        "scheme": one.scheme,
        "reading": one.reading.value,
        "probability": round(one.probability, 4),
        "evidence": one.evidence,
        "alike": one.alike,
    }


@command.command(short_help="Check scheme tables of your own.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check scheme tables: that each is whole, and does what its examples say. Exit 4 where one does not."""
    from refplug.errors import ExitCode, RunAborted
    from refplug.romanize.schemes.scheme import parse_scheme

    bad = 0
    for file in files:
        try:
            table = parse_scheme(_text(file), str(file))
        except RunAborted as refused:
            say(str(refused))
            bad += 1
            continue
        wrong = list(_wrong(table))
        bad += bool(wrong)
        for line in wrong:
            say(f"{file}: {line}")
        say(
            f"{file}: {table.name}, {len(table.letters)} letters, {len(table.examples)} examples, {len(wrong)} of them wrong"
        )
    if bad:
        raise click.exceptions.Exit(ExitCode.PROBLEMS_FOUND)


def _text(file: Path) -> str:
    from refplug.errors import RunAborted

    try:
        return file.read_text("utf-8")
    except OSError as fault:
        raise RunAborted(f"{file}: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise RunAborted(f"{file}: not UTF-8 (byte {fault.start}); save the table as UTF-8 text") from fault


def _wrong(table: Scheme) -> list[str]:
    """Each example that the table does not keep, with what it gives instead."""
    from refplug.romanize.schemes.render import render

    found = []
    for example in table.examples:
        got = render(example.script, table, kind=example.kind, form=example.form).text
        if got != example.latin:
            points = " ".join(f"{ord(c):04X}" for c in got)
            found.append(f"{example.script} gives {got} ({points}), the example says {example.latin}")
    return found
