"""What a push or a pull would do, as values: shown, hashed, and applied as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from refplug.reconcile.threeway import Clash
from refplug.sinks.zotero.compare import Question, QuestionKind
from refplug.sinks.zotero.facets import named, shown
from refplug.sinks.zotero.state import Tie

__all__ = ["Kind", "Line", "Operation", "Plan", "Problem", "asked"]


class Kind(StrEnum):
    """What an operation does."""

    CREATE = "create"
    UPDATE = "update"
    TRASH = "trash"
    RESTORE = "restore"
    ADD = "add"  # to the local library
    CHANGE = "change"  # in the local library
    REMOVE = "remove"  # from the local library


@dataclass(frozen=True, slots=True)
class Line:
    """One value before and after, for people; None: there was, or will be, none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One change to one item or entry. `body` is what is sent or written, to the letter.

    `memo` is what the journal needs so that the change can be settled after a crash; it is not part of the hash.
    """

    kind: Kind
    citekey: str
    key: str = ""
    title: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    memo: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry or item that cannot be carried over, and why, in one sentence."""

    citekey: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All operations of one run in order, what stays open, and a hash over all that would be done.

    `ties` and `untied` are memory alone; they change no item and no entry, and are no part of the hash.
    """

    direction: str
    server: str
    library: str
    file: str
    operations: tuple[Operation, ...] = ()
    clashes: tuple[tuple[str, Clash], ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    after_digest: str = ""  # of the local file, for a pull
    ties: tuple[
        tuple[Tie, str], ...
    ] = ()  # known without a request: each with the citekey that it had, if another
    untied: tuple[str, ...] = ()  # citekeys that went on both sides

    def canonical(self) -> bytes:
        """The plan as JSON Lines, the same bytes for the same plan: where to, then each operation with its body."""
        head = {
            "direction": self.direction,
            "server": self.server,
            "library": self.library,
            "file": self.file,
            "after": self.after_digest,
        }
        lines = [_line(head)] + [_line(said) for said in self.operations_said()]
        return "".join(lines).encode("utf-8")

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 over `canonical`."""
        return hashlib.sha256(self.canonical()).hexdigest()[:12]

    def operations_said(self) -> Iterator[dict[str, Any]]:
        """Each operation as plain data."""
        for one in self.operations:
            yield {"do": str(one.kind), "citekey": one.citekey, "key": one.key, "body": dict(one.body)}

    def text(self) -> Iterator[str]:
        """The plan for people: one paragraph an operation, then what stays open."""
        for one in self.operations:
            yield f"{one.kind} {one.citekey or one.key}" + (f"  {one.title}" if one.title else "")
            for line in one.lines:
                yield from _shown(line)
        for citekey, clash in self.clashes:
            yield f"conflict {citekey}: {clash.name} was changed on both sides"
            yield f"    before  {shown(clash.name, clash.before)}"
            yield f"    mine    {shown(clash.name, clash.mine)}"
            yield f"    theirs  {shown(clash.name, clash.theirs)}"
        for question in self.questions:
            if not question.answer:
                yield asked(question)
        for problem in self.problems:
            yield f"left out {problem.citekey}: {problem.message}"
        yield from self.remarks


def asked(question: Question) -> str:
    """A deletion as a question, with the two ways to answer."""
    if question.merged_into:
        edited = ", and the entry was changed here since" if question.is_edited else ""
        return (
            f"merged? the item of {question.citekey} was merged in Zotero into that of {question.merged_into}{edited}: both "
            f"entries kept; --follow {question.citekey} deletes that entry, --restore {question.citekey} brings its item back"
        )
    where, there = _WHERE[question.kind]
    edited = f", and was changed {there} since" if question.is_edited else ""
    how = f"--follow {question.citekey} deletes it {there} too, --restore {question.citekey} takes it back"
    return f"deleted? {question.citekey} {where}{edited}: kept; {how}"


_WHERE = {
    QuestionKind.GONE_HERE: ("was deleted here and is still in Zotero", "there"),
    QuestionKind.GONE_THERE: ("was deleted in Zotero and is still here", "here"),
    QuestionKind.TRASHED_THERE: ("lies in Zotero's trash and is still here", "here"),
}


def _shown(line: Line) -> Iterator[str]:
    """The value before and after; what has several lines, a line each."""
    for sign, value in (("-", line.before), ("+", line.after)):
        for text in shown(line.name, value).split("\n") if value is not None else ():
            yield f"  {sign} {named(line.name)}: {text}"


def _line(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
