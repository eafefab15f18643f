"""The lines of a RIS file: which belong to one record, and what stands outside any; one line written so that it stays one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from refplug.model import Notice

__all__ = ["Lines", "parted", "tagged_line"]

_LINE = re.compile(r"^[ \t]{0,8}([A-Z][A-Z0-9])[ \t]{1,4}-(?:[ \t]?(.*))?$")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

Lines = dict[str, list[str]]


def parted(text: Iterable[str], file: str) -> Iterator[Lines | Notice]:
    """The lines of each record by tag; faults where they come up, a run of stray lines in one notice."""
    lines: Lines | None = None
    last: list[str] | None = None
    stray = 0
    for number, line in enumerate(text, 1):
        tag, value = _tagged(line)
        if lines is None and stray and (tag or not value):
            yield _outside(stray, file, number)
            stray = 0
        if tag == "TY":
            if lines is not None:
                yield _notice(
                    "ris-no-end", "the record before this line has no ER line; it ends here", file, number
                )
                yield lines
            lines, last = {"TY": [value]}, None
        elif lines is None:
            if tag and tag != "ER":
                yield _notice(
                    "ris-no-type",
                    "a record begins here without a TY line; its type is not known",
                    file,
                    number,
                )
                lines = {"TY": [""], tag: [value]}
                last = lines[tag]
            elif value:
                stray += 1
        elif tag == "ER":
            yield lines
            lines = None
        elif tag:
            last = lines.setdefault(tag, [])
            last.append(value)
        elif value and last:
            last[-1] = f"{last[-1]} {value}".strip()
    if stray:
        yield _outside(stray, file, None)
    if lines is not None:
        yield _notice("ris-no-end", "the last record has no ER line; it was read as it stands", file, None)
        yield lines


def _tagged(line: str) -> tuple[str, str]:
    """Tag and value of a line; no tag where the line goes on with the one before."""
    found = _LINE.match(line)
    tag, value = (found[1], found[2] or "") if found else ("", line)
    return tag, (value if value.isprintable() else _BREAKS.sub(" ", value)).strip()


def _outside(count: int, file: str, line: int | None) -> Notice:
    said = "1 line stands" if count == 1 else f"{count} lines stand"
    return _notice("ris-outside", f"{said} outside any record before here; left out", file, line)


def _notice(code: str, message: str, file: str, line: int | None) -> Notice:
    return Notice(code=code, message=message, file=file, line=line)


def tagged_line(tag: str, value: str) -> str:
    """One line: no value can begin another, whatever it holds."""
    return f"{tag}  - {_BREAKS.sub(' ', value).strip()}\r\n"
