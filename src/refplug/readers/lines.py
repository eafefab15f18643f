"""Lines of text put together into a page: the text, and the span of each line in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from refplug.model import Direction, Line, Notice, Page, Record, Span

__all__ = ["page_of", "script_of", "without_controls"]

_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"})
_SCRIPTS = (
    (0x0041, 0x024F, "Latn"), (0x1E00, 0x1EFF, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"), (0x08A0, 0x08FF, "Arab"),
    (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFF, "Arab"), (0x0900, 0x097F, "Deva"), (0x3040, 0x30FF, "Jpan"),
    (0x4E00, 0x9FFF, "Hani"), (0xAC00, 0xD7AF, "Kore"),
)  # fmt: skip


def script_of(text: str) -> str | None:
    """The ISO 15924 code of the script that most letters of `text` are in, None where it has no letters.

    >>> script_of("مرجعیت (Marjaʿiyyat)"), script_of("12–14")
    ('Latn', None)
    """
    counts: dict[str, int] = {}
    for letter in text[:400]:
        if not letter.isalpha():
            continue
        code = ord(letter)
        script = next((name for low, high, name in _SCRIPTS if low <= code <= high), "Zyyy")
        counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else None


def page_of(
    lines: Iterable[Line],
    file: str,
    media_type: str,
    *,
    stated: Record | None = None,
    language: str | None = None,
    notices: tuple[Notice, ...] = (),
    breaks: frozenset[int] = frozenset(),
) -> Page:
    """The page of these lines. Their spans are worked out here; scripts and directions where they are not given.

    `breaks` are the places in the list before which a paragraph ends: an empty line stands there in the text.
    """
    placed: list[Line] = []
    pieces: list[str] = []
    at = 0
    for index, line in enumerate(lines):
        if index in breaks and pieces:
            pieces.append("\n")
            at += 1
        script = line.script or script_of(line.text)
        direction = Direction.RTL if script in _RIGHT_TO_LEFT else line.direction
        placed.append(replace(line, span=Span(at, at + len(line.text)), script=script, direction=direction))
        pieces.append(line.text + "\n")
        at += len(line.text) + 1
    return Page(
        file=file,
        text="".join(pieces),
        lines=tuple(placed),
        media_type=media_type,
        stated=stated,
        language=language,
        notices=notices,
    )


def without_controls(text: str) -> str:
    """The text without control characters (C0 but tab, C1) and lone surrogates: no line of a page can steer a terminal.

    >>> without_controls("a\\x1b[2Jb\\ud800")
    'a[2Jb'
    """
    if text.isprintable():
        return text
    return "".join(
        letter for letter in text if letter == "\t" or unicodedata.category(letter) not in ("Cc", "Cs")
    )
