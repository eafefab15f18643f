"""Reading a library into the state: what changed, what went, until everything up to one version is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from refplug.errors import SourceUnavailable
from refplug.sinks.zotero.calls import BATCH
from refplug.sinks.zotero.state import State
from refplug.sinks.zotero.transport import Listing, Transport

__all__ = ["batches", "refresh"]

_ROUNDS = 8


def refresh(transport: Transport, state: State) -> int:
    """Bring the state up to the library as it stands; the library version.

    Objects are kept as they come, each with its own version; the library version is kept only when nobody wrote while we
    read, so a reading that was cut off goes on where it stopped. `SourceUnavailable` where the library never rests.
    """
    for _ in range(_ROUNDS):
        version = _round(transport, state)
        if version is not None:
            return version
    raise SourceUnavailable("Zotero", "the library changes faster than it can be read; try again later")


def _round(transport: Transport, state: State) -> int | None:
    """One reading; None where the library moved under it."""
    since = state.version if transport.knows_deleted else 0
    live = transport.listing("items/top", since)
    if live.version < since:  # the server went back: a restored backup; look at all of it
        since = 0
        live = transport.listing("items/top", since)
    if live.version == state.version and since:
        return live.version
    trash = transport.listing("items/trash", since)
    collections = transport.listing("collections", since)
    stands = {live.version, trash.version, collections.version}
    stands |= _take_items(transport, state, {**live.versions, **trash.versions})
    stands |= _take_collections(transport, state, collections)
    gone, gone_collections, at = _gone(transport, state, since, live, trash, collections)
    stands.add(at)
    if stands != {live.version}:
        return None
    with state.writing() as writing:
        for key in gone:
            writing.forget_item(key)
        for key in gone_collections:
            writing.forget_collection(key)
        writing.stand(live.version)
    return live.version


def _take_items(transport: Transport, state: State, listed: dict[str, int]) -> set[int]:
    """Fetch the items that are not seen in the version listed; the library versions of the answers."""
    known = {**state.trash(), **state.items()}
    wanted = sorted(key for key, version in listed.items() if known.get(key, (-1, ""))[0] != version)
    stands = set()
    for some in batches(wanted):
        objects = transport.objects("items", some)
        stands.add(objects.version)
        with state.writing() as writing:
            for data in objects.data.values():
                writing.see(data)
    return stands


def _take_collections(transport: Transport, state: State, listed: Listing) -> set[int]:
    known = state.book.listing("collection")
    wanted = sorted(key for key, version in listed.versions.items() if known.get(key, (-1, ""))[0] != version)
    stands = set()
    for some in batches(wanted):
        objects = transport.objects("collections", some)
        stands.add(objects.version)
        with state.writing() as writing:
            for data in objects.data.values():
                writing.see_collection(data)
    return stands


def _gone(
    transport: Transport, state: State, since: int, live: Listing, trash: Listing, collections: Listing
) -> tuple[Iterable[str], Iterable[str], int]:
    """Items and collections that are no more: told by the server, or missing from its complete lists."""
    if since:
        told = transport.deleted(since)
        return told.items, told.collections, told.version
    known = state.items().keys() | state.trash().keys()
    gone = known - live.versions.keys() - trash.versions.keys()
    return gone, state.book.listing("collection").keys() - collections.versions.keys(), live.version


def batches(keys: Sequence[str], size: int = BATCH) -> Iterator[Sequence[str]]:
    """The keys in groups that one request may name.

    >>> [len(some) for some in batches(["K"] * 120)]
    [50, 50, 20]
    """
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
