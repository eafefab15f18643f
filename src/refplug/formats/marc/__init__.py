"""MARC 21 (ISO 2709 and MARCXML), with 880 pairs: what was read comes back byte for byte in meaning.

`read` takes either serialization, `write` gives ISO 2709; `refplug.formats.marcxml` writes XML. A record that was read from
MARC is written as it was, except for the fields of what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from refplug.formats.losses import has_unnamed
from refplug.formats.marc.build import DEFAULT_SCHEME, build
from refplug.formats.marc.codes import TAGS_OF
from refplug.formats.marc.iso2709 import chunks_of, from_iso2709, to_iso2709
from refplug.formats.marc.parse import record_of
from refplug.formats.marc.raw import RawField, RawRecord, from_xml, stream_xml
from refplug.formats.streams import PIECE, gathered, whole
from refplug.mapping import uncovered_by
from refplug.model import Evidence, Notice, Origin, OriginKind, Record, Severity
from refplug.model.record import VARIABLES
from refplug.ports import Parsed, WriteOptions, Written

__all__ = ["DEFAULT_SCHEME", "raw_records", "read", "read_stream", "write", "write_stream"]

_READ_BACK = Evidence(origin=Origin(OriginKind.FILE, "marc"))


def read(data: bytes, file: str) -> Parsed:
    """The records of a MARC file in either serialization; damaged ones are numbered in the notices."""
    is_xml = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
    found = list(_read(from_xml(data, file) if is_xml else from_iso2709(data, file), file))
    return Parsed(
        records=tuple(one for one in found if isinstance(one, Record)),
        notices=tuple(one for one in found if isinstance(one, Notice)),
    )


def read_stream(stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The same, record by record; XML that is broken somewhere is read whole."""
    head = stream.read(PIECE)
    is_xml = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
    stream.seek(0)
    if not is_xml:
        yield from _read(from_iso2709(chunks_of(stream), file), file)
    elif _is_sound(stream):
        yield from _read(stream_xml(stream), file)
    else:
        yield from whole(read, stream, file)


def _is_sound(stream: BinaryIO) -> bool:
    """Whether this is well-formed XML that holds records: a file broken at its end must not give half its records."""
    from lxml import etree

    try:
        count = sum(1 for _ in stream_xml(stream))
    except (etree.XMLSyntaxError, ValueError):
        return False
    finally:
        stream.seek(0)
    return count > 0


def _read(found: Iterable[RawRecord | Notice], file: str) -> Iterator[Record | Notice]:
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    is_empty = True
    for one in found:
        is_empty = False
        yield one if isinstance(one, Notice) else record_of(one, evidence)
    if is_empty:
        message = "there is no MARC record in it; nothing was read"
        yield Notice(code="no-record", message=message, severity=Severity.ERROR, file=file)


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as ISO 2709 in UTF-8, or MARC-8 (`options.variant` marc8); `options.unicode_form` NFD as many libraries want it."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, record by record."""
    notices: list[Notice] = []
    for made in to_iso2709(raw_records(records, options, notices), is_marc8=options.variant == "marc8"):
        yield from notices
        notices.clear()
        yield made


def raw_records(
    records: Iterable[Record], options: WriteOptions, notices: list[Notice]
) -> Iterator[RawRecord]:
    """The MARC record of each record, and a notice for what MARC as we write it does not hold."""
    for number, record in enumerate(records, 1):
        kept = dict(record.custom).get("marc:record")
        lost = uncovered_by(record, frozenset(TAGS_OF) | _COVERED) + ("et al.",) * has_unnamed(record)
        if lost and kept is None:
            message = f"MARC as we write it has no {', '.join(lost)}; left out of '{record.citekey}'"
            notices.append(
                Notice(code="not-in-format", message=message, severity=Severity.INFO, record=number)
            )
        yield (
            build(record, options) if kept is None else _as_it_was(record, RawRecord.from_json(kept), options)
        )


_COVERED = frozenset({"container.title", "container.issn"})


def _as_it_was(record: Record, raw: RawRecord, options: WriteOptions) -> RawRecord:
    """The raw record, with the fields of what has changed since it was read written anew."""
    before = record_of(raw, _READ_BACK)
    changed = {name for name in VARIABLES if _values(before, name) != _values(record, name)}
    if (before.container is None) != (record.container is None) or (
        before.container
        and record.container
        and _values(before.container, "title") != _values(record.container, "title")
    ):
        changed.add("container")
    if not changed:
        return raw
    tags = {tag for name in changed for tag in TAGS_OF.get(name, ())}
    made = build(record, options)
    kept = [field for field in raw.fields if not _belongs(field, tags)]
    new = [field for field in made.fields if _belongs(field, tags)]
    used = {field.first("6")[4:6] for field in kept if field.tag == "880"}
    fields = sorted(kept + _renumbered(new, used), key=lambda field: field.tag)
    return RawRecord(raw.leader, tuple(fields))


def _values(record: Record, name: str) -> list[object]:
    return [claim.value for claim in record.field(name)]


def _belongs(field: RawField, tags: set[str]) -> bool:
    return (field.first("6")[:3] if field.tag == "880" else field.tag) in tags


def _renumbered(fields: list[RawField], used: set[str]) -> list[RawField]:
    """New links that no kept field has."""
    free = (f"{number:02d}" for number in range(1, 100) if f"{number:02d}" not in used)
    numbers: dict[str, str] = {}
    made = []
    for field in fields:
        six = field.first("6")
        if not six or six[4:6] == "00":
            made.append(field)
            continue
        number = numbers.setdefault(six[4:6], numbers.get(six[4:6]) or next(free))
        subfields = tuple(
            (code, value[:4] + number + value[6:] if code == "6" else value)
            for code, value in field.subfields
        )
        made.append(RawField(field.tag, indicators=field.indicators, subfields=subfields))
    return made
