"""A personal name that markup gives in one string, parted into family and given name."""

from __future__ import annotations

import re

from refplug.model import Name

__all__ = ["list_of_people", "person"]

_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "ten",
        "ter",
        "tot",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "abu",
        "abd",
    ]
)
_SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|II|III|IV)$")
_BODY = re.compile(
    r"\b(consortium|group|team|collaboration|committee|society|university|institute|organi[sz]ation|ministry|project|network)\b",
    re.IGNORECASE,
)


def person(text: str) -> Name:
    """The name in its parts: at a comma if it has one, else before the last word and the particles in front of it.

    >>> person("Schäfer Aguilar, Paloma").family, person("Ludwig van Beethoven").family, person("al-Sistani").literal
    ('Schäfer Aguilar', 'van Beethoven', 'al-Sistani')

    A single word stays whole, and so does what names a body.
    """
    text = " ".join(text.split()).strip(" ,;")
    suffix = ""
    found = _SUFFIX.search(text)
    if found:
        text, suffix = text[: found.start()], found.group(1)
    if "," in text:
        family, _, given = text.partition(",")
        return Name(family=family.strip(), given=given.strip(), suffix=suffix)
    words = text.split()
    if len(words) < 2 or _BODY.search(text):
        return Name(literal=text)
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=suffix)


def list_of_people(text: str) -> tuple[Name, ...]:
    """The names in one string: parted at `;`, or at commas and "and" where each piece is a whole name.

    >>> [name.family for name in list_of_people("David Lucca, Jonathan H. Wright")]
    ['Lucca', 'Wright']
    >>> [name.family for name in list_of_people("Lucca, David")]
    ['Lucca']
    """
    if ";" in text:
        return tuple(person(piece) for piece in text.split(";") if piece.strip())
    pieces = [piece.strip() for piece in re.split(r",|\band\b|&", text) if piece.strip()]
    if len(pieces) > 1 and all(" " in piece for piece in pieces):
        return tuple(map(person, pieces))
    return (person(text),) if text.strip() else ()
