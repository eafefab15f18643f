"""The members of a Crossref message, each taken only in the type that it should have; the rest is told."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from typing import Any

from refplug.model import Notice, PartialDate
from refplug.sources.crossref.text import plain
from refplug.sources.crossref.updates import registered_doi

__all__ = ["MOST", "Members"]

MOST = 10_000  # names or titles of one record; more is an attack


class Members:
    """One message being read: `notices` gathers what was left out."""

    def __init__(self, message: Mapping[str, Any]) -> None:
        self.message = message
        self.doi = registered_doi(message.get("DOI"))
        self.notices: list[Notice] = []

    def complain(self, member: str, value: object) -> None:
        """Say that a member was left out, and what stood there."""
        shown = type(value).__name__ if not isinstance(value, str | int | float) else repr(value)[:40]
        text = f"Crossref gives {shown} as {member}; left out"
        self.notices.append(Notice(code="crossref-member", message=f"{self.doi or 'record'}: {text}"))

    def text(self, member: str, clean: Callable[[str], str] = plain) -> str | None:
        """A string member made plain; None where it is missing, empty or no string."""
        value = self.message.get(member)
        if value is None:
            return None
        if not isinstance(value, str):
            self.complain(member, value)
            return None
        return clean(value) or None

    def number(self, member: str) -> str | None:
        """A member that is a number kept as printed; integers are taken as their digits."""
        value = self.message.get(member)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9:
            return str(value)
        return self.text(member)

    def strings(self, member: str) -> list[str]:
        """The strings of a list member, made plain; a bare string counts as a list of one (citeproc does so)."""
        value = self.message.get(member)
        if value is None:
            return []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.complain(member, value)
            return []
        found: list[str] = []
        for one in value[:MOST]:
            if not isinstance(one, str):
                self.complain(member, one)
            elif cleaned := plain(one):
                found.append(cleaned)
        return list(dict.fromkeys(found))

    def first(self, member: str) -> str | None:
        """The first string of a list member."""
        return next(iter(self.strings(member)), None)

    def inside(self, member: str, name: str) -> str | None:
        """A string inside an object member."""
        value = self.message.get(member)
        if isinstance(value, list) and value:
            value = value[0]
        if not isinstance(value, dict):
            if value not in (None, []):
                self.complain(member, value)
            return None
        inner = value.get(name)
        return (plain(inner) or None) if isinstance(inner, str) else None

    def named(self, member: str) -> str | None:
        """The `name` of an object member."""
        return self.inside(member, "name")

    def date(self, member: str) -> PartialDate | None:
        """A date as far as it is possible: `[[null]]` is none, a thirteenth month leaves the year."""
        value = self.message.get(member)
        if value is None:
            return None
        parts = value.get("date-parts") if isinstance(value, dict) else None
        first = parts[0] if isinstance(parts, list) and parts else None
        if not isinstance(first, list):
            self.complain(member, value)
            return None
        numbers = [_integer(part) for part in first[:3]]
        year = numbers[0] if numbers else None
        if year is None or not 1000 <= year <= 2200:
            if first not in ([None], []):
                self.complain(member, str(first))
            return None
        month = numbers[1] if len(numbers) > 1 and numbers[1] and 1 <= numbers[1] <= 12 else None
        day = numbers[2] if month and len(numbers) > 2 and numbers[2] else None
        if month and day and not 1 <= day <= calendar.monthrange(year, month)[1]:
            day = None
        return PartialDate(year=year, month=month, day=day)


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,4}", value, re.ASCII) else None
