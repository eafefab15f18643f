"""The grammar of .bib files: where an entry, a field, a value begins and ends. Finds spans, understands nothing.

The grammar is that of BibTeX 0.99d (btxdoc; `bibtex.web` sections 212-278), read leniently: a fault that other
programs survive becomes a `Fault` and reading goes on; where nothing can be made of an entry, `Broken` says how
far it spoilt the file. All regular expressions are possessive or atomic, so time is linear in the text.
"""

from __future__ import annotations

import re

from refplug.formats.bibtex.spans import Body, Broken, Fault, FieldSpan, Piece

__all__ = [
    "MAX_NESTING",
    "Body",
    "Broken",
    "Fault",
    "FieldSpan",
    "Piece",
    "Scanner",
    "fields_of",
    "pieces_of",
    "spans_of",
    "values_of",
]

MAX_NESTING = 200  # braces within braces; TeX itself gives up at 255 groups

_NAME = r"[^\s=,{}\"#%()\\@]++"


def _nested(depth: int) -> str:
    inside = r"[^{}]*+"
    for _ in range(depth):
        inside = r"[^{}]*+(?:\{" + inside + r"\}[^{}]*+)*+"
    return r"\{" + inside + r"\}"


_BRACED = _nested(4)  # deeper values go the slow way
_QUOTED = r'"[^"{}]*+(?:' + _nested(3) + r'[^"{}]*+)*+"'
_PIECE = rf"(?:{_BRACED}|{_QUOTED}|{_NAME})"
_VALUE = rf"{_PIECE}(?:\s*+#\s*+{_PIECE})*+"
_FIELD = rf"\s*+{_NAME}\s*+=\s*+{_VALUE}\s*+"
_ENTRY = re.compile(rf"@\s*+({_NAME})\s*+\{{\s*+([^\s,{{}}=\"%]++)\s*+,(?:{_FIELD},)*+(?:{_FIELD})?+\s*+\}}")
_OPENING = re.compile(rf"@\s*+({_NAME})\s*+\{{\s*+([^\s,{{}}=\"%]++)\s*+,")
_FIELD_PARTS = re.compile(rf"\s*+({_NAME})\s*+=\s*+({_VALUE})\s*+,?")
_PIECES = re.compile(rf"\s*+#?\s*+({_PIECE})")
_HEAD = re.compile(rf"@\s*+({_NAME})\s*+([{{(])")
_KEY = re.compile(r"\s*+((?:(?:[^\s,{}\"=%@]|\{[^{}\s]*+\})(?:[^\s,{}\"=%]|\{[^{}\s]*+\})*+)?+)\s*+")
_WIDE_KEY = re.compile(r"\s*+([^,{}\n\r=\"@]*[^,{}\s=\"])\s*+(?=[,}])")
_GAP = re.compile(r"[\s,]*+")
_SPACE = re.compile(r"\s*+")
_COMMENT = re.compile(r"%[^\n\r]*+")
_NAME_RE = re.compile(_NAME)
_JUNK = re.compile(r"(?>[^@%]++|%[^\n\r]*+)*+")
_RESUME = re.compile(r"(?:^|(?<=\r))[ \t]*+@[ \t]*+[A-Za-z]++\s*+[{(]", re.MULTILINE)
_BRACE = re.compile(r"[{}]")
_CLOSERS = {"}": "brace", ")": "parenthesis"}
_QUOTE_OR_BRACE = re.compile(r'["{}]')


def fields_of(source: str, start: int, end: int) -> tuple[FieldSpan, ...]:
    """The fields of an entry that begins with its `@` at `start` and ends before `end`."""
    return tuple(FieldSpan(*span) for span in spans_of(source, start, end))


def spans_of(source: str, start: int, end: int) -> list[tuple[str, int, int, int]]:
    """The same as plain tuples, where thousands of entries are read: name, its offset, start and end of the value."""
    opening = _OPENING.match(source, start, end)
    found = []
    at = opening.end() if opening else end
    match = _FIELD_PARTS.match
    while parts := match(source, at, end):
        value_start, value_end = parts.span(2)
        found.append((parts[1], parts.start(1), value_start, value_end))
        at = parts.end()
    if opening and source[at:end].strip() == "}" and (not found or source[at - 1] == "," or at >= end - 1):
        return found
    return [
        (one.name, one.start, one.value_start, one.value_end) for one in Scanner(source).entry(start).fields
    ]


def values_of(source: str, start: int, end: int) -> list[tuple[str, str]]:
    """Name and value of each field of an entry that `Scanner.quick` found: no place where anything else could stand."""
    opening = _OPENING.match(source, start, end)
    return _FIELD_PARTS.findall(source, opening.end(), end) if opening else []


