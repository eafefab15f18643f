"""Web pages: decoding, the visible text in lines, and (by `metas.py`) what the page states about the work.

Nothing is fetched: no image, style, frame, redirect or base address. Publishers' own markup is not known here; what the
standard ways do not say is read off the visible text like any other paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from refplug.model import Line, Notice, Page, Severity, Span
from refplug.readers.lines import page_of, without_controls
from refplug.readers.metas import kind_of, stated_in
from refplug.readers.stated import record_of, squeeze

__all__ = ["read", "sniff"]

_MEDIA_TYPE = "text/html"
_TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|script|p|table)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# Encodings that a page may declare; utf-7 and the like are ways to smuggle, not to write
_CHARSETS = re.compile(
    r"(?:utf-?8|utf-?16(?:le|be)?|iso-?8859-\d+|latin-?\d|windows-\d+|cp\d+|koi8-[ru]|gb\w+|big5\S*|shift.?jis|euc-\w+|us-ascii)$",
    re.IGNORECASE,
)
_HIDDEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "nav",
        "footer",
        "select",
        "button",
        "form",
        "aside",
        "head",
        "object",
    }
)
_BREAKS = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "table",
        "section",
        "article",
        "header",
        "main",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "hr",
        "body",
        "html",
    ]
)
_HEADING_SIZES = {"h1": 22.0, "h2": 16.0, "h3": 13.0, "h4": 12.0}
_MOST_LINES = 4000


def sniff(head: bytes, suffix: str) -> float:
    """Sure of what begins with HTML's own tags, unless it is XML of another kind.

    A web page named `.pdf` is a publisher's login page, not a paper: the PDF reader says so.
    """
    if suffix == ".pdf":
        return 0.1
    start = head[:4096].lstrip(b"\xef\xbb\xbf\x00 \r\n\t")
    lowered = start[:400].lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or b"http://www.w3.org/1999/xhtml" in start:
        return 0.96
    if lowered.startswith(b"<?xml"):
        return 0.2
    if lowered.startswith(b"<") and _TAGS.search(start):
        return 0.4 if suffix in (".xml", ".nxml") else 0.85
    return 0.3 if suffix in (".html", ".htm", ".xhtml") else 0.0


def read(data: bytes, file: str) -> Page:
    """The page of a saved web page: its statements and its visible text."""
    from lxml import etree

    text = _decoded(data)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        notice = Notice(
            code="html-empty",
            message="the web page is empty; nothing was read",
            severity=Severity.ERROR,
            file=file,
        )
        return Page(file=file, text="", media_type=_MEDIA_TYPE, notices=(notice,))
    said = tuple(stated_in(root))
    record = record_of(said, file, kind_of(root))
    language = next(
        (squeeze(item.value) for item in said if item.field == "language" and item.value), None
    ) or root.get("lang")
    lines, breaks = _lines(root)
    return page_of(lines, file, _MEDIA_TYPE, stated=record, language=language, breaks=breaks)


def _decoded(data: bytes) -> str:
    """The text of the page: by its byte order mark, as UTF-8 if it is that, else as declared, else as Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace").replace("\x00", "")
    try:
        return data.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii") if declared else ""
    if not _CHARSETS.match(name) or name.lower().startswith("utf"):
        name = "windows-1252"
    try:
        return data.decode(name, "replace").replace("\x00", "")
    except LookupError:
        return data.decode("windows-1252", "replace").replace("\x00", "")


def _lines(root: Any) -> tuple[list[Line], frozenset[int]]:
    """The visible text in lines, one a block, and before which of them a paragraph begins."""
    lines: list[Line] = []
    pieces: list[str] = []
    size: float | None = None

    def end_line() -> None:
        text = without_controls(squeeze("".join(pieces)))
        pieces.clear()
        if text and len(lines) < _MOST_LINES:
            lines.append(Line(text=text, span=Span(0, 0), font_size=size))

    hidden = 0
    for event, item in _walk(root):
        name = item.tag if isinstance(item.tag, str) else ""
        if event == "start":
            hidden += name in _HIDDEN
            if name in _BREAKS:
                end_line()
                size = _HEADING_SIZES.get(name, size if name == "br" else None)
            if not hidden and name:
                pieces.append(item.text or "")
        else:
            if name in _BREAKS and name != "br":
                end_line()
                size = None
            hidden -= name in _HIDDEN
            if not hidden:
                pieces.append(item.tail or "")
    end_line()
    return lines, frozenset(range(1, len(lines)))


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    yield from etree.iterwalk(root, events=("start", "end"))
