"""A .bib text cut into blocks, each character in exactly one: entries, definitions, comments, what cannot be read."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from refplug.formats.bibtex.spans import Broken, Fault, FieldSpan
from refplug.formats.bibtex.syntax import Scanner, fields_of, spans_of, values_of
from refplug.model import Notice, Severity

__all__ = ["Block", "BlockKind", "Entry", "Lengths", "cut", "cut_pieces"]

MAX_NOTICES_PER_CODE = 1000


class BlockKind(StrEnum):
    """What a stretch of the file is."""

    TEXT = "text"  # between the entries: comments, blank lines
    ENTRY = "entry"
    STRING = "string"
    PREAMBLE = "preamble"
    COMMENT = "comment"  # @comment{…}
    BROKEN = "broken"  # an entry that cannot be read; kept as it is


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the file, `start` to `end` of `source`; all blocks in a row are the file."""

    kind: BlockKind
    source: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of this stretch."""
        return self.source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Entry(Block):
    """One entry, `type` in lower case. Its fields are read from the source whenever they are asked for."""

    type: str
    citekey: str
    is_plain: bool = False  # one pattern found it without a fault, and would find it again

    @property
    def fields(self) -> tuple[FieldSpan, ...]:
        """The fields in their order, names as written, repeated ones too."""
        return fields_of(self.source, self.start, self.end)

    def values(self) -> list[tuple[str, str]]:
        """Name and value of each field as they are written, for those who read thousands of entries."""
        if self.is_plain:
            return values_of(self.source, self.start, self.end)
        return [
            (name, self.source[start:end])
            for name, _, start, end in spans_of(self.source, self.start, self.end)
        ]

    def raw(self, field: FieldSpan) -> str:
        """A field's value as it stands in the file, with braces, quotation marks, `#`."""
        return self.source[field.value_start : field.value_end]

    def find(self, name: str) -> FieldSpan | None:
        """The field of that name in any case; of repeated ones the first, as BibTeX takes it. None if there is none."""
        wanted = name.lower()
        return next((field for field in self.fields if field.name.lower() == wanted), None)


class Lengths:
    """How long each entry is that one pattern finds: the first pass over a file notes it, later ones need not look again."""

    def __init__(self) -> None:
        self.noted = array("Q")
        self._again: Iterator[int] | None = None

    def rewind(self) -> None:
        """From here on `quick` answers from what was noted, for the same text in the same pieces."""
        self._again = iter(self.noted)

    def quick(self, scanner: Scanner, at: int) -> tuple[str, str, int] | None:
        """`Scanner.quick` at this place."""
        if self._again is not None:
            length = next(self._again, 0)
            return scanner.known(at, length) if length else None
        found = scanner.quick(at)
        self.noted.append(found[2] - at if found else 0)
        return found


def cut(text: str, file: str) -> tuple[tuple[Block, ...], tuple[Notice, ...]]:
    """The blocks of a text in order, and a notice for each fault, with the line it is in."""
    parser = _Parser(text, file)
    return tuple(parser.run()), _capped(parser.notices, file)


def cut_pieces(
    pieces: Iterable[str], file: str, lengths: Lengths
) -> Iterator[tuple[tuple[Block, ...], tuple[Notice, ...]]]:
    """The blocks of a text that comes in pieces, with their notices: each run of blocks as soon as nothing can change it.

    The blocks are those of `cut`, but for the text between them. What has no end yet is read on
    with twice as much text each time, so a file in one unclosed entry costs no more than twice its reading.
    """
    rest, line, told = "", 1, 0
    seen: set[str] = set()
    waiting: list[str] = []
    size = need = 0
    for piece, is_last in _with_last(pieces):
        waiting.append(piece)
        size += len(piece)
        if size < need and not is_last:
            continue
        text = rest + "".join(waiting)
        parser = _Parser(text, file, seen, line, lengths, is_final=is_last)
        blocks = parser.run()
        done = blocks[-1].end if blocks else 0
        rest, line = text[done:], line + text.count(parser.line_break, 0, done)
        waiting, size, need = [], 0, len(rest)
        if blocks:
            told += len(parser.notices)
            yield tuple(blocks), tuple(parser.notices) if told <= MAX_NOTICES_PER_CODE else ()


