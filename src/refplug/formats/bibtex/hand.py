"""The hand in which a file is written: what its entries have in common, so that a new entry looks like its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from typing import TypeVar

from refplug.formats.bibtex.blocks import Block, BlockKind, Entry
from refplug.formats.bibtex.spans import FieldSpan

__all__ = ["Hand", "hand_of"]

_FEWEST = 2  # entries that must be there, and agree
_AGREED = 0.8  # of those that show a trait
_LOOKED_AT = 60  # the last entries of a file tell how it is written now
T = TypeVar("T")
_NAMED = re.compile(r"@\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Hand:
    """How entries are laid out; each trait by itself, in our own way where the file does not tell it."""

    indent: str = "  "
    before_sign: str = " "
    behind_sign: str = " "
    is_padded_before: bool = False  # `title     = `
    is_padded_behind: bool = False  # `title =     `
    column: int | None = None  # where values stand; None: behind the longest name of the entry
    ends_in_comma: bool = True
    closing: str = "\n"
    quotes: bool = False
    bare_numbers: bool = False
    case: str = "lower"  # lower, title, upper: names of fields
    type_case: str = "lower"
    before: Counter[tuple[str, str]] = field(default_factory=Counter)

    def wrote(self, block: Block, newline: str) -> Block:
        """An entry of ours in this hand; anything else as it is."""
        if not isinstance(block, Entry) or self == _OURS:
            return block
        values = {one.name: self._value(block.raw(one)) for one in block.fields}
        names = self._in_order(list(values))
        longest = max((len(name) for name in names), default=0) + len(self._sign())
        width = max(self.column or 0, longest)
        lines = [f"{newline}{self.indent}{self._head(name, width)}{values[name]}" for name in names]
        body = ",".join(["", *lines]) + "," * (self.ends_in_comma and bool(lines))
        closing = self.closing.replace("\n", newline)
        text = f"@{_cased(block.type, self.type_case)}{{{block.citekey}{body or ','}{closing}}}"
        return Entry(BlockKind.ENTRY, text, 0, len(text), block.type, block.citekey)

    def _sign(self) -> str:
        return f"{self.before_sign}={self.behind_sign}"

    def _head(self, name: str, width: int) -> str:
        name = _cased(name, self.case)
        if self.is_padded_before:
            return name.ljust(width - len(self._sign())) + self._sign()
        if self.is_padded_behind:
            return f"{name}{self.before_sign}=".ljust(max(width, len(name) + len(self._sign())))
        return name + self._sign()

    def _value(self, raw: str) -> str:
        inner = raw[1:-1]
        if self.bare_numbers and raw[:1] == "{" and inner.isascii() and inner.isdigit() and inner[0] != "0":
            return inner
        return f'"{inner}"' if self.quotes and raw[:1] == "{" and '"' not in inner else raw

    def _in_order(self, names: Sequence[str]) -> list[str]:
        """Fields in the order of the file; two that the file does not have in a clear order stay in ours."""
        placed: list[str] = []
        for name in names:
            later = (at for at, other in enumerate(placed) if self._is_before(name, other))
            placed.insert(next(later, len(placed)), name)
        return placed

    def _is_before(self, one: str, other: str) -> bool:
        yes, no = self.before[one.lower(), other.lower()], self.before[other.lower(), one.lower()]
        return yes >= _FEWEST and yes >= _AGREED * (yes + no)


_OURS = Hand()


def hand_of(blocks: Sequence[Block], newline: str) -> Hand:
    r"""The hand of a file, by its last entries that have a field a line; ours where there are none, or they disagree.

    >>> from refplug.formats.bibtex.blocks import cut
    >>> blocks, _ = cut("@Book{a,\n\ttitle={A},\n\tyear=1\n}\n@Book{b,\n\ttitle={B},\n\tyear=2\n}\n", "a.bib")
    >>> new, _ = cut("@misc{c,\n  year = {2001},\n  title = {C},\n}", "b.bib")
    >>> print(hand_of(blocks, "\n").wrote(new[0], "\n").text.replace("\t", "→"))
    @Misc{c,
    →title={C},
    →year=2001
    }
    """
    entries = (block for block in reversed(blocks) if isinstance(block, Entry))
    looked_at = [_Look(entry, newline) for entry in islice(entries, _LOOKED_AT)]
    told = [look for look in looked_at if look.is_a_field_a_line]
    if len(told) < _FEWEST or len(told) < _AGREED * len(looked_at):
        return _OURS
    padded_before = _agreed(look.is_padded_before for look in told) or False
    padded_behind = not padded_before and (_agreed(look.is_padded_behind for look in told) or False)
    sign = _agreed(one for look in told for one in look.signs(padded_before, padded_behind)) or (" ", " ")
    return Hand(
        indent=_or(_agreed(one for look in told for one in look.indents), _OURS.indent),
        before_sign=sign[0],
        behind_sign=sign[1],
        is_padded_before=padded_before,
        is_padded_behind=padded_behind,
        column=_agreed(look.column for look in told) if padded_before or padded_behind else None,
        ends_in_comma=_or(_agreed(look.ends_in_comma for look in told), True),
        closing=_or(_agreed(look.closing for look in told), "\n"),
        quotes=_or(_agreed(one for look in told for one in look.quotes), False),
        bare_numbers=_or(_agreed(one for look in told for one in look.bare_numbers), False),
        case=_or(_agreed(_case(one.name) for look in told for one in look.fields), "lower"),
        type_case=_or(_agreed(look.type_case for look in told), "lower"),
        before=Counter(pair for look in told for pair in combinations(look.names, 2)),
    )


class _Look:
    """What one entry shows of the hand of its file."""

    def __init__(self, entry: Entry, newline: str) -> None:
        self.entry, self.newline = entry, newline
        self.fields: tuple[FieldSpan, ...] = entry.fields
        self.names = list(dict.fromkeys(one.name.lower() for one in self.fields))
        self.indents = [self._space_before(one).rpartition(newline)[2] for one in self.fields]
        self.gaps = [entry.source[one.start + len(one.name) : one.value_start] for one in self.fields]
        found = _NAMED.match(entry.text)
        self.type_case = _case(found[1] if found else entry.type)

    @property
    def is_a_field_a_line(self) -> bool:
        return len(self.fields) > 1 and all(self.newline in self._space_before(one) for one in self.fields)

    def _space_before(self, one: FieldSpan) -> str:
        start = one.start
        while start > self.entry.start and self.entry.source[start - 1].isspace():
            start -= 1
        return self.entry.source[start : one.start]

    @property
    def _columns(self) -> set[int]:
        return {one.value_start - one.start for one in self.fields}

    @property
    def column(self) -> int:
        """How far behind the start of a name the last value stands."""
        return max(self._columns)

    @property
    def _is_aligned(self) -> bool:
        return len(self._columns) == 1 and len({len(name) for name in self.names}) > 1

    @property
    def is_padded_before(self) -> bool:
        return self._is_aligned and len({gap.partition("=")[2] for gap in self.gaps}) == 1

    @property
    def is_padded_behind(self) -> bool:
        return self._is_aligned and len({gap.partition("=")[0] for gap in self.gaps}) == 1

    def signs(self, is_padded_before: bool, is_padded_behind: bool) -> Iterable[tuple[str, str]]:
        """The space before and behind each equals sign; where it pads, the least of it."""
        parts = [(gap.partition("=")[0], gap.partition("=")[2]) for gap in self.gaps]
        if is_padded_before or is_padded_behind:
            return [(min(one for one, _ in parts), min(one for _, one in parts))]
        return parts

    @property
    def _tail(self) -> str:
        return self.entry.source[self.fields[-1].value_end : self.entry.end - 1]

    @property
    def ends_in_comma(self) -> bool:
        return "," in self._tail

    @property
    def closing(self) -> str:
        tail = self._tail.partition(",")[2] if self.ends_in_comma else self._tail
        return tail.replace(self.newline, "\n") if not tail.strip() else "\n"

    @property
    def quotes(self) -> list[bool]:
        return [raw[0] == '"' for raw in map(self.entry.raw, self.fields) if raw[:1] in ('"', "{")]

    @property
    def bare_numbers(self) -> list[bool]:
        raws = map(self.entry.raw, self.fields)
        return [raw.isdigit() for raw in raws if raw.strip('{}"').isascii() and raw.strip('{}"').isdigit()]


def _agreed(shown: Iterable[T]) -> T | None:
    """What nearly all show; None where they disagree or none shows anything."""
    counts = Counter(shown)
    best = counts.most_common(1)
    is_clear = best and best[0][1] >= max(_FEWEST, _AGREED * counts.total())
    return best[0][0] if is_clear else None


def _or(told: T | None, ours: T) -> T:
    return ours if told is None else told


def _case(name: str) -> str:
    return (
        "lower"
        if name.islower()
        else "upper"
        if name.isupper()
        else "title"
        if name[:1].isupper()
        else "lower"
    )


def _cased(name: str, case: str) -> str:
    return name.upper() if case == "upper" else name[:1].upper() + name[1:] if case == "title" else name
