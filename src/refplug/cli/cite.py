"""`refplug cite`: the main job, from a paper to an entry that says where each value came from."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.output import answer_line, say
from refplug.cli.saving import must_be_new, save_new
from refplug.cli.zotero.common import checked_library, library_choice
from refplug.errors import ExitCode

if TYPE_CHECKING:
    from refplug.model import Notice, Term
    from refplug.pipeline import Given, Target, Work
    from refplug.plugins import Plugin
    from refplug.ports import Source, WriteOptions
    from refplug.system.settings import Settings

__all__ = ["command"]

_KEPT_EVERY = 100  # papers between two saves of a long run
NETWORK_BUDGET_S = 3.0
"""How long one run may wait for the network in all; a page is cited without it rather than not at all."""


_BARE = ("", ".bibtex", ".biblatex")  # names of .bib libraries, too
_MOST_KEYS = 10
_MOST_FAULTS = 3  # remarks on the library itself that are told in full


@click.command(
    epilog=examples(
        "refplug cite paper.pdf",
        "refplug cite papers/ -o thesis.bib --scheme ala-lc",
        'refplug cite scan.txt --title "On Waqf" --author "Rezai, Leila"',
        "refplug cite abstract.txt --offline -o -",
        "refplug cite - --reading fa < page.txt",
        "refplug cite paper.pdf -o record.mrc",
    )
)
@click.argument("files", nargs=-1, required=True, shell_complete=completing.files)
@click.option(
    "-o", "--output", default="references.bib", show_default=True, help="The library to add to; - for stdout."
)
@click.option(
    "--to",
    "format_name",
    shell_complete=completing.formats,
    help="Format; by default what the name of the output says, else bibtex.",
)
@click.option(
    "--scheme",
    shell_complete=completing.schemes,
    help="Romanization scheme of keywords (refplug schemes lists them).",
)
@click.option(
    "--form", type=click.Choice(["full", "publication"]), help="full, or IJMES's form for running text."
)
@click.option(
    "--reading",
    type=click.Choice(["auto", "ar", "fa"]),
    help="How words of both languages are read; remembered for the paper.",
)
@click.option("--title", help="The title, where you know better than the page.")
@click.option("--author", "authors", multiple=True, help="An author (Family, Given); may be repeated.")
@click.option("--doi", help="The DOI, where you know better than the page.")
@click.option(
    "--with", "extras", multiple=True, type=click.Choice(["abstract"]), help="Also write the abstract."
)
@click.option("--explain", is_flag=True, help="Tell the reason of every value, and show the page.")
@click.option(
    "--review", is_flag=True, help="Ask about each changed or unsure keyword, and remember the answers."
)
@click.option(
    "--worksheet", type=click.Path(path_type=Path), help="Write the unsure keywords into a table to fill in."
)
@click.option("--zotero", is_flag=True, help="Send the entries to your Zotero library too.")
@library_choice
@click.option("--offline", is_flag=True, default=None, help="Use the cache only, never the network.")
@click.option("--mailto", help="Contact address for Crossref's polite pool.")
@click.option(
    "--source",
    metavar="NAME",
    shell_complete=completing.sources,
    help="Ask another source than Crossref, by its plug-in's name.",
)
@click.option("-j", "--workers", type=click.IntRange(1, 64), default=1, help="Read so many papers at once.")
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="Take larger files too.")
@click.option(
    "--resume",
    is_flag=True,
    help="For long runs: save every 100 papers, and do not read papers again that the library has.",
)
@click.option("--fetch", is_flag=True, help="Fetch FILES that are web addresses (public ones only).")
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], output: str, **flags: object) -> None:
    """Cite papers: metadata, scholarly keywords, an entry in references.bib.

    FILES are papers, folders, patterns, web addresses (with --fetch), or - for standard input. The same paper again changes nothing. Nothing is
    invented: what the page does not print, and no source proves, is left out.
    """
    from refplug.cli.batch import fetching, papers, through, with_progress
    from refplug.cli.house import exceptions_of_run, lexicon_of, scheme_of
    from refplug.cli.review import reviewer
    from refplug.pipeline import STAGES, Job
    from refplug.ports import WriteOptions
    from refplug.system.settings import load_settings

    chosen = {name: flags[name] for name in ("scheme", "form", "reading", "offline", "mailto", "source")}
    settings = load_settings(flags=chosen)
    given = _given(flags, files)
    lexicon = lexicon_of(settings.lexicons)
    scheme = scheme_of(settings, _format(output, flags["format_name"]))
    exceptions = exceptions_of_run(scheme, settings.form, settings.exceptions)
    settings = replace(settings, scheme=scheme, exceptions=exceptions)
    options = WriteOptions(
        scheme=settings.scheme,
        form=settings.form,
        with_abstract="abstract" in _words(flags["extras"]),
        lexicon=lexicon,
    )
    most = flags["max_size"] * 1024 * 1024 if isinstance(flags["max_size"], int) else None
    works = papers(files, most, fetching(bool(flags["fetch"]), most, settings.offline))
    source = _source(settings)
    if flags["zotero"] and Path(output).suffix.lower() != ".bib":
        raise click.UsageError("--zotero sends what is cited into a .bib file; give one with -o")
    if flags["zotero"] and flags["offline"]:
        raise click.UsageError("--zotero needs the network; leave --offline out")
    if not flags["zotero"] and (flags["library"] or flags["kind"]):
        raise click.UsageError("--web, --local and --library say where --zotero sends to; give that too")
    checked_library(flags["library"] if isinstance(flags["library"], str) else None)
    if flags["worksheet"]:
        must_be_new(Path(str(flags["worksheet"])))
    outages: dict[str, str] = {}
    cited: list[tuple[str, str]] = []
    terms: list[Term] = []
    is_failed = False
    asked = str(flags["reading"] or "")
    with _target(output, flags["format_name"], options, settings, asked) as target:
        done = through(
            _unknown(works, target) if flags["resume"] else works,
            STAGES[:-1],
            lambda child: Job(
                settings=settings, source=source, given=given, lexicon=lexicon, child=child, outages=outages,
                review=reviewer(settings.scheme, settings.form) if flags["review"] else None,
                reading_of=target.reading_of if not asked else lambda digest: None,
            ),
            settings,
            int(str(flags["workers"])),
        )  # fmt: skip
        for work in with_progress(_put(done, target, is_kept=bool(flags["resume"])), files):
            is_failed = is_failed or work.is_failed
            if flags["explain"] and not work.is_failed:
                _explain(work)
            if flags["worksheet"]:
                terms += work.record.keyword.value or ()
            cited += [] if work.is_failed else [(work.file, work.record.citekey or "")]
    if output != "-" and sys.stderr.isatty():
        _tell_keys(output, cited)
    if flags["worksheet"]:
        _write_worksheet(Path(str(flags["worksheet"])), terms)
    if flags["zotero"] and cited:
        from refplug.cli.zotero.push import send_entries

        keys = [key for _, key in cited]
        kind, library = (str(flags[name] or "") for name in ("kind", "library"))
        if not send_entries(Path(output), keys, kind=kind, library=library):
            ctx.exit(ExitCode.CONFLICT)
    ctx.exit(ExitCode.PROBLEMS_FOUND if is_failed else ExitCode.DONE)


def _tell_keys(output: str, cited: list[tuple[str, str]]) -> None:
    """Under which key each paper stands now; somebody at a terminal wants to write it into a text."""
    for file, key in cited[:_MOST_KEYS]:
        say(f"{output}: {file} is {key}")
    if (more := len(cited) - _MOST_KEYS) > 0:
        say(f"{output}: and {more} more")


def _write_worksheet(path: Path, terms: list[Term]) -> None:
    """The unsure keywords of this run, each once, for `refplug lexicon import` to take back."""
    from refplug.romanize.worksheet import worksheet

    save_new(path, worksheet(terms).encode("utf-8"), "cite")


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _given(flags: dict[str, object], files: tuple[str, ...]) -> Given:
    from refplug.model import parse_doi
    from refplug.pipeline import Given

    title, doi = flags["title"], flags["doi"]
    given = Given(title=str(title) if title else None, authors=_words(flags["authors"]))
    if doi:
        parsed = parse_doi(str(doi))
        if parsed is None:
            raise click.UsageError(f"--doi: {doi!r} is no DOI; it should look like 10.1000/182")
        given = Given(title=given.title, authors=given.authors, doi=parsed)
    if given != Given() and (len(files) > 1 or Path(files[0]).is_dir()):
        raise click.UsageError("--title, --author and --doi say something of one paper; give one file")
    return given


def _source(settings: Settings) -> Source | None:
    if settings.source == "crossref" and settings.offline and not _has_cache(settings):
        return None
    from refplug.cli.sourced import source_of

    return source_of(settings, budget_s=NETWORK_BUDGET_S)


def _has_cache(settings: Settings) -> bool:
    """Whether there is anything that could answer offline; without it the client need not even be loaded."""
    from refplug.system.store import cache_file

    return cache_file(settings.cache).is_file()


def _format(output: str, format_name: object) -> Plugin | None:
    from refplug.plugins import find

    if format_name:
        return find("formats", name=str(format_name))
    return find("formats", suffix=Path(output).suffix) if output != "-" else None


@contextmanager
def _target(
    output: str, format_name: object, options: WriteOptions, settings: Settings, reading: str
) -> Iterator[Target]:
    from refplug.plugins import names

    plugin, name = _format(output, format_name), str(format_name or "")
    if name and plugin is None:
        raise click.UsageError(f"there is no format '{name}' (formats: {', '.join(names('formats'))})")
    if output != "-" and plugin is None and (suffix := Path(output).suffix) not in _BARE:
        raise click.UsageError(f"{output}: {suffix} is the suffix of no format; give --to, or another name")
    if output != "-" and (plugin is None or plugin.name == "bibtex"):
        from refplug.library.citing import citing

        with citing(Path(output), "cite", options, formula=settings.citekey, reading=reading) as opened:
            yield opened
        _tell(output, opened.notices)
        return
    from refplug.library.citing import Stream

    if plugin is not None and plugin.name != "bibtex" and "scheme" not in settings.origins:
        options = replace(
            options, scheme=None
        )  # the format's own: ALA-LC in MARC and MODS, as `convert` writes
    stream = Stream(plugin.name if plugin else "bibtex", options, formula=settings.citekey)
    yield stream
    written = stream.written()
    for notice in written.notices:
        say(notice if output == "-" else replace(notice, file=notice.file or output))
    if output == "-":
        sys.stdout.buffer.write(written.data)
        sys.stdout.buffer.flush()
    else:
        save_new(Path(output), written.data, "cite")


def _tell(output: str, notices: tuple[Notice, ...]) -> None:
    """What was noticed about the library itself; an old one has many faults, which are another command's business."""
    for notice in notices[:_MOST_FAULTS]:
        say(notice)
    if (more := len(notices) - _MOST_FAULTS) > 0:
        say(f"{output}: {more} more remarks; `refplug format --check {output}` tells what is wrong with it")


