from pathlib import Path

import pytest

from refplug.extract import find
from refplug.extract.journal_line import parse_journal_line
from refplug.model import Page

CASES = Path(__file__).parents[2] / "cases" / "journal-lines.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]


def record_of(text, language=None):
    return find(Page(file="page.txt", text=text, language=language))[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:30])
def test_line(row):
    line, title, volume, issue, pages, _ = row
    found = parse_journal_line(line)
    if not title:
        assert found is None
        return
    assert line[: found.title_end].strip(" ,.،(") == title
    assert (found.volume, found.issue, found.pages) == (volume, issue, pages)


def test_page_with_a_journal_line():
    record = record_of("Marine Biology 157(7) (2020), pp. 1453-1462\n\nA title\n\nThe text is about the sea.")
    assert record.container.title.value == "Marine Biology"
    assert (record.volume.value, record.issue.value, record.page.value) == ("157", "7", "1453-1462")
    assert record.issued.value.year == 2020
    assert record.type == "article-journal"
    span = record.container.title.accepted.evidence.spans[0]
    assert span.of("Marine Biology 157(7) (2020)") == "Marine Biology"


def test_solar_year_of_a_persian_journal():
    record = record_of(
        "فصلنامه پژوهش‌های سیاسی، دوره ۱۳، شماره ۲، تابستان ۱۴۰۲، صص ۱-۲۵\n\nعنوان", language="fa"
    )
    assert record.issued.value.edtf() == "2023-06/2023-09"


@pytest.mark.parametrize(
    "text",
    [
        "In 2003 the invasion began.\nIt changed the region for the years to come, as was seen in 2014.",
        "Received: 3 May 2020\nAccepted: 4 June 2020",
        "سال ۱۴۰۲ در این شهر",
        "The population grew from 1,402 to 2,003 in the years of the war.",
        "",
    ],
)
def test_no_date_is_said_where_none_is_printed(text):
    record = record_of(text)
    assert not record.issued
    assert record.container is None
