"""CSL-JSON 1.0.2, valid by the official schema, with original script and provenance of spellings in `custom`.

Sources: citation-style-language/schema `csl-data.json` (2023-01-25); what engines make of it: docs/formats.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from refplug.formats.csl_ours import NAME_PARTS, ours, with_ours
from refplug.formats.csl_zotero import for_zotero, losses
from refplug.formats.json_items import has_lone_surrogate, items_of, laid_out, without_surrogates
from refplug.formats.streams import gathered, texts, whole
from refplug.mapping import Row, decode, encode
from refplug.model import (
    EMPTY,
    Creator,
    Evidence,
    Name,
    Notice,
    Origin,
    OriginKind,
    PartialDate,
    Record,
    Severity,
    Term,
)
from refplug.model.record import DATES, NAMES, NUMBERS, TEXTS, csl_name
from refplug.ports import Parsed, WriteOptions, Written
from refplug.text.names import rejoined

__all__ = ["TABLE", "item_of", "items_written", "read", "read_stream", "record_of", "write", "write_stream"]

_NOT_IN_SCHEMA = {"license", "organizer"}  # CSL 1.0.2 names that csl-data.json leaves out
_RENAMED = {"part_number": "part", "printing_number": "printing", "supplement_number": "supplement"}


def _text(raw: Any) -> str | None:
    return raw if isinstance(raw, str) else None


def _number(raw: Any) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    return str(raw)


def _date(raw: Any) -> PartialDate | None:
    if not isinstance(raw, Mapping):
        return None
    parts = raw.get("date-parts")
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        return None
    dates = [_one_date(one) for one in parts]
    if dates[0] is None or None in dates:
        return None
    start = replace(dates[0], circa=bool(raw.get("circa")))
    return replace(start, end=dates[1]) if len(dates) == 2 else start


def _one_date(parts: Any) -> PartialDate | None:
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
        return None
    try:
        numbers = [int(part) for part in parts]
    except (TypeError, ValueError):
        return None
    year, month, day = (*numbers, None, None)[:3]
    if (
        (month is not None and not 1 <= month <= 12)
        or (day is not None and not 1 <= day <= 31)
        or year is None
    ):
        return None
    return PartialDate(year=year, month=month, day=day)


def _date_out(date: PartialDate) -> dict[str, Any]:
    made: dict[str, Any] = {"date-parts": [list(parts) for parts in date.date_parts()]}
    if date.circa:
        made["circa"] = True
    return made


def _names(raw: Any) -> tuple[Creator, ...] | None:
    if not isinstance(raw, list) or not raw:
        return None
    creators = []
    for one in raw:
        if not isinstance(one, Mapping) or not all(isinstance(one.get(part, ""), str) for part in NAME_PARTS):
            return None
        name = Name(**{part.replace("-", "_"): one.get(part, "") for part in NAME_PARTS})
        if not name:
            return None
        creators.append(Creator(name=rejoined(name)))
    return tuple(creators)


def _names_out(creators: tuple[Creator, ...]) -> list[dict[str, str]]:
    made = []
    for creator in creators:
        parts = {part: getattr(creator.name, part.replace("-", "_")) for part in NAME_PARTS}
        if not parts["non-dropping-particle"] and (article := _ARTICLE.match(parts["family"])):
            parts["non-dropping-particle"], parts["family"] = article[0], parts["family"][article.end() :]
        made.append({part: text for part, text in parts.items() if text})
    return made


_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|at|an|az)-(?=\S)")  # engines sort it only where it stands apart


def _keywords(raw: Any) -> tuple[Term, ...] | None:
    if not isinstance(raw, str):
        return None
    return (
        tuple(Term(printed=part.strip()) for part in raw.replace(";", ",").split(",") if part.strip()) or None
    )


def _keywords_out(terms: tuple[Term, ...]) -> str:
    return ", ".join(term.text for term in terms)


def _rows() -> tuple[Row, ...]:
    rows = [Row("title", "title", _text, str)]
    rows += [Row(f"container.{own}", name, _text, str) for own, name in _OF_CONTAINER.items()]
    rows += [Row(name, csl_name(name), _text, str) for name in TEXTS if name not in _NOT_IN_SCHEMA]
    rows += [Row(name, _RENAMED.get(name, csl_name(name)), _number, str) for name in NUMBERS]
    rows += [Row(name, csl_name(name), _date, _date_out) for name in DATES]
    rows += [Row("container.author", "container-author", _names, _names_out)]
    rows += [Row(name, csl_name(name), _names, _names_out) for name in NAMES if name not in _NOT_IN_SCHEMA]
    rows += [Row("title_short", "shortTitle", _text, str, "Zotero and older exports say shortTitle")]
    return (*rows, Row("keyword", "keyword", _keywords, _keywords_out))


_OF_CONTAINER = {"title": "container-title", "title_short": "container-title-short", "issn": "ISSN"}
TABLE: tuple[Row, ...] = _rows()


def record_of(item: Mapping[str, Any], evidence: Evidence) -> Record:
    """The record of one CSL-JSON item. What cannot be read as CSL stays verbatim in `custom`."""
    consumed = {"id", "type"}
    known: dict[str, Any] = {"citekey": str(item.get("id", "")), "type": str(item.get("type", "document"))}
    if isinstance(item.get("id"), int):
        known["custom"] = (("csl:id", json.dumps(item["id"])),)
    kept = item["custom"].get("refplug") if isinstance(item.get("custom"), Mapping) else None
    record = decode(item, TABLE, evidence, "csl", consumed=consumed, **known)
    return with_ours(record, kept, evidence) if isinstance(kept, Mapping) else record


def item_of(record: Record) -> dict[str, Any]:
    """The CSL-JSON item of a record: schema-valid, the accepted values, what CSL has no word for in `custom`."""
    made = encode(record, TABLE, "csl")
    key = made.pop("id", None)
    same_key = isinstance(key, int) and str(key) == record.citekey
    item = {"id": key if same_key else record.citekey, "type": record.type or "document", **made}
    if kept := ours(record):
        custom = item.get("custom")
        item["custom"] = {**(custom if isinstance(custom, dict) else {}), "refplug": kept}
    return item


def read(data: bytes, file: str) -> Parsed:
    """The records of a CSL-JSON file: a list of items, one item, or `{"items": […]}` as Zotero's web API gives it."""
    try:
        raw = json.loads(data.decode(json.detect_encoding(data)), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        place = (
            {"line": error.lineno, "column": error.colno} if isinstance(error, json.JSONDecodeError) else {}
        )
        message = f"this is not JSON ({_reason(error)}); nothing was read"
        notice = Notice(code="not-json", message=message, severity=Severity.ERROR, file=file, **place)
        return Parsed(records=(), notices=(notice,))
    items = raw.get("items", [raw]) if isinstance(raw, dict) else raw
    found = list(_read(items if isinstance(items, list) else [items], file))
    return Parsed(
        records=tuple(one for one in found if isinstance(one, Record)),
        notices=tuple(one for one in found if isinstance(one, Notice)),
    )


def read_stream(stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The same, item by item; what is no sound list of items is read whole, and so is one object."""
    try:
        for _ in items_of(texts(stream), _DECODER):
            pass  # a file that is broken at its end must not give half its items
    except (ValueError, RecursionError):
        yield from whole(read, stream, file)
    else:
        yield from _read(items_of(texts(stream), _DECODER), file)


def _read(items: Iterable[Any], file: str) -> Iterator[Record | Notice]:
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            message = f"item {number} is not an object; it was left out"
            yield Notice(code="not-an-item", message=message, file=file, record=number)
            continue
        if has_lone_surrogate(item):
            item = without_surrogates(item)
            message = f"item {number} holds half a character (a lone surrogate); it was read as U+FFFD"
            yield Notice(code="lone-surrogate", message=message, file=file, record=number)
        yield record_of(item, evidence)


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records as a CSL-JSON list, UTF-8, NFC as they stand; `options.variant` zotero is what Zotero imports without loss."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, item by item."""
    is_first = True
    for made in items_written(records, options):
        if isinstance(made, Notice):
            yield made
            continue
        yield (("[\n  " if is_first else ",\n  ") + laid_out(made, "\n  ")).encode("utf-8")
        is_first = False
    yield b"[]\n" if is_first else b"\n]\n"


def items_written(records: Iterable[Record], options: WriteOptions) -> Iterator[dict[str, Any] | Notice]:
    """The item of each record, and after it a notice for each thing that it cannot hold."""
    for number, record in enumerate(records, 1):
        item = item_of(record if options.with_abstract else replace(record, abstract=EMPTY))
        yield for_zotero(item, record) if options.variant == "zotero" else item
        if options.variant == "zotero":
            yield from losses(record, number)
        if lost := [name for name in sorted(_NOT_IN_SCHEMA) if record.field(name)]:
            message = f"CSL-JSON has no {', '.join(lost)}; left out of '{record.citekey}'"
            yield Notice(code="not-in-format", message=message, severity=Severity.INFO, record=number)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _reason(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error)
