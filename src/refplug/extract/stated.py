"""What a document states in its markup, before what is read off its face."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from refplug.model import Page, Record
from refplug.model.record import VARIABLES

__all__ = ["with_stated"]

_WHOLE = frozenset({"application/jats+xml", "application/tei+xml"})
_BESIDE_STATEMENTS = frozenset({"keyword", "abstract", "language"})
"""What a web page may still print when its head states title and authors. Dates, volumes and names on it are others'."""


def with_stated(found: Record, page: Page) -> Record:
    """The record with the page's statements accepted and what was read off it behind them.

    An XML header is whole: what it does not state is not there. A web page that states a title and authors is asked for
    no more than keywords and abstract, since the rest of its text speaks of other papers too.
    """
    stated = page.stated
    if stated is None:
        return found
    if page.media_type in _WHOLE:
        return stated
    is_described = bool(stated.title and stated.author)
    changed: dict[str, Any] = {}
    for name in VARIABLES:
        said, read = stated.field(name), found.field(name)
        if said:
            changed[name] = said if is_described else said.add(*read.claims)
        elif read and (not is_described or name in _BESIDE_STATEMENTS):
            changed[name] = read
    container = stated.container or (None if is_described else found.container)
    kind = stated.type if stated.type != "document" else found.type
    return replace(stated, **{**changed, "container": container, "type": kind})
