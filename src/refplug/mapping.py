"""Two-way field tables, and the one interpreter that runs them in both directions.

A format says once, in a table of rows, what it calls each variable and how a value is spelled; reading and writing
are the same rows run backwards and forwards. What a format says and no row knows is kept in `Record.custom` under
`format:name`, and comes back on writing. Where a source spells a value in its own way (a number for a string), that
spelling is kept beside the value and comes back as long as the value still means the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from refplug.model import EMPTY, Claim, Evidence, Field, Record

__all__ = ["Row", "decode", "encode", "field_at", "uncovered", "uncovered_by", "with_field"]

_CERTAIN = 1.0  # a file's own word about itself


@dataclass(
    frozen=True, slots=True, eq=False
)  # tables are looked up by their rows as objects, not by what they say
class Row:
    """One variable in one format: `path` in the model (`title`, `container.title`), `name` in the format.

    `into` reads a raw value (None: cannot be read, keep it verbatim), `out` writes one. `taught` names the issue or
    rule that a surprising row goes back to.
    """

    path: str
    name: str
    into: Callable[[Any], Any]
    out: Callable[[Any], Any]
    taught: str = ""


def field_at(record: Record, path: str) -> Field[Any]:
    """The field at a dotted path; empty where the container is missing."""
    head, _, rest = path.partition(".")
    if rest:
        inner = getattr(record, head)
        return field_at(inner, rest) if inner is not None else EMPTY
    return getattr(record, head)  # type: ignore[no-any-return]


def with_field(record: Record, path: str, field: Field[Any]) -> Record:
    """The record with the field at a dotted path replaced; a missing container is made."""
    head, _, rest = path.partition(".")
    value: Any = with_field(getattr(record, head) or Record(type=""), rest, field) if rest else field
    changes: dict[str, Any] = {head: value}
    return replace(record, **changes)


def decode(
    raw: Mapping[str, Any], table: tuple[Row, ...], evidence: Evidence, prefix: str, **known: Any
) -> Record:
    """The record that `raw` says, each value claimed on `evidence`; leftovers under `prefix:` in `custom`.

    `known` are attributes the format reads by itself (type, citekey). Members of `raw` named in `known["consumed"]`
    are not leftovers.
    """
    consumed: set[str] = set(known.pop("consumed", ()))
    own: dict[str, Any] = dict(known)
    inner: dict[str, Any] = {}
    custom: list[tuple[str, str]] = list(own.pop("custom", ()))
    for row in table:
        if row.name not in raw or row.name in consumed:
            continue
        value = row.into(raw[row.name])
        if value is None:
            continue
        consumed.add(row.name)
        target, path = (inner, row.path[10:]) if row.path.startswith("container.") else (own, row.path)
        if path in target:  # said twice, under two names: the second comes back as it is
            custom.append((f"{prefix}+:{row.name}", _dump(raw[row.name])))
            continue
        target[path] = Field((Claim(value=value, evidence=evidence, confidence=_CERTAIN),))
        if row.out(value) != raw[row.name] or row.name in _aliases(table):
            custom.append((f"{prefix}:{row.name}", _dump(raw[row.name])))
    custom += [(f"{prefix}:{name}", _dump(value)) for name, value in raw.items() if name not in consumed]
    if inner:
        own["container"] = Record(type="", **inner)
    return Record(**own, custom=tuple(custom))


def encode(record: Record, table: tuple[Row, ...], prefix: str) -> dict[str, Any]:
    """What the format says of `record`: accepted values by the rows, kept leftovers, kept spellings."""
    kept = _kept(record, f"{prefix}:")
    rows = _by_name(table)
    of_held = _rows_of(table, frozenset(_held(record)))
    values = {row.path: field_at(record, row.path).value for row in of_held}
    made: dict[str, Any] = {}
    for name, raw in kept.items():  # the source's own spelling, where it still means the same
        if (
            name in rows
            and (value := values.get(rows[name].path)) is not None
            and rows[name].into(raw) == value
        ):
            made[name] = raw
            values[rows[name].path] = None
    for row in of_held:
        if (value := values[row.path]) is not None and row.name not in made:
            made[row.name] = row.out(value)
            values[row.path] = None
    for (
        name,
        raw,
    ) in kept.items():  # what no row knows, or could not read: verbatim, unless it was replaced or taken out
        if name not in made and (name not in rows or rows[name].into(raw) is None):
            made[name] = raw
    for name, raw in _kept(record, f"{prefix}+:").items():
        made.setdefault(name, raw)
    places = _places(table)
    return {name: made[name] for name in sorted(made, key=lambda name: places.get(name, len(places)))}


def _kept(record: Record, prefix: str) -> dict[str, Any]:
    return {name[len(prefix) :]: json.loads(text) for name, text in record.custom if name.startswith(prefix)}


@cache
def _by_name(table: tuple[Row, ...]) -> Mapping[str, Row]:
    return {row.name: row for row in table}


@lru_cache(maxsize=1024)
def _rows_of(table: tuple[Row, ...], held: frozenset[str]) -> tuple[Row, ...]:
    """The rows whose paths hold a value; records of one file have few such shapes."""
    return tuple(row for row in table if row.path in held)


@cache
def _places(table: tuple[Row, ...]) -> Mapping[str, int]:
    """Where in the format's order each name stands."""
    return {name: place for place, name in enumerate(_by_name(table))}


@cache
def _aliases(table: tuple[Row, ...]) -> frozenset[str]:
    """The names that are a second word for a path: written only where the source used them."""
    seen: set[str] = set()
    second: set[str] = set()
    for row in table:
        (second if row.path in seen else seen).add(row.name if row.path in seen else row.path)
    return frozenset(second)


def uncovered(record: Record, table: tuple[Row, ...]) -> tuple[str, ...]:
    """The paths that hold a value and that no row of the table can write, in the model's order."""
    return uncovered_by(record, frozenset(row.path for row in table))


def uncovered_by(record: Record, paths: frozenset[str]) -> tuple[str, ...]:
    """The paths that hold a value and are not among `paths`: what a format by another way than a table leaves out."""
    return tuple(path for path in _held(record) if path not in paths)


def _held(record: Record, before: str = "") -> list[str]:
    """The paths that hold a claim, in the order of the model, where the container stands before all variables."""
    inner = _held(record.container, before + "container.") if record.container is not None else []
    return inner + [before + name for name in record.held()]


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=False)
