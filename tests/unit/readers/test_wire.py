"""Pages over the pipe: what comes out is what went in, and nonsense is no page."""

from __future__ import annotations

import pytest

from refplug.model import Page
from refplug.model.plain import from_plain
from refplug.readers import docx, jats, pdf, wire
from refplug.system.isolate import Child
from support import papers


def test_a_page_survives_the_pipe() -> None:
    data = papers.latin(("On Law", 100, 700, 20), ("Anna Blau", 100, 650, 10))
    with Child() as child:
        assert wire.read_apart(child, "refplug.readers.pdf", data, "a.pdf") == pdf.read(data, "a.pdf")
        front = b"<article><front><article-meta><title-group><article-title>On Law</article-title></title-group></article-meta></front></article>"
        assert wire.read_apart(child, "refplug.readers.jats", front, "a.xml") == jats.read(front, "a.xml")
        word = papers.word("<w:r><w:t>On Law</w:t></w:r>")
        assert wire.read_apart(child, "refplug.readers.docx", word, "a.docx") == docx.read(word, "a.docx")


def test_a_reader_that_fails_gives_an_empty_page_with_one_sentence() -> None:
    with Child() as child:
        page = wire.read_apart(child, "refplug.readers.no_such", b"x", "a.pdf")
    assert page == Page(file="a.pdf", text="", notices=page.notices)
    assert [notice.code for notice in page.notices] == ["reader-failed"]


@pytest.mark.parametrize(
    "nonsense", [{"~": "NoSuchType"}, {"~": "Span", "begin": 1}, {"no": "tag"}, {"~": "Direction", "=": "up"}]
)
def test_what_we_did_not_write_is_refused(nonsense: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_plain(nonsense)
