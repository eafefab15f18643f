"""The same work more than once in a Zotero library: found by the matcher, explained, and planned as merges on request."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from refplug.match.dedupe import Duplicates, duplicates
from refplug.sinks.zotero.edits import Step
from refplug.sinks.zotero.facets import Item
from refplug.sinks.zotero.mapping import record_of
from refplug.sinks.zotero.merging import Merge, fullest, merge_plan
from refplug.sinks.zotero.plan import Plan, Problem
from refplug.sinks.zotero.schema import Schema
from refplug.sinks.zotero.state import is_work

__all__ = ["Group", "Merging", "find_groups", "plan_merges", "steps_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items that describe one work, the one that would stay first; the chance of the least sure pair, and why."""

    items: tuple[Item, ...]
    probability: float
    reason: str

    def keeping(self, keys: Collection[str]) -> Group:
        """The group with the first of its items that is among `keys` as the one that stays."""
        chosen = next((one for one in self.items if one["key"] in keys), self.items[0])
        return replace(self, items=(chosen, *(one for one in self.items if one is not chosen)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The item keys, the one that would stay first."""
        return tuple(str(one["key"]) for one in self.items)


@dataclass(frozen=True, kw_only=True)
class Merging:
    """The plan of all merges, and the merges that it is made of."""

    plan: Plan
    merges: tuple[Merge, ...] = ()


def find_groups(items: Iterable[Item], schema: Schema | None = None) -> tuple[Group, ...]:
    """The works that stand more than once among the items: across spellings, scripts and translations.

    Notes, attachments and what lies in the trash are passed over. Nothing is merged: a group is a question.
    """
    works = [one for one in items if is_work(str(one.get("itemType", ""))) and not one.get("deleted")]
    records = [replace(record_of(one, schema=schema)[0], custom=(), citekey=str(one["key"])) for one in works]
    return tuple(_group(found, works) for found in duplicates(records))


def _group(found: Duplicates, works: Sequence[Item]) -> Group:
    members = [works[place] for place in found.places]
    first = fullest(members)
    order = (members[first], *(one for at, one in enumerate(members) if at != first))
    return Group(items=order, probability=found.probability, reason=found.reason)


def plan_merges(
    groups: Iterable[Group],
    wanted: Collection[str],
    children_of: Callable[[str], Sequence[Item]],
    *,
    server: str,
    library: str,
    library_uri: str,
    schema: Schema | None = None,
) -> Merging:
    """The merges of the groups that hold one of the `wanted` item keys, as a plan with a hash.

    `children_of` gives notes and attachments of an item. A group that cannot be merged is told among the plan's problems.
    """
    merges: list[Merge] = []
    problems: list[Problem] = []
    for group in groups:
        if not set(group.keys) & set(wanted):
            continue
        children: Mapping[str, Sequence[Item]] = {key: tuple(children_of(key)) for key in group.keys}
        merge = merge_plan(group.items, children, library_uri, schema)
        if isinstance(merge, str):
            problems.append(Problem("+".join(group.keys), merge))
        else:
            merges.append(merge)
    plan = Plan(
        direction="dedupe",
        server=server,
        library=library,
        file="",
        operations=tuple(one for merge in merges for one in merge.operations),
        problems=tuple(problems),
    )
    return Merging(plan=plan, merges=tuple(merges))


def steps_of(merges: Sequence[Merge]) -> tuple[tuple[Step, ...], ...]:
    """The rounds in which merges are sent: all that stays, then all that moves, then what goes to the trash."""
    return (
        tuple(Step(merge.group, merge.first) for merge in merges),
        tuple(Step(merge.group, merge.second) for merge in merges),
        tuple(Step(merge.group, merge.third) for merge in merges),
    )
