"""What a record holds that its BibTeX entry does not: one notice per loss."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from refplug.formats.bibtex.describe import THESIS_WORDS
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


def losses(record: Record, fields: frozenset[str], options: WriteOptions, number: int) -> Iterator[Notice]:
    """A notice for each variable with a value that the fields of these names do not show; `number` counts records."""
    for attribute in _lost(record.held(), fields):
        if attribute == "abstract" and not options.with_abstract:
            continue
        if attribute == "genre" and (record.genre.value or "").lower() in THESIS_WORDS:
            continue  # the type of the entry says so
        if attribute == "status" and ("bibtex:year", record.status.value) in record.custom:
            continue  # its year says so
        said = f"{record.citekey}: BibTeX has no field for {csl_name(attribute)} in this kind of entry; it is left out"
        yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
    for attribute in ("title", "publisher"):
        if _has_other_spelling(getattr(record, attribute)):
            said = f"{record.citekey}: BibTeX holds one spelling of a {attribute}; the others are left out"
            yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
    for creator_field in ("author", "editor", "translator"):
        for person in getattr(record, creator_field).value or ():
            if person.variants:
                said = f"{record.citekey}: BibTeX holds one spelling of a name; others of {creator_field} are left out"
                yield Notice(code="loss", message=said, severity=Severity.INFO, record=number)
                break


@lru_cache(maxsize=4096)
def _lost(held: tuple[str, ...], fields: frozenset[str]) -> tuple[str, ...]:
    """The variables among `held` that fields of these names do not show."""
    shown = {rule.attribute for rule in FIELDS if rule.bibtex in fields or rule.biblatex in fields}
    shown |= {attribute for attribute, name, _ in NAME_FIELDS if name in fields}
    shown |= {"collection_title"} if "series" in fields else set()
    return tuple(attribute for attribute in held if attribute not in shown and attribute not in _ELSEWHERE)


def _has_other_spelling(field: Field[str]) -> bool:
    """Whether there is the same in another language or script than what is written."""
    if len(field.claims) < 2:
        return False
    script = script_of(field.value or "")
    return any(
        claim.value != field.value and (claim.language or script_of(claim.value) not in (None, script))
        for claim in field.claims[1:]
    )
