"""The line of authors: parted into names, freed of marks, degrees and glue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from refplug.model import Creator, Name

__all__ = ["creators_in", "names_in"]

_RAISED = re.compile(
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+(?:[ ,;*]*[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+)*"
)
_MARKS = re.compile(r"[\d*∗⁎†‡§¶#⋆★☆✉@!?{}\[\]()|“”\"<>=~^_°©®]+")
_DEGREES = re.compile(
    r"\b(?:ph\.?\s?d|m\.?\s?d|m\.?\s?sc|b\.?\s?sc|m\.?p\.?h|d\.?phil|r\.?n|mba|mbbs|frcp|facs|prof(?:essor)?|dr|mr|mrs|ms|dipl|ing|eng)\b\.?(?=[\s,;]|$)",
    re.IGNORECASE,
)
_LEADS = re.compile(r"^\s*(?:by|von|par|por|di|authors?|written by)\b[:\s]+", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*(?:;|,|،|؛|•|·|\||\n|&|(?<![\w'’-])(?:and|et|und|y|e|ve|و)(?![\w'’-]))\s*")
_NO_NAME = re.compile(
    r"\b(?:universit|institut|depart|abstract|keyword|received|email|e-mail|correspond|student|member|ieee|fellow|senior|author|editor|school|college)",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "ten", "ter", "zu", "af", "av", "al", "el", "bin", "ibn", "dei", "degli"]
)  # fmt: skip


def creators_in(bylines: Iterable[str]) -> tuple[Creator, ...]:
    """The authors in the stretches of a page that name them, each once."""
    names: dict[str, Name] = {}
    for byline in bylines:
        for name in names_in(byline):
            key = name.display().casefold()
            if key not in names:
                names[key] = name
    return tuple(Creator(name=name) for name in names.values())


def names_in(byline: str) -> Iterator[Name]:
    """The names in one byline.

    >>> [name.inverted() for name in names_in("Ravi S. Kamath* †, Andrew G. Fraser¹,² and Yan Dong, PhD")]
    ['Kamath, Ravi S.', 'Fraser, Andrew G.', 'Dong, Yan']
    """
    text = _RAISED.sub(" , ", _joined(byline))
    text = _DEGREES.sub(" ", _LEADS.sub("", _MARKS.sub(" , ", text)))
    if text.count(";") and all(piece.count(",") == 1 for piece in text.split(";") if piece.strip()):
        pieces = text.split(";")
    else:
        pieces = _SEPARATORS.split(text)
    for piece in pieces:
        words = _words(piece)
        if words and not _NO_NAME.search(piece):
            yield _name(words, piece)


def _joined(byline: str) -> str:
    """Lines as one, where a name goes on from one to the next: after a hyphen, an initial, or without a comma at its end."""
    lines = [line.strip() for line in byline.split("\n") if line.strip()]
    text = lines[0] if lines else ""
    for line in lines[1:]:
        if text.endswith("-"):
            text = text[:-1] + line if line[:1].islower() else text + line
        elif "," in text or ";" in text or " and " in text:
            text += " " + line
        else:
            text += "\n" + line
    return text


def _words(piece: str) -> list[str]:
    words = [
        word.strip("'’`´‘,:;-–—.") + ("." if word.endswith(".") else "")
        for word in piece.replace(",", " , ").split()
    ]
    words = [word for word in words if word.strip(".")]
    while words and len(words[-1].strip(".")) == 1 and words[-1].islower():
        words.pop()  # the letter that leads to an affiliation
    return words if sum(len(word.strip(".")) > 1 for word in words) else []


def _name(words: list[str], piece: str) -> Name:
    if piece.count(",") == 1 and ";" not in piece and piece.strip().strip(",").count(",") == 1:
        family, _, given = piece.partition(",")
        return Name(family=family.strip(), given=given.strip())
    if len(words) == 1:
        return Name(literal=words[0])
    start = len(words) - 1
    suffix = ""
    if words[-1].strip(".") in ("Jr", "Sr", "II", "III", "IV") and len(words) > 2:
        suffix, words = words[-1], words[:-1]
        start = len(words) - 1
    capitals = [word for word in words if word.isupper() and len(word.strip(".")) > 2]
    if capitals and len(capitals) < len(words) and words[-len(capitals) :] == capitals:
        start = len(words) - len(capitals)
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=suffix)
