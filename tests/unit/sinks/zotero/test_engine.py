"""A push against the stand-in, by both transports: nothing lost, nothing doubled, nobody's edit overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.sinks.zotero.compare import Choices, QuestionKind, compare
from refplug.sinks.zotero.engine import Report, push, read_library
from refplug.sinks.zotero.refresh import refresh
from refplug.sinks.zotero.state import State
from refplug.sinks.zotero.transport import Transport
from support.zotero_kit import DictShelf, article, local, memory_state, web
from support.zotero_stub import (
    ManualClock,
    Stub,
    backoff,
    cut_after,
    cut_before,
    fail_index,
    jump,
    meanwhile,
    running,
    status,
    too_many,
    unavailable,
)


class Bench:
    """A stand-in, a state, a shelf."""

    def __init__(self, stub: Stub, clock: ManualClock, is_local: bool) -> None:
        self.stub, self.clock, self.is_local = stub, clock, is_local
        self.state: State = memory_state()
        self.shelf = DictShelf({"a": article("A", date="2004"), "b": article("B")})
        self.library = stub.library

    @property
    def transport(self) -> Transport:
        """A new process each time: no memory but the state's."""
        make = local if self.is_local else web
        return make(self.stub, self.clock, key=self.stub.key)

    def push(self, choices: Choices | None = None, **options: object) -> Report:
        return push(self.transport, self.state, self.shelf, choices, **options)

    def key(self, citekey: str) -> str:
        return self.state.ties()[citekey].key

    def titles(self) -> list[str]:
        return sorted(str(thing.data.get("title", "")) for thing in self.library.items.values())

    def compared(self, choices: Choices | None = None):
        read_library(self.transport, self.state)
        return compare(self.state, self.shelf, choices or Choices())


