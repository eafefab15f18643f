"""One pass over the tokens of a TeX source with a stack of groups: what each command does to what follows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from refplug.formats.bibtex.textable import (
    ACCENT_MARKS,
    DROPPED_WITH_ARGUMENT,
    LETTER_COMMANDS,
    MARKUP_COMMANDS,
    MATH_ACCENTS,
    SWITCHES,
    SYMBOLS,
    WRAPPERS,
)

__all__ = ["printed"]

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

_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "~": "\u00a0", "`": "‘"}

_MOST_WAITING = 8

_NUMBER = re.compile(r"^=?-?\d+(?:\.\d+)?(?:pt|em|ex|cm|mm|in)?")

_Op = Callable[[str], str]


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


def printed(source: str) -> tuple[str, tuple[str, ...]]:
    r"""What a TeX source prints, blank space as it stands, and the names of the commands that nobody knows.

    >>> printed(r"\emph{a} \& \foo{b}")
    ('<i>a</i> & b', ('foo',))
    """
    run = _Run(is_math_paired=source.replace("\\$", "").count("$") % 2 == 0)
    for token in _TOKEN.finditer(source):
        _TAKERS[token.lastgroup](run, token)
    return run.finish(), tuple(dict.fromkeys(run.unknown))
