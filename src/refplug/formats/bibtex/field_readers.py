"""How the fields of an entry are read, and in which order: worked out once for each set of fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from refplug.formats.bibtex.fields import FieldRule, rank, rule_for
from refplug.formats.bibtex.tex import plain_verbatim, text_and_unknown
from refplug.model import parse_doi, parse_isbn, parse_issn

__all__ = ["Read", "ranked"]

_RANGE = re.compile(r"(?<=\w)\s*[-–—‐‑]+\s*(?=\w)")

Read = tuple[str | None, tuple[str, ...]]  # the value of a field, and the TeX commands that nobody knows


def _pages(source: str) -> Read:
    text, unknown = text_and_unknown(source.replace("--", "-"))
    return _RANGE.sub("-", text), unknown


_READERS: dict[str, Callable[[str], Read]] = {
    "pages": _pages,
    "doi": lambda source: (parse_doi(plain_verbatim(source), is_field=True), ()),
    "isbn": lambda source: (parse_isbn(plain_verbatim(source)), ()),
    "issn": lambda source: (parse_issn(plain_verbatim(source)), ()),
    "verbatim": lambda source: (plain_verbatim(source), ()),
}


def _reader(rule: FieldRule) -> Callable[[str], Read]:
    return _READERS.get(rule.attribute) or _READERS.get(rule.kind) or text_and_unknown


@lru_cache(maxsize=1024)
def ranked(
    names: tuple[str, ...], entry_type: str
) -> tuple[tuple[str, FieldRule | None, Callable[[str], Read]], ...]:
    """Fields in the order in which they are read, each with its rule and reader; a bibliography has few such sets of fields."""
    in_order = sorted(names, key=lambda name: rank(name, entry_type))
    rules = [(name, rule_for(name, entry_type)) for name in in_order]
    return tuple((name, rule, _reader(rule) if rule else text_and_unknown) for name, rule in rules)
