"""RIS, as reference managers exchange it: one tag a line, one record from TY to ER.

Source: the RIS specification of 2011 (Research Information Systems) and what Zotero, EndNote and JabRef write. A tag that
is not in the table is kept verbatim in `Record.custom` and comes back. RIS has no place for a second script of a title or
name: what is left out is told. A file of the Web of Science, which comes under the same name, is read by `refplug.formats.wos`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any, BinaryIO

from refplug.formats import wos
from refplug.formats.bibtex.dates import is_status
from refplug.formats.bibtex.encoding import decode as decode_bytes
from refplug.formats.bibtex.tex import whole as whole_text
from refplug.formats.losses import variant_losses
from refplug.formats.ris_lines import Lines, parted, tagged_line
from refplug.formats.ris_table import TABLE, losses, one_text
from refplug.formats.streams import gathered, is_utf8, lines_of, texts, whole
from refplug.mapping import decode, encode, uncovered
from refplug.model import (
    Claim,
    Evidence,
    Field,
    Notice,
    Origin,
    OriginKind,
    Record,
    Severity,
)
from refplug.ports import Parsed, WriteOptions, Written

__all__ = ["HOLDS_ONE_SPELLING", "TABLE", "read", "read_stream", "write", "write_stream"]

HOLDS_ONE_SPELLING = True

_TYPES = {
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "THES": "thesis", "RPRT": "report", "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary", "ELEC": "webpage",
    "BLOG": "post-weblog", "MAP": "map", "MUSIC": "musical_score", "SOUND": "song", "VIDEO": "motion_picture",
    "MPCT": "motion_picture", "COMP": "software", "DATA": "dataset", "MANSCPT": "manuscript", "UNPB": "manuscript",
    "PAT": "patent", "STAND": "standard", "STAT": "legislation", "BILL": "bill", "CASE": "legal_case", "HEAR": "hearing",
    "PCOMM": "personal_communication", "SER": "periodical", "JFULL": "periodical", "ART": "graphic", "FIGURE": "figure",
    "GEN": "document", "INPR": "article-journal",
}  # fmt: skip
_TAGS = {csl: tag for tag, csl in reversed(_TYPES.items())} | {"article": "JOUR", "document": "GEN"}
_MOST_NOTICES = 50


def read(data: bytes, file: str) -> Parsed:
    """The records of a RIS file. Lines that belong to nothing, and a record without its end, are told and kept."""
    text, _, notices = decode_bytes(data, file)
    records, told = [], list(notices)
    for found in _read(whole_text(text).splitlines(), file, len(told)):
        if isinstance(found, Notice):
            told.append(found)
        else:
            records.append(found)
    return Parsed(records=tuple(records), notices=tuple(told))


def read_stream(stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The same, record by record; a file that is not clean UTF-8 is read whole."""
    if is_utf8(stream):
        yield from _read(lines_of(texts(stream)), file, 0)
    else:
        yield from whole(read, stream, file)


def _read(lines: Iterable[str], file: str, told: int) -> Iterator[Record | Notice]:
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    lines = iter(lines)
    head = list(islice(lines, 20))
    lines = chain(head, lines)
    if wos.begins(head):
        made = wos.records_of(lines, file, evidence)
    else:
        made = (one if isinstance(one, Notice) else _record(one, evidence) for one in parted(lines, file))
    count = 0
    for found in made:
        if not isinstance(found, Notice):
            count += 1
            yield found
        elif told < _MOST_NOTICES:
            told += 1
            yield found
    if not count:
        message = "there is no RIS record in it (no line begins with a tag such as TY  -)"
        yield Notice(code="no-record", message=message, severity=Severity.ERROR, file=file)


def _record(lines: Lines, evidence: Evidence) -> Record:
    kind = _TYPES.get(lines["TY"][0].strip(), "document")
    known: dict[str, Any] = {"type": kind, "consumed": {"TY", "ID"}}
    if len(ids := lines.get("ID", [])) == 1:
        known["citekey"] = ids[0]
    if _TAGS.get(kind) != lines["TY"][0] and lines["TY"][0]:
        known["custom"] = (("ris:TY", _json(lines["TY"])),)
    raw: Lines = dict(lines)
    if len(raw.get("SP", ())) == 1 and len(raw.get("EP", ())) == 1 and raw["EP"][0]:
        raw["SP"] = [f"{raw['SP'][0]}-{raw.pop('EP')[0]}"]
    elif (
        len(raw.get("SP", ())) == 1 and "-" in raw["SP"][0]
    ):  # all pages in one tag, as some programs write them
        known["custom"] = (*known.get("custom", ()), ("ris:SP", _json(raw["SP"])))
    return _with_status(
        _with_number(decode(raw, TABLE, evidence, "ris", **known)), raw.get("PY", []), evidence
    )


def _with_status(record: Record, year: list[str], evidence: Evidence) -> Record:
    """`PY  - in press` says how far the work is."""
    said = one_text(year)
    if not said or not is_status(said) or record.status.claims:
        return record
    return replace(record, status=Field((Claim(value=said, evidence=evidence, confidence=1.0),)))


def _json(raw: list[str]) -> str:
    import json

    return json.dumps(raw, ensure_ascii=False)


def _with_number(record: Record) -> Record:
    """SN is an ISBN for books, and the journal's ISSN for articles."""
    from refplug.model import EMPTY, parse_isbn

    number = record.issn.value
    if not number:
        return record
    if parse_isbn(number):
        return replace(record, issn=EMPTY, isbn=record.issn)
    if record.container is not None:
        return replace(record, issn=EMPTY, container=replace(record.container, issn=record.issn))
    return record


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as RIS in UTF-8 with the line ends of the specification (CR LF)."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, record by record."""
    for number, record in enumerate(records, 1):
        yield "".join(_lines(record)).encode("utf-8")
        lost = [path for path in uncovered(record, TABLE) if path not in ("isbn", "container.issn")]
        lost = [path for path in lost if path != "status" or record.issued.claims] + list(losses(record))
        if lost:
            message = f"RIS has no {', '.join(lost)}; left out of '{record.citekey}'"
            yield Notice(code="not-in-format", message=message, severity=Severity.INFO, record=number)
        yield from variant_losses(record, "RIS", number)


def _lines(record: Record) -> Iterator[str]:
    made = encode(record, TABLE, "ris")
    kept = made.pop("TY", [""])[0]
    yield tagged_line(
        "TY", kept if kept and _TYPES.get(kept, "document") == record.type else _TAGS.get(record.type, "GEN")
    )
    if record.citekey:
        yield tagged_line("ID", record.citekey)
    pages = made.get("SP", [""])
    first, dash, last = re.sub("[–—]", "-", pages[0]).partition("-")
    if dash and last and dict(record.custom).get("ris:SP") != _json(pages):
        made |= {"SP": [first], "EP": [last]}
    if (issued := record.issued.value) and not made.keys() & {"PY", "Y1"}:
        made["PY"] = [f"{issued.year:04d}"]
    if not issued and record.status.value and not made.keys() & {"PY", "Y1"}:
        made["PY"] = [record.status.value]
    serial = record.isbn.value or (record.container.issn.value if record.container else None)
    if serial and "SN" not in made:
        made["SN"] = [serial]
    for tag in sorted(made, key=lambda tag: _PLACE.get(tag, len(_PLACE))):
        for value in made[tag]:
            yield tagged_line(tag, str(value))
    yield "ER  - \r\n\r\n"


_PLACE = {row.name: place for place, row in enumerate(TABLE)}
_PLACE |= {"EP": _PLACE["SP"], "PY": _PLACE["DA"]}
