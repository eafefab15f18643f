"""Facets of an item, and patches made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.sinks.zotero.facets import facets, patch, shown

words = st.text("abc xyzʿآ", min_size=1, max_size=6).map(str.strip).filter(bool)
creators = st.fixed_dictionaries(
    {"creatorType": st.sampled_from(["author", "editor", "translator"]), "lastName": words}
)
tags = st.lists(words, max_size=4, unique=True).map(lambda names: [{"tag": name} for name in names])
lines = st.lists(
    st.one_of(words, words.map(lambda w: f"cne-title-original: {w}"), words.map(lambda w: f"PMID: {w}"))
)
items = st.fixed_dictionaries(
    {"itemType": st.just("book")},
    optional={
        "title": words,
        "date": words,
        "creators": st.lists(creators, max_size=4),
        "tags": tags,
        "extra": lines.map("\n".join),
        "collections": st.just(["AAAAAAAA"]),
    },
)


@given(items, items, st.sets(st.integers(0, 40)))
def test_a_patch_changes_its_facets_and_no_other(target, source, picks):
    names = sorted({*facets(target), *facets(source)})
    chosen = {name for number, name in enumerate(names) if number in picks}
    now = facets({**target, **patch(target, source, chosen)})
    before, wanted = facets(target), facets(source)
    for name in names:
        expected = wanted if name in chosen else before
        assert now.get(name) == expected.get(name), name


@given(items, items)
def test_all_facets_together_make_the_source(target, source):
    names = {*facets(target), *facets(source)}
    assert facets({**target, **patch(target, source, names)}) == facets(source)


@given(items, items)
def test_what_is_not_named_is_not_sent(target, source):
    assert patch(target, source, ()) == {}
    assert "collections" not in patch(target, source, {*facets(target), *facets(source)})


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ({"extra": "PMID: 1\nmy own words"}, {"extra/pmid", "extra"}),
        ({"extra": "https://example.org/a: b"}, {"extra"}),  # an address is no label
        ({"extra": "see also:nothing"}, {"extra"}),
        ({"title": "", "date": None, "tags": [], "relations": {}}, set()),
        ({"key": "ABCD2345", "version": 3, "collections": ["X"], "dateAdded": "2020"}, set()),
        ({"tags": [{"tag": "a", "type": 1}, {"tag": "b"}, "odd", {"type": 1}]}, {"tags/a", "tags/b"}),
        ({"creators": [{"creatorType": "author", "name": "UN"}, "odd"]}, {"creators/author"}),
        ({"futureField": {"x": 1}}, {"futureField"}),
    ],
)
def test_facets_of(item, names):
    assert set(facets(item)) == names


def test_a_tag_keeps_its_kind_and_its_neighbors():
    target = {"tags": [{"tag": "a", "type": 1}, {"tag": "b"}]}
    assert patch(target, {"tags": [{"tag": "b", "type": 1}]}, {"tags/a", "tags/b"}) == {
        "tags": [{"tag": "b"}]
    }


def test_an_author_is_replaced_where_it_stood():
    target = {
        "creators": [
            {"creatorType": "editor", "name": "E"},
            {"creatorType": "author", "name": "A"},
            {"creatorType": "newKind", "name": "N"},
        ]
    }
    made = patch(target, {"creators": [{"creatorType": "author", "name": "B"}]}, {"creators/author"})
    assert [creator["name"] for creator in made["creators"]] == ["E", "B", "N"]


def test_names_are_shown_as_names():
    assert (
        shown(
            "creators/author",
            facets({"creators": [{"creatorType": "author", "name": "UN"}]})["creators/author"],
        )
        == "UN"
    )
    assert shown("title", None) == ""
