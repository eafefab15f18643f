"""A .bib file read entry by entry: its strings and parents are found first, then the records come one by one.

What a whole reading needs from elsewhere in the file is little: the `@string` definitions, of which later ones win, and
the entries that others inherit from. One pass over the file finds them (two, where parents stand before
their children), the next makes the records. Memory holds the citekeys, the strings and the parents. A file that is not clean UTF-8 is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from refplug.formats.bibtex.blocks import Block, BlockKind, Entry, Lengths, cut_pieces
from refplug.formats.bibtex.document import Document
from refplug.formats.bibtex.engines import left_out
from refplug.formats.bibtex.read import Reading, read
from refplug.formats.streams import is_utf8, texts, whole
from refplug.model import Notice, Record

__all__ = ["read_stream"]

_MOST_FAULTS = 1000


def read_stream(stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
    """The records of a .bib file in file order and its faults, as they come; the records are those of `read`."""
    wanted = _Wanted()
    if not is_utf8(stream) or not wanted.look(stream, file):
        yield from whole(read, stream, file)
        return
    reading = Reading(Document(file, (*wanted.strings, *wanted.parents.values())))
    told: set[str] = set()
    preamble: tuple[Notice, ...] = ()
    wanted.lengths.rewind()
    for blocks, notices in cut_pieces(texts(stream), file, wanted.lengths):
        yield from notices
        if not preamble:
            preamble = left_out(blocks, file)
            yield from preamble
        for block in blocks:
            if isinstance(block, Entry) and block.type != "xdata":
                yield reading.record(block)
        for notice in reading.take_notices():
            if notice.code != "value":
                yield notice
            elif notice.message not in told and len(told) < _MOST_FAULTS:
                told.add(notice.message)
                yield notice


class _Wanted:
    """What records need from elsewhere in the file: the blocks of its strings, and the entries that others inherit from."""

    def __init__(self) -> None:
        self.strings: list[Block] = []
        self.parents: dict[str, Entry] = {}
        self.keys: set[str] = set()
        self.seen: set[str] = set()
        self.lengths = Lengths()

    def look(self, stream: BinaryIO, file: str) -> bool:
        """Go through the file; False where it must be read whole. Parents that stand before their children cost another pass."""
        for blocks, _ in cut_pieces(texts(stream), file, self.lengths):
            has_children = _refers(blocks[0].source)
            for block in blocks:
                if block.kind is BlockKind.STRING:
                    self.strings.append(Block(block.kind, block.text, 0, block.end - block.start))
                elif isinstance(block, Entry):
                    if has_children and not self._note_parents(block):
                        return False
                    if block.citekey not in self.seen:
                        self.seen.add(block.citekey)
                        self._take(block)
        missing = (self.keys & self.seen) - self.parents.keys()
        self.lengths.rewind()
        for blocks, _ in cut_pieces(texts(stream), file, self.lengths) if missing else ():
            for block in blocks:
                if isinstance(block, Entry) and block.citekey in missing:
                    self._take(block)
        self.seen.clear()
        return True

    def _take(self, entry: Entry) -> None:
        """Keep a parent, standing alone; of repeated ones the first."""
        if entry.citekey in self.keys and entry.citekey not in self.parents:
            self.parents[entry.citekey] = Entry(
                entry.kind, entry.text, 0, entry.end - entry.start, entry.type, entry.citekey, entry.is_plain
            )

    def _note_parents(self, entry: Entry) -> bool:
        if not _refers(entry.text):
            return True
        for field in entry.fields:
            if field.name.lower() in ("crossref", "xdata"):
                raw = entry.raw(field)
                if "#" in raw or raw[:1] not in ("{", '"'):
                    return False  # put together from strings: rare enough to be read whole
                self.keys.update(key.strip() for key in raw[1:-1].split(","))
        return True


def _refers(text: str) -> bool:
    """Whether a text may hold a reference to a parent."""
    small = text.lower()
    return "crossref" in small or "xdata" in small
