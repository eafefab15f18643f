"""The text of an item's field and the values that it says: dates, identifiers, several numbers in one field."""

from __future__ import annotations

import re
from typing import Any

from refplug.extra import unbroken
from refplug.mapping import field_at
from refplug.model import PartialDate, Record, parse_doi, parse_isbn, parse_issn
from refplug.sinks.zotero.dates import date_in, date_out
from refplug.sinks.zotero.fields import Slot

__all__ = ["values_in", "values_out"]

_BETWEEN = re.compile(r"[\s,;]+")


def values_in(slot: Slot, raw: str, language: str | None) -> tuple[Any, ...]:
    """The values that a field's text says; empty where it says none."""
    name = slot.path.rpartition(".")[2]
    if slot.is_date:
        date = date_in(raw, language)
        return (date,) if date else ()
    if name == "doi":
        doi = parse_doi(raw)
        return (doi,) if doi else ()
    if name in ("isbn", "issn"):
        parse = parse_isbn if name == "isbn" else parse_issn
        whole = parse(raw)
        found = [whole] if whole else [parse(part) for part in _BETWEEN.split(raw.strip())]
        return tuple(dict.fromkeys(filter(None, found)))
    return (raw,)


def values_out(slot: Slot, record: Record) -> str:
    """The text of a field: the accepted value, all numbers of a book or journal."""
    home = slot.home(record)
    if home is None:
        return ""
    field = field_at(record, home)
    name = slot.path.rpartition(".")[2]
    if name in ("isbn", "issn"):
        return (" " if name == "isbn" else ", ").join(
            dict.fromkeys(c.value for c in field.claims if c.language is None)
        )
    value = field.value
    if isinstance(value, PartialDate):
        return date_out(value)
    return str(value) if slot.path == "abstract" else unbroken(str(value))
