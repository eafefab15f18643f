"""A pull that was cut off: what had come in is agreed, whatever was edited since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from refplug.sinks.zotero.compare import Choices, compare
from refplug.sinks.zotero.engine import push, read_library
from refplug.sinks.zotero.pull import arrivals, promise, recover_pull, ties_after
from refplug.sinks.zotero.state import State
from support.zotero_kit import DictShelf, article, memory_state, web
from support.zotero_stub import ManualClock, Stub, running


class Bench:
    """A shelf of one entry that is in the library, and a pull that stops before its ties."""

    def __init__(self, stub: Stub) -> None:
        self.stub, self.clock, self.state = stub, ManualClock(), memory_state()
        self.shelf = DictShelf({"a": article("A", volume="1", tags=[{"tag": "old"}])})
        push(web(stub, self.clock), self.state, self.shelf, None)
        [self.key] = stub.library.items

    def begin_pull(self, *, is_written: bool) -> None:
        read_library(web(self.stub, self.clock), self.state)
        comparison = compare(self.state, self.shelf, Choices())
        taken = arrivals(comparison, self.state)
        after = DictShelf({"a": {k: v for k, v in taken[0].after.items() if k != "citationKey"}})
        promise(self.state, taken, ties_after(taken, {}, after, Choices()), comparison, after)
        if is_written:
            self.shelf.entries = after.entries

    def after_a_restart(self):
        recover_pull(self.state, self.shelf)
        assert self.state.promised() is None
        read_library(web(self.stub, self.clock), self.state)
        [pair] = compare(self.state, self.shelf, Choices()).pairs
        return pair.merge


@pytest.fixture
def bench() -> Iterator[Bench]:
    with running() as stub:
        yield Bench(stub)


def test_what_came_in_before_the_kill_is_no_edit_of_the_file(bench: Bench) -> None:
    bench.stub.library.edit(bench.key, title="B", tags=[])
    bench.begin_pull(is_written=True)
    bench.shelf.entries["a"]["volume"] = "2"
    bench.stub.library.edit(bench.key, title="C", tags=[{"tag": "old"}])
    merge = bench.after_a_restart()
    assert (merge.outgoing, merge.incoming, merge.clashes) == (("volume",), ("tags/old", "title"), ())


def test_what_came_in_before_the_kill_is_no_edit_of_an_entry_renamed_since(bench: Bench) -> None:
    bench.shelf.entries["a"]["DOI"] = "10.5555/a"
    push(web(bench.stub, bench.clock), bench.state, bench.shelf, None)
    bench.stub.library.edit(bench.key, title="B")
    bench.begin_pull(is_written=True)
    bench.shelf.entries["b"] = bench.shelf.entries.pop("a")
    bench.stub.library.edit(bench.key, title="C")
    merge = bench.after_a_restart()
    assert (merge.outgoing, merge.incoming, merge.clashes) == (("citationKey",), ("title",), ())


def test_what_did_not_come_in_is_still_to_come(bench: Bench) -> None:
    bench.stub.library.edit(bench.key, title="B")
    bench.begin_pull(is_written=False)
    bench.shelf.entries["a"]["volume"] = "2"
    merge = bench.after_a_restart()
    assert (merge.outgoing, merge.incoming, merge.clashes) == (("volume",), ("title",), ())


def test_what_was_edited_again_after_the_kill_is_an_edit(bench: Bench) -> None:
    bench.stub.library.edit(bench.key, title="B")
    bench.begin_pull(is_written=True)
    bench.shelf.entries["a"]["title"] = "mine"
    merge = bench.after_a_restart()
    assert [clash.name for clash in merge.clashes] == ["title"]


def test_a_state_without_a_promise_is_left_alone(bench: Bench) -> None:
    state: State = bench.state
    recover_pull(state, bench.shelf)
    assert state.ties()["a"].key == bench.key


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("is_edited", [True, False])
@pytest.mark.parametrize("is_written", [True, False])
def test_an_entry_that_came_in_before_the_kill_and_was_renamed_since(
    bench: Bench, others: int, is_edited: bool, is_written: bool
) -> None:
    """Known to have come in: no edit of the file. Where it may be the user's own, every difference is a conflict."""
    item = {"itemType": "book", "title": "B", "volume": "1", "DOI": "10.5555/b"}
    key = bench.stub.library.add(
        "book", **{name: value for name, value in item.items() if name != "itemType"}
    )
    for number in range(others):
        bench.stub.library.add("book", title=f"Other {number}")
    read_library(web(bench.stub, bench.clock), bench.state)
    comparison = compare(bench.state, bench.shelf, Choices())
    taken = arrivals(comparison, bench.state)
    came = {
        "b": item,
        **{f"other{number}": article(f"Other {number}", itemType="book") for number in range(others)},
    }
    after = DictShelf({**bench.shelf.entries, **came})
    citekeys = dict(zip((one.key for one in taken), came, strict=True))
    promise(bench.state, taken, ties_after(taken, citekeys, after, Choices()), comparison, after)
    if is_written:
        bench.shelf.entries = dict(after.entries)
        del bench.shelf.entries["b"]
    bench.shelf.entries["renamed"] = {**item, **({"edition": "2"} if is_edited else {})}
    bench.stub.library.edit(key, title="C")
    recover_pull(bench.state, bench.shelf)
    read_library(web(bench.stub, bench.clock), bench.state)
    comparison = compare(bench.state, bench.shelf, Choices())
    [merge] = [pair.merge for pair in comparison.pairs if pair.tie.citekey == "renamed"]
    is_known = not is_edited or (is_written and others)
    assert [clash.name for clash in merge.clashes] == ([] if is_known else ["title"])
    assert merge.incoming == (("title",) if is_known else ())
    assert len(comparison.new_there) == (0 if is_written else others)
    assert comparison.questions == ()
