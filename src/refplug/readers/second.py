"""A second engine, pypdf, for PDFs whose text layer pdfium reads wrong: other parsers follow other maps of a font.

It tells no places, so it is asked only where the first engine's text is plainly broken, and believed only where its own
is sound. Broken are letters that are none (private use, no letter at all), and words whose letters come from scripts that
never mix, as "ϲΒϴΒ" inside an Arabic word does.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterable

from refplug.readers.bidi import plain_forms

__all__ = ["is_jumbled", "is_sound", "lines_by_pypdf"]

_WORD = re.compile(r"[^\W\d_]{2,}")
_SCRIPTS = (
    ("Arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Grek", re.compile(r"[\u0370-\u03ff]")),
    ("Latn", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)
_MOST_JUMBLED = 0.2  # share of the letters that may stand in words of mixed scripts
_MOST_UNKNOWN = 0.1


def is_jumbled(text: str) -> bool:
    """Whether many letters stand in words that mix Arabic, Greek and Latin letters.

    >>> is_jumbled("حبيhيبيبabibiϲΒϴΒ"), is_jumbled("the α-helix and the β-sheet of IL-2Rγ"), is_jumbled("حبيبي habibi")
    (True, False, False)
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text))
    mixed = [
        word for word in words if len(word) > 3 and sum(bool(sign.search(word)) for _, sign in _SCRIPTS) > 1
    ]
    has_arabic = [word for word in mixed if _SCRIPTS[0][1].search(word)]
    return sum(map(len, has_arabic)) > _MOST_JUMBLED * max(1, sum(map(len, words)))


def is_sound(text: str) -> bool:
    """Whether a text has letters, nearly all of them known ones.

    >>> is_sound("حبيبي habibi"), is_sound("\\uf8f2\\uf8f3"), is_sound("")
    (True, False, False)
    """
    signs = [sign for sign in text if not sign.isspace()]
    unknown = sum(
        unicodedata.category(sign) in ("Co", "Cn", "Cs", "Cc") or sign == "\ufffd" for sign in signs
    )
    has_letters = any(sign.isalpha() for sign in signs)
    return has_letters and unknown <= _MOST_UNKNOWN * len(signs) and not is_jumbled(text)


def lines_by_pypdf(data: bytes, sheets: Iterable[int]) -> list[tuple[int, str]]:
    """The lines of some sheets (counted from 0) with the number of each sheet from 1; none where pypdf cannot read them."""
    try:
        import pypdf
    except ImportError:  # a system package may leave it out; then recognition is what is left
        return []
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    lines: list[tuple[int, str]] = []
    # what pypdf raises on damaged files beside its own errors is whatever its parser stumbles over
    faults = (pypdf.errors.PyPdfError, ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError, TypeError, ValueError)  # fmt: skip
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        for sheet in sheets:
            text = plain_forms(reader.pages[sheet].extract_text())
            lines += [
                (sheet + 1, squeezed) for line in text.split("\n") if (squeezed := " ".join(line.split()))
            ]
    except faults:
        return []
    return lines
