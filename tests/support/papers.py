"""Papers made on the spot: PDFs with text at given places, Word documents; nothing is stored, nothing is borrowed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def sheet(content: bytes, *fonts: bytes, rotate: int = 0) -> bytes:
    """A PDF of one sheet; the fonts are /F1, /F2 ...; more objects may stand in `fonts` behind them."""
    names = b" ".join(b"/F%d %d 0 R" % (at + 1, at + 5) for at in range(len(fonts)))
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate %d /Resources << /Font << %s >> >> /Contents 4 0 R >>"
        % (rotate, names),
        stream(content),
        *fonts,
    )


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
BOLD = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"


def shown(text: str, x: float, y: float, size: float = 10, font: int = 1) -> bytes:
    """Operators that show Latin text at a place."""
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F%d %g Tf %g %g Td (%s) Tj ET\n" % (font, size, x, y, escaped)


def latin(*lines: tuple[str, float, float, float]) -> bytes:
    """A PDF that shows each (text, x, y, size) in Helvetica, in this order."""
    return sheet(b"".join(shown(text, x, y, size) for text, x, y, size in lines), HELVETICA, BOLD)


def arabic(lines: Iterable[tuple[list[str], float, float]], size: float = 20) -> bytes:
    """A PDF that shows glyphs from left to right as given: each line is (pieces from the left, right edge, baseline).

    The font draws a box for every glyph and says by its ToUnicode table which letters it means; a blank is left white.
    """
    lines = list(lines)
    pieces = sorted({piece for line, _, _ in lines for piece in line if piece != " "})
    codes = {piece: at + 1 for at, piece in enumerate(pieces)}
    content = bytearray()
    for line, right, base in lines:
        x = right - 0.5 * size * len(line)
        for piece in line:
            if piece != " ":
                content += b"BT /F1 %g Tf %g %g Td <%02x> Tj ET\n" % (size, x, base, codes[piece])
            x += 0.5 * size
    table = b"".join(
        b"<%02x> <%s>\n" % (code, piece.encode("utf-16-be").hex().encode()) for piece, code in codes.items()
    )
    unicode_map = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end"
        % (len(codes), table)
    )
    glyphs = b" ".join(b"/g%d 7 0 R" % code for code in codes.values())
    names = b" ".join(b"/g%d" % code for code in codes.values())
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 500 800] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar %d "
        b"/Widths [%s] /CharProcs << %s >> /Encoding << /Type /Encoding /Differences [1 %s] >> /ToUnicode 6 0 R >>"
        % (len(codes), b" ".join([b"500"] * len(codes)), glyphs, names)
    )
    return sheet(
        bytes(content), font, stream(unicode_map), stream(b"500 0 0 -200 500 800 d1 0 -200 500 1000 re f")
    )


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = f"""<w:styles xmlns:w="{WORD}">
<w:style w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="22"/></w:rPr></w:style>
<w:style w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="52"/></w:rPr></w:style>
<w:style w:styleId="Round"><w:name w:val="round"/><w:basedOn w:val="Round"/></w:style>
</w:styles>"""


def word(*paragraphs: str, styles: str = _STYLES) -> bytes:
    """A Word document of these paragraphs, given as the inside of <w:p>."""
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<x/>", "word/document.xml": document, "word/styles.xml": styles})


def archive(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
