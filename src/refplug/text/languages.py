"""In which script and language a line is printed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

__all__ = ["language_of", "script_of"]

_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0531, 0x058F, "Armn"),
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0750, 0x077F, "Arab"),
    (0x08A0, 0x08FF, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x3040, 0x30FF, "Jpan"),
    (0x3400, 0x9FFF, "Hani"),
    (0xAC00, 0xD7AF, "Kore"),
    (0xFB1D, 0xFB4F, "Hebr"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"),
)
_MOST_CHARACTERS = 4_000
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")

# The commonest little words of each language: those that two languages share are left to the more telling ones.
_LITTLE_WORDS: dict[str, str] = {
    "en": "the of and to in that is for with by as on are from this which was were be at it its an or not these has have",
    "fr": "le la les de des du et en un une que qui dans pour par sur est au aux ce cette ces avec sont plus ne pas d’une l’on",
    "de": "der die das und in den von zu mit des dem ein eine einer für auf ist im nicht sich auch als werden wird bei sind zur",
    "es": "el la los las de del y en un una que para por con se su es al como más sus este esta entre lo fue son",
    "pt": "o a os as de do da dos das e em um uma que para por com se na no nas nos é ao como mais foi são entre não",
    "it": "il lo la i gli le di del della dei e in un una che per con si è al alla nel nella sono come più da dal",
    "nl": "de het een van en in is dat op te voor met zijn aan niet door ook worden wordt bij als naar uit",
    "tr": "ve bir bu ile için olarak olan da de en çok daha gibi ise ya sonra kadar göre arasında üzerine olduğu",
    "sv": "och i att det som en på är av för med till den har de inte om ett från vid",
    "pl": "i w na z do się jest nie że to o jak przez od dla oraz są po za",
    "hr": "i u na je se za da su od s iz koji kao o te ili",
    "id": "dan yang di dari untuk dengan pada dalam ini adalah sebagai oleh tidak itu",
    "ru": "и в на с по что для не из как к от его при это",
    "fa": "و در به از که این را با است برای آن یک تا بر های می شده ها نیز بود است،",
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه ما لا كان كما بين أو ذلك حول",
}


_ASCII_LETTER = re.compile("[A-Za-z]")


@cache
def _script_of_letter(letter: str) -> str | None:
    if not letter.isalpha():
        return None
    point = ord(letter)
    if point < 0x0250:
        return "Latn"
    return next((script for low, high, script in _RANGES if low <= point <= high), None)


def script_of(text: str) -> str | None:
    """The script most letters of a text are in (ISO 15924), or None where it has no letters.

    >>> script_of("Marjaʿiyya"), script_of("مرجعیت"), script_of("1402")
    ('Latn', 'Arab', None)
    """
    if text.isascii():
        return "Latn" if _ASCII_LETTER.search(text, 0, _MOST_CHARACTERS) else None
    counts = Counter(map(_script_of_letter, text[:_MOST_CHARACTERS]))
    counts.pop(None, None)
    return counts.most_common(1)[0][0] if counts else None


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    by_word: dict[str, tuple[str, ...]] = {}
    for language, words in _LITTLE_WORDS.items():
        for word in words.split():
            by_word[word] = (*by_word.get(word, ()), language)
    return by_word


def language_of(text: str) -> str | None:
    """The language of a text (BCP 47) by its little words and, in Arabic script, its letters; None where unsure.

    >>> language_of("The role of the state in the region"), language_of("بررسی نقش مرجعیت در عراق")
    ('en', 'fa')

    Names and keyword lists have no little words: they give None in Latin script.
    """
    script = script_of(text)
    by_word = _languages_by_word()
    votes: Counter[str] = Counter()
    for found in _WORD.finditer(text[:_MOST_CHARACTERS].lower()):
        languages = by_word.get(found.group(), ())
        for language in languages:
            votes[language] += 6 // len(languages)
    if script == "Arab":
        return _of_arabic_script(text[:_MOST_CHARACTERS], votes)
    best = votes.most_common(2)
    if not best or best[0][1] < 12 or (len(best) > 1 and best[0][1] < 1.2 * best[1][1]):
        return None
    return best[0][0]


def _of_arabic_script(text: str, votes: Counter[str]) -> str | None:
    """Persian has پ چ ژ گ, its own ک and ی; Arabic has ة, ى, ي, ك and the article everywhere."""
    persian = 3 * sum(map(text.count, "پچژگ")) + sum(map(text.count, "کی\u200c")) + votes["fa"]
    article = len(re.findall(r"(?<!\w)(?:و|ب)?ال\w{2}", text))
    arabic = (
        3 * text.count("ة") + 2 * (text.count("ى") + article) + sum(map(text.count, "يكأإ")) + votes["ar"]
    )
    if any(sign in text for sign in "ٹڈڑے"):
        return "ur"
    if persian == arabic:
        return None
    return "fa" if persian > arabic else "ar"
