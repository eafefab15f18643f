"""Papers cited into a user's .bib file: read once, held under its lock, written back whole or not at all.

A paper is known again by the SHA-256 of its bytes (the sidecar remembers it). What we wrote last time is the base of a
three-way merge, so that a later run changes our own words only: a field that the user edited stays theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from refplug.formats.bibtex import Document, citekey_for
from refplug.formats.bibtex.write import entry_fields, entry_text
from refplug.formats.said import Packed, pack
from refplug.formats.sidecar import Made, Sidecar, claims_of, sidecar_path
from refplug.model import Claim, Field, MatchVerdict, Notice, OriginKind, Record, Severity, parse_doi
from refplug.model.record import VARIABLES
from refplug.pipeline import Work
from refplug.plugins import find, load
from refplug.ports import WriteOptions, Written
from refplug.reconcile import merge
from refplug.system.files import FileChange, locked, read_file, save

__all__ = ["Citing", "Stream", "citing", "with_remembered"]

LOCK_TIMEOUT_S = 10.0
"""How long a run waits for another one that holds the library."""


@contextmanager
def citing(
    path: Path, command: str, options: WriteOptions, *, formula: str = "", reading: str = ""
) -> Iterator[Citing]:
    """The library at `path`, locked; what was put is saved at the end, unless the block was left by an error.

    `reading` is the language that the user asks for in this run; it is remembered of each paper.
    Raises `RunAborted` where the lock is held, the file cannot be read or written, or was changed meanwhile.
    """
    with locked(path, LOCK_TIMEOUT_S):
        opened = Citing(path, options, formula, reading)
        yield opened
        opened.notices += opened.save(command)


class Citing:
    """One .bib file and its sidecar, and the entries put into it in this run."""

    def __init__(self, path: Path, options: WriteOptions, formula: str = "", reading: str = "") -> None:
        self.path = path
        self.options = options
        self._reading = reading
        self._before = read_file(path)
        self._side_before = read_file(sidecar_path(path))
        self._document = Document.parse(self._before or b"", str(path))
        self._sidecar = Sidecar.parse(self._side_before, str(sidecar_path(path)))
        self.notices = self._document.notices + self._sidecar.notices  # what was noticed about the files
        self._formula = {"formula": formula} if formula else {}
        self._added: dict[str, str] = {}  # citekey: entry text, in order
        self._claims: dict[str, Packed] = {}  # what was said in this run
        self._made: dict[str, Made] = dict(self._sidecar.made)
        self._by_digest = {digest: key for key, made in self._made.items() for digest in made.digests}
        self._taken = {entry.citekey.lower() for entry in self._document.entries} | {
            key.lower() for key in self._made
        }
        self._by_doi: dict[str, str] | None = None

    def put(self, work: Work) -> Work:
        """Add the work as a new entry, or bring the entry that was made from the same paper up to date."""
        known = self._by_digest.get(work.digest)
        if known is not None and known in self._added:
            return _with_key(work, known)
        if known is not None and known in self._document:
            return self._update(work, known)
        if (same := self._same_work(work.record)) is not None:
            message = f"this work (DOI {work.record.doi.value}) is already in {self.path} as '{same}'; nothing was added"
            notice = Notice(code="already-there", message=message, severity=Severity.INFO, file=work.file)
            return _with_key(work, same).noting(notice)
        return self._add(work)

    def knows(self, digest: str) -> bool:
        """Whether the library has an entry that was made from the paper of this SHA-256."""
        return (key := self._by_digest.get(digest)) is not None and (
            key in self._document or key in self._added
        )

    def reading_of(self, digest: str) -> str | None:
        """The language that the user asked for when the paper of this SHA-256 was cited before; None: nobody asked."""
        return self._made.get(self._by_digest.get(digest, ""), Made()).reading or None

    def save(self, command: str) -> tuple[Notice, ...]:
        """Write library and sidecar, each whole or not at all, with a journal record for `undo`; more may be put afterwards."""
        document = self._document
        if self._added:
            document = document.append("\n".join(self._added.values()))
        sidecar = replace(self._sidecar, made=self._made).with_claims(self._claims)
        data, side = document.dump(), sidecar.dump()
        if not data and self._before is None:  # nothing was cited: no empty file is left behind
            return ()
        changes = [FileChange(self.path, self._before, data)]
        if side or self._side_before is not None:
            changes.append(FileChange(sidecar_path(self.path), self._side_before, side))
            self._side_before = side
        notices = save(changes, command)
        self._before, self._document, self._sidecar, self._added = data, document, sidecar, {}
        return notices

    def _add(self, work: Work) -> Work:
        key = citekey_for(work.record, self._taken, **self._formula)
        record = replace(work.record, citekey=key)
        entry_type, fields = entry_fields(record, self.options)
        self._taken.add(key.lower())
        self._added[key] = entry_text(record, self.options)
        self._remember(key, record, work, entry_type, dict(fields))
        return replace(work, record=record)

    def _update(self, work: Work, key: str) -> Work:
        """Three ways: what we wrote, what stands there now, what we would write today."""
        base = self._made[key]
        record = replace(
            with_remembered(work.record, self._sidecar.record(key), _is_silent(work)), citekey=key
        )
        entry_type, fields = entry_fields(record, self.options)
        new = dict(fields)
        kept: list[str] = []
        written: dict[str, str] = {}
        for name in dict.fromkeys((*new, *base.fields)):
            entry = self._document.entry(key)
            span = entry.find(name) if entry else None
            now = _between_delimiters(entry.raw(span)) if entry and span else None
            is_ours = now == base.fields.get(name) and not self._sidecar.ruling(key, name).is_locked
            if now == new.get(name):
                pass
            elif not is_ours:
                kept.append(name)
            elif name in new:
                self._document = self._document.set_field(key, name, new[name], is_tex=True)
            else:
                self._document = self._document.remove_field(key, name)
            if is_ours and name in new:
                written[name] = new[name]
            elif not is_ours and name in base.fields:
                written[name] = base.fields[name]
        entry = self._document.entry(key)
        if entry is not None and entry.type == base.entry_type != entry_type:
            self._document = self._document.set_type(key, entry_type)
        self._remember(key, record, work, entry_type, written)
        work = replace(work, record=record)
        if kept := [name for name in kept if name in new]:
            stays = "stays" if len(kept) == 1 else "stay"
            message = f"'{key}': your own {', '.join(kept)} {stays}; `refplug why` shows what else was said"
            work = work.noting(
                Notice(code="kept-yours", message=message, severity=Severity.INFO, file=str(self.path))
            )
        return work

    def _remember(
        self, key: str, record: Record, work: Work, entry_type: str, fields: dict[str, str]
    ) -> None:
        before = self._made.get(key, Made())
        is_new = work.digest not in before.digests
        self._made[key] = Made(
            files=(*before.files, work.file) if is_new else before.files,
            digests=(*before.digests, work.digest) if is_new else before.digests,
            entry_type=entry_type,
            fields=fields,
            reading=self._reading or before.reading,
        )
        self._by_digest[work.digest] = key
        self._claims[key] = pack(key, claims_of(record))

    def _same_work(self, record: Record) -> str | None:
        """The citekey of an entry with the same DOI, ours or the user's."""
        doi = record.doi.value
        if not doi:
            return None
        if self._by_doi is None:
            self._by_doi = {}
            for entry in self._document.entries:
                if (span := entry.find("doi")) and (
                    printed := parse_doi(entry.raw(span).strip('{}" '))
                ):  # people also write its address
                    self._by_doi.setdefault(printed, entry.citekey)
        return self._by_doi.get(doi.lower())


