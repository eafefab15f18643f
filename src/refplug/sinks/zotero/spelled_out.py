"""The lines of Extra for what a record says in other scripts and languages, and for the printed form of its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refplug.extra import CNE_FIELDS, date_line, is_romanized, one_line, spelling_lines, title_language
from refplug.mapping import field_at
from refplug.model import Creator, Record
from refplug.model.record import NAMES
from refplug.sinks.zotero.fields import Slot, extra_name, extra_paths
from refplug.sinks.zotero.tags import folded_forms

__all__ = ["folded", "spellings"]


def spellings(
    record: Record, table: Sequence[Slot], language: str | None, people: Sequence[Creator], kept_date: object
) -> list[tuple[str, str]]:
    """The lines, in order. `language` is the item's, `people` its creators in order, `kept_date` its date as it stands."""
    made = list(spelling_lines(record, people))
    issued = record.issued.value
    if (line := date_line(issued)) and not (issued and issued.printed == kept_date):
        made.append(line)
    for path in _spoken(record, table):
        made += _in_languages(record, path)
    if record.title and record.is_title_devised:
        made.append(("refplug-title-devised", "yes"))
    tag, title = record.title.language, record.title.value or ""
    said = dict(made)
    known = said.get("refplug-romanization") if said.get("cne-title-romanized") == one_line(title) else None
    if tag and title_language(title, language or None, known, said.get("cne-original-language")) != tag:
        made.append(("refplug-title-language", tag))
    return made


def _in_languages(record: Record, path: str) -> Iterator[tuple[str, str]]:
    """A variable that cite-non-english has no word for: the language of its value, its values in other languages."""
    word = extra_name(path) or path
    for number, claim in enumerate(field_at(record, path).claims):
        if claim.language and isinstance(claim.value, str):
            if number == 0:
                yield f"refplug-{word}-language", claim.language
            else:
                yield f"refplug-{word}-{claim.language}", one_line(claim.value)


def _spoken(record: Record, table: Sequence[Slot]) -> Iterator[str]:
    done = set(CNE_FIELDS)
    for path in (*(slot.path for slot in table), *extra_paths(record, frozenset(done)), "note"):
        if path not in done and not path.startswith("container.") and path not in NAMES:
            done.add(path)
            yield path


def folded(record: Record) -> str:
    """The line to search by: keywords, and the marked words of titles and names."""
    people = [one.name.display() for role in NAMES for one in record.field(role).value or ()]
    titles = [
        record.title.value or "",
        *(c.value for c in record.title.claims[1:] if is_romanized(c.language)),
    ]
    keywords = (term.text for term in record.keyword.value or ())
    return one_line(folded_forms(keywords, (*titles, *people)))
