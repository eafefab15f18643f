"""A record as a cataloguer wants it: ALA-LC, 880 pairs for what is transcribed, devised titles in brackets with a note.

Sources: MARC 21 Format for Bibliographic Data (Appendix A for 880 and $6), RDA 2.3.2.11 for devised titles, MARC 883 for
what a program concluded. No subject headings (650, 651) are made: author keywords go to 653, uncontrolled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from refplug.formats.marc.codes import LANGUAGES, RELATORS, TYPES
from refplug.formats.marc.parse import CITEKEY_ORIGIN, KINDS
from refplug.formats.marc.raw import RawField, RawRecord
from refplug.model import Creator, Field, Name, PartialDate, Reading, Record, Term, TermKind, TermVerdict
from refplug.model.record import NAMES
from refplug.ports import WriteOptions
from refplug.romanize.render import render
from refplug.romanize.scheme import load, readings_of
from refplug.text.languages import script_of

__all__ = ["DEFAULT_SCHEME", "TAGS_OF", "build"]

DEFAULT_SCHEME = "ala-lc"
_DEVISED = "Title devised by cataloger."
_KIND_DIGITS = {kind: digit for digit, kind in KINDS.items()} | {TermKind.TITLE: "0"}
# which tags hold a variable: what must be written anew when it changes
TAGS_OF = {
    "title": ("245", "246"), "issued": ("264", "260"), "publisher": ("264", "260"), "publisher_place": ("264", "260"),
    "edition": ("250",), "number_of_pages": ("300",), "collection_title": ("490",), "collection_number": ("490",),
    "note": ("500",), "abstract": ("520",), "genre": ("655", "502"), "keyword": ("653", "883"), "isbn": ("020",),
    "issn": ("022",), "doi": ("024",), "url": ("856",), "language": ("041",), "container": ("773",), "volume": ("773",),
    "issue": ("773",), "page": ("773",),
} | dict.fromkeys(NAMES, ("100", "110", "111", "700", "710", "711"))  # fmt: skip

_SIGNS = str.maketrans({"ʿ": "ʻ", "ʾ": "ʼ"})
_SIGNS_AS_QUOTES = str.maketrans({"‘": "ʻ", "’": "ʼ"})  # how print spells the two in romanized words
# LC-PCC PS for RDA 1.7.3: typographic quotation marks and dashes are transcribed as the keyboard has them
_PUNCTUATION = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "―": "--",
     "−": "-", "…": "...", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "•": "·", "′": "'", "″": '"', "\ufffd": None}
)  # fmt: skip
_ARTICLE = re.compile(r"(?:al|el|an|ar|as|at|ad|az|ash)[-‐]", re.IGNORECASE)
_FILING = {
    "en": ("the ", "a ", "an "),
    "fr": ("le ", "la ", "les ", "l'", "un ", "une "),
    "de": ("der ", "die ", "das ", "ein ", "eine "),
}


@dataclass(frozen=True, slots=True)
class _Paired:
    """A field in Latin letters, and the same in script where the work itself has it."""

    latin: RawField
    script: RawField | None = None


def build(record: Record, options: WriteOptions) -> RawRecord:
    """The MARC record of a record that came from elsewhere, with its 880 pairs linked."""
    maker = _Maker(record, options)
    leader = f"00000n{TYPES.get(record.type, 'am')} a2200000   4500"
    paired = sorted(maker.fields(), key=lambda one: one.latin.tag)
    fields: list[RawField] = []
    others: list[RawField] = []
    for one in paired:
        if one.script is None:
            fields.append(one.latin)
            continue
        number = f"{len(others) + 1:02d}"
        fields.append(_with_six(one.latin, f"880-{number}"))
        others.append(_with_six(one.script, f"{one.latin.tag}-{number}/(3/r"))
    return RawRecord(leader, (*fields, *others))


def _with_six(field: RawField, link: str) -> RawField:
    tag = "880" if not link.startswith("880") else field.tag
    return RawField(tag, indicators=field.indicators, subfields=(("6", link), *field.subfields))


class _Maker:
    def __init__(self, record: Record, options: WriteOptions) -> None:
        self.record = record
        self.options = options
        self.scheme = options.scheme or DEFAULT_SCHEME
        self.language = record.language.value or record.title.language or ""
        self.reading = _reading(self.language)
        self.reading_is_known = self.language.split("-")[0] in set(Reading)

    def fields(self) -> Iterator[_Paired]:
        record = self.record
        yield _Paired(RawField("008", data=self._fixed()))
        if record.citekey:
            yield self._field("035", "  ", ("a", CITEKEY_ORIGIN + record.citekey))
        yield from self._identifiers()
        yield self._field("040", "  ", ("b", "eng"), ("e", "rda"))
        yield from self._names()
        yield from self._titles()
        yield from self._published()
        for tag, indicators, code, name in _PLAIN:
            for claim in getattr(record, name).claims[:1]:
                yield from self._maybe(
                    tag, indicators, (code, claim.value), _script_of(getattr(record, name))
                )
        if record.collection_title.value:
            number = record.collection_number.value
            yield self._field("490", "0 ", ("a", record.collection_title.value), ("v", number or ""))
        if record.is_title_devised:
            yield self._field("500", "  ", ("a", _DEVISED))
        yield self._field("588", "0 ", ("a", self._basis()))
        yield from self._keywords()
        yield from self._container()

    # ---- parts

    def _fixed(self) -> str:
        issued = self.record.issued.value
        dates = "s        "
        if issued is None:
            dates = "n||||||||"
        elif issued.end is not None and issued.end.year != issued.year:
            dates = f"q{issued.year:04d}{issued.end.year:04d}"
        elif 0 <= issued.year <= 9999:
            dates = f"s{issued.year:04d}    "
        language = LANGUAGES.get((self.language or "und").split("-")[0], "und")
        return f"000000{dates}xx {'|' * 17}{language} d"

    def _identifiers(self) -> Iterator[_Paired]:
        record = self.record
        if record.isbn.value:
            yield self._field("020", "  ", ("a", record.isbn.value))
        if record.issn.value:
            yield self._field("022", "  ", ("a", record.issn.value))
        if record.doi.value:
            yield self._field("024", "7 ", ("a", record.doi.value), ("2", "doi"))
        if code := LANGUAGES.get(self.language.split("-")[0]):
            yield self._field("041", "0 ", ("a", code))

    def _names(self) -> Iterator[_Paired]:
        is_first = True
        for role in NAMES:
            for creator in getattr(self.record, role).value or ():
                tag = "100" if is_first and role == "author" else "700"
                is_first = is_first and role != "author"
                yield self._name(creator, role, tag)

    def _name(self, creator: Creator, role: str, tag: str) -> _Paired:
        name = creator.name
        script = next(
            (one for one in creator.variants if script_of(one.display()) not in (None, "Latn")), None
        )
        if script_of(name.display()) not in (None, "Latn"):
            name, script = self._latin_name(name), name
        tag = tag[0] + ("10" if name.literal and _is_body(name) else "00")
        code, word = RELATORS.get(role, ("ctb", "contributor"))
        indicators = _name_indicator(name) + " "
        subfields = (("a", _heading(name) + ","), ("e", word + "."), ("4", code))
        latin = self._field(tag, indicators, *subfields).latin
        if script is None:
            return _Paired(latin)
        return _Paired(
            latin, self._raw(tag, indicators, (("a", _heading(script) + "،"), ("e", word + "."), ("4", code)))
        )

    def _latin_name(self, name: Name) -> Name:
        """A name in script, romanized for the heading; the script goes to 880."""
        if name.literal:
            return Name(literal=self._romanized(name.literal, "name"))
        return Name(family=self._romanized(name.family, "name"), given=self._romanized(name.given, "name"))

    def _romanized(self, text: str, kind: str) -> str:
        from refplug.romanize.script import romanize_script

        return romanize_script(text, self.scheme, self.reading, kind).text

    def _titles(self) -> Iterator[_Paired]:
        record = self.record
        accepted = record.title.value or "[Untitled]"
        script = (
            accepted
            if _is_script(accepted)
            else next((c.value for c in record.title if _is_script(c.value)), None)
        )
        latin = accepted
        if _is_script(accepted):
            latin = next((c.value for c in record.title if not _is_script(c.value)), None) or self._romanized(
                accepted, "title"
            )
        has_author = "1" if record.author.value else "0"
        skip = _nonfiling(latin, self.language)
        paired = self._field("245", f"{has_author}{skip}", *_parted(latin))
        other = self._raw("880", f"{has_author}0", _parted(script)) if script else None
        yield _Paired(paired.latin, other)
        for claim in record.title.claims[1:]:
            if claim.value not in (latin, script):
                yield from self._maybe("246", "11", ("a", claim.value), None)

    def _published(self) -> Iterator[_Paired]:
        record = self.record
        issued = record.issued.value
        place, publisher = record.publisher_place.value, record.publisher.value
        if not (place or publisher or issued):
            return
        latin = [(code, self._in_latin(text)) for code, text in (("a", place), ("b", publisher)) if text]
        date = [("c", _printed(issued))] if issued else []
        in_script = [
            (code, text)
            for code, text in (("a", _script_of(record.publisher_place)), ("b", _script_of(record.publisher)))
            if text
        ]
        paired = self._field("264", " 1", *_isbd([*latin, *date]))
        yield _Paired(paired.latin, self._raw("880", " 1", tuple(in_script)) if in_script else None)

    def _in_latin(self, text: str) -> str:
        return self._romanized(text, "publisher") if _is_script(text) else text

    def _basis(self) -> str:
        claim = self.record.title.accepted
        origin = claim.evidence.origin if claim else None
        told = f"{origin.kind} {origin.name}".strip() if origin else "the document"
        return f"Description based on {told}."

    def _keywords(self) -> Iterator[_Paired]:
        link = 0
        for claim in self.record.keyword:
            for term in claim.value:
                digit = _KIND_DIGITS.get(term.kind, " ")
                text = self._term(term)
                changed = term.verdict is TermVerdict.ROMANIZED and text != term.printed
                link += changed
                eight = (("8", f"{link}\\p"),) if changed else ()
                script = term.script if term.script and term.script_printed else None
                other = self._raw("880", f" {digit}", (("a", script),)) if script else None
                yield _Paired(self._field("653", f" {digit}", *eight, ("a", text)).latin, other)
                if changed and not _is_script(term.printed):
                    yield self._field("653", f" {digit}", ("a", term.printed))
                if changed and term.preferred is not None:
                    chance = f"{term.preferred.probability:.2f}"
                    yield self._field("883", "0 ", *eight, ("a", "refplug romanization"), ("c", chance))

    def _term(self, term: Term) -> str:
        """The keyword in this record's scheme: rendered anew from its vocalized script."""
        best = term.preferred
        if best is None or best.vocalized is None or best.scheme == self.scheme:
            return self._in_latin(term.text)
        if best.reading not in readings_of(self.scheme):
            return term.text
        text = render(best.vocalized, load(self.scheme, best.reading), kind=term.kind).text
        return (
            text[:1].upper() + text[1:]
            if best.text[:1].isupper() and not text.startswith(("al-", "ʻ"))
            else text
        )

    def _container(self) -> Iterator[_Paired]:
        record = self.record
        if record.container is None:
            return
        inner = record.container
        parts = []
        if record.volume.value:
            parts.append(f"Vol. {record.volume.value}")
        if record.issue.value:
            parts.append(f"no. {record.issue.value}")
        numbers = ", ".join(parts)
        if record.issued.value:
            numbers += f" ({record.issued.value.year})"
        if record.page.value:
            numbers += f", p. {record.page.value}"
        subfields = [
            ("t", self._in_latin(inner.title.value or "")),
            ("x", inner.issn.value or ""),
            ("g", numbers.strip(" ,")),
        ]
        script = _script_of(inner.title)
        other = self._raw("880", "0 ", (("t", script),)) if script else None
        yield _Paired(self._field("773", "0 ", *subfields).latin, other)

    # ---- writing

    def _maybe(
        self, tag: str, indicators: str, subfield: tuple[str, str], script: str | None
    ) -> Iterator[_Paired]:
        code, text = subfield
        if not text:
            return
        other = self._raw("880", indicators, ((code, script),)) if script else None
        if _is_script(text):
            other = other or self._raw("880", indicators, ((code, text),))
            text = self._romanized(text, "title") if tag in ("250", "246") else ""
        if text:
            yield _Paired(self._field(tag, indicators, (code, text)).latin, other)
        elif other is not None:  # nothing in Latin letters: an 880 of its own, linked to no field (00)
            yield _Paired(
                RawField("880", indicators=indicators, subfields=(("6", f"{tag}-00/(3/r"), *other.subfields))
            )

    def _field(self, tag: str, indicators: str, *subfields: tuple[str, str]) -> _Paired:
        return _Paired(self._raw(tag, indicators, subfields))

    def _raw(self, tag: str, indicators: str, subfields: tuple[tuple[str, str], ...]) -> RawField:
        kept = tuple((code, self._spelled(code, text)) for code, text in subfields if text and text.strip())
        return RawField(tag, indicators=indicators, subfields=kept)

    def _spelled(self, code: str, text: str) -> str:
        """Signs as MARC-8 has them, the normal form asked for; Arabic letters are composed always."""
        if code in "68u":
            return text
        text = "".join(
            char for char in text if unicodedata.category(char) not in ("Cc", "Cf") or char in "\u200c\u200d"
        )
        signs = text
        if not _is_script(text):
            romanized = self.reading_is_known and _QUOTED_SIGN.search(text)
            signs = (text.translate(_SIGNS_AS_QUOTES) if romanized else text).translate(_SIGNS)
            signs = signs.translate(_PUNCTUATION)
        is_composed = _is_script(text) or self.options.unicode_form != "NFD"
        return unicodedata.normalize("NFC" if is_composed else "NFD", signs)


