"""The words and names that refplug knows: vocalized script, reading, kind, gloss, source.

No Latin spelling is stored: each scheme's form is rendered from the script, and each printed spelling is found by its sounds.
`data/lexicon/*.tsv` holds ours; files of the user and of a house outrank them. To add an entry is to add a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import TypeVar

from refplug.errors import RunAborted
from refplug.model import Reading, TermKind
from refplug.romanize.adhoc.consonants import Prepared, prepare
from refplug.romanize.adhoc.rank import Index
from refplug.romanize.adhoc.sounds import ARTICLE, sounds
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load

__all__ = [
    "COLUMNS",
    "Entry",
    "Lexicon",
    "parse_lexicon",
    "partner_key",
    "plain_script",
    "shipped_entries",
    "shipped_lexicon",
    "sounds_of",
    "with_entries",
]

COLUMNS = ("vocalized", "reading", "kind", "gloss", "source", "flags")
FILES = ("field.tsv", "corpus.tsv")
Choice = TypeVar("Choice", Reading, TermKind)
_FLAGS = frozenset(("english", "accepted", "second", "count", "was", "common", "capital"))
_NO_FLAGS: Mapping[str, str] = {}
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c]")
_SAME_LETTER = str.maketrans("یکۀٱإأآى", "يكهااااي")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a word, a name or a phrase in vocalized script (docs/decisions/pivot.md), in one reading.

    `flags` may hold `english` (the spelling of the English dictionary, for the publication form of IJMES), `accepted`
    (the established English spelling stays as it is), `second` (a less common vocalization of another row's word), `count`
    (how often its source has it), `common` (the name of a body whose words often stand together without it), `capital` (a name,
    of whatever kind). `rank` is 0 for ours, 1 for the user's and the house's; `place` is file and line of those;
    `where` is the text that a decision was made for, empty where it holds everywhere; `printed` the print it was made about.
    """

    vocalized: str
    reading: Reading
    kind: TermKind
    gloss: str = ""
    source: str = ""
    flags: Mapping[str, str] = field(default_factory=dict)
    rank: int = 0
    place: str = ""
    where: str = ""
    printed: str = ""

    @property
    def english(self) -> str | None:
        """The dictionary's spelling, or None."""
        return self.flags["english"].replace("_", " ") if "english" in self.flags else None

    @property
    def count(self) -> float:
        """How often the source has the word; 0 where it was written by hand."""
        return float(self.flags.get("count", 0))

    @property
    def is_own(self) -> bool:
        """Whether a person wrote and checked the row, ours or the user's."""
        return "count" not in self.flags


@cache
def sounds_of(vocalized: str, reading: Reading, kind: TermKind) -> str:
    """The sounds of vocalized script (see `sounds`).

    >>> sounds_of("الحَشد الشَّعبِيّ", Reading.ARABIC, TermKind.BODY)
    '@ḥašd @šaʿbī'
    """
    return sounds(render(vocalized, load("ijmes", reading), kind=kind).text)


def partner_key(sound: str) -> str:
    """What an Arabic and a Persian form of one word have in common.

    >>> partner_key("marjaʿiyyaT") == partner_key("marjaʿiyyat"), partner_key("wilāyat @faqīh") == partner_key("wilāyatE faqīh")
    (True, True)
    """
    sound = sound.replace("@", "").replace("E", "")
    return re.sub(r"(?<=[aā])t(?=$| )", "T", re.sub(r"ʾ(?=$| )", "", sound))


def plain_script(text: str) -> str:
    """Script without marks, with the letters that Arabic and Persian write differently made one, for looking it up.

    >>> plain_script("مَرجَعِیَّت") == plain_script("مرجعيت")
    True
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_SAME_LETTER).strip()


class Lexicon:
    """Entries with the ways to find them, each made when it is first asked for. `shipped_lexicon()` is cached."""

    def __init__(
        self,
        entries: Sequence[Entry],
        known: Mapping[tuple[str, str, str], tuple[Prepared, str]] | None = None,
        decided: Sequence[Entry] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.decided = tuple(decided)
        """What the user decided about words in script; asked only there."""
        self._known = known or {}

    @cached_property
    def _rows(self) -> list[tuple[Prepared, str]]:
        return [
            self._known.get((e.vocalized, e.reading.value, e.kind.value)) or prepared_entry(e)
            for e in self.entries
        ]

    @cached_property
    def sounds(self) -> list[str]:
        """The sounds of each entry."""
        return [row[0].sounds for row in self._rows]

    @cached_property
    def index(self) -> Index:
        """The entries as the ranking of ad hoc spellings looks for them."""
        return Index(
            [row[0] for row in self._rows],
            [e.count for e in self.entries],
            [_bonus(e) for e in self.entries],
            checked=[e.is_own for e in self.entries],
        )

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def groups(self) -> list[str]:
        """The `partner_key` of each entry; a second vocalization has the key of the first."""
        keys = [row[1] for row in self._rows]
        first: dict[str, str] = {}
        seconds = {i: plain_script(e.vocalized) for i, e in enumerate(self.entries) if "second" in e.flags}
        wanted = set(seconds.values())
        if wanted:
            for entry, key in zip(self.entries, keys, strict=True):
                if "second" not in entry.flags and (plain := plain_script(entry.vocalized)) in wanted:
                    first.setdefault(plain, key)
        for i, plain in seconds.items():
            keys[i] = first.get(plain, keys[i])
        return keys

    @cached_property
    def partners(self) -> Mapping[str, tuple[int, ...]]:
        """Entries that are one word in two readings, or two vocalizations, by `partner_key`."""
        groups: dict[str, list[int]] = defaultdict(list)
        for i, key in enumerate(self.groups):
            groups[key].append(i)
        return {key: tuple(group) for key, group in groups.items()}

    @cached_property
    def by_script(self) -> Mapping[str, tuple[int, ...]]:
        """Entries by their plain script."""
        groups: dict[str, list[int]] = defaultdict(list)
        for i, entry in enumerate(self.entries):
            groups[plain_script(entry.vocalized)].append(i)
        return {key: tuple(group) for key, group in groups.items()}


def _bonus(entry: Entry) -> float:
    """How much farther an entry counts: the user's own entries are nearer than any of ours, second vocalizations behind the first."""
    return -3.0 if entry.rank else 2.0 if "second" in entry.flags else 0.0


