"""What is asked at a terminal: a deletion on one side, before it is carried over to the other."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.output import isolate, say

if TYPE_CHECKING:
    from refplug.library.zotero_desk import Desk
    from refplug.sinks.zotero.compare import Question
    from refplug.sinks.zotero.plan import Plan

__all__ = ["ask_deletions", "on_terminal"]

_MOST = 20  # nobody reads more questions than that; one answer for all is an option


def on_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_deletions(desk: Desk, plan: Plan, options: Mapping[str, Any]) -> frozenset[str]:
    """The citekeys whose deletion a person wants carried over in the plan's direction; no answer is no.

    Asked at a terminal only, and not where the run is one of `--dry-run`, `--apply`, `--json` or of another command. What
    would be taken back, or carried over by the other command, is not asked: the plan names the options for it.
    """
    from refplug.sinks.zotero.compare import QuestionKind

    if any(options.get(name) for name in ("dry_run", "wanted", "as_json", "is_quiet", "by_import")):
        return frozenset()
    is_push = plan.direction == "push"
    open_ = [
        one for one in plan.questions if not one.answer and (one.kind is QuestionKind.GONE_HERE) is is_push
    ]
    if not open_ or not on_terminal():
        return frozenset()
    if len(open_) > _MOST:
        say(f"{len(open_)} deletions to decide on: --follow KEY, --restore KEY, or '*' for all of them")
        return frozenset()
    return frozenset(one.citekey for one in open_ if click.confirm(_asked(desk, one), default=False))


def _asked(desk: Desk, question: Question) -> str:
    from refplug.sinks.zotero.compare import QuestionKind

    title = f" (“{question.title}”)" if question.title else ""
    if question.kind is QuestionKind.GONE_HERE:
        edited = ", changed there since," if question.is_edited else ""
        return isolate(f"{question.citekey}{title}{edited} was deleted here; put it into Zotero's trash too?")
    edited = ", changed here since," if question.is_edited else ""
    went = (
        f"was merged into {question.merged_into} in Zotero"
        if question.merged_into
        else "was deleted in Zotero"
    )
    return isolate(f"{question.citekey}{title}{edited} {went}; delete it from {desk.path} too?")
