"""Records as BibTeX that every consumer understands: UTF-8, names and titles braced, nothing a command.

Each rule follows from a measurement over thirteen programs; docs/bibtex.md tells which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.formats.bibtex.citekeys import citekey_for, is_safe
from refplug.formats.bibtex.datamodel import INTEGERS, may_hold
from refplug.formats.bibtex.escape import (
    is_verbatim,
    printable,
    protected,
    text_source,
    typeset,
    verbatim_source,
)
from refplug.formats.bibtex.fields import CSL_TYPES, FIELDS, KEPT_BY_TYPE, NAME_FIELDS, FieldRule, field_name
from refplug.formats.bibtex.languages import babel_name
from refplug.formats.bibtex.names import PARTICLES
from refplug.formats.bibtex.types import entry_type as choose_type
from refplug.formats.bibtex.types import has_author_and_editor
from refplug.model import EMPTY, Creator, Field, Name, Notice, OriginKind, PartialDate, Record
from refplug.ports import WriteOptions, Written

__all__ = ["entry_fields", "entry_text", "names_source", "write"]

_PLAIN_FAMILY = re.compile(r"[^\W\d_]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DEVISED_NOTE = "Title devised from the keywords; the work prints none."


def write(records: Iterable[Record], options: WriteOptions = WriteOptions()) -> Written:  # noqa: B008  frozen
    """Records as one .bib file (UTF-8, NFC, no byte order mark, `\\n`), and a notice for each thing it cannot hold.

    `options.variant` is `biblatex` for BibLaTeX names of fields and types, `bibtex` for the entry types of 1988 alone;
    the default is understood by both, and gives an entry that came from a .bib file its own type back.
    Citekeys that are missing, taken, or unsafe for TeX, Typst or shells are made by `citekey_for`.
    """
    from refplug.formats.bibtex.report import losses

    taken: set[str] = set()
    entries: list[str] = []
    notices: list[Notice] = []
    for number, record in enumerate(records, 1):
        key = record.citekey
        if not is_safe(key) or key.lower() in taken:
            key = citekey_for(record, taken)
            if record.citekey:
                said = f"citekey {record.citekey!r} cannot be used; it is now {key!r}"
                notices.append(Notice(code="citekey-changed", message=said, record=number))
        taken.add(key.lower())
        named = replace(record, citekey=key)
        entry_type, fields = entry_fields(named, options)
        if options.ascii_only:
            fields, lost = _ascii(fields, key, number)
            notices += lost
        entries.append(_lines(entry_type, key, fields))
        notices += losses(named, dict(fields), options, number)
    text = "\n".join(entries)
    if options.engine:
        text, told = _for_engine(text, options.engine)
        notices += told
    return Written(data=text.encode(), notices=tuple(notices))


def _for_engine(text: str, engine: str) -> tuple[str, list[Notice]]:
    """The file with the definitions that an engine needs in front; what it cannot print even so is told."""
    from refplug.formats.bibtex.engines import ENGINES, definition, missing, preamble, report

    if engine not in ENGINES:
        raise RunAborted(
            f"no TeX engine {engine!r} is known; choose from {', '.join(ENGINES)}", ExitCode.USAGE
        )
    told = list(report(text, engine))
    if not ENGINES[engine].takes_definitions:
        return text, told
    lacking = missing(text, engine)
    told = [notice for char, notice in zip(lacking, told, strict=True) if definition(char) is None]
    defined = preamble(text)
    return f"{defined}\n{text}" if defined else text, told


def _ascii(
    fields: list[tuple[str, str]], key: str, number: int
) -> tuple[list[tuple[str, str]], list[Notice]]:
    from refplug.formats.bibtex.ascii import ascii_source

    lost: set[str] = set()
    plain = []
    for name, source in fields:
        text, missing = ascii_source(name, source)
        plain.append((name, text))
        lost |= missing
    if not lost:
        return plain, []
    said = f"{key}: ASCII loses {' '.join(sorted(lost))}; without --ascii they stay"
    return plain, [Notice(code="ascii-loss", message=said, record=number)]


def entry_text(record: Record, options: WriteOptions = WriteOptions()) -> str:  # noqa: B008  frozen
    """One record as a BibTeX entry, ending in a line end; the citekey is the record's."""
    entry_type, fields = entry_fields(record, options)
    return _lines(entry_type, record.citekey, fields)


def _lines(entry_type: str, citekey: str, fields: list[tuple[str, str]]) -> str:
    lines = [f"  {name} = {_delimited(name, source)},\n" for name, source in fields]
    return f"@{entry_type}{{{citekey},\n{''.join(lines)}}}\n"


def _delimited(name: str, source: str) -> str:
    """Months are macros of every style: `month = mar`."""
    return source if name == "month" and source in _MONTHS else f"{{{source}}}"


