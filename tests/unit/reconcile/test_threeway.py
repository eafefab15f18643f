"""Three-way merge: what goes where, and that nothing is guessed or lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from refplug.reconcile.threeway import changed, merge_three_ways

values = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("1234"), max_size=6)


@given(values, values, values, values)
def test_every_change_has_one_place(mine_before, mine, theirs_before, theirs):
    merge = merge_three_ways(mine_before, mine, theirs_before, theirs)
    places = [*merge.outgoing, *merge.incoming, *merge.agreed, *(clash.name for clash in merge.clashes)]
    assert sorted(places) == sorted({*changed(mine_before, mine), *changed(theirs_before, theirs)})
    assert len(places) == len(set(places))


@given(values, values)
def test_one_side_alone_never_clashes(before, now):
    assert merge_three_ways(before, now, before, before).outgoing == changed(before, now)
    assert merge_three_ways(before, before, before, now).incoming == changed(before, now)


@given(values, values, values)
def test_merged_is_the_same_from_both_sides(base, mine, theirs):
    here = merge_three_ways(base, mine, base, theirs)
    there = merge_three_ways(base, theirs, base, mine)
    assert (here.outgoing, here.incoming) == (there.incoming, there.outgoing)
    assert {clash.name for clash in here.clashes} == {clash.name for clash in there.clashes}


@given(values, values, values)
def test_a_clash_has_two_different_edits(base, mine, theirs):
    for clash in merge_three_ways(base, mine, base, theirs).clashes:
        assert len({base.get(clash.name), clash.mine, clash.theirs}) == 3


def test_a_value_that_one_side_holds_otherwise_is_no_edit():
    """A lossy side is compared with what it was itself, not with the other side."""
    merge = merge_three_ways(
        {"date": "2004"}, {"date": "2004"}, {"date": "1425 [2004]"}, {"date": "1425 [2004]"}
    )
    assert merge == merge_three_ways({}, {}, {}, {})


def test_members_of_a_group_clash_together():
    group = frozenset({"date", "calendar"})
    merge = merge_three_ways(
        {"date": "1"}, {"date": "2"}, {"calendar": "1"}, {"calendar": "9"}, groups=[group]
    )
    assert {clash.name for clash in merge.clashes} == {"calendar", "date"}