_PLAIN = (
    ("250", "  ", "a", "edition"),
    ("300", "  ", "a", "number_of_pages"),
    ("500", "  ", "a", "note"),
    ("520", "3 ", "a", "abstract"),
    ("655", " 4", "a", "genre"),
    ("856", "40", "u", "url"),
)


def _reading(language: str) -> str:
    known = language.split("-")[0]
    return known if known in set(Reading) else "ar"


_QUOTED_SIGN = re.compile("(?<!\\w)‘\\w|\\w[‘’]\\w")
_ARABIC = re.compile(r"[\u0620-\u06d3\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc]")


def _is_script(text: str) -> bool:
    """Whether there is Arabic script in it: such text has its place in 880 alone."""
    return _ARABIC.search(text) is not None


def _script_of(field: Field[Any]) -> str | None:
    """What a field says in Arabic script, where its accepted value is in Latin letters or script alike."""
    return next(
        (claim.value for claim in field if isinstance(claim.value, str) and _is_script(claim.value)), None
    )


def _heading(name: Name) -> str:
    """The heading of a name: no initial article, family first."""
    if name.literal:
        return _ARTICLE.sub("", name.literal, count=1)
    family = _ARTICLE.sub("", name.full_family, count=1)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return f"{family}{'،' if _is_script(family) else ','} {given}" if given else family