def parse_lexicon(text: str, file: str, *, rank: int = 0) -> tuple[Entry, ...]:
    """The entries of one TSV file with a header line.

    >>> parse_lexicon("vocalized\\treading\\tkind\\nمَرجَع\\tar\\tterm\\n", "mine.tsv")[0].kind
    <TermKind.TERM: 'term'>

    A damaged file is refused with file, line and reason (`RunAborted`): a lexicon that loses rows silently is worse than none.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    rows = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows:
        raise RunAborted(
            f"{file}: the lexicon is empty; it needs a header line {' '.join(COLUMNS)} (tabs between)"
        )
    header = rows[0][1].split("\t")
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or header[:1] != ["vocalized"]:
        raise RunAborted(
            f"{file}:{rows[0][0]}: the header is {header!r}; write {' '.join(COLUMNS)} with tabs between"
        )
    return tuple(_entry(line, n, header, file, rank) for n, line in rows[1:])


def _entry(line: str, number: int, header: Sequence[str], file: str, rank: int) -> Entry:
    cells = line.split("\t")
    if len(cells) > len(header):
        raise RunAborted(f"{file}:{number}: {len(cells)} cells, but the header names {len(header)}")
    row = dict(zip(header, cells, strict=False))
    vocalized = row.get("vocalized", "").strip()
    if not unicodedata.is_normalized("NFC", vocalized):
        vocalized = unicodedata.normalize("NFC", vocalized)
    if not any("\u0620" <= char <= "\u06d3" for char in vocalized):
        raise RunAborted(
            f"{file}:{number}: {vocalized!r} is not Arabic script; the first column is vocalized script"
        )
    return Entry(
        vocalized,
        _choice(Reading, row.get("reading") or "ar", "reading", file, number),
        _choice(TermKind, row.get("kind") or "term", "kind", file, number),
        row.get("gloss", ""),
        row.get("source", ""),
        _flags(row.get("flags", ""), file, number),
        rank,
        _place(file, number) if rank else "",
    )


def _place(file: str, number: int) -> str:
    """A row's file and line, without the folders, which are another's on another machine."""
    return f"{file.replace(chr(92), '/').rpartition('/')[2]}:{number}"


def _choice(kind: type[Choice], value: str, name: str, file: str, number: int) -> Choice:
    found: Choice | None = kind._value2member_map_.get(value)  # type: ignore[assignment]
    if found is None:
        raise RunAborted(f"{file}:{number}: {name} {value!r} is not one of {', '.join(kind)}")
    return found


def _flags(text: str, file: str, number: int) -> Mapping[str, str]:
    if not text:
        return _NO_FLAGS
    flags = {}
    for item in text.split():
        name, _, value = item.partition("=")
        if name not in _FLAGS:
            raise RunAborted(f"{file}:{number}: flag {name!r} is not one of {', '.join(sorted(_FLAGS))}")
        flags[name] = value
    return flags


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The rows of our files, read once."""
    folder = resources.files("refplug.romanize").joinpath("data/lexicon")
    return tuple(
        e
        for name in FILES
        if (path := folder.joinpath(name)).is_file()
        for e in parse_lexicon(path.read_text("utf-8"), name)
    )


@cache
def shipped_lexicon() -> Lexicon:
    """Ours, ready to be asked."""
    return Lexicon(shipped_entries(), _prepared())


def prepared_entry(entry: Entry) -> tuple[Prepared, str]:
    """What the index needs of an entry, and its `partner_key`; computed, where the file of prepared entries has none."""
    sound = sounds_of(entry.vocalized, entry.reading, entry.kind).removeprefix(
        ARTICLE
    )  # printed or not, as writers like
    return prepare(sound), partner_key(sound)


@cache
def _prepared() -> Mapping[tuple[str, str, str], tuple[Prepared, str]]:
    """Our entries as `tools/build_sounds.py` prepared them."""
    path = resources.files("refplug.romanize").joinpath("data/lexicon/sounds.tsv")
    if not path.is_file():
        return {}
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {
        (v, r, k): (Prepared(sounds, plain, tuple(keys.split(" "))), group)
        for v, r, k, sounds, plain, keys, group in rows
    }


def with_entries(
    more: Iterable[Entry], base: Lexicon | None = None, decided: Sequence[Entry] = ()
) -> Lexicon:
    """A lexicon that also holds `more`, which outrank what was there; `decided` are decisions on words in script."""
    base = base or shipped_lexicon()
    more = tuple(more)
    return Lexicon((*more, *base.entries), _prepared(), decided) if more or decided else base
