"""MARC 21 (ISO 2709 and MARCXML), with 880 pairs: what was read comes back byte for byte in meaning.

`read` takes either serialization, `write` gives ISO 2709; `refplug.formats.marcxml` writes XML. A record that was read from
MARC is written as it was, except for the fields of what has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refplug.formats.marc.build import TAGS_OF, build
from refplug.formats.marc.parse import record_of
from refplug.formats.marc.raw import RawField, RawRecord, from_iso2709, from_xml, to_iso2709
from refplug.mapping import uncovered_by
from refplug.model import Evidence, Notice, Origin, OriginKind, Record, Severity
from refplug.model.record import VARIABLES
from refplug.ports import Parsed, WriteOptions, Written

__all__ = ["raw_records", "read", "write"]

_READ_BACK = Evidence(origin=Origin(OriginKind.FILE, "marc"))


def read(data: bytes, file: str) -> Parsed:
    """The records of a MARC file in either serialization; damaged ones are numbered in the notices."""
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    is_xml = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
    records, notices = [], []
    for found in from_xml(data, file) if is_xml else from_iso2709(data, file):
        if isinstance(found, Notice):
            notices.append(found)
        else:
            records.append(record_of(found, evidence))
    if not records and not notices:
        message = "there is no MARC record in it; nothing was read"
        notices.append(Notice(code="no-record", message=message, severity=Severity.ERROR, file=file))
    return Parsed(records=tuple(records), notices=tuple(notices))


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as ISO 2709 in UTF-8; `options.unicode_form` NFD as many libraries want it."""
    notices: list[Notice] = []
    chunks = []
    for made in to_iso2709(raw_records(records, options, notices)):
        if isinstance(made, Notice):
            notices.append(made)
        else:
            chunks.append(made)
    return Written(data=b"".join(chunks), notices=tuple(notices))


def raw_records(
    records: Iterable[Record], options: WriteOptions, notices: list[Notice]
) -> Iterator[RawRecord]:
    """The MARC record of each record, and a notice for what MARC as we write it does not hold."""
    for number, record in enumerate(records, 1):
        kept = dict(record.custom).get("marc:record")
        lost = uncovered_by(record, frozenset(TAGS_OF) | _COVERED)
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
