"""Entries of the lexicon found in printed script: one's own words and decisions, and whole phrases of ours.

They are looked up before anything is guessed: longest first, one's own before ours. A word may carry a prefix (wa-, bi-, li-,
ka-, fa-) where the table knows it as no word of its own; وَلَد is never wa- and an entry لُدّ. What else a word may be
(its ending before the next word, its capital inside a title, its ezafe) the reader settles as for any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from refplug.model import Reading, TermKind
from refplug.romanize.lexicon import Entry, Lexicon, shipped_entries
from refplug.romanize.pivot.vocalized import NAMES
from refplug.romanize.script.prints import heads, is_at
from refplug.romanize.script.rows import (
    DECISION,
    OWN,
    SHIPPED,
    Row,
    by_first_word,
    inflected,
    latest,
    own_rows,
    rows_of,
)
from refplug.romanize.script.table import folded
from refplug.romanize.script.tokens import Known, Printed, printed_marks, printed_words

__all__ = ["DECISION", "OWN", "Phrases", "phrases_of"]

_CHANCE = {OWN: 0.99, DECISION: 0.99, SHIPPED: 0.95}
_ZWNJ = "\u200c"
_REMEMBERED = 12_000
_LENDERS = {
    Reading.ARABIC: (Reading.ARABIC, Reading.PERSIAN),
    Reading.PERSIAN: (Reading.PERSIAN, Reading.ARABIC),
    Reading.URDU: (Reading.URDU, Reading.PERSIAN, Reading.ARABIC),
    Reading.OTTOMAN: (Reading.OTTOMAN, Reading.PERSIAN, Reading.ARABIC),
}
"""Whose own entries are asked for a text, best first; of our phrases only those of the text's own language."""


class _Start(NamedTuple):
    """A prefix, what is behind it, and the entries that may begin so, by their second word (none: ""), longest first."""

    prefix: str
    letters: str
    rows: dict[str, list[Row]]