@pytest.fixture(params=["web", "local"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = ManualClock()
    with running(local=request.param == "local", clock=clock) as stub:
        yield Bench(stub, clock, request.param == "local")
        assert not stub.control.impatient


def test_new_entries_become_items_and_a_second_run_sends_no_write(bench: Bench):
    assert set(bench.push().written) == {"a", "b"}
    writes = len(bench.stub.control.writes)
    assert bench.titles() == ["A", "B"]
    again = bench.push()
    assert (again.written, len(bench.stub.control.writes)) == ((), writes)
    bench.shelf.asked.clear()
    assert bench.compared().unchanged == 2
    assert bench.shelf.asked == []  # unchanged entries are not even read


def test_500_entries_take_ten_writes(bench: Bench):
    bench.shelf = DictShelf({f"k{number}": article(f"T{number}") for number in range(500)})
    assert len(bench.push().written) == 500
    assert len(bench.stub.control.writes) == 10
    assert len(bench.library.items) == 500


def test_only_what_changed_is_sent(bench: Bench):
    bench.push()
    key = bench.key("a")
    bench.library.edit(key, volume="7", collections=[], tags=[{"tag": "theirs"}], extra="my words")
    bench.shelf.entries["a"]["title"] = "A2"
    bench.push()
    [sent] = json.loads(bench.stub.control.writes[-1].body)
    assert set(sent) == {"key", "version", "title"}
    data = bench.library.items[key].data
    assert (data["title"], data["volume"], data["tags"], data["extra"]) == (
        "A2",
        "7",
        [{"tag": "theirs"}],
        "my words",
    )


@pytest.mark.parametrize("cut", [cut_before, cut_after])
@pytest.mark.parametrize("times", [1, 2])
def test_a_cut_connection_makes_one_item(bench: Bench, cut, times):
    bench.stub.control.script(cut("POST", times=times))
    assert set(bench.push().written) == {"a", "b"}
    assert bench.titles() == ["A", "B"]
    assert bench.push().written == ()


@pytest.mark.parametrize("cut", [cut_before, cut_after])
def test_a_server_that_stays_cut_off_is_an_outage_and_the_next_run_goes_on(bench: Bench, cut):
    bench.stub.control.script(cut("POST", times=50))
    with pytest.raises(SourceUnavailable):
        bench.push()
    bench.stub.control.heal()
    bench.clock.advance(60)
    bench.push()
    assert bench.titles() == ["A", "B"]
    assert bench.compared().unchanged == 2


@pytest.mark.parametrize("is_done", [True, False])
@pytest.mark.parametrize("is_edited", [True, False])
def test_a_process_that_dies_around_a_write_is_taken_up(bench: Bench, is_done, is_edited):
    """S4: between the answer and our note of it, or between our note and the request."""
    transport = bench.transport
    write = transport.write

    def dying(objects, token, version):
        if is_done:
            write(objects, token, version)
        raise KeyboardInterrupt

    transport.write = dying
    with pytest.raises(KeyboardInterrupt):
        push(transport, bench.state, bench.shelf)
    assert len(bench.state.intents()) == 1
    if is_edited and is_done:
        [key] = [key for key, thing in bench.library.items.items() if thing.data["title"] == "A"]
        bench.library.edit(key, volume="9")
    bench.push()
    assert bench.titles() == ["A", "B"]
    assert bench.state.intents() == ()
    pairs = bench.compared().pairs
    assert [pair.merge.incoming for pair in pairs] == ([("volume",)] if is_edited and is_done else [])


@pytest.mark.parametrize("is_done", [True, False])
def test_of_an_update_of_unknown_fate_what_still_stands_is_agreed(bench: Bench, is_done):
    """Another wrote over one of our values; the other one, edited again since, is no conflict with itself."""
    bench.push()
    key, transport = bench.key("a"), bench.transport
    bench.shelf.entries["a"] |= {"title": "A2", "volume": "1"}
    write = transport.write

    def dying(objects, token, version):
        if is_done:
            write(objects, token, version)
        raise KeyboardInterrupt

    transport.write = dying
    with pytest.raises(KeyboardInterrupt):
        push(transport, bench.state, bench.shelf)
    bench.library.edit(key, volume="9")
    bench.shelf.entries["a"]["title"] = "A3"
    report = bench.push()
    assert bench.library.field(key, "title") == "A3"
    # whether our volume ever arrived nobody knows: theirs is not overwritten, ours not given up
    assert [(clash.name, clash.mine, clash.theirs) for _, clash in report.open.clashes] == [
        ("volume", "1", "9")
    ]
    assert bench.library.field(key, "volume") == "9"


def test_an_update_whose_answer_was_lost_is_no_conflict(bench: Bench):
    bench.push()
    bench.shelf.entries["a"]["title"] = "A2"
    bench.stub.control.script(cut_after("POST"))
    assert not bench.push().has_trouble
    assert bench.library.field(bench.key("a"), "title") == "A2"
    assert bench.compared().unchanged == 2


def test_a_status_in_between_does_not_hide_what_arrived(bench: Bench):
    """A reading without the journal sees the new items; they are still found to be ours."""
    transport = bench.transport
    write = transport.write

    def dying(objects, token, version):
        write(objects, token, version)
        raise KeyboardInterrupt

    transport.write = dying
    with pytest.raises(KeyboardInterrupt):
        push(transport, bench.state, bench.shelf)
    refresh(bench.transport, bench.state)
    bench.push()
    assert bench.titles() == ["A", "B"]


def test_what_changed_without_a_difference_is_not_looked_at_again(bench: Bench):
    bench.push()
    bench.library.edit(bench.key("a"), collections=[bench.library.collect("Shelf")])
    assert len(bench.compared().pairs) == 1
    bench.push()
    assert bench.compared().unchanged == 2


def test_a_writer_in_between_is_read_and_both_edits_stay(bench: Bench):
    """S2: 412 for the whole batch."""
    bench.push()
    key = bench.key("a")
    bench.shelf.entries["a"]["title"] = "Mine"
    bench.stub.control.script(
        meanwhile(lambda world: world.library.edit(key, date="1999"), method="POST", path="/items")
    )
    assert bench.push().written == ("a",)
    assert (bench.library.field(key, "title"), bench.library.field(key, "date")) == ("Mine", "1999")


def test_a_writer_in_between_on_the_same_field_is_a_conflict(bench: Bench):
    bench.push()
    key = bench.key("a")
    bench.shelf.entries["a"]["title"] = "Mine"
    bench.stub.control.script(
        meanwhile(lambda world: world.library.edit(key, title="Theirs"), method="POST", path="/items")
    )
    report = bench.push()
    assert report.has_trouble
    assert bench.library.field(key, "title") == "Theirs"
    assert [clash.theirs for _, clash in report.open.clashes] == ["Theirs"]


@pytest.mark.parametrize("code", [400, 404, 409, 412, 413, 428, 500])
def test_one_refused_place_is_told_with_its_entry_and_sent_again(bench: Bench, code):
    """S3: the others are written; a later run sends the failed one only."""
    bench.stub.control.script(fail_index(0, code))
    report = bench.push()
    if code in (404, 412, 428):  # somebody was faster: read again and done
        assert set(report.written) == {"a", "b"}
    else:
        assert [problem.citekey for problem in report.refused] == ["a"]
        assert report.has_trouble
        assert bench.titles() == ["B"]
        before = len(bench.stub.control.writes)
        assert bench.push().written == ("a",)
        assert len(json.loads(bench.stub.control.writes[-1].body)) == 1
        assert len(bench.stub.control.writes) == before + 1
    assert bench.titles() == ["A", "B"]


@pytest.mark.parametrize(
    "fault",
    [
        too_many(10, method="POST"),
        too_many(10, nth=2),
        too_many(None, method="POST"),
        unavailable(30, method="POST"),
        unavailable(30),
        backoff(25),
        backoff(25, method="POST"),
        status(502, method="POST"),
        status(500),
        jump(9),
    ],
)
def test_the_server_says_how_fast(bench: Bench, fault):
    bench.stub.control.script(fault)
    assert set(bench.push().written) == {"a", "b"}
    assert bench.titles() == ["A", "B"]
    assert bench.push().written == ()


def test_a_wait_that_is_too_long_is_an_outage_and_holds_for_the_next_run(bench: Bench):
    bench.stub.control.script(too_many(5000, method="POST"))
    with pytest.raises(SourceUnavailable):
        bench.push()
    assert bench.titles() == []


def test_conflicts_are_settled_only_on_request(bench: Bench):
    bench.push()
    key = bench.key("a")
    bench.shelf.entries["a"]["title"] = "Mine"
    bench.library.edit(key, title="Theirs")
    assert bench.push().written == ()
    theirs = Choices(theirs=frozenset({("a", "title")}))
    assert bench.push(theirs).written == ()
    [pair] = bench.compared().pairs  # our word is withdrawn: theirs is only to be pulled now
    assert (pair.merge.incoming, pair.merge.outgoing, pair.merge.clashes) == (("title",), (), ())
    bench.shelf.entries["a"]["title"] = "Mine again"
    assert bench.push(Choices(prefer="mine")).written == ("a",)
    assert bench.library.field(key, "title") == "Mine again"


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_deletion_here_is_asked_about(bench: Bench, is_edited):
    bench.push()
    key = bench.key("a")
    del bench.shelf.entries["a"]
    if is_edited:
        bench.library.edit(key, title="A, second edition")
    report = bench.push()
    [question] = report.plan.questions
    assert (question.kind, question.is_edited) == (QuestionKind.GONE_HERE, is_edited)
    assert report.written == ()
    assert bench.push(Choices(follow=frozenset({"a"}))).written == ("a",)
    assert bench.library.field(key, "deleted")
    assert bench.push().plan.questions == ()


def test_a_deletion_there_is_asked_about(bench: Bench):
    bench.push()
    old = bench.key("a")
    bench.library.remove(old)
    [question] = bench.push().plan.questions
    assert question.kind is QuestionKind.GONE_THERE
    assert bench.titles() == ["B"]
    assert bench.push(Choices(restore=frozenset({"a"}))).written == ("a",)
    assert bench.titles() == ["A", "B"]
    assert bench.key("a") != old  # a key that was deleted is not used again
    assert bench.compared().unchanged == 2


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_work_that_somebody_brought_back_as_a_new_item_is_met_again(bench: Bench, is_edited):
    bench.push()
    if is_edited:
        bench.shelf.entries["a"]["title"] = "A, second thoughts"
    bench.library.remove(bench.key("a"))
    back = bench.library.add("journalArticle", title="A", date="2004", citationKey="a")
    comparison = bench.compared()
    assert (comparison.questions, comparison.new_there) == ((), ())
    bench.push()
    assert bench.key("a") == back


# the entry and what its item was; what another person, who had edited it too, brought back under the same citation key
CAME_BACK = {
    "same shelf mark, another title": (
        article("A", callNumber="BP 1"), article("A, revised", callNumber="BP 1"), True),
    "same address, another title": (
        article("A", url="https://a.example/1"), article("A, revised", url="https://a.example/1"), True),
    "same title, another volume": (article("A", volume="1"), article("A.", volume="2"), True),
    "nothing but the key in common": (article("A", date="2004"), article("Z", date="2004"), False),
    "same people and year, as keys are made of, another title": (
        article("A", date="2004", creators=[{"creatorType": "author", "lastName": "Smith"}]),
        article("Z", date="2004", creators=[{"creatorType": "author", "lastName": "Smith"}]), False),
    "same title, another DOI": (article("A", DOI="10.1/a"), article("A", DOI="10.1/z"), False),
    "same title, another ISBN": (
        article("A", itemType="book", ISBN="978-0-415-96690-1"),
        article("A", itemType="book", ISBN="978-0-19-538110-8"), False),
}  # fmt: skip


@pytest.mark.parametrize("name", CAME_BACK)
@pytest.mark.parametrize("is_edited", [True, False])
def test_a_work_that_another_edited_and_brought_back_is_met_by_its_entry(bench: Bench, name, is_edited):
    mine, back, is_same = CAME_BACK[name]
    bench.shelf = DictShelf({"a": mine})
    assert bench.push().refused == ()
    bench.library.remove(bench.key("a"))
    if is_edited:
        bench.shelf.entries["a"] = {**mine, "title": "A, second thoughts", "tags": [{"tag": "mine"}]}
    key = bench.library.add(**{**back, "citationKey": "a", "item_type": back["itemType"]})
    comparison = bench.compared(Choices(restore=frozenset({"*"})))
    met = [(pair.tie.citekey, pair.tie.key) for pair in comparison.pairs]
    if is_same:  # neither taken in as a second entry nor sent as a second item
        assert (met, comparison.questions, comparison.new_there) == ([("a", key)], (), ())
        bench.push(Choices(restore=frozenset({"*"})))
        assert bench.key("a") == key
        assert len(bench.titles()) == 1
    else:
        assert (met, comparison.new_there) == ([], (key,))
        [remark] = comparison.remarks
        assert f"has its citation key, “{back['title']}”" in remark
        assert [question.kind for question in comparison.questions] == [QuestionKind.GONE_THERE]


# what somebody brought back under another citation key and title: its number alone tells
UNDER_ANOTHER_KEY = {
    "shelf mark": (article("A", callNumber="BP 1"), article("Z", callNumber="BP 1"), True),
    "shelf mark, edition corrected there": (
        article("A", itemType="book", callNumber="BP 1"), article("Z", itemType="book", callNumber="BP 1", edition="2"), True),
    "shelf mark of another volume": (
        article("A", callNumber="BP 1", volume="1"), article("Z", callNumber="BP 1", volume="2"), False),
    "ISBN of a whole": (
        article("A", itemType="book", ISBN="978-0-415-96690-1"), article("Z", itemType="book", ISBN="978-0-415-96690-1"), True),
    "ISBN of a chapter's book": (
        article("A", itemType="bookSection", ISBN="978-0-415-96690-1"),
        article("Z", itemType="bookSection", ISBN="978-0-415-96690-1"), False),
    "address": (article("A", url="https://journal.example"), article("Z", url="https://journal.example"), False),
    "nothing": (article("A", date="2004"), article("Z", date="2004"), False),
}  # fmt: skip


@pytest.mark.parametrize("name", UNDER_ANOTHER_KEY)
@pytest.mark.parametrize("is_edited", [True, False])
def test_a_work_that_came_back_under_another_key_and_title_is_met_by_its_number(
    bench: Bench, name, is_edited
):
    mine, back, is_same = UNDER_ANOTHER_KEY[name]
    bench.shelf = DictShelf({"a": mine})
    assert bench.push().refused == ()
    bench.library.remove(bench.key("a"))
    if is_edited:
        bench.shelf.entries["a"] = {**mine, "tags": [{"tag": "mine"}]}
    key = bench.library.add(**{**back, "citationKey": "z", "item_type": back["itemType"]})
    comparison = bench.compared(Choices(restore=frozenset({"*"})))
    assert [pair.tie.key for pair in comparison.pairs] == ([key] if is_same else [])
    assert comparison.new_there == (() if is_same else (key,))
    assert len(comparison.questions) == (not is_same)
    assert comparison.remarks == ()


def test_two_items_with_the_citation_key_of_a_lost_one_are_not_chosen_between(bench: Bench):
    bench.push()
    bench.library.remove(bench.key("a"))
    for volume in "12":
        bench.library.add("journalArticle", title="A", volume=volume, citationKey="a")
    comparison = bench.compared()
    assert [question.citekey for question in comparison.questions] == ["a"]
    assert len(comparison.new_there) == 2


def test_an_item_in_the_trash_is_asked_about(bench: Bench):
    bench.push()
    key = bench.key("a")
    bench.library.trash(key)
    [question] = bench.push().plan.questions
    assert question.kind is QuestionKind.TRASHED_THERE
    assert bench.push(Choices(restore=frozenset({"*"}))).written == ("a",)
    assert not bench.library.field(key, "deleted")


def test_gone_on_both_sides_is_forgotten(bench: Bench):
    bench.push()
    bench.library.remove(bench.key("a"))
    del bench.shelf.entries["a"]
    report = bench.push()
    assert (report.plan.questions, set(bench.state.ties())) == ((), {"b"})


def test_a_merge_in_zotero_is_followed(bench: Bench):
    bench.push()
    kept = bench.library.add("journalArticle", title="A", date="2004", citationKey="a", volume="3")
    bench.library.merge(kept, bench.key("a"))
    report = bench.push()
    assert (report.plan.questions, bench.key("a")) == ((), kept)
    bench.shelf.entries["a"]["date"] = "2005"
    bench.push()
    assert bench.library.field(kept, "date") == "2005"
    assert len([title for title in bench.titles() if title == "A"]) == 2  # the lost one lies in the trash


def test_two_entries_whose_items_were_merged_are_told(bench: Bench):
    bench.push()
    bench.library.merge(bench.key("b"), bench.key("a"))
    plan = bench.push().plan
    assert [(question.citekey, question.merged_into) for question in plan.questions] == [("a", "b")]
    [said] = plan.text()  # one thing is asked once
    assert said.startswith("merged? the item of a was merged in Zotero into that of b")
    back = bench.library.add("journalArticle", title="A", date="2004", citationKey="a")
    assert bench.compared().questions == ()
    bench.push()
    assert bench.key("a") == back


def test_an_item_merged_into_that_of_a_renamed_entry_names_it_as_it_is_called_now(bench: Bench):
    bench.push()
    bench.library.merge(bench.key("b"), bench.key("a"))
    bench.shelf.entries["b-new"] = bench.shelf.entries.pop("b")
    assert [one.merged_into for one in bench.compared().questions] == ["b-new"]


def test_an_item_merged_into_that_of_an_entry_that_is_gone_is_a_deletion_like_others(bench: Bench):
    bench.push()
    bench.library.merge(bench.key("b"), bench.key("a"))
    del bench.shelf.entries["b"]
    questions = {one.citekey: (one.kind, one.merged_into) for one in bench.compared().questions}
    assert questions == {"a": (QuestionKind.TRASHED_THERE, ""), "b": (QuestionKind.GONE_HERE, "")}


def test_an_item_with_an_entry_of_its_own_is_no_heir_to_another(bench: Bench):
    bench.push()
    there = bench.library.add("journalArticle", title="Own", DOI="10.1/own")
    bench.library.merge(there, bench.key("a"))
    bench.shelf = DictShelf({**bench.shelf.entries, "own": article("Own", DOI="10.1/own")})
    comparison = bench.compared()
    assert [(pair.tie.citekey, pair.tie.key) for pair in comparison.pairs] == [("own", there)]
    assert comparison.new_here == ()  # else the work would be sent a second time
    assert [(one.citekey, one.merged_into) for one in comparison.questions] == [("a", "own")]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_an_item_that_came_back_goes_to_its_own_entry_before_one_that_was_merged_into_it(bench: Bench, order):
    """a was merged into b, b into another with an entry of its own; then b came out of the trash again."""
    own = {"a": article("A"), "b": article("B", callNumber="BP 1")}
    bench.shelf = DictShelf({**{name: own[name] for name in order}, "c": article("C")})
    bench.push()
    a, b, c = (bench.key(name) for name in "abc")
    bench.library.merge(b, a)
    other = bench.library.add("journalArticle", title="Other")
    bench.library.merge(other, b)
    bench.push()
    assert bench.key("b") == other  # it went on with what its item was merged into
    bench.library.merge(c, other)
    bench.library.edit(b, deleted=0)
    comparison = bench.compared()
    assert {pair.tie.citekey: pair.tie.key for pair in comparison.pairs} == {"b": b, "c": c}
    assert [(one.citekey, one.merged_into) for one in comparison.questions] == [("a", "b")]
    assert comparison.new_there == ()


def test_a_merged_item_whose_entry_is_gone_leaves_no_question(bench: Bench):
    bench.push()
    other = bench.library.add("journalArticle", title="Another work", volume="3")
    bench.library.merge(other, bench.key("a"))
    del bench.shelf.entries["a"]
    comparison = bench.compared(Choices(restore=frozenset({"*"})))
    assert (comparison.questions, comparison.gone, comparison.new_there) == ((), ("a",), (other,))


def test_a_renamed_entry_keeps_its_item(bench: Bench):
    bench.push()
    key = bench.key("a")
    bench.shelf.entries["new-name"] = bench.shelf.entries.pop("a")
    assert bench.push().written == ("new-name",)
    assert (bench.key("new-name"), bench.library.field(key, "citationKey")) == (key, "new-name")
    assert bench.titles() == ["A", "B"]


def test_an_entry_renamed_while_its_item_lies_in_the_trash_is_known_by_its_new_name(bench: Bench):
    bench.push()
    bench.library.trash(bench.key("a"))
    bench.shelf.entries["new-name"] = bench.shelf.entries.pop("a")
    [question] = bench.push().plan.questions
    assert question.citekey == "new-name"
    bench.shelf.entries["new-name"]["title"] = "A2"
    assert bench.push().written == ()  # no second item for the work
    assert bench.push(Choices(restore=frozenset({"new-name"}))).written == ("new-name",)
    bench.push()
    assert bench.titles() == ["A2", "B"]


def test_a_first_meeting_adds_and_asks(bench: Bench):
    """The same work stands on both sides before they ever met."""
    bench.shelf = DictShelf({"a": article("A", DOI="10.1/x", volume="1", issue="2")})
    key = bench.library.add(
        "journalArticle", title="A", DOI="https://doi.org/10.1/X", volume="9", pages="1-2"
    )
    report = bench.push()
    assert bench.titles() == ["A"]
    assert (bench.library.field(key, "issue"), bench.library.field(key, "volume")) == ("2", "9")
    assert {clash.name for _, clash in report.open.clashes} == {"volume", "DOI"}


def test_two_works_that_share_a_citation_key_stay_two(bench: Bench):
    bench.library.add("journalArticle", title="Something else", citationKey="a")
    bench.push()
    assert bench.titles() == ["A", "B", "Something else"]


def test_a_pinned_plan_stops_where_somebody_wrote(bench: Bench):
    bench.push()
    key = bench.key("a")
    bench.shelf.entries["a"]["title"] = "Mine"
    bench.stub.control.script(
        meanwhile(lambda world: world.library.edit(key, date="1999"), method="POST", path="/items")
    )
    with pytest.raises(RunAborted) as stopped:
        bench.push(is_pinned=True)
    assert stopped.value.exit_code is ExitCode.CONFLICT
    assert bench.library.field(key, "title") == "A"


def test_what_is_shown_is_what_is_sent_byte_for_byte(bench: Bench):
    shown = []
    bench.push(agree=lambda plan: shown.append(plan) is not None)
    assert bench.titles() == []  # nobody agreed
    first = shown[0]
    bench.push(agree=lambda plan: shown.append(plan) or True)
    assert shown[-1].canonical() == first.canonical()
    sent = [
        one
        for write in bench.stub.control.writes
        if write.path.endswith("/items")
        for one in json.loads(write.body)
    ]
    assert sent == [said["body"] for said in first.operations_said()]


def test_another_writer_while_pages_are_turned(bench: Bench):
    for number in range(3):
        bench.library.add("book", title=f"Book {number}")
    bench.stub.control.script(
        meanwhile(lambda world: world.library.add("book", title="Late"), path="/items/trash")
    )
    read_library(bench.transport, bench.state)
    assert len(bench.state.items()) == 4
    assert bench.state.version == bench.library.version


def test_the_right_to_write_is_looked_up_before_the_first_write(bench: Bench):
    if bench.is_local:
        bench.stub.service.zotero_version = "7.0.1"
        return
    from support.zotero_stub import Access

    bench.stub.world.keys[bench.stub.key] = Access(write=False)
    with pytest.raises(RunAborted, match="cannot be written to"):
        bench.push()
    assert bench.stub.control.writes == []
