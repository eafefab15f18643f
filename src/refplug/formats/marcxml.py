"""MARCXML: the same records as `refplug.formats.marc`, in the Library of Congress's XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refplug.formats.marc import DEFAULT_SCHEME, raw_records, read, read_stream
from refplug.formats.marc.raw import xml_pieces
from refplug.formats.streams import gathered
from refplug.model import Notice, Record
from refplug.ports import WriteOptions, Written

__all__ = ["DEFAULT_SCHEME", "read", "read_stream", "write", "write_stream"]


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as one MARCXML collection in UTF-8."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, record by record."""
    notices: list[Notice] = []
    for piece in xml_pieces(raw_records(records, options, notices)):
        yield piece
        yield from notices
        notices.clear()
