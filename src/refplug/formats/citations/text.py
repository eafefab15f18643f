"""A bibliography as plain text by any CSL style: one entry a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from refplug.formats.citations.engine import render
from refplug.formats.citations.html import plain, read
from refplug.formats.streams import gathered
from refplug.model import Notice, Record
from refplug.ports import WriteOptions, Written

__all__ = ["HOLDS_ONE_SPELLING", "read", "write", "write_stream"]

HOLDS_ONE_SPELLING = True


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The bibliography in UTF-8, in the style `options.style`; with `options.variant` in-text citekey, tab, citation."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, entry by entry; all records are held, since a bibliography is sorted."""
    for made in render(records, options.style, options.locale):
        if isinstance(made, Notice):
            yield made
        elif options.variant == "in-text":
            yield f"{_line(made.citekey)}\t{_line(plain(made.in_text))}\n".encode()
        else:
            yield f"{_line(plain(made.entry))}\n".encode()


def _line(text: str) -> str:
    """One line, whatever the record holds; no control character and no mark of direction reaches a terminal.

    The zero-width joiner and non-joiner stay, since Persian is spelled with them: `می\u200cخواهم` is one word.
    """
    return "".join(map(_shown, text)).strip()


def _shown(char: str) -> str:
    if char.isprintable() or char in "\u200c\u200d":
        return char
    return "" if unicodedata.category(char) == "Cf" else " "
