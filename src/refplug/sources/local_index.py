"""A local index of works as a source: SQLite FTS5 over our own terms, asked for the rarest of them only.

Build one from a file of Crossref works (`refplug index build WORKS.jsonl.gz`) or in memory from any records.
The index only finds candidates; what they are worth is decided by `refplug.match`, as with every other source.
"""

from __future__ import annotations

import gzip
import json
import math
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from refplug.errors import RunAborted, SourceUnavailable
from refplug.match.blocking import TERMS_VERSION, index_terms, query_terms
from refplug.match.facts import facts_of
from refplug.match.probe import probe_of
from refplug.model import Notice, Query, Record
from refplug.sources.crossref.record import read_work

__all__ = ["LocalIndex", "build_index", "index_of", "index_of_works", "read_works"]

_COMMON_FROM = 16  # documents; rarer terms are not counted, they are always worth asking for
_BUDGET = 1500  # postings read for one query at most, the rarest terms first
_MOST_TERMS = 80  # asked for one query; damaged words, which no record has, are among the rarest
_MOST_HITS = 30  # terms that some record has are enough
_FEWEST_TERMS = 6  # are asked for whatever they cost, so that a query of common words is answered too
_LEAST_SHARE = 0.45  # of the best candidate's weight; what shares less with the query is not worth comparing
_ORDER = {
    "1": 0,
    "2": 3,
    "3": 4,
    "4": 2,
}  # by the first letter of a term (refplug.match.blocking); a word has 1
_SCHEMA = """
create table about (key text primary key, value text);
create table work (id integer primary key, doi text, body blob);
create virtual table term using fts5(terms, content='', columnsize=0, detail=none, tokenize="unicode61 remove_diacritics 0");
create table common (term text primary key, documents integer) without rowid;
"""
_HEAVY = ("reference", "link", "license", "funder", "indexed", "content-domain", "deposited", "assertion")


class LocalIndex:
    """An index as a source; `work` and `search` keep the contract of `refplug.ports.Source`."""

    name = "local index"
    is_local = True  # asking it sends nothing anywhere

    def __init__(self, database: sqlite3.Connection, record_of: Callable[[bytes], Record]) -> None:
        self._database = database
        self._record_of = record_of

    @classmethod
    def open(cls, path: Path) -> LocalIndex:
        """The index in a file built by `build_index`. RunAborted where it is none, or of another version."""
        if not path.is_file():
            raise RunAborted(
                f"{path}: no such index; build one with: refplug index build WORKS.jsonl.gz -o {path}"
            )
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            found = database.execute("select value from about where key = 'version'").fetchone()
        except sqlite3.DatabaseError as error:
            raise RunAborted(f"{path}: this is no index of refplug ({error}); build it again") from None
        if not found or int(found[0]) != TERMS_VERSION:
            raise RunAborted(f"{path}: this index was built by another version of refplug; build it again")
        return cls(database, _record_of_work)

    def work(self, doi: str) -> Record | None:
        """The record of a DOI, or None where the index has none."""
        found = self._rows("select body from work where doi = ?", (doi.lower(),))
        return self._record_of(found[0][0]) if found else None

    def search(self, query: Query, limit: int = 20) -> tuple[Record, ...]:
        """The records that share most with the query, weighed by how rare what they share is; best first."""
        found: dict[int, float] = defaultdict(float)
        hits = 0
        for term, count in self._worth_asking(query_terms(probe_of(query))):
            numbers = self._rows("select rowid from term where term match ?", (f'"{term}"',))
            weight = math.log(1 + self._size / (count or 1))
            for (number,) in numbers:
                found[number] += weight
            hits += bool(numbers)
            if hits >= _MOST_HITS:
                break
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
        least = best[0][1] * _LEAST_SHARE if best else 0
        return tuple(self._record(number) for number, weight in best if weight >= least)

    def _worth_asking(self, terms: frozenset[str]) -> Iterator[tuple[str, int]]:
        """The rarest terms with their counts, until the budget is spent; of equally rare ones pairs, then words, then pieces."""
        counted = sorted((self._common.get(term, 0), _ORDER.get(term[0], 1), term) for term in terms)
        spent = 0
        for place, (count, _, term) in enumerate(counted[:_MOST_TERMS]):
            if spent + count > _BUDGET and place >= _FEWEST_TERMS:
                return
            spent += count
            yield term, count

    @cached_property
    def _common(self) -> Mapping[str, int]:
        return dict(self._rows("select term, documents from common"))

    @cached_property
    def _size(self) -> int:
        return int(self._rows("select count(*) from work")[0][0])

    def _record(self, number: int) -> Record:
        return self._record_of(self._rows("select body from work where id = ?", (number,))[0][0])

    def _rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise SourceUnavailable(self.name, f"the index could not be read ({error})") from None


