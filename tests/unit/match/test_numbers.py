"""Numbers of citations, read without knowing the style; the table is `tests/cases/match_numbers.tsv`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from refplug.match.numbers import first_page, page_value, read_numbers

TABLE = Path(__file__).parents[2] / "cases" / "match_numbers.tsv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=[row["citation"][:30] for row in ROWS])
def test_the_table(row: dict[str, str]) -> None:
    found = read_numbers(row["citation"])
    assert (found.volume, found.issue, found.page, found.last_page) == (
        row["volume"],
        row["issue"],
        row["page"],
        row["last"],
    )
    assert found.years == frozenset(map(int, row["years"].split()))


@pytest.mark.parametrize(
    ("printed", "read"),
    [("1370-5", ("1370", "1375")), ("837c-838", ("837c", "838")), ("e1114", ("e1114", "")), ("", ("", ""))],
)
def test_first_and_last_page(printed: str, read: tuple[str, str]) -> None:
    assert first_page(printed) == read


def test_a_page_without_digits_has_no_value() -> None:
    assert page_value("iii") is None
    assert page_value("622a") == 622
