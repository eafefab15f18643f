"""What text recognition wrote: hOCR (1.2, HTML with boxes) and ALTO (4, XML of the Library of Congress)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from refplug.model import Box, Line, Notice, Page, Severity, Span
from refplug.readers.bidi import is_right_to_left
from refplug.readers.columns import Word, in_columns
from refplug.readers.lines import page_of, without_controls
from refplug.readers.stated import squeeze
from refplug.readers.xml import attribute, child, children, local, parse, root_of

__all__ = ["lines_of_hocr", "read", "sniff"]

_LINE_CLASSES = frozenset(
    {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
)
_PROPERTY = re.compile(r"\s*([a-z_]+)\s+([^;]*)")
_UNSURE = 20  # words below this confidence (of 100) are specks and rules, not words


def sniff(head: bytes, suffix: str) -> float:
    """Sure of what names the classes of hOCR or the root of ALTO."""
    start = head[:4096]
    if b"ocr-system" in start or b"ocr_page" in start or b"<alto" in start or b"alto/ns-v" in start:
        return 0.98
    return 0.5 if suffix in (".hocr", ".alto") else 0.0


def read(data: bytes, file: str) -> Page:
    """The page of an hOCR or ALTO file: its lines with boxes and letter heights, in its own order."""
    if b"<alto" in data[:4096] or b":alto" in data[:4096]:
        root, notices = parse(data, file)
        found = list(_alto(root_of(root, "alto"))) if root is not None else []
        media_type = "application/alto+xml"
    else:
        found, notices, media_type = lines_of_hocr(data), (), "text/html+hocr"
    if not found and not notices:
        message = "the recognized text is empty; nothing was read"
        notices = (Notice(code="no-text", message=message, severity=Severity.ERROR, file=file),)
    breaks = frozenset(at for at, (begins, _) in enumerate(found) if begins)
    return page_of((line for _, line in found), file, media_type, notices=notices, breaks=breaks)


def lines_of_hocr(data: bytes, points_per_pixel: float = 1.0) -> list[tuple[bool, Line]]:
    """The lines of an hOCR document, each with whether a paragraph begins at it."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return []
    out: list[tuple[bool, Line, list[Word]]] = []
    sheet, begins = 1, True
    seen_page = False
    for item in root.iter() if root is not None else ():
        kind = item.get("class") if isinstance(item.tag, str) else None
        if kind == "ocr_page":
            sheet, seen_page, begins = sheet + seen_page, True, True
        elif kind in ("ocr_par", "ocr_carea"):
            begins = True
        elif kind in _LINE_CLASSES and (line := _hocr_line(item, sheet, points_per_pixel)):
            out.append((begins, *line))
            begins = False
    return in_columns(out)


def _properties(element: Any) -> dict[str, list[str]]:
    """The properties that hOCR packs into `title`: `bbox 1 2 3 4; x_size 20` and so on."""
    return {name: value.split() for name, value in _PROPERTY.findall(element.get("title") or "")}


def _hocr_line(element: Any, sheet: int, scale: float) -> tuple[Line, list[Word]] | None:
    """A line and, where it runs from the left, its words with their boxes."""
    words: list[Word] = []
    has_words = is_rtl = False
    for item in element.iter():
        if not isinstance(item.tag, str) or item.get("class") != "ocrx_word":
            continue
        has_words, is_rtl = True, is_rtl or item.get("dir") == "rtl"
        properties = _properties(item)
        sure = _number((properties.get("x_wconf") or ["100"])[0])
        text = without_controls(squeeze("".join(item.itertext())))
        if text and (sure is None or sure >= _UNSURE):
            box = _box([_number(value) for value in properties.get("bbox", [])], scale)
            words.append(Word(text, box or Box(0, 0, 0, 0)))
    text = (
        " ".join(word.text for word in words)
        if has_words
        else without_controls(squeeze("".join(element.itertext())))
    )
    if not text:
        return None
    properties = _properties(element)
    size = _number((properties.get("x_size") or properties.get("x_font") or [""])[0])
    box = _box([_number(value) for value in properties.get("bbox", [])], scale)
    line = Line(
        text=text, span=Span(0, 0), sheet=sheet, box=box, font_size=round(size * scale, 1) if size else None
    )
    return line, [] if is_rtl or is_right_to_left(text) else words


def _box(numbers: list[float | None], scale: float = 1.0) -> Box | None:
    if len(numbers) != 4:
        return None
    left, top, right, bottom = (round((number or 0.0) * scale, 1) for number in numbers)
    return Box(left, top, right, bottom)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if -1e6 < number < 1e6 else None


def _alto(root: Any) -> Iterator[tuple[bool, Line]]:
    styles = {
        item.get("ID"): _number(item.get("FONTSIZE")) for item in children(child(root, "Styles"), "TextStyle")
    }
    sheet = 0
    for page in children(child(root, "Layout"), "Page"):
        sheet += 1
        for block in page.iter():
            if local(block) != "TextBlock":
                continue
            block_size = _first_size(block, styles)
            for at, line in enumerate(children(block, "TextLine")):
                text = without_controls(_alto_text(line))
                if text:
                    box = _alto_box(line)
                    size = (
                        _first_size(line, styles)
                        or block_size
                        or (round(box.bottom - box.top, 1) if box else None)
                    )
                    yield at == 0, Line(text=text, span=Span(0, 0), sheet=sheet, box=box, font_size=size)


def _alto_text(line: Any) -> str:
    pieces = []
    for item in line:
        match local(item):
            case "String":
                pieces.append(attribute(item, "CONTENT") or "")
            case "SP":
                pieces.append(" ")
            case "HYP":
                pieces.append(attribute(item, "CONTENT") or "-")
    text = "".join(pieces)
    if " " not in text and len(pieces) > 1:  # files without <SP> leave the blanks to the reader
        text = " ".join(attribute(item, "CONTENT") or "" for item in children(line, "String"))
        text += "".join(attribute(item, "CONTENT") or "-" for item in children(line, "HYP"))
    return squeeze(text)


def _first_size(element: Any, styles: dict[Any, float | None]) -> float | None:
    for item in (element, child(element, "String")):
        for style in (attribute(item, "STYLEREFS") or "").split():
            if styles.get(style):
                return styles[style]
    return None


def _alto_box(element: Any) -> Box | None:
    left, top, width, height = (
        _number(attribute(element, name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    if left is None or top is None or width is None or height is None:
        return None
    return Box(left, top, left + width, top + height)
