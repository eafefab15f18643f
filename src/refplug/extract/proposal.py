"""What a finder says: a value for one field, where it stands, how sure, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from refplug.extract.view import View
from refplug.model import Span

__all__ = ["Finder", "Proposal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One value proposed for one variable of the record.

    `field` is an attribute name of `Record` (`title`, `keyword`, `issued`), with `container.` before it for the record
    that holds this one (`container.title`, `container.issn`). `value` has the type of that field. `score` (0 to 1) ranks
    proposals for the same field in the same language, and the winner's becomes the confidence of its claim. `spans` point
    into `Page.text` as printed. `language` is a BCP 47 tag: proposals in different languages stand side by side.
    """

    field: str
    value: Any
    score: float
    reason: str
    spans: tuple[Span, ...] = ()
    language: str | None = None


Finder = Callable[[View], Iterable[Proposal]]
"""A finder reads the view of a page and proposes; it says nothing where nothing is printed."""
