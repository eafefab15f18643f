"""`refplug convert`: from one format to another, with every loss told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.output import say_all
from refplug.cli.records import Told, format_of, named, some
from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice

if TYPE_CHECKING:
    from refplug.model import Record

__all__ = ["command"]


@click.command(
    epilog=examples(
        "refplug convert references.bib references.mrc",
        "refplug convert catalogue.mrc - --to csl-json",
        "refplug convert references.bib - --to text --style apa",
        "refplug convert references.bib out.xml --to mods --report",
    )
)
@click.argument("source", metavar="IN", shell_complete=completing.files)
@click.argument("target", metavar="OUT", shell_complete=completing.files)
@click.option(
    "--from",
    "source_format",
    metavar="FORMAT",
    shell_complete=completing.formats,
    help="Format of IN, where its name does not say it.",
)
@click.option(
    "--to",
    "target_format",
    metavar="FORMAT",
    shell_complete=completing.formats,
    help="Format of OUT, where its name does not say it.",
)
@click.option(
    "--scheme",
    shell_complete=completing.schemes,
    help="Romanization scheme of what is romanized (MARC and MODS: ala-lc).",
)
@click.option(
    "--variant",
    help="A flavour of the format: biblatex, bibtex; zotero (CSL-JSON); marc8 (MARC); in-text (text, HTML).",
)
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
@click.option("--style", help="Text and HTML: a CSL style by name, or the path of a .csl file.")
@click.option("--locale", metavar="TAG", help="Text and HTML: the language of the style's own words (fr-FR).")
@click.option(
    "--sort", "is_sorted", is_flag=True, help="In the order of a bibliography: al- and ʿ do not count."
)
@click.option(
    "--romanize",
    "is_romanized",
    is_flag=True,
    help="Add romanized titles, names and publishers beside those in script; in their place where OUT holds one spelling "
    "(BibTeX, RIS, citations).",
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

    Formats: bibtex, csl-json, csl-yaml, ris, marc, marcxml, mods, dublin-core, and those of plug-ins; as OUT also text
    and html, which are citations in a CSL style.
    """
    from refplug.cli.house import lexicon_of
    from refplug.formats.streams import pieces_of, records_from
    from refplug.formats.unmapped import unmapped_losses
    from refplug.plugins import load
    from refplug.ports import WriteOptions
    from refplug.system.intake import open_in
    from refplug.system.settings import load_settings

    if flags["worksheet"] and not flags["is_romanized"]:
        raise click.UsageError("--worksheet lists what --romanize is unsure of; give both")
    reader = format_of(flags["source_format"], source, "--from")
    writer = format_of(flags["target_format"], target, "--to")
    opened = open_in(source)
    if isinstance(opened, Notice):
        raise RunAborted(str(opened))
    told = Told(source)
    options = WriteOptions(
        scheme=flags["scheme"],
        with_abstract=True,
        ascii_only=flags["ascii_only"],
        unicode_form=flags["normal_form"],
        variant=flags["variant"],
        engine=flags["engine"],
        style=flags["style"],
        locale=flags["locale"],
        lexicon=lexicon_of(load_settings().lexicons),
    )
    with opened:
        records: Iterable[Record] = told.apart(records_from(load(reader), opened, source))
        records = told.apart(unmapped_losses(named(some(records, told)), writer.name))
        if flags["is_romanized"] or flags["infer_script"]:
            from refplug.cli.siblings import with_siblings

            is_single = getattr(load(writer), "HOLDS_ONE_SPELLING", False)
            records = with_siblings(records, flags, options.lexicon, holds_one_spelling=is_single)
        if flags["is_sorted"]:
            from refplug.formats.order import in_order

            records = in_order(records)
        pieces = told.apart(pieces_of(load(writer), records, options))
        if flags["report"]:
            for _ in pieces:
                pass
        else:
            _save(target, pieces, force=flags["force"])
    ctx.exit(ExitCode.PROBLEMS_FOUND if told.is_faulty else ExitCode.DONE)


def _save(target: str, pieces: Iterator[bytes], *, force: bool) -> None:
    if target == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    from refplug.system.files import locked, save_pieces

    path = Path(target)
    with locked(path):
        say_all(save_pieces(path, pieces, "convert", may_replace=force))
