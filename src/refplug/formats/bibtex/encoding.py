"""Which encoding a .bib file is in, decoded so that encoding it again gives the very same bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from refplug.errors import RunAborted
from refplug.model import Notice
from refplug.text.codepages import code_page

__all__ = ["UTF8", "Encoding", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# JabRef writes `% Encoding: Cp1252`, Emacs reads `-*- coding: latin-1 -*-`, TeX editors `% !TeX encoding = …`.
_DECLARED = re.compile(
    rb"(?i)^[ \t%@{]*.{0,80}?\b(?:en)?coding\s*[:=]\s*([A-Za-z][\w.:-]{1,30})", re.MULTILINE
)
_REPORTED_BYTES = 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text and back: a Python codec, the byte order mark, what to do with odd bytes."""

    name: str = "utf-8"
    mark: bytes = b""
    errors: str = "strict"

    def encode(self, text: str, file: str) -> bytes:
        """The bytes of `text`; `RunAborted` names the first character that this encoding does not hold."""
        try:
            return self.mark + text.encode(self.name, self.errors)
        except UnicodeEncodeError as error:
            char = text[error.start]
            message = (
                f"{file} is in {self.name}, which has no {char!r} (U+{ord(char):04X}); nothing was written. "
                f"Convert the file to UTF-8 first: iconv -f {self.name} -t utf-8"
            )
            raise RunAborted(message) from error


UTF8 = Encoding()


def decode(data: bytes, file: str) -> tuple[str, Encoding, tuple[Notice, ...]]:
    """The text of a file, its encoding, and a notice for each thing that was guessed or is damaged.

    A byte order mark decides; then valid UTF-8; then what the file's first lines declare; then the number of good
    UTF-8 sequences against stray bytes; else the code page under which its words are words. Never puts U+FFFD: what cannot be decoded comes back as it was.

    >>> decode("@misc{a, title={é}}".encode("latin-1"), "a.bib")[1].name
    'cp1252'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data, mark, name, file)
    wide = _unmarked_wide(data) if b"\0" in data[:400] else None
    if wide:
        return data.decode(wide), Encoding(wide), ()
    declared = _declared(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, declared, error.start, file)
    if declared and text.isascii():
        return text, Encoding(declared), ()
    return text, Encoding(), ()


def _marked(data: bytes, mark: bytes, name: str, file: str) -> tuple[str, Encoding, tuple[Notice, ...]]:
    rest = data[len(mark) :]
    errors = "surrogateescape" if name == "utf-8" else "strict"
    try:
        text = rest.decode(name, errors)
    except UnicodeDecodeError as error:
        encoding = Encoding("latin-1")
        said = f"begins as {name} but is damaged at byte {error.start + len(mark)}; read byte by byte"
        return data.decode("latin-1"), encoding, (_notice("bad-encoding", said, file, data, error.start),)
    notices = _stray_bytes(text, rest, file) if name == "utf-8" else ()
    return text, Encoding(name, mark, errors), notices


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 1000)
    try:
        info = codecs.lookup(found[1].decode("ascii")) if found else None
    except LookupError:
        return None
    return info.name if info and not info.name.startswith("utf") and info.name in _EIGHT_BIT else None


_EIGHT_BIT = (
    {f"iso8859-{n}" for n in range(1, 17)} | {f"cp125{n}" for n in range(9)} | {"koi8-r", "mac-roman"}
)


def _not_utf8(
    data: bytes, declared: str | None, at: int, file: str
) -> tuple[str, Encoding, tuple[Notice, ...]]:
    if declared:
        return data.decode(declared, "surrogateescape"), Encoding(declared, b"", "surrogateescape"), ()
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(1 for char in text if "\udc80" <= char <= "\udcff")
    whole = sum(1 for char in text if char > "\x7f") - stray
    if whole > 2 * stray:
        return text, Encoding("utf-8", b"", "surrogateescape"), _stray_bytes(text, data, file)
    name = code_page(data)
    said = (
        f"byte 0x{data[at]:02X} at offset {at} is not UTF-8; the file is read as Windows-{name[2:]}, a guess "
        "(state it in the first line: % Encoding: NAME)"
    )
    notice = _notice("guessed-encoding", said, file, data, at)
    return data.decode(name, "surrogateescape"), Encoding(name, b"", "surrogateescape"), (notice,)


def _stray_bytes(text: str, data: bytes, file: str) -> tuple[Notice, ...]:
    places = [match.start() for match in re.finditer("[\udc80-\udcff]", text)]
    notices = []
    for at in places[:_REPORTED_BYTES]:
        offset = len(text[:at].encode("utf-8", "surrogateescape"))
        said = f"byte 0x{ord(text[at]) - 0xDC00:02X} at offset {offset} is not UTF-8; kept as it is"
        notices.append(_notice("bad-byte", said, file, data, offset))
    if len(places) > _REPORTED_BYTES:
        said = f"{len(places) - _REPORTED_BYTES} more bytes are not UTF-8; kept as they are"
        notices.append(Notice(code="bad-byte", message=said, file=file))
    return tuple(notices)


def _notice(code: str, message: str, file: str, data: bytes, at: int) -> Notice:
    return Notice(code=code, message=message, file=file, line=data.count(b"\n", 0, at) + 1, offset=at)


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of plain ASCII is zero."""
    for name, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[:400:2])):
        if zeros.count(0) > 0.7 * len(zeros):
            try:
                if data.decode(name).encode(name) == data:
                    return name
            except UnicodeDecodeError:
                continue
    return None
