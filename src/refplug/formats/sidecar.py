"""The provenance that lies beside a library: `references.bib` has `references.refplug.jsonl`.

One line a statement, sorted by citekey, meant for version control. The library stays valid without it. Three kinds of
line: a *claim* (`field`, `value`, who said it, how sure, why), what an entry was *made* from and what we wrote into it
(so that a later run knows our words from the user's), and a *ruling* of the user on a field (locked, or a value
dismissed). A line of another kind, from a newer version or another program, is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from refplug.formats.said import Packed, Said, claim_of_line, one_line, pack
from refplug.model import Claim, Evidence, Field, Notice, Origin, OriginKind, Record
from refplug.model.record import VARIABLES

__all__ = ["Made", "Ruling", "Sidecar", "sidecar_path"]


def sidecar_path(library: Path | str) -> Path:
    """Where the provenance of a library lies.

    >>> sidecar_path("papers/references.bib").name
    'references.refplug.jsonl'
    """
    path = Path(library)
    return path.with_name(path.stem + ".refplug.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an entry was made from, and what we last wrote into it: the base of the next three-way merge.

    `digests` are the SHA-256 of the documents, by which the same paper is known again; `files` their names as given.
    `fields` holds the source text of each field as written; `reading` the language that the user asked for its shared words.
    """

    files: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    entry_type: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the user decided about a field: `is_locked`, and the values that were dismissed."""

    is_locked: bool = False
    dismissed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sidecar:
    """All statements about a library. Immutable: each change gives a new one.

    >>> sidecar = Sidecar().with_made("k", Made(files=("paper.txt",), digests=("ab",)))
    >>> Sidecar.parse(sidecar.dump(), "x").made_from("ab")
    'k'
    """

    claims: Said = field(default_factory=Said)
    made: Mapping[str, Made] = field(default_factory=dict)
    rulings: Mapping[tuple[str, str], Ruling] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @classmethod
    def parse(cls, data: bytes | None, file: str) -> Sidecar:
        """The statements in `data` (None: there is no such file). A line that cannot be read is kept and told."""
        builder = _Builder(file)
        for number, line in enumerate((data or b"").decode("utf-8", "replace").split("\n"), 1):
            if line.strip():
                builder.take(line, number)
        return builder.done()

    def dump(self) -> bytes:
        """The file: sorted, one line a statement, the same bytes for the same statements."""
        rulings: dict[str, list[str]] = {}
        for key, name in sorted(self.rulings):
            rulings.setdefault(key, []).append(_ruling_line(key, name, self.rulings[key, name]))
        written = BytesIO()  # gives its bytes without a second copy
        for key in sorted({*self.made, *self.claims, *rulings}):
            lines = [_made_line(key, self.made[key])] if key in self.made else []
            lines += self.claims.lines(key) if key in self.claims else []
            written.write("".join(line + "\n" for line in (*lines, *rulings.get(key, ()))).encode())
        written.write("".join(line + "\n" for line in self.unknown).encode())
        return written.getvalue()

    def made_from(self, digest: str) -> str | None:
        """The citekey of the entry that was made from the document with this SHA-256, or None."""
        return next((key for key, made in self.made.items() if digest in made.digests), None)

    def ruling(self, citekey: str, name: str) -> Ruling:
        """What the user decided about a field; nothing, where nothing was decided."""
        return self.rulings.get((citekey, name), Ruling())

    def with_made(self, citekey: str, made: Made) -> Sidecar:
        """The same statements with what an entry was made from."""
        return replace(self, made={**self.made, citekey: made})

    def with_claims(self, claims: Mapping[str, Packed]) -> Sidecar:
        """The same statements with the claims about some citekeys, in place of those that were there."""
        return replace(self, claims=self.claims.updated(claims))

    def with_ruling(self, citekey: str, name: str, ruling: Ruling) -> Sidecar:
        """The same statements with a decision of the user."""
        return replace(self, rulings={**self.rulings, (citekey, name): ruling})

    def with_record(self, citekey: str, record: Record) -> Sidecar:
        """The same statements with all claims of a record, in place of those that were there for this citekey."""
        return replace(self, claims=self.claims.updated({citekey: pack(citekey, claims_of(record))}))

    def record(self, citekey: str) -> Record | None:
        """The record that the claims of a citekey describe, every claim in its place; None where there are none."""
        by_field = self.claims.get(citekey)
        if by_field is None:
            return None
        own: dict[str, Any] = {}
        inner: dict[str, Any] = {}
        for name, claims in by_field.items():
            home, _, attribute = name.rpartition(".")
            (inner if home else own)[attribute] = Field(claims)
        kind = own.pop("type", Field()).value or "document"
        devised = bool(own.pop("is_title_devised", Field()).value)
        container = Record(type="", **inner) if inner else None
        return Record(citekey=citekey, type=kind, is_title_devised=devised, container=container, **own)

    def without(self, citekey: str) -> Sidecar:
        """The same statements, less everything about a citekey."""
        return replace(
            self,
            claims=self.claims.updated({citekey: None}),
            made={key: value for key, value in self.made.items() if key != citekey},
            rulings={place: value for place, value in self.rulings.items() if place[0] != citekey},
        )


def claims_of(record: Record) -> dict[str, tuple[Claim[Any], ...]]:
    """All claims of a record by field name, the container's under `container.…`."""
    found = {name: record.field(name).claims for name in VARIABLES if record.field(name)}
    concluded = Evidence(origin=Origin(OriginKind.CONCLUSION))
    if record.type != "document":
        found["type"] = (Claim(value=record.type, evidence=concluded, confidence=1.0),)
    if record.is_title_devised:
        found["is_title_devised"] = (Claim(value=True, evidence=concluded, confidence=1.0),)
    if record.container is not None:
        inner = {
            name: record.container.field(name).claims for name in VARIABLES if record.container.field(name)
        }
        found.update({f"container.{name}": claims for name, claims in inner.items()})
    return found


