"""Whole records: romanized siblings beside titles, names and publishers in script, and script beside romanization.

Nothing is overwritten: a sibling is one more claim of its field (or one more variant of a name), with its language tag
and a reason. What was inferred says so: script made from Latin is never passed off as transcribed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, Reading, Record
from refplug.model.record import NAMES
from refplug.romanize.lexicon import Lexicon
from refplug.romanize.schemes.scheme import Scheme, load
from refplug.romanize.script.latin import write_script
from refplug.romanize.script.readings import Token
from refplug.romanize.script.written import Romanized, romanize_script, word_in
from refplug.romanize.worksheet import EVERYWHERE

__all__ = ["Unsure", "romanized_first", "script_siblings", "siblings", "unsure_words", "worksheet"]

_KINDS = {
    "title": "title", "title_short": "title", "part_title": "title", "volume_title": "title", "original_title": "title", "reviewed_title": "title",
    "publisher": "publisher", "publisher_place": "place", "original_publisher": "publisher", "original_publisher_place": "place", "event_place": "place",
}  # fmt: skip
_LETTERS = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_MARKED = re.compile("[āīūḥṣḍṭẓẕʿʾʻʼ]", re.IGNORECASE)
_PERSIAN = re.compile("[پچژگکی]")
_THRESHOLD = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A word of a record whose reading is less sure than 0.8: where it stands, what it may be (likeliest first).

    `options` are vocalized form and rendering; `text` is the whole value that the word stands in. `holds_everywhere` says
    that the word was in no list: what a person decides about it is no matter of one text's grammar.
    """

    variable: str
    printed: str
    text: str
    reading: str
    options: tuple[tuple[str, str], ...]
    probability: float
    source: str
    holds_everywhere: bool


def siblings(
    record: Record, scheme: str, reading: Reading | str | None = None, lexicon: Lexicon | None = None
) -> Record:
    """The record with romanized claims beside those in Arabic script.

    >>> from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Record
    >>> page = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))
    >>> record = Record(title=Field((Claim(value="تاريخ الأدب العربي", evidence=page, confidence=1.0, language="ar"),)))
    >>> [claim.value for claim in siblings(record, "ala-lc").title.claims]
    ['تاريخ الأدب العربي', 'Tārīkh al-adab al-ʻArabī']

    `reading` is taken from the claim's language, then from its letters, unless it is given. A field that has a claim
    in this romanization already is left as it is. Own entries and decisions in `lexicon` win over what is guessed.
    Raises `RunAborted` for a scheme that is not there.
    """
    return _changed(
        record, lambda text, language, kind: _romanized(text, language, kind, scheme, reading, lexicon)
    )


def romanized_first(record: Record) -> Record:
    """The record with what is romanized put first, for a format that holds one spelling; nothing is left out.

    >>> from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Record
    >>> page = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))
    >>> record = Record(title=Field((Claim(value="تاريخ الأدب", evidence=page, confidence=1.0, language="ar"),)))
    >>> romanized_first(siblings(record, "ala-lc")).title.value
    'Tārīkh al-adab'
    """
    changes: dict[str, object] = {}
    for variable in _KINDS:
        field: Field[str] = getattr(record, variable)
        latin = next((claim for claim in field.claims if "-Latn" in (claim.language or "")), None)
        if latin is not None and _LETTERS.search(field.value or ""):
            changes[variable] = field.accept(latin)
    for variable in NAMES:
        people: Field[tuple[Creator, ...]] = getattr(record, variable)
        changes[variable] = Field(
            tuple(replace(claim, value=tuple(map(_latin_first, claim.value))) for claim in people.claims)
        )
    if record.container is not None:
        changes["container"] = romanized_first(record.container)
    return replace(record, **changes)  # type: ignore[arg-type]


def _latin_first(creator: Creator) -> Creator:
    latin = next((name for name in creator.variants if "-Latn" in (name.language or "")), None)
    if latin is None or not _LETTERS.search(creator.name.inverted()):
        return creator
    others = tuple(name for name in creator.variants if name is not latin)
    return replace(creator, name=latin, variants=(creator.name, *others))


def script_siblings(record: Record) -> Record:
    """The record with inferred script beside what is romanized; each such claim says that it was inferred.

    Off by default in exports: a 880 field that nobody transcribed must not look like one that somebody did.
    """
    return _changed(record, _in_script)


def unsure_words(
    record: Record, scheme: str, reading: Reading | str | None = None, lexicon: Lexicon | None = None
) -> tuple[Unsure, ...]:
    """The words of a record that a person should look at before the romanization is trusted."""
    found: list[Unsure] = []
    for variable, text, language, kind in _texts(record):
        if _LETTERS.search(text):
            read_as = _reading(text, language, reading)
            done = romanize_script(text, scheme, read_as, kind, lexicon=lexicon)
            found += [
                _unsure(variable, text, token, load(scheme, read_as))
                for token in done.tokens
                if token.probability < _THRESHOLD
            ]
    return tuple(found)


def _unsure(variable: str, text: str, token: Token, table: Scheme) -> Unsure:
    forms = (token.vocalized, *(one.vocalized for one in token.runners_up))[not token.is_resolved :]
    return Unsure(
        variable=variable,
        printed=token.printed,
        text=" ".join(text.split()),
        reading=str(table.reading),
        options=tuple((form, word_in(form, table)) for form in forms),
        probability=token.probability,
        source=token.source,
        holds_everywhere=token.source in ("model", "unresolved"),
    )


COLUMNS = (
    "printed",
    "take",
    "said",
    "alternatives",
    "reason",
    "reading",
    "where",
    "field",
    "probability",
    "record",
)


