"""Scans: what tesseract reads of a sheet that we draw, and what is said where it, or a language, is missing."""

from __future__ import annotations

import struct

import pytest

from refplug.readers import image, scan
from refplug.readers.pdf import _opened
from support import papers

needs_tesseract = pytest.mark.skipif(
    "eng" not in image.languages_of(), reason="tesseract with eng is not installed"
)


@needs_tesseract
def test_a_drawn_sheet_is_read_with_places() -> None:
    data = papers.latin(
        ("Popular Resistance in the South", 60, 700, 24), ("Keywords: law, state, order", 60, 640, 14)
    )
    with _opened(data) as document:
        lines, notices = scan.lines_of_scan(document, 1, "scan.pdf")
    assert notices == ()
    assert [line.text for _, line in lines] == [
        "Popular Resistance in the South",
        "Keywords: law, state, order",
    ]
    title, keywords = (line for _, line in lines)
    assert title.font_size is not None
    assert keywords.font_size is not None
    assert title.font_size > 1.3 * keywords.font_size


@needs_tesseract
def test_a_broken_picture_is_told_in_one_sentence() -> None:
    page = image.read(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "odd.png")
    assert page.text == ""
    assert [notice.code for notice in page.notices] == ["scan-unreadable"]


def test_without_tesseract_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "languages_of", frozenset)
    page = image.read(b"\xff\xd8\xff\xe0", "scan.jpg")
    assert [notice.code for notice in page.notices] == ["no-tesseract"]
    assert "install" in page.notices[0].message


def test_without_the_language_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "languages_of", lambda: frozenset({"eng", "osd"}))
    monkeypatch.setattr(image, "_script", lambda data, installed: "Arabic")
    page = image.read(b"\xff\xd8\xff\xe0", "scan.jpg")
    assert [notice.code for notice in page.notices] == ["no-tesseract-language"]
    assert "Persian or Arabic" in page.notices[0].message


def test_a_picture_of_a_hundred_million_points_is_refused_before_it_is_opened() -> None:
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 60_000, 60_000) + b"\x08\x00"
    page = image.read(header, "huge.png")
    assert [notice.code for notice in page.notices] == ["image-too-large"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF1234WEBP", "image/webp"),
        (b"II*\x00", "image/tiff"),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_pictures_are_known_by_their_first_bytes(head: bytes, kind: str | None) -> None:
    assert image.media_type(head) == kind
    assert (image.sniff(head, ".png") > 0.9) is (kind is not None)
