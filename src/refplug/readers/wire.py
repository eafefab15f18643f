"""A page as JSON and back, for the pipe between the child that reads and the parent that decides.

Every value of the model is a frozen dataclass or a word of a fixed list, so one table of their names is the whole
protocol. What comes back is built by our own constructors, never unpickled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from refplug import model
from refplug.model import Notice, Page, Severity
from refplug.system.isolate import Child, Limits

__all__ = ["LIMITS", "decode", "encode", "read", "read_apart"]

LIMITS: Mapping[str, Limits] = {
    "refplug.readers.pdf": Limits(cpu_s=18, wall_s=120, memory_mb=700),
    "refplug.readers.image": Limits(cpu_s=120, wall_s=300, memory_mb=1500),
}
"""Limits by reader; research/reliability.md section 5. A scan is let run longer: recognition is slow by nature."""

_USUAL = Limits(cpu_s=9, wall_s=60, memory_mb=480)
_TABLE = {name: getattr(model, name) for name in model.__all__ if isinstance(getattr(model, name), type)}


def encode(value: Any) -> Any:
    """A value of the model as something that JSON can hold; defaults are left out.

    >>> encode(model.Span(3, 5))
    {'~': 'Span', 'start': 3, 'end': 5}
    """
    if isinstance(value, StrEnum):
        return {"~": type(value).__name__, "=": str(value)}
    if value is None or isinstance(value, (str, int, float)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {"~": type(value).__name__}
        for name, default in _fields(type(value)):
            held = getattr(value, name)
            if held is not default and held != default:
                out[name] = encode(held)
        return out
    return [encode(item) for item in value]


def decode(value: Any) -> Any:
    """The value that `encode` was given. Raises ValueError, TypeError or KeyError on what it did not write.

    >>> decode(encode(model.Span(3, 5)))
    Span(start=3, end=5)
    """
    if isinstance(value, list):
        return tuple(decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = _TABLE[value["~"]]
    if "=" in value:
        return kind(value["="])
    return kind(**{name: decode(held) for name, held in value.items() if name != "~"})


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """The names of a dataclass's fields with their defaults."""
    return tuple(
        (item.name, item.default if item.default is not MISSING else _NO_DEFAULT)
        for item in fields(kind)
        if item.init
    )


_NO_DEFAULT = object()


def read(data: bytes, reader: str, file: str) -> Any:
    """Inside the child: the page that the module `reader` reads, encoded."""
    return encode(import_module(reader).read(data, file))


def read_apart(child: Child, reader: str, data: bytes, file: str) -> Page:
    """The page that the module `reader` reads of `data`, read in `child`.

    On trouble it is an empty page with a notice that says in one sentence what happened; nothing is raised.
    """
    answer = child.call(
        "refplug.readers.wire:read",
        data,
        file=file,
        limits=LIMITS.get(reader, _USUAL),
        options={"reader": reader, "file": file},
    )
    if isinstance(answer, Notice):
        return Page(file=file, text="", notices=(answer,))
    try:
        page = decode(answer)
    except (KeyError, TypeError, ValueError):
        page = None
    if isinstance(page, Page):
        return page
    fault = Notice(
        code="reader-failed",
        message="the reader gave no page; nothing was read",
        severity=Severity.ERROR,
        file=file,
    )
    return Page(file=file, text="", notices=(fault,))
