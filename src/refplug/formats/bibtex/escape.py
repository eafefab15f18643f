r"""Plain text into BibTeX source, so that no text from outside can become a TeX command.

Every TeX special is escaped, those of the `^^5c` kind and ligatures too, so that reading gives back the very text.
Letters are never turned into TeX accents: no spelling of ʿ in TeX comes back as itself (docs/bibtex.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

__all__ = [
    "VERBATIM",
    "field_source",
    "is_verbatim",
    "printable",
    "protected",
    "text_source",
    "typeset",
    "verbatim_source",
]

# Fields that BibLaTeX and url.sty read with all specials taken literally: a written `\&` would be printed.
VERBATIM = frozenset(
    {"doi", "url", "file", "eprint", "pdf", "verba", "verbb", "verbc", "crossref", "xdata", "ids"}
)

_SPECIALS = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",  # `\{` would count as an opening brace for BibTeX
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",  # a bare one is an opening quotation mark
    "\u00a0": "~",
    "‘": "{‘}",  # pandoc reads a bare one as an opening quotation mark and prints “
}
_SPECIAL = re.compile(r"[&%$#_{}\\~^`\u00a0‘]")
# two characters that TeX fonts draw as one, kept apart by an empty group
_LIGATURE = re.compile(r"-(?=-)|'(?=')|,(?=,)|<(?=<)|>(?=>)")
# controls, direction marks, byte order mark, replacement and tag characters, lone surrogates
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[ \t\r\n\u2028\u2029\x85]+")
_URL_UNSAFE = {"\\": "%5C", "{": "%7B", "}": "%7D", "^": "%5E", '"': "%22", "`": "%60"}
# one word with what is written inside words: apostrophes, dots of U.S., modifier letters, combining marks
_WORD = re.compile(r"[\w\u02b0-\u02ff\u0300-\u036f]+(?:['’.][\w\u02b0-\u02ff\u0300-\u036f]+)*")
_PLAIN_FIRST = re.compile(r"[A-Z][a-z]*")
# the same in ASCII, where a letter's case can be told by pattern: what holds a capital, and a small word behind a stop
_ASCII_SHIELDED = re.compile(
    r"(?<![A-Za-z0-9_])(?<![A-Za-z0-9_]['.])"
    r"(?:(?:[a-z0-9_]++|(?<=[a-z0-9_])['.](?=[A-Za-z0-9_]))*+[A-Z]|(?<=[:.?!] )[a-z])"
    r"[A-Za-z0-9_]*+(?:['.][A-Za-z0-9_]++)*+"
)
_MARKUP = re.compile(
    r"<(?P<tag>i|b|sup|sub)>(?P<inner>(?:(?!</?(?:i|b|sup|sub|span)\b).)*)</(?P=tag)>"
    r"|<span class=\"nocase\">(?P<nocase>(?:(?!</?(?:i|b|sup|sub|span)\b).)*)</span>"
    r"|<span style=\"font-variant: ?small-caps;\">(?P<caps>(?:(?!</?(?:i|b|sup|sub|span)\b).)*)</span>"
)
_COMMANDS = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}


def printable(text: str) -> str:
    """`text` in NFC with blank space joined, and without what no bibliography can print.

    >>> printable("a\\u202eb\\n c\\x1b")
    'ab c'
    >>> printable("a \\x1f b")
    'a b'

    Zero-width joiner and non-joiner stay: Persian is spelled with them.
    """
    if text.isascii() and text.isprintable():
        return (_SPACE.sub(" ", text) if "  " in text else text).strip()
    shown = _UNPRINTABLE.sub("", _SPACE.sub(" ", text))
    return unicodedata.normalize("NFC", (_SPACE.sub(" ", shown) if "  " in shown else shown).strip())


def text_source(text: str) -> str:
    r"""Plain text as BibTeX source; the CSL markup `<i> <b> <sup> <sub>` and small capitals become commands.

    >>> text_source(r"50% of {A} & <i>B</i>: \write18")
    '50\\% of \\textbraceleft{}A\\textbraceright{} \\& \\emph{B}: \\textbackslash{}write18'
    """
    text = printable(text)
    return _marked_up(text, _escaped) if "<" in text else _escaped(text)


def _escaped(text: str) -> str:
    if not _must_escape(text):
        return text
    return _LIGATURE.sub(r"\g<0>{}", _SPECIAL.sub(lambda found: _SPECIALS[found[0]], text))


def _must_escape(text: str) -> bool:
    """One search for a set and plain comparisons: a pattern of alternatives takes four times as long."""
    return (
        _SPECIAL.search(text) is not None
        or "--" in text
        or "''" in text
        or ",," in text
        or "<<" in text
        or ">>" in text
    )


def protected(title: str) -> str:
    """A title as source with each word that holds a capital in braces, so that no style changes its case.

    >>> protected("Politics in Iraq: al-Ḥashd al-Shaʿbī and the U.S.")
    'Politics in {Iraq}: {al}-{Ḥashd} al-{Shaʿbī} and the {U.S}.'

    A plain first word needs none: styles keep its capital. One in square brackets does (a devised title), and so
    does a small letter that begins a sentence.
    """
    text = printable(title)
    first = _PLAIN_FIRST.match(text)
    skip = first.end() if first and not _is_word_char(text[first.end() : first.end() + 1]) else 0
    rest = text[skip:]
    if "<" not in rest:
        return text[:skip] + _shielded(rest, is_first=not skip)
    return text[:skip] + _marked_up(rest, _shielded if skip else _Opening().shielded)


class _Opening:
    """Shields the first stretch of a title as its beginning, the others as what they are."""

    def __init__(self) -> None:
        self.is_first = True

    def shielded(self, text: str) -> str:
        is_first, self.is_first = self.is_first, self.is_first and not text.strip()
        return _shielded(text, is_first=is_first)


def _is_word_char(char: str) -> bool:
    return bool(char) and (char.isalnum() or char in "'’-" or "\u02b0" <= char <= "\u036f")


def _shielded(text: str, *, is_first: bool = False) -> str:
    if (
        text.isascii() and not is_first and not _must_escape(text)
    ):  # most titles by far, at a quarter of the time
        return _ASCII_SHIELDED.sub(lambda found: f"{{{found[0]}}}", text)
    parts, done = [], 0
    for found in _WORD.finditer(text):
        word, at = found[0], found.start()
        if word.islower() or not any(map(str.isupper, word)):
            if at > 8 and text[at - 1] == " " and text[at - 2].isalpha():
                continue  # by far the commonest: a small word behind another
            is_kept = word[0].islower() and _begins(text, at, is_first)
        else:
            is_kept = True
        if is_kept:
            parts += [_escaped(text[done:at]), "{", _escaped(word), "}"]
            done = found.end()
    return "".join(parts) + _escaped(text[done:])


def _begins(text: str, at: int, is_first: bool) -> bool:
    """Whether a word begins a sentence, where pandoc writes a capital of its own accord."""
    before = text[max(0, at - 8) : at]
    stop = before.rstrip()
    return is_first and at <= 8 if not stop else stop[-1] in ":.?!" and stop != before


def _marked_up(text: str, plain: Callable[[str], str]) -> str:
    parts, at = [], 0
    for found in _MARKUP.finditer(text):
        parts.append(plain(text[at : found.start()]))
        if found["tag"]:
            parts.append(f"\\{_COMMANDS[found['tag']]}{{{plain(found['inner'])}}}")
        elif found["nocase"] is not None:
            parts.append(f"{{{_escaped(found['nocase'])}}}")
        else:
            parts.append(f"\\textsc{{{plain(found['caps'])}}}")
        at = found.end()
    return "".join(parts) + plain(text[at:])


def typeset(text: str) -> str:
    """Straight apostrophes as ’, which is what TeX prints for them; half of the programs read `'` so, half do not.

    >>> typeset("Iran's"), typeset("`a'")
    ('Iran’s', '‘a’')
    """
    return text.replace("'", "’").replace("`", "‘")


def is_verbatim(field: str) -> bool:
    """Whether a field of this name is taken literally."""
    return field.lower() in VERBATIM


def verbatim_source(field: str, text: str) -> str:
    r"""A DOI, URL or path as it stands, with the few characters that would begin a command or break the file encoded.

    >>> verbatim_source("url", r"https://a.org/x_1?b=50%&c=\input{x}")
    'https://a.org/x_1?b=50%&c=%5Cinput%7Bx%7D'
    """
    text = printable(text)
    if field.lower() in ("file", "pdf"):
        return text.replace("\\", "/").replace("^", "_").translate({ord("{"): "(", ord("}"): ")"})
    return "".join(_URL_UNSAFE.get(char, char) for char in text)


def field_source(field: str, text: str) -> str:
    """The source of a field's value from plain text, by what the field holds: a title, a literal, other text.

    Names are not meant: `creators.names_source` makes them from creators.
    """
    if is_verbatim(field):
        return verbatim_source(field, text)
    return protected(typeset(text)) if field.lower() in _TITLES else text_source(typeset(text))


_TITLES = frozenset({"title", "booktitle", "subtitle", "maintitle", "shorttitle", "origtitle", "titleaddon"})
