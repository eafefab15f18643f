"""What CSL has no word for, under `custom.refplug` of an item: other scripts, calendars, understood keywords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from refplug.model import Calendar, Claim, Evidence, Field, Name, Record, Term

__all__ = ["NAME_PARTS", "ours", "with_ours"]

NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")


def ours(record: Record) -> dict[str, Any]:
    """What CSL has no word for: variants of title and names with their tags, calendars, understood terms."""
    made: dict[str, Any] = {}
    own = record.language.value
    variants = [{"value": c.value, "language": c.language or own} for c in record.title if c.language or own]
    if len(record.title.claims) > 1 and len(variants) > 1:
        made["title"] = variants
    if record.is_title_devised:
        made["title-devised"] = True
    if (issued := record.issued.value) and issued.printed and issued.calendar is not Calendar.GREGORIAN:
        made["issued"] = {"printed": issued.printed, "calendar": str(issued.calendar)}
    if (creators := record.author.value) and any(creator.variants for creator in creators):
        made["author"] = [[_name_out(name) for name in creator.variants] for creator in creators]
    if terms := [
        _term_out(term) for term in record.keyword.value or () if term.text != term.printed or term.gloss
    ]:
        made["keyword"] = terms
    return made


def _name_out(name: Name) -> dict[str, str]:
    parts = {part: getattr(name, part.replace("-", "_")) for part in (*NAME_PARTS, "language")}
    return {part: text for part, text in parts.items() if text}


def _term_out(term: Term) -> dict[str, str]:
    made = {"text": term.text, "printed": term.printed, "script": term.script, "gloss": term.gloss}
    return {name: text for name, text in made.items() if text}


def with_ours(record: Record, kept: Mapping[str, Any], evidence: Evidence) -> Record:
    """The record with what `ours` had put aside; members of a shape we did not write are passed over."""
    changes: dict[str, Any] = {"is_title_devised": kept.get("title-devised") is True}
    titles = [one for one in _objects(kept.get("title")) if isinstance(one.get("value"), str)]
    if titles:
        claims = (
            Claim(value=one["value"], evidence=evidence, confidence=1.0, language=one.get("language"))
            for one in titles
        )
        by_value = {claim.value: claim for claim in claims}
        first = by_value.pop(record.title.value or "", None) or record.title.accepted
        if first is not None:
            changes["title"] = Field((first, *by_value.values()))
    date, printed = record.issued.value, kept.get("issued")
    if date and isinstance(printed, Mapping) and isinstance(printed.get("printed"), str):
        calendar = printed.get("calendar")
        known = Calendar(calendar) if calendar in set(Calendar) else Calendar.GREGORIAN
        value = replace(date, printed=printed["printed"], calendar=known)
        changes["issued"] = Field((Claim(value=value, evidence=evidence, confidence=1.0),))
    variants = kept.get("author")
    if (creators := record.author.value) and isinstance(variants, list) and len(variants) == len(creators):
        grown = tuple(
            replace(one, variants=tuple(filter(None, map(_name_of, _objects(names)))))
            for one, names in zip(creators, variants, strict=True)
        )
        changes["author"] = Field((Claim(value=grown, evidence=evidence, confidence=1.0),))
    return replace(record, **changes)


def _objects(raw: Any) -> list[Mapping[str, Any]]:
    return [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, list) else []


def _name_of(raw: Mapping[str, Any]) -> Name | None:
    parts = {
        part.replace("-", "_"): raw[part]
        for part in (*NAME_PARTS, "language")
        if isinstance(raw.get(part), str)
    }
    return Name(**parts) or None
