"""The words that reading and writing MODS share."""

from __future__ import annotations

from refplug.formats.marc.codes import LANGUAGE_TAGS, LANGUAGES, RELATOR_WORDS, RELATORS

__all__ = ["DEVISED", "GENRES", "LANGUAGES", "LANGUAGE_TAGS", "NAMESPACE", "RELATORS", "RELATOR_WORDS", "XML"]

NAMESPACE = "http://www.loc.gov/mods/v3"
XML = "http://www.w3.org/XML/1998/namespace"
GENRES = {
    "article-journal": "journal article", "chapter": "book chapter", "book": "book", "thesis": "thesis",
    "paper-conference": "conference publication", "report": "technical report", "webpage": "web site", "map": "map",
    "periodical": "periodical", "article-newspaper": "newspaper article",
}  # fmt: skip
DEVISED = "Title devised by cataloger."
