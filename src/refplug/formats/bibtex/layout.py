"""One layout for all entries of a file, and the faults that a formatter must not hide. Values are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from refplug.formats.bibtex.blocks import Block, BlockKind, Entry
from refplug.formats.bibtex.document import Document
from refplug.formats.bibtex.spans import Broken
from refplug.formats.bibtex.syntax import Scanner
from refplug.formats.bibtex.tex import commands_of
from refplug.formats.bibtex.values import Library
from refplug.model import Notice, Severity

__all__ = ["faults", "laid_out"]

# commands that reach beyond the page when a TeX run meets them
_REACHING = frozenset(
    "write immediate input include openin openout read closein closeout csname catcode directlua latelua special def gdef edef xdef let newcommand"
    " renewcommand providecommand verbatiminput lstinputlisting includegraphics usepackage ShellEscape pdffiledump newwrite newread".split()
)
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))+")


def laid_out(document: Document) -> Document:
    r"""The document with a field a line, two blanks before it, one blank line between entries.

    >>> laid_out(Document.parse(b"@Misc{a, TITLE={X Y} , year=1999}\n\n\n\n@misc{b}", "a.bib")).dump().decode()
    '@misc{a,\n  title = {X Y},\n  year = 1999,\n}\n\n@misc{b,\n}\n'

    Names of fields and types go to lower case, which means the same to every program. Values, comments, `@string`,
    `@preamble`, the order of everything, and entries with a fault stay as they are. Twice is the same as once.
    """
    blocks = [_block(block, document.newline) for block in document.blocks]
    spaced = [_spaced(block, place, len(blocks), document.newline) for place, block in enumerate(blocks)]
    if blocks and not isinstance(blocks[-1], Entry):
        return replace(document, blocks=tuple(spaced))
    end = (_text(document.newline),) if blocks else ()
    return replace(document, blocks=(*_parted(spaced, document.newline), *end))


def _parted(blocks: list[Block], newline: str) -> Iterator[Block]:
    """A blank line between entries that stood in one line."""
    before: Block | None = None
    for block in blocks:
        if before is not None and isinstance(before, Entry) and isinstance(block, Entry):
            yield _text(newline * 2)
        yield block
        before = block


def _text(text: str) -> Block:
    return Block(BlockKind.TEXT, text, 0, len(text))


def _spaced(block: Block, place: int, count: int, newline: str) -> Block:
    """Blank space between two blocks as one blank line; at the start of the file none, at its end one line end."""
    if block.kind is not BlockKind.TEXT or block.text.strip():
        return block
    if place in (0, count - 1):
        return _text("" if place == 0 else newline)
    lines = len(_BLANK_LINES.findall(block.text)) and block.text.count("\n") + block.text.count(
        "\r"
    ) - block.text.count("\r\n")
    return _text(newline if lines == 1 else newline * 2)


def _block(block: Block, newline: str) -> Block:
    if not isinstance(block, Entry):
        return block
    try:
        body = Scanner(block.source).entry(block.start)
    except Broken:
        return block
    if body.faults:
        return block
    lines = [f"  {field.name.lower()} = {block.raw(field)},{newline}" for field in body.fields]
    text = f"@{block.type}{{{block.citekey},{newline}{''.join(lines)}}}"
    return Entry(BlockKind.ENTRY, text, 0, len(text), block.type, block.citekey)


def faults(document: Document) -> tuple[Notice, ...]:
    """What is wrong with a file, whatever its layout: broken entries, repeated keys, strings and parents that are
    missing, TeX commands in fields that reach beyond the page.
    """
    library = Library(document)
    lines = _lines(document)
    commands = []
    for entry in document.entries:
        for name, value in library.fields(entry).items():
            found = _REACHING.intersection(commands_of(value.source))
            if found and not value.origin:
                said = (
                    f"entry {entry.citekey!r} holds \\{sorted(found)[0]} in {name!r}, which a TeX run obeys"
                )
                line = lines.get(id(entry))
                commands.append(Notice(code="tex-command", message=said, file=document.file, line=line))
    said_once = dict.fromkeys(
        (lines.get(id(entry)), f"entry {entry.citekey!r} {message}") for entry, message in library.faults
    )
    missing = tuple(
        Notice(code="value", message=text, file=document.file, line=line) for line, text in said_once
    )
    return (
        tuple(one for one in document.notices if one.severity is not Severity.INFO)
        + missing
        + tuple(commands)
    )


def _lines(document: Document) -> dict[int, int]:
    """The line on which each entry begins, by the identity of the entry."""
    lines: dict[int, int] = {}
    line = 1
    for block in document.blocks:
        lines[id(block)] = line
        line += block.text.count("\n")
    return lines
