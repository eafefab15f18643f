"""What is remembered about a library between runs, kept in the file beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from refplug.formats.bibtex.tex import plain_text, plain_verbatim
from refplug.formats.said import pack
from refplug.formats.sidecar import Made, Sidecar, claims_of
from refplug.formats.sidecar import Ruling as Decision
from refplug.library.claims import joined
from refplug.library.plan import Edited
from refplug.reconcile import Memory, Proposal

__all__ = ["memory_of", "remember", "trusted_fields", "with_decisions"]

_VERBATIM = frozenset({"doi", "url", "isbn", "issn"})


def memory_of(sidecar: Sidecar, locks: Iterable[tuple[str, str]] = (), trusted: Iterable[str] = ()) -> Memory:
    """The memory that a sidecar holds, with further locks for this run, and the fields in which sources are trusted."""
    base = {
        (citekey, name): plain_verbatim(source) if name in _VERBATIM else plain_text(source)
        for citekey, made in sidecar.made.items()
        for name, source in made.fields.items()
    }
    locked = {place for place, decision in sidecar.rulings.items() if decision.is_locked}
    refused = {place: decision.dismissed for place, decision in sidecar.rulings.items() if decision.dismissed}
    return Memory(
        base=base, locks=frozenset(locked | set(locks)), dismissed=refused, trusted=frozenset(trusted)
    )


_NAMES = {
    "container-title": ("journal", "journaltitle", "booktitle"),
    "issue": ("number",),
    "page": ("pages",),
    "issued": ("year", "date"),
    "publisher-place": ("address", "location"),
    "publisher": ("publisher", "school", "institution"),
}


def trusted_fields(trust: Mapping[str, Sequence[str]], source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The fields in which the configuration puts the source before the file, and those where it leaves it out.

    >>> trusted_fields({"issue": ["crossref", "file"], "title": ["file"]}, "crossref")
    (frozenset({'number'}), frozenset({'title'}))

    Names are those of CSL or of BibTeX; an order that does not name the file puts it last.
    """
    before: set[str] = set()
    without: set[str] = set()
    for variable, order in trust.items():
        names = _NAMES.get(variable.lower(), (variable.lower(),))
        if source not in order:
            without.update(names)
        elif "file" not in order or order.index(source) < order.index("file"):
            before.update(names)
    return frozenset(before), frozenset(without)


def remember(sidecar: Sidecar, edited: Iterable[Edited]) -> Sidecar:
    """The sidecar with what was written into entries, as the base of the next merge, and who said so."""
    made, said = dict(sidecar.made), {}
    for entry in edited:
        before = made.get(entry.citekey, Made())
        made[entry.citekey] = replace(before, fields={**before.fields, **entry.sources})
        claims = claims_of(joined(sidecar.record(entry.citekey), entry.said))
        said[entry.citekey] = pack(entry.citekey, claims)
    return replace(sidecar, made=made).with_claims(said)


def with_decisions(
    sidecar: Sidecar,
    locks: Iterable[tuple[str, str]],
    unlocks: Iterable[tuple[str, str]],
    dismissed: Iterable[Proposal],
) -> Sidecar:
    """The sidecar with what the user has decided in this run."""
    rulings = dict(sidecar.rulings)
    for place in locks:
        rulings[place] = replace(rulings.get(place, Decision()), is_locked=True)
    for place in unlocks:
        if place in rulings:
            rulings[place] = replace(rulings[place], is_locked=False)
    for proposal in dismissed:
        place = (proposal.citekey, proposal.field)
        known = rulings.get(place, Decision())
        if proposal.after not in known.dismissed:
            rulings[place] = replace(known, dismissed=(*known.dismissed, proposal.after))
    return replace(sidecar, rulings=rulings)
