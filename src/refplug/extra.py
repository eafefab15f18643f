"""The lines `name: value` that live in Zotero's Extra field: how they are read, named, and put among other people's lines.

Extra is shared ground. Zotero reads CSL variables there (`event-date: 2020-03-01`), plug-ins keep their own lines
(cite-non-english: `cne-title-original`), and people write prose. Every line that is not ours stays where and as it is.
Sources: extractExtraFields, combineExtraFields and extraToCSL of zotero/zotero and zotero/utilities;
metadata-parser.ts of boan-anbo/cite-non-english. Used by the Zotero sink and by the CSL-JSON that Zotero imports.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from refplug.model import Calendar, Claim, Creator, Name, PartialDate, Record
from refplug.text.languages import script_of

__all__ = [
    "CNE_FIELDS",
    "Line",
    "date_line",
    "is_marked",
    "is_romanized",
    "kind_of",
    "lines_of",
    "merged",
    "normalized",
    "one_line",
    "original_language",
    "spelling_lines",
    "text_of",
    "title_language",
    "trimmed",
    "unbroken",
]

_LINE = re.compile(r"([A-Za-z][\w .-]{0,60}?)\s*:(?!//)\s*(\S.*)")
_CHEATER = re.compile(r"\{:([A-Za-z][\w .-]{0,60}?)\s*:\s*([^{}]*\S[^{}]*)\}")  # citeproc-js before 2017
_CAMEL = re.compile(r"([a-z])([A-Z])")
_BLANK = re.compile(r"[\s_]+")
_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_IN_SCRIPT = frozenset("ar fa ur ota ps ckb ku sd ug".split())

#: The variables that cite-non-english has a word for; it deletes lines of its own prefix that name another.
CNE_FIELDS: dict[str, str] = {
    "title": "title",
    "container.title": "container-title",
    "publisher": "publisher",
    "collection_title": "series",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Extra: its text, and its normalized key and value where it has the form `name: value`.

    >>> Line.of("Original Date: 1970")
    Line(text='Original Date: 1970', key='original-date', value='1970')
    >>> Line.of("A remark.").key
    ''
    """

    text: str
    key: str = ""
    value: str = ""

    @classmethod
    def of(cls, text: str) -> Line:
        """The line read."""
        found = _LINE.fullmatch(text.strip()) or _CHEATER.fullmatch(text.strip())
        return cls(text, normalized(found[1]), found[2].strip()) if found else cls(text)


def lines_of(extra: str) -> tuple[Line, ...]:
    """The lines of an Extra field."""
    return tuple(map(Line.of, extra.split("\n"))) if extra else ()


def text_of(lines: Iterable[Line]) -> str:
    """The Extra field that these lines make."""
    return "\n".join(line.text for line in lines)


def normalized(key: str) -> str:
    """A key as Zotero compares it: `originalDate`, `Original Date` and `original-date` are one.

    >>> {normalized(key) for key in ("originalDate", "Original Date", "original_date")}
    {'original-date'}
    """
    return _BLANK.sub("-", _CAMEL.sub(r"\1-\2", key.strip()).lower())


def one_line(text: str) -> str:
    """Text as the value of a line: without line breaks, without blanks at its ends."""
    return unbroken(text).strip()


def unbroken(text: str) -> str:
    """Text without line breaks, which end a value of Extra and which Zotero's fields of one line do not hold."""
    return (
        " ".join(part.strip() for part in _BREAK.split(text) if part.strip()) if _BREAK.search(text) else text
    )


