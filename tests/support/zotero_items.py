"""Is an item valid by Zotero's schema? And two records compared by eyes of their own, apart from those of the package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from refplug.model import Notice, Record
from refplug.model.record import DATES, NAMES, NUMBERS, TEXTS
from refplug.sinks.zotero.schema import COMMON, LINK_MODES, Schema, bundled

_ACCESS = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2}Z?)?|")
_OF_CHILDREN = {
    "note": {"note"},
    "annotation": {
        "annotationType",
        "annotationAuthorName",
        "annotationText",
        "annotationComment",
        "annotationColor",
        "annotationPageLabel",
        "annotationSortIndex",
        "annotationPosition",
    },
    "attachment": {"linkMode", "note", *(name for names in LINK_MODES.values() for name in names)},
}


def problems(item: Mapping[str, Any], schema: Schema | None = None) -> Iterator[str]:
    """What the Web API would refuse in an item, one sentence each."""
    schema = schema or bundled()
    kind = schema.types.get(item.get("itemType", ""))
    if kind is None:
        yield f"there is no item type {item.get('itemType')!r}"
        return
    known = set(kind.fields) | COMMON | _OF_CHILDREN.get(kind.name, set())
    yield from (f"{kind.name} has no field {name}" for name in item if name not in known)
    for name in kind.fields:
        if not isinstance(item.get(name, ""), str):
            yield f"{name} is no text"
    if not _ACCESS.fullmatch(item.get("accessDate", "")):
        yield f"accessDate {item['accessDate']!r} is no date"
    for one in item.get("creators", ()):
        if one.get("creatorType") not in kind.creators:
            yield f"{kind.name} has no creator type {one.get('creatorType')!r}"
        parts = set(one) - {"creatorType"}
        if parts not in ({"name"}, {"firstName", "lastName"}) or not any(one[part] for part in parts):
            yield f"a creator has {sorted(parts)}"
    tags = [one["tag"] for one in item.get("tags", ())]
    yield from (f"tag {tag[:20]!r} is empty or too long" for tag in tags if not 0 < len(tag) <= 255)
    if len(tags) != len(set(tags)):
        yield "a tag stands twice"
    if not all(set(one) <= {"tag", "type"} for one in item.get("tags", ())):
        yield "a tag has more than a name and a type"


def differences(one: Record, other: Record) -> Iterator[str]:
    """The paths at which two records say something else, whoever said it: type, key, every variable with its languages."""
    for name in ("type", "citekey", "is_title_devised"):
        if getattr(one, name) != getattr(other, name):
            yield name
    for name in (*TEXTS, *NUMBERS, *DATES):
        if _claims(one, name) != _claims(other, name):
            yield name
    for name in NAMES:
        if _people(one, name) != _people(other, name):
            yield name
    if _terms(one) != _terms(other):
        yield "keyword"
    if one.container is not None or other.container is not None:
        inner = one.container or Record(type=""), other.container or Record(type="")
        yield from (f"container.{path}" for path in differences(*inner))


def untold(one: Record, other: Record, notices: Iterable[Notice]) -> list[str]:
    """The paths at which `other`, which came back from an item, differs from `one` without a notice that names them."""
    codes = (notice.code.removeprefix("zotero-lost:") for notice in notices)
    told = {re.split("[@#]", code)[0] for code in codes}
    return [path for path in differences(one, other) if path not in told]


def _claims(record: Record, name: str) -> tuple[Any, list[tuple[str, str]]]:
    field = record.field(name)
    accepted = (field.value, field.language)
    return accepted, sorted((claim.language or "", str(claim.value)) for claim in field.claims[1:])


def _people(record: Record, name: str) -> list[Any]:
    return [(one.name, one.variants, one.orcid, one.affiliation) for one in record.field(name).value or ()]


def _terms(record: Record) -> list[Any]:
    return [(term.text, term.printed, term.gloss, term.script) for term in record.keyword.value or ()]
