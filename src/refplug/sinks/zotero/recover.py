"""After a cut connection or a crash: what the journal meant to write is looked up, and taken in where it arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from refplug.sinks.zotero.facets import facets
from refplug.sinks.zotero.known import names_of
from refplug.sinks.zotero.plan import Kind
from refplug.sinks.zotero.refresh import batches
from refplug.sinks.zotero.settle import advanced
from refplug.sinks.zotero.state import Intent, State, Tie, Writing, is_work
from refplug.sinks.zotero.transport import Transport

__all__ = ["recover", "settled"]


def recover(transport: Transport, state: State) -> frozenset[str]:
    """Find out what became of every write in the journal, and end its records; the citekeys whose write arrived.

    What did not arrive is planned anew by the next push. Nothing is sent.
    """
    done: set[str] = set()
    for intent in state.intents():
        found = _found(transport, state, intent)
        with state.writing() as writing:
            for memo in intent.operations:
                data = found.get(str(memo["citekey"]))
                came = _arrived(memo, data) if data is not None else None
                if data is not None and came is not None:
                    writing.see(data)
                    # what an importer leaves out is no edit of the user's: what it made is what was agreed
                    settled(writing, state, came, data, is_recovered=not memo.get("by_import"))
                    if came is memo:
                        done.add(str(memo["citekey"]))
            writing.settle(intent.token)
    return frozenset(done)


def settled(
    writing: Writing,
    state: State,
    memo: Mapping[str, Any],
    data: Mapping[str, Any],
    *,
    is_recovered: bool = False,
) -> None:
    """Write the tie that follows from a write that was done; `data` is the item as it is now.

    After a recovery others may have edited the item since: what we sent is then the base, so that their edit is seen.
    """
    citekey, kind = str(memo["citekey"]), memo["kind"]
    if kind == Kind.TRASH:
        writing.untie(citekey)
        return
    before, sent, now = facets(memo["before"]), facets({**memo["before"], **memo["body"]}), facets(data)
    others = set(memo["names"])
    if not is_recovered:  # what the server made of our words, in whatever facet, is no edit of theirs
        others |= {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
    made = advanced(
        Tie(citekey=citekey, key=str(data.get("key") or memo["key"]), **memo["tie"]),
        ours=[*memo["names"], *memo["disowned"]],
        others=others,
        mine=memo["mine"],
        theirs=sent if is_recovered else now,
        digest=memo["digest"],
        version=int(data.get("version") or 0) if not is_recovered or now == sent else 0,
        without=frozenset(memo["without"]),
    )
    if memo["renamed_from"]:
        writing.untie(memo["renamed_from"])
    writing.tie(made)
    if kind == Kind.CREATE:
        writing.count_creation(citekey, state.made(citekey) + 1)


def _found(transport: Transport, state: State, intent: Intent) -> dict[str, Mapping[str, Any]]:
    """The items that the intent's objects are now, by citekey."""
    keys = {str(memo["key"]): str(memo["citekey"]) for memo in intent.operations if memo["key"]}
    found: dict[str, Mapping[str, Any]] = {}
    for some in batches(sorted(keys)):
        for key, data in transport.objects("items", some).data.items():
            found[keys[key]] = data
    nameless = [memo for memo in intent.operations if not memo["key"]]
    if nameless:
        found |= _by_content(transport, state, intent.version, nameless)
    return found


def _by_content(
    transport: Transport, state: State, version: int, memos: Sequence[Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """New items that nobody is tied to, found by what we sent: the server chose their keys and could not tell us."""
    listed = transport.listing("items/top", version).versions
    tied = {tie.key for tie in state.ties().values()}
    fresh = sorted(key for key, at in listed.items() if at > version and key not in tied)
    candidates: dict[str, Mapping[str, Any]] = {}
    for some in batches(fresh):
        candidates |= transport.objects("items", some).data
    candidates = {key: data for key, data in candidates.items() if is_work(str(data.get("itemType", "")))}
    found: dict[str, Mapping[str, Any]] = {}
    for memo in memos:
        scores = {key: _likeness(memo["body"], data) for key, data in candidates.items()}
        best = max(scores, key=lambda key: (scores[key], key), default=None)
        if best is not None and scores[best] > 0:
            found[str(memo["citekey"])] = candidates.pop(best)
    return found


def _likeness(body: Mapping[str, Any], data: Mapping[str, Any]) -> int:
    """How many facets of what we sent an item has; 0 where it cannot be ours: another citation key, another DOI."""
    wanted, held = facets(body), facets(data)
    same = sum(held.get(name) == text for name, text in wanted.items())
    if same == len(wanted):
        return same + 1000
    return same if set(names_of(body)) & set(names_of(data)) else 0


def _arrived(memo: Mapping[str, Any], data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The memo, if the item shows that the write was done; as much of it as still stands there; None for nothing.

    Where another client wrote over one of our values, nobody can say whether ours arrived: it is compared anew. The
    others stand on both sides, so both have agreed on them.
    """
    if memo["kind"] == Kind.CREATE:
        return memo
    if memo["kind"] in (Kind.TRASH, Kind.RESTORE):
        return memo if bool(data.get("deleted")) is (memo["kind"] == Kind.TRASH) else None
    if int(data.get("version") or 0) <= int(memo["body"]["version"]):
        return None
    sent, now = facets({**memo["before"], **memo["body"]}), facets(data)
    names = [name for name in memo["names"] if sent.get(name) == now.get(name)]
    if len(names) == len(memo["names"]):
        return memo
    return {**memo, "names": names, "disowned": []} if names else None
