"""What comes from a Zotero library, written into the user's .bib file: whole or not at all, only what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from refplug.formats.bibtex import citekey_for
from refplug.formats.bibtex.citekeys import is_safe
from refplug.formats.bibtex.write import entry_fields, entry_text
from refplug.formats.sidecar import Sidecar, sidecar_path
from refplug.library.claims import joined
from refplug.library.entries import own_name, style_of
from refplug.library.shelf import BibShelf
from refplug.model import Notice, Record, Severity
from refplug.model.record import VARIABLES
from refplug.ports import WriteOptions
from refplug.sinks.zotero.compare import Choices, Comparison
from refplug.sinks.zotero.facets import facets, named
from refplug.sinks.zotero.plan import Kind, Line, Operation, Plan
from refplug.sinks.zotero.pull import Arrival, arrivals, forget_pull, promise, settle_pull, ties_after
from refplug.sinks.zotero.state import State
from refplug.system.files import FileChange, digest, save

__all__ = ["Pull", "apply_pull", "plan_pull"]

ToRecord = Callable[[Mapping[str, Any]], tuple[Record, tuple[Notice, ...]]]


@dataclass(frozen=True, kw_only=True)
class Pull:
    """A pull made ready: the plan, and the file as it will be, with the ties that hold then."""

    plan: Plan
    shelf: BibShelf  # as it will be
    before: BibShelf
    taken: tuple[Arrival, ...]
    citekeys: Mapping[str, str]
    comparison: Comparison
    choices: Choices
    notices: tuple[Notice, ...] = ()


def plan_pull(
    comparison: Comparison,
    state: State,
    shelf: BibShelf,
    to_record: ToRecord,
    choices: Choices,
    options: WriteOptions,
    *,
    server: str,
    library: str,
    formula: str = "",
    remake: Callable[[bytes, bytes | None], BibShelf],
) -> Pull:
    """The pull that the comparison asks for. `remake` gives the shelf of other bytes of the same file."""
    taken = arrivals(comparison, state)
    writing = _Writing(shelf, to_record, options, {"formula": formula} if formula else {})
    for arrival in taken:
        writing.take(arrival)
    data, side = writing.bytes()
    plan = Plan(
        direction="pull",
        server=server,
        library=library,
        file=state.file,
        operations=tuple(writing.operations),
        clashes=tuple(comparison.clashes),
        questions=comparison.questions,
        remarks=comparison.remarks,
        after_digest=digest(data),
    )
    return Pull(
        plan=plan,
        shelf=remake(data, side),
        before=shelf,
        taken=taken,
        citekeys=writing.citekeys,
        comparison=comparison,
        choices=choices,
        notices=tuple(writing.notices),
    )


def apply_pull(pull: Pull, state: State) -> tuple[Notice, ...]:
    """Write the file and its sidecar as planned; notices of the save. The caller holds the file's lock.

    What the state will know afterwards is written down first, so that a crash in between loses no tie. Raises `RunAborted`
    where the file was changed since it was read: then nothing is written.
    """
    ties = ties_after(pull.taken, pull.citekeys, pull.shelf, pull.choices)
    promise(state, pull.taken, ties, pull.comparison, pull.shelf)
    path = pull.before.path
    changes = [FileChange(path, pull.before.data, pull.shelf.data)]
    if pull.shelf.side != pull.before.side:
        changes.append(FileChange(sidecar_path(path), pull.before.side, pull.shelf.side))
    try:
        notices = save(changes, "zotero pull")
    except BaseException:
        forget_pull(state)
        raise
    settle_pull(state)
    return notices


class _Writing:
    """The file in the making: each arrival changes its own entry and nothing else."""

    def __init__(
        self, shelf: BibShelf, to_record: ToRecord, options: WriteOptions, formula: Mapping[str, str]
    ) -> None:
        self._shelf, self._to_record, self._options, self._formula = shelf, to_record, options, formula
        self._document = shelf.document
        self._added: list[str] = []
        self._sidecar: Sidecar | None = None
        self._taken = {entry.citekey.lower() for entry in shelf.document.entries}
        self.citekeys: dict[str, str] = {}
        self.operations: list[Operation] = []
        self.notices: list[Notice] = []

    def take(self, arrival: Arrival) -> None:
        if arrival.kind is Kind.ADD:
            self._add(arrival)
        elif arrival.kind is Kind.REMOVE:
            self._remove(arrival)
        elif arrival.names:
            self._change(arrival)

    def bytes(self) -> tuple[bytes, bytes | None]:
        """The file and its sidecar as they will be."""
        document = self._document.append("\n".join(self._added)) if self._added else self._document
        side = self._shelf.side if self._sidecar is None else self._sidecar.dump()
        return document.dump(), side

    def _record(self, item: Mapping[str, Any], citekey: str) -> Record:
        record, notices = self._to_record(item)
        for notice in notices:
            self.notices.append(
                replace(notice, message=f"{citekey or item.get('key', '')}: {notice.message}")
            )
        return record

    def _add(self, arrival: Arrival) -> None:
        record = self._record(arrival.after, arrival.citekey)
        wanted = arrival.citekey or record.citekey
        if not wanted or not is_safe(wanted) or wanted.lower() in self._taken:
            wanted = citekey_for(record, self._taken, **self._formula)
        self._taken.add(wanted.lower())
        self.citekeys[arrival.key] = wanted
        record = replace(record, citekey=wanted)
        text = entry_text(record, self._options)
        self._added.append(text)
        self._state(wanted, record)
        self._tell(Kind.ADD, wanted, arrival, {"text": text}, facets(arrival.after), {})

    def _change(self, arrival: Arrival) -> None:
        """The fields that differ between the entry's record without and with what came; all others stay to the byte."""
        citekey = arrival.citekey
        entry = self._document.entry(citekey)
        assert entry is not None
        has = {span.name.lower() for span in entry.fields}
        options = style_of(entry, has, self._options)
        old_type, old = self._fields(arrival.before, citekey, entry.type, options)
        record = self._record(arrival.after, citekey)
        is_retyped = "itemType" in arrival.names
        new_type, new = self._fields(arrival.after, citekey, "" if is_retyped else entry.type, options)
        body: dict[str, Any] = {}
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) == new.get(name):
                continue
            place = own_name(name, has) or name
            if name in new:
                self._document = self._document.set_field(citekey, place, new[name], is_tex=True)
            else:
                self._document = self._document.remove_field(citekey, place)
            body[place] = new.get(name)
        if is_retyped and new_type not in (old_type, entry.type):
            self._document = self._document.set_type(citekey, new_type)
            body["@"] = new_type
        if not body:
            names = ", ".join(map(named, arrival.names))
            message = f"{citekey}: {names} changed in Zotero and has no place in the file; it stays there"
            self.notices.append(Notice(code="zotero-no-place", message=message, severity=Severity.INFO))
            return
        self._state(citekey, _differing(self._record(arrival.before, citekey), record))
        before, after = facets(arrival.before), facets(arrival.after)
        now = {name: after.get(name) for name in arrival.names}
        self._tell(
            Kind.CHANGE, citekey, arrival, body, now, {name: before.get(name) for name in arrival.names}
        )

    def _fields(
        self, item: Mapping[str, Any], citekey: str, entry_type: str, options: WriteOptions
    ) -> tuple[str, dict[str, str]]:
        record, _ = self._to_record(item)
        custom = (("bibtex:type", entry_type),) if entry_type else ()
        made, fields = entry_fields(replace(record, citekey=citekey, custom=custom), options)
        return made, dict(fields)

    def _remove(self, arrival: Arrival) -> None:
        entry = self._document.entry(arrival.citekey)
        if entry is None:
            return
        self._document = self._document.remove(arrival.citekey)
        if self._sidecar is None:
            self._sidecar = self._shelf.sidecar
        self._sidecar = self._sidecar.without(arrival.citekey)
        was = facets(self._shelf.item(arrival.citekey))
        self._tell(Kind.REMOVE, arrival.citekey, arrival, {"text": entry.text}, {}, was)

    def _state(self, citekey: str, record: Record) -> None:
        """Keep who said what, before all that was said: script forms and spellings that a .bib file has no place for."""
        if self._sidecar is None:
            self._sidecar = self._shelf.sidecar
        said = joined(self._sidecar.record(citekey), replace(record, citekey=citekey))
        self._sidecar = self._sidecar.with_record(citekey, said)

    def _tell(
        self,
        kind: Kind,
        citekey: str,
        arrival: Arrival,
        body: Mapping[str, Any],
        after: Mapping[str, str | None],
        before: Mapping[str, str | None],
    ) -> None:
        lines = tuple(
            Line(name, before.get(name), after.get(name)) for name in dict.fromkeys((*before, *after))
        )
        title = str(arrival.after.get("title") or "")
        self.operations.append(
            Operation(kind=kind, citekey=citekey, key=arrival.key, title=title, body=body, lines=lines)
        )


def _differing(before: Record, after: Record) -> Record:
    """What the record says of the fields that came in, and nothing of the others: those were ours before."""
    kept: dict[str, Any] = {
        name: after.field(name) for name in VARIABLES if before.field(name) != after.field(name)
    }
    container = None
    if after.container is not None:
        container = _differing(before.container or Record(type=""), after.container)
    return Record(citekey=after.citekey, type=after.type, container=container, **kept)
