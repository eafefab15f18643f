"""What a person decides about unsure terms and words: a table to fill in, and what was filled in.

A batch's unsure terms go out as one TSV worksheet; its `take` column is filled in with the number of an alternative, `keep`, a form in
Arabic script (with its vowels, if they are to be right), or nothing; the file comes back as decisions. A decision names
vocalized script, never a Latin form, so that it holds in every scheme. Words in script that were read unsurely
(`script.records`) are rows of the same table, with one column more: the text that a decision is for, or `everywhere`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from refplug.errors import RunAborted
from refplug.model import Reading, Rendering, Term, TermKind, TermVerdict
from refplug.romanize.entries import has_capital, vocalized_from
from refplug.romanize.lexicon import Entry
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, readings_of

__all__ = [
    "EVERYWHERE",
    "Decision",
    "decide",
    "entries_of",
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
DECISION_COLUMNS = ("printed", "vocalized", "reading", "kind", "where")
KEEP = "keep"
YES = "yes"
NAME = "name"
"""In the column `kind` of decisions: a name of whatever kind, written with a capital."""
EVERYWHERE = "everywhere"
_ALTERNATIVE = re.compile(r"(\d+): ([^|{]*) \{(\w+) (\S[^}]*)\}")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one printed form: the vocalized script that it stands for, or None for "it stays".

    `where` is the text in script that the decision is for; empty: it holds everywhere. `is_name` says that it was taken in
    Latin with a capital.
    """

    printed: str
    vocalized: str | None
    reading: Reading = Reading.ARABIC
    kind: TermKind = TermKind.TERM
    where: str = ""
    is_name: bool = False

    @property
    def is_of_script(self) -> bool:
        """Whether it says how a printed word in script is read."""
        return self.vocalized is not None and _is_script(self.printed)


def _is_script(text: str) -> bool:
    return any("\u0620" <= char <= "\u06d3" for char in text)


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
    header = lines[0].split("\t") if lines else []
    if tuple(header[:2]) != COLUMNS[:2]:
        raise RunAborted(f"{file}:1: not a worksheet; its header is {' '.join(COLUMNS)} (tabs between)")
    found = []
    for number, line in enumerate(lines[1:], 2):
        row = dict(zip(header, line.split("\t"), strict=False))
        if row.get("take", "").strip():
            found.append(_decision(row, f"{file}:{number}"))
    return tuple(found)


def _decision(row: Mapping[str, str], place: str) -> Decision:
    printed, take, alternatives = row["printed"], row["take"].strip(), row.get("alternatives", "")
    if "where" in row and _is_script(printed):
        return _of_script(row, printed, take, place)
    if take.casefold() == KEEP:
        return Decision(printed, None)
    if take.isdecimal():
        reading, vocalized = _offered(take, alternatives, place)
        return Decision(printed, vocalized, reading)
    if _is_script(take):
        return Decision(printed, take, _reading_of(take))
    raise RunAborted(f"{place}: take is {take!r}; write the number of an alternative, keep, or Arabic script")


def _offered(take: str, alternatives: str, place: str) -> tuple[Reading, str]:
    offered = {n: (reading, vocalized) for n, _, reading, vocalized in _ALTERNATIVE.findall(alternatives)}
    if take not in offered:
        raise RunAborted(
            f"{place}: there is no alternative {take}; write one of {', '.join(offered) or 'none'}, keep, or Arabic script"
        )
    reading, vocalized = offered[take]
    return Reading(reading), vocalized


def _reading_of(script: str) -> Reading:
    return Reading.PERSIAN if any(char in script for char in "پچژگیک") else Reading.ARABIC


