"""The two ends of an ad hoc spelling: the letters an author printed, and the sounds a scholarly form stands for.

Both are plain strings, so that they can be stored, indexed and compared. Sounds are scheme-free: `Jiddah`, `Ǧidda` and
`Jidda` are one. One sound is one character: the letters of DIN 31635 (`ṯ ǧ ḥ ḫ ḏ š ṣ ḍ ṭ ẓ ʿ ġ ʾ`, with `x` for ḫ and `j`
for ǧ), `T` for tāʾ marbūṭa and silent he, `@` for the article, `E` for ezafe, a blank between words.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["ARTICLE", "EZAFE", "printed_letters", "sounds", "without_article"]

ARTICLE, EZAFE, PAUSE = "@", "E", "T"

_AYN = dict.fromkeys("ʿʻ‘‛`ʕʽ", "ʿ")
_HAMZA = dict.fromkeys("ʾʼ’´'ʹ′ʔ", "ʾ")
_SIGNS = str.maketrans(_AYN | _HAMZA)
# Letters of the schemes, after NFD; the longer first. What one scheme writes with a digraph another writes with a mark.
_LETTERS = {
    "t̲h̲": "ṯ", "kh": "x", "ḵ": "x", "ḫ": "x", "ẖ": "x", "gh": "ġ", "ḡ": "ġ", "sh": "š", "th": "ṯ", "dh": "ḏ", "zh": "ž", "ch": "č",
    "ş": "ṣ", "ḩ": "ḥ", "ţ": "ṭ", "z̧": "ẓ", "ḑ": "ḍ", "ż": "ḍ", "z̤": "ḍ", "s̱": "ṯ", "s̄": "ṯ", "s̲": "ṯ", "ẕ": "ḏ", "z̄": "ḏ", "z̲": "ḏ",
    "ǧ": "j", "ç": "č", "á": "ā", "â": "ā", "î": "ī", "û": "ū", "ŧ": "T", "ē": "ī", "ō": "ū", "e": "i", "o": "u", "v": "w", "ǵ": "g",
}  # fmt: skip
_LETTERS = {unicodedata.normalize("NFD", k): unicodedata.normalize("NFC", v) for k, v in _LETTERS.items()}
_LETTER = re.compile(
    "(?:" + "|".join(sorted(map(re.escape, _LETTERS), key=len, reverse=True)) + ")(?![\u0300-\u036f])"
)
_SUN = {
    "t": "ṯt",
    "s": "sšṣ",
    "d": "dḏḍ",
    "z": "zẓ",
    "r": "r",
    "n": "n",
    "ṯ": "ṯ",
    "š": "š",
    "ṣ": "ṣ",
    "ḍ": "ḍ",
    "ḏ": "ḏ",
    "ṭ": "ṭ",
    "ẓ": "ẓ",
}
_ARTICLE_WORD = re.compile(r"\b(?:ʾ?al|wa-ʾ?al|il|ul)-(?=\w)|\b[ai]l (?=\w)")
_ASSIMILATED = re.compile(r"\b[aiu]([tsdzrnṯšṣḍḏṭẓl])[- ](?=([tsdzrnṯšṣḍḏṭẓl]))")
_PREFIXED = re.compile(r"\b(wa|bi|li|fa|ka)-(?:a?l-)?")
_FINAL_A = re.compile(r"(?<=\w)(?<!\bw)(?:[ai]h?|(?<=[^l]ā)h)\b")
_EZAFE_WORD = re.compile(r"(?<=\w)-y?i\b")
_BLANK = re.compile(r"[^\wʿʾ@\u0300-\u036f]+")


def sounds(latin: str) -> str:
    """The sounds of a scholarly form, whatever scheme of Arabic or Persian it is written in.

    >>> sounds("al-Ḥashd al-Shaʿbī")
    '@ḥašd @šaʿbī'
    >>> sounds("Jiddah") == sounds("Ǧidda") == sounds("Jidda"), sounds("Vilāyat-i Faqīh")
    (True, 'wilāyatE faqīh')
    >>> sounds("ʿAbd Allāh")
    'ʿabd @lāh'
    >>> sounds("aš-Šams") == sounds("Ash Shams") == sounds("al-Shams")
    True

    Vowel marks that only some schemes have (e, o) are folded; what two schemes write alike (ẕ) is read as in Persian.
    """
    text = unicodedata.normalize("NFD", latin.casefold()).translate(_SIGNS).replace("ı", "i")
    text = unicodedata.normalize("NFC", _LETTER.sub(lambda m: _LETTERS[m.group()], text))
    text = re.sub(r"[’']", "ʾ", text).strip(" .,;")
    text = _PREFIXED.sub(lambda m: m.group(1) + " @" if m.group().endswith("l-") else m.group(1) + " ", text)
    text = _EZAFE_WORD.sub(EZAFE, text)
    text = _ASSIMILATED.sub(lambda m: ARTICLE if m.group(2) in _SUN.get(m.group(1), "l") else m.group(), text)
    text = _ARTICLE_WORD.sub(ARTICLE, text)
    text = _BLANK.sub(" ", text).replace("_", " ").strip()
    text = (
        text.replace("īy", "iyy")
        .replace("ūw", "uww")
        .replace("ai", "ay")
        .replace("au", "aw")
        .replace("ou", "aw")
    )
    text = re.sub(r"(?<![^ @])ʾ?allāh\b", "@lāh", text)
    return _FINAL_A.sub(lambda m: m.group().rstrip("h").replace("i", "a") + PAUSE, text)


def without_article(text: str) -> str:
    """Sounds with the article and the ezafe taken out, for telling whether two forms are one word."""
    return text.replace(ARTICLE, "").replace(EZAFE, "")


_PRINTED = {
    "ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ğ": "gh", "ġ": "gh", "ḡ": "gh", "ž": "zh", "ǧ": "j", "ǰ": "j", "ḫ": "kh", "ḵ": "kh", "ẖ": "kh", "ı": "i", "ə": "a",
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ŧ": "t", "ʿ": "'", "ʾ": "'",
}  # fmt: skip
_PRINTED_SIGNS = str.maketrans(dict.fromkeys("ʿʻ‘‛`ʕʽʾʼ’´′ʹʔ·ˈ", "'"))
_NOT_LETTER = re.compile(r"[^a-z']+")


def printed_letters(printed: str) -> str:
    """The letters of a printed form as one row of a-z, `'` and blanks: small, unmarked, foreign letters spelled out.

    >>> printed_letters("Marja’iyyat"), printed_letters("Şeyh Bedreddîn"), printed_letters("Hashd al-Sha`bi")
    ("marja'iyyat", 'sheyh bedreddin', "hashd al sha'bi")
    """
    text = unicodedata.normalize("NFC", printed).casefold().translate(_PRINTED_SIGNS)
    text = "".join(_PRINTED.get(char, char) for char in text)
    text = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return _NOT_LETTER.sub(" ", text).strip()
