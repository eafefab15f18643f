"""MARC 21 records as they stand: leader, control fields, data fields; from and to ISO 2709 and MARCXML.

Source: MARC 21 Format for Bibliographic Data and the MARCXML schema (Library of Congress). pymarc decodes ISO 2709, MARC-8
included; lxml reads XML with entities, DTDs and the network off. A damaged record never takes the others with it: the
stream is cut at record terminators, whatever lengths the leaders claim.
"""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from itertools import count
from typing import Any

from refplug.model import Notice, Severity

__all__ = ["RawField", "RawRecord", "from_iso2709", "from_xml", "to_iso2709", "to_xml"]

NAMESPACE = "http://www.loc.gov/MARC21/slim"
_TERMINATOR = b"\x1d"
_MOST_BYTES = 99_999  # the leader counts in five digits


@dataclass(frozen=True, slots=True)
class RawField:
    """One field: a control field has `data`, a data field indicators and subfields as (code, value)."""

    tag: str
    data: str = ""
    indicators: str = "  "
    subfields: tuple[tuple[str, str], ...] = ()

    def first(self, codes: str) -> str:
        """The first value of any of the subfield codes, or an empty string."""
        return next((value for code, value in self.subfields if code in codes), "")

    def all(self, codes: str) -> list[str]:
        """The values of all subfields of the codes, in order."""
        return [value for code, value in self.subfields if code in codes]


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One MARC record."""

    leader: str
    fields: tuple[RawField, ...]

    def tagged(self, *tags: str) -> list[RawField]:
        """The fields of these tags, in record order."""
        return [field for field in self.fields if field.tag in tags]

    def to_json(self) -> str:
        """The record in one line of JSON, to be kept beside what was read of it."""
        fields = [
            [f.tag, f.data] if not f.subfields else [f.tag, f.indicators, f.subfields] for f in self.fields
        ]
        return json.dumps([self.leader, fields], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> RawRecord:
        """The record that `to_json` wrote."""
        leader, fields = json.loads(text)
        return cls(leader, tuple(_field_of(entry) for entry in fields))


def _field_of(entry: list[Any]) -> RawField:
    if len(entry) == 2:
        return RawField(entry[0], data=entry[1])
    return RawField(entry[0], indicators=entry[1], subfields=tuple((code, value) for code, value in entry[2]))


def from_iso2709(data: bytes, file: str) -> Iterator[RawRecord | Notice]:
    """The records of an ISO 2709 file, a notice with its number and place in the place of each that cannot be read."""
    logging.getLogger("pymarc").setLevel(
        logging.CRITICAL
    )  # its remarks on single characters go to no terminal
    at = 0
    for number, chunk in enumerate(data.split(_TERMINATOR), 1):
        start = at
        at += len(chunk) + 1
        chunk = chunk.lstrip(b"\r\n\x00\x1a \t")
        if not chunk:
            continue
        found = _decoded(chunk + _TERMINATOR, file, number, start)
        if isinstance(found, _Mended):
            yield found.notice
            yield found.raw
        else:
            yield found


def _decoded(chunk: bytes, file: str, number: int, start: int) -> RawRecord | Notice | _Mended:
    import pymarc
    from pymarc.exceptions import PymarcException

    if len(chunk) < 25 or not chunk[12:17].isdigit():
        return _damaged("its leader is no MARC leader", file, number, start)
    fault: Exception | None = None
    for handling in ("strict", "replace"):
        try:
            with (
                warnings.catch_warnings(),
                redirect_stderr(StringIO()),
            ):  # pymarc remarks on single characters
                warnings.simplefilter("ignore")
                record = pymarc.Record(data=chunk, hide_utf8_warnings=True, utf8_handling=handling)
        except (PymarcException, ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
            fault = fault or error
            continue
        raw = RawRecord(str(record.leader), tuple(_of_pymarc(field) for field in record.fields))
        return raw if fault is None else _Mended(raw, _told(fault, file, number, start))
    return _damaged(f"{type(fault).__name__}: {fault}", file, number, start)


@dataclass(frozen=True, slots=True)
class _Mended:
    """A record that could be read only with some characters replaced, and the notice that says so."""

    raw: RawRecord
    notice: Notice


def _told(fault: Exception, file: str, number: int, start: int) -> Notice:
    message = f"this record holds bytes that are no UTF-8 ({fault}); they were read as U+FFFD"
    return Notice(code="marc-bad-bytes", message=message, file=file, record=number, offset=start)


def _of_pymarc(field: Any) -> RawField:
    if field.control_field:
        return RawField(field.tag, data=field.data or "")
    indicators = "".join((str(one) or " ")[:1] for one in field.indicators).ljust(2)
    return RawField(
        field.tag, indicators=indicators, subfields=tuple((s.code, s.value or "") for s in field.subfields)
    )


def _damaged(reason: str, file: str, number: int, start: int) -> Notice:
    message = f"this record is damaged ({reason}); it was left out"
    return Notice(
        code="marc-damaged", message=message, severity=Severity.ERROR, file=file, record=number, offset=start
    )


def from_xml(data: bytes, file: str) -> Iterator[RawRecord | Notice]:
    """The records of a MARCXML file, with or without its namespace. Entities and external files are never loaded."""
    from lxml import etree

    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        message = f"this is not well-formed XML ({error})"
        yield Notice(code="not-xml", message=message, severity=Severity.ERROR, file=file, line=line)
        yield from _one_by_one(data, file)
        return
    records = [one for one in root.iter() if _local(one) == "record"]
    if not records:
        yield Notice(
            code="no-record", message="this XML holds no MARC record", severity=Severity.ERROR, file=file
        )
    for record in records:
        yield _of_xml(record)


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )


_RECORD = re.compile(rb"<(?:\w{1,20}:)?record\b[^>]{0,500}>")
_END = re.compile(rb"</(?:\w{1,20}:)?record\s{0,20}>")


def _one_by_one(data: bytes, file: str) -> Iterator[RawRecord | Notice]:
    """The records of a broken file that are well-formed by themselves; the others are numbered."""
    from lxml import etree

    at = 0
    for number in count(1):
        begin = _RECORD.search(data, at)
        end = _END.search(data, begin.end()) if begin else None
        if begin is None or end is None:
            return
        head = f'<c xmlns="{NAMESPACE}" xmlns:marc="{NAMESPACE}" xmlns:slim="{NAMESPACE}">'.encode()
        try:
            root = etree.fromstring(head + data[begin.start() : end.end()] + b"</c>", _parser())
            yield from (_of_xml(one) for one in root.iter() if _local(one) == "record")
        except (etree.XMLSyntaxError, ValueError) as error:
            yield _damaged(str(error), file, number, begin.start())
        at = end.end()


def _of_xml(record: Any) -> RawRecord:
    leader, fields = "", []
    for child in record:
        kind = _local(child)
        if kind == "leader":
            leader = child.text or ""
        elif kind == "controlfield":
            fields.append(RawField(child.get("tag", ""), data=child.text or ""))
        elif kind == "datafield":
            subfields = tuple((s.get("code", ""), s.text or "") for s in child if _local(s) == "subfield")
            indicators = (child.get("ind1") or " ")[:1] + (child.get("ind2") or " ")[:1]
            fields.append(RawField(child.get("tag", ""), indicators=indicators, subfields=subfields))
    return RawRecord(leader, tuple(fields))


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def to_iso2709(records: Iterable[RawRecord]) -> Iterator[bytes | Notice]:
    """The records as ISO 2709 in UTF-8, a notice for one that is too long for the format."""
    import pymarc

    for number, raw in enumerate(records, 1):
        made = pymarc.Record(force_utf8=True, leader=_leader(raw.leader))
        for field in raw.fields:
            made.add_field(_to_pymarc(field))
        data = made.as_marc()
        if len(data) > _MOST_BYTES:
            message = (
                f"this record has {len(data):,} bytes, ISO 2709 holds {_MOST_BYTES:,}; write MARCXML instead"
            )
            yield Notice(code="marc-too-long", message=message, severity=Severity.ERROR, record=number)
        else:
            yield data


def _to_pymarc(field: RawField) -> Any:
    import pymarc

    if not field.subfields:
        return pymarc.Field(tag=field.tag, data=_without_controls(field.data))
    return pymarc.Field(
        tag=field.tag,
        indicators=pymarc.Indicators(field.indicators[0], field.indicators[1]),
        subfields=[pymarc.Subfield(code, _without_controls(value)) for code, value in field.subfields],
    )


def _leader(leader: str) -> str:
    filled = leader.ljust(24)[:24]
    return filled[:9] + "a" + "22" + filled[12:20] + "4500"


_CONTROLS = dict.fromkeys((*range(32), 127), " ")


def _without_controls(text: str) -> str:
    """No value can end a field or a record: delimiters and other control characters become spaces."""
    return text.translate(_CONTROLS)


def to_xml(records: Iterable[RawRecord]) -> bytes:
    """The records as one MARCXML collection."""
    from lxml import etree

    names: dict[Any, str] = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}collection", nsmap=names)
    for raw in records:
        record = etree.SubElement(root, f"{{{NAMESPACE}}}record")
        etree.SubElement(record, f"{{{NAMESPACE}}}leader").text = _leader(raw.leader)
        for field in raw.fields:
            if not field.subfields:
                etree.SubElement(record, f"{{{NAMESPACE}}}controlfield", tag=field.tag).text = _xml_text(
                    field.data
                )
                continue
            one, two = field.indicators[0], field.indicators[1]
            made = etree.SubElement(record, f"{{{NAMESPACE}}}datafield", tag=field.tag, ind1=one, ind2=two)
            for code, value in field.subfields:
                etree.SubElement(made, f"{{{NAMESPACE}}}subfield", code=code).text = _xml_text(value)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _xml_text(text: str) -> str:
    """XML 1.0 has no place for most control characters, surrogates, U+FFFE and U+FFFF."""
    return "".join(
        c for c in _without_controls(text) if not ("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff")
    )
