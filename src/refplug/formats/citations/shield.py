"""What a CSL engine must not touch, behind characters that it passes on: markup, `<` and `&`, names it cannot abbreviate."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from html import escape

from refplug.formats.citations.seams import STOP
from refplug.text.initials import initial_of

__all__ = ["Shield"]

_PRIVATE = re.compile("[\ue000-\ue0ff]")
_MARKUP = re.compile(r"<(/?)(i|b|sup|sub)>")
_TAGS = ("i", "/i", "b", "/b", "sup", "/sup", "sub", "/sub")
_TAG_CODES = {tag: chr(0xE010 + place) for place, tag in enumerate(_TAGS)}
_SIGN_CODES = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}
_WHOLE = "\ue003"  # behind the code of a word that is printed whole
_BACK = {code: f"<{tag}>" for tag, code in _TAG_CODES.items()} | {
    code: escape(sign) for sign, code in _SIGN_CODES.items()
}
_SPANS = re.compile(r"</?span\b[^>]*>")
# words of a romanization: an article that stays small, letters that English does not have
_ROMANIZED = re.compile(
    r"(?<![\w-])(?:(?:al|el|an|ar|as|at|ad|az|ash)-\w[^\s,;:.]*|[^\s,;:.]*[ʿʾʻʼāīūḥṣḍṭẓḏṯġ][^\s,;:.]*)"
)
# letters that count as capitals and that no bibliography is written in: Cherokee, Deseret, mathematical letters, …
_CODES = "".join(
    char
    for char in map(chr, (*range(0x13A0, 0x13F6), *range(0x10400, 0x10428), *range(0x1D400, 0x1D7CB), *range(0x16E40, 0x16E60)))
    if char.isupper()
)  # fmt: skip


class Shield:
    """Keeps the words of one bibliography behind codes, and brings them back in what the engine printed."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def text(self, text: str, *, is_title: bool = False, is_english: bool = True) -> str:
        """A value with its signs and markup behind codes; markup that does not pair is text like any other.

        In a title, what must keep its small letters says so in CSL's own way (`nocase`): all of it where it is not
        English, else the words of a romanization.
        """
        text = _SPANS.sub("", _PRIVATE.sub("", text))
        if _is_paired(text):
            text = _MARKUP.sub(lambda found: _TAG_CODES[found[1] + found[2]], text)
        text = "".join(_SIGN_CODES.get(char, char) for char in text)
        if not is_title:
            return text
        if not is_english:
            return f'<span class="nocase">{text}</span>'
        return _ROMANIZED.sub(r'<span class="nocase">\g<0></span>', text)

    def given(self, name: str) -> str:
        """Given names, each word that an engine would abbreviate wrongly behind a capital of its own."""
        return " ".join(map(self._word, self.text(name).split()))

    def _word(self, word: str) -> str:
        is_plain = all(part[:1].isupper() for part in word.split("-") if part)
        if is_plain or not any(char.isalpha() for char in word):
            return word
        code = self.words.get(word)
        if code is None:
            if len(self.words) >= len(_CODES) or any(char in _CODES for char in word):
                return word
            code = self.words[word] = _CODES[len(self.words)]
        return code + _WHOLE

    def _short(self, word: str, found: re.Match[str]) -> str:
        """A word where the engine abbreviated it: its initial with the full stop of the style, or whole without one."""
        short = initial_of(word)
        if short.endswith("."):
            return short.replace(".", found[1])
        return short + (" " if found[2] not in (" ", "", ",", ".", ")", "<") else "")

    def restored(self, html: str) -> str:
        """What the engine printed, as safe HTML: our codes as what they stand for, words whole or abbreviated."""
        for word, code in self.words.items():
            if code in html:
                html = html.replace(code + _WHOLE, word)
                html = re.sub(rf"{code}({STOP}?)(?=(.?))", partial(self._short, word), html)
        html = re.sub(r" +(?=[,.;:)]|$)|(?<= ) +", "", html)
        return unicodedata.normalize("NFC", "".join(_BACK.get(char, char) for char in html))


def _is_paired(text: str) -> bool:
    opened: list[str] = []
    for found in _MARKUP.finditer(text):
        if not found[1]:
            opened.append(found[2])
        elif not opened or opened.pop() != found[2]:
            return False
    return not opened
