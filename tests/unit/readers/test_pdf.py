"""PDF: lines, sizes, columns, directions, and every way of not being readable."""

from __future__ import annotations

import pytest

from refplug.model import Direction, Severity
from refplug.readers import image, pdf, second
from support import papers

FA_LINE = list("ایلوط‌تبثم ".replace("\u200c", "").strip())


def texts(data: bytes) -> list[str]:
    return [line.text for line in pdf.read(data, "paper.pdf").lines]


def test_lines_know_their_place_size_and_weight() -> None:
    content = papers.shown("On Popular Resistance", 100, 700, 20, font=2) + papers.shown(
        "A. Author", 100, 670
    )
    page = pdf.read(papers.sheet(content, papers.HELVETICA, papers.BOLD), "paper.pdf")
    title, author = page.lines
    assert (title.text, title.font_size, title.bold, title.sheet) == ("On Popular Resistance", 20.0, True, 1)
    assert (author.font_size, author.bold) == (10.0, False)
    assert page.text == "On Popular Resistance\n\nA. Author\n"
    assert all(line.span.of(page.text) == line.text for line in page.lines)


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = [(f"left {at} of the column", 50, 600 - 12 * at, 10) for at in range(5)]
    rows += [(f"right {at} of the column", 320, 600 - 12 * at, 10) for at in range(5)]
    drawn_across = [row for pair in zip(rows[:5], rows[5:], strict=True) for row in pair]
    found = texts(papers.latin(("A Title across Both Columns of the Page", 60, 700, 24), *drawn_across))
    assert found == ["A Title across Both Columns of the Page", *(row[0] for row in rows)]


def test_a_side_box_does_not_mix_with_the_abstract_beside_it() -> None:
    box = [
        ("ARTICLE INFO", 50, 600, 10),
        ("Keywords:", 50, 585, 10),
        ("law", 50, 573, 10),
        ("state", 50, 561, 10),
    ]
    abstract = [
        ("ABSTRACT", 250, 600, 10),
        ("This paper studies the state.", 250, 583, 10),
        ("It finds law.", 250, 569, 10),
    ]
    assert texts(papers.latin(*box, *abstract)) == [row[0] for row in box + abstract]


def test_raised_marks_stay_apart_from_the_name() -> None:
    content = (
        papers.shown("Huang", 100, 700) + papers.shown("1,2", 130, 704, 6) + papers.shown("Qu", 142, 700)
    )
    assert texts(papers.sheet(content, papers.HELVETICA)) == ["Huang¹,² Qu"]


def test_a_turned_sheet_is_read_as_it_is_shown_and_a_margin_stamp_comes_last() -> None:
    upwards = b"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (A title on a turned sheet) Tj ET\n"
    assert texts(papers.sheet(upwards, papers.HELVETICA, rotate=90)) == ["A title on a turned sheet"]
    stamp = b"BT /F1 18 Tf 0 1 -1 0 20 100 Tm (arXiv:2401.00001v1) Tj ET\n"
    assert texts(papers.sheet(stamp + papers.shown("A title", 100, 700), papers.HELVETICA)) == [
        "A title",
        "arXiv:2401.00001v1",
    ]


