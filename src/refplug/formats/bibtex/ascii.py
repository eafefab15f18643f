r"""BibTeX source in ASCII: the fallback for tools that stop at UTF-8, with a list of what is lost by it.

Accents that LaTeX knows become commands (`ḥ` is `{\d h}`); ʿ and ʾ, for which no TeX spelling comes back as itself,
become quotation marks; what TeX cannot name is written with plain letters. Prefer UTF-8: see docs/bibtex.md.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from refplug.formats.bibtex.citekeys import folded_word
from refplug.formats.bibtex.escape import is_verbatim
from refplug.formats.bibtex.textable import ACCENT_MARKS, LETTER_COMMANDS, SYMBOLS

__all__ = ["ascii_source"]

_COMMAND_OF = {mark: command for command, mark in ACCENT_MARKS.items()}
_LETTER_OF = {letter: command for command, letter in reversed(LETTER_COMMANDS.items()) if len(letter) == 1}
_GREEK = {
    sign: command
    for command, sign in SYMBOLS.items()
    if len(sign) == 1 and "GREEK" in unicodedata.name(sign, "")
}
_PUNCTUATION = {
    "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "…": r"{\ldots}", "«": r"{\guillemotleft}",
    "»": r"{\guillemotright}", "„": r"{\quotedblbase}", "‐": "-", "‑": "-", "−": "-", "\u00ad": r"\-", "\u2009": r"\,",
}  # fmt: skip
# these come back as something else: told
_LOSSY = {"ʿ": "`", "ʻ": "`", "ʾ": "'", "ʼ": "'", "ʹ": "'", "ʺ": "''", "ˈ": "'", "\u200c": "", "\u200d": ""}
_RUN = re.compile(r"[^\x00-\x7f]\S*|[^\x00-\x7f]")
_CLUSTER = re.compile(r"([^\x00-\x7f\u0300-\u036f]|[A-Za-z](?=[\u0300-\u036f]))([\u0300-\u036f]*)")


def ascii_source(field: str, source: str) -> tuple[str, frozenset[str]]:
    r"""The source of one field in ASCII, and the characters that do not come back from it as they were.

    >>> ascii_source("title", "Ḥukūmat-i Shaʿbī")
    ('{\\d H}uk{\\=u}mat-i Sha`b{\\=i}', frozenset({'ʿ'}))
    >>> ascii_source("title", "The α 😀 walk")
    ('The {$\\alpha$} walk', frozenset({'😀'}))
    """
    if source.isascii():
        return source, frozenset()
    if is_verbatim(field):
        return quote(source, safe="!#$%&'()*+,/:;=?@[]~_.-|<>"), frozenset()
    lost: set[str] = set()

    def spelled(found: re.Match[str]) -> str:
        return _spelled(found[1], found[2], lost)

    plain = _CLUSTER.sub(spelled, unicodedata.normalize("NFD", source))
    plain = re.sub(r"[\u0300-\u036f]", "", plain)
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", plain) if lost else plain, frozenset(lost)


def _spelled(base: str, marks: str, lost: set[str]) -> str:
    source = base if base.isascii() else _base(base, lost)
    for mark in marks:
        command = _COMMAND_OF.get(mark)
        if command is None:
            lost.add(base + mark)
        elif source[:1] == "{":
            source = f"{{\\{command}{source}}}"
        else:
            source = f"{{\\{command}{' ' if command.isalpha() else ''}{source}}}"
    return source


def _base(char: str, lost: set[str]) -> str:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char in _LETTER_OF:
        return f"{{\\{_LETTER_OF[char]}}}"
    if char in _GREEK:
        return rf"{{$\{_GREEK[char]}$}}"
    lost.add(char)
    return _LOSSY.get(char, folded_word(char))
