"""The CSL-JSON that Zotero imports without loss: lines for Extra in `note`, `al-` inside the family name.

What its importer keeps was measured on the program (research on Zotero 10): `citation-key` and `note` arrive, `custom`,
`keyword` and `non-dropping-particle` do not. The lines are those of the Zotero sink (`refplug.extra`); `original-title` is
never used for a title's own script, since styles print it as "originally published as".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from refplug.extra import date_line, spelling_lines
from refplug.model import Calendar, Notice, Record, Severity

__all__ = ["for_zotero", "lines_for_extra", "losses"]


def for_zotero(item: dict[str, Any], record: Record) -> dict[str, Any]:
    """The item as Zotero wants it; the record gives what the item has no word for."""
    made = {name: value for name, value in item.items() if name not in ("custom", "keyword")}
    made["citation-key"] = str(item["id"])
    for name, value in made.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            made[name] = [_joined(person) for person in value]
    lines = list(lines_for_extra(record))
    if lines:
        made["note"] = "\n".join([*([item["note"]] if item.get("note") else []), *lines])
    return made


def _joined(person: dict[str, str]) -> dict[str, str]:
    particle = person.get("non-dropping-particle", "")
    kept = {part: text for part, text in person.items() if part != "non-dropping-particle"}
    if particle:
        gap = "" if particle.endswith("-") else " "
        kept["family"] = f"{particle}{gap}{person.get('family', '')}"
    return kept


def lines_for_extra(record: Record) -> Iterator[str]:
    """What Zotero keeps in Extra: other spellings of title and names, the printed form of a date.

    The importer makes the authors the first creators, so their numbers are those of the item.
    """
    for name, value in spelling_lines(record, record.author.value or ()):
        yield f"{name}: {value}"
    issued = record.issued.value
    if issued and issued.calendar is not Calendar.GREGORIAN and (line := date_line(issued)):
        yield f"{line[0]}: {line[1]}"


def losses(record: Record, number: int) -> Iterator[Notice]:
    """What even this form cannot carry into Zotero."""
    if record.keyword:
        message = f"Zotero's importer drops keywords of CSL-JSON; '{record.citekey}' gets none (push sends them as tags)"
        yield Notice(code="zotero-no-tags", message=message, severity=Severity.INFO, record=number)