_FIELDS = frozenset((*VARIABLES, *(f"container.{name}" for name in VARIABLES), "type", "is_title_devised"))


@dataclass(slots=True)
class _Builder:
    """Gathers the lines of one file."""

    file: str
    claims: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    rulings: dict[tuple[str, str], Ruling] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def take(self, line: str, number: int) -> None:
        try:
            said = json.loads(line)
            key, name = said["citekey"], said.get("field", "")
            if not isinstance(key, str) or not isinstance(name, str):
                raise TypeError(key)
            if "made" in said:
                self.made[key] = _made(said["made"])
            elif "ruling" in said:
                ruling = said["ruling"]
                dismissed = tuple(map(str, ruling.get("dismissed", ())))
                self.rulings[key, name] = Ruling(is_locked=bool(ruling.get("locked")), dismissed=dismissed)
            elif name in _FIELDS:
                claim_of_line(said)
                self.claims.setdefault(key, {}).setdefault(name, []).append(line)
            else:
                self.unknown.append(line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.unknown.append(line)
            message = "this line is no statement we can read; it is kept as it is"
            self.notices.append(Notice(code="sidecar-line", message=message, file=self.file, line=number))

    def done(self) -> Sidecar:
        return Sidecar(
            claims=Said.of_lines(self.claims),
            made=self.made,
            rulings=self.rulings,
            unknown=tuple(self.unknown),
            notices=tuple(self.notices),
        )


def _made(said: Mapping[str, Any]) -> Made:
    return Made(
        files=tuple(map(str, said.get("files", ()))),
        digests=tuple(map(str, said.get("sha256", ()))),
        entry_type=str(said.get("type", "")),
        fields={str(name): str(text) for name, text in said.get("fields", {}).items()},
        reading=str(said.get("reading", "")),
    )


def _made_line(key: str, made: Made) -> str:
    said: dict[str, Any] = {
        "files": list(made.files),
        "sha256": list(made.digests),
        "type": made.entry_type,
        **({"reading": made.reading} if made.reading else {}),
    }
    return one_line({"citekey": key, "made": said | {"fields": dict(sorted(made.fields.items()))}})


def _ruling_line(key: str, name: str, ruling: Ruling) -> str:
    said: dict[str, Any] = {"locked": True} if ruling.is_locked else {}
    if ruling.dismissed:
        said["dismissed"] = list(ruling.dismissed)
    return one_line({"citekey": key, "field": name, "ruling": said})
