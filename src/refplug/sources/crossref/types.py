"""Crossref's types of work in the words of CSL."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CSL_TYPES", "TYPES"]

# Crossref's type -> the CSL type of the record, the CSL type of its container
TYPES: Mapping[str, tuple[str, str]] = {
    "journal-article": ("article-journal", "periodical"),
    "book": ("book", "collection"),
    "monograph": ("book", "collection"),
    "edited-book": ("book", "collection"),
    "reference-book": ("book", "collection"),
    "book-set": ("book", "collection"),
    "book-series": ("collection", "collection"),
    "book-chapter": ("chapter", "book"),
    "book-part": ("chapter", "book"),
    "book-section": ("chapter", "book"),
    "book-track": ("chapter", "book"),
    "reference-entry": ("entry-encyclopedia", "book"),
    "proceedings": ("book", "collection"),
    "proceedings-series": ("collection", "collection"),
    "proceedings-article": ("paper-conference", "book"),
    "dissertation": ("thesis", "collection"),
    "report": ("report", "collection"),
    "report-component": ("report", "report"),
    "report-series": ("collection", "collection"),
    "standard": ("standard", "collection"),
    "posted-content": ("article", "collection"),
    "peer-review": ("review", "periodical"),
    "dataset": ("dataset", "collection"),
    "database": ("dataset", "collection"),
    "journal": ("periodical", "collection"),
    "journal-volume": ("periodical", "periodical"),
    "journal-issue": ("periodical", "periodical"),
    "component": ("document", "periodical"),
    "grant": ("document", "collection"),
    "other": ("document", "collection"),
}

# What doi.org may say of other agencies' works; anything else is a document.
CSL_TYPES = frozenset(own for own, _ in TYPES.values()) | {
    "software",
    "webpage",
    "article-magazine",
    "speech",
    "graphic",
}
