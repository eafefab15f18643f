"""Where the user's entries and the items of a library stand to each other: no network, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from refplug.reconcile.threeway import merge_three_ways
from refplug.sinks.zotero.facets import Item, facets
from refplug.sinks.zotero.known import Known, is_again, is_but_renamed
from refplug.sinks.zotero.standing import Choices, Comparison, Pair, Question, QuestionKind, Shelf
from refplug.sinks.zotero.state import State, Tie, is_work

__all__ = ["Choices", "Comparison", "Pair", "Question", "QuestionKind", "Shelf", "compare"]


def compare(state: State, shelf: Shelf, choices: Choices | None = None) -> Comparison:
    """What differs between the shelf and the library as last seen."""
    return _Comparing(state, shelf, choices or Choices()).run()


class _Comparing:
    """One comparison under way."""

    def __init__(self, state: State, shelf: Shelf, choices: Choices) -> None:
        self.state, self.shelf, self.choices = state, shelf, choices
        self.digests = shelf.digests()
        self.items = state.items()
        self.ties = state.ties()
        self.pairs: list[Pair] = []
        self.questions: list[Question] = []
        self.gone: list[str] = []
        self.remarks: list[str] = []
        self.unchanged = 0
        self._known = Known(state)
        self._renamed: Mapping[str, str] = {}
        self._back: Mapping[str, str | None] = {}

    def run(self) -> Comparison:
        gone = (self.state.tie(citekey) for citekey in self.ties if citekey not in self.digests)
        lost = {tie.citekey: tie.mine for tie in gone if tie is not None}
        fresh = [citekey for citekey in self.digests if citekey not in self.ties]
        renamed = self._renamed = self._known.renamed(lost, fresh, self.shelf.item)
        # first what is the same work beyond doubt: an item into which another was merged may have an entry of its own
        free = self._works() - {found.key for found in self.ties.values()}
        new = [key for key in fresh if key not in renamed.values() and not self._meets(key, free)]
        self._back = self._brought_back(free)
        for citekey, found in self.ties.items():
            now = renamed.get(citekey, citekey)
            has_mine, has_theirs = now in self.digests, found.key in self.items
            if now == citekey and has_mine and has_theirs and self._is_settled(citekey):
                self.unchanged += 1
            else:
                self._look(citekey, now, has_mine)
        free -= {pair.tie.key for pair in self.pairs} | {question.key for question in self.questions}
        return Comparison(
            pairs=tuple(pair for pair in self.pairs if self._is_chosen(pair.tie.citekey, pair.theirs)),
            new_here=tuple(key for key in new if self._is_chosen(key, self.shelf.item(key))),
            new_there=tuple(
                key
                for key in sorted(free, key=lambda key: (self.items[key][0], key))  # in the order they came
                if self.choices.is_chosen is None or self._is_chosen("", self._item(key))
            ),
            questions=tuple(
                question
                for question in self.questions
                if self._is_chosen(question.citekey, self._left(question))
            ),
            moved=tuple(
                (replace(one.tie, digest="", version=0), one.renamed_from)
                for one in self.questions
                if one.renamed_from
            ),
            gone=tuple(self.gone),
            unchanged=self.unchanged,
            remarks=tuple(self.remarks),
        )

    def _works(self) -> set[str]:
        """The keys of the items that are works, not notes or attachments."""
        return {key for key, (_, kind) in self.items.items() if is_work(kind)}

    def _left(self, question: Question) -> Item:
        """What a question is about, on the side that still has it."""
        is_here = question.kind is not QuestionKind.GONE_HERE
        return self.shelf.item(question.citekey) if is_here else self._item(question.key)

    def _is_chosen(self, citekey: str, item: Item) -> bool:
        return self.choices.is_chosen is None or self.choices.is_chosen(citekey, item)

    def _item(self, key: str) -> dict[str, Any]:
        return self.state.item(key) or {}

    def _is_settled(self, citekey: str) -> bool:
        found = self.ties[citekey]
        return found.digest == self.digests[citekey] and found.version == self.items[found.key][0]

    def _look(self, citekey: str, now: str, has_mine: bool) -> None:
        """A tie of which something changed."""
        tie = self.state.tie(citekey)
        if tie is None:
            return
        mine = self.shelf.item(now) if has_mine else None
        # an entry that is gone too has no heir: what its item was merged into is a work of its own
        heir = self._heir(tie, mine) if mine is not None and tie.key not in self.items else None
        is_new = heir is not None
        if is_new:
            tie = replace(tie, key=heir or "", version=0)
        is_live = tie.key in self.items
        theirs = self._item(tie.key) if is_live or self.state.is_trashed(tie.key) else None
        tie, renamed_from = replace(tie, citekey=now), citekey if now != citekey else ""
        if has_mine and is_live:
            pair = self._pair(tie, mine or {}, theirs or {}, is_new=is_new)
            self.pairs.append(replace(pair, renamed_from=renamed_from))
        elif has_mine:
            kind = QuestionKind.GONE_THERE if theirs is None else QuestionKind.TRASHED_THERE
            self._ask(tie, kind, mine or {}, tie.mine, renamed_from, self._merged_into(tie.key))
        elif is_live:
            self._ask(tie, QuestionKind.GONE_HERE, theirs or {}, tie.theirs)
        else:
            self.gone.append(citekey)

    def _brought_back(self, free: set[str]) -> dict[str, str | None]:
        """For each entry whose item is gone, and was not merged into a free one: the item by which its work came back.

        Found out for all of them before any is given the item into which its own was merged: that may be another's.
        """
        found: dict[str, str | None] = {}
        tied = {one.key for one in self.ties.values()}
        for citekey, one in self.ties.items() if free else ():
            now = self._renamed.get(citekey, citekey)
            if one.key in self.items or now not in self.digests:
                continue
            heir, tie = self._known.heir(one.key), self.state.tie(citekey)
            if tie is not None and (heir is None or heir in tied):
                found[citekey] = self._again(tie, self.shelf.item(now), free)
        return found

    def _heir(self, tie: Tie, mine: Item) -> str | None:
        """The item that a lost one was merged into, or by which somebody brought the work back."""
        taken = {found.key for found in self.ties.values()} | {pair.tie.key for pair in self.pairs}
        claimed = {key for citekey, key in self._back.items() if key is not None and citekey != tie.citekey}
        heir = self._known.heir(tie.key)
        if heir is not None and heir not in taken | claimed:
            return heir
        if tie.citekey in self._back:
            back = self._back[tie.citekey]
            return back if back not in taken else None
        return self._again(tie, mine, self._works() - taken - claimed)

    def _again(self, tie: Tie, mine: Item, free: set[str]) -> str | None:
        """The free item that is the work as the entry is now, as it was when both last agreed, or as it lies in the trash."""
        before = {name: text for name, text in tie.theirs.items() if "/" not in name}
        for item in (mine, before, self._item(tie.key)) if free else ():
            if (back := self._known.same_work(item, free)) is not None:
                return back
        return self._corrected(tie, mine, free) if free else None

    def _merged_into(self, key: str) -> str:
        """The citekey of the entry that has the item into which a lost one was merged; empty if there is none here."""
        heir = self._known.heir(key)
        if heir is None:
            return ""
        owners = {pair.tie.key: pair.tie.citekey for pair in self.pairs}
        owners |= {back: self._renamed.get(citekey, citekey) for citekey, back in self._back.items() if back}
        owners |= {found.key: self._renamed.get(citekey, citekey) for citekey, found in self.ties.items()}
        owner = owners.get(heir, "")
        return owner if owner in self.digests else ""

    def _corrected(self, tie: Tie, mine: Item, free: set[str]) -> str | None:
        """The item by which somebody brought the work back after correcting it: by its citation key, or by a number."""
        versions = (facets(mine), tie.mine, tie.theirs)
        names = {version["citationKey"] for version in versions if version.get("citationKey")}
        namesake = self._known.namesake(names, free)
        item = self._item(namesake) if namesake is not None else {}
        if namesake is not None and is_again(versions, facets(item)):
            return namesake
        back = self._known.same_number(versions, free)
        if back is None and namesake is not None and self._is_chosen(tie.citekey, mine):
            self.remarks.append(
                f"{tie.citekey}: another item in Zotero has its citation key, “{item.get('title') or namesake}”; if it is "
                "the same work, give the entry this title and run again, else it comes as an entry of its own"
            )
        return back

    def _ask(
        self,
        tie: Tie,
        kind: QuestionKind,
        left: Item,
        before: Mapping[str, str],
        renamed_from: str = "",
        merged_into: str = "",
    ) -> None:
        is_edited = self._facets(left) != dict(before) and not (renamed_from and is_but_renamed(left, before))
        question = Question(
            kind=kind,
            tie=tie,
            title=str(left.get("title") or left.get("caseName") or left.get("nameOfAct") or ""),
            is_edited=is_edited,
            answer=self.choices.answer(tie.citekey),
            renamed_from=renamed_from,
            merged_into=merged_into,
        )
        self.questions.append(question)

    def _facets(self, item: Item) -> dict[str, str]:
        return {name: text for name, text in facets(item).items() if name not in self.choices.without}

    def _pair(self, tie: Tie, mine: Item, theirs: Item, *, is_new: bool = False) -> Pair:
        ours, others = self._facets(mine), self._facets(theirs)
        without = self.choices.without
        before = {name: text for name, text in tie.mine.items() if name not in without}
        theirs_before = {name: text for name, text in tie.theirs.items() if name not in without}
        merge = merge_three_ways(before, ours, theirs_before, others)
        won: dict[str, list[str]] = {"mine": [], "theirs": [], "": []}
        for clash in merge.clashes:
            won[self.choices.winner(tie.citekey, clash.name)].append(clash.name)
        merge = replace(
            merge,
            outgoing=tuple(sorted((*merge.outgoing, *won["mine"]))),
            incoming=tuple(sorted((*merge.incoming, *won["theirs"]))),
            clashes=tuple(clash for clash in merge.clashes if clash.name in won[""]),
        )
        return Pair(
            tie=tie,
            mine=mine,
            theirs=theirs,
            mine_facets=ours,
            theirs_facets=others,
            merge=merge,
            settled_mine=tuple(won["mine"]),
            settled_theirs=tuple(won["theirs"]),
            is_new=is_new,
        )

    def _meets(self, citekey: str, free: set[str]) -> bool:
        """Tie a new entry to the one item that is the same work, if there is one; both may be older than the tie."""
        if not free:
            return False
        mine = self.shelf.item(citekey)
        key = self._known.same_work(mine, free)
        if key is None:
            return False
        free.discard(key)
        self.pairs.append(self._pair(Tie(citekey=citekey, key=key), mine, self._item(key), is_new=True))
        return True
