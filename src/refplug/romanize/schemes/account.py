"""A derivation in words: which letters of the script became which letters of the scheme, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from refplug.romanize.pivot.units import Kind, Unit
from refplug.romanize.schemes.table import Rule
from refplug.romanize.schemes.writer import Piece

__all__ = ["account"]

VOWELS: Final = {
    "a": "fatḥa", "i": "kasra", "u": "ḍamma", "aa": "long ā", "ii": "long ī", "uu": "long ū", "ay": "the diphthong ay",
    "aw": "the diphthong aw", "maqsura": "alif maqṣūra", "dagger": "dagger alif", "ee": "majhūl ē", "oo": "majhūl ō",
}  # fmt: skip
STATES: Final = {"pause": "ة in pause", "construct": "ة in the construct state"}
EZAFES: Final = {"kasra": "ezafe", "hamza": "ezafe, written with hamza", "ya": "ezafe, written with ی"}
SECTIONS: Final = {
    Kind.TA: "ta_marbuta", Kind.ARTICLE: "article", Kind.PREFIX: "article", Kind.HE: "silent_he", Kind.VAV: "silent_vav",
    Kind.EZAFE: "ezafe", Kind.TANWIN: "tanwin", Kind.HAMZA: "hamza", Kind.JOINT: "joints",
}  # fmt: skip
NAMES: Final = {Kind.HE: "silent ه", Kind.VAV: "silent و", Kind.SILENT: "silent ا", Kind.TANWIN: "tanwīn"}


def account(pieces: Iterable[Piece], rules: Iterable[Rule] = ()) -> str:
    """The pieces of a word with what each stands for, and the numbers of the scheme's rules for what is not plain.

    >>> from refplug.romanize.schemes.render import render
    >>> from refplug.romanize.schemes.scheme import load
    >>> render("الشَّمس", load("din31635", "ar")).steps[0].why
    'the article aš- (rule 2), ش š, fatḥa a, م m, س s'
    >>> render("خَانَهٔ", load("ala-lc", "fa")).steps[0].why
    'خ kh, long ā ā, ن n, silent ه ah (rule 3), ezafe, written with hamza -ʼi (rule 5)'
    """
    numbers: dict[str, list[str]] = {}
    for rule in rules:
        for section in rule.about:
            numbers.setdefault(section, []).append(rule.number)
    return ", ".join(said for piece in pieces if (said := _said(piece, numbers)))


def _said(piece: Piece, numbers: Mapping[str, list[str]]) -> str:
    names = [name for unit in piece.units if (name := _name(unit))]
    if not names:
        return ""
    if not piece.latin and all(unit.kind is Kind.VOWEL for unit in piece.units):
        return ""  # the fatḥa that ة brings with it
    section = (
        "doubled"
        if len(piece.units) > 1 and piece.units[0].kind is Kind.VOWEL
        else SECTIONS.get(piece.units[-1].kind, "")
    )
    cited = numbers.get(section, [])
    rule = f" (rule{'s' if len(cited) > 1 else ''} {', '.join(cited)})" if cited else ""
    return f"{' and '.join(names)} {piece.latin or 'not written'}{rule}"


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
