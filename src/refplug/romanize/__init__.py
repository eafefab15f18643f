"""Romanization: schemes and lexicon as data, one engine over them. Pure."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """A package that can be called: see docs/decisions/api.md."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from importlib import import_module

        return import_module("refplug.api").romanize(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
