"""The CSL-JSON that Zotero imports without loss: lines for Extra in `note`, `al-` inside the family name.

What its importer keeps was measured on the program (research on Zotero 10): `citation-key` and `note` arrive, `custom`,
`keyword` and `non-dropping-particle` do not. The `cne-` lines are those of the plug-in cite-non-english; `original-title` is
never used, since styles print it as "originally published as".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    """What Zotero keeps in Extra: other spellings of title and names, the printed form of a date."""
    accepted = record.title.language or ""
    for claim in record.title.claims[1:]:
        kind = _kind(claim.language or "")
        if kind:
            yield f"cne-title-{kind}: {_one_line(claim.value)}"
    if "-Latn" in accepted and len(record.title.claims) > 1:
        yield f"cne-title-romanized: {_one_line(record.title.value or '')}"
    for number, creator in enumerate(record.author.value or ()):
        for name in creator.variants:
            kind = _kind(name.language or "") or "original"
            for part, text in (("last", name.full_family or name.literal), ("first", name.given)):
                if text:
                    yield f"cne-creator-{number}-{part}-{kind}: {_one_line(text)}"
    issued = record.issued.value
    if issued and issued.printed and issued.calendar is not Calendar.GREGORIAN:
        yield f"date-printed: {_one_line(issued.printed)} ({issued.calendar})"


def _kind(language: str) -> str:
    if "-Latn" in language:
        return "romanized"
    primary = language.split("-")[0]
    return "english" if primary == "en" else "original" if primary else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def losses(record: Record, number: int) -> Iterator[Notice]:
    """What even this form cannot carry into Zotero."""
    if record.keyword:
        message = f"Zotero's importer drops keywords of CSL-JSON; '{record.citekey}' gets none (push sends them as tags)"
        yield Notice(code="zotero-no-tags", message=message, severity=Severity.INFO, record=number)
