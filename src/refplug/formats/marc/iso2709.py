"""ISO 2709: cut at record terminators, whatever lengths the leaders claim, and written with lengths that are true."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any, BinaryIO

from refplug.formats.marc.marc8 import from_references, sets_of, to_marc8
from refplug.formats.marc.mend import mended
from refplug.formats.marc.raw import RawField, RawRecord, leader_of, without_controls
from refplug.formats.streams import PIECE
from refplug.model import Notice, Severity
from refplug.system.intake import DEFAULT_MAX_BYTES

__all__ = ["chunks_of", "from_iso2709", "to_iso2709"]

_TERMINATOR = b"\x1d"
_MOST_BYTES = 99_999  # the leader counts in five digits
_MOST_OF_A_FIELD = 9_999  # the directory counts in four


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The stretches of an open file between record terminators."""
    rest: list[bytes] = []
    size = 0
    while piece := stream.read(PIECE):
        first, *others = piece.split(_TERMINATOR)
        rest.append(first)
        for other in others:
            yield b"".join(rest)
            rest = [other]
        size = sum(map(len, rest)) if others else size + len(piece)
        if size > DEFAULT_MAX_BYTES:
            break
    yield b"".join(rest)


def from_iso2709(chunks: bytes | Iterable[bytes], file: str) -> Iterator[RawRecord | Notice]:
    """The records of an ISO 2709 file, a notice with its number and place in the place of each that cannot be read."""
    logging.getLogger("pymarc").setLevel(logging.CRITICAL)  # its remarks on characters go to no terminal
    at = 0
    stretches = chunks.split(_TERMINATOR) if isinstance(chunks, bytes) else chunks
    for number, chunk in enumerate(stretches, 1):
        start = at
        at += len(chunk) + 1
        chunk = chunk.lstrip(b"\r\n\x00\x1a \t")
        if chunk:
            yield from _decoded(chunk + _TERMINATOR, file, number, start)