def _with_last(pieces: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each piece, and whether it is the last."""
    before: str | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    yield before or "", True


class _Parser:
    """One pass over a text: blocks and notices. What is not final ends before the first thing that more text could change."""

    def __init__(
        self,
        text: str,
        file: str,
        seen: set[str] | None = None,
        line: int = 1,
        lengths: Lengths | None = None,
        *,
        is_final: bool = True,
    ) -> None:
        self.text, self.file = text, file
        self.scanner = Scanner(text)
        self.notices: list[Notice] = []
        self.is_final = is_final
        self.is_whole = lengths is None
        self.lengths = lengths or Lengths()
        self.line_break = "\n" if "\n" in text else "\r"
        self._first_line = self._line = line
        self._line_at = 0
        self._seen: set[str] = set() if seen is None else seen

    def run(self) -> list[Block]:
        blocks: list[Block] = []
        text, size, scanner = self.text, len(self.text), self.scanner
        at = done = 0
        while (at := scanner.next_at(at)) < size:
            quick = self.lengths.quick(scanner, at)
            block: Block | None
            if quick and quick[0].lower() not in _SPECIAL:
                block = Entry(BlockKind.ENTRY, text, at, quick[2], quick[0].lower(), quick[1], True)
            else:
                try:
                    block = self._slow(at)
                except _Unfinished:
                    return blocks
            if block is None:
                at += 1
                continue
            if at > done and self.is_whole:
                blocks.append(Block(BlockKind.TEXT, text, done, at))
            blocks.append(block)
            if isinstance(block, Entry):
                self._check_key(block)
            at = done = block.end
        if size > done and self.is_whole:
            blocks.append(Block(BlockKind.TEXT, text, done, size))
        return blocks

    def _slow(self, at: int) -> Block | None:
        head = self.scanner.head(at)
        if head is None:
            return None
        kind, closer, inside = head[0].lower(), head[1], head[2]
        try:
            if kind == "comment":
                return Block(BlockKind.COMMENT, self.text, at, self.scanner.block_end(inside, closer))
            if kind == "string":
                body = self.scanner.string(inside, closer)
                return Block(BlockKind.STRING, self.text, at, body.end)
            if kind == "preamble":
                return Block(BlockKind.PREAMBLE, self.text, at, self.scanner.preamble(inside, closer)[2])
            body = self.scanner.entry(at)
        except Broken as broken:
            if broken.is_open and not self.is_final:
                raise _Unfinished from broken
            return self._broken(at, kind, broken)
        for fault in body.faults:
            self._tell_fault(at, body.key, fault)
        return Entry(BlockKind.ENTRY, self.text, at, body.end, kind, body.key)

    def _broken(self, at: int, kind: str, broken: Broken) -> Block | None:
        if not self._begins_line(at) or kind == "comment":
            return None  # an address in running text, a comment without end: text like any other
        end = max(self.scanner.resume(max(broken.at, at + 1)), at + 1)
        if end >= len(self.text) and not self.is_final:
            raise _Unfinished
        said = f"this @{kind[:40]} {broken}; kept as it is, not read"
        self.notices.append(self._notice("entry-broken", said, at, Severity.ERROR))
        return Block(BlockKind.BROKEN, self.text, at, end)

    def _begins_line(self, at: int) -> bool:
        before = self.text[max(0, at - 200) : at].rstrip(" \t")
        return not before or before[-1] in "\n\r})" or (at < 200 and not before.strip())

    def _tell_fault(self, at: int, key: str, fault: Fault) -> None:
        self.notices.append(self._notice(fault.code, f"entry {key!r} {fault.message}", max(at, fault.at)))

    def _check_key(self, entry: Entry) -> None:
        if not entry.citekey:
            return
        known = len(self._seen)
        self._seen.add(entry.citekey.lower())
        if len(self._seen) == known:
            said = f"citekey {entry.citekey!r} was used before (upper and lower case are the same to BibTeX)"
            self.notices.append(self._notice("repeated-citekey", said, entry.start))

    def _notice(self, code: str, message: str, at: int, severity: Severity = Severity.WARNING) -> Notice:
        if at < self._line_at:
            self._line, self._line_at = self._first_line, 0
        self._line += self.text.count(self.line_break, self._line_at, at)
        self._line_at = at
        return Notice(code=code, message=message, severity=severity, file=self.file, line=self._line)


class _Unfinished(Exception):
    """The text ends before this entry does, and more text may come."""


_SPECIAL = frozenset({"comment", "string", "preamble"})


def _capped(notices: list[Notice], file: str) -> tuple[Notice, ...]:
    """A file of a million faults of one kind is told a thousand times, and how many more there are."""
    if len(notices) <= MAX_NOTICES_PER_CODE:
        return tuple(notices)
    seen: Counter[str] = Counter()
    kept = []
    for notice in notices:
        seen[notice.code] += 1
        if seen[notice.code] <= MAX_NOTICES_PER_CODE:
            kept.append(notice)
    more = (
        (code, count - MAX_NOTICES_PER_CODE) for code, count in seen.items() if count > MAX_NOTICES_PER_CODE
    )
    kept += [
        Notice(code=code, message=f"{count} more of the kind {code!r}", file=file) for code, count in more
    ]
    return tuple(kept)
