"""A record told to people: each value, who says so, how sure, why, and what else was said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from refplug.model import Claim, Creator, PartialDate, Record, Term, TermVerdict
from refplug.model.record import VARIABLES, csl_name

__all__ = ["told", "value_in_words"]

_LONGEST = 110
_WORTH_SHOWING = 0.05
_FIRST = ("title", "author", "issued", "doi", "keyword")


def told(record: Record, only: str | None = None) -> Iterator[str]:
    """The lines about a record; `only` names one variable by its CSL name (`container-title` for the container's)."""
    for name, claims in _fields(record):
        if only in (None, name):
            for rank, claim in enumerate(claims):
                yield from _claim(name, claim, rank)


def value_in_words(value: Any) -> str:
    """A value of the model on one line.

    >>> value_in_words(PartialDate(year=2024, month=3))
    '2024-03'
    """
    if isinstance(value, PartialDate):
        return value.edtf() + (f" (printed {value.printed})" if value.printed else "")
    if isinstance(value, tuple):
        return " · ".join(value_in_words(one) for one in value)
    if isinstance(value, Creator):
        return value.name.display()
    if isinstance(value, Term):
        return value.text
    return str(value)


def _fields(record: Record) -> Iterator[tuple[str, tuple[Claim[Any], ...]]]:
    for variable in dict.fromkeys((*_FIRST, *VARIABLES)):
        if record.field(variable):
            yield csl_name(variable), record.field(variable).claims
    if record.container is not None:
        for variable in VARIABLES:
            if record.container.field(variable):
                yield f"container-{csl_name(variable)}", record.container.field(variable).claims


def _claim(name: str, claim: Claim[Any], rank: int) -> Iterator[str]:
    language = f" [{claim.language}]" if claim.language else ""
    mark = name if rank == 0 else "  also said"
    yield f"{mark}{language}: {_short(value_in_words(claim.value))}"
    because = f"    {claim.evidence.origin}, {claim.confidence:.2f}"
    yield because + (f": {claim.evidence.reason}" if claim.evidence.reason else "")
    if name == "keyword":
        for term in claim.value:
            yield from _term(term)


def _term(term: Term) -> Iterator[str]:
    if term.text == term.printed and not term.gloss and term.verdict is TermVerdict.KEEP:
        yield f"    {term.printed}: kept as printed" + (f" ({term.reason})" if term.reason else "")
        return
    yield f"    {term.text}: printed {term.printed}"
    if term.reason:
        yield f"        {term.reason}"
    if term.gloss:
        yield f"        gloss: {term.gloss}"
    if term.script:
        whose = "printed" if term.script_printed else "inferred"
        yield f"        script form ({whose}): {term.script}"
    likely = [other for other in term.alternatives if other.probability >= _WORTH_SHOWING]
    for other in likely or term.alternatives[:1]:
        yield f"        or {other.text} (read as {other.reading}, {other.probability:.2f})"


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
