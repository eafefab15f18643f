"""Sheets of a PDF that are pictures: drawn by pdfium in gray and handed to tesseract."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any

from refplug.model import Line, Notice
from refplug.readers.image import recognized

__all__ = ["holds_picture", "lines_of_scan"]

_SHEETS = 2  # recognition takes seconds a sheet, and the first two say who a paper is
_MOST_PIXELS = 9_000_000  # A4 at 300 dots per inch
_LEAST_SHARE = 0.25  # of a sheet that a picture must cover to be taken for its scan


def holds_picture(document: Any, sheet: int) -> bool:
    """Whether pictures cover a good part of a sheet: then it is a scan, not a drawing or an empty page."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, sheet)
    if not page:
        return False
    try:
        room = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
        edges = [ctypes.c_float() for _ in range(4)]
        covered = 0.0
        for at in range(min(pdfium.FPDFPage_CountObjects(page), 2000)):
            item = pdfium.FPDFPage_GetObject(page, at)
            if pdfium.FPDFPageObj_GetType(item) not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
                continue
            if pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
                left, bottom, right, top = (edge.value for edge in edges)
                covered += max(0.0, right - left) * max(0.0, top - bottom)
        return bool(covered > _LEAST_SHARE * room)
    finally:
        pdfium.FPDF_ClosePage(page)


def lines_of_scan(document: Any, count: int, file: str) -> tuple[list[tuple[bool, Line]], tuple[Notice, ...]]:
    """The recognized lines of the first sheets. What tesseract lacks is told in the notices."""
    out: list[tuple[bool, Line]] = []
    for sheet in range(min(count, _SHEETS)):
        drawn = _drawn(document, sheet)
        if drawn is None:
            continue
        picture, dpi = drawn
        lines, notices = recognized(picture, file, dpi)
        out += [(begins, replace(line, sheet=sheet + 1)) for begins, line in lines]
        if notices and not lines and not out:
            return [], notices
    return out, ()


def _drawn(document: Any, sheet: int) -> tuple[bytes, int] | None:
    """A sheet as a portable graymap, and its dots per inch; None where it cannot be drawn."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, sheet)
    if not page:
        return None
    bitmap = None
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not (1 < width < 20_000 and 1 < height < 20_000):
            return None
        scale = min(300 / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
        columns, rows = max(1, int(width * scale)), max(1, int(height * scale))
        bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            return None
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        packed = (
            raw
            if stride == columns
            else b"".join(raw[at * stride : at * stride + columns] for at in range(rows))
        )
        return b"P5 %d %d 255\n" % (columns, rows) + packed, round(scale * 72)
    finally:
        if bitmap:
            pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(page)
