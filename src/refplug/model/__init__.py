"""The model: frozen values that say where they come from. Imports nothing of ours but errors."""

from refplug.model.change import Change, ChangeKind, ChangeSet
from refplug.model.claim import EMPTY, Claim, Field
from refplug.model.date import Calendar, PartialDate
from refplug.model.evidence import Evidence, Origin, OriginKind, Span
from refplug.model.identifier import parse_doi, parse_isbn, parse_issn, parse_orcid
from refplug.model.match import Candidate, Feature, Match, Query
from refplug.model.name import Creator, Name
from refplug.model.notice import Notice, Severity
from refplug.model.page import Box, Direction, Line, Page
from refplug.model.record import Record
from refplug.model.term import Rendering, Term
from refplug.model.verdict import Identity, MatchVerdict, Reading, TermKind, TermVerdict

__all__ = [
    "EMPTY",
    "Box",
    "Calendar",
    "Candidate",
    "Change",
    "ChangeKind",
    "ChangeSet",
    "Claim",
    "Creator",
    "Direction",
    "Evidence",
    "Feature",
    "Field",
    "Identity",
    "Line",
    "Match",
    "MatchVerdict",
    "Name",
    "Notice",
    "Origin",
    "OriginKind",
    "Page",
    "PartialDate",
    "Query",
    "Reading",
    "Record",
    "Rendering",
    "Severity",
    "Span",
    "Term",
    "TermKind",
    "TermVerdict",
    "parse_doi",
    "parse_isbn",
    "parse_issn",
    "parse_orcid",
]
