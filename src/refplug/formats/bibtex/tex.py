r"""TeX source into plain text: accents both ways round, symbols, simple markup; no command ever comes through.

One pass over the tokens (`tex_run`) with a stack of groups, so time is linear and nesting costs no recursion. What a
command means stands in `textable`; an unknown one is left out, its argument stays, and it is named in the answer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from refplug.formats.bibtex.tex_run import printed
from refplug.formats.bibtex.textable import HARMLESS

__all__ = ["commands_of", "plain_text", "plain_verbatim", "safe_source", "text_and_unknown", "whole"]

_ANY_TEX = re.compile(r"[\\$~^`\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\udc80-\udcff]")  # or -- or ''
_CODED = re.compile(r"\^\^([0-9a-f]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRAY = re.compile("[\udc80-\udcff]")
_SPACE = re.compile(r"[ \t\r\n\x85\u2028\u2029]+")
_REMEMBERED = 80  # characters
_REMEMBERED_SOURCE = 1000
_OTHER_SPACE = re.compile(r"[\t\r\x85\u2028\u2029]")
_URL_COMMAND = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\csname(?:(?!\\endcsname).)*+(?:\\endcsname)?+|\\[A-Za-z@]+\s*=?\d*", re.DOTALL)
_VERBATIM_TEX = re.compile(r"[\\{}$^\x00-\x1f\x7f-\x9f\udc80-\udcff]")
_ADDED = re.compile(r"\{?\\([_&%#$~{}])(?:\{\})?\}?")
_TILDE = re.compile(r"\\textasciitilde\s*(?:\{\})?")
_UNDERSCORE = re.compile(r"\\textunderscore\s*(?:\{\})?")
_WORDS = re.compile(r"\\([A-Za-z@]+)")


def plain_text(source: str) -> str:
    r"""The text that a TeX source prints, in NFC, blank space joined; italics and the like as CSL markup.

    >>> plain_text(r"{\d H}uk{\=u}mat-i \emph{Isl\={a}m\={\i}} 1--5 \& {\'E}t\'e")
    'Ḥukūmat-i <i>Islāmī</i> 1–5 & Été'
    """
    return text_and_unknown(source)[0]


def text_and_unknown(source: str) -> tuple[str, tuple[str, ...]]:
    r"""As `plain_text`, and the names of the commands that were left out because nobody knows what they print.

    >>> text_and_unknown(r"a \foo{b} \write18{touch x}")
    ('a b', ('foo',))
    """
    return _read(source) if len(source) > _REMEMBERED else _remembered(source)


@lru_cache(maxsize=4096)
def _remembered(source: str) -> tuple[str, tuple[str, ...]]:
    """Short values repeat: journals, publishers, places, years."""
    return _read(source)


def _read(source: str) -> tuple[str, tuple[str, ...]]:
    if _ANY_TEX.search(source) is None and "--" not in source and "''" not in source:
        if "{" in source or "}" in source:
            source = source.replace("{", "").replace("}", "")
        return _joined(source), ()
    if "^^" in source:
        source = _CODED.sub(lambda found: chr(int(found[1], 16)), source)
    source = _STRAY.sub(_from_stray, source)
    text, unknown = printed(source)
    return _joined(_CONTROL.sub("", text)), unknown


def _joined(text: str) -> str:
    """`text` in NFC with blank space joined; no control character but tabs and line ends is left in it."""
    if text.isascii():
        return " ".join(text.split())  # of what splits ASCII only blank space is left
    if "\n" in text or "  " in text or _OTHER_SPACE.search(text):
        text = _SPACE.sub(" ", text)
    return unicodedata.normalize("NFC", text.strip(" "))


def plain_verbatim(source: str) -> str:
    r"""A DOI, URL or path: taken literally, but for `\url{…}` around it and the escapes that people add.

    >>> plain_verbatim(r"\url{https://a.org/x\_1}"), plain_verbatim(r"10.1/a\%b{\_}c")
    ('https://a.org/x_1', '10.1/a%b_c')
    """
    text = source.strip()
    if _VERBATIM_TEX.search(text):
        text = _URL_COMMAND.sub(r"\1", _CODED.sub(lambda found: chr(int(found[1], 16)), text))
        text = _TILDE.sub("~", _ADDED.sub(r"\1", text)).replace("$\\sim$", "~")
        text = _COMMAND.sub("", _UNDERSCORE.sub("_", text).replace("\\-", ""))
        text = _CONTROL.sub("", _STRAY.sub(_from_stray, text.replace("{", "").replace("}", "")))
    return _joined(text)


def safe_source(source: str) -> str:
    r"""TeX source that may be carried on as it stands; where a command in it is not on the list of harmless ones, its text.

    >>> safe_source(r"\emph{a} {\'E}"), safe_source(r"\input{x} \emph{a}")
    ("\\emph{a} {\\'E}", '\\emph{a}')

    Harmless are accents, letters, symbols, and what wraps text; all else could run.
    """
    source = whole(source)
    if "\\" not in source and "^^" not in source:
        return source
    return _safe(source) if len(source) > _REMEMBERED_SOURCE else _remembered_safe(source)


@lru_cache(maxsize=512)
def _remembered_safe(source: str) -> str:
    """Strings repeat in thousands of entries: who keeps the file, where it comes from."""
    return _safe(source)


def _safe(source: str) -> str:
    if "^^" not in source and all(word in HARMLESS for word in _WORDS.findall(source)):
        return source
    from refplug.formats.bibtex.escape import text_source

    return text_source(plain_text(source))


def commands_of(source: str) -> tuple[str, ...]:
    r"""The names of the TeX commands in a source, in order; `^^5c`, which TeX reads as a backslash, counts as one.

    >>> commands_of(r"\'e \emph{x} ^^5cinput{y}")
    ('emph', 'input')
    """
    if "^^" in source:
        source = _CODED.sub(lambda found: chr(int(found[1], 16)), source)
    return tuple(_WORDS.findall(source)) if "\\" in source else ()


def whole(text: str) -> str:
    """`text` with the bytes that were no UTF-8 as letters: nothing that cannot be written goes on."""
    return text if text.isascii() else _STRAY.sub(_from_stray, text)


def _from_stray(found: re.Match[str]) -> str:
    """A byte that is not UTF-8, read as Windows-1252 reads it: told by the document, never U+FFFD."""
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "ignore")
