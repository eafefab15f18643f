"""Who said what about the fields of an entry that sources have spoken on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from refplug.model import EMPTY, Claim, Field, Record
from refplug.model.record import VARIABLES

__all__ = ["CONTAINER_FIELDS", "VARIABLE_OF", "claims_about", "joined"]

# BibTeX field -> attribute of the record, where the names differ; of its container.
VARIABLE_OF = {
    "pages": "page",
    "number": "issue",
    "year": "issued",
    "date": "issued",
    "school": "publisher",
    "institution": "publisher",
    "address": "publisher_place",
    "location": "publisher_place",
}
CONTAINER_FIELDS = {"journal": "title", "journaltitle": "title", "booktitle": "title", "issn": "issn"}


def claims_about(mine: Record, theirs: Record, names: Iterable[str], written: Iterable[str]) -> Record:
    """A record that holds the claims of both sides about the BibTeX fields `names`, and nothing else.

    Accepted is what stands in the file afterwards: theirs in the fields that were `written`, else the file's own.
    """
    changed = set(written)
    own: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for name in sorted(names):
        attribute = CONTAINER_FIELDS.get(name)
        if attribute is not None and theirs.container is not None:
            here = getattr(mine.container, attribute) if mine.container else EMPTY
            inner[attribute] = _both(here, getattr(theirs.container, attribute), name in changed)
            continue
        attribute = VARIABLE_OF.get(name, name)
        if attribute in VARIABLES:
            own[attribute] = _both(getattr(mine, attribute), getattr(theirs, attribute), name in changed)
    container = Record(type="", **inner) if inner else None
    return Record(citekey=mine.citekey, type=mine.type, container=container, **own)


def _both(mine: Field[Any], theirs: Field[Any], is_written: bool) -> Field[Any]:
    both = mine.add(*theirs)
    accepted: Claim[Any] | None = theirs.accepted if is_written else mine.accepted
    return both.accept(accepted) if accepted else both


def joined(before: Record | None, now: Record) -> Record:
    """What was said before with what is said now, which stands first."""
    if before is None:
        return now
    changes: dict[str, Any] = {}
    for item in fields(Record):
        said = getattr(now, item.name)
        if isinstance(said, Field) and said:
            changes[item.name] = Field(
                said.claims + tuple(c for c in getattr(before, item.name) if c not in said.claims)
            )
    if now.container is not None:
        changes["container"] = joined(before.container, now.container)
    return replace(before, **changes)
