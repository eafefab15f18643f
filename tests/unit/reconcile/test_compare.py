"""The table of spellings, and the laws of comparing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.reconcile import Relation, compare
from refplug.reconcile.compare import KINDS

TABLE = Path(__file__).parents[2] / "cases" / "spellings.tsv"
MIRROR = {Relation.RICHER: Relation.POORER, Relation.POORER: Relation.RICHER}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['field']}-{row['note']}")
def test_spellings(row: dict[str, str]) -> None:
    assert compare(row["field"], row["mine"] or "", row["theirs"] or "").value == row["relation"]


FIELDS = st.sampled_from([*sorted(KINDS), "title", "note"])


@given(FIELDS, st.text(max_size=40))
def test_a_value_is_the_same_as_itself(field: str, value: str) -> None:
    assert compare(field, value, value) is Relation.SAME


@given(FIELDS, st.text(max_size=30), st.text(max_size=30))
def test_what_is_richer_one_way_is_not_richer_the_other(field: str, one: str, other: str) -> None:
    assert not (
        compare(field, one, other) is Relation.RICHER and compare(field, other, one) is Relation.RICHER
    )


@given(st.lists(st.sampled_from("aābcḥiʿī "), min_size=6, max_size=30).map("".join), st.data())
def test_stripping_a_mark_is_always_poorer(text: str, data: st.DataObject) -> None:
    marked = [i for i, char in enumerate(text) if char in "āḥīʿ"]
    if not marked or not text.replace("ʿ", "").strip():
        return
    place = data.draw(st.sampled_from(marked))
    stripped = text[:place] + {"ā": "a", "ḥ": "h", "ī": "i", "ʿ": ""}[text[place]] + text[place + 1 :]
    assert compare("title", text, stripped) in (Relation.POORER, Relation.SAME)
    if text[place] != "ʿ":
        assert compare("title", text, stripped) is Relation.POORER


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "relation"),
    [
        ("title", "Canals of Khuzistan", "RETRACTED: Canals of Khuzistan", "same"),
        ("title", "RETRACTED ARTICLE: Canals of Khuzistan", "Canals of Khuzistan", "same"),
        ("title", "[Retracted] Canals", "Canals", "same"),
        ("title", "Canals of Khuzistan", "Retraction: Canals of Khuzistan", "different"),
        ("title", "Removed from Power", "Power", "different"),
        ("author", "الحكيم، محمد", "الحكيم, محمد", "same"),
        ("author", "الحكيم، محمد and موسوی، علی", "الحكيم, محمد", "poorer"),
        ("author", "الحكيم، محمد", "الحكيم, باقر", "different"),
    ],
)
def test_marks_and_commas_that_are_no_difference(field: str, mine: str, theirs: str, relation: str) -> None:
    assert compare(field, mine, theirs).value == relation
