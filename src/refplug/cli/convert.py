"""`refplug convert`: from one format to another, with every loss told."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.output import say, say_all
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.model import Record
    from refplug.plugins import Plugin

__all__ = ["command"]


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--from", "source_format", metavar="FORMAT", help="Format of IN, where its name does not say it."
)
@click.option(
    "--to", "target_format", metavar="FORMAT", help="Format of OUT, where its name does not say it."
)
@click.option("--scheme", help="Romanization scheme of what is romanized (MARC and MODS: ala-lc).")
@click.option("--variant", help="A flavour of the format: biblatex; zotero (CSL-JSON).")
@click.option(
    "--normal-form",
    type=click.Choice(["NFC", "NFD"]),
    default="NFC",
    show_default=True,
    help="Unicode form (MARC).",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="BibTeX in ASCII; says what is lost.")
@click.option(
    "--engine",
    help="BibTeX for this TeX engine (pdflatex, lualatex, xelatex): define or tell what it cannot print.",
)
@click.option(
    "--sort", "is_sorted", is_flag=True, help="In the order of a bibliography: al- and ʿ do not count."
)
@click.option(
    "--romanize", is_flag=True, help="Add romanized titles, names and publishers beside those in script."
)
@click.option(
    "--reading", help="Language to read the script in (ar, fa, ota, ur), where the record does not say it."
)
@click.option("--worksheet", metavar="FILE", help="With --romanize: the words to look at, as TSV.")
@click.option(
    "--infer-script",
    is_flag=True,
    help="Add script inferred from romanized titles and names; never done unasked.",
)
@click.option("--report", is_flag=True, help="Write nothing; only tell what would be lost.")
@click.option("--force", is_flag=True, help="Replace OUT if it is there (undo gives it back).")
@click.pass_context
def command(ctx: click.Context, /, source: str, target: str, **flags: Any) -> None:
    """Convert IN to OUT (- is standard input or output), and list what OUT cannot hold.

    Formats: bibtex, csl-json, csl-yaml, ris, marc, marcxml, mods, dublin-core, and those of plug-ins.
    """
    from refplug.plugins import load
    from refplug.ports import WriteOptions
    from refplug.system.intake import take_in

    reader = _format(flags["source_format"], source, "--from")
    writer = _format(flags["target_format"], target, "--to")
    taken = take_in(source)
    if not hasattr(taken, "data"):
        raise RunAborted(str(taken))
    parsed = load(reader).read(taken.data, source)
    say_all(parsed.notices)
    options = WriteOptions(
        scheme=flags["scheme"],
        with_abstract=True,
        ascii_only=flags["ascii_only"],
        unicode_form=flags["normal_form"],
        variant=flags["variant"],
        engine=flags["engine"],
    )
    records: Iterable[Record] = tuple(_named(parsed.records))
    if flags["romanize"] or flags["infer_script"]:
        from refplug.cli.siblings import with_siblings

        records = with_siblings(records, flags)
    elif flags["worksheet"]:
        raise click.UsageError("--worksheet lists what --romanize is unsure of; give both")
    if flags["is_sorted"]:
        from refplug.formats.order import in_order

        records = in_order(records)
    written = load(writer).write(records, options)
    for notice in written.notices:
        say(replace(notice, file=notice.file or source))
    if not flags["report"]:
        _save(target, written.data, force=flags["force"])
    is_faulty = any(notice.severity == "error" for notice in (*parsed.notices, *written.notices))
    ctx.exit(ExitCode.PROBLEMS_FOUND if is_faulty else ExitCode.DONE)


def _format(name: str | None, file: str, option: str) -> Plugin:
    from refplug.plugins import find, names

    suffix = (
        "".join(Path(file).suffixes[-2:]) if file.endswith((".csl.json", ".csl.yaml")) else Path(file).suffix
    )
    plugin = find("formats", name=name) if name else find("formats", suffix=suffix)
    if plugin is None:
        told = (
            f"there is no format '{name}'"
            if name
            else f"the name '{file}' does not tell its format; give {option}"
        )
        raise click.UsageError(f"{told} (formats: {', '.join(names('formats'))})")
    return plugin


def _named(records: Iterable[Record]) -> Iterable[Record]:
    """The records, each with a citekey of its own where it had none: identifiers must be unique in every format."""
    from refplug.formats.bibtex import citekey_for

    taken: set[str] = set()
    for record in records:
        if not record.citekey:
            record = replace(record, citekey=citekey_for(record, taken))
        taken.add(record.citekey.lower())
        yield record


def _save(target: str, data: bytes, *, force: bool) -> None:
    if target == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from refplug.system.files import FileChange, locked, read_file, save

    path = Path(target)
    with locked(path):
        before = read_file(path)
        if before is not None and before != data and not force:
            message = f"{path} is there already and is not replaced; give another name, or --force"
            raise RunAborted(message, ExitCode.CONFLICT)
        say_all(save([FileChange(path, before, data)], "convert"))
