"""Users who sync files with one Zotero library, and a watch over every value that either side ever held.

Every value written in a run is another one, so a value says where it comes from: what the engine takes off the server must
have stood in that user's file, what it takes out of a file must have stood on the server. Anything else is a lost edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from support.zotero_stub import ManualClock
from support.zotero_stub import Service as Server
from support.zotero_user import PLAIN, Atom, Item, User, atoms, uid

__all__ = ["PLAIN", "Arena", "Item", "User", "settle"]

ROUNDS = 8


class Arena:
    """A server, its library, and the users."""

    def __init__(self, *, local: bool = False, users: int = 2) -> None:
        self.clock = ManualClock()
        self.server = Server(local=local, clock=self.clock)
        self.library = self.server.library
        self.library.watchers.append(self._watch)
        self.actor: User | None = None
        self.ever_there: set[Atom] = set()
        self.works: set[str] = set()
        self.restored: set[str] = set()  # works that came back: with values that were old already
        self.titles: dict[str, set[str]] = {}  # of each work without a number, all that it ever had
        self.merged: set[str] = set()  # keys of items that were merged into another
        self.parted: set[str] = set()  # works whose item was merged and taken out of the trash again
        self.made = 0
        self.users = [User(self, "ab"[number]) for number in range(users)]

    def new(self, prefix: str = "v") -> str:
        """A value that nobody has used."""
        self.made += 1
        return f"{prefix}{self.made}"

    def saw(self, item: Item) -> None:
        """A work as somebody wrote it."""
        if not item.get("DOI") and not item.get("callNumber"):
            self.titles.setdefault(uid(item), set()).add(item.get("title", ""))

    def is_lost_track_of(self, work: str) -> bool:
        """Whether nobody can know the work again by a number or its title.

        It came back as a new item and not always had this title, or its item was merged and the merge undone by hand:
        the one entry that it left then holds parts of both.
        """
        titles = self.titles.get(work, ())
        return bool(titles) and (work in self.parted or (work in self.restored and len(titles) > 1))

    def another(self, act: Callable[[], object]) -> None:
        """Somebody else's client acts."""
        actor, self.actor = self.actor, None
        try:
            act()
        finally:
            self.actor = actor

    def live(self) -> dict[str, Item]:
        """The items outside the trash by key."""
        return {key: thing.data for key, thing in self.library.items.items() if not thing.data.get("deleted")}

    def _watch(self, key: str, before: Item | None, after: Item | None) -> None:
        self.ever_there |= atoms(after)
        if before is None and after is not None:
            (self.restored if uid(after) in self.works else self.works).add(uid(after))
        if after is not None:
            self.saw(after)
            said = after.get("relations", {}).get("dc:replaces", ())
            self.merged |= {uri.rpartition("/")[2] for uri in ([said] if isinstance(said, str) else said)}
        if before and after and before.get("deleted") and not after.get("deleted") and key in self.merged:
            self.parted.add(uid(after))
        if self.actor is not None:
            self.actor.wrote(key, before, after)

    def check(self) -> None:
        """What holds at any moment."""
        impatient = [f"{one.method} {one.path}" for one in self.server.control.impatient]
        assert not impatient, f"asked against Retry-After or Backoff: {impatient}"
        works = [uid(item) for item in self.live().values() if not self.is_lost_track_of(uid(item))]
        assert len(works) == len(set(works)), f"a work twice in the library: {sorted(works)}"
        for user in self.users:
            works = [uid(item) for item in user.file.values() if not self.is_lost_track_of(uid(item))]
            assert len(works) == len(set(works)), f"a work twice in the file of {user.name}: {sorted(works)}"


@contextmanager
def quiet(arena: Arena) -> Iterator[None]:
    """No faults, and every pause over."""
    arena.server.control.heal()
    for user in arena.users:
        user.carrier.dies_at, user.die_at = None, ""
    arena.clock.advance(7200)
    yield


def settle(arena: Arena) -> None:
    """Everybody syncs until nothing moves, and once more: then no write may be sent."""
    with quiet(arena):
        for _ in range(ROUNDS):
            before = (arena.library.version, [dict(user.file) for user in arena.users])
            for user in arena.users:
                trouble = user.sync()
                assert not trouble, f"{user.name}: {trouble}"
            arena.check()
            if before == (arena.library.version, [dict(user.file) for user in arena.users]):
                break
        else:
            raise AssertionError("the users never come to rest")
        sent, version = len(arena.server.control.writes), arena.library.version
        for user in arena.users:
            assert not user.sync()
        assert len(arena.server.control.writes) == sent, "a second run sent a write"
        assert arena.library.version == version
        for user in arena.users:
            user.check_settled()
            user.check_clashes()
