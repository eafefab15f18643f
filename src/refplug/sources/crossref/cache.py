"""What Crossref answered before, as records: the cache read with its ages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from refplug.errors import SourceUnavailable
from refplug.model import Notice, Record
from refplug.sources.crossref.client import NAME
from refplug.sources.crossref.record import read_csl, read_work
from refplug.system.store import AGES_S, FOREVER_S, Cached, Store

__all__ = ["Found", "Kept", "packed", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of one DOI: its record or None, and how we came by it.

    `trouble` is set where it could not be asked; then nothing is known, which is not the same as None.
    """

    doi: str
    record: Record | None = None
    notices: tuple[Notice, ...] = ()
    trouble: SourceUnavailable | None = None


class Kept:
    """The cache as the source sees it. With `offline` an answer is good however old it is."""

    def __init__(self, store: Store, now: Callable[[], float], *, offline: bool) -> None:
        self._store, self._now, self._offline = store, now, offline

    def kept(self, kind: str, key: str, max_age_s: float | None = None) -> Cached | None:
        """What was answered to a question of a kind, young enough; None where nothing was."""
        return self._store.get(kind, key, FOREVER_S if self._offline else max_age_s)

    def known(self, doi: str, max_age_s: float | None) -> Found | None:
        """What an earlier run found out about a DOI, "nobody has it" included; None where nobody asked."""
        kept = self.kept("work", doi, max_age_s)
        if kept is not None:
            envelope = json.loads(kept.body)
            return self.found(doi, envelope, kept.fetched)
        negative = self.kept("negative", doi)
        if negative is None:
            return None
        return Found(doi=doi, notices=(told("doi-unknown", json.loads(negative.body)["reason"]),))

    def found(self, doi: str, envelope: Mapping[str, Any], fetched: float) -> Found:
        """A record out of what is kept: the message, and the agency and alias that it came by."""
        source = envelope.get("source", NAME)
        reader = read_work if source == NAME else read_csl
        read = reader(envelope["message"], _day(fetched), source)
        notices = read.notices
        if primary := envelope.get("alias_of"):
            text = f"{doi} is an alias; the record is that of {primary}"
            notices = (told("doi-alias", text), *notices)
        return Found(doi=doi, record=read.record, notices=notices)

    def keep(self, doi: str, envelope: Mapping[str, Any]) -> Found:
        """Keep the answer about a DOI, and give it as a record."""
        self._store.put("work", [(doi, packed(envelope))])
        self._store.forget("negative", [doi])
        return self.found(doi, envelope, self._now())

    def records(self, items: Iterable[Mapping[str, Any]], fetched: float) -> tuple[Record, ...]:
        """The records of a list of messages fetched at a time (seconds since 1970)."""
        return tuple(read_work(item, _day(fetched)).record for item in items)

    def search(self, key: str) -> tuple[Record, ...] | None:
        """The candidates of a question asked before; None where it was not, or found nothing more than a day ago."""
        kept = self.kept("search", key)
        if kept is None:
            return None
        items = json.loads(kept.body)
        if not items and not self._offline and kept.age_s > AGES_S["negative"]:
            return None
        return self.records(items, kept.fetched)


def packed(value: object) -> bytes:
    """A JSON value as the bytes that the cache keeps."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def told(code: str, message: str) -> Notice:
    """A notice of the source."""
    return Notice(code=code, message=message)


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))
