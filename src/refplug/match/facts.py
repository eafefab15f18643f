"""A record reduced to what can be compared, all its claims taken together."""

from __future__ import annotations

from dataclasses import dataclass

from refplug.match.numbers import first_page
from refplug.model import Creator, Name, Record
from refplug.text.marked import unmarked

__all__ = ["Facts", "Person", "facts_of"]


@dataclass(frozen=True, slots=True)
class Person:
    """A name as far as it can be compared: family names in all spellings, given names, whether it is a body."""

    families: tuple[str, ...]
    givens: tuple[str, ...]
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says, flat; `type` is Crossref's own word where there is one, else CSL's. Empty where it is silent; pages are first and last, the last completed."""

    doi: str
    type: str
    titles: tuple[str, ...]
    authors: tuple[Person, ...]
    editors: tuple[Person, ...]
    years: frozenset[int]
    containers: tuple[str, ...]
    publisher: str
    volume: str
    issue: str
    page: str
    last_page: str
    abstract: str
    keywords: tuple[str, ...]


def facts_of(record: Record) -> Facts:
    """The facts of a record. A devised title is no fact."""
    page = str(record.page.value or record.number.value or "")
    first, last = first_page(page)
    return Facts(
        doi=(record.doi.value or "").lower(),
        type=dict(record.custom).get("crossref:type", record.type),
        titles=() if record.is_title_devised else _titles(record),
        authors=_people(record.author.value or ()),
        editors=_people((*(record.editor.value or ()), *(record.translator.value or ()))),
        years=_years(record),
        containers=_containers(record),
        publisher=record.publisher.value or "",
        volume=(record.volume.value or "").strip().lower(),
        issue=(record.issue.value or "").strip().lower(),
        page=first,
        last_page=last,
        abstract=record.abstract.value or "",
        keywords=tuple(term.printed for term in record.keyword.value or ()),
    )


def _titles(record: Record) -> tuple[str, ...]:
    """Every claim to the title, each also without its subtitle where the main title can stand alone."""
    found: list[str] = []
    for claim in (*record.title, *record.title_short):
        title = unmarked(claim.value)
        found.append(title)
        head, colon, rest = title.partition(": ")
        if colon and len(head) >= 16 and rest:
            found.append(head)
    return tuple(dict.fromkeys(filter(None, found)))


def _people(creators: tuple[Creator, ...]) -> tuple[Person, ...]:
    return tuple(_person(creator) for creator in creators)


def _person(creator: Creator) -> Person:
    names = (creator.name, *creator.variants)
    families = dict.fromkeys(_family(name) for name in names)
    givens = dict.fromkeys(name.given for name in names if name.given)
    return Person(tuple(f for f in families if f), tuple(givens), bool(creator.name.literal))


def _family(name: Name) -> str:
    return name.literal or name.full_family or name.given


def _years(record: Record) -> frozenset[int]:
    claims = (*record.issued, *record.available_date, *record.original_date)
    ends = (claim.value.end.year for claim in claims if claim.value.end)
    in_print = (
        int(value[:4])
        for key, value in record.custom
        if key == "crossref:published-print" and value[:4].isdigit()
    )
    return frozenset((*(claim.value.year for claim in claims), *ends, *in_print))


def _containers(record: Record) -> tuple[str, ...]:
    holder = record.container
    if holder is None:
        return ()
    claims = (*holder.title, *holder.title_short)
    return tuple(dict.fromkeys(claim.value for claim in claims if claim.value))
