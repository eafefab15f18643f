"""The places that an entry of one type has for what a record holds, in the order of writing: worked out once for each shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from refplug.formats.bibtex.datamodel import may_hold
from refplug.formats.bibtex.escape import is_verbatim, printable, protected, text_source, verbatim_source
from refplug.formats.bibtex.fields import FIELDS, FieldRule, field_name

__all__ = ["SAID_WITHOUT_FIELD", "Slot", "plan"]

_PAGE_DASH = re.compile(r"(?<=\w)\s*[-\u2010-\u2015\u2212]+\s*(?=\w)")

_PAGES = re.compile(r"[\w.:,;\s\-\u2010-\u2015\u2212+]*")

_FROM_CONTAINER = frozenset(
    "publisher publisher_place isbn issn volume edition event_title event_place".split()
)

SAID_WITHOUT_FIELD = frozenset({"note", "genre"})  # a devised title has a note, a thesis a type


class Slot(NamedTuple):
    """A place that a rule of `fields` has in one entry type: where its value stands, how it is written."""

    attribute: str
    holder: str  # a key of `_homes`; empty where no record holds a value
    name: str
    write: Callable[[str], str]
    place: str  # what it says of which record: said once
    is_literal: bool  # taken as it stands: an address, a DOI
    is_allowed: bool  # by the data model


@lru_cache(maxsize=4096)
def plan(
    entry_type: str, is_biblatex: bool, held: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The places of an entry whose record and containers hold `held`, before the dates and behind them.

    A bibliography has few such shapes.
    """
    holds = dict(held)
    before: list[Slot] = []
    behind: list[Slot] = []
    slots = before
    for rule in FIELDS:
        slot = _slot(rule, entry_type, is_biblatex, holds)
        if slot and (slot.holder or rule.attribute in SAID_WITHOUT_FIELD):
            slots.append(slot)
        if rule.where == "series":  # the dates stand behind it
            slots = behind
    return tuple(before), tuple(behind)


def _slot(
    rule: FieldRule, entry_type: str, is_biblatex: bool, holds: dict[str, tuple[str, ...]]
) -> Slot | None:
    if rule.only and entry_type not in rule.only:
        return None
    holder = rule.where if rule.attribute in holds.get(rule.where, ()) else ""
    if not holder and rule.where == "self" and rule.attribute in _FROM_CONTAINER:
        holder = "inner" if rule.attribute in holds.get("inner", ()) else ""
    name = field_name(rule, is_biblatex)
    kind = "verbatim" if is_verbatim(name) else rule.kind
    place = f"{rule.where}.{rule.attribute}"
    write = _WRITERS.get(kind, text_source)
    return Slot(rule.attribute, holder, name, write, place, kind == "verbatim", may_hold(entry_type, name))


def _literal(value: str) -> str:
    return verbatim_source("", value)


def _pages(value: str) -> str:
    if "_" not in value and _PAGES.fullmatch(value):
        return _PAGE_DASH.sub("--", printable(value))
    return text_source(value)


_WRITERS: dict[str, Callable[[str], str]] = {"title": protected, "verbatim": _literal, "pages": _pages}
