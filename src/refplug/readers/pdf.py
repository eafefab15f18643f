"""PDF by pdfium: lines with their places, sizes and weights, in reading order, in any direction of writing.

Only the first five and the last two sheets are read: what describes a paper stands there. Scripts, actions, attachments
and forms are not touched. The information dictionary and XMP are known to lie ("Microsoft Word - ...", "doi:",
"paper.dvi") and are left out; research/ingest.md section 1 has the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from refplug.model import Box, Direction, Line, Notice, Page, Severity, Span
from refplug.readers.glyphs import Glyph, glyphs_of
from refplug.readers.layout import lines_of
from refplug.readers.lines import page_of, without_controls
from refplug.readers.order import PrintedLine

__all__ = ["FIRST", "LAST", "read", "sheets", "sniff"]

_MEDIA_TYPE = "application/pdf"
FIRST, LAST = 5, 2
_UNREADABLE = 0.25  # share of glyphs without a letter above which the text layer is not believed
_FAULTS = {
    2: ("pdf-unreadable", "the PDF could not be opened"),
    3: ("pdf-damaged", "it is no PDF, or too damaged to be opened; nothing was read"),
    4: ("pdf-encrypted", "the PDF is encrypted and needs a password; save a copy without one and try that"),
    5: (
        "pdf-encrypted",
        "the PDF is locked by a security scheme that we do not know; print it to a new PDF and try that",
    ),
}


def sniff(head: bytes, suffix: str) -> float:
    """Sure where `%PDF-` stands in the first kilobyte, as readers allow (PDF 32000-1, annex H, 3.4.1)."""
    if head.startswith(b"%PDF-"):
        return 0.99
    if b"%PDF-" in head[:1024]:
        return 0.9
    is_web_page = suffix == ".pdf" and head.lstrip()[:1] == b"<"
    return 0.9 if is_web_page else 0.1 if suffix == ".pdf" else 0.0


def read(data: bytes, file: str) -> Page:
    """The page of a PDF. Encrypted, image-only or broken files give an empty page and one sentence that says so."""
    with _opened(data) as document:
        if not document:
            import pypdfium2.raw as pdfium

            code, message = _FAULTS.get(pdfium.FPDF_GetLastError(), _FAULTS[3])
            if b"%PDF-" not in data[:1024]:
                code, message = "not-a-pdf", _what_it_is(data)
            return _nothing(file, code, message)
        return _page(document, data, file)


def _page(document: Any, data: bytes, file: str) -> Page:
    """The page from the text layer; by a second engine where it is broken; from recognition where that fails too, or none is."""
    lines, fault = _read(document, file)
    if fault is None:
        breaks = frozenset(at for at, (_, line) in enumerate(lines) if line.starts_paragraph)
        return page_of((_model_line(sheet, line) for sheet, line in lines), file, _MEDIA_TYPE, breaks=breaks)
    import pypdfium2.raw as pdfium

    from refplug.readers.scan import holds_picture, lines_of_scan

    count = pdfium.FPDF_GetPageCount(document)
    if fault.code == "text-layer-broken" and (page := _by_second_engine(data, count, fault)) is not None:
        return page
    if fault.code == "pdf-damaged" or (fault.code == "no-text-layer" and not holds_picture(document, 0)):
        if fault.code == "no-text-layer":
            fault = replace(
                fault, message=f"{fault.message} and no scanned picture; nothing can be read of it"
            )
        return Page(file=file, text="", media_type=_MEDIA_TYPE, notices=(fault,))
    found, notices = lines_of_scan(document, count, file)
    if not found:
        way_out = (
            f"{fault.message}; {notices[0].message}"
            if notices
            else f"{fault.message}, and nothing could be recognized"
        )
        return Page(file=file, text="", media_type=_MEDIA_TYPE, notices=(replace(fault, message=way_out),))
    told = Notice(
        code="scan-read",
        message=f"{fault.message}; it was read by tesseract",
        severity=Severity.INFO,
        file=file,
    )
    breaks = frozenset(at for at, (begins, _) in enumerate(found) if begins)
    return page_of((line for _, line in found), file, _MEDIA_TYPE, breaks=breaks, notices=(told, *notices))


def _by_second_engine(data: bytes, count: int, fault: Notice) -> Page | None:
    """The page as another engine reads it, None where it reads it no better."""
    from refplug.readers.second import is_sound, lines_by_pypdf

    lines = lines_by_pypdf(data, sheets(count))
    if not is_sound(" ".join(text for _, text in lines)):
        return None
    file = fault.file or ""
    message = f"{fault.message}; it was read by a second engine (pypdf), without places on the sheet"
    told = Notice(code="second-engine", message=message, severity=Severity.INFO, file=file)
    found = (Line(text=without_controls(text), span=Span(0, 0), sheet=sheet) for sheet, text in lines)
    return page_of(found, file, _MEDIA_TYPE, notices=(told,))


def _nothing(file: str, code: str, message: str) -> Page:
    return Page(
        file=file,
        text="",
        media_type=_MEDIA_TYPE,
        notices=(Notice(code=code, message=message, severity=Severity.ERROR, file=file),),
    )


def _what_it_is(data: bytes) -> str:
    """One sentence on a file that is named .pdf and is none."""
    head = data[:2048].lstrip().lower()
    if not head:
        return "the file is empty; nothing was read"
    if head.startswith((b"<!doctype", b"<html", b"<?xml")) or b"<html" in head:
        return "it is a web page named .pdf, most likely a publisher's login page; download the PDF again"
    return "it is no PDF, whatever its name says; nothing was read"


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()  # harmless when pypdfium2 has done it
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        yield document
    finally:
        if document:
            pdfium.FPDF_CloseDocument(document)


def sheets(count: int) -> tuple[int, ...]:
    """The sheets to read of `count`, from 0: the first five and the last two.

    >>> sheets(3), sheets(20)
    ((0, 1, 2), (0, 1, 2, 3, 4, 18, 19))
    """
    return tuple(range(min(count, FIRST))) + tuple(range(max(FIRST, count - LAST), count))


def _read(document: Any, file: str) -> tuple[list[tuple[int, PrintedLine]], Notice | None]:
    """The lines with their sheets, or what keeps us from having them."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDF_GetPageCount(document)
    if count < 1:
        return [], _error(file, "pdf-damaged", "the PDF has no page that can be read; nothing was read")
    lines, unknown = _sheets(document, count, is_flattened=False)
    if not lines:  # what was typed into forms and notes is no text of the sheet until it is flattened into it
        lines, unknown = _sheets(document, count, is_flattened=True)
    if not lines:
        return [], _error(file, "no-text-layer", "the PDF has no text layer")
    from refplug.readers.second import is_jumbled

    if unknown > _UNREADABLE:
        message = "the fonts of the PDF do not say which letters they show"
        return [], _error(file, "text-layer-broken", message)
    if is_jumbled(" ".join(line.text for _, line in lines)):
        message = "the fonts of the PDF name wrong letters (scripts mix inside words)"
        return [], _error(file, "text-layer-broken", message)
    return lines, None


