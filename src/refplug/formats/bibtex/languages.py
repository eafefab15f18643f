"""BibLaTeX's `langid` names and BCP 47 tags, both ways."""

from __future__ import annotations

import re

from refplug.formats.bibtex.tex import plain_text

__all__ = ["babel_name", "language_tag"]

# the first name of each tag is the one written; `persian` makes biblatex-csl-converter lower braced words, `farsi` does not
_NAMES: tuple[tuple[str, str], ...] = (
    ("ar", "arabic"), ("fa", "farsi"), ("fa", "persian"), ("en", "english"), ("en-US", "american"), ("en-GB", "british"),
    ("en-US", "USenglish"), ("en-GB", "UKenglish"), ("en-CA", "canadian"), ("en-AU", "australian"),
    ("de", "german"), ("de", "ngerman"), ("de-AT", "austrian"), ("de-AT", "naustrian"), ("de-CH", "nswissgerman"), ("fr", "french"), ("fr", "francais"), ("fr-CA", "canadien"),
    ("tr", "turkish"), ("es", "spanish"), ("it", "italian"), ("ru", "russian"), ("nl", "dutch"), ("he", "hebrew"), ("ur", "urdu"),
    ("pt", "portuguese"), ("pt-BR", "brazilian"), ("pt-BR", "brazil"), ("pl", "polish"), ("la", "latin"), ("el", "greek"), ("grc", "ancientgreek"), ("sv", "swedish"), ("da", "danish"),
    ("nb", "norwegian"), ("nb", "norsk"), ("nn", "nynorsk"), ("fi", "finnish"), ("hu", "hungarian"), ("cs", "czech"), ("sk", "slovak"), ("sl", "slovene"), ("hr", "croatian"), ("sr", "serbian"),
    ("bg", "bulgarian"), ("uk", "ukrainian"), ("ro", "romanian"), ("ca", "catalan"), ("eu", "basque"), ("gl", "galician"), ("is", "icelandic"), ("et", "estonian"), ("lv", "latvian"),
    ("lt", "lithuanian"), ("hi", "hindi"), ("sa", "sanskrit"), ("ku", "kurmanji"), ("ckb", "sorani"), ("az", "azerbaijani"), ("hy", "armenian"), ("ka", "georgian"), ("syr", "syriac"),
    ("ps", "pashto"), ("ja", "japanese"), ("zh", "chinese"), ("ko", "korean"), ("vi", "vietnamese"), ("id", "indonesian"), ("ms", "malay"), ("af", "afrikaans"), ("am", "amharic"), ("cop", "coptic"),
)  # fmt: skip
_TAGS = {name.lower(): tag for tag, name in reversed(_NAMES)}
_BABEL = {tag.lower(): name for tag, name in reversed(_NAMES)}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def language_tag(source: str) -> str | None:
    """The BCP 47 tag of a `langid` or `language` value, or None where it names none that we know.

    >>> language_tag("persian"), language_tag("langenglish"), language_tag("de_DE"), language_tag("Old Norse")
    ('fa', 'en', 'de-DE', None)
    """
    text = plain_text(source).strip()
    known = _TAGS.get(text.lower()) or _TAGS.get(text.lower().removeprefix("lang"))
    if known:
        return known
    return (
        text.replace("_", "-")
        if _TAG.fullmatch(text) and text[:3].lower().split("-")[0].split("_")[0] in _SHORT
        else None
    )


_SHORT = {tag.split("-")[0] for tag, _ in _NAMES}


def babel_name(tag: str) -> str:
    """The `langid` of a BCP 47 tag: of the whole tag where it has one, else of its language; empty for none.

    >>> babel_name("en-GB"), babel_name("fa-IR"), babel_name("ar-Latn"), babel_name("tlh")
    ('british', 'farsi', 'arabic', '')
    """
    tag = tag.replace("_", "-").lower()
    return _BABEL.get(tag) or _BABEL.get(tag.split("-")[0], "")
