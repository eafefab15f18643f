"""Which BibTeX field and type holds which CSL variable: two-way tables, and nothing else.

BibTeX names by btxdoc, BibLaTeX names by the BibLaTeX manual (3.20) sections 2.1 and 2.2; biber maps the older
names to the newer ones itself. Types follow the CSL 1.0.2 appendix III and what Better BibTeX does on import.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "CSL_TYPES",
    "FIELDS",
    "KEPT_BY_TYPE",
    "NAME_FIELDS",
    "OWN_TYPES",
    "TYPES",
    "FieldRule",
    "field_name",
    "rank",
    "rule_for",
]


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One variable and the field that holds it. `only` limits the rule to types of entry, `where` names the record:

    `self`, `container` (journal, book), or `series` (the container that is a series).
    """

    attribute: str
    bibtex: str
    biblatex: str
    where: str = "self"
    kind: str = "text"  # text, title, verbatim, number, pages
    only: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


_ARTICLES = ("article", "suppperiodical", "review")
_PARTS = (
    "incollection",
    "inproceedings",
    "inbook",
    "bookinbook",
    "suppbook",
    "suppcollection",
    "inreference",
    "conference",
)
_THESES = ("phdthesis", "mastersthesis", "thesis")
_REPORTS = ("techreport", "report")
_NUMBERED = (
    *_REPORTS,
    "patent",
    "manual",
    "misc",
    "standard",
    "legislation",
    "jurisdiction",
    "dataset",
    "software",
    "online",
    "unpublished",
    "legal",
)

# In the order in which fields are written.
FIELDS: tuple[FieldRule, ...] = (
    FieldRule("title", "title", "title", kind="title"),
    FieldRule("title_short", "shorttitle", "shorttitle", kind="title"),
    FieldRule("title", "journal", "journaltitle", where="container", only=_ARTICLES),
    FieldRule("title_short", "shortjournal", "shortjournal", where="container", only=_ARTICLES),
    FieldRule("title", "booktitle", "booktitle", where="container", kind="title", only=_PARTS, aliases=("journal", "journaltitle")),
    FieldRule("title", "series", "series", where="series", kind="title"),
    FieldRule("collection_number", "number", "number", only=("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", *_PARTS)),
    FieldRule("volume", "volume", "volume"),
    FieldRule("issue", "number", "number", only=_ARTICLES, aliases=("issue",)),
    FieldRule("number", "number", "number", only=_NUMBERED),
    FieldRule("number_of_volumes", "volumes", "volumes"),
    FieldRule("page", "pages", "pages", kind="pages"),
    FieldRule("number_of_pages", "pagetotal", "pagetotal"),
    FieldRule("chapter_number", "chapter", "chapter"),
    FieldRule("part_number", "part", "part"),
    FieldRule("edition", "edition", "edition"),
    FieldRule("version", "version", "version"),
    FieldRule("publisher", "school", "institution", only=_THESES),
    FieldRule("publisher", "institution", "institution", only=_REPORTS),
    FieldRule("publisher", "organization", "organization", only=("manual", "online", "www", "electronic")),
    FieldRule("publisher", "publisher", "publisher", aliases=("organization", "institution", "school")),
    FieldRule("publisher_place", "address", "location"),
    FieldRule("event_title", "eventtitle", "eventtitle", kind="title"),
    FieldRule("event_place", "venue", "venue"),
    FieldRule("original_title", "origtitle", "origtitle", kind="title", aliases=("originaltitle",)),
    FieldRule("original_publisher", "origpublisher", "origpublisher"),
    FieldRule("original_publisher_place", "origlocation", "origlocation"),
    FieldRule("genre", "howpublished", "howpublished", only=("misc",)),
    FieldRule("genre", "type", "type"),
    FieldRule("status", "pubstate", "pubstate"),
    FieldRule("doi", "doi", "doi", kind="verbatim"),
    FieldRule("isbn", "isbn", "isbn", kind="verbatim"),
    FieldRule("issn", "issn", "issn", where="container", kind="verbatim", only=_ARTICLES),
    FieldRule("issn", "issn", "issn", kind="verbatim"),
    FieldRule("url", "url", "url", kind="verbatim"),
    FieldRule("pmid", "pmid", "pmid", kind="verbatim"),
    FieldRule("pmcid", "pmcid", "pmcid", kind="verbatim"),
    FieldRule("call_number", "library", "library", aliases=("callnumber", "lccn", "call-number")),
    FieldRule("license", "copyright", "copyright", aliases=("license",)),
    FieldRule("annote", "annote", "annotation", aliases=("review",)),
    FieldRule("note", "note", "note"),
    FieldRule("abstract", "abstract", "abstract"),
)  # fmt: skip