def entry_fields(record: Record, options: WriteOptions) -> tuple[str, list[tuple[str, str]]]:
    """The entry type, and the fields with their source (what stands between the braces), in the order of writing."""
    is_biblatex = options.variant == "biblatex"
    entry_type = choose_type(record, options.variant)
    fields: dict[str, str] = {}
    for attribute, name, where in NAME_FIELDS:
        holder = record if where == "self" else record.container
        creators = getattr(holder, attribute).value if holder else None
        if not creators and attribute == "editor" and record.container:
            creators = record.container.editor.value
        if creators and (may_hold(entry_type, name) or _is_from_bib(getattr(holder, attribute))):
            theirs = _is_from_bib(getattr(holder, attribute))
            source = names_source(creators)
            if (
                attribute == "editor"
                and not (theirs or is_biblatex)
                and has_author_and_editor(record, entry_type)
            ):
                name, role = "editora", "editor"
            else:
                role = "collaborator"
            fields[name] = source if theirs else typeset(source)
            if name == "editora":
                fields["editoratype"] = role
    for rule in FIELDS:
        _add(fields, rule, record, entry_type, is_biblatex, options)
        if rule.attribute == "title" and rule.where == "series":
            fields |= _dates(record, is_biblatex)
    if record.pmid.value and not fields.keys() & {"pmid", "eprint"} and not _is_from_bib(record.pmid):
        fields |= {"eprint": verbatim_source("eprint", record.pmid.value), "eprinttype": "pubmed"}
    fields |= _keywords(record) | _language(record) | _key(record, entry_type, fields)
    fields |= _kept(record, entry_type, fields)
    return entry_type, [(name, source) for name, source in fields.items() if source]


def _add(
    fields: dict[str, str],
    rule: FieldRule,
    record: Record,
    entry_type: str,
    is_biblatex: bool,
    options: WriteOptions,
) -> None:
    name = field_name(rule, is_biblatex)
    if name in fields or (rule.only and entry_type not in rule.only):
        return
    if rule.attribute == "abstract" and not options.with_abstract:
        return
    if any(
        rule.attribute == other.attribute and field_name(other, is_biblatex) in fields
        for other in _SAME[rule]
    ):
        return
    value, is_theirs = _value(rule, record)
    if not (is_theirs or (may_hold(entry_type, name) and _is_allowed(name, value))):
        return
    if rule.attribute == "genre" and entry_type in ("phdthesis", "mastersthesis") and value:
        value = value if is_theirs or value.lower() not in _THESIS_WORDS else None
    if not value and name == "type" and entry_type in ("report", "thesis") and is_biblatex:
        value = "phdthesis" if entry_type == "thesis" else "Report"  # the data model demands one
    if value:
        fields[name] = _source(rule, name, value if is_theirs or rule.kind == "verbatim" else typeset(value))


_THESIS_WORDS = {
    "phd thesis",
    "phdthesis",
    "master's thesis",
    "mathesis",
    "mastersthesis",
    "doctoral dissertation",
    "dissertation",
}
_SAME = {
    rule: tuple(
        other
        for other in FIELDS
        if other is not rule and (other.attribute, other.where) == (rule.attribute, rule.where)
    )
    for rule in FIELDS
}


def _value(rule: FieldRule, record: Record) -> tuple[str | None, bool]:
    """The value a rule writes, and whether it stood in a .bib file: then it goes back whatever the data model says."""
    holder: Record | None = record
    if rule.where == "container":
        holder = record.container if record.container and record.container.type != "collection" else None
    elif rule.where == "series":
        holder = _series(record)
    field: Field[str] = getattr(holder, rule.attribute) if holder else EMPTY
    if not field and rule.where == "self" and rule.attribute in _FROM_CONTAINER and record.container:
        field = getattr(record.container, rule.attribute)
    value = _note(record, field.value) if rule.attribute == "note" else field.value
    return value, _is_from_bib(field)


def _is_from_bib(field: Field[Any]) -> bool:
    claim = field.accepted
    if claim is None or claim.evidence.origin.kind is not OriginKind.FILE:
        return False
    return claim.evidence.origin.name.lower().endswith((".bib", ".bibtex"))


def _is_allowed(name: str, value: str | None) -> bool:
    return name not in INTEGERS or value is None or value.strip().isdigit()


_FROM_CONTAINER = frozenset(
    {"publisher", "publisher_place", "isbn", "issn", "volume", "edition", "event_title", "event_place"}
)


def _series(record: Record) -> Record | None:
    container = record.container
    while container is not None and container.type != "collection":
        container = container.container
    return container


def _note(record: Record, value: str | None) -> str | None:
    if not record.is_title_devised or (value and _DEVISED_NOTE in value):
        return value
    return f"{value} {_DEVISED_NOTE}" if value else _DEVISED_NOTE


def _source(rule: FieldRule, name: str, value: str) -> str:
    if rule.kind == "title":
        return protected(value)
    if rule.kind == "verbatim" or is_verbatim(name):
        return verbatim_source(name, value)
    if rule.kind == "pages":
        return (
            re.sub(r"(?<=\w)\s*[-\u2010-\u2015\u2212]+\s*(?=\w)", "--", printable(value))
            if _is_page_range(value)
            else text_source(value)
        )
    return text_source(value)