def worksheet(unsure: Iterable[tuple[str, Unsure]]) -> str:
    """Unsure words as a table (TSV) to fill in, for `romanize.worksheet.read_worksheet`; a word once for each place its decision is for."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for citekey, word in unsure:
        where = EVERYWHERE if word.holds_everywhere else word.text
        key = (word.printed, word.reading, where)
        seen[key] += 1
        rows.setdefault(key, _row(citekey, word, where))
    lines = ["\t".join(COLUMNS)]
    for key, row in rows.items():
        more = f" and {seen[key] - 1} more" if seen[key] > 1 else ""
        lines.append("\t".join(" ".join(cell.split()) for cell in (*row[:-1], row[-1] + more)))
    return "\n".join(lines) + "\n"


def _row(citekey: str, word: Unsure, where: str) -> list[str]:
    offered = " | ".join(
        f"{n}: {latin} {{{word.reading} {form}}}" for n, (form, latin) in enumerate(word.options, 1)
    )
    said = word.options[0][1] if word.options and word.source != "unresolved" else ""
    chance = f"{word.probability:.2f}"
    reason = f"{word.source} ({chance}), in: {word.text}"
    return [word.printed, "", said, offered, reason, word.reading, where, word.variable, chance, citekey]


_Sibling = tuple[str, str, float, str]
"""Text, language tag, confidence, reason."""
_Make = Callable[[str, str | None, str], _Sibling | None]


def _changed(record: Record, make: _Make) -> Record:
    changes: dict[str, object] = {}
    own = record.language.value
    for variable, kind in _KINDS.items():
        field: Field[str] = getattr(record, variable)
        changes[variable] = _with_sibling(field, kind, make, own)
    for variable in NAMES:
        people: Field[tuple[Creator, ...]] = getattr(record, variable)
        claims = tuple(
            replace(claim, value=tuple(_with_variant(creator, make, own) for creator in claim.value))
            for claim in people.claims
        )
        changes[variable] = Field(claims)
    if record.container is not None:
        changes["container"] = _changed(record.container, make)
    return replace(record, **changes)  # type: ignore[arg-type]


def _with_sibling(field: Field[str], kind: str, make: _Make, own: str | None) -> Field[str]:
    for claim in field.claims:
        made = make(claim.value, claim.language or own, kind)
        if made is None or any(other.language == made[1] for other in field.claims):
            continue
        text, tag, confidence, reason = made
        evidence = Evidence(
            origin=Origin(OriginKind.CONCLUSION, "romanize"), spans=claim.evidence.spans, reason=reason
        )
        field = field.add(
            Claim(value=text, evidence=evidence, confidence=min(confidence, claim.confidence), language=tag)
        )
    return field


def _with_variant(creator: Creator, make: _Make, own: str | None) -> Creator:
    text, language = creator.name.inverted(), creator.name.language or own
    made = make(text, language, "name")
    if made is None or any(variant.language == made[1] for variant in creator.variants):
        return creator
    family, comma, given = made[0].partition(", ")
    if comma and not creator.name.literal:
        name = Name(family=family, given=given, language=made[1])
    else:
        name = Name(literal=made[0], language=made[1])
    return replace(creator, variants=(*creator.variants, name))


def _romanized(
    text: str,
    language: str | None,
    kind: str,
    scheme: str,
    reading: Reading | str | None,
    lexicon: Lexicon | None,
) -> _Sibling | None:
    if not _LETTERS.search(text):
        return None
    read_as = _reading(text, language, reading)
    done = romanize_script(text, scheme, read_as, kind, lexicon=lexicon)
    return done.text, load(scheme, read_as).tag, done.probability, _reason(done, scheme)


def _reason(done: Romanized, scheme: str) -> str:
    sources = ", ".join(dict.fromkeys(f"{token.source} {token.entry}".strip() for token in done.tokens))
    unsure = [token.printed for token in done.tokens if token.probability < _THRESHOLD]
    doubt = f"; unsure: {', '.join(unsure)}" if unsure else ""
    return f"Romanized from the script by {scheme} ({sources}){doubt}."


def _in_script(text: str, language: str | None, kind: str) -> _Sibling | None:
    if _LETTERS.search(text) or not language or not ("-Latn" in language or _MARKED.search(text)):
        return None
    base = language.partition("-")[0]
    if base not in {str(reading) for reading in Reading}:
        return None
    words = write_script(text, reading=base, count=1)
    if not words or not all(word.options for word in words):
        return None
    end, confidence, parts = 0, 1.0, []
    for word in words:
        parts += [word.before, word.options[0].vocalized]
        confidence *= word.options[0].probability
        end += len(word.before) + len(word.printed)
    return (
        "".join(parts) + text[end:],
        f"{base}-Arab-t-{base}-latn",
        confidence,
        "Inferred from the romanization, not transcribed.",
    )


def _reading(text: str, language: str | None, given: Reading | str | None) -> Reading:
    if given is not None:
        return Reading(given)
    base = (language or "").partition("-")[0]
    if base in {str(one) for one in Reading}:
        return Reading(base)
    return Reading.PERSIAN if _PERSIAN.search(text) else Reading.ARABIC


def _texts(record: Record) -> Iterator[tuple[str, str, str | None, str]]:
    own = record.language.value
    for variable, kind in _KINDS.items():
        for claim in getattr(record, variable).claims:
            yield variable, claim.value, claim.language or own, kind
    for variable in NAMES:
        for claim in getattr(record, variable).claims[:1]:
            for creator in claim.value:
                yield variable, creator.name.inverted(), creator.name.language or own, "name"
    if record.container is not None:
        yield from _texts(record.container)
