"""Plain text out of what Crossref stores: JATS, MathML and HTML markup, entities, runs of blanks."""

from __future__ import annotations

import html
import re
import unicodedata

__all__ = ["is_all_capitals", "paragraphs", "plain", "script_tag", "uncapitalized"]

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:_-]{0,40}(?:\s[^<>]{0,500})?/?>")
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_TEX = re.compile(
    r"<tex-math[^<>]{0,200}>.{0,4000}?</tex-math>|<annotation[^<>]{0,200}>.{0,4000}?</annotation>", re.DOTALL
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BREAK = re.compile(
    r"</?(?:jats:)?(?:p|sec|title|list-item|break|br|disp-formula)\b[^<>]{0,200}>", re.IGNORECASE
)
_HEAD = re.compile(
    r"<(?:jats:)?title[^<>]{0,200}>\s*(?:extended\s+)?(?:abstract|summary|zusammenfassung|r[ée]sum[ée]|resumen|resumo)\s*[.:]?\s*"
    r"</(?:jats:)?title>",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_MARKED = re.compile(r"[<&$\\{\x00-\x08\x0e-\x1f]")  # whatever the rules below could change, blanks apart


def plain(text: str) -> str:
    """One line of text without markup, entities or runs of blanks, in NFC.

    >>> plain("The <i>Taʿziya</i>\\n   &amp;amp; its H&lt;sub&gt;2&lt;/sub&gt;O")
    'The Taʿziya & its H2O'

    A `<` that begins no tag ("p < 0.05", "<693::AID") stays. Entities are undone up to three times, as publishers
    escape twice; letters are never guessed (mojibake is the business of repair, where it can be proved).
    """
    if text.isascii() and not _MARKED.search(text):
        return " ".join(text.split())
    for _ in range(3):
        text = _TAG.sub("", _COMMENT.sub("", _TEX.sub("", text)))
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
    text = "".join(" " if char in "\u00ad\ufeff\x00" or ord(char) < 32 else char for char in text)
    text = "".join(char for char in text if not 0xD800 <= ord(char) < 0xE000)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()


def paragraphs(text: str) -> str:
    """The text of an abstract: a heading "Abstract" dropped, paragraphs parted by an empty line.

    >>> paragraphs("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two &lt; three.</jats:p>")
    'One.\\n\\nTwo < three.'
    """
    parts = _BREAK.split(_HEAD.sub("", text))
    return "\n\n".join(filter(None, (plain(part) for part in parts)))


def is_all_capitals(text: str) -> bool:
    """Whether a text of at least two words or five letters is printed in capitals only.

    >>> is_all_capitals("WILAYAT AL-FAQIH"), is_all_capitals("WHO"), is_all_capitals("مرجعیت")
    (True, False, False)
    """
    letters = [char for char in text if char.upper() != char.lower()]
    return len(letters) >= 5 and all(char.isupper() for char in letters)


def uncapitalized(name: str) -> str:
    """A name part printed in capitals, in ordinary case.

    >>> uncapitalized("AL-SĪSTĀNĪ"), uncapitalized("MCDONALD"), uncapitalized("O'BRIEN")
    ('Al-Sīstānī', 'McDonald', "O'Brien")
    """
    words = re.split(r"([\s\-'’ʼ.]+)", name)
    lowered = "".join(word[:1] + word[1:].lower() if word.isupper() else word for word in words)
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found.group(1).upper(), lowered)


_SCRIPTS = {
    "ARABIC": "Arab",
    "CYRILLIC": "Cyrl",
    "HEBREW": "Hebr",
    "GREEK": "Grek",
    "HANGUL": "Hang",
    "CJK": "Hani",
}


def script_tag(text: str) -> str | None:
    """`und-Arab` and the like where most letters are of one script other than Latin, else None.

    >>> script_tag("مرجعیت"), script_tag("Marjaʿiyya")
    ('und-Arab', None)
    """
    if text.isascii():
        return None
    counts: dict[str, int] = {}
    for char in text[:2000]:
        if char.isalpha() and not char.isascii():
            first = unicodedata.name(char, "?").split()[0]
            counts[first] = counts.get(first, 0) + 1
    letters = sum(char.isalpha() for char in text[:2000])
    for name, count in counts.items():
        if name in _SCRIPTS and 2 * count > letters:
            return f"und-{_SCRIPTS[name]}"
    return None
