"""`refplug extract`: what papers say, without deciding anything about it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_line, json_line
from refplug.errors import ExitCode

__all__ = ["command", "summary"]


@click.command(
    epilog=examples(
        "refplug extract paper.pdf",
        "refplug extract --explain paper.txt",
        "refplug extract papers/ --json -j 2 -o found.jsonl",
    )
)
@click.argument("files", nargs=-1, required=True, shell_complete=completing.files)
@click.option("--json", "as_json", is_flag=True, help="One JSON line a paper.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write the JSON lines into a new file, one after the other.",
)
@click.option("--resume", is_flag=True, help="Go on with the file of -o: papers it has are not read again.")
@click.option("-j", "--workers", type=click.IntRange(1, 64), default=1, help="Read so many papers at once.")
@click.option("--explain", is_flag=True, help="Show why, and the page with the print that gave each field.")
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="Take larger files too.")
@click.option("--fetch", is_flag=True, help="Fetch FILES that are web addresses (public ones only).")
@click.option("--offline", is_flag=True, default=None, help="Never use the network.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    as_json: bool,
    workers: int,
    explain: bool,
    max_size: int | None,
    fetch: bool,
    offline: bool | None,
    output: Path | None,
    resume: bool,
) -> None:
    """Show what papers say: metadata and keywords as printed.

    FILES are papers, folders, patterns, web addresses (with --fetch), or - for standard input. Each is judged alone; one that cannot be read is told
    on stderr and never stops the others.
    """
    from refplug.cli.batch import fetching, papers, through, with_progress
    from refplug.cli.house import lexicon_of
    from refplug.pipeline import STAGES, Job
    from refplug.system.answers import Answers
    from refplug.system.settings import load_settings

    if resume and output is None:
        raise click.UsageError("--resume goes on with a file of answers; name it with -o")
    settings = load_settings(flags={"offline": offline})
    lexicon = lexicon_of(settings.lexicons)
    most = max_size * 1024 * 1024 if max_size else None
    is_failed = False
    with Answers(output, is_resumed=resume) if output else nullcontext() as answers:
        left = answers.left if answers else iter
        works = papers(files, most, fetching(fetch, most, settings.offline), left)
        done = through(
            works,
            STAGES[:3],
            lambda child: Job(settings=settings, child=child, lexicon=lexicon),
            settings,
            workers,
        )
        for work in with_progress(done, files):
            is_failed = is_failed or work.is_failed
            if answers:
                answers.put(json_line(summary(work)))
            elif as_json:
                answer_json(summary(work))
            elif not work.is_failed:
                _print(work, explain=explain)
    ctx.exit(ExitCode.PROBLEMS_FOUND if is_failed else ExitCode.DONE)


def summary(work: Any) -> dict[str, Any]:
    """The answer for one paper, in the names of the command-line contract; absent fields are left out."""
    record = work.record
    container = record.container
    issued = record.issued.value
    made: dict[str, Any] = {
        "file": work.file,
        "type": record.type if record.type != "document" else None,
        "genre": record.genre.value,
        "title": record.title.value,
        "authors": [_name(creator) for creator in record.author.value or ()],
        "abstract": record.abstract.value,
        "keywords": [term.printed for term in record.keyword.value or ()],
        "container_title": container.title.value if container else None,
        "editors": [_name(creator) for creator in container.editor.value or ()] if container else [],
        "publisher": record.publisher.value,
        "publisher_place": record.publisher_place.value,
        "volume": record.volume.value,
        "issue": record.issue.value,
        "pages": record.page.value,
        "year": issued.year if issued else None,
        "issued": issued.edtf() if issued else None,
        "doi": record.doi.value,
        "isbn": record.isbn.value,
        "issn": container.issn.value if container else None,
        "language": record.language.value,
    }
    made = {name: value for name, value in made.items() if value not in (None, [])}
    if others := _variants(record):
        made["variants"] = others
    made["notices"] = [{"code": notice.code, "message": notice.message} for notice in work.notices]
    return made


def _name(creator: Any) -> dict[str, str]:
    name = creator.name
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.full_family,
        "given": " ".join(filter(None, (name.given, name.dropping_particle))),
    }
    if name.suffix:
        parts["suffix"] = name.suffix
    return {part: text for part, text in parts.items() if text}


def _variants(record: Any) -> dict[str, Any]:
    """Title, abstract and keywords in the page's other languages, one of each."""
    made: dict[str, Any] = {}
    for name, field in (("title", record.title), ("abstract", record.abstract), ("keywords", record.keyword)):
        told: dict[str, Any] = {}
        for claim in field.claims[1:]:
            is_other = claim.language != field.claims[0].language and claim.value != field.claims[0].value
            if claim.language and is_other:
                value = [term.printed for term in claim.value] if name == "keywords" else claim.value
                told.setdefault(claim.language, {"value": value, "language": claim.language})
        if told:
            made[name] = list(told.values())
    return made


def _print(work: Any, *, explain: bool) -> None:
    told = summary(work)
    answer_line(told.pop("file"))
    for name, value in told.items():
        if name in {"notices", "issued", "variants"}:
            continue
        answer_line(f"  {name.replace('_', ' '):<16} {_in_words(name, value)}")
        if explain:
            _explain(work, name)
    for name, others in told.get("variants", {}).items():
        for other in others:
            told_name = f"{name} [{other['language']}]"
            answer_line(f"  {told_name:<16} {_in_words(name, other['value'])}")
    if explain:
        from refplug.cli.marked import page_lines

        for line in page_lines(work.page, work.record):
            answer_line(f"  {line}")


def _in_words(name: str, value: Any) -> str:
    """A value of the answer on one line."""
    if name in ("authors", "editors"):
        names = (
            one.get("literal") or ", ".join(filter(None, map(one.get, ("family", "given")))) for one in value
        )
        return "; ".join(names)
    return " · ".join(value) if name == "keywords" else str(value)


def _explain(work: Any, name: str) -> None:
    """The evidence of the accepted claim: the sentence, and the print it points at."""
    if name == "type":  # decided by what the page is, not read off it
        return
    home = work.record.container if name in {"container_title", "editors", "issn"} else work.record
    field = {
        "authors": "author",
        "editors": "editor",
        "keywords": "keyword",
        "pages": "page",
        "year": "issued",
        "container_title": "title",
    }.get(name, name)
    accepted = getattr(home, field).accepted if home else None
    if accepted is None:
        return
    answer_line(f"  {'':<16}   because {accepted.evidence.reason} ({accepted.confidence:.2f})")
    for span in accepted.evidence.spans[:3]:
        printed = " ".join(span.of(work.page.text).split())
        shown = printed if len(printed) <= 90 else printed[:60] + " … " + printed[-25:]
        answer_line(f"  {'':<16}   printed at {span.start}–{span.end}: {shown}")
