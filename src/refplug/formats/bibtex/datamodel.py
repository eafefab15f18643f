"""Which fields an entry type may hold, by BibLaTeX's data model (BibLaTeX manual 3.20, section 2.1; `blx-dm.def`).

biber reports every other field; classic BibTeX passes over what it does not know. So what the data model lacks is
not written, and told as a loss instead. Only fields that the writer can make are listed.
"""

from __future__ import annotations

__all__ = ["may_hold"]

_ALWAYS = frozenset(
    "abstract annotation crossref doi eprint eprintclass eprinttype entrysubtype file keywords langid library origlocation"
    " origpublisher origtitle shorttitle shortjournal sortkey key url urldate date year month day origdate title pubstate"
    " author note annote author".split()
)
_BOOK = "edition editor translator isbn location number pages pagetotal part publisher series volume volumes chapter"
_PART = "bookauthor booktitle chapter edition editor translator isbn location number pages part publisher series volume volumes"
_MEETING = "eventdate eventtitle venue"
_BY_TYPE: dict[str, str] = {
    "article": "editor eid issn issue journaltitle number pages series translator version volume",
    "book": _BOOK,
    "mvbook": _BOOK,
    "inbook": _PART,
    "incollection": _PART,
    "inreference": _PART,
    "booklet": "chapter editor howpublished location pages pagetotal type",
    "collection": _BOOK,
    "dataset": "edition editor location number organization publisher series type version",
    "manual": "chapter edition editor isbn location number organization pages pagetotal publisher series type version",
    "misc": "editor howpublished location organization type version",
    "software": "editor howpublished location organization type version",
    "online": "editor organization version",
    "patent": "holder location number type version",
    "periodical": "editor issn issue number series volume",
    "proceedings": f"{_BOOK} organization {_MEETING}",
    "inproceedings": f"booktitle chapter editor isbn location number organization pages part publisher series volume volumes {_MEETING}",
    "report": "chapter institution location number pages pagetotal type version",
    "thesis": "chapter institution location pages pagetotal type",
    "unpublished": f"howpublished location type {_MEETING}",
}
_FIELDS = {kind: frozenset(names.split()) for kind, names in _BY_TYPE.items()}
# the names of BibTeX, as biber maps them
_NEWER_TYPE = {
    "techreport": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "conference": "inproceedings",
    "review": "article",
    "suppperiodical": "article",
}
_NEWER_FIELD = {"journal": "journaltitle", "address": "location", "school": "institution"}


def may_hold(entry_type: str, field: str) -> bool:
    """Whether an entry of that type may hold that field; True for a type that the data model does not restrict.

    >>> may_hold("article", "publisher"), may_hold("book", "publisher"), may_hold("misc", "howpublished")
    (False, True, True)
    """
    allowed = _FIELDS.get(_NEWER_TYPE.get(entry_type, entry_type))
    name = _NEWER_FIELD.get(field, field)
    return allowed is None or name in _ALWAYS or name in allowed