NAME_FIELDS: tuple[tuple[str, str, str], ...] = (  # attribute, field, where
    ("author", "author", "self"),
    ("editor", "editor", "self"),
    ("translator", "translator", "self"),
    ("author", "bookauthor", "container"),
    ("original_author", "origauthor", "self"),
    ("compiler", "compiler", "self"),
    ("director", "director", "self"),
    ("contributor", "editora", "self"),
    ("collection_editor", "serieseditor", "self"),
)

# CSL type → entry type in BibTeX, in BibLaTeX
TYPES: dict[str, tuple[str, str]] = {
    "article": ("misc", "online"),
    "article-journal": ("article", "article"),
    "article-magazine": ("article", "article"),
    "article-newspaper": ("article", "article"),
    "review": ("article", "article"),
    "review-book": ("article", "article"),
    "bill": ("misc", "misc"),
    "book": ("book", "book"),
    "chapter": ("incollection", "incollection"),
    "classic": ("book", "book"),
    "collection": ("book", "collection"),
    "dataset": ("misc", "dataset"),
    "entry": ("incollection", "inreference"),
    "entry-dictionary": ("incollection", "inreference"),
    "entry-encyclopedia": ("incollection", "inreference"),
    "legal_case": ("misc", "misc"),
    "legislation": ("misc", "misc"),
    "manuscript": ("unpublished", "unpublished"),
    "motion_picture": ("misc", "misc"),
    "paper-conference": ("inproceedings", "inproceedings"),
    "pamphlet": ("booklet", "booklet"),
    "patent": ("misc", "patent"),
    "periodical": ("misc", "periodical"),
    "post": ("misc", "online"),
    "post-weblog": ("misc", "online"),
    "report": ("techreport", "report"),
    "software": ("misc", "software"),
    "song": ("misc", "misc"),
    "standard": ("misc", "misc"),
    "thesis": ("phdthesis", "thesis"),
    "webpage": ("misc", "online"),
}

# entry type → CSL type
CSL_TYPES: dict[str, str] = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "review": "review",
    "book": "book",
    "mvbook": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "mvcollection": "book",
    "incollection": "chapter",
    "suppcollection": "chapter",
    "proceedings": "book",
    "mvproceedings": "book",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "manual": "report",
    "dataset": "dataset",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "techreport": "report",
    "report": "report",
    "thesis": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "unpublished": "manuscript",
    "letter": "personal_communication",
    "reference": "book",
    "mvreference": "book",
    "inreference": "entry-encyclopedia",
    "software": "software",
    "movie": "motion_picture",
    "video": "motion_picture",
    "audio": "song",
    "music": "song",
    "artwork": "graphic",
    "image": "graphic",
    "performance": "performance",
    "legislation": "legislation",
    "legal": "treaty",
    "jurisdiction": "legal_case",
    "standard": "standard",
    "misc": "document",
}

# entrysubtype (a BibLaTeX field that BibTeX passes over) keeps what the entry type alone would lose
KEPT_BY_TYPE: dict[str, str] = {"magazine": "article-magazine", "newspaper": "article-newspaper"} | {
    kind: kind
    for kind in (
        *TYPES,
        "graphic",
        "interview",
        "map",
        "speech",
        "broadcast",
        "performance",
        "personal_communication",
        "treaty",
        "hearing",
        "regulation",
        "event",
        "figure",
        "musical_score",
    )
}

# entry types that BibTeX 0.99d knows
OWN_TYPES = frozenset(
    "article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings"
    " techreport unpublished".split()
)


def field_name(rule: FieldRule, is_biblatex: bool) -> str:
    """The field's name in the dialect."""
    return rule.biblatex if is_biblatex else rule.bibtex


@lru_cache(maxsize=4096)
def rule_for(field: str, entry_type: str) -> FieldRule | None:
    """The rule by which a field of that entry type is read, or None for a field that CSL has no word for.

    >>> rule_for("number", "article").attribute, rule_for("number", "techreport").attribute
    ('issue', 'number')
    """
    for rule in _RULES.get(field, ()):
        if not rule.only or entry_type in rule.only:
            return rule
    return None


@lru_cache(maxsize=4096)
def rank(field: str, entry_type: str) -> tuple[int, bool]:
    """Where a field stands among those that could give the same variable: the one that would be written comes first."""
    rule = rule_for(field, entry_type)
    return (
        (len(FIELDS), False)
        if rule is None
        else (FIELDS.index(rule), field not in (rule.bibtex, rule.biblatex))
    )


def _by_field() -> dict[str, tuple[FieldRule, ...]]:
    found: dict[str, list[FieldRule]] = {}
    for rule in FIELDS:
        for name in dict.fromkeys((rule.bibtex, rule.biblatex, *rule.aliases)):
            found.setdefault(name, []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


_RULES = _by_field()
