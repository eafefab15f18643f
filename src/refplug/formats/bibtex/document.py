"""A .bib file as it is: every byte kept, broken entries too; edits change their own span and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from refplug.errors import RunAborted
from refplug.formats.bibtex import edits
from refplug.formats.bibtex.encoding import UTF8, Encoding, decode
from refplug.formats.bibtex.syntax import Broken, Fault, FieldSpan, Scanner, fields_of
from refplug.model import Notice, Record, Severity
from refplug.ports import WriteOptions

__all__ = ["Block", "BlockKind", "Document", "Entry"]

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

    @property
    def fields(self) -> tuple[FieldSpan, ...]:
        """The fields in their order, names as written, repeated ones too."""
        return fields_of(self.source, self.start, self.end)

    def raw(self, field: FieldSpan) -> str:
        """A field's value as it stands in the file, with braces, quotation marks, `#`."""
        return self.source[field.value_start : field.value_end]

    def find(self, name: str) -> FieldSpan | None:
        """The field of that name in any case; of repeated ones the first, as BibTeX takes it. None if there is none."""
        wanted = name.lower()
        return next((field for field in self.fields if field.name.lower() == wanted), None)


@dataclass(frozen=True)
class Document:
    r"""A .bib file in blocks. Immutable: every edit gives a new document that shares all other blocks.

    >>> document = Document.parse(b"% mine\n@misc{a, title = {Old},}\n", "a.bib")
    >>> document.set_field("a", "title", "New").dump()
    b'% mine\n@misc{a, title = {New},}\n'

    `notices` tells each fault by entry and line; nothing is raised for what a file holds, nothing in it is mended.
    """

    file: str
    blocks: tuple[Block, ...]
    encoding: Encoding = UTF8
    newline: str = "\n"
    notices: tuple[Notice, ...] = ()

    @classmethod
    def parse(cls, data: bytes, file: str) -> Document:
        """Read the bytes of a file; `file` is its name for notices."""
        text, encoding, notices = decode(data, file)
        parser = _Parser(text, file)
        blocks = parser.run()
        newline = _newline(text)
        return cls(file, tuple(blocks), encoding, newline, notices + _capped(parser.notices, file))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that can be read, in file order."""
        return tuple(block for block in self.blocks if isinstance(block, Entry))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        places: dict[str, int] = {}
        for place, block in enumerate(self.blocks):
            if isinstance(block, Entry):
                places.setdefault(block.citekey, place)
        return places

    @cached_property
    def strings(self) -> Mapping[str, str]:
        """The `@string` definitions, names in lower case (BibTeX ignores case), values as they stand; later ones win."""
        found: dict[str, str] = {}
        for block in self.blocks:
            if block.kind is BlockKind.STRING:
                scanner = Scanner(block.text)
                head = scanner.head(0)
                fields = scanner.string(head[2], head[1]).fields if head else ()
                found |= {
                    field.name.lower(): scanner.text[field.value_start : field.value_end] for field in fields
                }
        return found

    def entry(self, citekey: str) -> Entry | None:
        """The first entry of that citekey, or None."""
        place = self._places.get(citekey)
        block = None if place is None else self.blocks[place]
        return block if isinstance(block, Entry) else None

    def __contains__(self, citekey: object) -> bool:
        return citekey in self._places

    def set_field(self, citekey: str, field: str, value: str, *, is_tex: bool = False) -> Document:
        """A document in which one field of one entry has this value: replaced where it stands, else added last.

        `value` is plain text and escaped as the field needs it, so nothing from outside becomes a TeX command; with
        `is_tex` it is the BibTeX source between the delimiters, whose braces must balance. Raises KeyError for an
        unknown citekey.
        """
        from refplug.formats.bibtex.escape import field_source

        source = value if is_tex else field_source(field, value)
        if not edits.is_balanced(source):
            raise RunAborted(
                f"{self.file}: the new {field!r} of {citekey!r} has unbalanced braces; nothing was written"
            )
        entry = self._known(citekey)
        found = entry.find(field)
        change = (
            edits.replacing(entry, found, source)
            if found
            else edits.adding(entry, field, source, self.newline)
        )
        return self._with(citekey, entry, change)

    def remove_field(self, citekey: str, field: str) -> Document:
        """A document in which that entry lacks the field; the same document if it has none. KeyError: no such entry."""
        entry = self._known(citekey)
        found = entry.find(field)
        return self if found is None else self._with(citekey, entry, edits.removing(entry, found))

    def set_type(self, citekey: str, entry_type: str) -> Document:
        """A document in which that entry is of another type (`misc` becomes `article`). KeyError: no such entry."""
        entry = self._known(citekey)
        text = entry.text
        at = text.index("@") + 1
        begin = at + len(text[at:]) - len(text[at:].lstrip())
        if text[begin : begin + len(entry.type)].lower() != entry.type or entry.type == entry_type:
            return self
        text = text[:begin] + entry_type + text[begin + len(entry.type) :]
        place = self._places[citekey]
        edited = Entry(BlockKind.ENTRY, text, 0, len(text), entry_type, entry.citekey)
        changed = replace(self, blocks=(*self.blocks[:place], edited, *self.blocks[place + 1 :]))
        changed.__dict__["_places"] = self._places  # no block moved: the index stays true
        return changed

    def append(self, item: Record | str, options: WriteOptions | None = None) -> Document:
        """A document with one more entry at the end: a record, written as `write` does, or BibTeX source.

        A record keeps its citekey if it is free, else it gets the next free one. The bytes before stay as they are.
        """
        if isinstance(item, Record):
            from refplug.formats.bibtex.citekeys import citekey_for
            from refplug.formats.bibtex.write import entry_text

            citekey = (
                item.citekey if item.citekey and item.citekey not in self else citekey_for(item, self._folded)
            )
            item = entry_text(replace(item, citekey=citekey), options or WriteOptions())
        text = item.strip("\n") + "\n"
        last = self.blocks[-1].text if self.blocks else ""
        gap = "" if not last else "\n" if _ends_line(last) else "\n\n"
        added = (gap + text).replace("\n", self.newline)
        parser = _Parser(added, self.file)
        blocks = tuple(parser.run())
        if any(block.kind is BlockKind.BROKEN for block in blocks):
            raise RunAborted(
                f"{self.file}: what should be added is no BibTeX entry: {parser.notices[0].message}"
            )
        return replace(self, blocks=self.blocks + blocks)

    @cached_property
    def _folded(self) -> frozenset[str]:
        """Citekeys in lower case: biber and classic BibTeX mix up keys that differ in case alone."""
        return frozenset(key.lower() for key in self._places) | frozenset(self._places)

    def dump(self) -> bytes:
        """The bytes of the file; without edits the very bytes that were parsed."""
        return self.encoding.encode("".join(block.text for block in self.blocks), self.file)

    def _known(self, citekey: str) -> Entry:
        entry = self.entry(citekey)
        if entry is None:
            raise KeyError(citekey)
        return entry

    def _with(self, citekey: str, entry: Entry, change: edits.Edit) -> Document:
        text = change.apply(entry)
        place = self._places[citekey]
        edited = Entry(BlockKind.ENTRY, text, 0, len(text), entry.type, entry.citekey)
        changed = replace(self, blocks=(*self.blocks[:place], edited, *self.blocks[place + 1 :]))
        changed.__dict__["_places"] = self._places  # no block moved: the index stays true
        return changed


class _Parser:
    """One pass over a text: blocks and notices."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.scanner = Scanner(text)
        self.notices: list[Notice] = []
        self._line, self._line_at = 1, 0
        self._break = "\n" if "\n" in text else "\r"
        self._first: dict[str, int] = {}

    def run(self) -> list[Block]:
        blocks: list[Block] = []
        text, size, scanner = self.text, len(self.text), self.scanner
        at = done = 0
        while (at := scanner.next_at(at)) < size:
            quick = scanner.quick(at)
            block: Block | None
            if quick and quick[0].lower() not in _SPECIAL:
                block = Entry(BlockKind.ENTRY, text, at, quick[2], quick[0].lower(), quick[1])
            else:
                block = self._slow(at)
            if block is None:
                at += 1
                continue
            if at > done:
                blocks.append(Block(BlockKind.TEXT, text, done, at))
            blocks.append(block)
            if isinstance(block, Entry):
                self._check_key(block)
            at = done = block.end
        if size > done:
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
            return self._broken(at, kind, broken)
        for fault in body.faults:
            self._tell_fault(at, body.key, fault)
        return Entry(BlockKind.ENTRY, self.text, at, body.end, kind, body.key)

    def _broken(self, at: int, kind: str, broken: Broken) -> Block | None:
        if not self._begins_line(at) or kind == "comment":
            return None  # an address in running text, a comment without end: text like any other
        end = max(self.scanner.resume(max(broken.at, at + 1)), at + 1)
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
        first = self._first.setdefault(entry.citekey.lower(), entry.start)
        if first != entry.start:
            said = f"citekey {entry.citekey!r} was used before (upper and lower case are the same to BibTeX)"
            self.notices.append(self._notice("repeated-citekey", said, entry.start))

    def _notice(self, code: str, message: str, at: int, severity: Severity = Severity.WARNING) -> Notice:
        if at < self._line_at:
            self._line, self._line_at = 1, 0
        self._line += self.text.count(self._break, self._line_at, at)
        self._line_at = at
        return Notice(code=code, message=message, severity=severity, file=self.file, line=self._line)


_SPECIAL = frozenset({"comment", "string", "preamble"})


def _newline(text: str) -> str:
    head = text[:100_000]
    crlf, lf, cr = head.count("\r\n"), head.count("\n"), head.count("\r")
    if crlf and crlf * 2 > lf:
        return "\r\n"
    return "\r" if cr and not lf else "\n"


def _ends_line(text: str) -> bool:
    return text.endswith(("\n", "\r"))


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
