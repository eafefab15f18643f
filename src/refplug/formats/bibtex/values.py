"""What the fields of an entry mean: macros expanded within bounds, parents inherited from, all by BibLaTeX's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from refplug.formats.bibtex.dates import MONTHS
from refplug.formats.bibtex.document import Document, Entry
from refplug.formats.bibtex.syntax import Broken, pieces_of

__all__ = ["MAX_EXPANDED", "Library", "Value"]

MAX_EXPANDED = 1 << 20  # characters of one value after expansion
MAX_ALL_STRINGS = 16 << 20  # characters of all @string definitions of a file together
MAX_ANCESTORS = 20
MAX_PARENTS_KEPT = 500
_DELIMITERS = ("{", '"')
_MONTH_MACROS = {name[:3].lower(): name for name in MONTHS} | {"sept": "September"}


class Value(NamedTuple):
    """A field's source after expansion, without delimiters; `origin` is the citekey it was inherited from, or empty."""

    source: str
    origin: str = ""


_as_value = tuple.__new__  # what the generated constructor calls, without a call of its own


def _rule(
    parents: str, children: str, stem: str
) -> tuple[frozenset[str], frozenset[str], dict[str, tuple[str, ...]]]:
    mapping: dict[str, tuple[str, ...]] = {
        name: (stem + name,) for name in ("title", "subtitle", "titleaddon")
    }
    return frozenset(parents.split()), frozenset(children.split()), mapping


# BibLaTeX manual 3.20, appendix B: parent types, child types, {parent's field: child's fields}
_RULES = (
    (
        frozenset({"mvbook", "book"}),
        frozenset({"inbook", "bookinbook", "suppbook"}),
        {"author": ("author", "bookauthor")},
    ),
    _rule("mvbook", "book inbook bookinbook suppbook", "main"),
    _rule("mvcollection mvreference", "collection reference incollection inreference suppcollection", "main"),
    _rule("mvproceedings", "proceedings inproceedings", "main"),
    _rule("book", "inbook bookinbook suppbook", "book"),
    _rule("collection reference book", "incollection inreference suppcollection", "book"),
    _rule("proceedings", "inproceedings conference", "book"),
    _rule("periodical", "article suppperiodical", "journal"),
)
_NEVER = frozenset(
    "ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions relatedstring"
    " relatedtype shortauthor shorteditor shorthand shorthandintro shorttitle sortkey sorttitle sortname sortyear key"
    " sortshorthand indextitle keywords file annotation annote abstract note".split()
)
_SAME_DATE = frozenset({"date", "year", "month", "day"})


