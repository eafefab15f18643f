"""Words that citations carry without saying anything about the work."""

from __future__ import annotations

__all__ = ["BOILERPLATE", "STOP_WORDS"]

STOP_WORDS = frozenset(
    # articles, prepositions and conjunctions of the languages that journals are named in
    ["a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with", "und", "der", "die", "das", "de", "la", "le", "les", "des", "du", "et", "el", "los", "las", "del", "y", "e", "i", "na", "al", "w", "v", "o", "os", "da", "do", "dos", "das", "van", "het", "een", "for", "og"]
)
BOILERPLATE = frozenset(
    ["vol", "volume", "no", "number", "nr", "issue", "pp", "pages", "page", "p", "et", "al", "eds", "ed", "edited", "editor", "editors", "doi", "https", "http", "org", "dx", "www", "available", "online", "retrieved", "accessed", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "press", "university", "ltd", "inc", "publishing", "publishers", "proc", "proceedings", "conference"]
)
