"""Retractions, corrections and relations: what Crossref says has happened to a work, in both directions.

An article carries `updated-by`; the notice carries `update-to`. Some publishers put `update-to` with the record's
own DOI on the article itself: such a record is no notice, its update is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from refplug.model import Record

__all__ = [
    "GRAVE",
    "Update",
    "custom_updates",
    "notice_about",
    "registered_doi",
    "relations_of",
    "targets_of",
    "updates_of",
]

GRAVE = frozenset({"retraction", "withdrawal", "removal", "partial_retraction", "expression_of_concern"})
_SAME = {
    "err": "erratum",
    "corrigendum": "correction",
    "correction": "correction",
    "retraction-notice": "retraction",
    "expression-of-concern": "expression_of_concern",
    "concern": "expression_of_concern",
    "withdrawn": "withdrawal",
    "partial-retraction": "partial_retraction",
}
_TITLE = re.compile(
    r"^\W{0,3}(retracted|withdrawn|removed|retraction|expression of concern)\b(?:\s+(?:article|paper|chapter))?\s*[:\]\-–—]",
    re.IGNORECASE,
)
_FROM_TITLE = {"retracted": "retraction", "withdrawn": "withdrawal", "removed": "removal"}


@dataclass(frozen=True, slots=True, order=True)
class Update:
    """One thing that happened to a work: its kind, the DOI of the notice, its date, who reported it."""

    kind: str
    doi: str
    date: str = ""
    source: str = ""

    @property
    def is_grave(self) -> bool:
        """Whether the work must not be cited as if nothing had happened."""
        return self.kind in GRAVE

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.doi.replace(" ", "%20"), self.date, self.source)))


_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9})*/.{1,2000}", re.DOTALL)


def registered_doi(value: object) -> str | None:
    """A DOI out of a record, in lower case and whole: what is registered may end in a stop or hold a blank.

    >>> registered_doi("10.17070/AEAAS.2014.12.36."), registered_doi("10.1371\\\\/journal.x"), registered_doi(7)
    ('10.17070/aeaas.2014.12.36.', '10.1371/journal.x', None)
    """
    if not isinstance(value, str):
        return None
    doi = value.strip().replace("\\/", "/").lower()
    return doi if _DOI.fullmatch(doi) else None


def custom_updates(message: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The updates and relations of a message as `custom` pairs of a record, in a stable order."""
    own = registered_doi(message.get("DOI"))
    found: list[tuple[str, str]] = []
    for member, key in (("updated-by", "crossref:updated-by"), ("update-to", "crossref:update-to")):
        for update in _updates(message.get(member)):
            name = "crossref:updated-by" if update.doi == own else key
            found.append((name, str(update)))
    relations = message.get("relation")
    for kind, targets in sorted(relations.items()) if isinstance(relations, dict) else ():
        for target in targets if isinstance(targets, list) else ():
            identifier = target.get("id") if isinstance(target, dict) else None
            if isinstance(identifier, str) and identifier.strip():
                found.append(("crossref:relation", f"{kind} {identifier.strip()}"))
    return tuple(dict.fromkeys(found))


def targets_of(message: Mapping[str, Any]) -> set[str]:
    """The DOIs of the works that a message is a notice about; its own is none of them."""
    own = registered_doi(message.get("DOI"))
    return {update.doi for update in _updates(message.get("update-to"))} - {own or ""}


def _updates(value: object) -> Iterator[Update]:
    for one in value if isinstance(value, list) else ():
        doi = registered_doi(one.get("DOI")) if isinstance(one, dict) else None
        if doi is None:
            continue
        kind = str(one.get("type") or "update").strip().lower().replace(" ", "_")
        parts = one["updated"].get("date-parts") if isinstance(one.get("updated"), dict) else None
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        date = "-".join(f"{part:02d}" for part in first if isinstance(part, int))
        source = one.get("source") if isinstance(one.get("source"), str) else ""
        yield Update(_SAME.get(kind, kind), doi, date, str(source or "").replace(" ", "-"))


def updates_of(record: Record) -> tuple[Update, ...]:
    """What has happened to the work, by its own record: `updated-by`, and the prefix that publishers put before titles."""
    found = [_parsed(value) for key, value in record.custom if key == "crossref:updated-by"]
    prefix = _TITLE.match(record.title.value or "")
    if prefix and not notice_about(record):
        kind = _FROM_TITLE.get(prefix.group(1).lower())
        if kind and not any(update.kind == kind for update in found):
            found.append(Update(kind, record.doi.value or "", "", "title"))
    return tuple(sorted(set(found)))


def notice_about(record: Record) -> tuple[Update, ...]:
    """The works that this record is a notice about; empty for an ordinary work."""
    return tuple(_parsed(value) for key, value in record.custom if key == "crossref:update-to")


def relations_of(record: Record) -> tuple[tuple[str, str], ...]:
    """Kind and identifier of each related work: `has-preprint`, `is-version-of`, ..."""
    pairs = (value.partition(" ") for key, value in record.custom if key == "crossref:relation")
    return tuple((kind, identifier) for kind, _, identifier in pairs)


def _parsed(value: str) -> Update:
    kind, _, rest = value.partition(" ")
    doi, *more = rest.split(" ")
    date = next((one for one in more if re.match(r"\d{4}", one)), "")
    source = next((one for one in more if one != date), "")
    return Update(kind, doi.replace("%20", " "), date, source)
