"""Hamza in Arabic spelling: the letter that carries it, and words with and without it on their first alif."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["hamza_seat", "with_hamza_variants"]

_BARE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا"})


def with_hamza_variants(spellings: Mapping[str, float]) -> dict[str, float]:
    """The spellings, and behind them the same without the hamza on alif, or with it, and final ى for ا and ي.

    Which of أحمد and احمد comes first is left to how often each was seen. Drawing the counts towards the habit of all words
    was tried in four ways and helps one catalogue as much as it harms the others (docs/figures/script.md).

    >>> list(with_hamza_variants({"أحمد": 2.0}))
    ['أحمد', 'احمد']
    """
    found = dict(spellings)
    least = min(found.values(), default=1.0)
    for word in spellings:
        start = 2 if word.startswith("ال") else 3 if word[1:3] == "ال" else 0
        bare = word.translate(_BARE)
        others = (
            [bare]
            if bare != word
            else [word[:start] + seat + word[start + 1 :] for seat in "أإ" if word[start : start + 1] == "ا"]
        )
        if word.endswith(("ا", "ي")):
            others.append(word[:-1] + "ى")
        if word.endswith("ة"):
            others.append(word[:-1] + "ه")
        for other in others:
            found.setdefault(other, least * 0.1)
    return found


def hamza_seat(sound: str, place: int) -> str:
    """The letter that carries a hamza, by the stronger of its two vowels (i, then u, then a).

    >>> hamza_seat("raʾiIs", 2), hamza_seat("muʾmin", 2), hamza_seat("samaAʾ", 5)
    ('ئ', 'ؤ', 'ء')
    """
    before, after = sound[max(0, place - 1) : place], sound[place + 1 : place + 2]
    if place + 1 == len(sound):
        return {"a": "أ", "i": "ئ", "u": "ؤ"}.get(before, "ء")
    if "i" in (before, after) or before == "I":
        return "ئ"
    if "u" in (before, after):
        return "ؤ"
    if before in ("A", "U") and after == "a":
        return "ء"
    return "آ" if sound[place + 1 : place + 3] == "aA" else "أ"