@dataclass(slots=True)
class Library:
    """The entries of one document with their meaning. `faults` collects (entry, message) for what could not be had."""

    document: Document
    faults: list[tuple[Entry, str]] = field(default_factory=list)
    _strings: dict[str, str | None] | None = None
    _parents_read: dict[int, dict[str, Value]] = field(default_factory=dict)

    @property
    def strings(self) -> Mapping[str, str | None]:
        """The `@string` macros expanded; None for one that grows beyond the bounds."""
        if self._strings is None:
            self._strings = {}
            total = 0
            for name, raw in self.document.strings.items():
                text, _ = self._expanded(raw, self._strings)
                total += len(text or "")
                self._strings[name] = text if total <= MAX_ALL_STRINGS else None
        return self._strings

    def own(self, entry: Entry) -> dict[str, Value]:
        """The entry's own fields, names in lower case; of repeated ones the first."""
        found: dict[str, Value] = {}
        for written, raw in entry.values():
            name = written.lower()
            if name in found:
                self.faults.append((entry, f"has {name!r} twice; the first is taken"))
                continue
            if raw[:1] in _DELIMITERS and "#" not in raw:  # one operand
                found[name] = _as_value(Value, (raw[1:-1], ""))
                continue
            text, unknown = self._expanded(raw, self.strings)
            for macro in unknown:
                self.faults.append((entry, f"uses the undefined string {macro[:40]!r} in {name!r}"))
            if text is None:
                self.faults.append(
                    (entry, f"expands {name!r} beyond {MAX_EXPANDED:,} characters; it is left out")
                )
            else:
                found[name] = Value(text)
        return found

    def fields(self, entry: Entry) -> dict[str, Value]:
        """The entry's fields with those it inherits through `xdata` and `crossref`; its own win."""
        found = self.own(entry)
        if "crossref" in found or "xdata" in found:
            for parent in self._parents(entry, found):
                _inherit(found, entry.type, parent, self._of_parent(parent))
        return found

    def inherited(self, entry: Entry) -> dict[str, Value]:
        """The same without `xdata`, where all that it names is there and was taken over: it is no entry that a list would print."""
        found = self.fields(entry)
        if "xdata" in found and all(self.document.entry(key) for key in xdata_keys(found["xdata"].source)):
            del found["xdata"]
        return found

    def _of_parent(self, parent: Entry) -> dict[str, Value]:
        """A parent's own fields; the last few hundred are kept, since children of one volume follow each other."""
        found = self._parents_read.get(id(parent))
        if found is None:
            if len(self._parents_read) >= MAX_PARENTS_KEPT:
                self._parents_read.clear()
            found = self._parents_read[id(parent)] = self.own(parent)
        return found

    def _parents(self, entry: Entry, own: dict[str, Value]) -> Iterator[Entry]:
        seen = {entry.citekey}
        waiting = list(_named(own))
        while waiting and len(seen) <= MAX_ANCESTORS:
            citekey = waiting.pop(0)
            parent = self.document.entry(citekey)
            if parent is None:
                self.faults.append((entry, f"refers to {citekey[:60]!r}, which is not in the file"))
            elif citekey not in seen:
                yield parent
                waiting += _named(self._of_parent(parent))
            seen.add(citekey)

    def _expanded(self, raw: str, macros: Mapping[str, str | None]) -> tuple[str | None, tuple[str, ...]]:
        if (
            raw.isdecimal() or (alone := macros.get(raw.lower())) is not None
        ):  # a number or a string by itself
            return (raw if raw.isdecimal() else alone), ()
        parts: list[str] = []
        unknown: list[str] = []
        size = 0
        try:
            pieces = pieces_of(raw)
        except Broken:  # a value that only its entry's parser could cut
            return raw, ()
        for piece in pieces:
            text = piece.text
            if piece.kind == "a" and not text.isdecimal():
                known = macros.get(text.lower(), _MONTH_MACROS.get(text.lower(), ""))
                if known is None:
                    return None, ()
                if not known and text.lower() not in macros and not _is_number_like(text):
                    unknown.append(text)
                text = known if known or text.lower() in macros else text
            size += len(text)
            if size > MAX_EXPANDED and len(pieces) > 1:
                return None, tuple(unknown)
            parts.append(text)
        return "".join(parts), tuple(unknown)


def _is_number_like(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "-+."


def xdata_keys(source: str) -> list[str]:
    """The entries that an `xdata` field names."""
    return [key.strip() for key in source.split(",") if key.strip()]


def _named(fields: Mapping[str, Value]) -> Iterator[str]:
    if "xdata" in fields:
        yield from xdata_keys(fields["xdata"].source)
    if "crossref" in fields:
        yield fields["crossref"].source.strip()


def _inherit(found: dict[str, Value], child_type: str, parent: Entry, theirs: Mapping[str, Value]) -> None:
    moved: dict[str, tuple[str, ...]] = {}
    if parent.type != "xdata":
        for parents, children, mapping in _RULES:
            if parent.type in parents and child_type in children:
                moved |= mapping
    has_date = bool(_SAME_DATE & found.keys())
    for name, value in theirs.items():
        if name in _NEVER or (has_date and name in _SAME_DATE):
            continue
        for target in moved.get(name, (name,)):
            if _is_taken(found, target):
                continue
            if target != name and target in theirs:
                continue  # a proceedings volume that states its own booktitle
            found[target] = Value(value.source, parent.citekey)


_TWINS = {"journal": "journaltitle", "journaltitle": "journal", "address": "location", "location": "address"}


def _is_taken(found: Mapping[str, Value], name: str) -> bool:
    return name in found or _TWINS.get(name, name) in found
