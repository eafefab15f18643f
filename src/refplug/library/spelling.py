"""Terms and names of a library that are spelled in several ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refplug.model import Creator, Record, TermVerdict
from refplug.model.record import NAMES, csl_name
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.lexicon import Lexicon
from refplug.romanize.spelling import Occurrence, SpellingGroup, spelling_groups

__all__ = ["occurrences", "spellings"]

SURE = 0.85  # probability from which the lexicon's form of a term is taken for it


def occurrences(records: Iterable[Record], file: str) -> Iterator[Occurrence]:
    """The keywords and the names of creators in records, each with its file, entry and field."""
    for record in records:
        where = f"{file}: {record.citekey}"
        for term in record.keyword.value or ():
            yield Occurrence(f"{where}, keywords", term.printed)
        for attribute in NAMES:
            people: tuple[Creator, ...] = record.field(attribute).value or ()
            for creator in people:
                yield Occurrence(f"{where}, {csl_name(attribute)}", creator.name.inverted())


def spellings(
    found: Iterable[Occurrence],
    *,
    scheme: str = "ijmes",
    reading: str = "auto",
    lexicon: Lexicon | None = None,
) -> tuple[SpellingGroup, ...]:
    """Groups of spellings of one term or name, with the one to settle on; what the lexicon knows is written in `scheme`.

    >>> spellings([Occurrence("a", "Hashd Shaabi"), Occurrence("b", "Al-Hashd al-Sha'bi")])[0].proposed
    'al-Ḥashd al-Shaʿbī'
    """

    def canonical(text: str) -> str | None:
        if "," in text:  # an inverted personal name is no keyword
            return None
        term = understand(text, scheme=scheme, reading=reading, lexicon=lexicon)
        sure = term.preferred is not None and term.preferred.probability >= SURE
        return term.text if sure and term.verdict is TermVerdict.ROMANIZED else None

    return spelling_groups(found, canonical=canonical)
