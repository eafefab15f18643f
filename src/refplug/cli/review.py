"""What a person decides about terms: asked one by one, or gathered in a worksheet, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from refplug.cli.output import isolate
from refplug.model import Rendering, Term, TermVerdict

if TYPE_CHECKING:
    from refplug.romanize.worksheet import Decision

__all__ = ["remember", "reviewer"]


def remember(taken: Iterable[Decision]) -> None:
    """Add decisions to the user's own; the last one on a printed form counts."""
    from refplug.cli.house import read_lexicon_file, user_decisions_path
    from refplug.romanize.worksheet import parse_decisions, written_decisions
    from refplug.system.files import locked, replace_file

    path = user_decisions_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path):
        held = parse_decisions(read_lexicon_file(path), str(path)) if path.is_file() else ()
        replace_file(path, written_decisions([*held, *taken]).encode())


def reviewer(scheme: str, form: str) -> Callable[[Term], Term]:
    """A function that asks about a term and gives it back as decided; each printed form is asked about once."""
    from refplug.romanize.worksheet import decide, exceptions_of

    asked: dict[str, Decision] = {}

    def review(term: Term) -> Term:
        if term.printed not in asked:
            asked[term.printed] = decide(term, _taken(term))
            remember([asked[term.printed]])
        return _decided(term, exceptions_of([asked[term.printed]], scheme, form)[term.printed])

    return review


def _taken(term: Term) -> Rendering | str | None:
    offered = [one for one in (term.preferred, *term.alternatives) if one is not None and one.vocalized]
    click.echo(f"{isolate(term.printed)}", err=True)
    click.echo(f"  {isolate(term.reason)}", err=True)
    for number, one in enumerate(offered, 1):
        click.echo(
            f"  {number}: {isolate(one.text)} (read as {one.reading}, {one.probability:.2f})", err=True
        )
    answer = click.prompt(
        "  y, n, a number, or the word in Arabic script", default="y" if offered else "n", err=True
    ).strip()
    if answer == "y" and offered:
        return offered[0]
    if answer.isdecimal() and 1 <= int(answer) <= len(offered):
        return offered[int(answer) - 1]
    return answer if any("\u0620" <= char <= "\u06d3" for char in answer) else None


def _decided(term: Term, text: str) -> Term:
    if text == term.printed:
        return replace(
            term, verdict=TermVerdict.KEEP, preferred=None, reason="It stays as printed: you decided so."
        )
    same = next(
        (one for one in (term.preferred, *term.alternatives) if one is not None and one.text == text),
        term.preferred,
    )
    preferred = (
        replace(same, text=text, probability=1.0, source="your decision") if same is not None else None
    )
    return replace(term, verdict=TermVerdict.ROMANIZED, preferred=preferred, reason="You decided so.")
