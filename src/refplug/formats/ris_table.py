"""What the tags of RIS mean: the table of `refplug.formats.ris`, and how each value is read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.formats.bibtex.languages import language_tag
from refplug.formats.losses import has_unnamed, is_unnamed
from refplug.formats.marc.codes import LANGUAGE_TAGS
from refplug.mapping import Row
from refplug.model import Creator, Name, PartialDate, Record, Term, parse_doi

__all__ = ["TABLE", "losses", "one_text"]

_SCRIPT = re.compile("[\u0620-\u06ff][^A-Za-z]*$")


def one_text(raw: list[str]) -> str | None:
    """The text of a tag that stands once; None where it is empty or repeated."""
    return raw[0] if len(raw) == 1 and raw[0] else None


def _one(value: str) -> list[str]:
    return [value]


def _names(raw: list[str]) -> tuple[Creator, ...] | None:
    return tuple(Creator(name=_name(one)) for one in raw if one.strip()) or None


def _name(text: str) -> Name:
    """`Family, Given, Suffix`; without a comma the name is not parted. Persian and Arabic databases write their own comma.

    >>> _name("الصدر، محمد باقر").family, _name("Brill, E. J.").given, _name("UNESCO، Paris").literal
    ('الصدر', 'E. J.', 'UNESCO، Paris')
    """
    family, *rest = (part.strip() for part in re.split("[,،]" if _SCRIPT.match(text.strip()) else ",", text))
    if not rest:
        return Name(literal=family)
    return Name(family=family, given=rest[0], suffix=rest[1] if len(rest) > 1 else "")


def _names_out(creators: tuple[Creator, ...]) -> list[str]:
    return [creator.name.inverted() for creator in creators if not is_unnamed(creator)]


def _language(raw: list[str]) -> str | None:
    """The tag of a language, which databases write by its name or its code of ISO 639-2; else what is written.

    >>> _language(["Persian"]), _language(["per"]), _language(["fa-IR"]), _language(["Klingon"])
    ('fa', 'fa', 'fa-IR', 'Klingon')
    """
    said = one_text(raw)
    return said and (language_tag(said) or LANGUAGE_TAGS.get(said.strip().lower()) or said)


def _date(raw: list[str]) -> PartialDate | None:
    if len(raw) != 1:
        return None
    found = re.fullmatch(r"\s*(\d{4})(?:/(\d{1,2})?(?:/(\d{1,2})?(?:/.*)?)?)?\s*", raw[0])
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        return None
    return PartialDate(year=year, month=month, day=day if month else None)


def _date_out(date: PartialDate) -> list[str]:
    return (
        [f"{date.year:04d}/{date.month:02d}/{f'{date.day:02d}' if date.day else ''}"]
        if date.month
        else [f"{date.year:04d}"]
    )


def losses(record: Record) -> Iterator[str]:
    """What of dates and names RIS cannot say."""
    dates = (record.issued.value, record.accessed.value)
    if any(date and (date.end or date.circa) for date in dates):
        yield "range or circa of a date"
    if has_unnamed(record):
        yield "et al."


def _doi(raw: list[str]) -> str | None:
    return parse_doi(raw[0], is_field=True) if len(raw) == 1 else None


def _keywords(raw: list[str]) -> tuple[Term, ...] | None:
    return tuple(Term(printed=one) for one in raw if one) or None


def _keywords_out(terms: tuple[Term, ...]) -> list[str]:
    return [term.text for term in terms]


TABLE: tuple[Row, ...] = (
    Row("title", "TI", one_text, _one),
    Row("author", "AU", _names, _names_out),
    Row("editor", "A2", _names, _names_out),
    Row("translator", "A4", _names, _names_out),
    Row("collection_editor", "A3", _names, _names_out),
    Row("issued", "DA", _date, _date_out, "DA has month and day, PY the year alone"),
    Row("container.title", "T2", one_text, _one),
    Row("container.title_short", "J2", one_text, _one),
    Row("collection_title", "T3", one_text, _one),
    Row("title_short", "ST", one_text, _one),
    Row("volume", "VL", one_text, _one),
    Row("issue", "IS", one_text, _one),
    Row("page", "SP", one_text, _one),
    Row("edition", "ET", one_text, _one),
    Row("number", "M1", one_text, _one),
    Row("genre", "M3", one_text, _one),
    Row("publisher", "PB", one_text, _one),
    Row("publisher_place", "CY", one_text, _one),
    Row("doi", "DO", _doi, _one),
    Row("url", "UR", one_text, _one),
    Row("issn", "SN", one_text, _one, "SN is ISSN or ISBN by type of work: _after_reading"),
    Row("language", "LA", _language, _one),
    Row("accessed", "Y2", _date, _date_out),
    Row("number_of_volumes", "NV", one_text, _one),
    Row("call_number", "CN", one_text, _one),
    Row("archive", "DB", one_text, _one),
    Row("abstract", "AB", one_text, _one),
    Row("note", "N1", one_text, _one),
    Row("keyword", "KW", _keywords, _keywords_out),
    Row("title", "T1", one_text, _one, "EndNote and older exports"),
    Row("author", "A1", _names, _names_out, "EndNote and older exports"),
    Row("issued", "PY", _date, _date_out),
    Row("issued", "Y1", _date, _date_out, "EndNote and older exports"),
    Row("container.title", "JO", one_text, _one),
    Row("container.title", "JF", one_text, _one),
    Row("container.title", "BT", one_text, _one),
    Row("container.title_short", "JA", one_text, _one),
    Row("abstract", "N2", one_text, _one),
    Row("url", "L2", one_text, _one),
)