def _unknown(works: Iterator[Work], target: Target) -> Iterator[Work]:
    """The works whose papers the library does not have, for a run that goes on where another stopped."""
    from refplug.library.citing import Citing

    if not isinstance(target, Citing):
        raise click.UsageError("--resume goes on with a .bib library; other formats are written as a whole")
    for work in works:
        if work.is_failed or not target.knows(hashlib.sha256(work.data).hexdigest()):
            yield work


def _put(works: Iterator[Work], target: Target, *, is_kept: bool) -> Iterator[Work]:
    """The works put into the target, which is saved now and then where a run may be broken off (`is_kept`)."""
    from refplug.library.citing import Citing

    for number, work in enumerate(works, 1):
        yield work if work.is_failed else target.put(work)
        if is_kept and isinstance(target, Citing) and number % _KEPT_EVERY == 0:
            target.save("cite")


def _explain(work: Work) -> None:
    from refplug.cli.marked import page_lines
    from refplug.cli.told import told

    answer_line(f"{work.file}: {work.record.citekey}")
    for line in (*told(work.record), *page_lines(work.page, work.record)):
        answer_line("  " + line)
    if work.match is not None:
        answer_line(f"  source: {work.match.reason}")
        for candidate in work.match.candidates[:3]:
            title = candidate.record.title.value or "(no title)"
            answer_line(f"    candidate {candidate.record.doi.value or ''}: {title}")