class Stream:
    """Works gathered for a format that is written as a whole: standard output, or a new file; it remembers nothing."""

    def __init__(self, format_name: str, options: WriteOptions, formula: str = "") -> None:
        self._format_name = format_name
        self._options = options
        self._formula = {"formula": formula} if formula else {}
        self._records: list[Record] = []
        self._taken: set[str] = set()
        self._by_digest: dict[str, str] = {}

    def reading_of(self, digest: str) -> str | None:
        """None: there is no earlier run."""
        return None

    def put(self, work: Work) -> Work:
        """Take the work in, unless it is the same paper again."""
        if (known := self._by_digest.get(work.digest)) is not None:
            return _with_key(work, known)
        key = citekey_for(work.record, self._taken, **self._formula)
        self._taken.add(key.lower())
        self._by_digest[work.digest] = key
        work = _with_key(work, key)
        self._records.append(work.record)
        return work

    def written(self) -> Written:
        """All works in the format, and what it could not hold."""
        plugin = find("formats", name=self._format_name)
        assert plugin is not None
        found: Written = load(plugin).write(self._records, self._options)
        return found


def with_remembered(record: Record, before: Record | None, is_silent: bool) -> Record:
    """What a new run says, and what an earlier one was told by a person or a source.

    A user's claims stay and win over all that is not a user's. A source's claims stay where this run asked nobody
    (`is_silent`). A claim that was made before in the same words is not made anew, so the date of asking stays.
    """
    if before is None:
        return record
    if is_silent and (told := _only(before, OriginKind.SOURCE)) is not None:
        record = merge(record, told)
    changes: dict[str, Any] = {}
    for variable in VARIABLES:
        old, new = before.field(variable), record.field(variable)
        field = Field(tuple(_as_before(claim, old.claims) for claim in new.claims))
        users = [claim for claim in old.said_by(OriginKind.USER) if not field.said_by(OriginKind.USER)]
        for claim in reversed(users):
            field = field.accept(claim)
        if field != new:
            changes[variable] = field
    if before.title.said_by(OriginKind.USER) and record.is_title_devised:
        devised = record.title.value
        changes["title"] = Field(tuple(c for c in changes["title"].claims if c.value != devised))
        changes["is_title_devised"] = False
    return replace(record, **changes)


def _only(record: Record, kind: OriginKind) -> Record | None:
    """What one kind of origin said, or None if it said nothing."""
    said: dict[str, Any] = {
        variable: Field(claims) for variable in VARIABLES if (claims := record.field(variable).said_by(kind))
    }
    inner = _only(record.container, kind) if record.container else None
    if not said and inner is None:
        return None
    return Record(type=record.type, container=inner, **said)


def _as_before(claim: Claim[Any], old: tuple[Claim[Any], ...]) -> Claim[Any]:
    """The claim as it was made before, if it is the same: the day of asking, or the name of a copy, is no news."""
    for other in old:
        if claim.evidence.origin.kind is other.evidence.origin.kind and _without_day(claim) == _without_day(
            other
        ):
            return other
    return claim


def _without_day(claim: Claim[Any]) -> tuple[Any, ...]:
    origin, evidence = claim.evidence.origin, claim.evidence
    name = "" if origin.kind is OriginKind.DOCUMENT else origin.name
    return name, claim.value, claim.language, evidence.spans, evidence.reason, round(claim.confidence, 4)


def _between_delimiters(raw: str) -> str:
    """A field's value without its outer braces or quotation marks; a bare word as it is."""
    return raw[1:-1] if raw[:1] + raw[-1:] in ("{}", '""') else raw


def _is_silent(work: Work) -> bool:
    return work.match is None or work.match.verdict is MatchVerdict.NOT_ASKED


def _with_key(work: Work, key: str) -> Work:
    return replace(work, record=replace(work.record, citekey=key))