def _decoded(chunk: bytes, file: str, number: int, start: int) -> Iterator[RawRecord | Notice]:
    import pymarc
    from pymarc.exceptions import PymarcException

    if len(chunk) < 25 or not chunk[12:17].isdigit():
        yield _damaged("its leader is no MARC leader", file, number, start)
        return
    try:
        with warnings.catch_warnings(), redirect_stderr(StringIO()):  # pymarc remarks on single characters
            warnings.simplefilter("ignore")
            record = pymarc.Record(data=chunk, hide_utf8_warnings=True, utf8_handling="strict")
    except (PymarcException, ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        found = mended(chunk)
        if found is None:
            yield _damaged(f"{type(error).__name__}: {error}", file, number, start)
            return
        message = f"this record is not as the standard has it, and was read all the same: {found.assumed}"
        yield Notice(code="marc-mended", message=message, file=file, record=number, offset=start)
        yield found.raw
        return
    is_beyond = b"\x1b)!E" in chunk or any(
        not field.control_field and not field.subfields for field in record.fields
    )
    if (
        is_beyond
    ):  # pymarc does not know the escape back to ANSEL, and drops what stands in a field without subfields
        found = mended(chunk)
        if found is not None:
            yield found.raw
            return
    is_utf8 = chunk[9:10] == b"a"
    yield RawRecord(str(record.leader), tuple(_of_pymarc(field, is_utf8=is_utf8) for field in record.fields))


def _of_pymarc(field: Any, *, is_utf8: bool) -> RawField:
    if field.control_field:
        return RawField(field.tag, data=field.data or "")
    indicators = "".join((str(one) or " ")[:1] for one in field.indicators).ljust(2)
    subfields = ((one.code, one.value or "") for one in field.subfields)
    if is_utf8:
        return RawField(field.tag, indicators=indicators, subfields=tuple(subfields))
    referred = tuple((code, from_references(value)) for code, value in subfields)
    return RawField(field.tag, indicators=indicators, subfields=referred)


def _damaged(reason: str, file: str, number: int, start: int) -> Notice:
    message = f"this record is damaged ({reason}); it was left out"
    return Notice(
        code="marc-damaged", message=message, severity=Severity.ERROR, file=file, record=number, offset=start
    )


def to_iso2709(records: Iterable[RawRecord], *, is_marc8: bool = False) -> Iterator[bytes | Notice]:
    """The records as ISO 2709, in UTF-8 or MARC-8; a notice for a field or record that is too long for the format.

    What MARC-8 has no form for stands there as a numeric reference, and is told.
    """
    for number, raw in enumerate(records, 1):
        made = _Making(number, is_marc8=is_marc8)
        fields = [field for field in raw.fields if field.tag != "066"] if is_marc8 else raw.fields
        for field in fields:
            made.add(field)
        data = made.finish(raw.leader)
        yield from made.notices
        if len(data) > _MOST_BYTES:
            message = (
                f"this record has {len(data):,} bytes, ISO 2709 holds {_MOST_BYTES:,}; write MARCXML instead"
            )
            yield Notice(code="marc-too-long", message=message, severity=Severity.ERROR, record=number)
        else:
            yield data


class _Making:
    """One record in the making: its directory and its fields."""

    def __init__(self, number: int, *, is_marc8: bool) -> None:
        self.number, self.is_marc8 = number, is_marc8
        self.fields: list[tuple[str, bytes]] = []
        self.notices: list[Notice] = []
        self.missing = 0

    def add(self, field: RawField) -> None:
        data = self._data(field)
        if len(data) > _MOST_OF_A_FIELD:
            message = (
                f"field {field.tag} has {len(data):,} bytes, ISO 2709 holds {_MOST_OF_A_FIELD:,}; it was left out, "
                "write MARCXML instead"
            )
            self.notices.append(
                Notice(code="marc-too-long", message=message, severity=Severity.ERROR, record=self.number)
            )
            return
        self.fields.append((field.tag, data))

    def _data(self, field: RawField) -> bytes:
        if not field.subfields:
            return self._encoded(field.data) + b"\x1e"
        parts = [_ascii(field.indicators.ljust(2)[:2], " ")]
        for code, value in field.subfields:
            parts.append(b"\x1f" + _ascii(code.ljust(1)[:1], "?") + self._encoded(value))
        return b"".join(parts) + b"\x1e"

    def _encoded(self, text: str) -> bytes:
        plain = without_controls(text)
        if not self.is_marc8 or plain.isascii():
            return plain.encode("utf-8", "replace")
        data, missing = to_marc8(plain)
        self.missing += missing
        return data

    def finish(self, leader: str) -> bytes:
        if self.missing:
            message = (
                f"{self.missing} characters have no MARC-8 form; they stand as numeric references (&#x….;)"
            )
            self.notices.append(
                Notice(code="marc8-reference", message=message, severity=Severity.INFO, record=self.number)
            )
        if self.is_marc8 and (sets := sets_of(b"".join(data for _, data in self.fields))):
            named = "".join(f"\x1fc{name}" for name in sets)
            place = next((at for at, (tag, _) in enumerate(self.fields) if tag > "066"), len(self.fields))
            self.fields.insert(place, ("066", f"  {named}\x1e".encode()))
        directory, body = [], b"".join(data for _, data in self.fields)
        at = 0
        for tag, data in self.fields:
            directory.append(_tag(tag) + f"{len(data):04d}{at:05d}".encode())
            at += len(data)
        index = b"".join(directory) + b"\x1e"
        base, head = 24 + len(index), leader_of(leader)
        coding = " " if self.is_marc8 else "a"
        told = f"{base + len(body) + 1:05d}{head[5:9]}{coding}{head[10:12]}{base:05d}{head[17:]}"
        return _ascii(told, " ") + index + body + _TERMINATOR


def _tag(tag: str) -> bytes:
    """Three letters or digits; what is none becomes 9, which makes no control field of any other."""
    if len(tag) == 3 and tag.isascii() and tag.isalnum():
        return tag.encode("ascii")
    return "".join(char if char.isascii() and char.isalnum() else "9" for char in f"{tag[:3]:9>3}").encode()


def _ascii(text: str, other: str) -> bytes:
    """Tags, indicators, codes: printable ASCII, with `other` for what is not, so that none can end a field."""
    if text.isascii() and text.isprintable():
        return text.encode("ascii")
    return "".join(char if " " <= char < "\x7f" else other for char in text).encode("ascii")
