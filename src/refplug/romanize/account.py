"""A derivation in words: which letters of the script became which letters of the scheme, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from refplug.romanize.units import Kind, Unit
from refplug.romanize.writer import Piece

__all__ = ["account"]

VOWELS: Final = {
    "a": "fatḥa", "i": "kasra", "u": "ḍamma", "aa": "long ā", "ii": "long ī", "uu": "long ū", "ay": "the diphthong ay",
    "aw": "the diphthong aw", "maqsura": "alif maqṣūra", "dagger": "dagger alif", "ee": "majhūl ē", "oo": "majhūl ō",
}  # fmt: skip
STATES: Final = {"pause": "ة in pause", "construct": "ة in the construct state"}
EZAFES: Final = {"kasra": "ezafe", "hamza": "ezafe, written with hamza", "ya": "ezafe, written with ی"}
NAMES: Final = {Kind.HE: "silent ه", Kind.VAV: "silent و", Kind.SILENT: "silent ا", Kind.TANWIN: "tanwīn"}


def account(pieces: Iterable[Piece]) -> str:
    """The pieces of a word with what each stands for.

    >>> from refplug.romanize.render import render
    >>> from refplug.romanize.scheme import load
    >>> render("الشَّمس", load("din31635", "ar")).steps[0].why
    'the article aš-, ش š, fatḥa a, م m, س s'
    >>> render("خَانَهٔ", load("ala-lc", "fa")).steps[0].why
    'خ kh, long ā ā, ن n, silent ه ah, ezafe, written with hamza -ʼi'
    """
    return ", ".join(said for piece in pieces if (said := _said(piece)))


def _said(piece: Piece) -> str:
    names = [name for unit in piece.units if (name := _name(unit))]
    if not names:
        return ""
    if not piece.latin and all(unit.kind is Kind.VOWEL for unit in piece.units):
        return ""  # the fatḥa that ة brings with it
    return f"{' and '.join(names)} {piece.latin or 'not written'}"


def _name(unit: Unit) -> str:
    match unit.kind:
        case Kind.CONSONANT:
            return f"{unit.value} doubled" if unit.double else unit.value
        case Kind.VOWEL:
            return VOWELS.get(unit.value, unit.value)
        case Kind.HAMZA:
            return "" if unit.initial and unit.value != "ء" else "hamza"
        case Kind.ARTICLE:
            return "the article"
        case Kind.PREFIX:
            return "a prefix"
        case Kind.TA:
            return STATES.get(unit.value, "ة")
        case Kind.EZAFE:
            return EZAFES.get(unit.value, "ezafe")
        case Kind.JOINT:
            return "" if unit.value == "glued" else "the joint"
        case _:
            return NAMES.get(unit.kind, unit.source)
