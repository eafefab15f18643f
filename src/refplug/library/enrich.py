"""What the sources know and a .bib lacks: worked out for the whole file, shown, and applied to exactly that file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from refplug.errors import ExitCode, RunAborted
from refplug.formats.bibtex.document import Block, Document, Entry
from refplug.formats.bibtex.escape import field_source
from refplug.formats.bibtex.read import records_of
from refplug.formats.bibtex.values import Library
from refplug.formats.sidecar import Sidecar
from refplug.library.asking import Asked
from refplug.library.claims import claims_about
from refplug.library.entries import Offered, offered, plain_fields, remark
from refplug.library.identity import Known, identify
from refplug.library.memory import remember
from refplug.library.plan import Edited, Plan
from refplug.model import Evidence, Identity, Origin, OriginKind
from refplug.reconcile import Memory, Ruling, propose
from refplug.system.files import digest

__all__ = ["Choices", "Plan", "applied", "known_entries", "plan"]

BATCH = 150  # entries under way at a time: three requests of fifty DOIs
_BUDGET = 0.2  # share of entries that may not be askable before the run stops
_BUDGET_FROM = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user has decided: fields to take from the sources, fields whose offered values are refused, each as
    (citekey, field) or ("", field), and fields about which the configuration does not believe the sources at all."""

    taken: frozenset[tuple[str, str]] = frozenset()
    refused: frozenset[tuple[str, str]] = frozenset()
    unbelieved: frozenset[str] = frozenset()

    def refuses(self, citekey: str, name: str) -> bool:
        """Whether the values offered for the field are refused."""
        return bool(self.refused & {(citekey, name), ("", name)})


def known_entries(
    document: Document, source: Asked, tick: Callable[[int], None] = lambda count: None
) -> Iterator[tuple[Entry, Known]]:
    """Each entry with what the source knows of it, in file order, in batches of flat memory.

    Stops with `RunAborted` (exit 5) where more than a fifth of the entries could not be asked about: a source that is
    down is not asked a thousand times. What was answered is in the cache, so that the next run goes on from there.
    """
    entries = (entry for entry in document.entries if entry.type != "xdata")
    asked = failed = 0
    while batch := list(islice(entries, BATCH)):
        records = records_of(document, batch).records
        for entry, known in zip(batch, identify(records, source), strict=True):
            asked += 1
            failed += known.trouble is not None
            yield entry, known
        tick(len(batch))
        if asked >= _BUDGET_FROM and failed > _BUDGET * asked and asked < len(document.entries):
            reason = (
                f"{failed} of {asked} entries could not be asked about; stopped, and nothing was written."
            )
            hint = "What was answered is kept: run the same command again to go on."
            raise RunAborted(f"{document.file}: {reason} {hint}", ExitCode.UNAVAILABLE)


def plan(
    document: Document,
    data: bytes,
    source: Asked,
    memory: Memory,
    choices: Choices,
    tick: Callable[[int], None] = lambda count: None,
) -> Plan:
    """What enriching the document would change, and what it leaves to the user, with the reasons."""
    library = Library(document)
    made = Plan(file=document.file, base_digest=digest(data))
    for entry, known in known_entries(document, source, tick):
        made.asked += 1
        if known.trouble is not None:
            made.not_asked += 1
            made.trouble = known.trouble.reason
        made.likely += known.identity is Identity.CANDIDATES and not known.is_other_work
        for sentence in _told(known):
            made.problems.add(sentence)
        if document.entry(entry.citekey) is entry:
            _plan_entry(made, library, entry, known, memory, choices)
    return made


def _plan_entry(
    made: Plan, library: Library, entry: Entry, known: Known, memory: Memory, choices: Choices
) -> None:
    """Put what becomes of one entry into the plan."""
    if known.record is None:
        return
    mine = plain_fields(library, entry)
    library.faults.clear()  # told by the reader already; a long batch must not gather them
    given = _offers(entry, mine, known, choices)
    changes = []
    names = set()
    for one in propose(mine, given.offers, memory, choices.taken):
        names.add(one.field)
        if one.ruling in (Ruling.APPLY, Ruling.ASK) and choices.refuses(one.citekey, one.field):
            made.refused.add(one)
        elif one.ruling is Ruling.APPLY:
            changes.append(one.change())
        else:
            made.hold(one)
    if changes:
        written = {change.field: given.sources[change.field] for change in changes}
        said = claims_about(known.mine, known.record, names, written)
        made.edit(Edited(citekey=entry.citekey, changes=tuple(changes), sources=written, said=said))


def _offers(entry: Entry, mine: Mapping[str, str], known: Known, choices: Choices) -> Offered:
    """What the record of an entry offers, less what is not believed, with a remark on what has happened to the work."""
    if known.record is None:
        return Offered((), {})
    given = offered(entry, mine, known.record)
    kept = tuple(offer for offer in given.offers if offer.field not in choices.unbelieved)
    evidence = kept[0].evidence if kept else Evidence(origin=Origin(OriginKind.SOURCE))
    note = remark(entry.citekey, mine, known.updates, evidence)
    if note is None:
        return Offered(kept, given.sources)
    return Offered((*kept, note), {**given.sources, note.field: field_source(note.field, note.value)})


def _told(known: Known) -> Iterator[str]:
    """What a person should know of an entry besides the proposals."""
    key = known.mine.citekey
    if known.is_other_work or known.is_unknown_doi:
        yield f"entry {key!r}: {known.reason}; nothing was taken from there"
    for update in known.updates:
        when = f" of {update.date}" if update.date else ""
        where = f", https://doi.org/{update.doi}" if update.doi else ""
        yield f"entry {key!r}: {update.kind.replace('_', ' ')}{when}{where}"


def applied(document: Document, sidecar: Sidecar, made: Plan) -> tuple[Document, Sidecar]:
    """The document with the plan's changes, each of which changes its own span, and the sidecar that remembers them."""
    edited: dict[int, Block] = {}
    for one in made.entries:
        entry = document.entry(one.citekey)
        if entry is not None:
            edited[id(entry)] = _edited(document, entry, one.sources)
    blocks = tuple(edited.get(id(block), block) for block in document.blocks)
    return replace(document, blocks=blocks), remember(sidecar, made.entries)


def _edited(document: Document, entry: Entry, written: Mapping[str, str]) -> Block:
    """The entry with its new values; worked out on a document of that entry alone, so that a batch stays linear."""
    alone = replace(document, blocks=(entry,), notices=())
    for name, source in written.items():
        alone = alone.set_field(entry.citekey, name, source, is_tex=True)
    return alone.blocks[0]
