"""Between a .bib entry and a source's record: the entry's fields in plain text, and what the record offers for them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from refplug.formats.bibtex.document import Entry
from refplug.formats.bibtex.tex import plain_text, plain_verbatim
from refplug.formats.bibtex.values import Library
from refplug.formats.bibtex.write import entry_fields
from refplug.library.claims import CONTAINER_FIELDS, VARIABLE_OF
from refplug.model import Claim, Evidence, Record
from refplug.model.record import VARIABLES
from refplug.ports import WriteOptions
from refplug.reconcile import Offer
from refplug.sources.crossref.updates import Update

__all__ = ["OFFERED", "Offered", "offered", "own_name", "plain_fields", "remark", "style_of"]

# What a source may say about a work: what identifies and describes it, not what the user notes about it.
OFFERED = frozenset(
    "title author editor translator journal journaltitle booktitle volume number pages year date publisher address"
    " location doi isbn issn edition school institution series".split()
)
_VERBATIM = frozenset({"doi", "url", "isbn", "issn", "pmid", "pmcid", "eprint", "file"})
# Two names of one thing: where an entry has one of them, it is not given the other.
_SAME = (
    ("journal", "journaltitle"),
    ("address", "location"),
    ("number", "issue"),
    ("school", "institution"),
    ("pages", "eid", "articleno"),
)
_BIBLATEX_FIELDS = frozenset({"journaltitle", "date", "location", "maintitle", "eventdate", "langid"})
_BIBLATEX_TYPES = frozenset(
    "online thesis report collection mvbook mvcollection reference inreference dataset software periodical".split()
)


@dataclass(frozen=True, slots=True)
class Offered:
    """The offers for one entry, and the BibTeX source of each by field."""

    offers: tuple[Offer, ...]
    sources: Mapping[str, str]


def plain_fields(library: Library, entry: Entry) -> dict[str, str]:
    """The entry's fields in plain text by name in lower case, those of its parents too (they are not missing)."""
    found: dict[str, str] = {}
    for name, value in library.fields(entry).items():
        found[name] = plain_verbatim(value.source) if name in _VERBATIM else plain_text(value.source)
    return found


def offered(entry: Entry, mine: Mapping[str, str], record: Record) -> Offered:
    """What a record offers for the fields of an entry, under the names that the entry uses.

    The record is written as an entry of the same type, so that a field the type does not know is not offered.
    """
    as_written = replace(
        record, citekey=entry.citekey, custom=(("bibtex:type", entry.type),), type=record.type
    )
    _, written = entry_fields(as_written, style_of(entry, mine))
    offers: list[Offer] = []
    sources: dict[str, str] = {}
    for name, source in written:
        if name not in OFFERED or not (field := own_name(name, mine)):
            continue
        value = plain_verbatim(source) if name in _VERBATIM else plain_text(source)
        if field == "year" and name == "date":
            value = source = value[:4]
        if field == "title" and "subtitle" in mine:
            continue  # ours is in two fields, theirs in one: no offer could be taken without saying it twice
        claim = _claim_behind(record, name)
        offers.append(
            Offer(
                citekey=entry.citekey,
                field=field,
                value=value,
                evidence=claim.evidence if claim else _any_claim(record).evidence,
                confidence=claim.confidence if claim else 1.0,
            )
        )
        sources[field] = source
    return Offered(tuple(offers), sources)


def style_of(
    entry: Entry,
    mine: Iterable[str],
    options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
) -> WriteOptions:
    """The options with which a record is written under the names that an entry with these fields uses."""
    is_biblatex = entry.type in _BIBLATEX_TYPES or bool(_BIBLATEX_FIELDS & set(mine))
    return replace(options, variant="biblatex" if is_biblatex else options.variant)


def remark(
    citekey: str, mine: Mapping[str, str], updates: Iterable[Update], evidence: Evidence
) -> Offer | None:
    """What has happened to the work, offered as a note for its readers; None where nothing grave has.

    It comes behind a note that is there, and not twice.
    """
    grave = [update for update in updates if update.is_grave]
    note = mine.get("note", "")
    said = [sentence for update in grave if (sentence := _sentence(update)) not in note]
    if not said:
        return None
    value = " ".join(filter(None, (note and note.rstrip(". ") + ".", *said)))
    return Offer(citekey=citekey, field="note", value=value, evidence=evidence, is_remark=True)


def _sentence(update: Update) -> str:
    kind = update.kind.replace("_", " ").capitalize()
    when = f", {update.date}" if update.date else ""
    return f"{kind}{when}: https://doi.org/{update.doi}."


def own_name(name: str, mine: Container[str]) -> str | None:
    """The name under which the entry has, or would have, the field; None where another field says it already."""
    if name in mine:
        return name
    if name == "date" and "year" in mine:
        return "year"
    if name == "year" and "date" in mine:
        return None
    for group in _SAME:
        if name in group:
            present = [other for other in group if other in mine]
            if present:
                return present[0] if {name, present[0]} != {"pages", "eid"} else None
    return name


def _claim_behind(record: Record, name: str) -> Claim[object] | None:
    """The claim that a written field comes from."""
    if name in CONTAINER_FIELDS and record.container is not None:
        inner = record.container.field(CONTAINER_FIELDS[name])
        if inner:
            return inner.accepted
    attribute = VARIABLE_OF.get(name, name)
    return record.field(attribute).accepted if attribute in VARIABLES else None


def _any_claim(record: Record) -> Claim[object]:
    return next(_claims(record))


def _claims(record: Record) -> Iterator[Claim[object]]:
    for variable in VARIABLES:
        yield from record.field(variable)
