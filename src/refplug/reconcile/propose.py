"""Three-way merge: the user's file, what the sources said last time, and what they say now.

A change is applied only where nothing of the user's can be lost: an empty field, or a value that came from the
sources and that the user has left alone. Everything else is held, with the reason, for a person to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from refplug.model import Change, Evidence
from refplug.reconcile.compare import compare
from refplug.reconcile.spelling import Relation

__all__ = ["Memory", "Offer", "Proposal", "Ruling", "propose"]


class Ruling(StrEnum):
    """What becomes of one offered value, and why."""

    APPLY = "apply"  # fills an empty field, or follows a source whose earlier value the user had kept
    ASK = "ask"  # the user's own value differs: a person decides
    POORER = "poorer"  # says less than what is there
    LOCKED = "locked"
    DISMISSED = "dismissed"
    OWN = "own"  # the user has changed it since; the sources say what they said before
    REMOVED = "removed"  # the user has taken it out; it is not put back


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A value that the sources offer for a field of an entry; plain text, as all values here.

    `is_remark` marks what a person should see and may want in the entry, but no field asks for: a retraction. It is
    never applied unless chosen.
    """

    citekey: str
    field: str
    value: str
    evidence: Evidence
    confidence: float = 1.0
    is_remark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered about a file between runs.

    `base` holds what the sources said when a value was last written or refused, by citekey and field. `locks` are
    fields that are never changed: (citekey, field), or ("", field) for the field in every entry. `dismissed` are the
    values that a person has refused. `trusted` are fields for which the configuration believes the sources more than
    the file: a differing value is followed, a poorer one is not.
    """

    base: Mapping[tuple[str, str], str] = field(default_factory=dict)
    locks: frozenset[tuple[str, str]] = frozenset()
    dismissed: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    trusted: frozenset[str] = frozenset()

    def is_locked(self, citekey: str, name: str) -> bool:
        """Whether the field of the entry is never to be changed."""
        return bool(self.locks & {(citekey, name), ("", name), (citekey, "")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An offered value that differs from what is there, and what is to become of it."""

    citekey: str
    field: str
    before: str | None
    after: str
    ruling: Ruling
    reason: str
    evidence: Evidence
    confidence: float = 1.0

    def change(self) -> Change:
        """The change that applying the proposal makes."""
        return Change(
            citekey=self.citekey,
            field=self.field,
            before=self.before,
            after=self.after,
            evidence=self.evidence,
            confidence=self.confidence,
            reason=self.reason,
        )


def propose(
    mine: Mapping[str, str],
    offers: Iterable[Offer],
    memory: Memory,
    chosen: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Proposal, ...]:
    """What the offers for one entry come to; offers that say what is there already come to nothing.

    `mine` are the entry's fields in plain text, by name in lower case. `chosen` are the fields for which a person has
    said "take theirs": (citekey, field), or ("", field) for all entries; a choice outranks everything but a lock.
    """
    found = (_proposal(mine.get(offer.field), offer, memory, chosen) for offer in offers)
    return tuple(proposal for proposal in found if proposal is not None)


def _proposal(
    mine: str | None, offer: Offer, memory: Memory, chosen: frozenset[tuple[str, str]]
) -> Proposal | None:
    ruled = _rule(mine, offer, memory, chosen)
    if ruled is None:
        return None
    ruling, reason = ruled
    return Proposal(
        citekey=offer.citekey,
        field=offer.field,
        before=mine,
        after=offer.value,
        ruling=ruling,
        reason=reason,
        evidence=offer.evidence,
        confidence=offer.confidence,
    )


def _rule(
    mine: str | None, offer: Offer, memory: Memory, chosen: frozenset[tuple[str, str]]
) -> tuple[Ruling, str] | None:
    """The ruling, first reason that holds; None where there is nothing to rule."""
    place = (offer.citekey, offer.field)
    relation = compare(offer.field, mine or "", offer.value)
    if not offer.value.strip() or relation is Relation.SAME:
        return None
    if memory.is_locked(*place):
        return Ruling.LOCKED, "the field is locked"
    if chosen & {place, ("", offer.field)}:
        return Ruling.APPLY, "chosen"
    if any(_is_same(offer.field, value, offer.value) for value in memory.dismissed.get(place, ())):
        return Ruling.DISMISSED, "dismissed before"
    if offer.is_remark:
        return Ruling.ASK, "something has happened to this work"
    base = memory.base.get(place)
    if not (mine or "").strip():
        return _rule_empty(base, offer)
    if relation is Relation.POORER:
        return Ruling.POORER, "says less than what is there"
    if base is None and offer.field in memory.trusted:
        return Ruling.APPLY, "the configuration trusts the source here"
    return _rule_filled(mine or "", base, offer, relation)


def _rule_empty(base: str | None, offer: Offer) -> tuple[Ruling, str]:
    if base is None:
        return Ruling.APPLY, "the field is empty"
    if _is_same(offer.field, base, offer.value):
        return Ruling.REMOVED, "taken out since it was filled"
    return Ruling.ASK, "taken out since it was filled, and the source has changed its mind"


def _rule_filled(mine: str, base: str | None, offer: Offer, relation: Relation) -> tuple[Ruling, str]:
    said = "says more than what is there" if relation is Relation.RICHER else "differs from what is there"
    if base is None:
        return Ruling.ASK, said
    if _is_same(offer.field, base, offer.value):
        return Ruling.OWN, "changed by hand since; the source says what it said before"
    if mine == base:
        return Ruling.APPLY, "the source has corrected its value, which was left as it came"
    return Ruling.ASK, f"changed by hand since, and by the source; {said}"


def _is_same(name: str, one: str, other: str) -> bool:
    return compare(name, one, other) is Relation.SAME
