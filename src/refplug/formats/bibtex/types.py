"""Which entry type a record gets: the one of its kind, unless the work lacks what programs demand of that type.

biber demands by the BibLaTeX data model, plain.bst by btxdoc section 3.1; a work that lacks it is a `misc`, which
demands nothing, rather than an entry that every run complains about.
"""

from __future__ import annotations

from refplug.formats.bibtex.fields import OWN_TYPES, TYPES
from refplug.model import Record

__all__ = ["entry_type", "has_author_and_editor"]


def entry_type(record: Record, variant: str | None) -> str:
    """The entry type of a record in a variant (`biblatex`, `bibtex`, or None for what both understand).

    A record that came from a .bib file keeps its own type, but not against `bibtex`, which knows those of 1988 alone.
    """
    own = ""
    for name, value in record.custom:
        if name == "bibtex:type":
            own = value
    if own and (variant != "bibtex" or own in OWN_TYPES):
        return own
    older, newer = TYPES.get(record.type, ("misc", "misc"))
    return _newer(record, newer) if variant == "biblatex" else _older(record, older)


def _older(record: Record, kind: str) -> str:
    """plain.bst: an article in no journal, a report by no house, a thesis of no university are `misc`."""
    is_by_house = bool(_publisher(record)) and bool(record.author)
    match kind:
        case "article":
            return kind if _in_something(record) else "misc"
        case "techreport":
            return kind if is_by_house else "misc"
        case "phdthesis":
            is_masters = "master" in (record.genre.value or "").lower()
            return ("mastersthesis" if is_masters else kind) if is_by_house else "misc"
        case "unpublished":
            return kind if record.note and record.author else "misc"
        case "incollection" | "inproceedings":
            return kind if _in_something(record) else "misc"
    return kind


def _newer(record: Record, kind: str) -> str:
    """The data model: an edited book is a collection, a chapter whose editor nobody names an `inbook`."""
    has_editor = bool(record.editor) or bool(record.container and record.container.editor)
    match kind:
        case "article" | "review":
            if _in_something(record):
                return "article"
            return "online" if record.url or record.doi else "misc"
        case "book":
            return "collection" if record.editor and not record.author else kind
        case "incollection" | "inreference":
            if not _in_something(record):
                return "misc"
            return kind if has_editor else "inbook"
        case "inproceedings":
            return kind if _in_something(record) else "misc"
        case "report" | "thesis":
            return kind if _publisher(record) and record.author else "misc"
        case "unpublished":
            return kind if record.author else "misc"
        case "periodical" | "collection":
            return kind if record.editor else "misc"
        case "online":
            return kind if record.url or record.doi else "misc"
    return kind


def has_author_and_editor(record: Record, kind: str) -> bool:
    """Whether this is a book with both, which plain.bst cannot take: its editor goes to `editora`."""
    return kind in ("book", "inbook") and bool(record.author) and bool(record.editor)


def _in_something(record: Record) -> bool:
    """Whether the journal or book that the work stands in has a title; a series is none."""
    container = record.container
    return container is not None and container.type != "collection" and bool(container.title)


def _publisher(record: Record) -> str | None:
    return record.publisher.value or (record.container.publisher.value if record.container else None)
