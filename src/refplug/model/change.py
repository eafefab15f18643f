"""Proposals: what would change, from what to what, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from refplug.model.evidence import Evidence

__all__ = ["Change", "ChangeKind", "ChangeSet"]


class ChangeKind(StrEnum):
    """What a change does to a field."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one entry, before and after. `before` is None for an addition, `after` for a removal."""

    citekey: str
    field: str
    before: str | None
    after: str | None
    evidence: Evidence
    confidence: float
    reason: str

    @property
    def kind(self) -> ChangeKind:
        """Whether the change adds, replaces or removes."""
        if self.before is None:
            return ChangeKind.ADD
        return ChangeKind.REMOVE if self.after is None else ChangeKind.REPLACE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """All changes proposed for one file. What is shown is what is applied: the same object.

    The changes of a large file may lie on disk; they are read in order, as often as wanted. `base_digest` is the SHA-256 of the file the changes were worked out on; they apply to that version only.
    """

    file: str
    base_digest: str
    changes: Collection[Change] = ()

    def __bool__(self) -> bool:
        return len(self.changes) > 0
