"""The description of one work or item: one documented line per CSL variable, each a field of claims."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from refplug.model.claim import EMPTY, Field
from refplug.model.date import PartialDate
from refplug.model.name import Creator
from refplug.model.term import Term

__all__ = ["DATES", "NAMES", "NUMBERS", "TEXTS", "VARIABLES", "Record", "attribute_of", "csl_name"]


@dataclass(frozen=True, kw_only=True)  # no slots: a record holds its dozen values, not places for all 115
class Record:
    """One work or item, described by the variables of CSL 1.0.2 (names with `_` for `-`, in lower case).

    >>> from refplug.model import Claim, Evidence, Origin, OriginKind
    >>> page = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))
    >>> from dataclasses import replace
    >>> record = Record(type="article-journal")
    >>> record = replace(record, title=record.title.add(Claim(value="Wilāyat al-faqīh", evidence=page, confidence=1)))
    >>> record.title.value
    'Wilāyat al-faqīh'

    The container is itself a record: its title is *the* container title, its ISSN the journal's. There is no second
    home for either. `keyword` holds the author's keywords, one claim per language. `custom` keeps, under
    `format:name`, what a format says and CSL has no word for. `is_title_devised` is true where nobody printed the
    title: it stands in square brackets and is never used for matching, duplicates or queries.
    """

    citekey: str = ""
    type: str = "document"
    container: Record | None = None
    is_title_devised: bool = False
    custom: tuple[tuple[str, str], ...] = ()
    keyword: Field[tuple[Term, ...]] = EMPTY  # the author's keywords, in their order

    # text
    abstract: Field[str] = EMPTY  # what the work says of itself
    annote: Field[str] = EMPTY  # a reader's own remark
    archive: Field[str] = EMPTY  # the archive that holds the item
    archive_collection: Field[str] = EMPTY  # the collection inside the archive
    archive_location: Field[str] = EMPTY  # where in the archive it lies
    archive_place: Field[str] = EMPTY  # the place of the archive
    authority: Field[str] = EMPTY  # the body that issued a law, patent or judgment
    call_number: Field[str] = EMPTY  # the shelf mark
    collection_title: Field[str] = EMPTY  # the series
    dimensions: Field[str] = EMPTY  # size or running time
    division: Field[str] = EMPTY  # the department of an institution
    event_title: Field[str] = EMPTY  # the conference or occasion
    event_place: Field[str] = EMPTY  # where the event took place
    genre: Field[str] = EMPTY  # the class of the work in words: Extended abstract, Doctoral dissertation
    jurisdiction: Field[str] = EMPTY  # the area a law holds in
    language: Field[str] = EMPTY  # BCP 47 tag of the work's own language
    license: Field[str] = EMPTY  # the licence it is published under
    medium: Field[str] = EMPTY  # the carrier or format
    note: Field[str] = EMPTY  # a remark for the reader of the entry
    original_publisher: Field[str] = EMPTY  # who published the original
    original_publisher_place: Field[str] = EMPTY  # where the original came out
    original_title: Field[str] = (
        EMPTY  # the title of the work this one translates; never the script form of this work's own title
    )
    part_title: Field[str] = EMPTY  # the title of a part
    publisher: Field[str] = EMPTY  # who published it
    publisher_place: Field[str] = EMPTY  # where the publisher sits
    references: Field[str] = EMPTY  # works cited, as text
    reviewed_genre: Field[str] = EMPTY  # the class of the work reviewed
    reviewed_title: Field[str] = EMPTY  # the title of the work reviewed
    scale: Field[str] = EMPTY  # of a map
    source: Field[str] = EMPTY  # the catalogue or database the description came from
    status: Field[str] = EMPTY  # forthcoming, in press, draft
    title: Field[str] = EMPTY  # the title as printed, or devised in square brackets
    title_short: Field[str] = EMPTY  # a short form of the title
    volume_title: Field[str] = EMPTY  # the title of the volume
    url: Field[str] = EMPTY  # where it can be read
    doi: Field[str] = EMPTY  # the DOI, lower case, without prefix
    isbn: Field[str] = EMPTY  # 13 digits
    issn: Field[str] = EMPTY  # 1234-567X
    pmid: Field[str] = EMPTY  # the PubMed number
    pmcid: Field[str] = EMPTY  # the PubMed Central number

    # numbers, kept as printed
    chapter_number: Field[str] = EMPTY  # number of the chapter
    collection_number: Field[str] = EMPTY  # number in the series
    edition: Field[str] = EMPTY  # as printed: 2nd, revised
    issue: Field[str] = EMPTY  # number within the volume
    number: Field[str] = EMPTY  # of a report, patent or standard
    number_of_pages: Field[str] = EMPTY  # how many pages
    number_of_volumes: Field[str] = EMPTY  # how many volumes
    page: Field[str] = EMPTY  # first and last page, or an article number
    part_number: Field[str] = EMPTY  # number of a part
    printing_number: Field[str] = EMPTY  # number of the printing
    section: Field[str] = EMPTY  # of a newspaper or law
    supplement_number: Field[str] = EMPTY  # number of the supplement
    version: Field[str] = EMPTY  # of software or data
    volume: Field[str] = EMPTY  # number of the volume

    # dates
    issued: Field[PartialDate] = EMPTY  # when it was published; the common era only
    accessed: Field[PartialDate] = EMPTY  # when it was looked at
    available_date: Field[PartialDate] = EMPTY  # when it was put online
    event_date: Field[PartialDate] = EMPTY  # when the event took place
    original_date: Field[PartialDate] = EMPTY  # when the original came out
    submitted: Field[PartialDate] = EMPTY  # when it was submitted

    # people and bodies by role
    author: Field[tuple[Creator, ...]] = EMPTY  # who wrote it
    editor: Field[tuple[Creator, ...]] = EMPTY  # who edited it
    translator: Field[tuple[Creator, ...]] = EMPTY  # who translated it
    chair: Field[tuple[Creator, ...]] = EMPTY  # who led the session
    compiler: Field[tuple[Creator, ...]] = EMPTY  # who compiled it
    composer: Field[tuple[Creator, ...]] = EMPTY  # who composed it
    contributor: Field[tuple[Creator, ...]] = EMPTY  # who else took part
    curator: Field[tuple[Creator, ...]] = EMPTY  # who curated it
    collection_editor: Field[tuple[Creator, ...]] = EMPTY  # who edits the series
    director: Field[tuple[Creator, ...]] = EMPTY  # who directed it
    editorial_director: Field[tuple[Creator, ...]] = EMPTY  # who directs the publication
    executive_producer: Field[tuple[Creator, ...]] = EMPTY  # who produced it
    guest: Field[tuple[Creator, ...]] = EMPTY  # who was the guest
    host: Field[tuple[Creator, ...]] = EMPTY  # who was the host
    illustrator: Field[tuple[Creator, ...]] = EMPTY  # who drew it
    interviewer: Field[tuple[Creator, ...]] = EMPTY  # who asked
    narrator: Field[tuple[Creator, ...]] = EMPTY  # who read it aloud
    organizer: Field[tuple[Creator, ...]] = EMPTY  # who organized the event
    original_author: Field[tuple[Creator, ...]] = EMPTY  # who wrote the original
    performer: Field[tuple[Creator, ...]] = EMPTY  # who performed it
    producer: Field[tuple[Creator, ...]] = EMPTY  # who produced it
    recipient: Field[tuple[Creator, ...]] = EMPTY  # whom the letter went to
    reviewed_author: Field[tuple[Creator, ...]] = EMPTY  # who wrote the work reviewed
    script_writer: Field[tuple[Creator, ...]] = EMPTY  # who wrote the script
    series_creator: Field[tuple[Creator, ...]] = EMPTY  # who created the series

    if not TYPE_CHECKING:  # to a type checker the generated constructor, with every name and type

        def __init__(self, **values: Any) -> None:
            """Keep what is given and differs from the default, which the class holds: a third of the time and memory."""
            defaults, own = _DEFAULTS, self.__dict__
            try:
                for name, value in values.items():
                    if value is not defaults[name]:
                        own[name] = value
            except KeyError:
                unknown = ", ".join(sorted(values.keys() - defaults.keys()))
                raise TypeError(f"a record has no {unknown}") from None

    def held(self) -> tuple[str, ...]:
        """The attributes of the variables that hold a claim, in the order of the model; the container's own not among them."""
        given = [name for name, field in self.__dict__.items() if name in _KNOWN and field.claims]
        given.sort(key=_ORDER.__getitem__)
        return tuple(given)

    def field(self, variable: str) -> Field[Any]:
        """The field of a variable by its CSL name or attribute name; KeyError where CSL has no such variable."""
        return getattr(self, attribute_of(variable))  # type: ignore[no-any-return]


