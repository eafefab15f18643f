"""Words that have run together, parted again for a search: `Basicconceptsin ecology`.

Only for asking a service, whose index knows whole words; what comes back is compared without blanks anyway.
"""

from __future__ import annotations

import re
from functools import lru_cache

from refplug.text.words import zipf

__all__ = ["part_words"]

_RUN = re.compile(r"[^\W\d_]+")
_LEAST_RUN = 8
_LONGEST_WORD = 20
_LN_10 = 2.3
_COMMONEST = (
    18.0  # about the natural logarithm of 10^9 uses, so that a word costs the logarithm of its frequency
)
_UNKNOWN = 6.0  # a letter that belongs to no known word costs this much more


def part_words(text: str) -> str:
    """`text` with blanks put into runs of letters that are no word but fall into English words.

    >>> part_words("Basicconceptsin theoretical ecology")
    'Basic concepts in theoretical ecology'
    >>> part_words("Marjaʿiyya")
    'Marjaʿiyya'
    """
    return _RUN.sub(lambda found: _parted(found.group()), text)


@lru_cache(maxsize=1 << 12)
def _parted(run: str) -> str:
    if len(run) < _LEAST_RUN or zipf(run) > 0:
        return run
    words = _best_words(run)
    is_sound = len(words) > 1 and all(zipf(word) >= 2.0 and (len(word) > 1 or word in "aI") for word in words)
    return " ".join(words) if is_sound else run


def _best_words(run: str) -> list[str]:
    """The likeliest division of a run into words (Viterbi over word frequencies)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        options = []
        for start in range(max(0, end - _LONGEST_WORD), end):
            word = run[start:end]
            frequency = zipf(word)
            gain = frequency * _LN_10 if frequency else -_UNKNOWN * len(word)
            options.append((best[start][0] + gain - _COMMONEST, start))
        best.append(max(options))
    words: list[str] = []
    end = len(run)
    while end:
        start = best[end][1]
        words.insert(0, run[start:end])
        end = start
    return words
