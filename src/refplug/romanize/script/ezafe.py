"""Ezafe: the -i that binds a Persian word to the next and is seldom written.

Titles are chains of nouns, so the rule is to bind, and the knowledge is in the exceptions: function words and
numerals, what has an Arabic article or ة, two names side by side, honorifics, punctuation. In the headings of
persons nothing is bound (ALA-LC, Persian: "in personal names only if written").
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["ARABIC_PREPOSITIONS", "Bound", "is_bound", "with_ezafe"]

KASRA, HAMZA_ABOVE, FATHA, SUKUN = "\u0650", "\u0654", "\u064e", "\u0652"

_SHORT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0652"
_WRITTEN = re.compile("(?:[ۀۂ]|[هہة][\u200c\u064b-\u0652]*[\u0654\u0674\u0621\u064c])[\u200c\u064b-\u0652]*$")

FUNCTION_WORDS = frozenset(
    "و در از به با بر تا براي كه چه را بي اي يا هم نه نيز پس چون اگر مگر جز هر هيچ همه اين آن همين همان چنين چنان چند بدون "
    "است بود باشد شد شود كرد كند گفت گويد آمد رفت دارد خواهد هست نيست مي نمي خود يعني "
    "بعد قبل في من على الى إلى عن مع بن ابن بنت لا ما عليه عليها عليهم عنه رضي صلى صلي قدس دام السلام تعالي لي الي بعضي غيره همچنين ونيز".split()
)
ARABIC_PREPOSITIONS = frozenset("في عن من الى على إلى".split())
"""After one of these a title has gone over into Arabic, and the next word is bound by Arabic grammar or not at all."""
_PRONOUNS = frozenset("آن ايشان او ابن".split())
"""What a noun is bound to although it is a function word elsewhere: adab-i ān, Tārīkh-i Ibn Khaldūn."""
_NUMERALS = frozenset(
    "يك دو سه چهار پنج شش هفت هشت نه ده يازده دوازده سيزده چهارده پانزده شانزده هفده هجده نوزده بيست سي چهل پنجاه شصت "
    "هفتاد هشتاد نود صد هزار چار".split()
)
_HONORIFICS = frozenset(
    "ميرزا سيد شيخ ملا مولا مولانا خواجه آقا اقا آغا آخوند حاجي حاج مير امير شاه خان ميان لاله راجه مهاراجه امام بابا قاضي مولوي "
    "دكتر پروفسور ديگر عبد ابو ابي ابا أبو أبي پندت راي راو غلام بي سر".split()
)
_AFTER_NAMES = frozenset(
    "خاني شاهي جنگ پادشاه غازي دده چلبي مير خان بيگ بيك پاشا شاه ميرزا بهادر سلطان جهان الله افندي خاتون بيگم خانم سنگه سينگه داس چند رام مل لعل الدوله الدولة الملك".split()
)
_TITLES = frozenset("خاني نايك سنغ خان بيگ بيك پاشا افندي بهادر سنگه سينگه داس چند رام مل بيگم خانم".split())
_SECOND_PARTS = frozenset(
    "نامه خانه ها هاي نما نماي گشا گشاي آرا آراي زاده پور آباد الدين ساله گانه افروز آشوب فروش افزا افزاي گير گيري انگيز پز سوز دار پرداز پذير بند طلب خواه شكن افشان".split()
)
_AFTER_PLACES = frozenset("شهر ده كلا آباد محله سر رود كوه".split())
_UNBINDING_NUMERALS = _NUMERALS - {"يك"}


class Bound(NamedTuple):
    """A word as the ezafe rule sees it: letters, whether Arabic (article or ة), how much of a name, text before it."""

    letters: str
    has_article: bool
    is_arabic: bool
    names: float
    before: str
    is_known_name: bool
    is_given_name: bool = False
    is_prefixed: bool = False
    follows_arabic: bool = False
    closes_phrase: bool = False
    is_title_word: bool = False
    is_last: bool = False


def is_bound(word: Bound, following: Bound | None, kind: str) -> bool:
    """Whether ezafe joins `word` to the next.

    >>> plain = lambda text: Bound(text, False, False, 0.0, " ", False)
    >>> is_bound(plain("تاريخ"), plain("ايران"), "title"), is_bound(plain("تاريخ"), plain("و"), "title")
    (True, False)
    """
    if kind == "name" or following is None or following.before.strip():
        return False
    if word.letters in FUNCTION_WORDS or word.letters in _UNBINDING_NUMERALS:
        return False
    if not word.is_title_word and (
        following.letters == "علي" or (following.letters == "شاه" and following.is_last)
    ):
        return False  # Mushtāq ʿAlī, Khāvar Shāh: one name of two words
    if following.letters in _PRONOUNS:
        return not word.is_arabic and not word.is_given_name
    if following.letters in FUNCTION_WORDS:
        return False
    if following.is_prefixed:
        return False  # al-Farāʾiz̤ li-Shihāb: Arabic goes on
    if word.letters == "پادشاه" and following.letters == "غازي":
        return False  # Pādshāh Ghāzī: one title of two words
    if word.has_article and not following.has_article and not word.follows_arabic and word.closes_phrase:
        return following.names >= 0.45 or (following.letters.endswith("ي") and following.names > 0)
    if following.letters in _TITLES or word.follows_arabic:
        return False
    if word.letters == "يك" or word.is_arabic or following.has_article or following.letters in _SECOND_PARTS:
        return False
    if word.letters in _HONORIFICS or (kind == "place" and following.letters in _AFTER_PLACES):
        return False
    if word.is_known_name and (following.names >= 0.25 or following.letters in _AFTER_NAMES):
        is_nisba = following.letters.endswith("ي") and not word.letters.endswith("ي")
        return is_nisba and not word.is_given_name and following.names < 0.45
    return True


def with_ezafe(vocalized: str, printed: str) -> str:
    """The vocalized word with its ezafe, in the form that its ending asks for (pivot, rule 4.4).

    >>> with_ezafe("شَرح", "شرح") == "شَرح\\u0650"
    True
    """
    bare = vocalized.rstrip(_SHORT)
    if has_written_ezafe(printed) and bare.endswith("ه"):
        return bare[:-1].rstrip(_SHORT) + ("" if bare[-2:-1] in "اوي" else FATHA) + "ه" + HAMZA_ABOVE
    if vocalized.endswith(("ا", "ى", "آ")) or (vocalized.endswith("و") and vocalized[-2:-1] == "\u064f"):
        return vocalized + "ي" + KASRA
    if vocalized.endswith("ه" + SUKUN) and vocalized[-3:-2] not in (
        FATHA,
        KASRA,
        "\u064f",
        "ا",
        "و",
        "ي",
        SUKUN,
    ):
        return vocalized[:-2] + SUKUN + "ه" + KASRA  # فِقْهِ: without a sign the h would be silent
    return vocalized.rstrip(SUKUN) + KASRA


def has_written_ezafe(printed: str) -> bool:
    """Whether the printed word ends in ه with a hamza over it."""
    return _WRITTEN.search(printed) is not None
