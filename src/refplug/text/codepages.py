"""Which Windows code page a text is in that is no Unicode and says nothing of its encoding."""

from __future__ import annotations

import re

from refplug.text.languages import language_of, script_of

__all__ = ["code_page"]

_SCRIPTS = {"cp1256": "Arab", "cp1251": "Cyrl", "cp1253": "Grek", "cp1255": "Hebr"}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_FOREIGN = re.compile(rb"[\x80-\xff]{2,}")
_TURKISH = re.compile(rb"[A-Za-z][\xfd\xfe\xf0]|[\xfd\xfe\xf0\xdd\xde][a-z]")
_SAMPLE, _COMPARED = 200_000, 5_000  # bytes, characters


def code_page(data: bytes) -> str:
    """The Python name of the Windows code page under which the words of `data` are words.

    High bytes stand alone inside Western words and make up whole words in Arabic, Cyrillic, Greek and Hebrew, also
    where the names of fields around them are English.

    >>> code_page("title = {تاريخ الأدب العربي}".encode("cp1256")), code_page("title = {Théorie}".encode("cp1252"))
    ('cp1256', 'cp1252')
    """
    sample = data[:_SAMPLE]
    words = _WORD.findall(sample)
    foreign = [word for word in words if _FOREIGN.fullmatch(word)]
    of_foreign = sum(map(len, foreign))
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if of_foreign * 2 > high:
        text = b" ".join(foreign)
        return max(_SCRIPTS, key=lambda name: _likeness(text.decode(name, "replace"), _SCRIPTS[name]))
    return "cp1254" if len(_TURKISH.findall(sample)) * 4 > high else "cp1252"


def _likeness(text: str, script: str) -> float:
    in_script = sum(script_of(letter) == script for letter in text[:_COMPARED])
    return in_script + 400 * (language_of(text) is not None and script_of(text) == script)
