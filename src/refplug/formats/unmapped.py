"""What a source says in fields that the format written to does not know: kept in `Record.custom`, and told as left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refplug.model import Notice, Record, Severity

__all__ = ["unmapped_losses"]

# what `Record.custom` keeps by the prefix of a format: the format's name, and its own plug-ins, which write it back
_KEPT = {
    "bibtex": ("BibTeX", ("bibtex", "biblatex")),
    "ris": ("RIS", ("ris",)),
    "wos": ("the Web of Science", ()),
    "csl": ("CSL", ("csl-json", "csl-yaml")),
    "marc": ("MARC", ("marc", "marcxml")),
}
_PRINTING = ("text", "html")  # a citation prints what its style wants
# said otherwise: the kind of entry by the record's type, a key to sort by, pages in parts
_SAID = frozenset({"bibtex:type", "bibtex:entrysubtype", "bibtex:key", "ris:SP"})


def unmapped_losses(records: Iterable[Record], target: str) -> Iterator[Record | Notice]:
    """The records, each after a notice that names what its source said by fields which the format `target` does not know.

    >>> from refplug.model import Record
    >>> record = Record(citekey="sadr1959", custom=(("ris:C1", '["boxed"]'), ("ris:AN", '["12"]')))
    >>> next(unmapped_losses([record], "bibtex")).message
    "what RIS says in C1, AN has no place in bibtex; left out of 'sadr1959'"
    >>> next(unmapped_losses([record], "ris")) is record
    True
    """
    from refplug.formats.marc.unread import unread_tags

    for number, record in enumerate(records, 1):
        lost: dict[str, list[str]] = {}
        for key, value in record.custom if target not in _PRINTING else ():
            prefix, _, name = key.partition(":")
            named, homes = _KEPT.get(prefix, ("", (target,)))
            is_status = name == "year" and value == record.status.value
            if target not in homes and key not in _SAID and not is_status:
                lost.setdefault(named, []).extend(unread_tags(value) if key == "marc:record" else (name,))
        for named, names in lost.items():
            if not names:
                continue
            message = f"what {named} says in {', '.join(names)} has no place in {target}; left out of '{record.citekey}'"
            yield Notice(code="loss", message=message, severity=Severity.INFO, record=number)
        yield record
