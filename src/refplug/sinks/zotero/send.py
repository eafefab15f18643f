"""Sending the operations of a plan, 50 at a time, so that nothing is lost and nothing doubles.

Each batch is written down, and is on the disk, before it leaves. What its answer says is taken in together with the end of
that record, in one transaction. A batch whose fate is unknown stays in the journal; `recover` finds out.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from refplug.errors import ExitCode, RefplugError, RunAborted
from refplug.sinks.zotero.calls import BATCH
from refplug.sinks.zotero.plan import Operation, Plan, Problem
from refplug.sinks.zotero.recover import recover, settled
from refplug.sinks.zotero.state import Intent, State, Writing
from refplug.sinks.zotero.transport import Moved, Outcome, TokenUsed, Transport

__all__ = ["Pushed", "apply_push", "check_rights", "remember"]


@dataclass
class Pushed:
    """What a push did: citekeys written, what was refused and why, and what must be read and planned again."""

    written: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def apply_push(plan: Plan, state: State, transport: Transport, version: int) -> Pushed:
    """Send the operations of a plan, 50 at a time, each batch written down before it leaves.

    `version` is the library version the plan was made at: where somebody wrote since, nothing of the batch is done and
    the rest is `stale`. Raises `RunAborted` without the right to write, `SourceUnavailable` where the fate of a batch
    stays unknown: the next run finds out.
    """
    pushed = Pushed()
    if plan.operations:
        check_rights(transport)
    remember(plan, state)
    stand: int | None = version
    for batch in _in_batches(plan.operations):
        if stand is None:
            pushed.stale += [one.citekey for one in batch]
            continue
        stand = _send(batch, state, transport, stand, pushed)
    return pushed


def remember(plan: Plan, state: State) -> None:
    """Keep what a plan found out without a request: ties that need nothing, ties whose both sides are gone."""
    if plan.ties or plan.untied:
        with state.writing() as writing:
            for citekey in plan.untied:
                writing.untie(citekey)
            for tie, renamed_from in plan.ties:
                if renamed_from:
                    writing.untie(renamed_from)
                writing.tie(tie)


def check_rights(transport: Transport) -> None:
    """Stop before the first write where the library may not be written to."""
    access = transport.access()
    if not access.may_write:
        raise RunAborted(
            f"the library {transport.library} cannot be written to with these rights; give the key the right to write, "
            "or choose another --library; nothing was changed",
            ExitCode.CONFLICT,
        )


def _in_batches(operations: Sequence[Operation]) -> Iterator[Sequence[Operation]]:
    for start in range(0, len(operations), BATCH):
        yield operations[start : start + BATCH]


def _send(
    batch: Sequence[Operation], state: State, transport: Transport, stand: int, pushed: Pushed
) -> int | None:
    """Send one batch; the library version after it, or None where the library has moved."""
    intent = Intent(token=secrets.token_hex(16), version=stand, operations=tuple(one.memo for one in batch))
    with state.writing() as writing:
        writing.intend(intent)
    try:
        outcome = transport.write([one.body for one in batch], intent.token, stand)
    except Moved:
        with state.writing() as writing:
            writing.settle(intent.token)
        pushed.stale += [one.citekey for one in batch]
        return None
    except RunAborted:  # the server refused: unless a try before it arrived, there is nothing to find out
        with contextlib.suppress(RefplugError):
            recover(transport, state)
        raise
    except TokenUsed:  # the answer was lost, the write was not: look what it did
        done = recover(transport, state)
        pushed.written += [one.citekey for one in batch if one.citekey in done]
        pushed.stale += [one.citekey for one in batch if one.citekey not in done]
        return None
    _settle(batch, intent, outcome, state, pushed)
    if outcome.unclear:
        recover(transport, state)
        return None
    return outcome.version


def _settle(
    batch: Sequence[Operation], intent: Intent, outcome: Outcome, state: State, pushed: Pushed
) -> None:
    """Take the report in, entry by entry, in one transaction with the end of the journal's record."""
    with state.writing() as writing:
        for place, one in enumerate(batch):
            if place in outcome.written:
                _written(writing, one, outcome.written[place], state)
                pushed.written.append(one.citekey)
            elif place in outcome.unchanged:
                settled(writing, state, one.memo, {**one.memo["before"], **one.body})
                pushed.written.append(one.citekey)
            elif place in outcome.unclear:
                pushed.stale.append(one.citekey)
            else:
                refusal = outcome.refused[place]
                if refusal.code in (404, 412, 428):
                    pushed.stale.append(one.citekey)
                else:
                    code = f" ({refusal.code})" if refusal.code else ""
                    pushed.refused.append(Problem(one.citekey, f"Zotero refused it{code}: {refusal.message}"))
        if not outcome.unclear:
            writing.settle(intent.token)


def _written(writing: Writing, one: Operation, data: Mapping[str, Any], state: State) -> None:
    writing.see(data)
    settled(writing, state, one.memo, data)
