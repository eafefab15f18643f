"""The line of authors: parted into names, freed of marks, degrees and glue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from refplug.model import Creator, Name
from refplug.text.names import person

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
_PIECE = re.compile(r"[,;&\n]|\band\b")
_GLUED_INITIALS = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_][^\W\d_.]{2})")
_SENTENCE = re.compile(r"(?<!\w)(?:[Tt]he|of|on|in|for|from|with|to|Dear)(?=\s)")
_NO_NAME = re.compile(
    r"\b(?:universit|institut|depart|abstract|keyword|received|email|e-mail|correspond|student|member|ieee|fellow|senior|author|editor|school|college)",
    re.IGNORECASE,
)


def creators_in(bylines: Iterable[str], language: str | None = None) -> tuple[Creator, ...]:
    """The authors in the stretches of a page that name them, each once."""
    names: dict[str, Name] = {}
    for byline in bylines:
        for name in names_in(byline, language):
            key = name.display().casefold()
            if key not in names:
                names[key] = name
    return tuple(Creator(name=name) for name in names.values())


def names_in(byline: str, language: str | None = None) -> Iterator[Name]:
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
        if words and not _NO_NAME.search(piece) and not is_of_a_sentence(piece):
            yield _name(words, piece, language)


def is_of_a_sentence(piece: str) -> bool:
    """Whether words that stand where a name may stand are none: "The Hawza of Sayyida Zaynab", "Dear Leila".

    >>> is_of_a_sentence("The Hawza of Sayyida Zaynab"), is_of_a_sentence("Ludwig van der Berg")
    (True, False)
    """
    return bool(_SENTENCE.search(piece))


def _joined(byline: str) -> str:
    """Lines as one: a name may go on from one line to the next, or end with the line and nothing else.

    >>> _joined("Fay Chang, Deborah A. Wallach\\nMike Burrows, Tushar Chandra")
    'Fay Chang, Deborah A. Wallach\\nMike Burrows, Tushar Chandra'
    >>> _joined("Alan Migdall, Edward Van\\nKeuren, Alex Ling")
    'Alan Migdall, Edward Van Keuren, Alex Ling'
    """
    text = ""
    for line in (line.strip() for line in byline.split("\n")):
        if not line or not text:
            text += line
        elif text.endswith("-"):
            text = text[:-1] + line if line[:1].islower() else text + line
        else:
            text += ("\n" if _ends_with_a_name(text, line) else " ") + line
    return text


def _ends_with_a_name(text: str, line: str) -> bool:
    """Whether the last name of a text and the first of the next line are both whole, with nothing but the line end between."""
    last = _PIECE.split(text)[-1].split()
    first = _PIECE.split(line)[0].split()
    if len(last) < 2 or len(first) < 2:
        return not any(separator in text for separator in ",;&") and " and " not in text and len(last) > 1
    return last[-1].lower() not in (
        "van",
        "von",
        "de",
        "del",
        "della",
        "der",
        "al",
        "el",
        "bin",
        "da",
        "dos",
        "di",
        "la",
    )


def _words(piece: str) -> list[str]:
    piece = _GLUED_INITIALS.sub(" ", piece)
    words = [
        word.strip("'’`´‘,:;-–—.") + ("." if word.endswith(".") else "")
        for word in piece.replace(",", " , ").split()
    ]
    words = [word for word in words if word.strip(".")]
    while words and len(words[-1].strip(".")) == 1 and words[-1].islower():
        words.pop()  # the letter that leads to an affiliation
    return words if sum(len(word.strip(".")) > 1 for word in words) else []


def _name(words: list[str], piece: str, language: str | None) -> Name:
    """The name in its parts, by the habits of its language; `Family, Given` where the list is written so."""
    bare = piece.strip().strip(",")
    if bare.count(",") == 1:
        return person(" ".join(bare.split()), language=language)
    return person(" ".join(words), language=language)
