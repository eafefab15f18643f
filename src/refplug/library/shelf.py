"""A .bib file and its sidecar as one side of a sync: what each entry would be as an item, and whether it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from refplug.formats.bibtex.blocks import BlockKind
from refplug.formats.bibtex.document import Document
from refplug.formats.bibtex.read import records_of
from refplug.formats.sidecar import Sidecar, sidecar_path
from refplug.model import Field, Notice, Record
from refplug.model.record import VARIABLES

__all__ = ["BibShelf", "with_remembered_claims"]

ToItem = Callable[[Record], tuple[Mapping[str, Any], tuple[Notice, ...]]]
_PARENTS = ("crossref", "xdata", "xref")
_MANY = 30  # from so many on, all entries are read at once
_LINE = '{"citekey":"'


class BibShelf:
    """The entries of one file, as bytes `data` with the sidecar's `side`. `to_item` makes the item of a record.

    A digest covers the entry's own bytes, the statements about it, the macros, and the other entries where it inherits
    from one. Entries are read only when asked for.
    """

    def __init__(
        self, path: Path, data: bytes | None, side: bytes | None, to_item: ToItem, *, salt: str = ""
    ) -> None:
        self.path, self.data, self.side, self._to_item, self._salt = path, data, side, to_item, salt
        self.document = Document.parse(data or b"", str(path))
        self.notices: list[Notice] = list(self.document.notices)
        self._items: dict[str, dict[str, Any]] = {}
        self._asked = 0

    @cached_property
    def sidecar(self) -> Sidecar:
        """What is stated about the entries."""
        return Sidecar.parse(self.side, str(sidecar_path(self.path)))

    def digests(self) -> Mapping[str, str]:
        """A digest of each entry and all that its item is made from, by citekey; of repeated citekeys the first."""
        return self._digests

    @cached_property
    def _digests(self) -> dict[str, str]:
        shared = [block.text for block in self.document.blocks if block.kind is BlockKind.STRING]
        context = _digest(self._salt, *shared)
        whole = _digest(self.data.decode("utf-8", "replace") if self.data else "")
        stated = _stated(self.side)
        found: dict[str, str] = {}
        for entry in self.document.entries:
            if not entry.citekey or entry.citekey in found or entry.type == "xdata":
                continue
            text = entry.text
            inherits = any(word in text for word in _PARENTS) or any(
                word in text.lower() for word in _PARENTS
            )
            about = stated.get(entry.citekey, "")
            found[entry.citekey] = _digest(context, text, about, whole if inherits else "")
        return found

    def record(self, citekey: str) -> Record:
        """The record of an entry, with what the sidecar knows of it. KeyError: there is no such entry."""
        entry = self.document.entry(citekey)
        if entry is None:
            raise KeyError(citekey)
        [record] = records_of(self.document, [entry]).records
        return with_remembered_claims(record, self.sidecar.record(citekey))

    def item(self, citekey: str) -> Mapping[str, Any]:
        """The JSON data of the item that the entry would be. KeyError: there is no such entry."""
        if citekey not in self._items:
            self._asked += 1
            if self._asked > _MANY:
                self._read_all()
            if citekey not in self._items:
                self._items[citekey] = self._made(self.record(citekey))
        return self._items[citekey]

    def _read_all(self) -> None:
        for record in records_of(self.document).records:
            if record.citekey not in self._items:
                about = self.sidecar.record(record.citekey)
                self._items[record.citekey] = self._made(with_remembered_claims(record, about))

    def _made(self, record: Record) -> dict[str, Any]:
        item, notices = self._to_item(record)
        self.notices += notices
        return dict(item)


def with_remembered_claims(record: Record, stated: Record | None) -> Record:
    """The record of an entry as the file has it now, with what its sidecar says besides.

    Where file and sidecar agree on a value, the sidecar's field stands: it knows the script forms of keywords and who said
    what. Where the file was edited, its value counts, and of the rest only forms in other languages are added.
    """
    if stated is None:
        return record
    changes: dict[str, Any] = {}
    for name in VARIABLES:
        mine, said = record.field(name), stated.field(name)
        if not mine or not said:
            continue
        is_same = _words(mine.value) == _words(said.value)
        first = said.claims[0] if is_same else mine.claims[0]
        others = [c for c in said if c.language and c.language != first.language and c.value != first.value]
        changes[name] = Field((first, *others))
    container = record.container
    if container is not None and stated.container is not None:
        changes["container"] = with_remembered_claims(container, stated.container)
    devised = stated.is_title_devised and bool(stated.title) and record.title.value == stated.title.value
    return replace(record, is_title_devised=record.is_title_devised or devised, **changes)


def _words(value: Any) -> Any:
    """A value without what the file cannot hold: of keywords, the words."""
    if isinstance(value, tuple) and value and hasattr(value[0], "printed"):
        return tuple(term.text for term in value)
    return value


def _stated(side: bytes | None) -> dict[str, str]:
    """The lines of a sidecar by citekey, without reading them: each begins with it."""
    found: dict[str, list[str]] = {}
    for line in (side or b"").decode("utf-8", "replace").splitlines():
        if line.startswith(_LINE):
            citekey = line[len(_LINE) : line.find('"', len(_LINE))]
            found.setdefault(citekey, []).append(line)
    return {citekey: "\n".join(lines) for citekey, lines in found.items()}


def _digest(*parts: str) -> str:
    made = hashlib.blake2b(digest_size=12)
    for part in parts:
        made.update(part.encode("utf-8", "surrogatepass"))
        made.update(b"\0")
    return made.hexdigest()
