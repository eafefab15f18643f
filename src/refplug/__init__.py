"""refplug reads papers, restores scholarly romanization, and writes records that say where each value came from.

>>> import refplug
>>> refplug.romanize("Hashd Shaabi").output
'al-Ḥashd al-Shaʿbī'

`read`, `romanize`, `match`, `enrich`, `write`, `search_key`, `sort_key` and the names of `refplug.model` are the public API. They are imported when
they are first used, so that `import refplug` costs nothing.
"""

from __future__ import annotations

from typing import Any

__all__ = ["__version__", "enrich", "match", "read", "romanize", "search_key", "sort_key", "write"]
__version__ = "0.1.0"

_FUNCTIONS = frozenset({"enrich", "read", "write"})
_KEYS = frozenset({"search_key", "sort_key"})  # what romanized text is found by, and sorted by
_CALLABLE_PACKAGES = frozenset(
    {"match", "romanize"}
)  # rooms of the house that can be called: docs/decisions/api.md


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _CALLABLE_PACKAGES:
        return import_module(f"refplug.{name}")
    if name in _KEYS:
        return getattr(import_module("refplug.romanize.keys"), name)
    if name in _FUNCTIONS:
        return getattr(import_module("refplug.api"), name)
    model = import_module("refplug.model")
    if name in model.__all__:
        return getattr(model, name)
    raise AttributeError(f"module 'refplug' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