def trimmed(text: str) -> str:
    """Prose without empty lines at its ends."""
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def merged(lines: Sequence[Line], wanted: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    """Lines in which each wanted key has its wanted values: changed in place, added at the end, other lines as they were.

    >>> text_of(merged(lines_of("mine\\nOCLC: 1\\nevent-date: 2019"), [("event-date", "2020"), ("scale", "1:100")]))
    'mine\\nOCLC: 1\\nevent-date: 2020\\nscale: 1:100'
    """
    values: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for name, value in wanted:
        key = normalized(name)
        names.setdefault(key, name)
        values[key].append(value)
    made: list[Line] = []
    for line in lines:
        if line.key not in values:
            made.append(line)
        elif values[line.key]:
            value = values[line.key].pop(0)
            made.append(
                line if line.value == value else Line.of(f"{line.text.partition(':')[0].strip()}: {value}")
            )
    rest = [Line.of(f"{names[key]}: {value}") for key, left in values.items() for value in left]
    while rest and made and not made[-1].text.strip():
        made.pop()
    return (*made, *rest)


def is_romanized(language: str | None) -> bool:
    """Whether a language tag says that a text is romanized.

    >>> is_romanized("fa-Latn"), is_romanized("ar-Latn-t-ar-m0-ijmes"), is_romanized("tr")
    (True, True, False)
    """
    return "-Latn" in (language or "")


def is_marked(text: str) -> bool:
    """Whether a text has signs of romanization: half rings, macrons, dots below. Ü and é are letters of their languages.

    >>> is_marked("Dīwān"), is_marked("ʿIrāq"), is_marked("Über die Schule")
    (True, True, False)
    """
    if text.isascii():
        return False
    return any(c in "ʿʾʻʼ\u0304\u0323\u0331\u032e" for c in unicodedata.normalize("NFD", text))


def kind_of(claim: Claim[str]) -> str:
    """What cite-non-english calls a spelling: romanized, english, original; "" for another language in Latin script."""
    if is_romanized(claim.language):
        return "romanized"
    primary = (claim.language or "").split("-")[0]
    if primary == "en":
        return "english"
    return "original" if primary and script_of(claim.value) not in ("Latn", None) else ""


def original_language(record: Record, people: Iterable[Creator] = ()) -> str | None:
    """The tag of the original script among title, names, publisher and series; the first one met."""
    for path in CNE_FIELDS:
        for claim in _claims(record, path):
            if kind_of(claim) == "original":
                return claim.language
    for creator in people:
        for name in creator.variants:
            if name.language and not is_romanized(name.language):
                return name.language
    return None


def title_language(
    title: str, language: str | None, romanization: str | None, original: str | None = None
) -> str | None:
    """The tag that a title has by what stands beside it: the item's language, the lines that name the romanization
    and the language of the original script.

    >>> title_language("Wilāyat al-faqīh", "ar", None), title_language("ولایت فقیه", "fa", None)
    ('ar-Latn', None)
    >>> title_language("ولایت فقیه", "fa", None, "fa")
    'fa'

    A title in Latin letters without any sign of romanization, in an item whose language is Persian, may be English.
    """
    if script_of(title) != "Latn":
        return original if script_of(title) else None
    if romanization:
        return romanization
    primary = (language or "").split("-")[0].lower()
    if is_romanized(language) or (primary in _IN_SCRIPT and is_marked(title)):
        return language if is_romanized(language) else f"{primary}-Latn"
    return None


def spelling_lines(record: Record, people: Sequence[Creator]) -> Iterator[tuple[str, str]]:
    """The other spellings of title, journal, publisher, series and names, as cite-non-english writes them.

    `people` are the creators in the order of the item. Spellings that cite-non-english has no word for (a French
    title, a place in Arabic script) go to lines of our own: `refplug-publisher-place-ar`.
    """
    original = original_language(record, people)
    for path, word in CNE_FIELDS.items():
        claims = _claims(record, path)
        if path == "container.title" and record.type.startswith("article"):
            word = "journal"
        yield from _variants(claims, word, original)
    for number, creator in enumerate(people):
        for name in creator.variants:
            yield from _name_lines(number, name)
        if creator.orcid:
            yield f"refplug-creator-{number}-orcid", creator.orcid
    if original and not original.startswith("und"):
        yield "cne-original-language", original
    tags = [
        *(claim.language for claim in record.title.claims),
        *(name.language for one in people for name in one.variants),
    ]
    tag = next((tag for tag in tags if tag and is_romanized(tag)), None)
    if tag and "-t-" in tag:
        yield "refplug-romanization", tag


def _variants(claims: Sequence[Claim[str]], word: str, original: str | None) -> Iterator[tuple[str, str]]:
    is_own_romanized = len(claims) > 1 and kind_of(claims[0]) == "romanized"
    seen = {"romanized"} if is_own_romanized else set()
    for claim in claims[1:]:
        kind = kind_of(claim)
        if not claim.language:
            continue
        if kind and kind not in seen and (kind != "original" or claim.language == original):
            seen.add(kind)
            yield f"cne-{word}-{kind}", one_line(claim.value)
        else:
            yield f"refplug-{word}-{claim.language}", one_line(claim.value)
    if is_own_romanized:
        yield f"cne-{word}-romanized", one_line(claims[0].value)


def _name_lines(number: int, name: Name) -> Iterator[tuple[str, str]]:
    kind = "romanized" if is_romanized(name.language) else "original"
    for part, text in (("last", name.full_family or name.literal), ("first", name.given)):
        if text:
            yield f"cne-creator-{number}-{part}-{kind}", one_line(text)


def date_line(date: PartialDate | None) -> tuple[str, str] | None:
    """The printed form of a date with its calendar, for the line beside the date of the common era.

    >>> date_line(PartialDate(year=2023, printed="1402", calendar=Calendar.SOLAR_HIJRI))
    ('date-printed', '1402 (solar-hijri)')
    """
    if date is None or not date.printed:
        return None
    calendar = "" if date.calendar is Calendar.GREGORIAN else f" ({date.calendar})"
    return "date-printed", one_line(date.printed) + calendar


def _claims(record: Record, path: str) -> tuple[Claim[str], ...]:
    head, _, rest = path.partition(".")
    holder = getattr(record, head)
    if rest:
        return getattr(holder, rest).claims if holder is not None else ()
    return holder.claims  # type: ignore[no-any-return]
