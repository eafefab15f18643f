"""What a person decides about unsure terms: a table to fill in, and what was filled in.

A batch's unsure terms go out as one TSV worksheet; its `take` column is filled in with the number of an alternative, `keep`, a form in
Arabic script (with its vowels, if they are to be right), or nothing; the file comes back as decisions. A decision names
vocalized script, never a Latin form, so that it holds in every scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from refplug.errors import RunAborted
from refplug.model import Reading, Rendering, Term, TermKind, TermVerdict
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, readings_of

__all__ = [
    "Decision",
    "decide",
    "exceptions_of",
    "is_unsure",
    "parse_decisions",
    "read_worksheet",
    "worksheet",
    "written_decisions",
]

SURE = 0.9
"""A romanized term from this probability on needs no second look."""
COLUMNS = ("printed", "take", "said", "alternatives", "reason")
DECISION_COLUMNS = ("printed", "vocalized", "reading", "kind")
KEEP = "keep"
_ALTERNATIVE = re.compile(r"(\d+): ([^|{]*) \{(\w+) (\S[^}]*)\}")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one printed form: the vocalized script that it stands for, or None for "it stays"."""

    printed: str
    vocalized: str | None
    reading: Reading = Reading.ARABIC
    kind: TermKind = TermKind.TERM


def is_unsure(term: Term) -> bool:
    """Whether a person should look at a term: abstained, or romanized with less than `SURE`."""
    chance = term.preferred.probability if term.preferred else 0.0
    return term.verdict is TermVerdict.ABSTAINED or (term.verdict is TermVerdict.ROMANIZED and chance < SURE)


def worksheet(terms: Iterable[Term]) -> str:
    """The unsure terms among `terms`, each printed form once, as TSV with an empty column `take` to fill in.

    >>> from refplug.romanize.adhoc.resolve import understand
    >>> worksheet([understand("Salafism")]).split()
    ['printed', 'take', 'said', 'alternatives', 'reason']
    """
    rows = {term.printed: _row(term) for term in terms if is_unsure(term)}
    return "\n".join(["\t".join(COLUMNS), *rows.values()]) + "\n"


def _row(term: Term) -> str:
    offered = [r for r in (term.preferred, *term.alternatives) if r is not None and r.vocalized]
    alternatives = " | ".join(
        f"{n}: {r.text} {{{r.reading} {r.vocalized}}}" for n, r in enumerate(offered, 1)
    )
    said = term.preferred.text if term.preferred else ""
    return "\t".join(_cell(cell) for cell in (term.printed, "", said, alternatives, term.reason))


def _cell(text: str) -> str:
    return " ".join(text.split())


def read_worksheet(text: str, file: str) -> tuple[Decision, ...]:
    """The decisions of a filled-in worksheet; rows whose `take` is empty decide nothing.

    >>> filled = "printed\\ttake\\tsaid\\talternatives\\treason\\nMarja\\t2\\t\\t1: Marjaʿ {ar مَرجَع} | 2: Murajjaʿ {ar مُرَجَّع}\\t\\n"
    >>> read_worksheet(filled, "w.tsv")[0].vocalized
    'مُرَجَّع'

    A row that can't be understood is refused with file, line and reason (`RunAborted`); nothing of the file is taken then.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or tuple(lines[0].split("\t")[:2]) != COLUMNS[:2]:
        raise RunAborted(f"{file}:1: not a worksheet; its header is {' '.join(COLUMNS)} (tabs between)")
    found = []
    for number, line in enumerate(lines[1:], 2):
        cells = [*line.split("\t"), "", "", "", ""]
        if line.strip() and cells[1].strip():
            found.append(_decision(cells[0], cells[1].strip(), cells[3], f"{file}:{number}"))
    return tuple(found)


def _decision(printed: str, take: str, alternatives: str, place: str) -> Decision:
    if take.casefold() == KEEP:
        return Decision(printed, None)
    if take.isdecimal():
        offered = {n: (reading, vocalized) for n, _, reading, vocalized in _ALTERNATIVE.findall(alternatives)}
        if take not in offered:
            raise RunAborted(
                f"{place}: there is no alternative {take}; write one of {', '.join(offered) or 'none'}, keep, or Arabic script"
            )
        reading, vocalized = offered[take]
        return Decision(printed, vocalized, Reading(reading))
    if any("\u0620" <= char <= "\u06d3" for char in take):
        return Decision(
            printed, take, Reading.PERSIAN if any(char in take for char in "پچژگیک") else Reading.ARABIC
        )
    raise RunAborted(f"{place}: take is {take!r}; write the number of an alternative, keep, or Arabic script")


def parse_decisions(text: str, file: str) -> tuple[Decision, ...]:
    """The decisions of earlier runs, as `written_decisions` wrote them; damage is refused with file, line and reason."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#") or number == 1:
            continue
        cells = line.split("\t")
        try:
            printed, vocalized, reading, kind = cells
            found.append(Decision(printed, vocalized or None, Reading(reading), TermKind(kind)))
        except ValueError:
            raise RunAborted(
                f"{file}:{number}: a decision has four cells ({', '.join(DECISION_COLUMNS)}); this line is {line!r}"
            ) from None
    return tuple(found)


def written_decisions(decisions: Sequence[Decision]) -> str:
    """Decisions as TSV, the last one on each printed form, sorted.

    >>> parse_decisions(written_decisions([Decision("Marja", None)]), "d.tsv")
    (Decision(printed='Marja', vocalized=None, reading=<Reading.ARABIC: 'ar'>, kind=<TermKind.TERM: 'term'>),)
    """
    last = {decision.printed: decision for decision in decisions}
    rows = ["\t".join((d.printed, d.vocalized or "", d.reading, d.kind)) for _, d in sorted(last.items())]
    return "\n".join(["\t".join(DECISION_COLUMNS), *rows]) + "\n"


def exceptions_of(decisions: Iterable[Decision], scheme: str, form: str = "full") -> Mapping[str, str]:
    """Printed form to what to print for it, in one scheme: what `understand(exceptions=)` takes.

    >>> exceptions_of([Decision("Sadr", None), Decision("marja", "مَرجَع")], "ijmes")
    {'Sadr': 'Sadr', 'marja': 'marjaʿ'}

    A decision on a word of a language that the scheme has no table for says nothing about that scheme, and is left out.
    """
    have = readings_of(scheme)
    return {
        one.printed: _form(one, scheme, form)
        for one in decisions
        if one.vocalized is None or one.reading in have
    }


def _form(decision: Decision, scheme: str, form: str) -> str:
    if decision.vocalized is None:
        return decision.printed
    text = render(decision.vocalized, load(scheme, decision.reading), kind=decision.kind, form=form).text
    first = next((char for char in decision.printed if char.isalpha()), "")
    if decision.kind is TermKind.TERM and first.isupper():
        from refplug.romanize.schemes.render import capitalized

        return capitalized(text)
    return text


def decide(term: Term, taken: Rendering | str | None) -> Decision:
    """The decision that a person took on a term: one of its renderings, script of their own, or None to keep the print."""
    if taken is None:
        return Decision(term.printed, None, kind=term.kind)
    if isinstance(taken, str):
        return Decision(
            term.printed,
            taken,
            Reading.PERSIAN if any(c in taken for c in "پچژگیک") else Reading.ARABIC,
            term.kind,
        )
    return Decision(term.printed, taken.vocalized, taken.reading, term.kind)
