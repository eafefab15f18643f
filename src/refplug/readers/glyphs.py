"""Glyphs of a PDF page with their places, straight from pdfium.

pdfium's own text is right for Latin and wrong for Arabic (research/ingest.md section 3), so we take letters and origins
and put the lines together ourselves. Four cheap calls a glyph: about 25 ms for a dense page.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

__all__ = ["Glyph", "glyphs_of"]

_MOST_GLYPHS = 60_000  # a page of dense print holds 8,000; a page that holds more is made to tire readers
_ITALIC_FLAG, _FORCE_BOLD = 1 << 6, 1 << 18  # PDF 32000-1, table 123, bits 7 and 19
# Ligatures where TeX's own encoding (OT1) has them; its old fonts do not say what they show
_OLD_TEX = {0x0B: 0xFB00, 0x0C: 0xFB01, 0x0D: 0xFB02, 0x0E: 0xFB03, 0x0F: 0xFB04}
_BLANKS = frozenset({0x20, 0xA0, 0x09, 0x3000})
_FIRST_RIGHT_TO_LEFT = 0x590
_MEASURED = 5  # glyphs of an object whose ink is measured, to check the size that its font states
_NO_CHARACTER = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_HYPHEN_OF_PDFIUM = 2  # pdfium marks a hyphen at a line end that it would join
_BOLD_NAMES = ("bold", "black", "heavy", "-bd", "demi", "cmbx", "cmb1", "sfbx")


@dataclass(slots=True)
class Glyph:
    """One glyph: its text, left and right edge and baseline in points from the lower left, size in points, weight, slant.

    `is_space` marks a blank, real or put in by pdfium; `turn` is the direction of the text in quarters against the
    clock, on the sheet as it is shown, and the place is given as if the text ran upright; `is_unknown` says that the
    font does not tell which letter it is. `left` and `right` bound the room that the font gives the glyph,
    `ink_left` and `ink_right` what is black of it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    italic: bool
    is_space: bool = False
    turn: int = 0
    is_unknown: bool = False
    ink_left: float = 0.0
    ink_right: float = 0.0


@dataclass(slots=True)
class _Style:
    """What all glyphs of one text object share. `seen` counts the glyphs whose ink was measured."""

    size: float
    bold: bool
    italic: bool
    font: int
    is_upright: bool
    direction: int | None = None
    seen: int = 0


@dataclass(slots=True)
class _Raw:
    """A glyph as pdfium tells it: code, origin, ink and room as (left, right, bottom, top); None where not asked."""

    code: int
    x: float
    y: float
    style: _Style
    ink: tuple[float, float, float, float] | None
    room: tuple[float, float, float, float]


def glyphs_of(text_page: Any, rotation: int = 0) -> list[Glyph]:
    """The glyphs of a loaded text page in the order in which the file draws them. `rotation` is that of the sheet, in quarters."""
    raw = _raw(text_page)
    _mend_sizes(raw)
    if rotation or not all(item.style.is_upright for item in raw):
        _find_directions(raw, rotation)
    return [_glyph(item, rotation) for item in raw]


def _raw(text_page: Any) -> list[_Raw]:
    """Every glyph, at four calls each; the ink is measured where it will be needed, which is seldom."""
    import pypdfium2.raw as pdfium

    unicode_of, origin_of, room_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
    )
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    at_ink = tuple(ctypes.byref(value) for value in (left, right, bottom, top))
    room = pdfium.FS_RECTF()
    at_room = ctypes.byref(room)
    styles = _Styles(pdfium, text_page)
    out: list[_Raw] = []
    for index in range(min(pdfium.FPDFText_CountChars(text_page), _MOST_GLYPHS)):
        code = unicode_of(text_page, index)
        if code < 0x20 and code != 9:
            if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            code = 0x2D if code == _HYPHEN_OF_PDFIUM else _OLD_TEX.get(code, code)
        origin_of(text_page, index, at_x, at_y)
        style = styles.at(index)
        if _is_blank(code):
            out.append(_Raw(code, x.value, y.value, style, None, (x.value, x.value, y.value, y.value)))
            continue
        room_of(text_page, index, at_room)
        ink = None
        if code >= _FIRST_RIGHT_TO_LEFT or style.seen < _MEASURED:
            style.seen += 1
            pdfium.FPDFText_GetCharBox(text_page, index, *at_ink)
            ink = (left.value, right.value, bottom.value, top.value)
        out.append(_Raw(code, x.value, y.value, style, ink, (room.left, room.right, room.bottom, room.top)))
    return out


def _is_blank(code: int) -> bool:
    return code in _BLANKS or 0x2000 <= code <= 0x200B