def _sheets(document: Any, count: int, *, is_flattened: bool) -> tuple[list[tuple[int, PrintedLine]], float]:
    """The lines of the sheets we read, and the share of glyphs that are no known letter."""
    lines: list[tuple[int, PrintedLine]] = []
    glyphs = unknown = 0
    for sheet in sheets(count):
        found = _glyphs(document, sheet, is_flattened)
        glyphs += len(found)
        unknown += sum(glyph.is_unknown for glyph in found)
        lines += [(sheet + 1, line) for line in lines_of(found) if without_controls(line.text).strip()]
    return lines, unknown / max(1, glyphs)


def _error(file: str, code: str, message: str) -> Notice:
    return Notice(code=code, message=message, severity=Severity.ERROR, file=file)


def _glyphs(document: Any, sheet: int, is_flattened: bool) -> list[Glyph]:
    """The glyphs of one sheet; none where it cannot be loaded."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, sheet)
    if page and is_flattened:
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, sheet)
    if not page:
        return []
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        return glyphs_of(text_page, pdfium.FPDFPage_GetRotation(page) % 4) if text_page else []
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _model_line(sheet: int, line: PrintedLine) -> Line:
    return Line(
        text=without_controls(line.text),
        span=Span(0, 0),
        sheet=sheet,
        box=Box(round(line.left, 1), round(-line.top, 1), round(line.right, 1), round(-line.base, 1)),
        font_size=line.size,
        bold=line.bold,
        italic=line.italic,
        direction=Direction.RTL if line.is_rtl else Direction.LTR,
    )
