"""Is this the work that is meant? Explained evidence, contradictions, and a measured chance; pure."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from refplug.match.ask import match_in
from refplug.match.decide import decide
from refplug.match.query import query_from_text, query_of, searches

__all__ = ["decide", "match_in", "query_from_text", "query_of", "searches"]


class _Callable(ModuleType):
    """A package that can be called: see docs/decisions/api.md."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from importlib import import_module

        return import_module("refplug.api").match(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
