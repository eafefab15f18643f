"""How the proposals of a run are shown: sentences, a table, a diff, JSON Lines."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from refplug.cli.output import answer_json, answer_line, answer_table, say

if TYPE_CHECKING:
    from refplug.library.plan import Plan
    from refplug.model import Change

__all__ = ["show_diff", "show_json", "show_table", "tell"]


def tell(made: Plan, file: str) -> None:
    """What a person should know besides the proposals."""
    for sentence in made.problems:
        say(f"{file}: {sentence}")
    if made.not_asked:
        entries = f"{made.not_asked} of {made.asked} entries were not asked about"
        say(f"{file}: {entries}: {made.trouble}; this says nothing about them")
    if made.likely:
        entries = "1 entry has" if made.likely == 1 else f"{made.likely} entries have"
        say(f"{file}: {entries} likely records without proof; `refplug check {file}` shows them")
    if made.waiting:
        values = (
            "1 value differs from yours and was"
            if made.waiting == 1
            else f"{made.waiting} values differ from yours and were"
        )
        values += " left alone"
        say(f"{file}: {values}; --take KEY:FIELD takes the source's, --dismiss KEY:FIELD ends the question")


def show_table(made: Plan) -> None:
    """The proposals as a table: what is applied, then what is held and may want a decision."""
    rows = [
        (change.citekey, change.field, change.before or "", change.after or "", "apply", change.reason)
        for change in made.changes.changes
    ]
    rows += [
        (p.citekey, p.field, p.before or "", p.after, p.ruling.value, p.reason)
        for p in made.held
        if p.ruling.value not in ("own", "removed", "dismissed")
    ]
    if rows:
        answer_table(("entry", "field", "here", "there", "ruling", "why"), rows)


def show_diff(file: str, before: bytes, after: bytes) -> None:
    """The change as a unified diff."""
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    for line in difflib.unified_diff(old, new, file, file, lineterm=""):
        answer_line(line)


def show_json(made: Plan) -> None:
    """One JSON line for each proposal."""
    for change in made.changes.changes:
        _answer(change, "apply")
    for proposal in made.held:
        _answer(proposal.change(), proposal.ruling.value)


def _answer(change: Change, ruling: str) -> None:
    answer_json(
        {
            "citekey": change.citekey,
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "ruling": ruling,
            "reason": change.reason,
            "origin": str(change.evidence.origin),
            "retrieved": change.evidence.origin.retrieved,
        }
    )
