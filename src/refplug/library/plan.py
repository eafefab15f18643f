"""All that a run would do to a library: what is shown and what is applied, the same object, however large."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from refplug.model import Change, ChangeSet, Evidence, Record
from refplug.model.plain import from_plain, to_plain
from refplug.reconcile import Proposal, Ruling
from refplug.system.pile import Pile

__all__ = ["Edited", "Plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What becomes of one entry: its changes, the BibTeX source of each by field, what was said about the fields."""

    citekey: str
    changes: tuple[Change, ...]
    sources: Mapping[str, str]
    said: Record


class _Changes(Collection[Change]):
    """The changes of all entries, in file order."""

    def __init__(self, entries: Pile[Edited]) -> None:
        self._entries, self.count = entries, 0

    def __iter__(self) -> Iterator[Change]:
        return (change for entry in self._entries for change in entry.changes)

    def __len__(self) -> int:
        return self.count

    def __contains__(self, change: object) -> bool:
        return any(one == change for one in self)


@dataclass(slots=True)
class Plan:
    """Built entry by entry. What it holds of an entry lies on disk once there is much of it, so memory stays flat."""

    file: str
    base_digest: str
    held: Pile[Proposal] = field(default_factory=lambda: Pile(_plain_proposal, _proposal))
    refused: Pile[Proposal] = field(default_factory=lambda: Pile(_plain_proposal, _proposal))
    problems: Pile[str] = field(default_factory=Pile)  # sentences for people
    waiting: int = 0  # values that differ from the user's, about which a person decides
    likely: int = 0  # entries with candidates for a person
    not_asked: int = 0
    asked: int = 0
    trouble: str = ""
    _entries: Pile[Edited] = field(default_factory=lambda: Pile(_plain_edited, _edited))
    _changes: _Changes = field(init=False)

    def __post_init__(self) -> None:
        self._changes = _Changes(self._entries)

    @property
    def changes(self) -> ChangeSet:
        """What is shown, and what is applied."""
        return ChangeSet(file=self.file, base_digest=self.base_digest, changes=self._changes)

    @property
    def entries(self) -> Collection[Edited]:
        """The entries that change, in file order."""
        return self._entries

    def edit(self, entry: Edited) -> None:
        """Put the changes of one more entry into the plan."""
        self._entries.add(entry)
        self._changes.count += len(entry.changes)

    def hold(self, proposal: Proposal) -> None:
        """Put a proposal that is not applied into the plan."""
        self.held.add(proposal)
        self.waiting += proposal.ruling is Ruling.ASK


def _plain_proposal(proposal: Proposal) -> Any:
    return [str(proposal.ruling), to_plain(proposal.change())]


def _proposal(plain: Any) -> Proposal:
    change: Change = from_plain(plain[1])
    evidence: Evidence = change.evidence
    return Proposal(
        citekey=change.citekey,
        field=change.field,
        before=change.before,
        after=change.after or "",
        ruling=Ruling(plain[0]),
        reason=change.reason,
        evidence=evidence,
        confidence=change.confidence,
    )


def _plain_edited(entry: Edited) -> Any:
    return [entry.citekey, to_plain(entry.changes), dict(entry.sources), to_plain(entry.said)]


def _edited(plain: Any) -> Edited:
    citekey, changes, sources, said = plain
    return Edited(citekey=citekey, changes=from_plain(changes), sources=sources, said=from_plain(said))
