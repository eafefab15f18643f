"""What an item does not hold of a record, found by reading the item back: nothing is lost that is not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from refplug.model import Creator, Field, Notice, PartialDate, Record, Severity, Term
from refplug.sinks.zotero.record_of import PREFIX, record_of
from refplug.sinks.zotero.schema import Schema

__all__ = ["content", "losses"]


def losses(
    record: Record, item: Mapping[str, Any], schema: Schema, told: Sequence[Notice], *, with_abstract: bool
) -> tuple[Notice, ...]:
    """One notice for each variable that comes back from the item otherwise than it went in."""
    back, _ = record_of(item, schema=schema)
    mine, theirs = content(record), content(back)
    found = dict.fromkeys(told)
    for path in sorted(mine.keys() | theirs.keys()):
        is_asked = with_abstract or not path.startswith("abstract")
        if mine.get(path) != theirs.get(path) and is_asked:
            found[_notice(record, path, mine.get(path), theirs.get(path))] = None
    foreign = sorted({name.partition(":")[0] for name, _ in record.custom if not name.startswith(PREFIX)})
    if foreign:
        message = f"'{_name(record)}': what {', '.join(foreign)} says beyond Zotero's fields is not sent"
        found[Notice(code="zotero-custom", message=message, severity=Severity.INFO)] = None
    if record.abstract and not with_abstract:
        message = f"'{_name(record)}': the abstract is not sent unless asked for"
        found[Notice(code="zotero-abstract", message=message, severity=Severity.INFO)] = None
    return tuple(found)


def _notice(record: Record, path: str, mine: object, theirs: object) -> Notice:
    what = _worded(path)
    if mine is None:
        message = f"'{_name(record)}': {what} comes back as {_shown(theirs)}"
    elif theirs is None:
        message = f"'{_name(record)}': {what} has no place in a Zotero item: {_shown(mine)}"
    elif what in ("author", "editor", "translator") or isinstance(mine, tuple):
        message = f"'{_name(record)}': {what} comes back without what Zotero has no place for (affiliations, particles apart, order)"
    else:
        message = f"'{_name(record)}': {what} comes back as {_shown(theirs)} instead of {_shown(mine)}"
    return Notice(code=f"zotero-lost:{path}", message=message, severity=Severity.INFO)


def _worded(path: str) -> str:
    """A path for people.

    >>> _worded("container.title#ar"), _worded("keyword@language"), _worded("note#2")
    ("the container's title in ar", 'the language of keyword', 'another note')
    """
    name, at, _ = path.partition("@")
    name, other, tag = name.partition("#")
    said = name.replace("container.", "the container's ").replace("_", " ")
    if at:
        return f"the language of {said}"
    if not other:
        return said
    return f"another {said}" if not tag or tag.isdecimal() else f"{said} in {tag}"


def _name(record: Record) -> str:
    return record.citekey or record.title.value or "record"


def _shown(value: object) -> str:
    text = (
        value.edtf() + (f" ({value.printed})" if value.printed else "")
        if isinstance(value, PartialDate)
        else str(value)
    )
    return text if len(text) <= 80 else text[:79] + "…"


def content(record: Record) -> dict[str, Any]:
    """What a record says, by path, without who said it: the accepted value, every value with a language, names and dates in parts."""
    made: dict[str, Any] = {"type": record.type}
    if record.citekey:
        made["citekey"] = record.citekey
    if record.is_title_devised:
        made["is_title_devised"] = "yes"
    made |= dict(_held(record, ""))
    return made


def _held(record: Record, before: str) -> Iterator[tuple[str, Any]]:
    for item in fields(record):
        value = getattr(record, item.name)
        path = before + item.name
        if isinstance(value, Field) and value:
            yield from _claims(path, value)
        elif item.name == "container" and value is not None:
            if value.type:
                yield f"{path}.type", value.type
            yield from _held(value, path + ".")


def _claims(path: str, field: Field[Any]) -> Iterator[tuple[str, Any]]:
    first, *others = field.claims
    yield path, _plain(first.value)
    if first.language:
        yield f"{path}@language", first.language
    met: Counter[str] = Counter()
    for claim in others:
        tag = claim.language or ""
        met[tag] += 1
        yield f"{path}#{tag}{met[tag] if met[tag] > 1 or not tag else ''}", _plain(claim.value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], Creator):
        return tuple(_person(one) for one in value)
    if isinstance(value, tuple) and value and isinstance(value[0], Term):
        return tuple((term.text, term.printed, term.gloss, term.script) for term in value)
    return value


def _person(creator: Creator) -> tuple[Any, ...]:
    return creator.name, creator.variants, creator.orcid, creator.affiliation
