"""What formats of one language and one script leave out, told in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from refplug.model import Creator, Notice, Record, Severity

__all__ = ["has_unnamed", "is_unnamed", "variant_losses"]

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
