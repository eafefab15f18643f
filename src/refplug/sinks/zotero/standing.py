"""How the user's entries and the items of a library stand to each other, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from refplug.reconcile.threeway import Clash, Merge
from refplug.sinks.zotero.facets import Item
from refplug.sinks.zotero.state import Tie

__all__ = ["Choices", "Comparison", "Pair", "Question", "QuestionKind", "Shelf"]


class Shelf(Protocol):
    """The user's side: entries by citekey. Reading one is costly, telling whether it changed is cheap."""

    def digests(self) -> Mapping[str, str]:
        """A digest of each entry and all that its item is made from, by citekey."""
        ...

    def item(self, citekey: str) -> Item:
        """The JSON data of the item that the entry would be."""
        ...


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the user decided: which entries to look at, whose word counts where both changed, what becomes of deletions.

    `prefer` is "mine", "theirs" or "" (list conflicts, guess nothing); `mine` and `theirs` say so for places, each a
    citekey with a facet ("" for all of them). `follow` and `restore` name citekeys (or "*") whose deletion on one side is
    carried over, or taken back. `without` are facets that are left alone on both sides.
    """

    is_chosen: Callable[[str, Item], bool] | None = field(default=None, compare=False)
    prefer: str = ""
    mine: frozenset[tuple[str, str]] = frozenset()
    theirs: frozenset[tuple[str, str]] = frozenset()
    follow: frozenset[str] = frozenset()
    restore: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def winner(self, citekey: str, name: str) -> str:
        """Whose value of a facet counts: "mine", "theirs", or "" where nobody said."""
        for word, places in (("mine", self.mine), ("theirs", self.theirs)):
            if (citekey, name) in places or (citekey, "") in places:
                return word
        return self.prefer

    def answer(self, citekey: str) -> str:
        """What becomes of a deletion: "follow", "restore", or "" (it is kept and asked about)."""
        for word, keys in (("follow", self.follow), ("restore", self.restore)):
            if citekey in keys:
                return word
        return "follow" if "*" in self.follow else "restore" if "*" in self.restore else ""


class QuestionKind(StrEnum):
    """What was deleted on one side and is still there on the other."""

    GONE_HERE = "gone here"
    GONE_THERE = "gone there"
    TRASHED_THERE = "trashed there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A deletion to ask about; `is_edited` says that the side which still has it has changed it since.

    `tie` bears the citekey that the entry has now; `renamed_from` is the one under which it was known, if another.
    `merged_into` is the entry that has the item into which this one's was merged in Zotero, if it was.
    """

    kind: QuestionKind
    tie: Tie
    title: str
    is_edited: bool
    answer: str = ""
    renamed_from: str = ""
    merged_into: str = ""

    @property
    def citekey(self) -> str:
        """The entry's citekey."""
        return self.tie.citekey

    @property
    def key(self) -> str:
        """The item's key."""
        return self.tie.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry and its item, where something is to be said about them.

    `merge` has the conflicts that the user settled among its outgoing or incoming names already; `settled_mine` and
    `settled_theirs` name them. `is_new` is the first meeting of an entry and an item, or one after a merge in Zotero.
    """

    tie: Tie
    mine: Item
    theirs: Item
    mine_facets: Mapping[str, str]
    theirs_facets: Mapping[str, str]
    merge: Merge
    settled_mine: tuple[str, ...] = ()
    settled_theirs: tuple[str, ...] = ()
    is_new: bool = False
    renamed_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs. Entries and items that are tied and unchanged are only counted."""

    pairs: tuple[Pair, ...] = ()
    new_here: tuple[str, ...] = ()
    new_there: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    gone: tuple[str, ...] = ()  # citekeys that went on both sides
    moved: tuple[
        tuple[Tie, str], ...
    ] = ()  # ties of renamed entries that are asked about, with the old citekey
    unchanged: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def clashes(self) -> Iterator[tuple[str, Clash]]:
        """Every conflict with its citekey."""
        return ((pair.tie.citekey, clash) for pair in self.pairs for clash in pair.merge.clashes)
