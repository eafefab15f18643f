"""Plain and OCR text: bytes in any common encoding to the page model."""

from __future__ import annotations

import codecs
import re

from refplug.model import Direction, Line, Notice, Page, Severity, Span
from refplug.text.codepages import code_page
from refplug.text.languages import language_of, script_of
from refplug.text.unicode import at_the_door

__all__ = ["IS_SAFE", "decode", "read", "sniff"]

IS_SAFE = True
"""Pure Python in linear time on at most 64 MB: it needs no child process."""

_MOST_BYTES = 64 * 1024 * 1024
_MOST_CHARACTERS = 2_000_000
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_HEADS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
_OPENS_WITH_ENTRY = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|%[^\n]*\n)*@(?:string|preamble|comment)\s*[{(]|(?:\xef\xbb\xbf)?(?:\s|%[^\n]*\n)*@[a-z]+\s*[{(]\s*[^\s,{}]+\s*,",
    re.IGNORECASE,
)
_OPENS_WITH_RIS = re.compile(rb"(?:\xef\xbb\xbf)?\s*TY  - \w+")
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})


def sniff(head: bytes, suffix: str) -> float:
    """How sure we are that a document beginning with `head` is plain text: last among the readers, but never silent.

    >>> sniff(b"Key words: Iraq", ".txt"), sniff(b"%PDF-1.7", ".txt")
    (0.5, 0.0)
    """
    if head.startswith(_BINARY_HEADS) or _is_binary(head):
        return 0.0
    return 0.5 if suffix.lower() in (".txt", ".text", ".md", "") else 0.3


def read(data: bytes, file: str) -> Page:
    """The page of a plain text. What could not be read of it is told in `Page.notices`; the page is empty then.

    >>> read("کلیدواژه‌ها: عراق".encode("utf-16"), "a.txt").language
    'fa'
    """
    fault = _fault(data, file)
    if fault:
        return Page(file=file, text="", notices=(fault,))
    text, notices = decode(data, file)
    text = at_the_door(text)
    if len(text) > _MOST_CHARACTERS:
        told = f"only the first {_MOST_CHARACTERS:,} of {len(text):,} characters are read"
        notices.append(Notice(code="long-text", message=told, severity=Severity.INFO, file=file))
        text = text[:_MOST_CHARACTERS]
    if not text.strip():
        notices.append(Notice(code="no-text", message="holds no text", severity=Severity.ERROR, file=file))
    return Page(file=file, text=text, lines=_lines(text), language=language_of(text), notices=tuple(notices))


def decode(data: bytes, file: str) -> tuple[str, list[Notice]]:
    """The characters of a text and what is worth telling about its bytes.

    A byte order mark decides; else UTF-16 shows by its NULs; else what is valid UTF-8 is UTF-8. UTF-8 with a few broken
    bytes keeps U+FFFD in their place. Else the single-byte encoding is taken whose words are known to us.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, file)
    if wide := _wide_encoding(data):
        return _strictly(data, wide, file)
    try:
        return data.decode("utf-8"), _about_nul(data, file)
    except UnicodeDecodeError as fault:
        first = fault.start
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * 20 <= sum(not letter.isascii() for letter in text):
        return text, [_broken(text.count("\ufffd"), first, data, file), *_about_nul(data, file)]
    encoding = code_page(data)
    told = f"is not UTF-8; read as {encoding}"
    notice = Notice(code="encoding-guessed", message=told, severity=Severity.INFO, file=file, offset=first)
    return data.decode(encoding, "replace"), [notice, *_about_nul(data, file)]


def _fault(data: bytes, file: str) -> Notice | None:
    message = ""
    if not data:
        message = "is empty"
    elif len(data) > _MOST_BYTES:
        message = f"is larger than {_MOST_BYTES // 2**20} MB; give the pages that describe the paper"
    elif data.startswith(b"%PDF-"):
        message = "is a PDF, not a text; give it the name of one or read it as one"
    elif data.startswith(_BINARY_HEADS) or (_is_binary(data[:65_536]) and not _wide_encoding(data)):
        message = "is not a text: it is full of control characters"
    elif kind := _bibliography(data, file):
        message = f"is a bibliography ({kind}), not a paper; `refplug convert` and `refplug enrich` read it"
    if not message:
        return None
    return Notice(code="not-text" if data else "empty", message=message, severity=Severity.ERROR, file=file)


def _bibliography(data: bytes, file: str) -> str | None:
    """The format of a library of references, which prints no paper: by its name, or because it opens with an entry.

    >>> _bibliography(b"% mine\\n@book{said1978, title = {Orientalism}}", "old.txt"), _bibliography(b"@ KUFA, 2019", "a.txt")
    ('BibTeX', None)
    """
    suffix = file.lower().rpartition(".")[2]
    if suffix in ("bib", "bibtex", "biblatex") or _OPENS_WITH_ENTRY.match(data[:20_000]):
        return "BibTeX"
    return "RIS" if suffix == "ris" or _OPENS_WITH_RIS.match(data[:200]) else None


def _is_binary(data: bytes) -> bool:
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or _wide_encoding(data):
        return False
    return len(data) - len(data.translate(None, _CONTROL)) > 0.06 * len(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is NUL; of Arabic text it is 06 (or 00 for spaces)."""
    sample = data[:4096]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 8:
        return None
    high_le, high_be = sample[1::2], sample[::2]
    for high, low, encoding in ((high_le, high_be, "utf-16-le"), (high_be, high_le, "utf-16-be")):
        pages = sum(high.count(byte) for byte in (0, 6, 0x20))
        if pages > 0.9 * len(high) and low.count(0) < 0.1 * len(low) and high.count(0x20) < 0.3 * len(high):
            return encoding
    return None


def _strictly(data: bytes, encoding: str, file: str) -> tuple[str, list[Notice]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as fault:
        text = data.decode(encoding, "replace")
        return text, [_broken(text.count("\ufffd"), fault.start, data, file)]


def _broken(count: int, first: int, data: bytes, file: str) -> Notice:
    line = data.count(b"\n", 0, first) + 1
    told = f"{count} byte{'s are' if count > 1 else ' is'} not valid in its encoding; shown as \ufffd"
    return Notice(code="invalid-bytes", message=told, file=file, line=line, offset=first)


def _about_nul(data: bytes, file: str) -> list[Notice]:
    count = data.count(b"\x00")
    if not count:
        return []
    told = f"{count} NUL byte{'s' if count > 1 else ''} left out of all values"
    return [
        Notice(code="nul-bytes", message=told, severity=Severity.INFO, file=file, offset=data.index(b"\x00"))
    ]


def _lines(text: str) -> tuple[Line, ...]:
    lines, start = [], 0
    for piece in text.split("\n"):
        script = ("Latn" if any(map(str.isalpha, piece)) else None) if piece.isascii() else script_of(piece)
        direction = Direction.RTL if script in ("Arab", "Hebr") else Direction.LTR
        lines.append(
            Line(text=piece, span=Span(start, start + len(piece)), script=script, direction=direction)
        )
        start += len(piece) + 1
    return tuple(lines)
