"""What formats of one language and one script leave out, told in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refplug.model import Creator, Notice, Record, Severity

__all__ = ["has_unnamed", "is_unnamed", "unmapped_losses", "variant_losses"]

# what `Record.custom` keeps by the prefix of a format: the format's name, and its own plug-ins, which write it back
_KEPT = {
    "bibtex": ("BibTeX", ("bibtex", "biblatex")),
    "ris": ("RIS", ("ris",)),
    "wos": ("the Web of Science", ()),
    "csl": ("CSL", ("csl-json", "csl-yaml")),
}
_PRINTING = ("text", "html")  # a citation prints what its style wants
# said otherwise: the kind of entry by the record's type, a key to sort by, pages in parts
_SAID = frozenset({"bibtex:type", "bibtex:entrysubtype", "bibtex:key", "ris:SP"})
_SPOKEN = ("title", "abstract", "publisher", "publisher_place")


def is_unnamed(creator: Creator) -> bool:
    """Whether a creator stands for those who are not named: BibTeX's `and others`, which is nobody's name elsewhere."""
    return creator.name.literal == "others"


def has_unnamed(record: Record) -> bool:
    """Whether people are left unnamed in a record, which most formats cannot say."""
    return any(
        is_unnamed(one)
        for role in ("author", "editor", "translator")
        for one in record.field(role).value or ()
    )


def variant_losses(record: Record, format_name: str, number: int) -> Iterator[Notice]:
    """One notice for the other scripts and languages of a record, one for what was understood of its keywords."""
    lost = [
        name.replace("_", " ") for name in _SPOKEN if len({claim.value for claim in record.field(name)}) > 1
    ]
    if any(creator.variants for creator in record.author.value or ()):
        lost.append("names")
    if len(record.keyword.claims) > 1:
        lost.append("keywords")
    if lost:
        message = f"{format_name} holds one spelling only; the others of {', '.join(lost)} were left out of '{record.citekey}'"
        yield Notice(code="one-spelling", message=message, severity=Severity.INFO, record=number)
    terms = record.keyword.value or ()
    if any(term.gloss or term.text != term.printed for term in terms):
        message = f"{format_name} has no place for glosses and printed forms of keywords; left out of '{record.citekey}'"
        yield Notice(code="keywords-plain", message=message, severity=Severity.INFO, record=number)


def unmapped_losses(records: Iterable[Record], target: str) -> Iterator[Record | Notice]:
    """The records, each after a notice that names what its source said by fields which the format `target` does not know.

    >>> from refplug.model import Record
    >>> record = Record(citekey="sadr1959", custom=(("ris:C1", '["boxed"]'), ("ris:AN", '["12"]')))
    >>> next(unmapped_losses([record], "bibtex")).message
    "what RIS says in C1, AN has no place in bibtex; left out of 'sadr1959'"
    >>> next(unmapped_losses([record], "ris")) is record
    True
    """
    for number, record in enumerate(records, 1):
        lost: dict[str, list[str]] = {}
        for key, value in record.custom if target not in _PRINTING else ():
            prefix, _, name = key.partition(":")
            named, homes = _KEPT.get(prefix, ("", (target,)))
            is_status = name == "year" and value == record.status.value
            if target not in homes and key not in _SAID and not is_status:
                lost.setdefault(named, []).append(name)
        for named, names in lost.items():
            message = f"what {named} says in {', '.join(names)} has no place in {target}; left out of '{record.citekey}'"
            yield Notice(code="loss", message=message, severity=Severity.INFO, record=number)
        yield record
