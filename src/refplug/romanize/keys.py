"""Two keys for romanized and Arabic-script text: one to find by, one to sort by.

Both are stable: `KEYS_VERSION` grows when any key changes, so that an index can tell that it is out of date.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["KEYS_VERSION", "bare", "search_key", "sort_key"]

KEYS_VERSION: Final = 2

SIGNS: Final = "ʿʾʻʼʹʺʽˈˊ`´‘’‛'ʔʕ"
# Latin letters that NFKD leaves whole.
_WHOLE: Final = {
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ŧ": "t",
    "ħ": "h",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ð": "d",
    "þ": "th",
    "ə": "e",
    "ŋ": "n",
}
_FOLD: Final = str.maketrans(
    {
        **dict.fromkeys(SIGNS, ""),
        **_WHOLE,
        **dict.fromkeys("ـ\u200c\u200d", ""),
        **dict.fromkeys("ىیےۍېئ", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ةۃۀہۂەھ", "ه"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ؤ": "و",
        "ء": "",
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    }
)
_BLANK: Final = re.compile(r"[\W_]+")
_ARTICLE: Final = re.compile(
    r"\b(?:al|el|ul|ol)[-\u2010\u2011](?=[^\W\d_])|\b(?:a|e)(sh|th|dh|[tdrszln])[-\u2010\u2011](?=\1)"
)
_EZAFE: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?:y?[ei])(?=\s|$)")
_LONG: Final = (
    (re.compile("a{2,}"), "a"),
    (re.compile("e{2,}"), "i"),
    (re.compile("o[ou]+"), "u"),
    (re.compile("w"), "v"),
)
_SCRIPT_ARTICLE: Final = re.compile(r"\bال(?=\w{3})")
_SCRIPT_ENDING: Final = re.compile(r"(?<=\w\w)ت\b")
_SORT_ARTICLE: Final = re.compile(
    r"^(?:[Aa]l|[Ee]l)[-\u2010\u2011](?=[^\W\d_])|^[Aa](sh|th|dh|[tdrszln])[-\u2010\u2011](?=\1)",
    re.IGNORECASE,
)
_SORT_SCRIPT_ARTICLE: Final = re.compile(r"^ال(?=\w{3})")


def bare(text: str) -> str:
    """Case-folded text without marks and without signs for ʿayn and hamza; blanks and punctuation stay.

    >>> bare("Ḥashd al-Shaʿbī"), bare("Łódź"), bare("كۀ")
    ('hashd al-shabi', 'lodz', 'كه')
    >>> bare("ﰓ") == bare("ثى")
    True
    """
    if text.isascii():
        return text.casefold().replace("'", "").replace("`", "")
    # parted first: a presentation form or a seat of hamza is folded by the plain letters it stands for
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_FOLD)
    return "".join(c for c in folded if not unicodedata.combining(c))


def search_key(text: str) -> str:
    """What two spellings of one text have in common when somebody looks for it.

    >>> search_key("al-Ḥashd al-Shaʿbī") == search_key("Hashd Shaabi") == search_key("Al-Hashd al-Sha'bi")
    True
    >>> search_key("Dīwān-i Ḥāfiẓ") == search_key("divan-e Hafiz")
    True
    >>> search_key("مرجعية") == search_key("مَرجَعیَّت")
    True

    Case, diacritics, signs for ʿayn and hamza, the article, ezafe, aa/ā, ee/ī, oo/ou/ū, w/v, look-alike letters of the
    script, its vowels and ة ه ت at the end fall together. Different vowels and consonants do not: `skeleton` goes further.
    """
    key = bare(text)
    key = _EZAFE.sub("", _ARTICLE.sub("", key))
    for long, plain in _LONG:
        key = long.sub(plain, key)
    if not key.isascii():
        key = _SCRIPT_ENDING.sub("ه", _SCRIPT_ARTICLE.sub("", key))
    return _BLANK.sub(" ", key).strip()


def sort_key(text: str) -> str:
    """What a bibliography sorts by: no article at the beginning, no signs, no diacritics, no case.

    >>> sort_key("al-Ṣadr, Mūsā"), sort_key("ʿAllāwī"), sort_key("ash-Shaʿbī")
    ('sadr, musa', 'allawi', 'shabi')
    >>> sort_key("AV-TEST"), sort_key("Āl Saʿūd"), sort_key("Āl-i Aḥmad")
    ('av-test', 'al saud', 'al-i ahmad')

    Only a real article goes: al- or el- with its hyphen, or one made like the sun letter after it; Āl (family) stays.
    """
    text = text.lstrip(SIGNS + ' \t"“”«»([')
    composed = unicodedata.normalize("NFC", text)
    composed = (
        _SORT_SCRIPT_ARTICLE.sub("", _SORT_ARTICLE.sub("", composed))
        if not _is_acronym(composed)
        else composed
    )
    return " ".join(bare(composed).split())


def _is_acronym(text: str) -> bool:
    """Whether the first word is written in capitals on both sides of its hyphen, as AL-KO and AV-TEST are."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return "-" in first and first.isupper() and first.isascii()
