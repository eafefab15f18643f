"""The records that the stand-in serves, searched by SQLite FTS5 in place of Crossref's Elasticsearch."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Work = dict[str, Any]
FILTERS = (
    "doi", "type", "issn", "from-pub-date", "until-pub-date", "has-abstract", "updates", "is-update", "update-type",
    "prefix", "member", "orcid",
)  # fmt: skip


class Corpus:
    """Works by DOI, and a search over them. Records are served exactly as they came."""

    def __init__(self, works: Iterable[Work]) -> None:
        self.works: dict[str, Work] = {}
        for work in works:
            self.works.setdefault(str(work["DOI"]).lower(), work)
        self._order = list(self.works.values())
        self._index: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """The works of a JSON Lines file, gzipped or not."""
        return cls(_lines(path))

    def search(self, params: dict[str, str], filters: list[tuple[str, str]]) -> list[tuple[Work, float]]:
        """All works that fit, best first, each with its score."""
        queries = {
            name: text for name, text in params.items() if name == "query" or name.startswith("query.")
        }
        ranked = self._ranked(queries) if queries else [(work, 1.0) for work in self._candidates(filters)]
        return [(work, score) for work, score in ranked if self._passes(work, filters)]

    def _candidates(self, filters: list[tuple[str, str]]) -> list[Work]:
        asked = [value.lower() for name, value in filters if name == "doi"]
        return (
            [self.works[doi] for doi in dict.fromkeys(asked) if doi in self.works] if asked else self._order
        )

    def _passes(self, work: Work, filters: list[tuple[str, str]]) -> bool:
        """The same filter twice means either, different filters mean both."""
        by_name: dict[str, list[str]] = {}
        for name, value in filters:
            by_name.setdefault(name, []).append(value)
        return all(any(_fits(work, name, value) for value in values) for name, values in by_name.items())

    def _ranked(self, queries: dict[str, str]) -> list[tuple[Work, float]]:
        with self._lock:
            index = self._open()
            terms = " OR ".join(filter(None, (_match(name, text) for name, text in queries.items())))
            if not terms:
                return []
            rows = index.execute(
                "SELECT rowid, bm25(works, 1.0, 1.0, 1.0, 0.2) FROM works WHERE works MATCH ? ORDER BY 2 LIMIT 1000",
                (terms,),
            ).fetchall()
        return [(self._order[rowid], round(-score * 1.32, 6)) for rowid, score in rows]

    def _open(self) -> sqlite3.Connection:
        if self._index is None:
            self._index = sqlite3.connect(":memory:", check_same_thread=False)
            self._index.execute(
                "CREATE VIRTUAL TABLE works USING fts5(title, author, bibliographic, abstract, tokenize='unicode61')"
            )
            self._index.executemany(
                "INSERT INTO works(rowid, title, author, bibliographic, abstract) VALUES(?, ?, ?, ?, ?)",
                ((i, *_texts(work)) for i, work in enumerate(self._order)),
            )
        return self._index


def _lines(path: Path) -> Iterator[Work]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    for line in text.split("\n"):
        if line.strip():
            yield json.loads(line)


def _texts(work: Work) -> tuple[str, str, str, str]:
    title = " ".join([*_strings(work.get("title")), *_strings(work.get("subtitle"))])
    people = [
        person for role in ("author", "editor") for person in work.get(role) or [] if isinstance(person, dict)
    ]
    author = " ".join(" ".join(str(p.get(k) or "") for k in ("given", "family", "name")) for p in people)
    year = _date(work)[:4]
    numbers = " ".join(str(work.get(name) or "") for name in ("volume", "issue", "page"))
    containers = " ".join(
        [*_strings(work.get("container-title")), *_strings(work.get("short-container-title"))]
    )
    issn = " ".join(_strings(work.get("ISSN")))
    return (
        title,
        author,
        f"{title} {author} {containers} {year} {numbers} {issn}",
        str(work.get("abstract") or ""),
    )


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _match(name: str, text: str) -> str:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text)[:200])
    if not words:
        return ""
    column = {"query.author": "author", "query.title": "title", "query.bibliographic": "bibliographic"}.get(
        name
    )
    return f"({column} : ({words}))" if column else f"({words})"


def _date(work: Work) -> str:
    parts = ((work.get("issued") or {}).get("date-parts") or [[None]])[0]
    return "-".join(f"{part:02d}" if isinstance(part, int) else "" for part in parts)


def _fits(work: Work, name: str, value: str) -> bool:
    wanted = value.lower()
    match name:
        case "doi":
            return str(work["DOI"]).lower() == wanted
        case "type" | "prefix" | "member":
            return str(work.get(name, "")).lower() == wanted
        case "issn":
            return wanted in [issn.lower() for issn in _strings(work.get("ISSN"))]
        case "has-abstract":
            return bool(work.get("abstract")) == (wanted in ("true", "1", "t"))
        case "from-pub-date":
            return bool(_date(work)) and _date(work) >= value
        case "until-pub-date":
            return bool(_date(work)) and _date(work)[: len(value)] <= value
        case "updates":
            return any(str(update.get("DOI", "")).lower() == wanted for update in work.get("update-to") or [])
        case "is-update":
            return bool(work.get("update-to")) == (wanted in ("true", "1", "t"))
        case "update-type":
            return any(update.get("type") == wanted for update in work.get("update-to") or [])
        case "orcid":
            return any(wanted in str(author.get("ORCID", "")).lower() for author in work.get("author") or [])
    return False
