from hypothesis import given
from hypothesis import strategies as st

from refplug.model import Span
from refplug.text.edits import Edit, EditKind, Edits


@st.composite
def edited(draw):
    text = draw(st.text(alphabet="abc \n", max_size=40))
    edits = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 4)))
        edits.append(Edit(Span(start, end), draw(st.text(alphabet="xyz", max_size=3)), EditKind.GLUED))
    return text, Edits.of(edits)


@given(edited(), st.data())
def test_what_is_outside_edits_is_found_again(case, data):
    text, edits = case
    repaired = edits.apply(text)
    start = data.draw(st.integers(0, len(repaired)))
    end = data.draw(st.integers(start, len(repaired)))
    printed = edits.to_printed(Span(start, end))
    assert 0 <= printed.start <= printed.end <= len(text)
    again = edits.within(printed).apply(printed.of(text))
    assert start == end or Span(start, end).of(repaired) in again or not again


@given(edited(), edited())
def test_two_rounds_are_one(case, other):
    text, first = case
    middle = first.apply(text)
    second = Edits.of(edit for edit in other[1].edits if edit.span.end <= len(middle))
    assert first.then(second, text).apply(text) == second.apply(middle)


def test_of_two_that_overlap_the_first_stays():
    one, two = Edit(Span(0, 3), "x", EditKind.GLUED), Edit(Span(2, 4), "y", EditKind.GLUED)
    assert Edits.of([two, one]).edits == (one,)


def test_replacement_is_traced_back_whole():
    edits = Edits.of([Edit(Span(2, 4), "wxyz", EditKind.FORM)])
    assert edits.to_printed(Span(3, 5)) == Span(2, 4)
    assert edits.to_repaired(Span(3, 4)) == Span(2, 6)
