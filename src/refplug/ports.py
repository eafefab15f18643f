"""The Protocols that readers, formats, sources and sinks keep, ours and strangers' alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, runtime_checkable

from refplug.model import Notice, Page, Query, Record

if TYPE_CHECKING:
    from refplug.romanize.lexicon import Lexicon

__all__ = [
    "Format",
    "Parsed",
    "Reader",
    "Receiver",
    "Sink",
    "Source",
    "StreamReader",
    "StreamWriter",
    "WriteOptions",
    "Written",
]


@runtime_checkable
class Reader(Protocol):
    """Reads one kind of paper. A module with these two names is a reader.

    `sniff` answers from the first bytes (and the suffix, weakly) how sure it is that the document is of its kind, 0 to 1.
    `read` never raises for what the document holds: faults are `Page.notices`.
    """

    def sniff(self, head: bytes, suffix: str) -> float:
        """How sure this reader is that a document beginning with `head` (up to 4,096 bytes) is its own."""
        ...

    def read(self, data: bytes, file: str) -> Page:
        """The page model of the document."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """What a writer may need to know. `scheme` and `form` None mean: the format's own default."""

    scheme: str | None = None
    form: str | None = None
    with_abstract: bool = False
    ascii_only: bool = False
    unicode_form: str = "NFC"
    engine: str | None = (
        None  # BibTeX: the TeX engine whose missing characters are defined and told ("pdflatex")
    )
    variant: str | None = None  # a format's own flavour: "zotero" for CSL-JSON, "marc8" for MARC
    style: str | None = None  # formatted citations: a CSL style by name, or the path of a .csl file
    locale: str | None = None  # formatted citations: "fr-FR"; None is the style's own
    lexicon: Lexicon | None = None  # own words and decisions, where a format romanizes script (MARC, MODS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a file gave: records in order, and everything that could not be read, by place."""

    records: tuple[Record, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a format made of records: the bytes, and one notice per loss."""

    data: bytes
    notices: tuple[Notice, ...] = ()


@runtime_checkable
class Format(Protocol):
    """One bibliographic format, read and write. A module with these two names is a format."""

    def read(self, data: bytes, file: str) -> Parsed:
        """The records in `data`. Broken ones are reported in the notices, never raised."""
        ...

    def write(self, records: Iterable[Record], options: WriteOptions) -> Written:
        """The records in this format; each thing it cannot hold is a notice."""
        ...


@runtime_checkable
class StreamReader(Protocol):
    """What a format may offer besides `read`, so that memory does not grow with the file."""

    def read_stream(self, stream: BinaryIO, file: str) -> Iterator[Record | Notice]:
        """The records of an open file that can be rewound, and its faults, as they come; the records are those of `read`."""
        ...


@runtime_checkable
class StreamWriter(Protocol):
    """What a format may offer besides `write`: the same bytes, piece by piece."""

    def write_stream(self, records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
        """The pieces in order, which joined are what `write` gives, and a notice for each loss where it comes up."""
        ...


@runtime_checkable
class Source(Protocol):
    """A metadata service or a local index of one. Raises `SourceUnavailable` when it could not be asked."""

    name: str

    def work(self, doi: str) -> Record | None:
        """The record of a DOI, or None where the service says that it has none."""
        ...

    def search(self, query: Query, limit: int = 20) -> tuple[Record, ...]:
        """Candidates for a query, in the service's own order; the order is no verdict."""
        ...


@runtime_checkable
class Sink(Protocol):
    """A place where records go and from which they come back, such as a Zotero library."""

    name: str


@runtime_checkable
class Receiver(Protocol):
    """What a sink may offer so that `refplug send` reaches it."""

    name: str

    def put(self, records: Iterable[Record], options: WriteOptions) -> Iterable[Notice]:
        """Take the records in, each under its citekey; a notice for each thing that could not be taken.

        A record that is there already is brought up to date, not doubled: the same call again changes nothing. Raises
        `SourceUnavailable` where the place could not be reached.
        """
        ...