class _Tier:
    """Entries that are looked for together, by their first word; what words begin is remembered, since texts repeat theirs."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = by_first_word(rows)
        self._starts: dict[tuple[str, Reading], tuple[_Start, ...]] = {}

    def starts(self, letters: str, reading: Reading) -> tuple[_Start, ...]:
        """What a word may begin, behind each prefix."""
        known = self._starts.get((letters, reading))
        if known is None:
            if len(self._starts) >= _REMEMBERED:
                self._starts.clear()
            known = self._starts[letters, reading] = tuple(self._begun(letters, reading))
        return known

    def _begun(self, letters: str, reading: Reading) -> Iterator[_Start]:
        nearest = _LENDERS[reading].index
        for prefix, rest in heads(letters, reading):
            rows = [row for row in self.rows.get(folded(rest), ()) if _may_be(row, reading)]
            rows.sort(key=lambda row: (-len(row.letters), nearest(row.entry.reading)))
            by_second: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                by_second["" if row.is_single else folded(row.letters[1])].append(row)
            if rows:
                yield _Start(prefix, rest, dict(by_second))


class Phrases:
    """Entries by their first word. `is_word` of `marked` says whether the reader knows a spelling without a prefix."""

    def __init__(self, own: Sequence[Entry], shipped: Sequence[Entry] = ()) -> None:
        everywhere = [entry for entry in own if not entry.where]
        self._own = _Tier(row for entry in latest(everywhere) for row in own_rows(entry))
        self._shipped = _Tier(
            form for entry in shipped for row in rows_of(entry, SHIPPED) for form in inflected(row)
        )
        self._where: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for entry in own:
            if entry.where:
                self._where[_spot(printed_words(entry.where)[0])].append(entry)

    def marked(
        self, words: Sequence[Printed], reading: Reading, kind: str, is_word: Callable[[str], bool]
    ) -> tuple[Printed, ...]:
        """The words of a text with what entries say of them.

        `kind` is the reader's kind of field: in names and places our phrases of other kinds are not looked for.
        """
        found = list(words)
        if self._where and (here := self._where.get(_spot(words))):
            rows = _Tier(row for entry in latest(here) for row in own_rows(entry))
            _mark(found, rows, reading, is_word)
        if self._own.rows:
            _mark(found, self._own, reading, is_word)
        if len(found) > 1:
            kinds = _KINDS.get(kind)
            _mark(found, self._shipped, reading, is_word, kinds)
        return tuple(found)

    def reading_of(self, text: str) -> Reading | None:
        """The one reading that own entries give a text as a whole; None where none has it, or two do."""
        words, _ = printed_words(text)
        rows = self._own.rows.get(folded(words[0].letters), ()) if words else ()
        found = {
            row.entry.reading
            for row in rows
            if len(row.letters) == len(words) and is_at(row, words, 0, words[0].letters)
        }
        return found.pop() if len(found) == 1 else None

    def kind_of(self, text: str, reading: Reading) -> TermKind | None:
        """What an entry that is the whole text says it names; None where none is.

        >>> phrases_of(None).kind_of("الأمم المتحدة", Reading.ARABIC)
        <TermKind.BODY: 'body'>
        """
        words, _ = printed_words(text)
        for tier in (self._own, self._shipped) if words else ():
            hit = _longest(words, 0, tier, reading, lambda letters: False, None)
            if hit is not None and len(hit[1].letters) == len(words):
                return hit[1].entry.kind
        return None


_KINDS = {"name": NAMES, "place": frozenset((TermKind.PLACE, TermKind.PERSON))}


def _spot(words: Sequence[Printed]) -> tuple[str, ...]:
    return tuple(word.letters for word in words)


def _mark(
    words: list[Printed],
    tier: _Tier,
    reading: Reading,
    is_word: Callable[[str], bool],
    kinds: frozenset[TermKind] | None = None,
) -> None:
    """Set `known` on the words that an entry covers, from left to right, longest first."""
    place = 0
    while place < len(words):
        word = words[place]
        if word.known or not tier.starts(word.letters, reading):
            place += 1
            continue
        hit = _longest(words, place, tier, reading, is_word, kinds)
        if hit is None:
            place += 1
            continue
        prefix, row = hit
        if prefix and reading is not Reading.ARABIC:
            words[place : place + 1] = _parted_vav(words[place])
            place, prefix = place + 1, ""
        is_cited = row.source != SHIPPED or (place > 0 and words[place - 1].letters in _DERIVED)
        for nth in range(len(row.letters)):
            word = words[place + nth]
            words[place + nth] = word._replace(known=_known(row, nth, prefix, word, reading, is_cited))
        place += len(row.letters)


def _parted_vav(word: Printed) -> list[Printed]:
    rest = word.word[1:]
    marks = printed_marks(rest, word.letters[1:])
    return [Printed(word.before, word.word[:1], "و", None), Printed(" ", rest, word.letters[1:], marks)]


def _longest(
    words: Sequence[Printed],
    place: int,
    tier: _Tier,
    reading: Reading,
    is_word: Callable[[str], bool],
    kinds: frozenset[TermKind] | None,
) -> tuple[str, Row] | None:
    best: tuple[str, Row] | None = None
    whole = words[place].letters
    second = folded(words[place + 1].letters) if place + 1 < len(words) else ""
    for prefix, letters, rows in tier.starts(whole, reading):
        for row in chain(rows.get(second, ()) if second else (), rows.get("", ())):
            if best is not None and len(row.letters) <= len(best[1].letters):
                break
            if (
                (kinds is None or row.entry.kind in kinds)
                and is_at(row, words, place, letters)
                and not (prefix and row.is_single and is_word(whole))
            ):
                best = (prefix, row)
                break
    return best


def _may_be(row: Row, reading: Reading) -> bool:
    """Whether an entry of this language is looked for."""
    if row.source == SHIPPED:
        return row.entry.reading is reading
    if row.entry.reading is not reading and reading is Reading.ARABIC and not row.is_single:
        return False  # a Persian phrase has its ezafe; no Arabic title does
    return row.entry.reading in _LENDERS[reading]


_DERIVED = frozenset(
    "شرح حاشية حاشيه مختصر تلخيص تهذيب ترجمة ترجمه تفسير منتخب خلاصة خلاصه فهرس فهرست شروح حواشي تعليقة تعليقات كتاب".split()
)
"""Behind one of these the title of a work is cited (Sharḥ Nahj al-balāghah); elsewhere its words may be common ones."""


def _is_name(entry: Entry) -> bool:
    is_common = "common" in entry.flags
    return (entry.kind in NAMES and not is_common) or "capital" in entry.flags


def _known(row: Row, nth: int, prefix: str, word: Printed, reading: Reading, is_title_cited: bool) -> Known:
    vocalized = row.words[nth]
    if vocalized.endswith("ة") and word.letters.endswith("ه") and reading is not Reading.ARABIC:
        vocalized = vocalized[:-1] + "ه"
    if prefix and not nth:
        vocalized = _prefixed(prefix, vocalized)
    return Known(
        vocalized,
        row.source,
        row.entry.place,
        _CHANCE[row.source],
        _is_name(row.entry) or (row.entry.kind is TermKind.TITLE and not nth and is_title_cited),
        nth + 1 < len(row.letters) or bool(row.entry.where),
    )


def _prefixed(prefix: str, vocalized: str) -> str:
    """A word of the pivot with prefixes before it, set off where no article shows where they end.

    >>> _prefixed("لِ", "الحَشد"), _prefixed("وَ", "دُقلُوشَة") == "وَ\\u200cدُقلُوشَة"
    ('لِلحَشد', True)
    """
    if vocalized.startswith("ال"):
        return prefix + (vocalized[1:] if prefix.endswith("لِ") else vocalized)
    parts = [prefix[place : place + 2] for place in range(0, len(prefix), 2)]
    return _ZWNJ.join([*parts, vocalized])


@cache
def _ours() -> tuple[Entry, ...]:
    """Our phrases: entries of two words or more, the preferred vocalization of each."""
    return tuple(
        entry for entry in shipped_entries() if " " in entry.vocalized.strip() and "second" not in entry.flags
    )


@lru_cache(maxsize=8)
def phrases_of(lexicon: Lexicon | None) -> Phrases:
    """What is looked for in script: own entries and decisions of `lexicon` (None: there are none), and our phrases."""
    own = () if lexicon is None else (*lexicon.decided, *(e for e in lexicon.entries if e.rank))
    return Phrases(own, _ours())