@pytest.mark.parametrize(
    ("glyphs", "read"),
    [
        (["ه", "م", "ا", "ن"], "نامه"),
        (["ت", "ا", "ع", "لا", "ط", "ا"], "اطلاعات"),  # one glyph for lam and alef
        (["M", "C", "F", "-", "7", " ", "ل", "و", "ل", "س"], "سلول MCF-7"),
        (["۱", "۴", "۰", "۲", " ", "ل", "ا", "س"], "سال ۱۴۰۲"),
        (
            ["(", "P", "h", "D", "(", " ", "ی", "ر", "ت", "ک", "د"],
            "دکتری (PhD)",
        ),  # a bracket that shows its mirrored form
        (["ﻪ", "ﻣ", "ﺎ", "ﻧ"], "نامه"),  # presentation forms
    ],
)
def test_right_to_left_lines_are_rebuilt_from_where_the_glyphs_stand(glyphs: list[str], read: str) -> None:
    page = pdf.read(papers.arabic([(glyphs, 500, 700)]), "paper.pdf")
    assert [line.text.replace("\u200c", "") for line in page.lines] == [read]
    assert page.lines[0].direction is Direction.RTL
    assert page.lines[0].script == "Arab"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-pdf"),
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "not-a-pdf"),
        (b"%PDF-1.7\nnothing of the kind", "pdf-damaged"),
        (papers.sheet(b"0 0 m 10 10 l S"), "no-text-layer"),
        (
            papers.pdf(
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [2 0 R] /Count 3 /Parent 2 0 R >>",
            ),
            None,
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence_and_nothing_is_invented(
    data: bytes, code: str | None
) -> None:
    page = pdf.read(data, "odd.pdf")
    assert (page.text, page.lines, page.stated) == ("", (), None)
    assert len(page.notices) == 1
    assert "\n" not in str(page.notices[0])
    assert page.notices[0].file == "odd.pdf"
    if code:
        assert page.notices[0].code == code


def test_a_web_page_named_pdf_is_called_one() -> None:
    assert "web page" in str(pdf.read(b"<html><body>no access</body></html>", "odd.pdf").notices[0])


def test_control_characters_never_reach_a_line() -> None:
    assert (
        "\x1b"
        not in pdf.read(papers.sheet(b"BT /F1 9 Tf 9 9 Td (a\x1b[2Jb) Tj ET", papers.HELVETICA), "a.pdf").text
    )


def test_a_scan_without_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "languages_of", frozenset)
    picture = papers.stream(
        b"\x80" * 4,
        b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray ",
    )
    data = papers.pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>",
        papers.stream(b"600 0 0 800 0 0 cm /I Do"),
        picture,
    )
    page = pdf.read(data, "scan.pdf")
    assert page.notices[0].code == "no-text-layer"
    assert "tesseract" in page.notices[0].message


def test_only_the_first_five_and_last_two_sheets_are_read() -> None:
    assert pdf.sheets(1) == (0,)
    assert pdf.sheets(6) == (0, 1, 2, 3, 4, 5)
    assert pdf.sheets(100) == (0, 1, 2, 3, 4, 98, 99)
    assert pdf.sheets(0) == ()


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the first engine find the text layer broken."""
    fault = pdf._error("paper.pdf", "text-layer-broken", "the fonts are wrong")
    monkeypatch.setattr(pdf, "_read", lambda document, file: ([], fault))


def test_a_second_engine_reads_where_the_first_finds_no_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    page = pdf.read(
        papers.latin(("On Popular Resistance", 100, 700, 20), ("A. Author", 100, 670, 10)), "paper.pdf"
    )
    assert [line.text for line in page.lines] == ["On Popular Resistance", "A. Author"]
    [told] = page.notices
    assert (told.code, told.severity) == ("second-engine", Severity.INFO)


def test_recognition_is_asked_where_the_second_engine_is_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    monkeypatch.setattr(second, "lines_by_pypdf", lambda data, sheets: [(1, "\uf8f2\uf8f3")])
    monkeypatch.setattr(image, "languages_of", frozenset)
    page = pdf.read(papers.latin(("On Popular Resistance", 100, 700, 20)), "paper.pdf")
    [told] = page.notices
    assert not page.text
    assert "tesseract" in told.message


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\nnothing", papers.latin(("a", 1, 1, 1))[:200]], ids=["empty", "head", "cut"]
)
def test_the_second_engine_says_nothing_of_damaged_files(data: bytes) -> None:
    assert second.lines_by_pypdf(data, range(2)) == []


def test_a_narrow_box_that_touches_the_next_column_is_read_by_itself() -> None:
    box = [
        (text, 50, 600 - 12 * at, 10)
        for at, text in enumerate(
            (
                "Keywords:",
                "Array signal processing",
                "Autonomous aerial veh",
                "Beamforming",
                "Downlink",
                "Relays",
                "Displays",
            )
        )
    ]
    column = [(f"line {at} of the abstract that stands beside it", 158, 600 - 12 * at, 10) for at in range(9)]
    found = texts(papers.latin(*box, *column))
    assert found[:7] == [row[0] for row in box]


def test_a_right_column_that_begins_higher_stays_behind_the_left_one() -> None:
    left = [(f"left {at} of the column", 50, 600 - 12 * at, 10) for at in range(5)]
    right = [
        ("keywords go on here, and here.", 320, 609, 10),
        *((f"right {at} of the column", 320, 600 - 12 * at, 10) for at in range(4)),
    ]
    assert texts(papers.latin(*left, *right)) == [row[0] for row in (*left, *right)]