def _of_script(row: Mapping[str, str], printed: str, take: str, place: str) -> Decision:
    """The decision on a word in script: an alternative, yes or keep for what was said, script with vowels, or Latin that tells them."""
    where = "" if row["where"].strip().casefold() in ("", EVERYWHERE) else row["where"].strip()
    is_name = has_capital(take)
    first = _ALTERNATIVE.search(row.get("alternatives", ""))
    reading = Reading(row.get("reading") or (first[3] if first else Reading.ARABIC))
    if take.casefold() in (YES, KEEP):
        take, is_name = "1", False
    if take.isdecimal():
        reading, vocalized = _offered(take, row.get("alternatives", ""), place)
    elif _is_script(take):
        vocalized = take
        if not any("\u064b" <= char <= "\u0652" for char in take):
            raise RunAborted(
                f"{place}: {take} has no vowels; write them, or the romanized form that tells them"
            )
    else:
        told = vocalized_from(printed, take) or vocalized_from(printed, take, "ala-lc")
        if told is None:
            raise RunAborted(
                f"{place}: {take} and {printed} do not agree letter by letter; write IJMES or ALA-LC without ezafe, "
                "the number of an alternative, or the word in script with its vowels"
            )
        vocalized = told
    return Decision(
        printed, vocalized if where else _unbound(vocalized), reading, where=where, is_name=is_name
    )


def _unbound(vocalized: str) -> str:
    """A word without what only its place in one text asks for: the state of ة, an ezafe.

    >>> _unbound("دُقلُوشَة\u0652") == "دُقلُوشَة", _unbound("خَانَه\u0654") == "خَانَه"
    (True, True)
    """
    bare = vocalized.rstrip("\u064e\u064f\u0650\u0652")
    return bare if bare.endswith("ة") else vocalized.removesuffix("\u0650").removesuffix("\u0654")


def parse_decisions(text: str, file: str) -> tuple[Decision, ...]:
    """The decisions of earlier runs, as `written_decisions` wrote them; damage is refused with file, line and reason."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#") or number == 1:
            continue
        cells = line.split("\t")
        try:
            printed, vocalized, reading, kind, where = cells if len(cells) != 4 else (*cells, "")
            is_name = kind == NAME
            kind = TermKind.TERM if is_name else TermKind(kind)
            found.append(Decision(printed, vocalized or None, Reading(reading), kind, where, is_name))
        except ValueError:
            raise RunAborted(
                f"{file}:{number}: a decision has five cells ({', '.join(DECISION_COLUMNS)}); this line is {line!r}"
            ) from None
    return tuple(found)


def written_decisions(decisions: Sequence[Decision]) -> str:
    """Decisions as TSV, the last one on each printed form in each place, sorted.

    >>> parse_decisions(written_decisions([Decision("Marja", None)]), "d.tsv") == (Decision("Marja", None),)
    True
    """
    last = {(decision.printed, decision.where): decision for decision in decisions}
    rows = [
        "\t".join((d.printed, d.vocalized or "", d.reading, NAME if d.is_name else d.kind, d.where))
        for _, d in sorted(last.items())
    ]
    return "\n".join(["\t".join(DECISION_COLUMNS), *rows]) + "\n"


def exceptions_of(decisions: Iterable[Decision], scheme: str, form: str = "full") -> Mapping[str, str]:
    """Printed form to what to print for it, in one scheme: what `understand(exceptions=)` takes.

    A decision in a language that the scheme has no table for is left out: that scheme cannot write it.

    >>> exceptions_of([Decision("Sadr", None), Decision("marja", "مَرجَع")], "ijmes")
    {'Sadr': 'Sadr', 'marja': 'marjaʿ'}
    """
    have = readings_of(scheme)
    return {d.printed: _form(d, scheme, form) for d in decisions if d.vocalized is None or d.reading in have}


def entries_of(decisions: Iterable[Decision]) -> tuple[Entry, ...]:
    """The decisions on words in script as entries that outrank every lexicon: what `with_entries(decided=)` takes."""
    return tuple(
        Entry(
            d.vocalized or "", d.reading, d.kind, source="decision", flags={"capital": ""} if d.is_name else {}, rank=2,
            place="your decision", where=d.where, printed=d.printed,
        )
        for d in decisions
        if d.is_of_script
    )  # fmt: skip


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
            _reading_of(taken),
            term.kind,
        )
    return Decision(term.printed, taken.vocalized, taken.reading, term.kind)
