"""Records as BibTeX that every consumer understands: UTF-8, names and titles braced, nothing a command.

Each rule follows from a measurement over thirteen programs; docs/bibtex.md tells which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from refplug.errors import ExitCode, RunAborted
from refplug.formats.bibtex.citekeys import citekey_for, folded_word, is_safe
from refplug.formats.bibtex.describe import MONTH_MACROS, entry_fields
from refplug.formats.streams import gathered
from refplug.model import Notice, Record
from refplug.ports import WriteOptions, Written

__all__ = ["entry_fields", "entry_text", "write", "write_stream"]


def write(records: Iterable[Record], options: WriteOptions = WriteOptions()) -> Written:  # noqa: B008  frozen
    """Records as one .bib file (UTF-8, NFC, no byte order mark, `\\n`), and a notice for each thing it cannot hold.

    `options.variant` is `biblatex` for BibLaTeX names of fields and types, `bibtex` for the entry types of 1988 alone;
    the default is understood by both, and gives an entry that came from a .bib file its own type back.
    Citekeys that are missing, taken, or unsafe for TeX, Typst or shells are made by `citekey_for`.
    """
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same entry by entry; for an engine all at once, since the definitions stand in front of what needs them."""
    if not options.engine:
        for made in _entries(records, options):
            yield made if isinstance(made, Notice) else made.encode()
        return
    text = ""
    for made in _entries(records, options):
        if isinstance(made, Notice):
            yield made
        else:
            text += made
    text, told = _for_engine(text, options.engine)
    yield from told
    yield text.encode()


def _entries(records: Iterable[Record], options: WriteOptions) -> Iterator[str | Notice]:
    from refplug.formats.bibtex.report import losses

    taken: set[str] = set()
    for number, record in enumerate(records, 1):
        key = record.citekey
        if not is_safe(key) or key.lower() in taken:
            key = citekey_for(record, taken)
            if record.citekey:
                said = f"citekey {record.citekey!r} cannot be used; it is now {key!r}"
                yield Notice(code="citekey-changed", message=said, record=number)
        taken.add(key.lower())
        named = record if key == record.citekey else replace(record, citekey=key)
        entry_type, fields = entry_fields(named, options)
        if options.ascii_only:
            fields, lost = _ascii(fields, key, number)
            yield from lost
            entry_type = entry_type if entry_type.isascii() else folded_word(entry_type) or "misc"
        yield ("\n" if number > 1 else "") + _lines(entry_type, key, fields)
        yield from losses(named, frozenset([name for name, _ in fields]), options, number)


def _for_engine(text: str, engine: str) -> tuple[str, list[Notice]]:
    """The file with the definitions that an engine needs in front; what it cannot print even so is told."""
    from refplug.formats.bibtex.engines import ENGINES, definition, missing, preamble, report

    if engine not in ENGINES:
        raise RunAborted(
            f"no TeX engine {engine!r} is known; choose from {', '.join(ENGINES)}", ExitCode.USAGE
        )
    if not ENGINES[engine].takes_definitions:
        return text, list(report(text, engine))
    defined = preamble(text)
    beyond = "".join(char for char in missing(text, engine) if definition(char) is None)
    return f"{defined}\n{text}" if defined else text, list(report(beyond, engine))


def _ascii(
    fields: list[tuple[str, str]], key: str, number: int
) -> tuple[list[tuple[str, str]], list[Notice]]:
    from refplug.formats.bibtex.ascii import ascii_source

    lost: set[str] = set()
    plain = []
    for name, source in fields:
        text, missing = ascii_source(name, source)
        plain.append((name if name.isascii() else folded_word(name) or "field", text))
        lost |= missing
    if not lost:
        return plain, []
    said = f"{key}: ASCII loses {' '.join(sorted(lost))}; without --ascii they stay"
    if any("\u0620" <= char <= "\u06ff" for char in lost):
        said += ", with --romanize titles and names in script are romanized first"
    return plain, [Notice(code="ascii-loss", message=said, record=number)]


def entry_text(record: Record, options: WriteOptions = WriteOptions()) -> str:  # noqa: B008  frozen
    """One record as a BibTeX entry, ending in a line end; the citekey is the record's."""
    entry_type, fields = entry_fields(record, options)
    return _lines(entry_type, record.citekey, fields)


def _lines(entry_type: str, citekey: str, fields: list[tuple[str, str]]) -> str:
    lines = [
        f"  {name} = {{{source}}},\n" if name != "month" else f"  month = {_month(source)},\n"
        for name, source in fields
    ]
    return f"@{entry_type}{{{citekey},\n{''.join(lines)}}}\n"


def _month(source: str) -> str:
    """Months are macros of every style: `month = mar`."""
    return source if source in MONTH_MACROS else f"{{{source}}}"
