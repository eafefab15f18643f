"""A record as a cataloguer wants it: ALA-LC, 880 pairs for what is transcribed, devised titles in brackets with a note.

Sources: MARC 21 Format for Bibliographic Data (Appendix A for 880 and $6), RDA 2.3.2.11 for devised titles, MARC 883 for
what a program concluded. No subject headings (650, 651) are made: author keywords go to 653, uncontrolled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import filterfalse

from refplug.formats.keywords import keyword_in
from refplug.formats.losses import is_unnamed
from refplug.formats.marc.codes import LANGUAGES, PLAIN, RELATORS, TYPES
from refplug.formats.marc.dates import is_of_common_era, with_common_era
from refplug.formats.marc.parse import CITEKEY_ORIGIN, KINDS
from refplug.formats.marc.raw import RawField, RawRecord
from refplug.formats.marc.spelling import (
    heading,
    is_body,
    is_script,
    isbd,
    name_indicator,
    nonfiling,
    parted,
    script_in,
    spelled,
    volumes,
)
from refplug.model import Creator, Name, OriginKind, Reading, Record, Term, TermKind, TermVerdict
from refplug.model.record import NAMES
from refplug.ports import WriteOptions
from refplug.text.languages import script_of

__all__ = ["DEFAULT_SCHEME", "build"]

DEFAULT_SCHEME = "ala-lc"
_DEVISED = "Title devised by cataloger."
_KIND_DIGITS = {kind: digit for digit, kind in KINDS.items()} | {TermKind.TITLE: "0"}


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
        fields.append(one.latin.linked(one.latin.tag, f"880-{number}"))
        others.append(one.script.linked("880", f"{one.latin.tag}-{number}/(3/r"))
    return RawRecord(leader, tuple(sorted((*fields, *others), key=lambda field: field.tag)))


class _Maker:
    def __init__(self, record: Record, options: WriteOptions) -> None:
        self.record = record
        self.options = options
        self.scheme = options.scheme or DEFAULT_SCHEME
        self.language = record.language.value or record.title.language or ""
        self.reading = _reading(self.language)
        self.is_composed = options.unicode_form != "NFD"
        self.is_in_parts = bool(record.number_of_volumes) or record.type in ("periodical", "collection")
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
        for tag, indicators, code, name in PLAIN:
            for claim in getattr(record, name).claims[:1]:
                yield from self._maybe(tag, indicators, (code, claim.value), script_in(getattr(record, name)))
        if count := record.number_of_volumes.value:
            yield self._field("300", "  ", ("a", volumes(count)))
        if record.collection_title.value:
            number = record.collection_number.value
            yield self._field("490", "0 ", ("a", record.collection_title.value), ("v", number or ""))
        if record.is_title_devised:
            yield self._field("500", "  ", ("a", _DEVISED))
        yield self._field("588", "  ", ("a", self._basis()))
        yield from self._keywords()
        yield from self._container()

    # ---- parts

    def _fixed(self) -> str:
        issued = self.record.issued.value
        dates = "s        "
        if issued is None or not is_of_common_era(issued, self.language):
            dates = "nuuuuuuuu"  # $c of 264 says what was printed
        elif issued.end is not None and issued.end.year != issued.year:
            dates = f"{'m' if self.is_in_parts else 'q'}{issued.year:04d}{issued.end.year:04d}"
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
            for creator in filterfalse(is_unnamed, getattr(self.record, role).value or ()):
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
        is_a_body = any(one.literal and self._is_body(one) for one in (creator.name, name))
        tag = tag[0] + ("10" if is_a_body else "00")
        code, word = RELATORS.get(role, ("ctb", "contributor"))
        indicators = name_indicator(name, is_a_body=is_a_body) + " "
        subfields = (("a", heading(name) + ","), ("e", word + "."), ("4", code))
        latin = self._field(tag, indicators, *subfields).latin
        if script is None:
            return _Paired(latin)
        return _Paired(
            latin, self._raw(tag, indicators, (("a", heading(script) + "،"), ("e", word + "."), ("4", code)))
        )

    def _is_body(self, name: Name) -> bool:
        """Whether a name that is not parted is that of a body: by its words, or because the lexicon knows it as one."""
        if is_body(name) or not is_script(name.literal):
            return is_body(name)
        from refplug.romanize.script.phrases import phrases_of

        known = phrases_of(self.options.lexicon)
        return known.kind_of(name.literal, Reading(self.reading)) is TermKind.BODY

    def _latin_name(self, name: Name) -> Name:
        """A name in script, romanized for the heading; the script goes to 880."""
        if name.literal:
            return Name(literal=self._romanized(name.literal, "name"))
        return Name(family=self._romanized(name.family, "name"), given=self._romanized(name.given, "name"))

    def _romanized(self, text: str, kind: str) -> str:
        from refplug.romanize.script import romanize_script

        return romanize_script(text, self.scheme, self.reading, kind, lexicon=self.options.lexicon).text

    def _titles(self) -> Iterator[_Paired]:
        record = self.record
        accepted = record.title.value or "[Untitled]"
        script = (
            accepted
            if is_script(accepted)
            else next((c.value for c in record.title if is_script(c.value)), None)
        )
        latin = accepted
        if is_script(accepted):
            latin = next((c.value for c in record.title if not is_script(c.value)), None) or self._romanized(
                accepted, "title"
            )
        has_author = "1" if record.author.value else "0"
        skip = nonfiling(latin, self.language)
        paired = self._field("245", f"{has_author}{skip}", *parted(latin))
        other = self._raw("880", f"{has_author}0", parted(script)) if script else None
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
        date = [("c", with_common_era(issued, is_in_parts=self.is_in_parts))] if issued else []
        in_script = [
            (code, text)
            for code, text in (("a", script_in(record.publisher_place)), ("b", script_in(record.publisher)))
            if text
        ]
        paired = self._field("264", " 1", *isbd([*latin, *date]))
        yield _Paired(paired.latin, self._raw("880", " 1", tuple(isbd(in_script))) if in_script else None)

    def _in_latin(self, text: str) -> str:
        return self._romanized(text, "publisher") if is_script(text) else text

    def _basis(self) -> str:
        """What the description rests on: who printed the title, or, where it was devised, the document all the same."""
        claims = (*self.record.title, *self.record.abstract, *self.record.keyword)
        origins = (claim.evidence.origin for claim in claims)
        origin = next((one for one in origins if one.kind is not OriginKind.CONCLUSION), None)
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
                script = script or (term.printed if is_script(term.printed) else None)
                other = self._raw("880", f" {digit}", (("a", script),)) if script else None
                yield _Paired(self._field("653", f" {digit}", *eight, ("a", text)).latin, other)
                if changed and not is_script(term.printed):
                    yield self._field("653", f" {digit}", ("a", term.printed))
                if changed and term.preferred is not None:
                    chance = f"{term.preferred.probability:.2f}"
                    yield self._field("883", "0 ", *eight, ("a", "refplug romanization"), ("c", chance))

    def _term(self, term: Term) -> str:
        """The keyword in this record's scheme."""
        return self._in_latin(keyword_in(term, self.scheme))

    def _container(self) -> Iterator[_Paired]:
        record = self.record
        if record.container is None:
            return
        inner = record.container
        told = (("Vol.", record.volume.value), ("no.", record.issue.value))
        numbers = ", ".join(f"{word} {value}" for word, value in told if value)
        if record.issued.value:
            numbers += f" ({record.issued.value.year})"
        if record.page.value:
            numbers += f", p. {record.page.value}"
        subfields = [
            ("t", self._in_latin(inner.title.value or "")),
            ("x", inner.issn.value or ""),
            ("g", numbers.strip(" ,")),
        ]
        script = script_in(inner.title)
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
        if is_script(text):
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
        kept = tuple(
            (code, spelled(code, text, is_romanized=self.reading_is_known, is_composed=self.is_composed))
            for code, text in subfields
            if text and text.strip()
        )
        return RawField(tag, indicators=indicators, subfields=kept)


def _reading(language: str) -> str:
    known = language.split("-")[0]
    return known if known in set(Reading) else "ar"
