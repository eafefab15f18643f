"""Random edits on both sides, in any order: nothing of the user's is lost unless the user chose so."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from refplug.model import Evidence, Origin, OriginKind
from refplug.reconcile import Memory, Offer, Proposal, Ruling, propose

EVIDENCE = Evidence(origin=Origin(OriginKind.SOURCE, "crossref"))
KEYS = ("sadr2019",)  # few places, so that edits of both sides meet
FIELDS = ("title", "volume")
VALUES = {
    "title": ("Marjaʿiyya", "Marjaiyya", "Marjaʿiyya: A Study", "MARJAʿIYYA IN IRAQ", "Land Reform"),
    "volume": ("12", "21", "Vol. 12", "12-13"),
}
PLACES = st.tuples(st.sampled_from(KEYS), st.sampled_from(FIELDS))


def values(place: tuple[str, str]) -> st.SearchStrategy[str]:
    return st.sampled_from(VALUES[place[1]])


class Library(RuleBasedStateMachine):
    """A user's file, the sources, and the memory between them, under edits of every kind."""

    def __init__(self) -> None:
        super().__init__()
        self.file: dict[tuple[str, str], str] = {}
        self.source: dict[tuple[str, str], str] = {}
        self.memory = Memory()
        self.owned: dict[tuple[str, str], str | None] = {}  # the user's last word on a field, None: taken out
        self.at_lock: dict[tuple[str, str], str | None] = {}

    @rule(data=st.data(), place=PLACES)
    def edit_by_hand(self, data: st.DataObject, place: tuple[str, str]) -> None:
        if place not in self.at_lock:
            self.file[place] = self.owned[place] = data.draw(values(place))
            if self.file[place] == self.memory.base.get(place):
                del self.owned[place]  # the very value that the source gave is the source's again

    @rule(place=PLACES)
    def take_out(self, place: tuple[str, str]) -> None:
        if place in self.file and place not in self.at_lock:
            del self.file[place]
            if place in self.memory.base:  # emptying what we never filled is an invitation to fill it
                self.owned[place] = None
            else:
                self.owned.pop(place, None)

    @rule(data=st.data(), place=PLACES)
    def source_changes(self, data: st.DataObject, place: tuple[str, str]) -> None:
        self.source[place] = data.draw(values(place))

    @rule(place=PLACES)
    def source_forgets(self, place: tuple[str, str]) -> None:
        self.source.pop(place, None)

    @rule(place=PLACES)
    def lock(self, place: tuple[str, str]) -> None:
        self.memory = replace(self.memory, locks=self.memory.locks | {place})
        self.at_lock.setdefault(place, self.file.get(place))

    @rule(place=PLACES)
    def dismiss(self, place: tuple[str, str]) -> None:
        for proposal in self.proposals():
            if (proposal.citekey, proposal.field) == place and proposal.ruling in (Ruling.ASK, Ruling.APPLY):
                refused = {
                    **self.memory.dismissed,
                    place: (*self.memory.dismissed.get(place, ()), proposal.after),
                }
                self.memory = replace(self.memory, dismissed=refused)

    @rule(place=PLACES)
    def choose(self, place: tuple[str, str]) -> None:
        before = self.file.get(place)
        self.apply(self.proposals(frozenset({place})))
        if self.file.get(place) != before:
            self.owned.pop(place, None)

    @rule()
    def enrich(self) -> None:
        self.apply(self.proposals())

    @rule()
    def enrich_twice(self) -> None:
        self.apply(self.proposals())
        assert not [one for one in self.proposals() if one.ruling is Ruling.APPLY]

    def proposals(self, chosen: frozenset[tuple[str, str]] = frozenset()) -> list[Proposal]:
        found: list[Proposal] = []
        for key in KEYS:
            mine = {field: self.file[key, field] for field in FIELDS if (key, field) in self.file}
            offers = [
                Offer(citekey=key, field=field, value=self.source[key, field], evidence=EVIDENCE)
                for field in FIELDS
                if (key, field) in self.source
            ]
            found += propose(mine, offers, self.memory, chosen)
        return found

    def apply(self, proposals: list[Proposal]) -> None:
        for proposal in proposals:
            place = (proposal.citekey, proposal.field)
            if proposal.ruling is not Ruling.APPLY:
                continue
            assert self.file.get(place) == proposal.before, "applied to another version than was read"
            if proposal.reason != "chosen":
                assert proposal.after not in self.memory.dismissed.get(place, ()), (
                    "a dismissed proposal came back"
                )
            self.file[place] = proposal.after
            self.memory = replace(self.memory, base={**self.memory.base, place: proposal.after})

    @invariant()
    def the_users_last_word_stands(self) -> None:
        for place, word in self.owned.items():
            now = self.file.get(place)
            assert now == word, f"{place}: {word!r} was lost to {now!r}"

    @invariant()
    def locked_fields_do_not_change(self) -> None:
        for place, word in self.at_lock.items():
            assert self.file.get(place) == word


TestLibrary = Library.TestCase
TestLibrary.settings = settings(
    max_examples=int(os.environ.get("REFPLUG_SCHEDULES", "300")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
