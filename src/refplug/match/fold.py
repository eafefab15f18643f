"""Text made comparable: entities and markup undone, marks and case dropped, letters of one sound made one."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from refplug.romanize.keys import bare

__all__ = ["Folded", "clean", "squash"]

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_ENTITY = re.compile(r"&#?\w{2,12};")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]+[ \t]*\r?\n\s*(?=[^\W\d_])")
# UTF-8 read as Latin-1 or Windows-1252: a lead byte followed by what a continuation byte turns into.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_NO_LETTER = re.compile(r"[\W_]+")
_ECHO = re.compile(r"([aou])(?:\1|e)+|([ei])\2+")


def clean(text: str) -> str:
    """The text a reader sees: entities and markup undone, words joined over line ends, mojibake read again.

    >>> clean("Dose &amp;lt;sup&amp;gt;13&amp;lt;/sup&amp;gt;C in re-\\nview")
    'Dose 13C in review'

    Letters are composed before anything is looked for: `<Ù>` is no tag, and must not look like `<U>` with a mark.
    """
    text = _composed(text)
    for _ in range(3):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = _composed(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    if not text.isascii() and _MOJIBAKE.search(text):
        from ftfy import fix_encoding

        text = fix_encoding(text)
    if "\n" in text:
        text = _LINE_END_HYPHEN.sub("", text)
    return " ".join(text.split())


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


_bare_char = lru_cache(maxsize=1 << 14)(bare)


@lru_cache(maxsize=1 << 16)
def squash(text: str) -> str:
    """`text` without case and marks, only its letters and digits left, long vowels and German digraphs as one letter.

    >>> squash("Müller, J.: Über  Dā’ūd") == squash("Mueller J ueber Daaud")
    True
    """
    return _ECHO.sub(r"\1\2", _NO_LETTER.sub("", bare(clean(text))))


def _is_echo(before: str, char: str) -> bool:
    """Whether `char` only lengthens the vowel before it (aa, ue)."""
    return char in "aeiou" and (before == char or (char == "e" and before in ("a", "o", "u")))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text beside its squashed form; `origin[i]` is the place in `shown` where letter i of `squashed` stands."""

    shown: str
    squashed: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        """The text cleaned, then squashed with the places kept."""
        shown = clean(text)
        kept: list[str] = []
        origin: list[int] = []
        for place, char in enumerate(shown):
            for letter in _bare_char(char):
                if letter.isalnum() and not (kept and _is_echo(kept[-1], letter)):
                    kept.append(letter)
                    origin.append(place)
        return cls(shown, "".join(kept), tuple(origin))
