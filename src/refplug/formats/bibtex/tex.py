r"""TeX source into plain text: accents both ways round, symbols, simple markup; no command ever comes through.

One pass over the tokens with a stack of groups, so time is linear and nesting costs no recursion. What a command
means stands in `textable`; an unknown one is left out, its argument stays, and it is named in the answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from refplug.formats.bibtex.textable import (
    ACCENT_MARKS,
    DROPPED_WITH_ARGUMENT,
    HARMLESS,
    LETTER_COMMANDS,
    MARKUP_COMMANDS,
    MATH_ACCENTS,
    SWITCHES,
    SYMBOLS,
    WRAPPERS,
)

__all__ = ["commands_of", "plain_text", "plain_verbatim", "safe_source", "text_and_unknown", "whole"]

_ANY_TEX = re.compile(r"[\\$~^`\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\udc80-\udcff]")  # or -- or ''
_TOKEN = re.compile(
    r"\\csname(?:(?!\\endcsname).)*+(?:\\endcsname)?+"
    r"|\\char(?P<code>\"[0-9A-Fa-f]{1,5}|'[0-7]{1,6}|[0-9]{1,6})\s?"
    r"|\\(?P<word>[A-Za-z@]+)\*?[ \t\r\n]*"
    r"|\\(?P<sign>.)"
    r"|(?P<open>\{)|(?P<close>\})|(?P<math>\${1,2})|(?P<script>[\^_])"
    r"|(?P<ligature>---?|``|''|~|`)"
    r"|(?P<text>[^\\{}$^_~`'\-]+|['\-\\])",
    re.DOTALL,
)
_CODED = re.compile(r"\^\^([0-9a-f]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRAY = re.compile("[\udc80-\udcff]")
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "~": "\u00a0", "`": "‘"}
_SPACE = re.compile(r"[ \t\r\n\x85\u2028\u2029]+")
_MOST_WAITING = 8
_REMEMBERED = 80  # characters
_REMEMBERED_SOURCE = 1000
_OTHER_SPACE = re.compile(r"[\t\r\x85\u2028\u2029]")
_NUMBER = re.compile(r"^=?-?\d+(?:\.\d+)?(?:pt|em|ex|cm|mm|in)?")
_URL_COMMAND = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\csname(?:(?!\\endcsname).)*+(?:\\endcsname)?+|\\[A-Za-z@]+\s*=?\d*", re.DOTALL)
_VERBATIM_TEX = re.compile(r"[\\{}$^\x00-\x1f\x7f-\x9f\udc80-\udcff]")
_ADDED = re.compile(r"\{?\\([_&%#$~{}])(?:\{\})?\}?")
_TILDE = re.compile(r"\\textasciitilde\s*(?:\{\})?")
_UNDERSCORE = re.compile(r"\\textunderscore\s*(?:\{\})?")
_WORDS = re.compile(r"\\([A-Za-z@]+)")
_Op = Callable[[str], str]


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
    run = _Run(is_math_paired=source.replace("\\$", "").count("$") % 2 == 0)
    for token in _TOKEN.finditer(source):
        _TAKERS[token.lastgroup](run, token)
    return _joined(_CONTROL.sub("", run.finish())), tuple(dict.fromkeys(run.unknown))


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


@dataclass(slots=True)
class _Group:
    """An open group: its text so far, what is done with it at its end, what waits for the next thing in it."""

    parts: list[str] = field(default_factory=list)
    ops: list[_Op] = field(default_factory=list)
    waiting: list[_Op] = field(default_factory=list)
    is_math: bool = False


class _Run:
    """The state of one pass."""

    def __init__(self, *, is_math_paired: bool) -> None:
        self.stack = [_Group()]
        self.unknown: list[str] = []
        self.is_math_paired = is_math_paired

    def finish(self) -> str:
        while len(self.stack) > 1:
            self.close()
        return "".join(self.stack[0].parts)

    def text(self, text: str) -> None:
        group = self.stack[-1]
        if not group.waiting:
            group.parts.append(text)
            return
        rest = text.lstrip()
        if group.waiting[-1] is _nothing:
            rest = _NUMBER.sub("", rest)  # \write18{…}, \kern2pt: the number belongs to the command
            if rest != text.lstrip() and rest:
                group.waiting.pop()
                self.text(rest)
                return
        if rest:
            self.emit(rest[0])
            if rest[1:]:
                self.text(rest[1:])

    def emit(self, text: str) -> None:
        group = self.stack[-1]
        while group.waiting:
            text = group.waiting.pop()(text)
        group.parts.append(text)

    def open(self) -> None:
        group = self.stack[-1]
        self.stack.append(_Group(ops=group.waiting, is_math=group.is_math))
        group.waiting = []

    def close(self) -> None:
        if len(self.stack) == 1:
            return
        group = self.stack.pop()
        text = "".join(group.parts)
        for op in reversed(group.ops):
            text = op(text)
        self.stack[-1].parts.append(text)

    def word(self, word: str) -> None:
        if word in LETTER_COMMANDS:
            self.emit(LETTER_COMMANDS[word])
        elif word in ACCENT_MARKS:
            self.wait(_accent(ACCENT_MARKS[word]))
        elif word in MATH_ACCENTS:
            self.wait(_accent(MATH_ACCENTS[word]))
        elif word in SYMBOLS:
            self.emit(SYMBOLS[word])
        elif word in MARKUP_COMMANDS:
            self.wait(_wrap(*MARKUP_COMMANDS[word]))
        elif word in SWITCHES:
            if len(self.stack) > 1:
                self.stack[-1].ops.append(_wrap(*MARKUP_COMMANDS[SWITCHES[word]]))
        elif word in DROPPED_WITH_ARGUMENT:
            if word != "immediate":
                self.wait(_nothing)
        elif word == "href":
            self.wait(_nothing)
        elif word not in WRAPPERS:
            self.unknown.append(word)

    def wait(self, op: _Op) -> None:
        """Something that waits for what comes next; nobody means more than a few accents on one letter."""
        waiting = self.stack[-1].waiting
        if len(waiting) < _MOST_WAITING:
            waiting.append(op)

    def sign(self, sign: str) -> None:
        if sign in ACCENT_MARKS:
            self.wait(_accent(ACCENT_MARKS[sign], sign))
        elif sign in SYMBOLS:
            self.emit(SYMBOLS[sign])
        elif sign not in "()[]":
            self.emit(sign)

    def math(self, dollars: str) -> None:
        if not self.is_math_paired or len(dollars) > 1:  # no title sets a displayed formula
            self.emit(dollars)
            return
        group = self.stack[-1]
        group.is_math = not group.is_math

    def script(self, char: str) -> None:
        group = self.stack[-1]
        if not group.is_math:
            self.text(char)
        elif char == "^":
            self.wait(_wrap("<sup>", "</sup>"))
        else:
            self.wait(_wrap("<sub>", "</sub>"))


_TAKERS: dict[str | None, Callable[[_Run, re.Match[str]], None]] = {
    "text": lambda run, token: run.text(token[0]),
    "open": lambda run, token: run.open(),
    "close": lambda run, token: run.close(),
    "word": lambda run, token: run.word(token["word"]),
    "sign": lambda run, token: run.sign(token["sign"]),
    "ligature": lambda run, token: run.emit(_LIGATURES[token[0]]),
    "math": lambda run, token: run.math(token[0]),
    "script": lambda run, token: run.script(token[0]),
    "code": lambda run, token: run.emit(_char(token["code"])),
    None: lambda run, token: None,  # \csname…\endcsname, whatever it calls
}


def _accent(mark: str, sign: str = "") -> _Op:
    def accented(text: str) -> str:
        if not text:
            return sign if sign in ("~", "^") else ""  # \~{} is how people write a tilde
        base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
        return base + _marks_after(text) + mark + text[1 + len(_marks_after(text)) :]

    return accented


def _marks_after(text: str) -> str:
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[1:end]


def _wrap(before: str, after: str) -> _Op:
    return lambda text: f"{before}{text}{after}" if text else ""


def _nothing(text: str) -> str:
    return ""


def _char(code: str) -> str:
    number = int(code[1:], 16) if code[0] == '"' else int(code[1:], 8) if code[0] == "'" else int(code)
    return chr(number) if 32 <= number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
