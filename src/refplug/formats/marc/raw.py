"""MARC 21 records as they stand: leader, control fields, data fields; from and to MARCXML.

Source: MARC 21 Format for Bibliographic Data and the MARCXML schema (Library of Congress). lxml reads XML with entities,
DTDs and the network off. A damaged record never takes the others with it. ISO 2709 is `iso2709`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, BinaryIO

from refplug.formats.xml_pieces import collection, elements, entities_told, xml_text
from refplug.model import Notice, Severity

__all__ = ["RawField", "RawRecord", "from_xml", "leader_of", "stream_xml", "without_controls", "xml_pieces"]

NAMESPACE = "http://www.loc.gov/MARC21/slim"


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

    def linked(self, tag: str, six: str) -> RawField:
        """The field under `tag`, with `six` as its $6 in front: one half of an 880 pair (MARC 21, Appendix A)."""
        return RawField(tag, indicators=self.indicators, subfields=(("6", six), *self.subfields))


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
    records = [one for one in root.iter() if _is_marc(one)]
    if not records:
        yield Notice(
            code="no-record", message="this XML holds no MARC record", severity=Severity.ERROR, file=file
        )
    yield from entities_told(root, file)
    for record in records:
        yield _of_xml(record)


def stream_xml(stream: BinaryIO) -> Iterator[RawRecord]:
    """The records of a MARCXML file one by one; XMLSyntaxError where it is broken, ValueError where records stand in records."""
    for record in elements(stream, lambda element: _local(element) == "record"):
        if _is_marc(record):
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
            yield from (_of_xml(one) for one in root.iter() if _is_marc(one))
        except (etree.XMLSyntaxError, ValueError) as error:
            message = f"this record is damaged ({error}); it was left out"
            yield Notice(
                code="marc-damaged",
                message=message,
                severity=Severity.ERROR,
                file=file,
                record=number,
                offset=begin.start(),
            )
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


def _is_marc(element: Any) -> bool:
    """Whether this is a MARC record; other formats have elements of that name, with other things in them."""
    return _local(element) == "record" and any(
        _local(child) in ("leader", "controlfield", "datafield") for child in element
    )


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def leader_of(leader: str) -> str:
    """A leader of 24 characters that says UTF-8 and the counts of MARC 21."""
    filled = leader.ljust(24)[:24]
    return filled[:9] + "a" + "22" + filled[12:20] + "4500"


_CONTROLS = dict.fromkeys((*range(32), 127), " ")


def without_controls(text: str) -> str:
    """No value can end a field or a record: delimiters and other control characters become spaces."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def xml_pieces(records: Iterable[RawRecord]) -> Iterator[bytes]:
    """The records as one MARCXML collection, piece by piece."""
    return collection(f"{{{NAMESPACE}}}collection", {None: NAMESPACE}, records, _to_xml)


def _to_xml(root: Any, raw: RawRecord) -> None:
    from lxml import etree

    record = etree.SubElement(root, f"{{{NAMESPACE}}}record")
    etree.SubElement(record, f"{{{NAMESPACE}}}leader").text = xml_text(leader_of(raw.leader))
    for field in raw.fields:
        tag = xml_text(field.tag)
        if not field.subfields:
            made = etree.SubElement(record, f"{{{NAMESPACE}}}controlfield", tag=tag)
            made.text = xml_text(without_controls(field.data))
            continue
        indicators = xml_text(field.indicators).ljust(2)
        one, two = indicators[0], indicators[1]
        made = etree.SubElement(record, f"{{{NAMESPACE}}}datafield", tag=tag, ind1=one, ind2=two)
        for code, value in field.subfields:
            text = xml_text(without_controls(value))
            etree.SubElement(made, f"{{{NAMESPACE}}}subfield", code=xml_text(code)).text = text
