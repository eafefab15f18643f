"""The model's own examples run, and its laws hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.model import (
    Claim,
    Evidence,
    Field,
    Notice,
    Origin,
    OriginKind,
    parse_doi,
    parse_isbn,
    parse_orcid,
)
from refplug.model.record import VARIABLES, attribute_of, csl_name

MODULES = ["plain", "claim", "date", "evidence", "identifier", "name", "notice", "record"]


def claim(value: str) -> Claim[str]:
    return Claim(value=value, evidence=Evidence(origin=Origin(OriginKind.USER)), confidence=1)


@given(st.lists(st.text(max_size=3)), st.text(max_size=3))
def test_accepting_a_claim_loses_none(values: list[str], winner: str) -> None:
    empty: Field[str] = Field()
    field = empty.add(*map(claim, values))
    after = field.accept(claim(winner))
    assert after.value == winner
    assert {c.value for c in after} == {*values, winner}


@given(st.sampled_from(VARIABLES))
def test_variables_go_by_both_names(variable: str) -> None:
    assert attribute_of(csl_name(variable)) == variable


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi: 10.1000/ABC.", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/a%20b", "10.1000/a%20b"),
        ("10.1016%2Fj.x.2020.01.001", "10.1016/j.x.2020.01.001"),
        ("10.1000/x(1)", "10.1000/x(1)"),
        ("(10.1000/x)", None),
        ("10.1000/x)", "10.1000/x"),
        ("no doi", None),
        ("10.1000/", None),
    ],
)
def test_doi(text: str, doi: str | None) -> None:
    assert parse_doi(text) == doi


@given(st.text(max_size=40))
def test_parsers_never_raise(text: str) -> None:
    for parse in (parse_doi, parse_isbn, parse_orcid):
        parse(text)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"record": 2}, "record 2: m"),
        ({"file": "a", "record": 2}, "a (record 2): m"),
        ({"offset": 2}, "byte 2: m"),
        ({}, "m"),
    ],
)
def test_the_place_of_a_notice(place: dict[str, Any], told: str) -> None:
    assert str(Notice(code="c", message="m", **place)) == told
