"""What the vowel model looks at: for each letter, the letters around it and its place in the stem.

The same function feeds training and reading, so the two cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["letter_features"]

_PREFIX = re.compile(r"(?:[وف]?(?:[بك]?ال|لل)|[وف][بلك]?|[بلك])(?=.{2})")
_SUFFIX = re.compile(r"(?<=.{2})(?:يات|ية|ات|ون|ين|ها|هم|نا|وا|ان|ته|تها|تهم|ة|ه|ي|ا)$")
_ARTICLE = re.compile(r"(?:[وف]?(?:[بك]?ال|لل))(?=.{2})")
_WINDOWS = (
    (0, 1), (-1, 1), (0, 2), (-1, 2), (-2, 1), (0, 3), (-2, 2), (-1, 3), (-2, 3), (-3, 1), (0, 4),
    (-3, 2), (-1, 4), (-3, 3), (-2, 4), (-4, 1), (0, 5), (-3, 4), (-4, 4), (1, 2), (2, 3), (-1, 0), (-2, -1), (1, 3), (-2, 0),
)  # fmt: skip
_NAMED = tuple((str(left), left, right) for left, right in _WINDOWS)
_WEAK = str.maketrans(dict.fromkeys("بپتثجچحخدذرزژسشصضطظعغفقكگلمنهڤ", "C"))


def letter_features(word: str) -> Sequence[Sequence[str]]:
    """The features of each letter of a word, as short strings."""
    padded = "^^^^" + word + "$$$$"
    found = _ARTICLE.match(word)
    start = found.end() if found else 0
    ending = _SUFFIX.search(word, start)
    end = ending.start() if ending else len(word)
    shape = word.translate(_WEAK)
    stem, tail = word[start:end], word[end:]
    pattern = shape[start:end]
    features = []
    for place in range(len(word)):
        at = place + 4
        row = [name + padded[at + left : at + right] for name, left, right in _NAMED]
        row.append(f"L{min(place - start, 6)},{min(len(word) - place, 7)}")
        row.append(f"l{place - start},{end - place}")
        if start <= place < end:
            inside = place - start
            row.append(f"S{inside}{stem}")
            row.append(f"T{inside}{stem}+{tail}")
            row.append(f"P{inside}{pattern}+{tail}")
            row.append(f"p{inside}{word[place]}{pattern}")
            row.append(f"q{inside}{pattern[:inside]}{word[place : place + 2]}{pattern[inside + 2 :]}")
        else:
            row.append(
                f"A{place - end if place >= end else place - start}{tail if place >= end else word[:start]}"
            )
            row.append(
                f"B{place - end if place >= end else place - start}{stem[-2:]}{tail if place >= end else word[:start]}"
            )
        features.append(row)
    return features
