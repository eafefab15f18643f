"""A .bib file as it is: every byte kept, broken entries too; edits change their own span and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from refplug.errors import RunAborted
from refplug.formats.bibtex import edits
from refplug.formats.bibtex.blocks import Block, BlockKind, Entry, cut
from refplug.formats.bibtex.encoding import UTF8, Encoding, decode
from refplug.formats.bibtex.hand import hand_of
from refplug.formats.bibtex.syntax import Scanner
from refplug.model import Notice, Record
from refplug.ports import WriteOptions

__all__ = ["Block", "BlockKind", "Document", "Entry"]


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
        blocks, faults = cut(text, file)
        return cls(file, blocks, encoding, _newline(text), notices + faults)

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

    def remove(self, citekey: str) -> Document:
        """A document without that entry and the blank line after it; the rest stays to the byte. KeyError: no such entry."""
        self._known(citekey)
        place = self._places[citekey]
        blocks = list(self.blocks)
        del blocks[place]
        if place < len(blocks) and not blocks[place].text.strip():
            del blocks[place]
        return replace(self, blocks=tuple(blocks))

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

        A record keeps its citekey if it is free, else it gets the next free one. The bytes before stay as they are; the new
        entry is laid out as they are, where they are laid out alike (`refplug.formats.bibtex.hand`).
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
        blocks, faults = cut(added, self.file)
        if any(block.kind is BlockKind.BROKEN for block in blocks):
            raise RunAborted(f"{self.file}: what should be added is no BibTeX entry: {faults[0].message}")
        hand = hand_of(self.blocks, self.newline)
        return replace(self, blocks=self.blocks + tuple(hand.wrote(block, self.newline) for block in blocks))

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


def _newline(text: str) -> str:
    head = text[:100_000]
    crlf, lf, cr = head.count("\r\n"), head.count("\n"), head.count("\r")
    if crlf and crlf * 2 > lf:
        return "\r\n"
    return "\r" if cr and not lf else "\n"


def _ends_line(text: str) -> bool:
    return text.endswith(("\n", "\r"))
