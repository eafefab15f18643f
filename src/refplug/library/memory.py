"""What is remembered about a library between runs, kept in the file beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from refplug.formats.bibtex.tex import plain_text, plain_verbatim
from refplug.formats.sidecar import Made, Sidecar
from refplug.formats.sidecar import Ruling as Decision
from refplug.reconcile import Memory, Proposal

__all__ = ["memory_of", "remember", "with_decisions"]

_VERBATIM = frozenset({"doi", "url", "isbn", "issn"})


def memory_of(sidecar: Sidecar, locks: Iterable[tuple[str, str]] = ()) -> Memory:
    """The memory that a sidecar holds, with further locks for this run."""
    base = {
        (citekey, name): plain_verbatim(source) if name in _VERBATIM else plain_text(source)
        for citekey, made in sidecar.made.items()
        for name, source in made.fields.items()
    }
    locked = {place for place, decision in sidecar.rulings.items() if decision.is_locked}
    refused = {place: decision.dismissed for place, decision in sidecar.rulings.items() if decision.dismissed}
    return Memory(base=base, locks=frozenset(locked | set(locks)), dismissed=refused)


def remember(sidecar: Sidecar, citekey: str, written: Mapping[str, str]) -> Sidecar:
    """The sidecar with the sources of the fields that were written into an entry, as the base of the next merge."""
    made = sidecar.made.get(citekey, Made())
    return sidecar.with_made(citekey, replace(made, fields={**made.fields, **written}))


def with_decisions(
    sidecar: Sidecar,
    locks: Iterable[tuple[str, str]],
    unlocks: Iterable[tuple[str, str]],
    dismissed: Iterable[Proposal],
) -> Sidecar:
    """The sidecar with what the user has decided in this run."""
    for citekey, name in locks:
        sidecar = sidecar.with_ruling(citekey, name, replace(sidecar.ruling(citekey, name), is_locked=True))
    for citekey, name in unlocks:
        if sidecar.ruling(citekey, name) != Decision():
            sidecar = sidecar.with_ruling(
                citekey, name, replace(sidecar.ruling(citekey, name), is_locked=False)
            )
    for proposal in dismissed:
        known = sidecar.ruling(proposal.citekey, proposal.field)
        if proposal.after not in known.dismissed:
            decision = replace(known, dismissed=(*known.dismissed, proposal.after))
            sidecar = sidecar.with_ruling(proposal.citekey, proposal.field, decision)
    return sidecar
