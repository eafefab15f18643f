"""A page over the pipe between the child that reads and the parent that decides, as plain data (`refplug.model.plain`)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from refplug.model import Notice, Page, Severity
from refplug.model.plain import from_plain, to_plain
from refplug.system.isolate import Child, Limits

__all__ = ["LIMITS", "read", "read_apart"]

LIMITS: Mapping[str, Limits] = {
    "refplug.readers.pdf": Limits(cpu_s=18, wall_s=120, memory_mb=700),
    "refplug.readers.image": Limits(cpu_s=120, wall_s=300, memory_mb=1500),
}
"""Limits by reader; research/reliability.md section 5. A scan is let run longer: recognition is slow by nature."""

_USUAL = Limits(cpu_s=9, wall_s=60, memory_mb=480)


def read(data: bytes, reader: str, file: str) -> Any:
    """Inside the child: the page that `reader` (a module, or `module:attribute`) reads, encoded."""
    module, _, attribute = reader.partition(":")
    loaded = import_module(module)
    return to_plain((getattr(loaded, attribute) if attribute else loaded).read(data, file))


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
        page = from_plain(answer)
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