_DEFAULTS = {item.name: item.default for item in fields(Record)}


@cache
def _of_kind(annotation: str) -> tuple[str, ...]:
    return tuple(item.name for item in fields(Record) if str(item.type) == f"Field[{annotation}]")


DATES: tuple[str, ...] = _of_kind("PartialDate")
NAMES: tuple[str, ...] = _of_kind("tuple[Creator, ...]")
NUMBERS: tuple[str, ...] = (
    "chapter_number",
    "collection_number",
    "edition",
    "issue",
    "number",
    "number_of_pages",
    "number_of_volumes",
    "page",
    "part_number",
    "printing_number",
    "section",
    "supplement_number",
    "version",
    "volume",
)
TEXTS: tuple[str, ...] = tuple(name for name in _of_kind("str") if name not in NUMBERS)
VARIABLES: tuple[str, ...] = (*TEXTS, *NUMBERS, *DATES, *NAMES, "keyword")

_IN_CAPITALS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "url": "URL", "pmid": "PMID", "pmcid": "PMCID"}
_WITH_UNDERSCORE = {"archive_collection", "archive_location"}


def csl_name(attribute: str) -> str:
    """The CSL spelling of an attribute name.

    >>> csl_name("publisher_place"), csl_name("doi")
    ('publisher-place', 'DOI')
    """
    if attribute in _WITH_UNDERSCORE:
        return attribute
    return _IN_CAPITALS.get(attribute) or attribute.replace("_", "-")


def attribute_of(variable: str) -> str:
    """The attribute name of a CSL variable; KeyError where there is none.

    >>> attribute_of("publisher-place"), attribute_of("DOI")
    ('publisher_place', 'doi')
    """
    name = variable.lower().replace("-", "_")
    if name not in _KNOWN:
        raise KeyError(variable)
    return name


_KNOWN = frozenset(VARIABLES)
_ORDER = {name: place for place, name in enumerate(_DEFAULTS)}
