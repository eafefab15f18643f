"""What the lines of an item's Extra say, and which of them are nobody's but their writer's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from refplug.extra import CNE_FIELDS, Line, lines_of, trimmed
from refplug.model import Name
from refplug.model.record import NAMES, attribute_of
from refplug.sinks.zotero.creators import name_of_line
from refplug.sinks.zotero.fields import KIN
from refplug.text.languages import script_of

__all__ = ["ExtraRead", "Spelling", "is_free_text", "read_extra", "tag_of", "variants_of"]

_CNE = re.compile(r"cne-(?P<word>[a-z-]+)-(?P<kind>original|romanized|english)", re.IGNORECASE)
_CNE_NAME = re.compile(
    r"cne-creator-(?P<number>\d{1,4})-(?P<part>last|first)-(?P<kind>original|romanized)", re.IGNORECASE
)
_ORCID = re.compile(r"refplug-creator-(?P<number>\d{1,4})-orcid")
_NUMBERED = re.compile(r"refplug-(?P<role>[a-z-]+)-(?P<number>\d{1,4})-(?P<tag>[a-z]{2,3}(?:-[A-Za-z0-9]+)*)")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
_TAG_LIKE = re.compile(r"[a-z][\w.-]*|[A-Z]{2}[\w.-]*|[a-z]+[A-Z]\w*")
_ROLES = frozenset((*NAMES, "container.author"))
_WORDS = {word: path for path, word in CNE_FIELDS.items()} | {"journal": "container.title"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another spelling of a variable: its path, what kind it is (`original`, `romanized`, `english`) or its tag."""

    path: str
    kind: str
    value: str


@dataclass(slots=True)
class ExtraRead:
    """What Extra says, by what it is about; `free` is the prose, `others` lines of programs that we do not know."""

    values: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[Name]] = field(default_factory=dict)
    spellings: list[Spelling] = field(default_factory=list)
    names: dict[int, dict[str, dict[str, str]]] = field(default_factory=dict)
    orcids: dict[int, str] = field(default_factory=dict)
    people_variants: dict[str, dict[int, list[Name]]] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    single: dict[str, str] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def note(self) -> str:
        """The prose of Extra, without empty lines at its ends."""
        return trimmed("\n".join(self.free))


#: Lines that stand once and are read by name.
_SINGLE = frozenset(
    "citation-key type date-printed cne-original-language refplug-romanization refplug-title-devised refplug-search".split()
)


def read_extra(
    extra: str, schema_keys: Mapping[str, str], csl_types: Iterable[str], filled: frozenset[str]
) -> ExtraRead:
    """The lines of Extra sorted by what they say. `filled` are the paths that a field of the item fills: a line for one
    of them is its writer's own affair, as in Zotero, which uses the field.
    """
    read = ExtraRead()
    types = frozenset(csl_types) | frozenset(KIN)
    for line in lines_of(extra):
        if not _take(read, line, schema_keys, types, filled):
            (read.free if is_free_text(line, schema_keys) else read.others).append(line.text)
    return read


def is_free_text(line: Line, schema_keys: Mapping[str, str]) -> bool:
    """Whether a line is prose rather than a statement of a program: `Erratum: see p. 7` is, `tex.ids: x` is not.

    >>> is_free_text(Line.of("Published online: 2015"), {}), is_free_text(Line.of("OCLC: 4711"), {})
    (True, False)
    """
    if not line.key:
        return True
    name = line.text.partition(":")[0].strip()
    return line.key not in schema_keys and line.key not in _SINGLE and not _TAG_LIKE.fullmatch(name)


def _take(
    read: ExtraRead, line: Line, keys: Mapping[str, str], types: frozenset[str], filled: frozenset[str]
) -> bool:
    key, value = line.key, line.value
    if not key:
        return False
    if key == "type":
        return value in types and read.single.setdefault(key, value) == value
    if key in _SINGLE:
        return read.single.setdefault(key, value) == value
    if key == "note":
        read.notes.append(value)
        return True
    if key == "refplug-keyword":
        read.keywords.append(value)
        return True
    if key.startswith(("cne-", "refplug-")):
        return _take_spelling(read, line)
    path = keys.get(key)
    if path is None:
        return False
    if path in _ROLES:
        if path in filled:
            return False
        read.people.setdefault(path, []).append(name_of_line(value))
        return True
    if (path in filled and path != "issued") or path in read.values:
        return False
    read.values[path] = value
    return True


def _take_spelling(read: ExtraRead, line: Line) -> bool:
    name = line.text.partition(":")[0].strip()
    if found := _CNE_NAME.fullmatch(name):
        kinds = read.names.setdefault(int(found["number"]), {})
        kinds.setdefault(found["kind"].lower(), {}).setdefault(found["part"].lower(), line.value)
        return True
    if (found := _CNE.fullmatch(name)) and found["word"].lower() in _WORDS:
        read.spellings.append(Spelling(_WORDS[found["word"].lower()], found["kind"].lower(), line.value))
        return True
    if found := _ORCID.fullmatch(name):
        read.orcids.setdefault(int(found["number"]), line.value)
        return True
    if (found := _NUMBERED.fullmatch(name)) and (role := _path(found["role"])) in _ROLES:
        variants = read.people_variants.setdefault(str(role), {}).setdefault(int(found["number"]), [])
        variants.append(replace(name_of_line(line.value), language=found["tag"]))
        return True
    return name.startswith("refplug-") and _take_own(read, name.removeprefix("refplug-"), line.value)


def _take_own(read: ExtraRead, name: str, value: str) -> bool:
    """`refplug-publisher-place-ar: …` and `refplug-note-language: ar`: the longest word that names a variable counts."""
    parts = name.split("-")
    for cut in range(len(parts) - 1, 0, -1):
        path, tag = _path("-".join(parts[:cut])), "-".join(parts[cut:])
        if path and tag == "language":
            return read.languages.setdefault(path, value) == value
        if path and _TAG.fullmatch(tag):
            read.spellings.append(Spelling(path, tag, value))
            return True
    return False


def _path(word: str) -> str | None:
    if word in _WORDS:
        return _WORDS[word]
    if word == "container-author":
        return "container.author"
    try:
        return attribute_of(word)
    except KeyError:
        return None


def tag_of(
    kind: str, value: str, original: str | None, romanization: str | None, language: str | None
) -> str:
    """The language tag of a spelling."""
    primary = (original or language or "").split("-")[0]
    if kind == "english":
        return "en"
    if kind == "romanized":
        return romanization or f"{primary or 'und'}-Latn"
    if kind == "original":
        script = script_of(value)
        return original or (
            primary if primary and not (language or "").startswith("en") else f"und-{script or 'Zyyy'}"
        )
    return kind


def variants_of(
    kinds: Mapping[str, Mapping[str, str]],
    own: Name,
    original: str | None,
    romanization: str | None,
    language: str | None,
) -> Iterator[Name]:
    """The other spellings of one name, as its lines say."""
    for kind, parts in kinds.items():
        last, first = parts.get("last", ""), parts.get("first", "")
        tag = tag_of(kind, last or first, original, romanization, language)
        if own.literal and not first:
            yield Name(literal=last, language=tag)
        else:
            yield Name(family=last, given=first, language=tag)