def _is_body(name: Name) -> bool:
    from refplug.text.names import is_body

    return is_body(name.literal) or len(name.literal.split()) > 4


def _name_indicator(name: Name) -> str:
    if name.literal:
        return "2" if _is_body(name) else "0"
    return "1"


def _nonfiling(title: str, language: str) -> str:
    """How many characters at the start are not filed: the article. In catalogues of Arabic, `al-` counts three."""
    if found := _ARTICLE.match(title):
        return str(found.end())
    for article in _FILING.get((language or "en").split("-")[0], ()):
        if title.lower().startswith(article):
            return str(len(article))
    return "0"


def _parted(title: str) -> tuple[tuple[str, str], ...]:
    """Title proper and other title information with ISBD's colon; a devised title stays whole."""
    main, colon, rest = title.partition(": ")
    if not colon or title.startswith("["):
        return (("a", title),)
    return (("a", main + " :"), ("b", rest))


def _isbd(subfields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Place : publisher, date."""
    made = []
    for position, (code, text) in enumerate(subfields):
        is_last = position == len(subfields) - 1
        made.append((code, text if is_last else text + (" :" if subfields[position + 1][0] == "b" else ",")))
    return made


def _printed(date: PartialDate) -> str:
    """The date as published: the printed form with the common era in brackets where they differ."""
    common = f"{date.year} or {date.end.year}" if date.end and date.end.year != date.year else str(date.year)
    return f"{date.printed} [{common}]" if date.printed and date.printed != str(date.year) else common
