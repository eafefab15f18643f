"""Word documents (ISO/IEC 29500 WordprocessingML): the paragraphs with their styles, sizes and weight.

The archive is opened with caps on what comes out of it; only the three parts that are needed are read, by name, and
nothing is unpacked to disk (P10 of research/reliability.md).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from refplug.model import Line, Notice, Page, Severity, Span
from refplug.readers.lines import page_of, without_controls
from refplug.readers.marks import raised
from refplug.readers.stated import Said, record_of, squeeze
from refplug.readers.xml import child, children, local, parse

__all__ = ["read", "sniff"]

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_PART = 64 * 1024 * 1024
_MOST_PARAGRAPHS = 3000
_SKIPPED = frozenset(
    {
        "del",
        "instrText",
        "delText",
        "Fallback",
        "footnoteReference",
        "endnoteReference",
        "pPr",
        "rPr",
        "moveFrom",
    }
)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says: its canonical name, size in points, weight."""

    name: str = ""
    size: float | None = None
    bold: bool | None = None


def sniff(head: bytes, suffix: str) -> float:
    """Sure of a zip archive whose first members are those of a Word document; a guess from a zip named `.docx`."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    if b"word/" in head[:4096] or b"[Content_Types].xml" in head[:4096]:
        return 0.9
    return 0.7 if suffix in (".docx", ".docm", ".dotx") else 0.2


def read(data: bytes, file: str) -> Page:
    """The page of a Word document. What is no such document, or too large inside, gives an empty page and a notice."""
    part, fault = _part(data, "word/document.xml")
    if part is None:
        return _refused(
            file, "docx-broken", fault or "it is an archive without a Word document in it; nothing was read"
        )
    root, notices = parse(part, file)
    if root is None:
        return Page(file=file, text="", media_type=_MEDIA_TYPE, notices=notices)
    styles = _styles(data, file)
    lines = tuple(_lines(root, styles))
    if not any(line.text for _, line in lines):
        return _refused(
            file, "no-text", "the Word document holds no text; is it a picture? Export it as PDF and try that"
        )
    record = record_of(_said(lines), file)
    breaks = frozenset(range(1, len(lines)))
    return page_of(
        (line for _, line in lines), file, _MEDIA_TYPE, stated=record, breaks=breaks, notices=notices
    )


def _refused(file: str, code: str, message: str) -> Page:
    notice = Notice(code=code, message=message, severity=Severity.ERROR, file=file)
    return Page(file=file, text="", media_type=_MEDIA_TYPE, notices=(notice,))


def _part(data: bytes, name: str) -> tuple[bytes | None, str | None]:
    """One member of the archive, or None with what is wrong with it (None too where it is only not there)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as member:
            content = member.read(_MOST_PART + 1)
    except KeyError:
        return None, None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        # RuntimeError is zipfile's word for an encrypted member, NotImplementedError for an unknown compression
        return None, "the archive is damaged or encrypted; nothing was read"
    if len(content) > _MOST_PART:
        return None, f"a part of it unpacks to more than {_MOST_PART // 2**20} MB; nothing was read"
    return content, None


def _styles(data: bytes, file: str) -> Mapping[str, _Style]:
    """The paragraph styles by their id, each with what it inherits."""
    part, _ = _part(data, "word/styles.xml")
    root, _ = parse(part, file) if part else (None, ())
    raw: dict[str, tuple[_Style, str | None]] = {}
    for item in children(root, "style"):
        properties = child(item, "rPr")
        named = child(item, "name")
        name = (named.get(_W + "val") or "") if named is not None else ""
        style = _Style(name.lower(), _size(properties), _is_on(properties, "b"))
        parent = child(item, "basedOn")
        raw[item.get(_W + "styleId") or ""] = (style, parent.get(_W + "val") if parent is not None else None)
    return {identifier: _inherited(identifier, raw) for identifier in raw}


