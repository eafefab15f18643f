"""What a record holds that its BibTeX entry does not: one notice per loss."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from refplug.formats.bibtex.describe import THESIS_WORDS
from refplug.formats.bibtex.fields import FIELDS, NAME_FIELDS
from refplug.model import Notice, Record, Severity
from refplug.model.record import csl_name
from refplug.ports import WriteOptions

__all__ = ["losses"]

_ELSEWHERE = {
    "title",
    "keyword",
    "language",
    "issued",
    "accessed",
    "event_date",
    "original_date",
    "pmid",
    "source",
}


def losses(record: Record, fields: dict[str, str], options: WriteOptions, number: int) -> Iterator[Notice]:
    """A notice for each variable with a value that `fields` (name → source) does not show; `number` counts records."""
    held: frozenset[str] | None = None
    for attribute in record.held():
        if attribute in _ELSEWHERE:
            continue
        held = _held(frozenset(fields)) if held is None else held
        if attribute in held:
            continue
        if attribute == "abstract" and not options.with_abstract:
            continue
        if attribute == "genre" and (record.genre.value or "").lower() in THESIS_WORDS:
            continue  # the type of the entry says so
        said = f"{record.citekey}: BibTeX has no field for {csl_name(attribute)} in this kind of entry; it is left out"
        yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
    if any(claim.value != record.title.value and claim.language for claim in record.title.claims[1:]):
        said = f"{record.citekey}: BibTeX holds one spelling of a title; the others are left out"
        yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
    for creator_field in ("author", "editor", "translator"):
        people = getattr(record, creator_field).value or ()
        if any(person.variants for person in people):
            said = f"{record.citekey}: BibTeX holds one spelling of a name; others of {creator_field} are left out"
            yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)


@lru_cache(maxsize=1024)
def _held(fields: frozenset[str]) -> frozenset[str]:
    """The variables that fields of these names show."""
    rules = frozenset(rule.attribute for rule in FIELDS if rule.bibtex in fields or rule.biblatex in fields)
    return rules | {attribute for attribute, name, _ in NAME_FIELDS if name in fields}
