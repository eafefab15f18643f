"""How Persian spells what Arabic spells with hamza on alif and with ة."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["as_persian_spells"]

_BARE = str.maketrans({"أ": "ا", "إ": "ا"})


def as_persian_spells(
    spellings: Mapping[str, float], sound: str, *, is_construct: bool = False
) -> dict[str, float]:
    """The spellings of a word as Persian prints them, best first by weight; the Arabic ones stay behind them.

    A first alif is bare, ة is ه where h is heard and ت where t is, unless the word has the Arabic article or stands
    before one (`is_construct`).

    >>> as_persian_spells({"رسالة": 1.0}, "risAlah"), as_persian_spells({"أحمد": 1.0}, "aḥmad")
    ({'رساله': 1.0, 'رسالة': 0.05}, {'احمد': 1.0, 'أحمد': 0.05})
    """
    found: dict[str, float] = {}
    for word, weight in spellings.items():
        start = 2 if word.startswith("ال") else 0
        own = word[:start] + word[start : start + 1].translate(_BARE) + word[start + 1 :]
        if own.endswith("ة") and not start and not is_construct:
            own = own[:-1] + ("ت" if sound.endswith("t") else "ه")
        found[own] = found.get(own, 0.0) + weight
        if own != word:
            found.setdefault(word, 0.0)
    least = min((weight for weight in found.values() if weight), default=1.0)
    return {word: weight or 0.05 * least for word, weight in found.items()}
