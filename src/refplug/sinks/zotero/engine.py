"""A push from beginning to end: find out, read, compare, plan, ask, send; again where somebody wrote in between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from refplug.errors import ExitCode, RunAborted
from refplug.sinks.zotero.compare import Choices, Shelf, compare
from refplug.sinks.zotero.plan import Plan, Problem
from refplug.sinks.zotero.push import plan_push
from refplug.sinks.zotero.recover import recover
from refplug.sinks.zotero.refresh import refresh
from refplug.sinks.zotero.send import apply_push, check_rights
from refplug.sinks.zotero.state import State
from refplug.sinks.zotero.transport import Transport

__all__ = ["ROUNDS", "Report", "push", "read_library"]

ROUNDS = 8


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a push did: the plan that was agreed to, citekeys written in order, what was refused, what stays open.

    `is_applied` is false where nobody agreed to the plan (a dry run). `open` is the last plan made, with its conflicts;
    `stale` are citekeys that others kept changing for `ROUNDS` rounds.
    """

    plan: Plan
    is_applied: bool = False
    written: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()
    stale: tuple[str, ...] = ()
    open: Plan | None = field(default=None, repr=False)

    @property
    def has_trouble(self) -> bool:
        """Whether something the user meant to send did not go: a conflict, a refusal, a problem."""
        last = self.open or self.plan
        return bool(self.refused or self.stale or last.clashes or last.problems)


def read_library(transport: Transport, state: State) -> int:
    """Find out what became of writes under way, and bring the state up to the library; its version."""
    if not transport.access().may_read:
        raise RunAborted(
            f"the API key does not give access to {transport.library}; give it that right, or choose another --library; "
            "nothing was changed",
            ExitCode.CONFLICT,
        )
    if state.intents():
        recover(transport, state)
    return refresh(transport, state)


def push(
    transport: Transport,
    state: State,
    shelf: Shelf,
    choices: Choices | None = None,
    *,
    agree: Callable[[Plan], bool] = lambda plan: True,
    collections: Sequence[str] = (),
    is_pinned: bool = False,
) -> Report:
    """Send what changed on the shelf. `agree` is shown the plan and says whether to go on.

    Where another client writes in between, the library is read again and the rest planned anew; with `is_pinned` (the user
    named the plan by its hash) the run stops instead. Raises `RunAborted` without rights, `SourceUnavailable` on outages;
    a later run goes on where this one stopped.
    """
    choices = choices or Choices()
    first: Plan | None = None
    written: list[str] = []
    refused: dict[str, Problem] = {}
    for _ in range(ROUNDS):
        version = read_library(transport, state)
        plan = plan_push(
            compare(state, shelf, choices), state, shelf, transport, choices, collections=collections
        )
        if refused:  # what was refused once is not offered again in the same run
            plan = _without(plan, refused.keys())
        if first is None:
            if plan.operations:
                check_rights(transport)
            if not agree(plan):
                return Report(plan=plan)
            first = plan
        pushed = apply_push(plan, state, transport, version)
        written += pushed.written
        refused |= {problem.citekey: problem for problem in pushed.refused}
        if not pushed.stale:
            return Report(
                plan=first,
                is_applied=True,
                written=tuple(dict.fromkeys(written)),
                refused=tuple(refused.values()),
                open=plan,
            )
        if is_pinned:
            raise RunAborted(
                f"{transport.library} was changed by another program since the plan was made; {len(written)} of "
                f"{len(first.operations)} changes were written; look at the rest with --dry-run",
                ExitCode.CONFLICT,
            )
    return Report(
        plan=first or plan,
        is_applied=True,
        written=tuple(dict.fromkeys(written)),
        refused=tuple(refused.values()),
        stale=tuple(pushed.stale),
        open=plan,
    )


def _without(plan: Plan, citekeys: Collection[str]) -> Plan:
    return replace(plan, operations=tuple(one for one in plan.operations if one.citekey not in citekeys))
