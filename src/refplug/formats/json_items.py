"""A JSON list read item by item, and strings that JSON can spell and Unicode has no place for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring
from typing import Any

from refplug.system.intake import DEFAULT_MAX_BYTES

__all__ = ["has_lone_surrogate", "items_of", "laid_out", "without_surrogates"]

_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def items_of(pieces: Iterable[str], decoder: json.JSONDecoder) -> Iterator[Any]:
    """The items of a JSON list that comes in pieces of text, each as soon as it is complete.

    >>> list(items_of(['[{"a": 1', '}, 2', '3]'], json.JSONDecoder()))
    [{'a': 1}, 23]

    Raises ValueError (or RecursionError) where the text is not one list, or where one item is beyond the limit for files
    that are read whole.
    """
    window = _Window(pieces)
    if window.next_char() != "[":
        raise ValueError("not a list")
    window.at += 1
    if window.next_char() != "]":
        yield window.value(decoder)
        while window.next_char() == ",":
            window.at += 1
            yield window.value(decoder)
    if window.next_char() != "]":
        raise ValueError("the list does not go on as it should")
    window.at += 1
    if window.next_char():
        raise ValueError("more stands behind the list")


class _Window:
    """The part of the text that is being read."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.pieces = iter(pieces)
        self.text = ""
        self.at = 0
        self.is_all = False

    def next_char(self) -> str:
        """The next character that is no blank; empty at the end of the text."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # it always matches
            if self.at < len(self.text) or self.is_all:
                return self.text[self.at : self.at + 1]
            self._grow(1)

    def value(self, decoder: json.JSONDecoder) -> Any:
        """The next value, read again with twice as much text where it does not end yet."""
        self.next_char()
        while True:
            try:
                value, end = decoder.raw_decode(self.text, self.at)
            except ValueError:
                if self.is_all:
                    raise
            else:
                if end < len(self.text) or self.is_all:  # else a number may be going on
                    self.at = end
                    return value
            self._grow(len(self.text) - self.at)

    def _grow(self, size: int) -> None:
        grown = [self.text[self.at :]]
        self.at = 0
        while size > 0 and not self.is_all:
            piece = next(self.pieces, None)
            self.is_all = piece is None
            grown.append(piece or "")
            size -= len(piece or "")
        self.text = "".join(grown)
        if len(self.text) > DEFAULT_MAX_BYTES:
            raise ValueError("an item is too large")


def laid_out(value: Any, gap: str = "\n") -> str:
    """A JSON value as `json.dumps(value, ensure_ascii=False, indent=2)` lays it out, in a third of the time.

    >>> laid_out({"a": ["é", 1, {}], "b": None}) == json.dumps({"a": ["é", 1, {}], "b": None}, ensure_ascii=False, indent=2)
    True
    """
    if isinstance(value, str):
        return encode_basestring(value)
    inner = gap + "  "
    if isinstance(value, dict) and value:
        members = [
            f"{encode_basestring(name)}: {encode_basestring(held) if type(held) is str else laid_out(held, inner)}"
            for name, held in value.items()
        ]
        return f"{{{inner}{(',' + inner).join(members)}{gap}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{(',' + inner).join([laid_out(held, inner) for held in value])}{gap}]"
    return json.dumps(value)


def has_lone_surrogate(value: Any) -> bool:
    """Whether a string in a JSON value holds half a pair, which no encoding can write.

    >>> has_lone_surrogate({"a": ["\\ud800"]}), has_lone_surrogate({"a": "x"})
    (True, False)
    """
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def without_surrogates(value: Any) -> Any:
    """The JSON value with U+FFFD for each half of a pair that stands alone."""
    return json.loads(_SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False)))
