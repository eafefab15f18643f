"""Raised marks as Unicode writes them, so that "Martin12" on a page stays "Martin¹²" apart from the name."""

from __future__ import annotations

__all__ = ["raised"]

_FROM = "0123456789+-=()abcdefghijklmnoprstuvwxyz"
_TO = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_TABLE = str.maketrans(_FROM, _TO)


def raised(text: str) -> str:
    """The text in superscript letters where Unicode has them.

    >>> raised("1,2")
    '¹,²'

    What has no raised form (capitals, `*`, `†`, a comma) is left as it is. NFKC leads back to the plain form.
    """
    return text.translate(_TABLE)
