"""Text as MARC-8, the encoding of older library systems, with escapes for Arabic, Persian, Cyrillic, Greek, Hebrew, and EACC.

Source: MARC 21 Specifications for Record Structure, Character Sets and Exchange Media (Library of Congress), "MARC-8
Encoding Environment"; the code tables are pymarc's. Chinese, Japanese and Korean stand in EACC, three bytes each. A mark stands before its letter there. A character without a MARC-8
form becomes a numeric character reference (`&#x06CC;`), which the specification calls lossless, and comes back on reading.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["from_references", "sets_of", "to_marc8"]

_ASCII, _ANSEL, _EACC = 0x42, 0x45, 0x31
# the sets that are used, in order of preference, with the escape that brings them in (G0: 7 bits, G1: 8 bits)
_ESCAPES = {
    _ASCII: b"\x1b(B", _ANSEL: b"\x1b)!E", 0x33: b"\x1b(3", 0x34: b"\x1b)4", 0x4E: b"\x1b(N", 0x51: b"\x1b)Q", 0x53: b"\x1b(S", 0x32: b"\x1b(2",
    _EACC: b"\x1b$1",
}  # fmt: skip
_EIGHT_BITS = frozenset({_ANSEL, 0x34, 0x51})
_NAMES = {0x33: "(3", 0x34: "(4", 0x4E: "(N", 0x51: "(Q", 0x53: "(S", 0x32: "(2", _EACC: "$1"}
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{2,6});")


def to_marc8(text: str) -> tuple[bytes, int]:
    """The bytes of a text, and how many of its characters have no MARC-8 form and became references.

    >>> to_marc8("Marjaʻīyah")[0], to_marc8("ﷲ")
    (b'Marja\\xb0\\xe5iyah', (b'&#xFDF2;', 1))

    The text ends in ASCII, as every subfield must.
    """
    writer = _Writer()
    for cluster in _clusters(text):
        writer.put(cluster)
    return writer.finish(), writer.missing


def sets_of(data: bytes) -> list[str]:
    """What 066 $c has to name: the sets beside ASCII and ANSEL that some bytes of MARC-8 switch to, in order."""
    return [name for code, name in _NAMES.items() if _ESCAPES[code] in data]


def from_references(text: str) -> str:
    """`text` with numeric character references as the characters they name.

    >>> from_references("&#x06CC; &#xD800; &amp;")
    'ی &#xD800; &amp;'
    """
    return _REFERENCE.sub(_character, text) if "&#x" in text else text


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    is_character = 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000
    return chr(number) if is_character else found[0]


def _clusters(text: str) -> list[str]:
    """Letters with the marks that stand on them; a letter that MARC-8 has as one stays one, others are decomposed."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        parts = char if char in _codes() else unicodedata.normalize("NFD", char)
        if not all(part in _codes() for part in parts):
            parts = char
        if found and all(unicodedata.combining(part) for part in parts):
            found[-1] += parts
        else:
            found.append(parts)
    return found


@cache
def _codes() -> dict[str, tuple[int, int]]:
    """Set and code of each character."""
    from pymarc.marc8_mapping import CODESETS

    codes: dict[str, tuple[int, int]] = {}
    for charset in _ESCAPES:
        for code, (number, _) in CODESETS[charset].items():
            if code > 0x20:
                codes.setdefault(chr(number), (charset, code))
    return codes | {" ": (_ASCII, 0x20)}


class _Writer:
    def __init__(self) -> None:
        self.data = bytearray()
        self.seven, self.eight = _ASCII, _ANSEL
        self.missing = 0

    def put(self, cluster: str) -> None:
        """One letter and its marks: the marks come first."""
        letter, marks = cluster[:1], cluster[1:]
        for char in (*marks, letter):
            if char in _codes():
                self._code(*_codes()[char])
            else:
                self.missing += 1
                for sign in f"&#x{ord(char):04X};":
                    self._code(_ASCII, ord(sign))

    def _code(self, charset: int, code: int) -> None:
        if code == 0x20 and self.seven != _EACC:
            charset = self.seven  # a space is the same in all sets of one byte and seven bits
        if charset in _EIGHT_BITS and self.seven == _EACC:  # of three bytes each is read as one of its own
            self.data += _ESCAPES[_ASCII]
            self.seven = _ASCII
        if charset in _EIGHT_BITS and charset != self.eight:
            self.data += _ESCAPES[charset]
            self.eight = charset
        elif charset not in _EIGHT_BITS and charset != self.seven:
            self.data += _ESCAPES[charset]
            self.seven = charset
        self.data += code.to_bytes(3 if charset == _EACC else 1, "big")

    def finish(self) -> bytes:
        if self.seven != _ASCII:
            self.data += _ESCAPES[_ASCII]
        return bytes(self.data)
