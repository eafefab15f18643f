"""MARCXML: the same records as `refplug.formats.marc`, in the Library of Congress's XML."""

from __future__ import annotations

from collections.abc import Iterable

from refplug.formats.marc import raw_records, read
from refplug.formats.marc.raw import to_xml
from refplug.model import Notice, Record
from refplug.ports import WriteOptions, Written

__all__ = ["read", "write"]


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as one MARCXML collection in UTF-8."""
    notices: list[Notice] = []
    data = to_xml(raw_records(records, options, notices))
    return Written(data=data, notices=tuple(notices))
