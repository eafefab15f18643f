"""Exports of the Web of Science, read as what they are under the name of RIS."""

from __future__ import annotations

import io

import pytest

from refplug.formats import ris
from refplug.model import Notice, PartialDate, Record

EXPORT = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Rahimi, S
   Haddad, L
AF Rahimi, Sara
   Haddad, Layla
TI The seminaries of Najaf
   and their reading lists
SO JOURNAL OF INVENTED STUDIES
LA English
DT Article
DE Marjiiat; Hawza
ID KEYWORDS OF THE DATABASE
SN 0378-5955
JI J. Invented Stud.
PD MAR 5
PY 2021
VL 12
IS 3
BP 10
EP 25
DI 10.1000/xyz123
UT WOS:000000000000001
ER

PT S
AU Nasr, H
TI A paper
BE Amini, K
SO Proceedings of a Meeting
DT Proceedings Paper
PY 2020
AR e7
ER

EF
"""


def test_an_export_is_read() -> None:
    parsed = ris.read(EXPORT.encode(), "savedrecs.ris")
    assert parsed.notices == ()
    article, paper = parsed.records
    assert article.type == "article-journal"
    assert [one.name.inverted() for one in article.author.value or ()] == ["Rahimi, Sara", "Haddad, Layla"]
    assert article.title.value == "The seminaries of Najaf and their reading lists"
    assert [term.text for term in article.keyword.value or ()] == ["Marjiiat", "Hawza"]
    assert article.issued.value == PartialDate(year=2021, month=3, day=5)
    assert (article.volume.value, article.issue.value, article.page.value) == ("12", "3", "10-25")
    assert article.container is not None
    assert article.container.issn.value == "0378-5955"
    assert article.language.value == "en"
    kept = {name for name, _ in article.custom}
    assert {"wos:ID", "wos:UT"} <= kept
    assert (paper.type, paper.page.value) == ("paper-conference", "e7")
    assert paper.editor.value is not None


@pytest.mark.parametrize(
    ("text", "count", "codes"),
    [
        (EXPORT.replace("ER\n\nPT S", "PT S"), 2, ["ris-no-end"]),
        (EXPORT.split("DE ")[0], 1, ["ris-no-end"]),
        ("FN Clarivate\nVR 1.0\nEF\n", 0, ["ris-outside", "no-record"]),
        ("PT J\nPD MAR-APR\nPY in press\nTI\nER\n", 1, []),
        ("PT J\nAU\nBN 123\nSN x\nDI y\nER\nEF\n", 1, []),
    ],
)
def test_what_is_damaged_is_told(text: str, count: int, codes: list[str]) -> None:
    parsed = ris.read(text.encode(), "a.ris")
    assert len(parsed.records) == count
    assert [notice.code for notice in parsed.notices] == codes


def test_piece_by_piece_gives_the_same() -> None:
    found = list(ris.read_stream(io.BytesIO(b"\xef\xbb\xbf" + EXPORT.encode()), "x"))
    assert not [one for one in found if isinstance(one, Notice)]
    assert tuple(one for one in found if isinstance(one, Record)) == ris.read(EXPORT.encode(), "x").records
