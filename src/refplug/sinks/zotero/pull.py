"""From the library to the user's entries: what arrives, as items before and after, and the ties that follow from it.

How an item becomes an entry of a file is the file's business; this module hands over items and takes entries back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from refplug.reconcile.threeway import changed
from refplug.sinks.zotero.compare import Choices, Comparison, Pair, QuestionKind, Shelf
from refplug.sinks.zotero.facets import Item, facets, patch
from refplug.sinks.zotero.known import Known, is_but_renamed
from refplug.sinks.zotero.plan import Kind
from refplug.sinks.zotero.settle import advanced
from refplug.sinks.zotero.state import State, Tie

__all__ = ["Arrival", "arrivals", "forget_pull", "promise", "recover_pull", "settle_pull", "ties_after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One thing that comes in: an item to add, the facets to change in an entry, an entry to remove.

    `before` and `after` are the entry's item without and with the change; `citekey` is empty for an item that is new here
    (the file gives it one). `names` are the facets that come.
    """

    kind: Kind
    citekey: str
    key: str
    before: Item
    after: Item
    names: tuple[str, ...] = ()
    pair: Pair | None = None


def arrivals(comparison: Comparison, state: State) -> tuple[Arrival, ...]:
    """Everything that a pull would bring in, in a fixed order: changes, new items, removals."""
    return (*_changes(comparison), *_additions(comparison, state), *_removals(comparison))


def _changes(comparison: Comparison) -> Iterator[Arrival]:
    for pair in comparison.pairs:
        names = tuple(n for n in pair.merge.incoming if pair.mine_facets.get(n) != pair.theirs_facets.get(n))
        is_alike = not pair.merge.outgoing and not pair.merge.clashes
        is_news = is_alike or pair.merge.incoming or pair.merge.agreed or pair.settled_mine
        if not is_news and not pair.is_new and not pair.renamed_from:
            continue
        after = {**pair.mine, **patch(pair.mine, pair.theirs, names)}
        yield Arrival(
            kind=Kind.CHANGE,
            citekey=pair.tie.citekey,
            key=pair.tie.key,
            before=pair.mine,
            after=after,
            names=names,
            pair=pair,
        )


def _additions(comparison: Comparison, state: State) -> Iterator[Arrival]:
    for key in comparison.new_there:
        yield Arrival(kind=Kind.ADD, citekey="", key=key, before={}, after=state.item(key) or {})
    for question in comparison.questions:
        if question.kind is QuestionKind.GONE_HERE and question.answer == "restore":
            item = state.item(question.key) or {}
            yield Arrival(kind=Kind.ADD, citekey=question.citekey, key=question.key, before={}, after=item)


def _removals(comparison: Comparison) -> Iterator[Arrival]:
    for question in comparison.questions:
        is_gone = question.kind in (QuestionKind.GONE_THERE, QuestionKind.TRASHED_THERE)
        if is_gone and question.answer == "follow":
            yield Arrival(kind=Kind.REMOVE, citekey=question.citekey, key=question.key, before={}, after={})


def ties_after(
    taken: Sequence[Arrival], citekeys: Mapping[str, str], shelf: Shelf, choices: Choices
) -> tuple[Tie, ...]:
    """The ties once the file holds what came in. `shelf` is the file as it will be, `citekeys` names new entries by item key."""
    digests = shelf.digests()
    made: list[Tie] = []
    for arrival in taken:
        if arrival.kind is Kind.REMOVE:
            continue
        citekey = arrival.citekey or citekeys[arrival.key]
        mine = _facets(shelf.item(citekey), choices)
        if arrival.pair is None:
            theirs = _facets(arrival.after, choices)
            tie, ours, others = Tie(citekey=citekey, key=arrival.key), list(mine), list(theirs)
        else:
            pair = arrival.pair
            theirs, tie = dict(pair.theirs_facets), pair.tie
            agreed = [*pair.merge.incoming, *pair.merge.agreed]
            # whatever our side looks like after taking theirs in is no edit of ours
            ours = [*agreed, *changed(pair.mine_facets, mine)]
            others = [*agreed, *pair.settled_mine]
        version = int((arrival.pair.theirs if arrival.pair else arrival.after).get("version") or 0)
        made.append(
            advanced(
                tie,
                ours=ours,
                others=others,
                mine=mine,
                theirs=theirs,
                digest=digests[citekey],
                version=version,
                without=choices.without,
            )
        )
    return tuple(made)


