"""Three-way merge of two descriptions that changed apart, one named value at a time.

Each side is compared with what *it* was when both last agreed, so a value that one side cannot hold exactly (a lossy
conversion) never looks like an edit. A value that changed on one side is carried over; one that changed alike on
both is agreed; one that changed differently is a conflict, listed and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Clash", "Merge", "changed", "merge_three_ways"]


@dataclass(frozen=True, slots=True)
class Clash:
    """One name that both sides changed, to different values; None: the value was taken away."""

    name: str
    before: str | None
    mine: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class Merge:
    """What goes where: `outgoing` names go from mine to theirs, `incoming` from theirs to mine, `agreed` nowhere."""

    outgoing: tuple[str, ...]
    incoming: tuple[str, ...]
    agreed: tuple[str, ...]
    clashes: tuple[Clash, ...]


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The names whose value differs, appeared or went, in alphabetical order.

    >>> changed({"title": "A", "year": "1"}, {"title": "B", "doi": "10.1/x", "year": "1"})
    ('doi', 'title')
    """
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))


def merge_three_ways(
    mine_before: Mapping[str, str],
    mine: Mapping[str, str],
    theirs_before: Mapping[str, str],
    theirs: Mapping[str, str],
    *,
    groups: Iterable[frozenset[str]] = (),
) -> Merge:
    """What each side changed since both agreed, and where they clash.

    >>> merge = merge_three_ways({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "1"}, {"a": "1", "b": "3"})
    >>> merge.outgoing, merge.incoming, merge.clashes
    (('a',), ('b',), ())
    >>> merge_three_ways({"a": "1"}, {"a": "2"}, {"a": "1"}, {"a": "3"}).clashes
    (Clash(name='a', before='1', mine='2', theirs='3'),)

    Both bases empty is the first meeting of two descriptions: what only one has is carried over, what both have
    alike is agreed, the rest clashes. Names of one of the `groups` are one thing said in several ways: where both
    sides changed a member, all changed members of the group clash.
    """
    ours, others = set(changed(mine_before, mine)), set(changed(theirs_before, theirs))
    agreed = {name for name in ours & others if mine.get(name) == theirs.get(name)}
    clashing = (ours & others) - agreed
    for group in groups:
        if (ours - agreed) & group and (others - agreed) & group:
            clashing |= ((ours | others) - agreed) & group
    clashes = tuple(
        Clash(name, theirs_before.get(name, mine_before.get(name)), mine.get(name), theirs.get(name))
        for name in sorted(clashing)
    )
    return Merge(
        outgoing=tuple(sorted(ours - agreed - clashing)),
        incoming=tuple(sorted(others - agreed - clashing)),
        agreed=tuple(sorted(agreed)),
        clashes=clashes,
    )
