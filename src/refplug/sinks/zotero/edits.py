"""Changes to items that no entry of a file is tied to: a merge, a library made regular. Sent in steps, 50 at a time.

Every body names the item and its version, so sending it twice does nothing twice; what was cut off is planned anew from
what the library then holds. So these changes need no journal of their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from refplug.errors import ExitCode, RunAborted
from refplug.sinks.zotero.calls import BATCH
from refplug.sinks.zotero.plan import Operation, Problem
from refplug.sinks.zotero.send import check_rights
from refplug.sinks.zotero.state import State, is_work
from refplug.sinks.zotero.transport import Moved, TokenUsed, Transport

__all__ = ["Edited", "Step", "apply_steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """Operations of one group, to be done only if all steps of that group before it were."""

    group: str
    operations: tuple[Operation, ...]


@dataclass
class Edited:
    """What was written, by item key, and what was refused and why."""

    written: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)  # groups that did not go through


def apply_steps(rounds: Sequence[Sequence[Step]], state: State, transport: Transport, version: int) -> Edited:
    """Send the steps, round by round; a group that had a refusal is left as it is from then on.

    `version` is the library version that was planned on. Where somebody wrote since, or the fate of a batch is unknown,
    `RunAborted`: what was done is done whole, the rest is planned anew by the next run.
    """
    edited = Edited()
    if any(step.operations for steps in rounds for step in steps):
        check_rights(transport)
    for steps in rounds:
        todo = [
            (step.group, one) for step in steps if step.group not in edited.stopped for one in step.operations
        ]
        for batch in _in_batches(todo):
            version = _send(batch, state, transport, version, edited)
    return edited


def _in_batches(todo: Sequence[tuple[str, Operation]]) -> Iterator[Sequence[tuple[str, Operation]]]:
    for start in range(0, len(todo), BATCH):
        yield todo[start : start + BATCH]


def _send(
    batch: Sequence[tuple[str, Operation]], state: State, transport: Transport, version: int, edited: Edited
) -> int:
    try:
        outcome = transport.write([one.body for _, one in batch], secrets.token_hex(16), version)
    except (Moved, TokenUsed):
        done = (
            f"{len(edited.written)} items were written before; "
            if edited.written
            else "nothing was changed; "
        )
        raise RunAborted(
            f"{transport.library} was changed by another program since the plan was made; {done}run it again to plan anew",
            ExitCode.CONFLICT,
        ) from None
    with state.writing() as writing:
        for place, (group, one) in enumerate(batch):
            refusal = outcome.refused.get(place)
            if refusal is not None:
                code = f" ({refusal.code})" if refusal.code else ""
                edited.refused.append(
                    Problem(one.citekey or one.key, f"Zotero refused it{code}: {refusal.message}")
                )
                edited.stopped.add(group)
                continue
            edited.written.append(one.key)
            data = outcome.written.get(place)
            if (
                data is not None
                and is_work(str(data.get("itemType", "")))
                and state.item(one.key) is not None
            ):
                writing.see(data)
    return outcome.version
