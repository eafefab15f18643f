"""From the user's entries to the library: the plan of a push, patches and new items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from refplug.sinks.zotero.compare import Choices, Comparison, Pair, Question, QuestionKind, Shelf
from refplug.sinks.zotero.facets import Item, facets, patch
from refplug.sinks.zotero.plan import Kind, Line, Operation, Plan, Problem
from refplug.sinks.zotero.settle import advanced
from refplug.sinks.zotero.state import State, Tie
from refplug.sinks.zotero.transport import Transport

__all__ = ["plan_push"]

MAX_TAG = 255  # Zotero's servers refuse longer ones (413), which stops the program's own sync
_NOT_SENT = ("key", "version", "dateAdded", "dateModified")


def plan_push(
    comparison: Comparison,
    state: State,
    shelf: Shelf,
    transport: Transport,
    choices: Choices,
    *,
    collections: Sequence[str] = (),
) -> Plan:
    """What a push would send. `collections` are keys of collections that new items go into."""
    planning = _Planning(state, shelf, transport, choices, tuple(collections))
    for citekey in comparison.new_here:
        planning.create(citekey, Tie(citekey=citekey, key=""))
    for pair in comparison.pairs:
        planning.update(pair)
    for question in comparison.questions:
        planning.answer(question)
    return Plan(
        direction="push",
        server=transport.server,
        library=transport.library,
        file=state.file,
        operations=tuple(planning.operations),
        clashes=tuple(comparison.clashes),
        questions=comparison.questions,
        problems=tuple(planning.problems),
        remarks=comparison.remarks,
        ties=(*comparison.moved, *planning.ties),
        untied=comparison.gone,
    )


class _Planning:
    """A push being planned."""

    def __init__(
        self,
        state: State,
        shelf: Shelf,
        transport: Transport,
        choices: Choices,
        collections: tuple[str, ...],
    ) -> None:
        self.state, self.shelf, self.transport = state, shelf, transport
        self.without, self.collections = choices.without, collections
        self.digests = shelf.digests()
        self.operations: list[Operation] = []
        self.problems: list[Problem] = []
        self.ties: list[tuple[Tie, str]] = []

    def create(self, citekey: str, tie: Tie) -> None:
        """A new item; where the server lets us, under a key that is the same until the item is known to exist."""
        item = {name: value for name, value in self.shelf.item(citekey).items() if name not in _NOT_SENT}
        item = {name: value for name, value in item.items() if name not in self.without}
        if self.collections:
            item["collections"] = list(self.collections)
        if self._is_refused(citekey, item):
            return
        body = dict(item)
        if self.transport.takes_keys:
            body |= {"key": self.state.new_key(citekey), "version": 0}
        mine = self._facets(item)
        lines = tuple(Line(name, None, value) for name, value in mine.items())
        self._add(Kind.CREATE, tie, body=body, item=item, lines=lines, mine=mine, names=sorted(mine))

    def update(self, pair: Pair) -> None:
        """Send what changed here alone; what both changed alike is remembered, what they won is withdrawn."""
        agreed = [*pair.merge.outgoing, *pair.merge.agreed]
        sent = [n for n in pair.merge.outgoing if pair.mine_facets.get(n) != pair.theirs_facets.get(n)]
        if not sent:
            # where nothing differs any more, digest and version are news enough
            is_alike = not pair.merge.incoming and not pair.merge.clashes
            if is_alike or agreed or pair.settled_theirs or pair.is_new or pair.renamed_from:
                self.ties.append((self._remembered(pair, agreed), pair.renamed_from))
            return
        changes = patch(pair.theirs, pair.mine, sent)
        if self._is_refused(pair.tie.citekey, changes):
            return
        self._add(
            Kind.UPDATE,
            pair.tie,
            body={"key": pair.tie.key, "version": int(pair.theirs.get("version") or 0), **changes},
            item=pair.mine,
            lines=tuple(Line(n, pair.theirs_facets.get(n), pair.mine_facets.get(n)) for n in sent),
            mine=pair.mine_facets,
            names=agreed,
            disowned=pair.settled_theirs,
            before=pair.theirs,
            renamed_from=pair.renamed_from,
        )

    def answer(self, question: Question) -> None:
        """Carry a deletion over, or take it back, where the user said so."""
        tie, seen = question.tie, self.state.item(question.key)
        if question.kind is QuestionKind.GONE_HERE and question.answer == "follow" and seen:
            self._trash(Kind.TRASH, tie, seen, question.title)
        elif question.kind is QuestionKind.TRASHED_THERE and question.answer == "restore" and seen:
            self._trash(Kind.RESTORE, tie, seen, question.title)
        elif question.kind is QuestionKind.GONE_THERE and question.answer == "restore":
            self.create(question.citekey, Tie(citekey=question.citekey, key=""))

    def _trash(self, kind: Kind, tie: Tie, seen: Mapping[str, Any], title: str) -> None:
        is_here = tie.citekey in self.digests
        self._add(
            kind,
            tie,
            body={
                "key": tie.key,
                "version": int(seen.get("version") or 0),
                "deleted": int(kind is Kind.TRASH),
            },
            item=seen,
            title=title,
            mine=self._facets(self.shelf.item(tie.citekey)) if is_here else tie.mine,
            before=seen,
        )

    def _remembered(self, pair: Pair, agreed: Sequence[str]) -> Tie:
        """Both sides agree already; only the memory of it is missing, and no request is needed."""
        return advanced(
            pair.tie,
            ours=[*agreed, *pair.settled_theirs],
            others=agreed,
            mine=pair.mine_facets,
            theirs=pair.theirs_facets,
            digest=self.digests[pair.tie.citekey],
            version=int(pair.theirs.get("version") or 0),
            without=self.without,
        )

    def _add(
        self,
        kind: Kind,
        tie: Tie,
        *,
        body: Mapping[str, Any],
        item: Item,
        mine: Mapping[str, str],
        names: Sequence[str] = (),
        lines: tuple[Line, ...] = (),
        disowned: Sequence[str] = (),
        before: Mapping[str, Any] | None = None,
        renamed_from: str = "",
        title: str = "",
    ) -> None:
        key = str(body.get("key", ""))
        memo = {
            "kind": str(kind),
            "citekey": tie.citekey,
            "key": key,
            "body": dict(body),
            "names": list(names),
            "disowned": list(disowned),
            "mine": dict(mine),
            "before": dict(before or {}),
            "tie": {"mine": dict(tie.mine), "theirs": dict(tie.theirs)},
            "digest": self.digests.get(tie.citekey, ""),
            "renamed_from": renamed_from,
            "without": sorted(self.without),
        }
        told = title or str(item.get("title") or "")
        self.operations.append(
            Operation(kind=kind, citekey=tie.citekey, key=key, title=told, body=body, lines=lines, memo=memo)
        )

    def _facets(self, item: Item) -> dict[str, str]:
        return {name: text for name, text in facets(item).items() if name not in self.without}

    def _is_refused(self, citekey: str, item: Item) -> bool:
        """Tell what every server of Zotero's would refuse, before anything is sent."""
        for tag in item.get("tags") or ():
            if len(name := str(tag.get("tag", ""))) > MAX_TAG:
                said = f"the keyword “{name[:40]}…” has {len(name)} characters, Zotero takes {MAX_TAG}; shorten it"
                self.problems.append(Problem(citekey, said))
                return True
        return False
