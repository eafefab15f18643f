"""`refplug match`: find the record that a citation, a title or a damaged text means, or say that none is sure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_line, say
from refplug.cli.sourced import source_for, source_options
from refplug.errors import ExitCode

if TYPE_CHECKING:
    from refplug.model import Candidate, Match, Query

__all__ = ["command"]


@click.command(
    epilog=examples(
        'refplug match "Mottahedeh, The Mantle of the Prophet, 1985"',
        "refplug match --json - < citations.txt",
        'refplug match --index works.index "Oath of allegiance in early Islam"',
    )
)
@click.argument("queries", nargs=-1, metavar="[QUERY]...")
@click.option("--online", is_flag=True, help="Ask Crossref (the default).")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a query.")
@source_options
@click.pass_context
def command(
    context: click.Context, /, queries: tuple[str, ...], online: bool, as_json: bool, **options: Any
) -> None:
    """Find the record meant by each QUERY: a citation, a title, damaged text, an abstract with keywords.

    `-`, or no query, reads them from standard input, one a line; a line may be a JSON object with `id` and `query`.
    A match is given only where the evidence is enough and nothing contradicts; else candidates, or none. Exit code 4:
    a line could not be read; 5: the source could not be asked.
    """
    from refplug.match import match_in

    if online and (options["works"] or options["index"]):
        raise click.UsageError("give one of --works, --index and --online")
    source = source_for(options)
    is_unavailable = is_unread = False
    for asked in _asked(queries):
        decided = match_in(asked.query, source.search, source.work) if asked.query else _unread(asked)
        is_unread |= asked.query is None
        is_unavailable |= any(notice.code == "source-unavailable" for notice in decided.notices)
        _answer(asked, decided, as_json)
    if is_unavailable or is_unread:
        context.exit(ExitCode.UNAVAILABLE if is_unavailable else ExitCode.PROBLEMS_FOUND)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One line of input: the id it came with, and its query; None where it could not be read, with the reason."""

    id: Any
    text: str
    query: Query | None
    fault: str = ""


def _asked(queries: tuple[str, ...]) -> Iterator[_Asked]:
    for query in queries or ("-",):
        lines: Iterable[str] = _standard_input() if query == "-" else (query,)
        for line in lines:
            if line.strip():
                yield _read(line.strip("\r\n"))


def _standard_input() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _read(line: str) -> _Asked:
    from refplug.match import query_from_text

    if not line.lstrip().startswith("{"):
        return _Asked(None, line, query_from_text(line))
    try:
        given = json.loads(line)
    except ValueError as error:
        return _Asked(None, line, None, f"this line begins like JSON and is none ({error})")
    identity, query = given.get("id"), given.get("query", given)
    if isinstance(query, str):
        return _Asked(identity, query, query_from_text(query))
    try:
        return _Asked(identity, line, _parts(query))
    except (TypeError, ValueError) as error:
        return _Asked(identity, line, None, f"the query is neither text nor an object of parts ({error})")


def _parts(given: Any) -> Query:
    """A query given in parts: title, authors, year, container, volume, issue, page, doi, abstract, keywords."""
    from refplug.model import Query

    if not isinstance(given, dict):
        raise TypeError(f"it is {type(given).__name__}")
    known = {key: given[key] for key in Query.__dataclass_fields__ if given.get(key) is not None}
    many = {
        key: tuple(map(str, known[key]))
        for key in ("authors", "keywords")
        if isinstance(known.get(key), list)
    }
    if "year" in known:
        many["year"] = int(known["year"])  # type: ignore[assignment]
    text = {
        key: str(value)
        for key, value in known.items()
        if key not in ("authors", "keywords", "year", "is_devised")
    }
    if not (text or many):
        raise ValueError("it holds none of: text, title, authors, year, container, volume, issue, page, doi")
    return Query(**{**text, **many}, is_devised=bool(given.get("is_devised")))  # type: ignore[arg-type]


def _unread(asked: _Asked) -> Match:
    from refplug.model import Match, MatchVerdict, Notice

    notice = Notice(code="query-unreadable", message=asked.fault)
    return Match(verdict=MatchVerdict.NOT_ASKED, reason=f"Not asked: {asked.fault}.", notices=(notice,))


def _answer(asked: _Asked, decided: Match, as_json: bool) -> None:
    best = decided.best
    doi = (best.record.doi.value if best else None) or None
    if as_json:
        identity = {} if asked.id is None else {"id": asked.id}
        answer_json(
            {
                **identity,
                "doi": doi,
                "verdict": str(decided.verdict),
                "probability": round(decided.probability, 4),
                "score": round(decided.probability, 4),
                "reason": decided.reason,
                "evidence": _evidence(best),
                "candidates": [_shown(candidate) for candidate in decided.candidates],
                "notices": [notice.message for notice in decided.notices],
            }
        )
    else:
        for notice in decided.notices:
            say(notice)
        answer_line(f"{decided.verdict}\t{doi or '-'}\t{decided.probability:.2f}\t{asked.text[:100]}")
        for candidate in (best,) if best else decided.candidates:
            answer_line(
                f"  {candidate.record.doi.value or '-'}  {candidate.probability:.2f}  {_described(candidate)}"
            )
        answer_line(f"  {decided.reason}")
    sys.stdout.flush()


def _evidence(candidate: Candidate | None) -> list[dict[str, Any]]:
    features = candidate.features if candidate else ()
    return [
        {"feature": f.name, "weight": f.weight, "reason": f.reason, "contradicts": f.is_veto}
        for f in features
    ]


def _shown(candidate: Candidate) -> dict[str, Any]:
    return {
        "doi": candidate.record.doi.value,
        "title": candidate.record.title.value,
        "probability": round(candidate.probability, 4),
        "evidence": _evidence(candidate),
    }


def _described(candidate: Candidate) -> str:
    record = candidate.record
    people = record.author.value or record.editor.value or ()
    names = (people[0].name.full_family or people[0].name.display()) if people else ""
    more = " et al." if len(people) > 1 else ""
    issued = record.issued.value
    held = record.container.title.value if record.container else None
    parts = (
        f"{names}{more}" if names else "",
        str(issued.year) if issued else "",
        record.title.value or "",
        held or "",
    )
    return ". ".join(part for part in parts if part)
