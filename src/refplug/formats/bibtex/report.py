"""What a record holds that its BibTeX entry does not: one notice per loss."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from refplug.formats.bibtex.fields import FIELDS, NAME_FIELDS
from refplug.model import Field, Notice, Record, Severity
from refplug.model.record import csl_name
from refplug.ports import WriteOptions
from refplug.text.languages import script_of

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
        said = f"{record.citekey}: BibTeX has no field for {csl_name(attribute)} in this kind of entry; it is left out"
        yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
    for attribute in ("title", "publisher"):
        if _has_other_spelling(getattr(record, attribute)):
            said = f"{record.citekey}: BibTeX holds one spelling of a {attribute}; the others are left out"
            yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
    for creator_field in ("author", "editor", "translator"):
        people = getattr(record, creator_field).value or ()
        if any(person.variants for person in people):
            said = f"{record.citekey}: BibTeX holds one spelling of a name; others of {creator_field} are left out"
            yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)


def _has_other_spelling(field: Field[str]) -> bool:
    """Whether there is the same in another language or script than what is written."""
    script = script_of(field.value or "")
    return any(
        claim.value != field.value and (claim.language or script_of(claim.value) not in (None, script))
        for claim in field.claims[1:]
    )


@lru_cache(maxsize=1024)
def _held(fields: frozenset[str]) -> frozenset[str]:
    """The variables that fields of these names show."""
    rules = frozenset(rule.attribute for rule in FIELDS if rule.bibtex in fields or rule.biblatex in fields)
    return rules | {attribute for attribute, name, _ in NAME_FIELDS if name in fields}
