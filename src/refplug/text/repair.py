"""Undo damage to a text: only where the page shows it, and every change on record."""

from __future__ import annotations

from collections.abc import Callable

from refplug.text.edits import Edits, Repaired
from refplug.text.hyphens import hyphen_edits
from refplug.text.words import zipf

__all__ = ["IsWord", "Repaired", "repair"]

IsWord = Callable[[str], bool]


def _is_english(word: str) -> bool:
    return zipf(word) >= 2.0


def _nothing(word: str) -> bool:
    return False


def repair(text: str, *, is_known: IsWord = _is_english, is_protected: IsWord = _nothing) -> Repaired:
    r"""The text without OCR damage, and the edits that lead there.

    >>> repair("one of the most important objec-\ntives of political science").text
    'one of the most important objectives of political science'

    `is_known` says whether a word is a good word; `is_protected` whether it must never be touched (the romanized
    lexicon). Both get the word as printed. A sound text comes back as it is, with no edits.
    """
    edits = Edits.of(hyphen_edits(text, is_known=is_known, is_protected=is_protected))
    return Repaired(edits.apply(text), edits)
