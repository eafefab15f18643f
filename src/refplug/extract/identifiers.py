"""DOI, ISBN, ISSN, ORCID and PubMed numbers that a page prints, each parsed and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span, parse_doi, parse_isbn, parse_issn

__all__ = ["find_identifiers"]

_DOI = re.compile(r"(?<![\w.-])10\.\d{4,9}(?:\.\d{1,9}){0,4}\s?/\s?[^\s\"<>«»]{1,200}")
_DOI_AHEAD = re.compile(r"(?:\bdoi\b\W{0,3}|doi\.\s?org/)\s*(?:https?://\S{0,30}/)?$", re.IGNORECASE)
_MOST_DOIS, _LONGEST_REFERENCE = 60, 600
_WRAP = re.compile(r"[/._\-(]$")
_REFERENCES = re.compile(
    r"^[ \t]*(?:references|bibliography|literature cited|works cited|منابع|المراجع)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SOME_NUMBER = re.compile(r"ISSN|ISBN|PMID|PMC\d|شاپا|ردمد|issn|isbn")
_ISSN = re.compile(
    r"\b(?P<kind>e-?|p-?|online |print |electronic )?ISSN(?:-L)?(?:\s*\((?:online|print)\))?\s*:?\s*(?P<issn>\d{4}\s?[-–—‐]\s?\d{3}[\dXx])\b",
    re.IGNORECASE,
)
_SHAPA = re.compile(r"(?:شاپا|ردمد)[^\d۰-۹]{0,20}(?P<issn>\d{4}[-–]\d{3}[\dXx])")
_ISBN = re.compile(r"\bISBN(?:-1[03])?\s*:?\s*(?P<isbn>[\dXx][\dXx\s–‐-]{8,20}[\dXx])", re.IGNORECASE)
_PMID = re.compile(r"\bPMID\s*:?\s*(?P<pmid>\d{5,9})\b")
_PMCID = re.compile(r"\b(?P<pmcid>PMC\d{5,9})\b")


def find_identifiers(view: View) -> Iterator[Proposal]:
    """The identifiers of the work itself; those of works it cites are left alone."""
    yield from _dois(view)
    text = view.page.text
    if not _SOME_NUMBER.search(text):
        return
    for pattern, field, parse in (
        (_ISSN, "container.issn", parse_issn),
        (_SHAPA, "container.issn", parse_issn),
        (_ISBN, "isbn", parse_isbn),
        (_PMID, "pmid", str),
        (_PMCID, "pmcid", str),
    ):
        for order, found in enumerate(pattern.finditer(text)):
            value = parse(found.group(found.re.groups))
            if value:
                span = Span(*found.span(found.re.groups))
                score = max(0.6, 0.95 - 0.05 * order)
                yield Proposal(
                    field=field,
                    value=value,
                    score=score,
                    spans=(span,),
                    reason=f"printed as {found.group().strip()}",
                )


def _dois(view: View) -> Iterator[Proposal]:
    """The DOI of the page: the one with a label, or the first; several bare ones are references, and say nothing."""
    text = view.page.text
    found: dict[str, tuple[float, Span]] = {}
    references = _REFERENCES.search(text)
    end_of_own = references.start() if references else len(text)
    for match in islice(_DOI.finditer(text, 0, end_of_own), _MOST_DOIS):
        printed, end = match.group(), match.end()
        doi = parse_doi(re.sub(r"\s", "", _continued(text, printed, end)))
        if not doi or _is_in_numbered_reference(text, match.start()):
            continue
        labelled = bool(_DOI_AHEAD.search(text[max(0, match.start() - 40) : match.start()]))
        score = 0.97 if labelled else 0.9
        if doi not in found or found[doi][0] < score:
            found[doi] = (score, Span(match.start(), end))
    best = sorted(found.items(), key=lambda item: (-item[1][0], item[1][1].start))
    for order, (doi, (score, span)) in enumerate(best[:3]):
        yield Proposal(
            field="doi",
            value=doi,
            score=max(0.3, score - 0.45 * order) if len(best) > 1 else score,
            spans=(span,),
            reason="printed behind its label" if score > 0.95 else "printed on the page",
        )


def _continued(text: str, printed: str, end: int) -> str:
    """A DOI parted at a line end, or by a space that OCR saw, behind a sign that no DOI ends with."""
    if _WRAP.search(printed) and text[end : end + 1] == "\n":
        rest = re.match(r"[^\s\"<>]{1,80}", text[end + 1 : end + 82])
    elif printed.endswith(("-", ".")) and text[end : end + 1] == " ":
        rest = re.match(r"\d{2,12}\b" if printed.endswith("-") else r"\d{5,12}\b", text[end + 1 : end + 14])
    else:
        return printed.rstrip("_")
    if rest and any(letter.isdigit() for letter in rest.group()):
        return printed + rest.group()
    return printed


def _is_in_numbered_reference(text: str, at: int) -> bool:
    start = text.rfind("\n", max(0, at - _LONGEST_REFERENCE), at) + 1
    return bool(re.match(r"\s*\[?\d{1,3}[\].)]\s+\D", text[max(start, at - _LONGEST_REFERENCE) : at]))
