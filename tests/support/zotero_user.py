"""One person with a file who syncs it, and a watch over what each pull and each push takes and brings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from refplug.errors import RunAborted, SourceUnavailable
from refplug.sinks.zotero.compare import Choices, Comparison, compare
from refplug.sinks.zotero.engine import push, read_library
from refplug.sinks.zotero.local import LocalTransport
from refplug.sinks.zotero.plan import Kind
from refplug.sinks.zotero.pull import (
    Arrival,
    arrivals,
    promise,
    recover_pull,
    settle_pull,
    ties_after,
)
from refplug.sinks.zotero.state import State
from refplug.sinks.zotero.transport import Transport
from refplug.sinks.zotero.web import WebTransport
from refplug.system.book import Book
from refplug.system.http import Answer, Door, Limiter, Outgoing, Service
from support.zotero_stub import Access
from support.zotero_stub.door import Carrier, Killed

if TYPE_CHECKING:
    from support.zotero_sync import Arena

__all__ = ["PLAIN", "Atom", "Item", "User", "atoms", "uid"]

Atom = tuple[str, str]
Item = dict[str, Any]
PLAIN = ("title", "volume", "edition")
KEPT_OUT = frozenset("key version dateAdded dateModified collections relations deleted parentItem".split())


def atoms(item: Mapping[str, Any] | None) -> frozenset[Atom]:
    """The values of an item, each with the name of what can clash."""
    if item is None:
        return frozenset()
    found = {(name, str(item[name])) for name in PLAIN if item.get(name)}
    found |= {(f"tags/{tag['tag']}", tag["tag"]) for tag in item.get("tags", ())}
    found |= {("creators/author", one.get("lastName", "")) for one in item.get("creators", ())}
    lines = [line for line in str(item.get("extra") or "").split("\n") if line]
    return frozenset(found | {(f"extra/{line.partition(':')[0].lower()}", line) for line in lines})


def uid(item: Mapping[str, Any]) -> str:
    """Which work it is: nobody ever edits its shelf mark, or its mark in a field that is no sign for the engine."""
    return str(item.get("callNumber") or item.get("rights", ""))


class User:
    """One person with a file, its state, and the engine."""

    def __init__(self, arena: Arena, name: str) -> None:
        self.arena, self.name = arena, name
        self.file: dict[str, Item] = {}
        self.ever_here: set[Atom] = set()
        self.deleted: set[str] = set()
        self._sent: set[Atom] = set()
        self.given_up: set[Atom] = set()  # the person said "theirs" while the file had these
        self.overruled: set[Atom] = set()  # the person said "mine" while the library had these
        self.unsure: set[Atom] = set()  # written by a request whose answer never came
        self.unsettled: set[Atom] = set()  # brought by a pull that was killed before it could say so
        self.choices = Choices()
        self.die_at = ""  # a moment of a pull
        self._book = Book(None)
        # on the disk for all processes of a user, so a pause outlives a kill
        self._limiter = Limiter(None, clock=arena.clock, sleep=arena.clock.advance)
        with self._book.change() as change:  # chance would make a schedule another one at each run
            change.put("meta", "salt", name)
        server = arena.server
        self.key = server.world.secret()
        server.world.keys[self.key] = Access(user=arena.library.number)
        self.carrier = Carrier(server, arena.clock.advance)
        self.start()

    def start(self) -> None:
        """A new process: what was only in memory is gone."""
        self.state = State(self._book, f"/{self.name}.bib")

        def door_for(service: Service) -> Door:
            clock = self.arena.clock
            return Door(service, self._limiter, transport=self._carried, clock=clock, now=clock, sleep=clock.advance,
                        chance=lambda: 0.5)  # fmt: skip

        kind = LocalTransport if self.arena.server.manners.local else WebTransport
        self.transport: Transport = kind.at(
            "http://127.0.0.1:9",
            door_for,
            self.key,
            f"users/{self.arena.library.number}",
            f"refplug-{self.name}",
        )

    def _carried(self, outgoing: Outgoing) -> Answer:
        """One exchange; what it wrote is known to have arrived once its answer is here."""
        self._sent = set()
        answer = self.carrier(outgoing)
        self.unsure -= self._sent
        return answer

    # -- the shelf ----------------------------------------------------------------------------------------------

    def digests(self) -> dict[str, str]:
        return {
            citekey: hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()
            for citekey, item in self.file.items()
        }

    def item(self, citekey: str) -> Item:
        return {**self.file[citekey], "citationKey": citekey}

    # -- what the person does -----------------------------------------------------------------------------------

    def write(self, citekey: str, item: Item) -> None:
        """An edit by hand."""
        self.file[citekey] = item
        self.ever_here |= atoms(item)
        self.arena.saw(item)

    def delete(self, citekey: str) -> None:
        """The entry is taken out by hand."""
        self.deleted.add(uid(self.file.pop(citekey)))

    # -- what the engine does -----------------------------------------------------------------------------------

    def sync(self, choices: Choices | None = None) -> str:
        """Push and pull as the command does; why it stopped, if it did."""
        self.choices = choices or Choices()
        if self.choices.prefer == "theirs":
            self.given_up |= {atom for item in self.file.values() for atom in atoms(item)}
        self.arena.actor = self
        try:
            recover_pull(self.state, self)
            push(self.transport, self.state, self, self.choices)
            self._pull()
        except (SourceUnavailable, RunAborted) as trouble:
            return str(trouble)
        except Killed:
            self.carrier.dies_at = None
            self.start()
            return "killed"
        finally:
            self.arena.actor, self.die_at = None, ""
            if self.choices.prefer == "mine":
                self.overruled |= self.arena.ever_there
        return ""

    def _pull(self) -> None:
        read_library(self.transport, self.state)
        comparison = compare(self.state, self, self.choices)
        taken = arrivals(comparison, self.state)
        if not taken and not comparison.gone:
            return
        file, citekeys = self._file_after(taken)
        after = _Shelf(file)
        ties = ties_after(taken, citekeys, after, self.choices)
        self._moment("before the promise")
        promise(self.state, taken, ties, comparison, after)
        self._moment("before the file")
        self._took(file)
        self._moment("before the ties")
        settle_pull(self.state)
        self.unsettled -= {atom for item in file.values() for atom in atoms(item)}

    def _moment(self, name: str) -> None:
        if self.die_at == name:
            raise Killed

    def _file_after(self, taken: tuple[Arrival, ...]) -> tuple[dict[str, Item], dict[str, str]]:
        file, citekeys = dict(self.file), {}
        for arrival in taken:
            item = {name: value for name, value in arrival.after.items() if name not in KEPT_OUT and value}
            item.pop("citationKey", None)
            if arrival.kind is Kind.REMOVE:
                file.pop(arrival.citekey, None)
                continue
            citekey = arrival.citekey or str(arrival.after.get("citationKey") or arrival.key)
            while not arrival.citekey and citekey in file:
                citekey += "a"
            file[citekey] = item
            citekeys[arrival.key] = citekey
        return file, citekeys

    def _took(self, file: dict[str, Item]) -> None:
        """The file as a pull leaves it: nothing goes that the library never had."""
        for citekey in self.file.keys() | file.keys():
            before, after = atoms(self.file.get(citekey)), atoms(file.get(citekey))
            lost = before - after - self.arena.ever_there - self.given_up
            assert citekey not in file or not lost, f"{self.name}: a pull lost {sorted(lost)}"
            assert citekey in file or self.choices.follow, f"{self.name}: a pull removed {citekey} unasked"
            self.unsettled |= after - before
            odd = {one for one in after - before if one not in self.arena.ever_there}
            assert not odd, f"{self.name}: a pull brought {sorted(odd)}, which the library never had"
        self.file = file
        self.ever_here |= {atom for item in file.values() for atom in atoms(item)}

    def wrote(self, key: str, before: Item | None, after: Item | None) -> None:
        """What a request of this user did to an item: nothing goes that this user's file never had."""
        assert after is not None, f"{self.name}: {key} was deleted for good"
        here = {atom for item in self.file.values() for atom in atoms(item)}
        self._sent |= atoms(after) - atoms(before)
        self.unsure |= self._sent
        odd = atoms(after) - atoms(before) - here
        assert not odd, f"{self.name}: wrote {sorted(odd)}, which the file does not have"
        if before is None:
            return
        lost = atoms(before) - atoms(after) - self.ever_here - self.overruled
        assert self.choices.prefer == "mine" or not lost, f"{self.name}: a push lost {sorted(lost)}"
        if after.get("deleted") and not before.get("deleted"):
            assert uid(before) in self.deleted, f"{self.name}: {uid(before)} was put into the trash unasked"
            assert self.choices.follow, f"{self.name}: a deletion was carried over unasked"

    # -- the end ------------------------------------------------------------------------------------------------

    def comparison(self) -> Comparison:
        """Where file and library stand to each other."""
        read_library(self.transport, self.state)
        return compare(self.state, self, Choices())

    def check_settled(self) -> None:
        """After a run without faults nothing is left to do but what only the person can decide."""
        comparison, live = self.comparison(), self.arena.live()
        assert not self.state.intents(), "a write is still in the journal"
        assert not comparison.new_here, f"{self.name}: not sent: {comparison.new_here}"
        assert not comparison.new_there, f"{self.name}: not taken: {comparison.new_there}"
        clashing: dict[str, set[str]] = {}
        for citekey, clash in comparison.clashes:
            clashing.setdefault(citekey, set()).add(clash.name)
        for pair in comparison.pairs:
            left = (*pair.merge.outgoing, *pair.merge.incoming)
            assert not left, f"{self.name}: {pair.tie.citekey}: {left} neither carried over nor in conflict"
        by_work = {uid(item): item for item in live.values()}
        for citekey, item in self.file.items():
            if uid(item) in by_work and not self.arena.is_lost_track_of(uid(item)):
                apart = {name for name, _ in atoms(item) ^ atoms(by_work[uid(item)])}
                assert apart <= clashing.get(citekey, set()), (
                    f"{self.name}: {citekey} differs in {sorted(apart)}"
                )

    def check_clashes(self) -> None:
        """A conflict is listed only where both sides changed the same value since either saw the other's.

        A write whose answer never came, a pull that was killed, and a work that came back with old values, leave room for doubt: there listing is right.
        """
        for citekey, clash in self.comparison().clashes:
            if uid(self.file[citekey]) in self.arena.restored:
                continue
            for side, value, seen in (
                ("mine", clash.mine, self.arena.ever_there - self.unsure),
                ("theirs", clash.theirs, self.ever_here - self.unsettled),
            ):
                known = [one for name, one in seen if name == clash.name and one == value]
                assert not known, (
                    f"{self.name}: {citekey} {clash.name}: {side} is no edit, the other side has had it"
                )


class _Shelf:
    """A file that is still to be written."""

    def __init__(self, file: dict[str, Item]) -> None:
        self.file = file

    digests = User.digests
    item = User.item
