from datetime import date
from pathlib import Path

import pytest

from refplug.extract.calendars import dates_in
from refplug.extract.reckoning import from_hijri, from_solar
from refplug.model import Calendar

CASES = Path(__file__).parents[2] / "cases" / "dates.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_dates(row):
    text, edtf, proof, _ = row
    found = [one for one in dates_in(text) if one.value]
    assert [one.value.edtf() for one in found] == ([edtf] if edtf else [])
    if edtf:
        assert found[0].proof == proof


# published equinox days of 1 Farvardin (Institute of Geophysics, University of Tehran)
@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1357, date(1978, 3, 21)),
        (1376, date(1997, 3, 21)),
        (1399, date(2020, 3, 20)),
        (1400, date(2021, 3, 21)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
    ],
)
def test_solar_new_year(year, day):
    found = from_solar(year, 1, 1)
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)


def test_days_of_two_calendars():
    assert from_solar(1357, 11, 22).edtf() == "1979-02-11"
    assert from_hijri(1, 1, 1).year == 622
    assert from_hijri(1400).edtf() == "1979/1980"


def test_printed_form_and_calendar_are_kept():
    (found,) = dates_in("تابستان ۱۴۰۲")
    assert found.value.printed == "تابستان ۱۴۰۲"
    assert found.value.calendar is Calendar.SOLAR_HIJRI


def test_publishing_body_proves_the_calendar():
    (found,) = dates_in("سال ۱۳۹۵", is_solar=True)
    assert found.value.edtf() == "2016/2017"


def test_figures_prove_nothing_on_an_arabic_page():
    assert [one.value for one in dates_in("1415/3/12", is_arabic=True)] in ([], [None])
