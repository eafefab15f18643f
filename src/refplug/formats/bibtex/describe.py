"""One record as the fields of its entry: names, titles, dates and the rest, each in the source that all programs read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from refplug.formats.bibtex.creators import names_source
from refplug.formats.bibtex.datamodel import may_hold
from refplug.formats.bibtex.escape import (
    printable,
    text_source,
    typeset,
    verbatim_source,
)
from refplug.formats.bibtex.fields import (
    CSL_TYPES,
    KEPT_BY_TYPE,
    NAME_FIELDS,
)
from refplug.formats.bibtex.languages import babel_name
from refplug.formats.bibtex.slots import SAID_WITHOUT_FIELD, Slot, plan
from refplug.formats.bibtex.sortkeys import sort_key
from refplug.formats.bibtex.types import entry_type as choose_type
from refplug.formats.bibtex.types import has_author_and_editor
from refplug.model import EMPTY, Creator, Field, OriginKind, PartialDate, Record
from refplug.ports import WriteOptions

__all__ = ["MONTH_MACROS", "THESIS_WORDS", "entry_fields"]

MONTH_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DEVISED_NOTE = "Title devised from the keywords; the work prints none."
_KEYWORD_BREAK = re.compile(r"\s*[,;،؛]\s*")
_DEVISED_OF_NOTHING = "Title devised; the work prints none."
THESIS_WORDS = frozenset(
    (
        "phd thesis",
        "phdthesis",
        "master's thesis",
        "mathesis",
        "mastersthesis",
        "doctoral dissertation",
        "dissertation",
    )
)
_EDITED = frozenset("book inbook proceedings collection mvbook reference periodical mvcollection".split())
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}


def entry_fields(record: Record, options: WriteOptions) -> tuple[str, list[tuple[str, str]]]:
    """The entry type, and the fields with their source (what stands between the braces), in the order of writing."""
    entry_type = choose_type(record, options.variant)
    fields = _names(record, entry_type, options)
    _describe(fields, record, entry_type, options)
    if record.pmid and "eprint" not in fields and "pmid" not in fields:
        fields |= {"eprint": verbatim_source("eprint", record.pmid.value or ""), "eprinttype": "pubmed"}
    fields |= _keywords(record)
    fields |= _language(record)
    fields |= _key(record, entry_type, fields)
    fields |= _kept(record, entry_type, fields)
    return entry_type, [(name, source) for name, source in fields.items() if source]


def _names(record: Record, entry_type: str, options: WriteOptions) -> dict[str, str]:
    fields: dict[str, str] = {}
    for attribute, name, where in NAME_FIELDS:
        holder = record if where == "self" else record.container
        field: Field[tuple[Creator, ...]] = getattr(holder, attribute) if holder is not None else EMPTY
        if not field.claims and attribute == "editor" and record.container is not None:
            field = record.container.editor
        if not field.claims or not field.claims[0].value:
            continue
        is_theirs = _is_from_bib(field)
        if not (is_theirs or may_hold(entry_type, name)):
            continue
        role = "collaborator"
        if (
            attribute == "editor"
            and options.variant == "bibtex"
            and not is_theirs
            and has_author_and_editor(record, entry_type)
        ):
            name, role = "editora", "editor"
        source = names_source(field.claims[0].value)
        fields[name] = source if is_theirs else typeset(source)
        if name == "editora":
            fields["editoratype"] = role
    return fields


def _describe(fields: dict[str, str], record: Record, entry_type: str, options: WriteOptions) -> None:
    is_biblatex = options.variant == "biblatex"
    homes = _homes(record)
    held = tuple((place, home.held()) for place, home in homes.items())
    before, behind = plan(entry_type, is_biblatex, held)
    done: set[str] = set()
    _fill(fields, before, homes, entry_type, options, done)
    fields |= _dates(record, entry_type, is_biblatex)
    _fill(fields, behind, homes, entry_type, options, done)


def _homes(record: Record) -> dict[str, Record]:
    """The records that the rules speak of, and the innermost container whatever it is."""
    homes = {"self": record}
    if (inner := record.container) is not None:
        homes["inner"] = inner
        if inner.type != "collection":
            homes["container"] = inner
    if (series := _series(record)) is not None:
        homes["series"] = series
    return homes


def _fill(
    fields: dict[str, str],
    slots: Iterable[Slot],
    homes: dict[str, Record],
    entry_type: str,
    options: WriteOptions,
    done: set[str],
) -> None:
    """The fields of these places, where each variable is said once and each name used once."""
    for slot in slots:
        if slot.name in fields or slot.place in done:
            continue
        if slot.attribute == "abstract" and not options.with_abstract:
            continue
        field: Field[str] | None = getattr(homes[slot.holder], slot.attribute) if slot.holder else None
        value = field.claims[0].value if field is not None else None
        if slot.attribute in SAID_WITHOUT_FIELD:
            value = _said(slot, field, homes["self"], entry_type, is_biblatex=options.variant == "biblatex")
        if not value:
            continue
        is_theirs = _is_from_bib(field)
        if is_theirs or slot.is_allowed:
            fields[slot.name] = slot.write(value if is_theirs or slot.is_literal else typeset(value))
            done.add(slot.place)


def _said(
    slot: Slot, field: Field[str] | None, record: Record, entry_type: str, *, is_biblatex: bool
) -> str | None:
    """What a note or a genre says: a devised title has a note, a thesis in BibLaTeX a type."""
    value = field.value if field else None
    if slot.attribute == "note":
        return _note(record, value)
    if slot.attribute == "genre":
        if (
            value
            and entry_type in ("phdthesis", "mastersthesis")
            and value.lower() in THESIS_WORDS
            and not _is_from_bib(field)
        ):
            return None
        if not value and slot.name == "type" and is_biblatex:  # the data model demands one
            return {"thesis": "phdthesis", "report": "Report"}.get(entry_type)
    return value


def _is_from_bib(field: Field[Any] | None) -> bool:
    """Whether a value stood in a .bib file: then it goes back whatever the data model says."""
    if field is None or not field.claims:
        return False
    origin = field.claims[0].evidence.origin
    return origin.kind is OriginKind.FILE and _is_bib(origin.name)


@lru_cache(maxsize=64)
def _is_bib(file: str) -> bool:
    return file.lower().endswith((".bib", ".bibtex"))


def _series(record: Record) -> Record | None:
    """The series: a container of its own, or only its title, as catalogues and Zotero give it."""
    container = record.container
    while container is not None and container.type != "collection":
        container = container.container
    if container is None and record.collection_title:
        return Record(type="collection", title=record.collection_title)
    return container


def _note(record: Record, value: str | None) -> str | None:
    if not record.is_title_devised or (value and (_DEVISED_NOTE in value or _DEVISED_OF_NOTHING in value)):
        return value
    said = _DEVISED_NOTE if record.keyword else _DEVISED_OF_NOTHING
    return f"{value} {said}" if value else said


def _dates(record: Record, entry_type: str, is_biblatex: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    issued = record.issued.value
    if issued:
        found |= _date("date", issued) if is_biblatex else _year_month(issued)
    for attribute, name in (
        ("accessed", "urldate"),
        ("event_date", "eventdate"),
        ("original_date", "origdate"),
    ):
        field = getattr(record, attribute)
        if field.claims and (may_hold(entry_type, name) or _is_from_bib(field)):
            found |= _date(name, field.value)
    return found


def _year_month(date: PartialDate) -> dict[str, str]:
    """`year`, `month` and `day`, which BibTeX prints and biber reads as one date; a range goes to `date` besides."""
    if date.year < 0:
        return {"date": date.edtf()}
    found = {"year": f"{date.year:04d}"}
    if date.end is not None or date.circa:
        return found | {"date": date.edtf()}
    if date.month is not None and 1 <= date.month <= 12:
        found["month"] = MONTH_MACROS[date.month - 1]
        if date.day is not None:
            found["day"] = str(date.day)
    return found


def _date(name: str, date: PartialDate) -> dict[str, str]:
    return {name: date.edtf()}


def _keywords(record: Record) -> dict[str, str]:
    terms = record.keyword.value
    if not terms:
        return {}
    words = [_KEYWORD_BREAK.sub(" – ", printable(term.text)) for term in terms]
    return {"keywords": ", ".join(text_source(word) for word in dict.fromkeys(words) if word)}


def _language(record: Record) -> dict[str, str]:
    tag = record.language.value
    # langid would set a romanized title from right to left, with the hyphens of its language
    name = "language" if "-Latn" in (record.title.language or "") else "langid"
    return {name: babel_name(tag)} if tag else {}


def _key(record: Record, entry_type: str, fields: dict[str, str]) -> dict[str, str]:
    """`key`: what BibTeX styles sort and label by where nobody is named; else plain.bst warns."""
    if fields.keys() & {"author", "key"} or ("editor" in fields and entry_type in _EDITED):
        return {}
    return {} if "bibtex:key" in dict(record.custom) else {"key": sort_key(record)}


def _kept(record: Record, entry_type: str, fields: dict[str, str]) -> dict[str, str]:
    """What a .bib said and CSL has no word for, as it stood there; `entrysubtype` for kinds of article."""
    found = {}
    for name, value in record.custom:
        if name.startswith("bibtex:") and name != "bibtex:type" and name[7:] not in fields:
            found[name[7:]] = value
    if found.get("year") == fields.get("pubstate"):  # said once, where the .bib says it
        fields.pop("pubstate", None)
    is_lost = CSL_TYPES.get(entry_type, "document") != record.type and record.type in KEPT_BY_TYPE
    if is_lost and "entrysubtype" not in found and "bibtex:type" not in dict(record.custom):
        found["entrysubtype"] = _SUBTYPES.get(record.type, record.type)
    return found
