"""For each entry, apart from one another: who it is, how it is described, what has happened to the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from refplug.formats.bibtex.document import Document, Entry
from refplug.formats.bibtex.values import Library
from refplug.library.asking import Asked
from refplug.library.enrich import known_entries
from refplug.library.entries import offered, plain_fields
from refplug.library.identity import Known
from refplug.reconcile import Relation, compare

__all__ = ["Checked", "Difference", "check"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value differs: `relation` says what the source's value is beside the entry's."""

    field: str
    mine: str
    theirs: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The report on one entry. Identity, description and status are separate statements (rpatrik96/hallmark#36)."""

    citekey: str
    line: int
    known: Known
    differences: tuple[Difference, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_problem(self) -> bool:
        """Whether a person must look: a wrong or dead DOI, a field that says something else, a retracted work.

        A work that the sources do not cover, or an entry that is only less complete, is no problem.
        """
        contradicts = any(one.relation is Relation.DIFFERENT for one in self.differences)
        is_grave = any(update.is_grave for update in self.known.updates)
        return self.known.is_other_work or self.known.is_unknown_doi or contradicts or is_grave


def check(
    document: Document, source: Asked, tick: Callable[[int], None] = lambda count: None
) -> Iterator[Checked]:
    """The report on each entry, in file order."""
    library = Library(document)
    lines = _Lines(document)
    for entry, known in known_entries(document, source, tick):
        mine = plain_fields(library, entry)
        library.faults.clear()
        differences: list[Difference] = []
        missing: list[str] = []
        if known.record is not None:
            for offer in offered(entry, mine, known.record).offers:
                own = mine.get(offer.field, "")
                relation = compare(offer.field, own, offer.value)
                if not own.strip():
                    missing.append(offer.field)
                elif relation is not Relation.SAME:
                    differences.append(Difference(offer.field, own, offer.value, relation))
        yield Checked(
            citekey=entry.citekey,
            line=lines.of(entry),
            known=known,
            differences=tuple(differences),
            missing=tuple(missing),
        )


class _Lines:
    """Line numbers of entries, counted once from the start as they are asked for in file order."""

    def __init__(self, document: Document) -> None:
        self._block, self._line, self._document = 0, 1, document

    def of(self, entry: Entry) -> int:
        """The line, from 1, on which the entry begins."""
        blocks = self._document.blocks
        while self._block < len(blocks) and blocks[self._block] is not entry:
            self._line += blocks[self._block].text.count("\n")
            self._block += 1
        return self._line
