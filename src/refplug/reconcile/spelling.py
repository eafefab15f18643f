"""How two spellings of one text stand to each other: the same, richer, poorer, or different.

"Richer" and "poorer" are said of the second value, seen from the first. A poorer spelling never wins over what is
there: lost diacritics, a title cut at its colon, initials for names, an abbreviated journal (texworld/betterbib#80,
RoadToDream/ZotMeta#11, grobidOrg/grobid#517).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.fuzz import ratio

__all__ = ["Letters", "Relation", "compare_texts", "letters_of"]


class Relation(StrEnum):
    """What the second value is beside the first."""

    SAME = "same"  # equal but for case, blanks, dashes, quotation marks
    RICHER = "richer"  # says all of the first, and more
    POORER = "poorer"  # says less, or loses marks of letters
    DIFFERENT = "different"


_AYN_HAMZA = frozenset("ʿʾʻʼ")
_MARKUP = re.compile(r"</?(?:i|b|sup|sub|sc|span(?: [^<>]{0,80})?)>")  # as CSL marks up titles
# One letter to the eye, two to the computer: keyboards differ, readers don't.
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": ""})


@dataclass(frozen=True, slots=True)
class Letters:
    """A text as its bare letters and digits, the marks each of them bore, and where words end in them."""

    bare: str
    marks: tuple[str, ...]
    ends: frozenset[int]

    @property
    def has_marks(self) -> bool:
        """Whether any letter bore a mark."""
        return any(self.marks)


def letters_of(text: str) -> Letters:
    """Letters without case, marks, blanks, punctuation, markup; ʿayn and hamza are marks of the letter before them."""
    bare: list[str] = []
    marks: list[str] = []
    ends: set[int] = set()
    opening = ""
    folded = unicodedata.normalize("NFKC", _MARKUP.sub("", text)).translate(_ALIKE)
    for char in unicodedata.normalize("NFD", folded).casefold():
        if unicodedata.combining(char):
            if marks:
                marks[-1] += char
        elif char in _AYN_HAMZA:
            if marks:
                marks[-1] += char
            else:
                opening += char
        elif char.isalnum():
            bare.append(str(unicodedata.decimal(char)) if char.isdecimal() else char)
            marks.append(opening)
            opening = ""
        else:
            ends.add(len(bare))
    return Letters("".join(bare), tuple(marks), frozenset(ends))


def compare_texts(mine: str, theirs: str) -> Relation:
    """How `theirs` stands to `mine`, both plain text.

    >>> compare_texts("Marjaʿiyya in Iraq", "Marjaiyya in Iraq").value
    'poorer'
    >>> compare_texts("Wilayat al-faqih", "Wilāyat al-faqīh: a history").value
    'richer'
    >>> compare_texts("Water  rights", "Water Rights").value
    'same'
    """
    one, other = letters_of(mine), letters_of(theirs)
    if one.bare == other.bare:
        return _same_letters(one, other, mine, theirs)
    shorter, longer = sorted((one, other), key=lambda letters: len(letters.bare))
    if longer.bare.startswith(shorter.bare) and len(shorter.bare) in longer.ends:
        kept = longer.marks[: len(shorter.marks)]
        if shorter is one:  # theirs goes on where mine ends
            return Relation.POORER if _loses(one.marks, kept) else Relation.RICHER
        return Relation.POORER
    if one.has_marks and not other.has_marks and _is_spelling_of(one.bare, other.bare):
        return Relation.POORER
    if other.has_marks and not one.has_marks and _is_spelling_of(one.bare, other.bare):
        return Relation.RICHER
    return Relation.DIFFERENT


def _same_letters(one: Letters, other: Letters, mine: str, theirs: str) -> Relation:
    if _loses(one.marks, other.marks):
        return Relation.POORER
    if _loses(other.marks, one.marks):
        return Relation.RICHER
    if _shouts(mine) != _shouts(theirs):
        return Relation.RICHER if _shouts(mine) else Relation.POORER
    return Relation.SAME


def _loses(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a letter bore a mark before that it lacks after."""
    return any(mark and not set(mark) <= set(now) for mark, now in zip(before, after, strict=False))


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.upper() != char.lower()]
    return len(letters) >= 5 and all(char.isupper() for char in letters)


def _is_spelling_of(one: str, other: str) -> bool:
    """Whether two letter strings can be two romanizations of one text: Ḥusaynī, Hosseini."""
    if ratio(one, other) >= 80:
        return True
    from refplug.romanize.skeleton import skeleton

    return len(skeleton(one)) >= 2 and skeleton(one) == skeleton(other)