def pieces_of(value: str) -> tuple[Piece, ...]:
    """The operands of a value as it stands in the file.

    >>> pieces_of('mar # "~5"')
    (Piece(kind='a', text='mar'), Piece(kind='"', text='~5'))

    A value nested too deep for the quick way is cut by the scanner; an empty value has no pieces.
    """
    if value[:1] == "{" and _BRACE.search(value, 1, len(value) - 1) is None:  # by far the commonest
        return (Piece("{", value[1:-1]),)
    found, at = [], 0
    scanner = Scanner(value)
    while at < len(value):
        match = _PIECES.match(value, at)
        begin, end = match.span(1) if match else scanner.piece(_skip(value, at, "#"))
        text = value[begin:end]
        kind = text[0] if text[0] in '{"' else "a"
        found.append(Piece(kind, text if kind == "a" else text[1:-1]))
        at = _SPACE.match(value, end).end()  # type: ignore[union-attr]
    return tuple(found)


def _skip(text: str, at: int, extra: str) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in extra):
        at += 1
    return at


class Scanner:
    """Reads one text; remembers which braces never close, so that a file full of them costs one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._unclosed: frozenset[int] | None = None

    def next_at(self, at: int) -> int:
        """The next `@` that no `%` comments out, or the length of the text."""
        return _JUNK.match(self.text, at).end()  # type: ignore[union-attr]

    def quick(self, at: int) -> tuple[str, str, int] | None:
        """Type, key and end of a faultless entry at `at`; None where the slow way must look."""
        match = _ENTRY.match(self.text, at)
        return (match[1], match[2], match.end()) if match else None

    def known(self, at: int, length: int) -> tuple[str, str, int] | None:
        """The same for an entry whose length an earlier pass over this text found."""
        match = _OPENING.match(self.text, at) if self.text[at + length - 1 : at + length] == "}" else None
        return (match[1], match[2], at + length) if match else self.quick(at)

    def head(self, at: int) -> tuple[str, str, int] | None:
        """The type, the delimiter that would close it, and the offset behind the opening one; None for a mere `@`."""
        match = _HEAD.match(self.text, at)
        return (match[1], "}" if match[2] == "{" else ")", match.end()) if match else None

    def resume(self, at: int) -> int:
        """Where reading goes on after a broken entry: the next line that begins one."""
        match = _RESUME.search(self.text, at)
        return match.start() if match else len(self.text)

    def entry(self, start: int) -> Body:
        """The body of the entry whose `@` is at `start`; raises `Broken`."""
        head = self.head(start)
        if head is None:
            raise Broken("no entry begins here", start + 1)
        _, closer, at = head
        faults: list[Fault] = []
        key, at = self._key(at, closer, faults)
        return self._fields(key, at, closer, faults)

    def string(self, at: int, closer: str) -> Body:
        """The definitions of an `@string`, the offset being behind its opening delimiter; raises `Broken`."""
        return self._fields("", at, closer, [])

    def preamble(self, at: int, closer: str) -> tuple[int, int, int]:
        """Start and end of a preamble's value, and the offset behind its closing delimiter; raises `Broken`."""
        start, end = self._value(at)
        at = _skip(self.text, end, "")
        if self.text[at : at + 1] != closer:
            raise Broken("the preamble is not one value", at)
        return start, end, at + 1

    def block_end(self, at: int, closer: str) -> int:
        """The offset behind the delimiter that closes a block opened before `at`; raises `Broken`."""
        if closer == "}":
            return self._braces(at - 1)
        end = self.text.find(")", at)
        if end < 0:
            raise Broken("has no closing parenthesis", at, is_open=True)
        return end + 1

    def _key(self, at: int, closer: str, faults: list[Fault]) -> tuple[str, int]:
        match = _KEY.match(self.text, at)
        end, key = match.end(), match[1]  # type: ignore[union-attr,index]
        following = self.text[end : end + 1]
        if following == "=" and key:
            faults.append(Fault("no-citekey", "has no citekey", at))
            return "", at
        if following in (",", closer):
            if not key:
                faults.append(Fault("no-citekey", "has no citekey", at))
            return key, end
        wide = _WIDE_KEY.match(self.text, at)
        if wide:
            faults.append(Fault("odd-citekey", f"has a citekey that BibTeX refuses: {wide[1]!r}", at))
            return wide[1], wide.end()
        if not following:
            raise Broken("has no end", at, is_open=True)
        name = _NAME_RE.match(self.text, end)
        if name and self._is_field(end):  # @book{key title = …: the comma is missing
            faults.append(Fault("no-comma", "has no comma behind its citekey", end))
            return key, end
        raise Broken("has no citekey", end)

    def _is_field(self, at: int) -> bool:
        name = _NAME_RE.match(self.text, at)
        return bool(name) and self.text[_skip(self.text, name.end(), "") :][:1] == "=" if name else False

    def _fields(self, key: str, at: int, closer: str, faults: list[Fault]) -> Body:
        found: list[FieldSpan] = []
        text = self.text
        while True:
            at = self._gap(at, faults)
            if at >= len(text):
                raise Broken(
                    f"has no closing {'brace' if closer == '}' else 'parenthesis'}", at, is_open=True
                )
            if text[at] == closer:
                return Body(key, found, at + 1, faults)
            name = _NAME_RE.match(text, at)
            if name is None:
                raise self._unexpected(at, closer, "where a field should begin")
            behind = _skip(text, name.end(), "")
            if text[behind : behind + 1] != "=":
                at = self._bare_name(name[0], at, behind, closer, faults)
                continue
            at = self._field(name[0], at, behind + 1, closer, found, faults)

    def _unexpected(self, at: int, closer: str, where: str) -> Broken:
        if self.text[at] == "@":
            return Broken(f"has no closing {_CLOSERS[closer]} before the next entry", at)
        return Broken(f"has {self.text[at]!r} {where}", at)

    def _gap(self, at: int, faults: list[Fault]) -> int:
        while True:
            at = _GAP.match(self.text, at).end()  # type: ignore[union-attr]
            comment = _COMMENT.match(self.text, at)
            if comment is None:
                return at
            faults.append(Fault("inner-comment", "has a % comment inside, at which BibTeX stops", at))
            at = comment.end()

    def _bare_name(self, name: str, at: int, behind: int, closer: str, faults: list[Fault]) -> int:
        if self.text[behind : behind + 1] in (",", closer) and self.text[behind : behind + 1]:
            faults.append(Fault("no-value", f"has {name!r} without a value", at))
            return behind
        if not any(char.isalnum() for char in name):
            faults.append(Fault("stray", f"has a stray {name!r} between its fields", at))
            return behind
        raise Broken(f"has {name!r} where a field should begin", at + 1)

    def _field(
        self, name: str, start: int, at: int, closer: str, found: list[FieldSpan], faults: list[Fault]
    ) -> int:
        at = _skip(self.text, at, "")
        if self.text[at : at + 1] in (",", closer) and self.text[at : at + 1]:
            faults.append(Fault("no-value", f"has {name!r} without a value", start))
            found.append(FieldSpan(name, start, at, at))
            return at
        value_start, value_end = self._value(at)
        found.append(FieldSpan(name, start, value_start, value_end))
        at = _skip(self.text, value_end, "")
        if self.text[at : at + 1] not in (",", closer, "%", ""):
            if not self._is_field(at):
                raise self._unexpected(at, closer, f"behind the value of {name!r}")
            faults.append(Fault("no-comma", f"has no comma behind {name!r}", value_end))
        return at

    def _value(self, at: int) -> tuple[int, int]:
        start, end = self.piece(_skip(self.text, at, ""))
        while True:
            behind = _skip(self.text, end, "")
            if self.text[behind : behind + 1] != "#":
                return start, end
            _, end = self.piece(_skip(self.text, behind + 1, ""))

    def piece(self, at: int) -> tuple[int, int]:
        """Start and end of the operand at `at`, delimiters included; raises `Broken`."""
        char = self.text[at : at + 1]
        if char == "{":
            return at, self._braces(at)
        if char == '"':
            return at, self._quotes(at)
        name = _NAME_RE.match(self.text, at)
        if name is None:
            raise Broken("has an empty value" if char else "has no end", at, is_open=not char)
        return at, name.end()

    def _braces(self, start: int) -> int:
        if self._unclosed is not None and start in self._unclosed:
            raise Broken("has a brace that is never closed", start + 1, is_open=True)
        depth = deepest = 0
        for brace in _BRACE.finditer(self.text, start):
            if brace[0] == "{":
                depth += 1
                deepest = max(deepest, depth)
            else:
                depth -= 1
                if depth == 0:
                    if deepest > MAX_NESTING:
                        raise Broken(f"nests braces deeper than {MAX_NESTING}", brace.end())
                    return brace.end()
        self._unclosed = self._find_unclosed()
        raise Broken("has a brace that is never closed", start + 1, is_open=True)

    def _quotes(self, start: int) -> int:
        at = start + 1
        while True:
            match = _QUOTE_OR_BRACE.search(self.text, at)
            if match is None:
                raise Broken("has a quotation mark that is never closed", start + 1, is_open=True)
            if match[0] == '"':
                return match.end()
            if match[0] == "}":
                raise Broken("has a closing brace inside quotation marks", match.start())
            at = self._braces(match.start())

    def _find_unclosed(self) -> frozenset[int]:
        stack: list[int] = []
        for brace in _BRACE.finditer(self.text):
            if brace[0] == "{":
                stack.append(brace.start())
            elif stack:
                stack.pop()
        return frozenset(stack)
