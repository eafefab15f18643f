"""BibTeX and BibLaTeX: the byte-exact document, the values read from it, the writer, the citekeys."""

from __future__ import annotations

from refplug.formats.bibtex.citekeys import citekey_for
from refplug.formats.bibtex.document import Document, Entry
from refplug.formats.bibtex.read import read, records_of
from refplug.formats.bibtex.stream import read_stream
from refplug.formats.bibtex.write import entry_text, write, write_stream

__all__ = [
    "HOLDS_ONE_SPELLING",
    "Document",
    "Entry",
    "citekey_for",
    "entry_text",
    "read",
    "read_stream",
    "records_of",
    "write",
    "write_stream",
]

HOLDS_ONE_SPELLING = True
"""An entry has one title; a romanized one stands in place of the script, not beside it."""
