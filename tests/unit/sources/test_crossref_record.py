"""Every trap counted in Crossref's records, one row each; and wrong types in every member."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refplug.model import Record
from refplug.sources.crossref.record import read_csl, read_work
from refplug.sources.crossref.types import TYPES
from refplug.sources.crossref.updates import relations_of, updates_of
from support.works import MESSAGE

TABLE = Path(__file__).parents[2] / "cases" / "crossref-records.tsv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(record: Record | None, path: str) -> str:
    """What stands at a path of the table, as a string; empty where nothing does."""
    if record is None:
        return ""
    head, _, rest = path.partition(".")
    match head:
        case "container":
            return shown(record.container, rest)
        case "type":
            return record.type
        case "author":
            number, _, part = rest.partition(".")
            people = record.author.value or ()
            one = people[int(number)] if int(number) < len(people) else None
            return "" if one is None else (one.orcid or "") if part else one.name.inverted()
        case "issued":
            return record.issued.value.edtf() if record.issued.value else ""
        case "custom":
            return dict(record.custom).get(rest, "")
        case "updates":
            return "; ".join(map(str, updates_of(record)))
        case "relations":
            return "; ".join(" ".join(pair) for pair in relations_of(record))
    claims = record.field(head).claims
    place = int(rest or 0)
    return str(claims[place].value) if place < len(claims) else ""


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["trap"])
def test_traps(row: dict[str, str]) -> None:
    members = json.loads(row["members"])
    message = {**MESSAGE, **({"subtitle": []} if "title" in members else {}), **members}
    message = {
        name: value for name, value in message.items() if value is not None or name in ("title", "author")
    }
    assert shown(read_work(message, "2026-06-01").record, row["path"]) == json.loads(row["expected"])


WRONG: list[Any] = [
    None, True, 0, -1, 1e308, 10**30, "", "x" * 5000, "\x00", "\ud800", [], [[]], [None], [[None]], {}, {"a": 1}, [{}],
    {"date-parts": None}, {"date-parts": [[None]]}, {"date-parts": [[0, 0, 0]]}, [{"DOI": None}], [["x"]],
]  # fmt: skip


@pytest.mark.parametrize(
    "member",
    sorted({*MESSAGE, "editor", "event", "license", "relation", "update-to", "updated-by", "edition-number"}),
)
def test_a_wrong_type_leaves_the_member_out_and_keeps_the_record(member: str) -> None:
    for wrong in WRONG:
        read = read_work({**MESSAGE, member: wrong})
        if member != "DOI":
            assert read.record.doi.value == MESSAGE["DOI"]
        if member not in ("title", "subtitle"):
            assert read.record.title.value == "Marjaʿiyya and the State in Iraq: A Study of al-Sīstānī"
        for notice in read.notices:
            assert notice.message.isprintable() or "\\x" in ascii(notice.message)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*sorted(MESSAGE), "editor", "update-to", "updated-by", "relation", "event"]),
        json_values,
    )
)
def test_no_json_object_breaks_the_reader(message: dict[str, Any]) -> None:
    assert isinstance(read_work(message).record, Record)
    assert isinstance(read_csl(message, None, "datacite").record, Record)


def test_every_type_of_crossref_has_one_of_csl() -> None:
    assert {own for own, _ in TYPES.values()} <= {
        "article", "article-journal", "book", "chapter", "collection", "dataset", "document", "entry-encyclopedia",
        "paper-conference", "periodical", "report", "review", "standard", "thesis",
    }  # fmt: skip


def test_every_value_says_where_it_comes_from() -> None:
    record = read_work(MESSAGE, "2026-06-01").record
    evidence = record.title.claims[0].evidence
    assert (str(evidence.origin), evidence.origin.retrieved) == ("source crossref", "2026-06-01")
    assert evidence.reason == "registered for 10.5555/iraq.2019.1"
