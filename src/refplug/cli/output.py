"""The only code that prints: data to stdout, messages to stderr, nothing raw from outside."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from refplug.model import Notice, Severity

__all__ = [
    "answer_json",
    "answer_line",
    "answer_table",
    "isolate",
    "json_line",
    "safe",
    "say",
    "say_all",
    "wants_color",
]

SCHEMA = "refplug/1"
_FSI, _PDI = "\u2068", "\u2069"


def safe(text: str, *, keep: str = "\n\t") -> str:
    r"""`text` with every control character made visible, so that no terminal obeys a title.

    >>> safe("a\x1b[31mb")
    'a\\x1b[31mb'

    Bidirectional controls are shown too (Unicode TR 36); letters of any script stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _is_harmless(char, keep) else _visible(char) for char in text)


def _is_harmless(char: str, keep: str) -> bool:
    code = ord(char)
    if char in keep:
        return True
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return False
    return not (0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0xE0000 <= code <= 0xE007F)


def _visible(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_RTL = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"


def isolate(text: str) -> str:
    """`text` made safe, with each run of right-to-left letters isolated (FSI … PDI), for mixing into a sentence.

    A run goes on over the blanks, digits and signs between two of its words, so a title is one run; a full stop with
    a blank behind it, a tab and a line end part two statements.
    """
    shown = safe(text)
    if shown.isascii():
        return shown
    return re.sub(
        rf"{_RTL}+(?:(?:(?!\. |[\t\n])[\W\d_])*{_RTL}+)*", lambda run: f"{_FSI}{run.group()}{_PDI}", shown
    )


def _for(stream: Any, text: str) -> str:
    """The text as it is shown there: isolated on a terminal, where somebody reads it, and plain in a pipe."""
    return isolate(text) if getattr(stream, "isatty", lambda: False)() else safe(text)


def wants_color(stream: Any = None) -> bool:
    """Whether color may be used: a terminal, and `NO_COLOR` (no-color.org) not set."""
    stream = stream or sys.stdout
    return "NO_COLOR" not in os.environ and bool(getattr(stream, "isatty", lambda: False)())


def say(message: Notice | str) -> None:
    """One message to stderr. A notice is given with its place."""
    text = _for(sys.stderr, str(message))
    if isinstance(message, Notice) and message.severity is Severity.ERROR and wants_color(sys.stderr):
        text = click.style(text, fg="red")
    click.echo(text, err=True)


def say_all(notices: Iterable[Notice]) -> None:
    """Each notice once, in order."""
    for notice in dict.fromkeys(notices):
        say(notice)


def answer_line(text: str) -> None:
    """One line of data to stdout, made safe; on a terminal right-to-left runs are isolated."""
    click.echo(_for(sys.stdout, text))


def answer_json(answer: Mapping[str, Any]) -> None:
    """One JSON line to stdout, with the schema it keeps."""
    click.echo(json_line(answer))


def json_line(answer: Mapping[str, Any]) -> str:
    """An answer as one JSON line, with the schema it keeps."""
    line = json.dumps({"schema": SCHEMA, **answer}, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "replace").decode("utf-8")


def answer_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
    """A table to stdout: drawn on a terminal, tab-separated in a pipe."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            click.echo("\t".join(safe(cell, keep="") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*(Text(isolate(cell)) for cell in row))
    Console(no_color=not wants_color()).print(table)
