"""Values of the model as plain JSON data and back: for the sidecar, the cache, the pipe to a child process.

Every value is a frozen dataclass or a word of a fixed list, so one table of their names is the whole protocol. What
comes back is built by our own constructors, never unpickled.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

__all__ = ["from_plain", "to_plain"]

_NO_DEFAULT = object()


def to_plain(value: Any) -> Any:
    """A value of the model as something that JSON can hold; what is at its default is left out.

    >>> from refplug.model import PartialDate, Span
    >>> to_plain(Span(3, 5))
    {'~': 'Span', 'start': 3, 'end': 5}
    >>> to_plain((PartialDate(year=2024),))
    [{'~': 'PartialDate', 'year': 2024}]
    """
    if isinstance(value, StrEnum):
        return {"~": type(value).__name__, "=": str(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        made: dict[str, Any] = {"~": type(value).__name__}
        for name, default in _fields(type(value)):
            held = getattr(value, name)
            if held is not default and held != default:
                made[name] = to_plain(held)
        return made
    return [to_plain(item) for item in value]


def from_plain(value: Any) -> Any:
    """The value that `to_plain` was given. Raises ValueError, TypeError or KeyError on what it did not write.

    >>> from refplug.model import Span
    >>> from_plain(to_plain(Span(3, 5)))
    Span(start=3, end=5)
    """
    if isinstance(value, list):
        return tuple(from_plain(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = _table()[value["~"]]
    if "=" in value:
        return kind(value["="])
    return kind(**{name: from_plain(held) for name, held in value.items() if name != "~"})


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """The names of a dataclass's fields with their defaults."""
    return tuple(
        (item.name, item.default if item.default is not MISSING else _NO_DEFAULT)
        for item in fields(kind)
        if item.init
    )


@cache
def _table() -> dict[str, type]:
    from refplug import model

    return {name: found for name in model.__all__ if isinstance(found := getattr(model, name), type)}
