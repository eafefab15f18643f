"""How two lists of names stand to each other, and the names of a BibTeX list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refplug.model import Creator, Name
from refplug.reconcile.spelling import Relation, compare_texts, letters_of

__all__ = ["compare_names", "names_of", "parse_names"]


def compare_names(mine: Sequence[Name], theirs: Sequence[Name]) -> Relation:
    """How one list of names stands to another; a shorter list, initials and lost diacritics are poorer.

    >>> frank = Name(family="Frank", given="Henry S.")
    >>> compare_names([frank], [Name(family="Frank", given="H. S.")]).value
    'poorer'
    """
    if not mine or not theirs:
        return Relation.SAME if not mine and not theirs else (Relation.POORER if mine else Relation.RICHER)
    pairs = [_compare_name(one, other) for one, other in zip(mine, theirs, strict=False)]
    if Relation.DIFFERENT in pairs:
        return Relation.DIFFERENT
    if Relation.POORER in pairs or len(theirs) < len(mine):
        return Relation.POORER
    if Relation.RICHER in pairs or len(theirs) > len(mine):
        return Relation.RICHER
    return Relation.SAME


def _compare_name(mine: Name, theirs: Name) -> Relation:
    if mine.literal or theirs.literal:
        displayed = compare_texts(mine.display(), theirs.display())
        return (
            displayed
            if displayed is not Relation.DIFFERENT
            else compare_texts(mine.display(), theirs.inverted())
        )
    family = compare_texts(mine.full_family, theirs.full_family)
    given = _compare_given(_given(mine), _given(theirs))
    if family is Relation.DIFFERENT or given is Relation.DIFFERENT:
        return Relation.DIFFERENT
    if Relation.POORER in (family, given):
        return Relation.POORER
    return Relation.RICHER if Relation.RICHER in (family, given) else Relation.SAME


def _given(name: Name) -> str:
    return " ".join(filter(None, (name.given, name.dropping_particle, name.suffix)))


def _compare_given(mine: str, theirs: str) -> Relation:
    if not mine or not theirs:
        return Relation.SAME if mine == theirs else (Relation.POORER if mine else Relation.RICHER)
    plain = compare_texts(mine, theirs)
    one, other = _parts(mine), _parts(theirs)
    if plain is Relation.SAME or (plain is not Relation.DIFFERENT and len(one) == len(other)):
        return plain
    if _abbreviates(other, one):
        return Relation.POORER
    return Relation.RICHER if _abbreviates(one, other) else plain


def _parts(given: str) -> list[str]:
    spaced = re.sub(r"(?<=[^\W\d_])\.(?=[^\W\d_])", ". ", given)
    if re.fullmatch(r"[A-Z]{2,3}", given):  # "HS" stands for "H. S."
        spaced = " ".join(given)
    return [letters.bare for part in re.split(r"[\s\-‐]+", spaced) if (letters := letters_of(part)).bare]


def _abbreviates(short: list[str], full: list[str]) -> bool:
    """Whether each part of `short` is, or begins, the part of `full` in its place, and one at least only begins it."""
    if not short or len(short) > len(full):
        return False
    fits = all(whole.startswith(part) for part, whole in zip(short, full, strict=False))
    return fits and (short != full[: len(short)] or len(short) < len(full))


def parse_names(value: str) -> tuple[Name, ...]:
    """The names of a BibTeX list as far as comparing needs them: `Family, Given and Given Family and others`.

    >>> [name.family for name in parse_names("Frank, Henry S. and Ḥusayn al-Ṣadr")]
    ['Frank', 'al-Ṣadr']
    """
    found: list[Name] = []
    for one in re.split(r"\s+and\s+", value.strip()):
        text = one.strip().replace("،", ",")  # ARABIC COMMA parts names as the Latin one does
        if not text or text.lower() == "others":
            continue
        if text.startswith("{") and text.endswith("}"):
            found.append(Name(literal=text[1:-1]))
        elif "," in text:
            family, *rest = (part.strip() for part in text.split(","))
            found.append(
                Name(family=family, given=rest[-1] if rest else "", suffix=rest[0] if len(rest) > 1 else "")
            )
        else:
            given, _, family = text.rpartition(" ")
            found.append(Name(family=family, given=given))
    return tuple(found)


def names_of(creators: Sequence[Creator]) -> tuple[Name, ...]:
    """The accepted names of creators."""
    return tuple(creator.name for creator in creators)
