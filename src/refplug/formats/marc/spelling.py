"""How the values of a record are spelled in MARC: signs, normal form, articles that are not filed, ISBD's punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from refplug.model import Field, Name
from refplug.text.names import is_body as says_body

__all__ = [
    "heading",
    "is_body",
    "is_script",
    "isbd",
    "name_indicator",
    "nonfiling",
    "parted",
    "script_in",
    "spelled",
    "volumes",
]

_SIGNS = str.maketrans({"ʿ": "ʻ", "ʾ": "ʼ"})
_SIGNS_AS_QUOTES = str.maketrans({"‘": "ʻ", "’": "ʼ"})  # how print spells the two in romanized words
# LC-PCC PS for RDA 1.7.3: typographic quotation marks and dashes are transcribed as the keyboard has them
_PUNCTUATION = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "―": "--",
     "−": "-", "…": "...", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "•": "·", "′": "'", "″": '"', "\ufffd": None}
)  # fmt: skip
_ARTICLE = re.compile(r"(?:al|el|an|ar|as|at|ad|az|ash)[-‐]", re.IGNORECASE)
_HAS_ARTICLE = frozenset({"ar", "fa", "ota", "ur"})  # languages whose titles begin with an- and as- too
_FILING = {
    "en": ("the ", "a ", "an "),
    "fr": ("le ", "la ", "les ", "l'", "un ", "une "),
    "de": ("der ", "die ", "das ", "ein ", "eine "),
}

_QUOTED_SIGN = re.compile("(?<!\\w)‘\\w|\\w[‘’]\\w")
_ARABIC = re.compile(r"[\u0620-\u06d3\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc]")


def spelled(code: str, text: str, *, is_romanized: bool, is_composed: bool) -> str:
    """A value of subfield `code` with signs as MARC-8 has them; Arabic letters are composed in either normal form.

    `is_romanized`: quotation marks in words stand for ʿ and ʾ, as the work is in a language that is romanized.

    >>> spelled("a", "The state’s ʿulamāʾ", is_romanized=False, is_composed=True)
    "The state's ʻulamāʼ"
    """
    if code in "68u":
        return text
    if text.isascii() and text.isprintable():
        return text  # all signs that are spelled in another way lie beyond ASCII
    if not text.isprintable():
        text = "".join(
            char for char in text if unicodedata.category(char) not in ("Cc", "Cf") or char in "\u200c\u200d"
        )
    if is_script(text):
        return unicodedata.normalize("NFC", text)
    has_quoted_signs = is_romanized and _QUOTED_SIGN.search(text)
    signs = (text.translate(_SIGNS_AS_QUOTES) if has_quoted_signs else text).translate(_SIGNS)
    return unicodedata.normalize("NFC" if is_composed else "NFD", signs.translate(_PUNCTUATION))


def is_script(text: str) -> bool:
    """Whether there is Arabic script in it: such text has its place in 880 alone."""
    return _ARABIC.search(text) is not None


def script_in(field: Field[Any]) -> str | None:
    """What a field says in Arabic script, where its accepted value is in Latin letters or script alike."""
    return next(
        (claim.value for claim in field if isinstance(claim.value, str) and is_script(claim.value)), None
    )


def heading(name: Name) -> str:
    """The heading of a name: no initial article, family first; an article within it stays.

    >>> heading(Name(family="al-Ṣadr", given="Mūsā")), heading(Name(family="Ibn al-Jawzī"))
    ('Ṣadr, Mūsā', 'Ibn al-Jawzī')
    """
    if name.literal:
        return _without_article(name.literal)
    family = _without_article(name.full_family)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return f"{family}{'،' if is_script(family) else ','} {given}" if given else family


def _without_article(text: str) -> str:
    found = _ARTICLE.match(text)
    return text[found.end() :] if found else text


def is_body(name: Name) -> bool:
    """Whether a name that is not parted is that of a body: by its words, or by there being five of them."""
    return says_body(name.literal) or len(name.literal.split()) > 4


def name_indicator(name: Name, *, is_a_body: bool) -> str:
    """First indicator of 100, 110 and their like: family name first, a name in direct order, a body in direct order."""
    if name.literal:
        return "2" if is_a_body else "0"
    return "1"


def nonfiling(title: str, language: str) -> str:
    """How many characters at the start are not filed: the article. In catalogues of Arabic, `al-` counts three.

    >>> nonfiling("an-Najaf", "ar"), nonfiling("Ad-hoc committees", "en"), nonfiling("al-Ḥashd", "en")
    ('3', '0', '3')
    """
    is_romanized = language.split("-")[0] in _HAS_ARTICLE
    if (found := _ARTICLE.match(title)) and (is_romanized or found[0] in ("al-", "Al-")):
        return str(found.end())
    for article in _FILING.get((language or "en").split("-")[0], ()):
        if title.lower().startswith(article):
            return str(len(article))
    return "0"


def parted(title: str) -> tuple[tuple[str, str], ...]:
    """Title proper and other title information with ISBD's colon; a devised title stays whole."""
    main, colon, rest = title.partition(": ")
    if not colon or title.startswith("["):
        return (("a", title),)
    return (("a", main.rstrip() + " :"), ("b", rest.lstrip()))


def isbd(subfields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Place : publisher, date."""
    made = []
    for position, (code, text) in enumerate(subfields):
        is_last = position == len(subfields) - 1
        made.append((code, text if is_last else text + (" :" if subfields[position + 1][0] == "b" else ",")))
    return made


def volumes(count: str) -> str:
    """The extent of a set, as RDA 3.4.5 has it.

    >>> volumes("40"), volumes("1"), volumes("3 (in 4)")
    ('40 volumes', '1 volume', '3 (in 4)')
    """
    return f"{count} volume{'s' * (count != '1')}" if count.isdecimal() else count