def _mend_sizes(raw: list[_Raw]) -> None:
    """Fonts of bitmaps (Type 3, as old TeX made them) state sizes that mean nothing: theirs is taken from the ink."""
    tallest: dict[tuple[int, float], float] = {}
    styles: dict[int, _Style] = {}
    for item in raw:
        if item.ink is None:
            continue
        left, right, bottom, top = item.ink
        style = item.style
        styles[id(style)] = style
        ink = top - bottom if style.is_upright else max(top - bottom, right - left)
        key = (style.font, style.size)
        tallest[key] = max(tallest.get(key, 0.0), ink)
    for style in styles.values():
        ink = tallest.get((style.font, style.size), 0.0)
        if ink > 0 and (ink > 1.9 * style.size or style.size < 1.0):
            style.size, style.font = (
                ink / 0.9,
                -1 - style.font,
            )  # once only, and apart from fonts of that size


def _find_directions(raw: list[_Raw], rotation: int) -> None:
    """The direction of each text object, from the way its origins go; matrices of bitmap fonts mislead."""
    last_direction = rotation
    before: _Raw | None = None
    for item in raw:
        style = item.style
        if (
            style.direction is None
            and before is not None
            and before.style is style
            and not _is_blank(item.code)
        ):
            dx, dy = item.x - before.x, item.y - before.y
            if max(abs(dx), abs(dy)) > 0.05 * style.size:
                upright = 0 if dx > 0 or style.is_upright else 2
                style.direction = upright if abs(dx) >= abs(dy) else (1 if dy > 0 else 3)
        before = item
    for item in raw:
        style = item.style
        if style.direction is None:
            style.direction = 0 if style.is_upright and not rotation else last_direction
        last_direction = style.direction


def _glyph(item: _Raw, rotation: int) -> Glyph:
    code, style = item.code, item.style
    direction = style.direction or 0
    is_space = _is_blank(code)
    is_unknown = (
        code in _NO_CHARACTER or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF
    )
    left, right, ink_left, ink_right, base = _placed(item, direction)
    return Glyph(
        text=" " if is_space else "\ufffd" if is_unknown else chr(code),
        left=left,
        right=right,
        base=base,
        size=style.size,
        bold=style.bold,
        italic=style.italic,
        is_space=is_space,
        turn=(direction - rotation) % 4,
        is_unknown=is_unknown,
        ink_left=ink_left,
        ink_right=ink_right,
    )


def _placed(item: _Raw, direction: int) -> tuple[float, float, float, float, float]:
    """Left, right, left and right of the ink, baseline: as if the text ran from left to right."""
    start, base = (
        (item.x, item.y)
        if not direction
        else ((item.y, -item.x), (-item.x, -item.y), (-item.y, item.x))[direction - 1]
    )
    left, right = _upright(direction, *item.room)
    ink_left, ink_right = _upright(direction, *item.ink) if item.ink else (left, right)
    if right > left:
        return min(start, left), max(right, start), ink_left, ink_right, base
    return start, max(ink_right, start), ink_left, ink_right, base


def _upright(direction: int, left: float, right: float, bottom: float, top: float) -> tuple[float, float]:
    """The edges of a box along the line, as if the text ran from left to right."""
    return ((left, right), (bottom, top), (-right, -left), (-top, -bottom))[direction]


class _Styles:
    """Size, weight and slant by text object: asked once for each."""

    def __init__(self, pdfium: Any, text_page: Any) -> None:
        self._pdfium, self._text_page = pdfium, text_page
        self._object_of = pdfium.FPDFText_GetTextObject
        self._last = _Style(10.0, False, False, 0, True)
        self._known: dict[bytes, _Style] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(256)

    def at(self, index: int) -> _Style:
        handle = self._object_of(self._text_page, index)
        if not handle:  # a blank that pdfium put in belongs to no object: it is like what stands before it
            return self._last
        key = bytes(handle)  # the address, which is all that a pointer holds
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._asked(index, handle)
        self._last = known
        return known

    def _asked(self, index: int, handle: Any) -> _Style:
        pdfium, page, matrix = self._pdfium, self._text_page, self._matrix
        size = abs(float(pdfium.FPDFText_GetFontSize(page, index)))
        is_upright = True
        if pdfium.FPDFText_GetMatrix(page, index, ctypes.byref(matrix)):
            size *= (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
            is_upright = matrix.a > 0 and abs(matrix.b) < 0.3 * matrix.a
        flags = ctypes.c_int()
        length = int(pdfium.FPDFText_GetFontInfo(page, index, self._name, 256, ctypes.byref(flags)))
        name = self._name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace").lower()
        font = pdfium.FPDFTextObj_GetFont(handle)
        return _Style(
            size=size if 0 < size < 2000 else 10.0,
            bold=any(word in name for word in _BOLD_NAMES) or bool(flags.value & _FORCE_BOLD),
            italic=bool(flags.value & _ITALIC_FLAG) or "ital" in name or "obli" in name,
            font=ctypes.cast(font, ctypes.c_void_p).value or 0 if font else 0,
            is_upright=is_upright,
        )