def index_of(records: Iterable[Record]) -> LocalIndex:
    """An index in memory of any records; it holds them as they are."""
    held: list[Record] = []

    def numbered() -> Iterator[tuple[Record, bytes]]:
        for number, record in enumerate(records):
            held.append(record)
            yield record, str(number).encode()

    database = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(database, numbered())
    return LocalIndex(database, lambda body: held[int(body)])


def build_index(works: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write an index of Crossref works to `path`, whole or not at all; the number of works is returned.

    RunAborted where the place cannot be written. The file is read back by `LocalIndex.open`.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        database = sqlite3.connect(unfinished)
        database.executescript("pragma journal_mode = off; pragma synchronous = off;")
        count = _fill(
            database, ((read_work(work, source=LocalIndex.name).record, _packed(work)) for work in works)
        )
        database.close()
        unfinished.replace(path)
    except (OSError, sqlite3.DatabaseError) as error:
        unfinished.unlink(missing_ok=True)
        raise RunAborted(
            f"{path}: the index could not be written ({error}); choose another place with -o"
        ) from None
    except RunAborted:  # the works could not be read: nothing half-done is left behind
        unfinished.unlink(missing_ok=True)
        raise
    return count


def index_of_works(works: Path, notices: list[Notice], folder: Path | None = None) -> LocalIndex:
    """The index of a file of works, built now, or taken from `folder` where the same file was indexed before.

    `folder` is the platform's cache folder unless given. A file counts as the same while its size and its time of
    change are. Where the folder cannot be written, the index is built in memory.
    """
    try:
        state = works.stat()
    except OSError as error:
        raise RunAborted(f"{works}: the works could not be read ({_reason(error)})") from None
    if folder is None:
        import platformdirs

        folder = Path(platformdirs.user_cache_path("refplug", appauthor=False)) / "indexes"
    place = zlib.crc32(str(works.resolve()).encode())
    path = folder / f"{place:08x}-{state.st_size:x}-{state.st_mtime_ns:x}-{TERMS_VERSION}.index"
    if path.is_file():
        return LocalIndex.open(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for older in folder.glob(f"{place:08x}-*.index"):
            older.unlink(missing_ok=True)
        build_index(read_works(works, notices), path)
    except OSError:
        return index_of(read_work(work, source=LocalIndex.name).record for work in read_works(works, notices))
    return LocalIndex.open(path)


def read_works(path: Path, notices: list[Notice]) -> Iterator[Mapping[str, Any]]:
    """The works of a file, one JSON object a line, gzip or not; whole answers of the API are unpacked.

    Lines that are no work are left out, each with a notice. RunAborted where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            is_packed = file.peek(2)[:2] == b"\x1f\x8b"
            with gzip.GzipFile(fileobj=file) if is_packed else file as lines:
                for number, line in enumerate(lines, 1):
                    yield from _works_of(line, path, number, notices)
    except (OSError, EOFError, zlib.error) as error:
        raise RunAborted(f"{path}: the works could not be read ({_reason(error)})") from None


def _reason(error: Exception) -> str:
    """What went wrong, in words, without the number and the name that Python puts around it."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder; name a file"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _works_of(line: bytes, path: Path, number: int, notices: list[Notice]) -> Iterator[Mapping[str, Any]]:
    if not line.strip():
        return
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    message = found.get("message", found) if isinstance(found, dict) else found
    items = message.get("items", [message]) if isinstance(message, dict) else message
    works = (
        [item for item in items if isinstance(item, dict) and item.get("DOI")]
        if isinstance(items, list)
        else []
    )
    if not works:
        text = "this line is no work of Crossref (a JSON object with a DOI); left out"
        notices.append(Notice(code="work-unreadable", message=text, file=str(path), line=number))
    yield from works


def _fill(database: sqlite3.Connection, works: Iterable[tuple[Record, bytes]]) -> int:
    """Write records with their bodies, and count the terms that are common."""
    database.executescript(_SCHEMA)
    number = 0
    for number, (record, body) in enumerate(works, 1):
        terms = " ".join(index_terms(facts_of(record)))
        database.execute("insert into work values (?, ?, ?)", (number, record.doi.value, body))
        database.execute("insert into term (rowid, terms) values (?, ?)", (number, terms))
    database.execute("create index work_doi on work (doi)")
    database.execute("create virtual table temp.vocabulary using fts5vocab('main', 'term', 'row')")
    counted = "insert into common select term, doc from temp.vocabulary where doc >= ?"
    database.execute(counted, (_COMMON_FROM,))
    database.execute("drop table temp.vocabulary")
    database.execute("insert into about values ('version', ?)", (str(TERMS_VERSION),))
    database.commit()
    return number


def _packed(work: Mapping[str, Any]) -> bytes:
    kept = {key: value for key, value in work.items() if key not in _HEAVY}
    return zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _record_of_work(body: bytes) -> Record:
    return read_work(json.loads(zlib.decompress(body)), source=LocalIndex.name).record