def _inherited(identifier: str, raw: Mapping[str, tuple[_Style, str | None]]) -> _Style:
    style, parent = raw[identifier]
    for _ in range(10):  # a chain of styles is short; a circle is damage
        if parent not in raw or parent is None:
            break
        above, parent = raw[parent]
        style = replace(
            style,
            size=style.size if style.size is not None else above.size,
            bold=style.bold if style.bold is not None else above.bold,
        )
    return style


def _size(properties: Any) -> float | None:
    """The font size in points; WordprocessingML counts in halves."""
    item = child(properties, "sz")
    value = item.get(_W + "val") if item is not None else None
    return int(value) / 2 if value and value.isascii() and value.isdigit() and len(value) < 5 else None


def _is_on(properties: Any, name: str) -> bool | None:
    item = child(properties, name)
    return None if item is None else item.get(_W + "val") not in ("0", "false", "none", "off")


def _lines(root: Any, styles: Mapping[str, _Style]) -> Iterator[tuple[str, Line]]:
    """Each line with the name of its paragraph's style. A forced line break parts a paragraph in two lines."""
    normal = styles.get("Normal", _Style())
    for number, paragraph in enumerate(root.iter(_W + "p")):
        if number > _MOST_PARAGRAPHS:
            return
        properties = child(paragraph, "pPr")
        named = child(properties, "pStyle")
        style = styles.get(named.get(_W + "val") or "", normal) if named is not None else normal
        runs = [(text, run) for run in _runs(paragraph) if (text := _run_text(run))]
        text = without_controls("".join(text for text, _ in runs).replace("\n", "\v")).replace("\v", "\n")
        weights = [
            (_size(child(run, "rPr")) or style.size or 11.0, _is_on(child(run, "rPr"), "b"), len(piece))
            for piece, run in runs
        ]
        size = max((weight[0] for weight in weights), default=11.0)
        bold = sum(n for _, is_bold, n in weights if (style.bold if is_bold is None else is_bold)) * 2 > len(
            text
        )
        for piece in text.split("\n"):
            if squeeze(piece):
                yield style.name, Line(text=squeeze(piece), span=Span(0, 0), font_size=size, bold=bold)


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph, inside links and insertions too, not inside deletions."""
    for item in paragraph:
        name = local(item)
        if name == "r":
            yield item
        elif name and name not in _SKIPPED and name != "p":
            yield from _runs(item)


def _run_text(run: Any) -> str:
    pieces: list[str] = []
    for item in run:
        match local(item):
            case "t":
                pieces.append(item.text or "")
            case "tab":
                pieces.append(" ")
            case "br" | "cr":
                pieces.append("\n")
            case "noBreakHyphen":
                pieces.append("-")
            case "softHyphen":
                pieces.append("\u00ad")
    text = "".join(pieces)
    position = child(child(run, "rPr"), "vertAlign")
    return raised(text) if position is not None and position.get(_W + "val") == "superscript" else text


def _said(lines: tuple[tuple[str, Line], ...]) -> Iterator[Said]:
    """What the styles state: Word's own Title and Subtitle, and the names that journals give in their templates."""
    title = " ".join(line.text for style, line in lines if style == "title")
    subtitle = " ".join(line.text for style, line in lines if style == "subtitle")
    if title and len(title) < 500:
        joined = (
            f"{title}: {subtitle}" if subtitle and len(subtitle) < 300 and not _is_byline(subtitle) else title
        )
        yield Said(field="title", value=joined, reason="the paragraph of style Title", confidence=0.97)
    abstract = " ".join(line.text for style, line in lines if style in ("abstract", "abstract text"))
    yield Said(field="abstract", value=abstract, reason="the paragraphs of style Abstract", confidence=0.9)


def _is_byline(text: str) -> bool:
    """Whether a subtitle is rather the authors: names in a row, no lower-case words."""
    words = text.replace(",", " ").split()
    return (
        all(word[:1].isupper() or word in ("and", "&", "et", "und", "y") for word in words)
        and len(words) < 12
        and "," in text
    )
