"""Edits of one entry: each is one span of its text and what comes there, in the style the entry is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refplug.formats.bibtex.syntax import FieldSpan, pieces_of

if TYPE_CHECKING:
    from refplug.formats.bibtex.document import Entry

__all__ = ["Edit", "adding", "is_balanced", "removing", "replacing"]

_NUMBER = re.compile(r"\d{1,9}")
_COMMA = re.compile(r"\s*,")


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters `start` to `end` of an entry's source give way to `text`."""

    start: int
    end: int
    text: str

    def apply(self, entry: Entry) -> str:
        """The text of the entry with this edit made."""
        return entry.source[entry.start : self.start] + self.text + entry.source[self.end : entry.end]


def is_balanced(source: str) -> bool:
    """Whether braces pair up; BibTeX counts an escaped brace as a brace.

    >>> is_balanced("a {b}"), is_balanced("a } b {")
    (True, False)
    """
    depth = 0
    for brace in re.findall(r"[{}]", source):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def replacing(entry: Entry, field: FieldSpan, source: str) -> Edit:
    """Another value where one stands; its delimiters stay where they can hold the new value."""
    pieces = pieces_of(entry.raw(field)) if field.value_end > field.value_start else ()
    kind = pieces[0].kind if len(pieces) == 1 else "{"
    if kind == '"' and _quotes_hold(source):
        text = f'"{source}"'
    elif kind == "a" and _NUMBER.fullmatch(source) and pieces[0].text.isdigit():
        text = source
    else:
        text = f"{{{source}}}"
    return Edit(field.value_start, field.value_end, text)


def _quotes_hold(source: str) -> bool:
    depth = 0
    for char in source:
        depth += (char == "{") - (char == "}")
        if char == '"' and depth == 0:
            return False
    return True


def adding(entry: Entry, name: str, source: str, newline: str) -> Edit:
    """A new field behind the last one, indented, aligned and punctuated as that one is."""
    fields = entry.fields
    if not fields:
        return _first_field(entry, name, source, newline)
    last = fields[-1]
    gap = entry.source[last.start + len(last.name) : last.value_start]
    raws = [entry.raw(field) for field in fields]
    is_quoted = all(raw[:1] != "{" for raw in raws) and any(raw[:1] == '"' for raw in raws)
    value = f'"{source}"' if is_quoted and _quotes_hold(source) else f"{{{source}}}"
    text = f"{_indent(entry, last)}{_padded(fields, _cased(fields, name), gap)}{value}"
    comma = _COMMA.match(entry.source, last.value_end, entry.end)
    if comma:
        return Edit(comma.end(), comma.end(), text + ",")
    return Edit(last.value_end, last.value_end, "," + text)


def _cased(fields: tuple[FieldSpan, ...], name: str) -> str:
    """`name` as the names of the entry are written: `Title`, `TITLE` or `title`."""
    for way in (str.upper, str.capitalize):
        if len(fields) > 1 and all(field.name == way(field.name) != field.name.lower() for field in fields):
            return way(name)
    return name


def _first_field(entry: Entry, name: str, source: str, newline: str) -> Edit:
    close = entry.end - 1
    start = len(entry.source[entry.start : close].rstrip()) + entry.start
    comma = "" if entry.source[start - 1] == "," else ","
    return Edit(start, close, f"{comma}{newline}  {name} = {{{source}}},{newline}")


def _indent(entry: Entry, field: FieldSpan) -> str:
    """The blank space before a field, from the comma or the last line end before it."""
    start = field.start
    while start > entry.start and entry.source[start - 1] in " \t\r\n":
        start -= 1
    space = entry.source[start : field.start]
    lines = re.split(r"(\r\n|\n|\r)", space)
    return "".join(lines[-2:]) if len(lines) > 1 else space


def _padded(fields: tuple[FieldSpan, ...], name: str, gap: str) -> str:
    """`name` and its equals sign, the values aligned if all of the entry are: `title     = `, `year      = `."""
    widths = {field.value_start - field.start for field in fields}
    lengths = {len(field.name) for field in fields}
    sign = gap.lstrip(" \t")
    if len(widths) == 1 and len(lengths) > 1 and sign.startswith("="):
        return name.ljust(widths.pop() - len(sign) - 1) + " " + sign
    return name + (gap if len(gap) <= 3 else " = ")


def removing(entry: Entry, field: FieldSpan) -> Edit:
    """The field with its comma and the blank space before it."""
    start = field.start
    while start > entry.start and entry.source[start - 1] in " \t\r\n":
        start -= 1
    comma = _COMMA.match(entry.source, field.value_end, entry.end)
    if comma:
        return Edit(start, comma.end(), "")
    if entry.source[start - 1] == ",":
        start -= 1
    return Edit(start, field.value_end, "")
