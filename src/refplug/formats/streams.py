"""Formats piece by piece: large files pass through `convert` without being held whole.

A format that offers `read_stream` and `write_stream` (`refplug.ports`) is read and written with memory that does not grow
with the file; any other is read and written whole, up to the limit of the manual.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from refplug.model import Notice, Record, Severity
from refplug.ports import Format, Parsed, StreamReader, StreamWriter, WriteOptions, Written
from refplug.system.intake import DEFAULT_MAX_BYTES

__all__ = ["PIECE", "gathered", "is_utf8", "lines_of", "pieces_of", "records_from", "texts", "whole"]

PIECE = 1 << 18  # bytes that are read at a time
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def records_from(form: Format, stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The records and faults of an open file, as they come where the format can, else after reading it whole."""
    return (
        form.read_stream(stream, file) if isinstance(form, StreamReader) else whole(form.read, stream, file)
    )


def whole(read: Callable[[bytes, str], Parsed], stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The same by a format's `read`; a file beyond the limit for whole files is refused in one notice."""
    stream.seek(0)
    data = stream.read(DEFAULT_MAX_BYTES + 1)
    if len(data) > DEFAULT_MAX_BYTES:
        message = (
            f"it cannot be read piece by piece, and has more than the {DEFAULT_MAX_BYTES:,} bytes that are read whole; "
            "split it, or convert it to clean UTF-8 first"
        )
        yield Notice(code="too-large", message=message, severity=Severity.ERROR, file=file)
        return
    parsed = read(data, file)
    del data
    yield from parsed.notices
    yield from parsed.records


def pieces_of(form: Format, records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The bytes of records in a format, piece by piece where it can, and its losses."""
    if isinstance(form, StreamWriter):
        yield from form.write_stream(records, options)
        return
    written = form.write(records, options)
    yield from written.notices
    yield written.data


def gathered(pieces: Iterable[bytes | Notice]) -> Written:
    """Pieces as one: how a format that streams gives its `write`."""
    data: list[bytes] = []
    notices: list[Notice] = []
    for piece in pieces:
        if isinstance(piece, Notice):
            notices.append(piece)
        else:
            data.append(piece)
    return Written(data=b"".join(data), notices=tuple(notices))


def is_utf8(stream: BinaryIO) -> bool:
    """Whether a file is UTF-8 from its first byte to its last, and no UTF-16 without a mark; it is rewound."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    piece = stream.read(PIECE)
    is_good = not piece.startswith(_OTHER_MARKS) and b"\0" not in piece[:400]
    try:
        while piece and is_good:
            decoder.decode(piece)
            piece = stream.read(PIECE)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_good = False
    stream.seek(0)
    return is_good


def texts(stream: BinaryIO) -> Iterator[str]:
    """The text of a UTF-8 file from its start, in pieces, without its byte order mark. UnicodeDecodeError as it comes."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    while piece := stream.read(PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def lines_of(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces, as `str.splitlines` cuts them."""
    rest: list[str] = []
    for piece in pieces:
        cut = max(piece.rfind("\n"), piece.rfind("\r", 0, -1))
        if cut < 0 or piece.endswith("\r"):  # its line end may be going on
            rest.append(piece)
            continue
        yield from ("".join(rest) + piece[: cut + 1]).splitlines()
        rest = [piece[cut + 1 :]]
    yield from "".join(rest).splitlines()
