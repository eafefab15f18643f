"""Two users and another client on one Zotero library, cut connections, conflicts, pauses, restarts, in any order.

Nothing is lost, nothing doubles, nothing is sent while the server rests, and a second run sends nothing.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from refplug.sinks.zotero.compare import Choices
from support.zotero_stub import (
    Fault,
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

USERS = st.integers(0, 1)
PICKS = st.integers(0, 7)
WHAT = st.sampled_from((*PLAIN, "tag", "untag", "author", "extra", "clear"))
FAULTS = st.sampled_from(
    ["cut before", "cut after", "429", "503", "backoff", "500", "html", "slow", "jump", "400", "404", "409", "412", "413", "428"]
)  # fmt: skip
METHODS = st.sampled_from(["GET", "POST", "POST"])


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

    @initialize(local=st.booleans())
    def begin(self, local: bool) -> None:
        self.arena = Arena(local=local)

    def user(self, number: int) -> User:
        return self.arena.users[number]

    def a_new_work(self) -> Item:
        return {"itemType": "book", "title": self.arena.new(), "callNumber": self.arena.new("work")}

    # -- people -------------------------------------------------------------------------------------------------

    @rule(number=USERS)
    def add(self, number: int) -> None:
        work = self.a_new_work()
        self.user(number).write(f"key{work['callNumber']}", work)

    @rule(number=USERS, pick=PICKS, what=WHAT)
    def edit(self, number: int, pick: int, what: str) -> None:
        user = self.user(number)
        if user.file:
            citekey = sorted(user.file)[pick % len(user.file)]
            user.write(citekey, edited(user.file[citekey], what, self.arena))

    @rule(number=USERS, pick=PICKS)
    def rename(self, number: int, pick: int) -> None:
        user = self.user(number)
        if user.file:
            citekey = sorted(user.file)[pick % len(user.file)]
            user.write(self.arena.new("renamed"), user.file.pop(citekey))

    @rule(number=USERS, pick=PICKS)
    def delete(self, number: int, pick: int) -> None:
        user = self.user(number)
        if user.file:
            user.delete(sorted(user.file)[pick % len(user.file)])

    # -- another client -----------------------------------------------------------------------------------------

    @rule()
    def other_adds(self) -> None:
        work = self.a_new_work()
        self.arena.library.add(work.pop("itemType"), **work)

    @rule(pick=PICKS, what=WHAT)
    def other_edits(self, pick: int, what: str) -> None:
        self.other(pick, what)

    @rule(pick=PICKS, what=WHAT, method=METHODS, nth=st.integers(1, 3))
    def other_edits_meanwhile(self, pick: int, what: str, method: str, nth: int) -> None:
        act = meanwhile(
            lambda world: self.arena.another(lambda: self.other(pick, what)), method=method, nth=nth
        )
        self.arena.server.control.script(act)

    @rule(pick=PICKS, for_good=st.booleans())
    def other_deletes(self, pick: int, for_good: bool) -> None:
        keys = sorted(self.arena.live())
        if keys:
            key = keys[pick % len(keys)]
            (self.arena.library.remove if for_good else self.arena.library.trash)(key)

    @rule(pick=PICKS)
    def other_merges(self, pick: int) -> None:
        keys = sorted(self.arena.live())
        if len(keys) > 1:
            kept, lost = keys[pick % len(keys)], keys[(pick + 1) % len(keys)]
            self.arena.library.merge(kept, lost)

    def other(self, pick: int, what: str) -> None:
        live = self.arena.live()
        if live:
            key = sorted(live)[pick % len(live)]
            item: dict[str, Any] = edited(live[key], what, self.arena)
            self.arena.library.edit(key, **item)

    # -- trouble ------------------------------------------------------------------------------------------------

    @rule(name=FAULTS, method=METHODS, nth=st.integers(1, 3))
    def trouble(self, name: str, method: str, nth: int) -> None:
        self.arena.server.control.script(fault(name, method, nth))

    @rule(number=USERS, requests=st.integers(1, 9), moment=st.sampled_from(["before", "after"]))
    def kill_at_a_request(self, number: int, requests: int, moment: str) -> None:
        self.user(number).carrier.dies_at = (requests, moment)

    @rule(number=USERS, moment=st.sampled_from(["before the promise", "before the file", "before the ties"]))
    def kill_in_a_pull(self, number: int, moment: str) -> None:
        self.user(number).die_at = moment

    @rule(number=USERS)
    def restart(self, number: int) -> None:
        self.user(number).start()

    # -- the engine ---------------------------------------------------------------------------------------------

    @rule(number=USERS)
    def sync(self, number: int) -> None:
        self.user(number).sync()

    @rule(
        number=USERS,
        prefer=st.sampled_from(["mine", "theirs"]),
        deletions=st.sampled_from(["", "follow", "restore"]),
    )
    def sync_with_a_word(self, number: int, prefer: str, deletions: str) -> None:
        words = {deletions: frozenset({"*"})} if deletions else {}
        self.user(number).sync(Choices(prefer=prefer, **words))

    @precondition(lambda self: len(self.arena.library.items) > 0)
    @rule()
    def everybody_rests(self) -> None:
        settle(self.arena)

    @invariant()
    def nothing_doubles_and_nobody_is_impatient(self) -> None:
        if hasattr(self, "arena"):
            self.arena.check()

    def teardown(self) -> None:
        if hasattr(self, "arena"):
            settle(self.arena)


TestSync = Sync.TestCase
TestSync.settings = settings(
    max_examples=int(os.environ.get("REFPLUG_SCHEDULES", "300")),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
