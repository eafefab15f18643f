"""How a word ends in ة or in a silent ه."""

from __future__ import annotations

from refplug.romanize.pivot.letters import Letter
from refplug.romanize.pivot.units import Cursor, Kind

__all__ = ["is_silent_he", "silent_he", "ta_marbuta"]


def ta_marbuta(r: Cursor, letter: Letter) -> None:
    """Read ة: its own marks settle its state, else the next word does (`vocalized`)."""
    r.at += 1
    if letter.tanwin:
        r.put(Kind.TA, "construct" if letter.tanwin == "an" else "pause", source=letter.source)
        if letter.tanwin == "an":
            r.put(Kind.TANWIN, "an")
        return
    state = "pause" if letter.sukun else "vowel" if letter.vowel else ""
    r.put(Kind.TA, state, source=letter.source)
    if letter.vowel == "i" and r.language.ezafe:
        r.put(Kind.EZAFE, "kasra")


def is_silent_he(r: Cursor, letter: Letter) -> bool:
    """Whether a final ه only carries the vowel before it (خانه); هْ and ه after a long vowel are heard."""
    if (
        letter.base != "ه"
        or not r.language.silent_he
        or letter.sukun
        or letter.vowel not in ("", "i")
        or letter.double
        or letter.tanwin
    ):
        return False
    if not r.is_last() or r.at == 0:
        return False
    before = r.units[-1] if r.units else None
    short = before is not None and before.kind is Kind.VOWEL and before.value in ("a", "i")
    bare = (
        before is not None
        and before.kind in (Kind.CONSONANT, Kind.HAMZA, Kind.VAV)
        and r.letters[r.at - 1].bare
        and len(r.units) > 1
    )
    return short or bare


def silent_he(r: Cursor, letter: Letter) -> None:
    """Read a silent ه in place of the vowel before it, with the ezafe over or under it."""
    r.at += 1
    if r.units and r.units[-1].kind is Kind.VOWEL:
        r.units.pop()
    r.put(Kind.HE, source=letter.source)
    if letter.hamza:
        r.put(Kind.EZAFE, "hamza")
    elif letter.vowel == "i":
        r.put(Kind.EZAFE, "kasra")
