"""The words for decisions, each in one place."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Identity", "MatchVerdict", "Reading", "TermKind", "TermVerdict"]


class TermVerdict(StrEnum):
    """What was decided about one printed word or phrase."""

    KEEP = "keep"  # it stays as printed: English, an accepted name, scholarly already
    ROMANIZED = "romanized"  # a scholarly form is given
    ABSTAINED = "abstained"  # it should be romanized, but nothing sure enough was found


class MatchVerdict(StrEnum):
    """What was decided about one query to a source."""

    MATCH = "match"
    CANDIDATES = "candidates"  # a person decides
    NONE = "none"
    NOT_ASKED = "not-asked"  # an outage, offline, or nothing to ask with; never "none"


class Identity(StrEnum):
    """What `check` found out about an entry's identity."""

    FOUND = "found"
    CANDIDATES = "candidates"
    NOT_COVERED = "not-covered"  # the sources do not hold such works; says nothing against it
    NOT_ASKED = "not-asked"


class Reading(StrEnum):
    """The language in which a word in Arabic script is read (BCP 47)."""

    ARABIC = "ar"
    PERSIAN = "fa"
    OTTOMAN = "ota"
    URDU = "ur"


class TermKind(StrEnum):
    """What a keyword is."""

    ENGLISH = "english"  # an English word or phrase, derivatives of Arabic words included (Salafism)
    ACCEPTED_NAME = "accepted-name"  # a name with an established English spelling (Iraq, Karbala)
    TERM = "term"  # a common noun or concept to be romanized
    PERSON = "person"
    PLACE = "place"
    BODY = "body"  # an organization, party, armed group, office of state
    TITLE = "title"  # of a work
    MIXED = "mixed"  # only a part of the phrase is romanized
    UNKNOWN = "unknown"
