"""Initials of given names that keep what distinguishes them: ʿAlī is ʿA., ʿAbd al-Raḥmān ʿA. al-R."""

from __future__ import annotations

__all__ = ["initial_of"]

_SIGNS = "ʿʾʻʼ‘’'`"  # signs for ʿayn and hamza, which stand before the letter of an initial


def initial_of(word: str) -> str:
    """The initial of one word of a given name, without its full stop behind what cannot be abbreviated.

    >>> [initial_of(word) for word in ("ʿAlī", "al-Raḥmān", "Jean-Paul", "W.", "سید", "ibn")]
    ['ʿA.', 'al-R.', 'J.-P.', 'W.', 'سید', 'ibn']

    Articles, particles and scripts without capitals stay as they are.
    """
    return "-".join(_part(part) for part in word.split("-") if part)


def _part(part: str) -> str:
    letter = next((at for at, char in enumerate(part) if char not in _SIGNS and char.isalpha()), None)
    if letter is None or not part[letter].isupper():
        return part
    return part[: letter + 1] + "."
