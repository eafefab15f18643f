"""Records that do not keep to ISO 2709 but say what they mean: wrong lengths, undeclared encodings, fields without subfields.

pymarc reads what is sound; this reads what it refuses, as long as the directory can be followed. What was taken
for granted is told, and every guess is told as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from refplug.formats.marc.marc8 import from_references
from refplug.formats.marc.raw import RawField, RawRecord

__all__ = ["Mended", "mended"]

_ENTRY = re.compile(rb"([0-9A-Za-z]{3})(\d{4})(\d{5})")
_RUN = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTERS = re.compile("[Ѐ-ӿ]")
_SMALL = re.compile("[а-яё]")
_CODE_PAGES = ("cp866", "cp1251", "koi8-r")
_LEAST = 20  # bytes beyond ASCII, below which no code page is guessed


@dataclass(frozen=True, slots=True)
class Mended:
    """A record, and in words what had to be assumed to read it."""

    raw: RawRecord
    assumed: str


def mended(chunk: bytes) -> Mended | None:
    """The record in the bytes up to and with its terminator; None where its directory leads nowhere."""
    base = int(chunk[12:17])
    entries = list(_ENTRY.finditer(chunk[24 : base - 1]))
    if not entries or chunk[base - 1 : base] != b"\x1e" or len(entries) * 12 != base - 25:
        return None
    told = []
    if chunk[:5] != b"%05d" % len(chunk):
        told.append(f"it has {len(chunk):,} bytes, its leader says {chunk[:5].decode('latin-1')}")
    cut = [
        chunk[base + int(e[3]) : base + int(e[3]) + int(e[2])].partition(b"\x1e")[0].rstrip(b"\x1d")
        for e in entries
    ]
    encoding, said = _encoding(b"\n".join(cut), is_utf8=chunk[9:10] == b"a")
    told += [said] if said else []
    fields = tuple(_field(e[1].decode("ascii"), data, encoding) for e, data in zip(entries, cut, strict=True))
    leader = "".join(char if char.isprintable() else " " for char in chunk[:24].decode("latin-1"))
    return Mended(RawRecord(leader, fields), "; ".join(told) or "its fields are not as the standard has them")


def _encoding(data: bytes, *, is_utf8: bool) -> tuple[str, str]:
    """The encoding to read with, and the sentence that tells it where it is not what the leader says."""
    if data.isascii():
        return "ascii", ""
    text = data.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    whole = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    if not stray:
        return "utf-8", "" if is_utf8 else "its bytes are UTF-8, which its leader does not say"
    if is_utf8 and whole >= stray:
        return "utf-8", f"{stray} bytes are no UTF-8 and were read as U+FFFD"
    if page := _code_page(data):
        return page, f"its encoding is not said; read as {page}, a guess by its letters"
    return "marc-8", "its leader says UTF-8, its bytes are not; read as MARC-8, a guess" if is_utf8 else ""


def _code_page(data: bytes) -> str | None:
    """The Cyrillic code page in which the bytes beyond ASCII are words of small letters, or None.

    MARC-8 sets single bytes before Latin letters, and Arabic behind escapes; here nine of ten bytes must stand in words.
    """
    high = len(_HIGH.findall(data))
    in_words = b" ".join(_RUN.findall(data))
    if high < _LEAST or b"\x1b" in data or len(in_words.replace(b" ", b"")) < 0.9 * high:
        return None
    best, most = None, 0.6
    for page in _CODE_PAGES:
        text = in_words.decode(page, "replace").replace(" ", "")
        small = len(_SMALL.findall(text)) / len(text)
        if small > most and len(_LETTERS.findall(text)) > 0.95 * len(text):
            best, most = page, small
    return best


def _field(tag: str, data: bytes, encoding: str) -> RawField:
    if (tag < "010" and tag.isdigit()) or b"\x1f" not in data:
        return RawField(tag, data=_text(data, encoding))
    indicators, *subfields = data.split(b"\x1f")
    return RawField(
        tag,
        indicators=_text(indicators, "ascii")[:2].ljust(2),
        subfields=tuple(
            (_text(one[:1], "ascii").replace("\ufffd", "?"), _text(one[1:], encoding))
            for one in subfields
            if one
        ),
    )


def _text(data: bytes, encoding: str) -> str:
    if encoding != "marc-8":
        return data.decode(encoding, "replace")
    from pymarc.marc8 import marc8_to_unicode

    known = data.replace(b"\x1b)!E", b"\x1b)E").replace(
        b"\x1b-!E", b"\x1b)E"
    )  # back to ANSEL, as pymarc spells it
    try:
        return from_references(marc8_to_unicode(known, hide_utf8_warnings=True))
    except UnicodeDecodeError:  # escapes that lead nowhere
        return data.decode("ascii", "replace")
