"""The header model and the layout beside it, on pages written for these tests."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from refplug.extract import find
from refplug.extract.byline import creators_in
from refplug.extract.header import BEGIN, BEGUN, LABELS, labels_of, model
from refplug.extract.layout import leanings, sizes_of
from refplug.extract.stated import with_stated
from refplug.extract.tokens import tokenized
from refplug.extract.view import View
from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Page, Record
from refplug.readers import pdf
from support import papers

PAPER = """Popular Resistance and Religious Authority in Southern Iraq

Anna B. Blau 1 , Karim al-Najjar 2 and Mary O'Hara 1

1 Department of Political Science, University of Basel, Switzerland
2 Institute of Law, Baghdad, Iraq

Abstract

This article studies how religious authority shaped popular resistance in the towns of southern Iraq. We read
archival records and interviews, and we argue that local networks mattered more than national parties. The results
show that resistance was organized through mosques, schools and markets.

Keywords: resistance, authority, Iraq

1. Introduction

In the summer of that year the towns of the south rose, and the government was not prepared for it at all.
"""


def test_a_plain_page_gives_title_and_authors() -> None:
    record, _ = find(Page(file="a.txt", text=PAPER))
    assert record.title.value == "Popular Resistance and Religious Authority in Southern Iraq"
    assert [creator.name.display() for creator in record.author.value or ()] == [
        "Anna B. Blau",
        "Karim al-Najjar",
        "Mary O'Hara",
    ]
    spans = record.title.claims[0].evidence.spans
    assert spans[0].of(PAPER) == record.title.value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n  ",
        "12 34 56\n78",
        "Keywords: law, state, order\n\n1. Introduction\n\nThe state is old, and law is older than it, as all who write of it have said.\n",
    ],
)
def test_where_no_title_is_printed_none_is_said(text: str) -> None:
    record, _ = find(Page(file="a.txt", text=text))
    assert not record.title
    assert not record.author


def test_what_is_inside_a_label_follows_its_beginning() -> None:
    lines = tokenized(View.of(Page(file="a.txt", text=PAPER)))
    before = "other"
    for label in (label for line in labels_of(lines) for label in line):
        if label in BEGUN:
            assert before in (label, BEGIN + label)
        before = label


def test_the_model_is_small_and_of_one_piece() -> None:
    table = files("refplug.extract") / "data" / "header.tsv"
    assert len(table.read_bytes()) < 5_000_000
    assert len(model().transitions) == len(LABELS)
    assert all(0 <= label < len(LABELS) for pairs in model().weights.values() for label, _ in pairs)


def test_a_page_in_another_language_is_seen_by_shape() -> None:
    text = (
        "Die Verwaltung der Städte im Süden\n\nKarl Blau\n\n"
        + "Zusammenfassung. Wir zeigen, dass die Städte des Südens verwaltet wurden. " * 12
    )
    lines = tokenized(View.of(Page(file="a.txt", text=text)))
    assert not any(
        feature == "w=städte" for line in lines for token in line.tokens for feature in token.features
    )
    lines = tokenized(View.of(Page(file="a.txt", text=PAPER)))
    assert any(
        feature == "w=resistance" for line in lines for token in line.tokens for feature in token.features
    )


def test_the_largest_lines_are_the_title_where_there_is_layout() -> None:
    data = papers.latin(
        ("Journal of Southern Studies 4 (2020)", 60, 770, 9),
        ("Research Article", 60, 740, 12),
        ("Markets and Mosques", 60, 700, 22),
        ("Anna Blau and Karl Weiss", 60, 670, 12),
        *(
            (f"Line {at} of the running text that fills the sheet below its head", 60, 620 - 12 * at, 10)
            for at in range(12)
        ),
    )
    page = pdf.read(data, "a.pdf")
    sizes = sizes_of(View.of(page))
    assert sizes is not None
    assert (sizes.body, sizes.title) == (10.0, 22.0)
    record, _ = find(page)
    assert record.title.value == "Markets and Mosques"
    assert [creator.name.family for creator in record.author.value or ()] == ["Blau", "Weiss"]


def test_the_margin_stamp_of_a_preprint_gives_its_number_and_date() -> None:
    record, _ = find(Page(file="a.pdf", text="A Title of Some Length\n\nhep-ph/9412269 09 Dec 94\n"))
    assert (record.number.value, record.issued.value) == ("arXiv:hep-ph/9412269", None)
    record, _ = find(
        Page(file="a.pdf", text="A Title of Some Length\n\narXiv:0908.0054v1 [astro-ph.CO] 1 Aug 2009\n")
    )
    assert record.issued.value is not None
    assert (record.number.value, record.issued.value.edtf()) == ("arXiv:0908.0054v1", "2009-08-01")
    record, _ = find(Page(file="a.pdf", text="We build on arXiv:0908.0054 and on 12 other works of 2009."))
    assert not record.number


def test_on_a_title_page_the_text_is_what_is_set_small() -> None:
    data = papers.latin(
        ("University of the South, Faculty of Law", 60, 760, 14),
        ("An Inquiry into the Law of Markets and of the", 60, 700, 20),
        ("Mosques that Stood beside Them in the Towns", 60, 660, 20),
        ("Anna Blau", 60, 600, 14),
    )
    sizes = sizes_of(View.of(pdf.read(data, "a.pdf")))
    assert sizes is not None
    assert (sizes.body, sizes.title) == (14.0, 20.0)


def test_plain_text_has_no_leanings() -> None:
    assert leanings(View.of(Page(file="a.txt", text=PAPER)), 5) is None


def claim(value: str) -> Claim[str]:
    return Claim(value=value, evidence=Evidence(origin=Origin(OriginKind.DOCUMENT, "a")), confidence=0.9)


def test_statements_come_before_what_is_read_off_the_face() -> None:
    read = Record(title=Field((claim("Read"),)), volume=Field((claim("9"),)), abstract=Field((claim("We."),)))
    stated = Record(type="article-journal", title=Field((claim("Stated"),)))
    web = Page(file="a.html", text="", media_type="text/html", stated=stated)
    merged = with_stated(read, web)
    assert [found.value for found in merged.title] == ["Stated", "Read"]
    assert merged.volume.value == "9"
    whole = replace(web, media_type="application/jats+xml")
    assert with_stated(read, whole) is stated
    assert with_stated(read, replace(web, stated=None)) is read


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        (
            "Ravi S. Kamath* †, Andrew G. Fraser¹,² and Yan Dong, PhD",
            ["Kamath, Ravi S.", "Fraser, Andrew G.", "Dong, Yan"],
        ),
        (
            "Filippo Riccaᵃ,∗, Alessandro Marchettoᵇ and Andrea Stoccoᶜ,ᵈ",
            ["Ricca, Filippo", "Marchetto, Alessandro", "Stocco, Andrea"],
        ),
        ("By Ludwig van Beethoven", None),
        ("12 * †", []),
    ],
)
def test_bylines(byline: str, names: list[str] | None) -> None:
    found = [creator.name for creator in creators_in([byline])]
    if names is None:
        assert [name.display() for name in found] == ["Ludwig van Beethoven"]
    else:
        assert [name.inverted() for name in found] == names