def promise(
    state: State, taken: Sequence[Arrival], ties: Sequence[Tie], comparison: Comparison, shelf: Shelf
) -> None:
    """Write down, before the file is written, which ties hold once it is."""
    digests = shelf.digests()
    removed = {one.citekey for one in taken if one.kind is Kind.REMOVE}
    old = {pair.tie.citekey: pair.renamed_from for pair in comparison.pairs}
    moved = [(tie, before) for tie, before in comparison.moved if tie.citekey not in removed]
    added = [tie.citekey for tie, one in zip(ties, _kept(taken), strict=True) if one.kind is Kind.ADD]
    body = {
        "ties": [
            *([_plain(tie), digests[tie.citekey], before] for tie, before in moved),
            *([_plain(tie), digests[tie.citekey], old.get(tie.citekey, "")] for tie in ties),
        ],
        "untied": [
            *comparison.gone,
            *removed,
            *(before for tie, before in comparison.moved if tie.citekey in removed),
        ],
        "added": added,
    }
    with state.writing() as writing:
        writing.promise(body)


def settle_pull(state: State) -> None:
    """The file holds what came in: the promised ties hold."""
    body = state.promised()
    if body is not None:
        _keep(state, body, body["ties"])


def recover_pull(state: State, shelf: Shelf) -> None:
    """After a crash: keep the ties of entries that are as a pull would have left them, forget the rest of its promise.

    An entry that was new and has been edited or renamed since keeps its tie too, so that it is not taken for another work. Of one
    that was there before and has been edited since, what came in and still stands is agreed, so that it is no edit of its own.
    """
    body = state.promised()
    if body is None:
        return
    digests = shelf.digests()
    renamed = _renamed(state, shelf, body)
    kept = []
    for tie, digest, old in body["ties"]:
        citekey = tie["citekey"]
        named = citekey if citekey in digests else renamed.get(citekey)
        if named is None:
            continue
        if named == citekey and digests[citekey] == digest:
            kept.append([tie, digest, old])
        elif citekey in body["added"]:
            kept.append(
                [{**tie, "citekey": named, "digest": ""}, digest, citekey if named != citekey else old]
            )
        elif (before := state.tie(old or citekey)) and before.key == tie["key"]:
            kept.append([_plain(_came(before, tie, facets(shelf.item(named)))), digest, ""])
    _keep(state, {**body, "untied": [key for key in body["untied"] if key not in digests]}, kept)


def _renamed(state: State, shelf: Shelf, body: Mapping[str, Any]) -> dict[str, str]:
    """The entries of a promise that are called otherwise now, by the citekey that it names.

    One that was to be new must be as it was promised, but for its name; unless others that were to be new are there:
    then the file was written. Else it may be an entry that the user made, who never saw the item.
    """
    digests, known = shelf.digests(), {*state.ties(), *(tie["citekey"] for tie, _, _ in body["ties"])}
    lost: dict[str, Mapping[str, str]] = {}
    for tie, _, old in body["ties"]:
        citekey = tie["citekey"]
        before = None if citekey in body["added"] else state.tie(old or citekey)
        if citekey not in digests:
            lost[citekey] = before.mine if before else tie["mine"]
    found = Known(state).renamed(lost, [one for one in digests if one not in known], shelf.item)
    sure = any(citekey in digests for citekey in body["added"])
    return {
        citekey: named
        for citekey, named in found.items()
        if sure or citekey not in body["added"] or is_but_renamed(shelf.item(named), lost[citekey])
    }


def _came(before: Tie, promised: Mapping[str, Any], held: Mapping[str, str]) -> Tie:
    """The tie as it was, but for what the promise brought and the entry holds: those values both sides have had."""
    mine = promised["mine"]
    names = [name for name in changed(before.mine, mine) if held.get(name) == mine.get(name)]
    made = advanced(
        before, mine=mine, theirs=promised["theirs"], digest="", version=0, ours=names, others=names
    )
    return replace(made, digest="", version=0)


def forget_pull(state: State) -> None:
    """The file was not written: nothing was promised."""
    with state.writing() as writing:
        writing.promise(None)


def _keep(state: State, body: Mapping[str, Any], ties: Sequence[Any]) -> None:
    with state.writing() as writing:
        for citekey in body["untied"]:
            writing.untie(citekey)
        for tie, _, old in ties:
            if old:
                writing.untie(old)
            writing.tie(Tie(**tie))
        writing.promise(None)


def _kept(taken: Sequence[Arrival]) -> list[Arrival]:
    return [one for one in taken if one.kind is not Kind.REMOVE]


def _plain(tie: Tie) -> dict[str, Any]:
    return {
        "citekey": tie.citekey,
        "key": tie.key,
        "digest": tie.digest,
        "version": tie.version,
        "mine": dict(tie.mine),
        "theirs": dict(tie.theirs),
    }


def _facets(item: Item, choices: Choices) -> dict[str, str]:
    return {name: text for name, text in facets(item).items() if name not in choices.without}
