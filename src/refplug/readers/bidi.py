"""From the order in which glyphs stand on the sheet to the order in which they are read.

A PDF places glyphs; it does not say how they follow each other. On a line that is mostly Arabic or Hebrew we walk from
the right, and turn the runs of Latin letters and digits in it back, with the punctuation inside them. This inverts the
reordering of the Unicode Bidirectional Algorithm (UAX 9, rules W1 to W7, N1, N2, L2) at the two levels that print uses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["is_right_to_left", "is_unjoined", "logical", "plain_forms"]

_STRONG_RTL = frozenset({"R", "AL"})
_DIGITS = frozenset({"EN", "AN"})
_BETWEEN_DIGITS = frozenset({"ES", "CS"})
_BESIDE_DIGITS = frozenset({"ET"})
_NEVER_JOIN = frozenset("اأإآٱدذرزژوؤةىءڈڑ")  # letters that do not join to the left
# Signs for whole phrases, which NFKC would spell out in several words
_PHRASES = frozenset(range(0xFDF0, 0xFE00))


def is_right_to_left(text: str) -> bool:
    """Whether more than 30 % of the letters of a line are Arabic, Hebrew or Syriac: then it is set from the right.

    >>> is_right_to_left("تيعجرم (Marjaʿ)"), is_right_to_left("Marjaʿiyya, Qum (مق) 1402")
    (True, False)
    """
    rtl = ltr = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _STRONG_RTL:
            rtl += 1
        elif kind == "L":
            ltr += 1
    return rtl > 0.3 * (rtl + ltr) and rtl > 0


def logical(pieces: Sequence[str]) -> str:
    """The text of a right-to-left line whose glyphs stand, from left to right, as in `pieces`.

    >>> logical(["7", "-", "F", "C", "M", " ", "ی", "ل", "و", "ل", "س"][:5][::-1] + [" ", "ل", "و", "ل", "س"])
    'سلول MCF-7'

    A piece of several letters is one glyph (lam-alef) and keeps its inner order.
    """
    levels = _levels([_kind(piece) for piece in pieces])
    out: list[str] = []
    run: list[str] = []
    for piece, level in zip(reversed(pieces), reversed(levels), strict=True):
        if level == 2:
            run.append(piece)
            continue
        out.extend(reversed(run))
        run.clear()
        out.append(piece)
    out.extend(reversed(run))
    return _with_brackets(out)


def is_unjoined(*, right: str, left: str) -> bool:
    """Whether two neighbouring glyphs are Arabic letters that a cursive line would join.

    >>> is_unjoined(right="ه", left="ه"), is_unjoined(right="ا", left="ه")
    (True, False)
    """
    return _is_arabic(right) and _is_arabic(left) and right[-1] not in _NEVER_JOIN and left[0] != "ء"


def _is_arabic(text: str) -> bool:
    return bool(text) and 0x0620 <= ord(text[0]) <= 0x06D3 and unicodedata.category(text[0]) == "Lo"


def _kind(piece: str) -> str:
    """The bidi class of a glyph; Persian and Arabic digits count alike, as both run from the left."""
    kind = unicodedata.bidirectional(piece[0]) if piece else "ON"
    return "R" if kind in _STRONG_RTL else "EN" if kind in _DIGITS else kind


def _levels(kinds: list[str]) -> list[int]:
    """1 for what runs from the right, 2 for letters and numbers that run from the left, and what stands inside them."""
    kinds = _numbers_joined(kinds)
    levels = [2 if kind in ("L", "EN") else 1 for kind in kinds]
    start = 0
    while start < len(kinds):
        if levels[start] == 2:
            start += 1
            continue
        end = start
        while end < len(kinds) and levels[end] == 1 and kinds[end] not in ("R", "NSM"):
            end += 1
        # Neutrals between Latin letters belong to the Latin run; between numbers they belong to the line (N1)
        if (
            start > 0
            and start < end < len(kinds)
            and levels[end] == 2
            and "L" in _sides(kinds, start - 1, end)
        ):
            levels[start:end] = [2] * (end - start)
        start = max(end, start + 1)
    for at in range(
        1, len(kinds) - 1
    ):  # a comma that stands at a Latin word and before a blank is that word's
        if kinds[at] == "CS" and levels[at - 1] == 2 and kinds[at + 1] == "WS":
            levels[at] = 2
    return levels


def _sides(kinds: list[str], left: int, right: int) -> str:
    """ "L" where both neighbours are part of Latin runs: a number counts as Latin when its other neighbour is (W7)."""
    if kinds[left] == "L":  # what stands left of the neutrals is read first
        return "L"
    start = left
    while start >= 0 and kinds[start] == "EN":
        start -= 1
    return "L" if start >= 0 and kinds[start] == "L" else ""


def _numbers_joined(kinds: list[str]) -> list[str]:
    """Separators between two digits, and signs beside one, counted with the number (W4, W5)."""
    joined = list(kinds)
    last = len(kinds) - 1
    for at, kind in enumerate(kinds):
        left = joined[at - 1] if at else "R"
        right = kinds[at + 1] if at < last else "R"
        is_inside = kind in _BETWEEN_DIGITS and left == "EN" and right == "EN"
        is_beside = kind in _BESIDE_DIGITS and (left == "EN" or right == "EN")
        if is_inside or is_beside:
            joined[at] = "EN"
    return joined


def _with_brackets(pieces: list[str]) -> str:
    """The text with its round and square brackets and guillemets opening and closing in turn.

    Fonts and pdfium disagree whether a glyph on such a line names the letter or its mirrored shape, so the shape tells
    nothing: what stands after a blank and before a letter opens, what stands the other way round closes.
    """
    text = "".join(pieces)
    out = list(text)
    for opening, closing in ("()", "[]", "«»"):
        is_open = False
        for at, letter in enumerate(text):
            if letter not in (opening, closing):
                continue
            before, after = text[at - 1 : at].strip(), text[at + 1 : at + 2].strip()
            is_open = bool(after) if bool(before) != bool(after) else not is_open
            out[at] = opening if is_open else closing
    return "".join(out)


def plain_forms(text: str) -> str:
    """The text with Arabic presentation forms and Latin ligatures as plain letters.

    >>> plain_forms("ﻣﺮﺟﻌﯿﺖ"), plain_forms("ofﬁce"), plain_forms("x² ﷺ")
    ('مرجعیت', 'office', 'x² ﷺ')

    They are how a font stores its shapes, not what the page says. Other compatibility letters are left alone.
    """
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", letter) if _is_shape(ord(letter)) else letter for letter in text
    )


def _is_shape(code: int) -> bool:
    return (
        0xFB00 <= code <= 0xFB06
        or (0xFB50 <= code <= 0xFDFF and code not in _PHRASES)
        or 0xFE70 <= code <= 0xFEFE
    )