def _is_page_range(value: str) -> bool:
    return re.fullmatch(r"[\w.:,;\s\-\u2010-\u2015\u2212+]*", value) is not None and "_" not in value


def names_source(creators: Iterable[Creator]) -> str:
    """Names as a BibTeX list: `{al-Shaʿbī}, Ḥusayn and {{Islamic Republic of Iran}}` without the outer braces.

    >>> names_source([Creator(name=Name(family="Ibn Ḥanbal", given="Aḥmad")), Creator(name=Name(literal="UNESCO"))])
    '{Ibn Ḥanbal}, Aḥmad and {UNESCO}'
    """
    return " and ".join(filter(None, (_name_source(creator.name) for creator in creators)))


def _name_source(name: Name) -> str:
    if name.literal:
        if name.literal == "others":  # BibTeX's word for et al.
            return "others"
        return f"{{{text_source(name.literal)}}}"
    family, given = text_source(name.family), _part(name.given)
    if not family:
        return f"{{{text_source(name.given)}}}"
    if family.isalpha() and not (
        given or name.suffix or name.full_family != name.family or name.dropping_particle
    ):
        return family
    particle = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if particle and all(word in PARTICLES for word in particle.split()):
        family = f"{text_source(particle)} {_family(family)}"
    else:
        family = _family(
            text_source(name.full_family if not name.dropping_particle else _joined(particle, name.family))
        )
    return ", ".join(filter(None, (family, _part(name.suffix), given)))


def _joined(particle: str, family: str) -> str:
    return particle + family if particle.endswith("-") else f"{particle} {family}"


def _family(source: str) -> str:
    """The family name, in braces unless it is one plain capitalized word: all else some program tears apart."""
    is_plain = _PLAIN_FAMILY.fullmatch(source) and source[0].isupper() and not source.isupper()
    return source if is_plain else f"{{{source}}}"


def _part(text: str) -> str:
    source = text_source(text)
    must_shield = "," in source or re.search(r"(?i)(?:^|\s)and(?:\s|$)", source)
    return f"{{{source}}}" if must_shield else source


def _dates(record: Record, is_biblatex: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    issued = record.issued.value
    if issued:
        found |= _date("date", issued) if is_biblatex else _year_month(issued)
    for attribute, name in (
        ("accessed", "urldate"),
        ("event_date", "eventdate"),
        ("original_date", "origdate"),
    ):
        value = getattr(record, attribute).value
        if value:
            found |= _date(name, value)
    return found


def _year_month(date: PartialDate) -> dict[str, str]:
    """`year`, `month` and `day`, which BibTeX prints and biber reads as one date; a range goes to `date` besides."""
    if date.year < 0:
        return {"date": date.edtf()}
    found = {"year": f"{date.year:04d}"}
    if date.end is not None or date.circa:
        return found | {"date": date.edtf()}
    if date.month is not None and 1 <= date.month <= 12:
        found["month"] = _MONTHS[date.month - 1]
        if date.day is not None:
            found["day"] = str(date.day)
    return found


def _date(name: str, date: PartialDate) -> dict[str, str]:
    return {name: date.edtf()}


def _keywords(record: Record) -> dict[str, str]:
    terms = record.keyword.value or ()
    words = [re.sub(r"\s*[,;،؛]\s*", " – ", printable(term.text)) for term in terms]
    return {"keywords": ", ".join(text_source(word) for word in dict.fromkeys(words) if word)}


def _language(record: Record) -> dict[str, str]:
    tag = record.language.value
    return {"langid": babel_name(tag)} if tag else {}


def _key(record: Record, entry_type: str, fields: dict[str, str]) -> dict[str, str]:
    """`key`: what BibTeX styles sort and label by where nobody is named; else plain.bst warns."""
    if fields.keys() & {"author", "key"} or ("editor" in fields and entry_type in _EDITED):
        return {}
    title = (
        re.sub(r"^\W*\[?[^\]:]{0,40}:\s*", "", record.title.value or "")
        if record.is_title_devised
        else record.title.value
    )
    words = re.sub(r"[\[\]]", "", printable(title or record.citekey)).split()
    return {"key": text_source(" ".join(words[:4]).rstrip(",;:.،؛"))}


_EDITED = frozenset(
    {"book", "inbook", "proceedings", "collection", "mvbook", "reference", "periodical", "mvcollection"}
)


def _kept(record: Record, entry_type: str, fields: dict[str, str]) -> dict[str, str]:
    """What a .bib said and CSL has no word for, as it stood there; `entrysubtype` for kinds of article."""
    found = {}
    for name, value in record.custom:
        field = name.removeprefix("bibtex:")
        if name.startswith("bibtex:") and field not in ("type",) and field not in fields:
            found[field] = value
    is_lost = CSL_TYPES.get(entry_type, "document") != record.type and record.type in KEPT_BY_TYPE
    if is_lost and "entrysubtype" not in found and "bibtex:type" not in dict(record.custom):
        found["entrysubtype"] = _SUBTYPES.get(record.type, record.type)
    return found


_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
