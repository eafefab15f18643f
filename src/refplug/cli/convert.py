"""`refplug convert`: from one format to another, with every loss told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from refplug.cli import completing
from refplug.cli.output import say, say_all
from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice

if TYPE_CHECKING:
    from refplug.model import Record
    from refplug.plugins import Plugin

__all__ = ["command"]

T = TypeVar("T")
_REMEMBERED = 1000  # notices, which are not said again


@click.command()
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
    from refplug.plugins import load
    from refplug.ports import WriteOptions
    from refplug.system.intake import open_in
    from refplug.system.settings import load_settings

    if flags["worksheet"] and not flags["is_romanized"]:
        raise click.UsageError("--worksheet lists what --romanize is unsure of; give both")
    reader = _format(flags["source_format"], source, "--from")
    writer = _format(flags["target_format"], target, "--to")
    opened = open_in(source)
    if isinstance(opened, Notice):
        raise RunAborted(str(opened))
    told = _Told(source)
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
        records = _named(_some(records, told))
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


class _Told:
    """Tells notices as they come, each once in a row, and remembers whether one was an error."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.is_faulty = False
        self._recent: dict[Notice, None] = {}

    def apart(self, items: Iterable[T | Notice]) -> Iterator[T]:
        """What is no notice; the notices are said."""
        for item in items:
            if isinstance(item, Notice):
                self._say(item)
            else:
                yield item

    def _say(self, notice: Notice) -> None:
        self.is_faulty |= notice.severity == "error"
        if notice in self._recent:
            return
        self._recent[notice] = None
        if len(self._recent) > _REMEMBERED:
            del self._recent[next(iter(self._recent))]
        say(replace(notice, file=notice.file or self.source))


def _some(records: Iterable[Record], told: _Told) -> Iterator[Record]:
    """The records; where a file that could not be read gives none, nothing must be written."""
    is_empty = True
    for record in records:
        is_empty = False
        yield record
    if is_empty and told.is_faulty:
        raise RunAborted(f"nothing was written: no record could be read in {told.source}")


def _format(name: str | None, file: str, option: str) -> Plugin:
    from refplug.plugins import find, names

    suffix = (
        "".join(Path(file).suffixes[-2:]) if file.endswith((".csl.json", ".csl.yaml")) else Path(file).suffix
    )
    is_written = option == "--to"
    plugin = find("formats", name=name) if name else find("formats", suffix=suffix, is_written=is_written)
    if plugin is None:
        told = (
            f"there is no format '{name}'"
            if name
            else f"the name '{file}' does not tell its format; give {option}"
        )
        fit = [one for one in names("formats") if is_written or not _is_written_only(one)]
        raise click.UsageError(f"{told} (formats: {', '.join(fit)})")
    return plugin


def _is_written_only(name: str) -> bool:
    """Whether a format of that name is one that nobody reads: citations."""
    from refplug.plugins import find

    plugin = find("formats", name=name)
    return plugin is not None and bool(plugin.written)


def _named(records: Iterable[Record]) -> Iterable[Record]:
    """The records, each with a citekey of its own where it had none: identifiers must be unique in every format."""
    from refplug.formats.bibtex import citekey_for

    taken: set[str] = set()
    for record in records:
        if not record.citekey:
            record = replace(record, citekey=citekey_for(record, taken))
        taken.add(record.citekey.lower())
        yield record


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
