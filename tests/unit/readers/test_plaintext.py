import pytest

from refplug.model import Direction, Severity
from refplug.readers.plaintext import read, sniff

ARABIC = "الكلمات المفتاحية: المرجعية، الحشد الشعبي في العراق من التي على"
FRENCH = "Les mots clés de la résistance à l'État irakien, la théorie et les faits"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "utf-8"),
        (ARABIC, "utf-8-sig"),
        (ARABIC, "utf-16"),
        (ARABIC, "utf-16-le"),
        ("Key words: Iraq, Iran\nand more", "utf-16-be"),
        (ARABIC, "utf-32"),
        (ARABIC, "cp1256"),
        (FRENCH, "cp1252"),
        ("Irak’ta direniş ve mercilik: şehirler, ışık, ağaç", "cp1254"),
        ("Ключевые слова и понятия: сопротивление в Ираке", "cp1251"),
    ],
)
def test_encodings(text, encoding):
    assert read(text.encode(encoding), "a.txt").text == text


def test_a_few_broken_bytes_are_shown_and_told():
    page = read("Irān ".encode() * 40 + b"\xff Iraq\n", "a.txt")
    assert page.text.count("\ufffd") == 1
    (notice,) = page.notices
    assert (notice.code, notice.line, notice.file) == ("invalid-bytes", 1, "a.txt")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\n...", "not-text"),
        (bytes(range(256)) * 40, "not-text"),
        (b" \n \n", "no-text"),
        (b"PK\x03\x04abc", "not-text"),
    ],
)
def test_what_is_no_text_is_one_notice(data, code):
    page = read(data, "a.txt")
    assert not page.text.strip()
    assert [(notice.code, notice.severity) for notice in page.notices] == [(code, Severity.ERROR)]


def test_nul_bytes_are_told():
    assert read(b"Key words: Ir\x00aq, Iran", "a.txt").notices[0].code == "nul-bytes"


def test_lines_know_their_place_and_direction():
    page = read("On Iraq\r\nدر عراق\r\n".encode(), "a.txt")
    assert [line.span.of(page.text) for line in page.lines] == ["On Iraq", "در عراق", ""]
    assert [line.direction for line in page.lines][:2] == [Direction.LTR, Direction.RTL]


def test_long_texts_are_cut_and_that_is_told():
    page = read(b"word " * 500_000, "a.txt")
    assert len(page.text) == 2_000_000
    assert page.notices[0].code == "long-text"


def test_text_is_the_last_to_claim_a_file():
    assert sniff(b"<html>", ".html") < sniff(b"word", ".txt") <= 0.5
    assert sniff(b"\x89PNG\r\n", ".txt") == 0
