"""Two users and another client on one Zotero library, cut connections, conflicts, pauses, restarts, in any order.

Nothing is lost, nothing doubles, nothing is sent while the server rests, and a second run sends nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from refplug.sinks.zotero.compare import Choices
from support.zotero_stub import (
    Fault,
    World,
    backoff,
    cut_after,
    cut_before,
    fail_index,
    html,
    jump,
    meanwhile,
    slow,
    status,
    too_many,
    unavailable,
)
from support.zotero_sync import PLAIN, Arena, Item, User, settle
from support.zotero_user import uid

USERS = st.integers(0, 1)
WHAT = st.sampled_from((*PLAIN, "title", "tag", "untag", "author", "extra", "clear"))
# who does what to which work: a user in a file, or another client (2) in the library
DOINGS = st.one_of(WHAT, WHAT, WHAT, st.sampled_from(["add", "add", "rename", "delete", "merge"]))
DEEDS = st.lists(st.tuples(st.integers(0, 2), DOINGS, st.integers(0, 3)), min_size=1, max_size=5)
FAULTS = st.sampled_from(
    ["cut before", "cut after", "cut after", "cut after", "429", "503", "backoff", "500", "html", "slow", "jump", "400", "404", "409", "412", "413", "428"]
)  # fmt: skip
METHODS = st.sampled_from(["GET", "POST", "POST"])
NTH = st.sampled_from([1, 1, 1, 2, 3])
MOMENTS = st.sampled_from(["before the promise", "before the file", "before the ties"])
# what goes wrong in one run: a fault, another client's edit at a request, a kill at a request, a kill in a pull
TROUBLE = st.one_of(
    st.tuples(st.just("fault"), FAULTS, METHODS, NTH),
    st.tuples(st.just("meanwhile"), WHAT, st.just("GET"), st.sampled_from([1, 2, 2, 3, 4, 5])),
    st.tuples(st.just("meanwhile"), WHAT, st.just("POST"), st.sampled_from([1, 1, 2])),
    st.tuples(st.just("kill"), st.sampled_from(["before", "after"]), st.just(""), st.integers(1, 12)),
    st.tuples(st.just("kill in a pull"), MOMENTS, st.just(""), st.just(0)),
)
Trouble = tuple[str, str, str, int]
TROUBLES = st.lists(TROUBLE, max_size=3)


def fault(name: str, method: str, nth: int) -> Fault:
    """The fault of a name."""
    match name:
        case "cut before":
            return cut_before(method, nth=nth)
        case "cut after":
            return cut_after(method, nth=nth)
        case "429":
            return too_many(20, nth=nth, method=method)
        case "503":
            return unavailable(30, nth=nth, method=method)
        case "500":
            return status(500, nth=nth, method=method)
        case "backoff":
            return backoff(15, nth=nth, method=method)
        case "html":
            return html(nth=nth, method=method)
        case "slow":
            return slow(200, nth=nth, method=method)
        case "jump":
            return jump(5, nth=nth)
    return fail_index(0, int(name), nth=nth)


def edited(item: Item, what: str, arena: Arena) -> Item:
    """The item with one value set, added or taken away."""
    made = {**item, "tags": list(item.get("tags", ())), "creators": list(item.get("creators", ()))}
    match what:
        case "tag":
            made["tags"].append({"tag": arena.new("t")})
        case "untag":
            made["tags"] = made["tags"][1:]
        case "author":
            made["creators"] = [{"creatorType": "author", "lastName": arena.new("n"), "firstName": "A."}]
        case "extra":
            made["extra"] = f"Remark: {arena.new('x')}"
        case "clear":
            made["volume"] = ""
        case _:
            made[what] = arena.new()
    return made


class Sync(RuleBasedStateMachine):
    """The machine of everything that may happen."""

    @initialize(local=st.booleans(), shared=st.integers(0, 3))
    def begin(self, local: bool, shared: int) -> None:
        self.arena = Arena(local=local)
        for _ in range(shared):
            self.another_does("add", 0)
        if shared:
            settle(self.arena)

    # -- people and programs --------------------------------------------------------------------------------------

    def does(self, user: User, what: str, pick: int) -> None:
        """A person edits a file."""
        if what == "add":
            work = self.a_new_work()
            user.write(f"key{uid(work)}", work)
        elif user.file:
            citekey = sorted(user.file)[pick % len(user.file)]
            if what == "rename" and user.file[citekey].get("DOI"):
                user.write(self.arena.new("renamed"), user.file.pop(citekey))
            elif what == "delete":
                user.delete(citekey)
            elif what not in ("merge", "rename"):
                user.write(citekey, edited(user.file[citekey], what, self.arena))

    def another_does(self, what: str, pick: int) -> None:
        """Another client writes to the library."""
        library, keys = self.arena.library, sorted(self.arena.live())
        if what == "add":
            work = self.a_new_work()
            library.add(work.pop("itemType"), **work)
        elif keys:
            key, other = keys[pick % len(keys)], keys[(pick + 1) % len(keys)]
            if what == "rename":
                library.trash(key)
            elif what == "delete":
                library.remove(key)
            elif what != "merge":
                fields: dict[str, Any] = edited(self.arena.live()[key], what, self.arena)
                library.edit(key, **fields)
            elif key != other:
                library.merge(other, key)

    def a_new_work(self) -> Item:
        """A work: two in four have DOI and shelf mark, one a shelf mark, one neither.

        Only those with DOI are renamed: another key and another title at once is another work.
        """
        number = self.arena.new("work")
        kind = int(number[4:]) % 4
        doi = {"DOI": f"10.5555/{number}"} if kind < 2 else {}
        mark = {"rights" if kind == 3 else "callNumber": number}
        return {"itemType": "book", "title": self.arena.new(), **mark, **doi}

    # -- a day: some edits on all sides, then somebody syncs, in any weather ------------------------------------------

    @rule(deeds=DEEDS, number=USERS, troubles=TROUBLES)
    def day(self, deeds: list[tuple[int, str, int]], number: int, troubles: list[Trouble]) -> None:
        self.day_with_a_word(deeds, number, troubles, "", "")

    @rule(
        deeds=DEEDS,
        number=USERS,
        troubles=TROUBLES,
        prefer=st.sampled_from(["", "mine", "theirs"]),
        deletions=st.sampled_from(["", "follow", "restore"]),
    )
    def day_with_a_word(
        self,
        deeds: list[tuple[int, str, int]],
        number: int,
        troubles: list[Trouble],
        prefer: str,
        deletions: str,
    ) -> None:
        for who, what, pick in deeds:
            if who == 2:
                self.another_does(what, pick)
            else:
                self.does(self.arena.users[who], what, pick)
        user = self.arena.users[number]
        self.weather(user, troubles)
        words = {deletions: frozenset({"*"})} if deletions else {}
        user.sync(Choices(prefer=prefer, **words))

    @rule(number=USERS)
    def restart(self, number: int) -> None:
        self.arena.users[number].start()

    @rule()
    def everybody_rests(self) -> None:
        settle(self.arena)

    def weather(self, user: User, troubles: list[Trouble]) -> None:
        """What will go wrong in the next run; what does not come to pass waits for the runs after it."""
        for kind, name, method, nth in troubles:
            if kind == "fault":
                self.arena.server.control.script(fault(name, method, nth))
            elif kind == "kill":
                user.carrier.dies_at = (nth, name)
            elif kind == "kill in a pull":
                user.die_at = name
            else:
                self.arena.server.control.script(
                    meanwhile(self.edit_by_another(nth, name), method=method, nth=nth)
                )

    def edit_by_another(self, pick: int, what: str) -> Callable[[World], None]:
        return lambda world: self.arena.another(lambda: self.another_does(what, pick))

    @invariant()
    def nothing_doubles_and_nobody_is_impatient(self) -> None:
        if hasattr(self, "arena"):
            self.arena.check()

    def teardown(self) -> None:
        if hasattr(self, "arena"):
            settle(self.arena)


PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
TestSync = Sync.TestCase
TestSync.settings = settings(
    max_examples=int(os.environ.get("REFPLUG_SCHEDULES", "300")),
    stateful_step_count=8,
    phases=PHASES if os.environ.get("REFPLUG_SHRINK", "1") == "1" else PHASES[:3],
    database=None,
    derandomize="REFPLUG_SCHEDULES"
    not in os.environ,  # a test run is the same each time; benchmarks/zotero/ goes further
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
