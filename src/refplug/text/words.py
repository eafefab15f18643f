"""How common an English word is, from our own list (`data/english.tsv.gz`, built by `tools/build_words.py`)."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["english", "zipf"]


@cache
def english() -> Mapping[str, float]:
    """All English words of the list in lower case, each with its Zipf frequency (log10 of uses per 10^9 words).

    Some 170,000 words from 1.5 (three uses in 10^8 words) upwards; read once, in about 40 ms.
    """
    data = gzip.decompress((files("refplug.text") / "data" / "english.tsv.gz").read_bytes()).decode()
    frequencies: dict[str, float] = {}
    for line in data.splitlines():
        level, _, words = line.partition("\t")
        frequencies.update(dict.fromkeys(words.split(" "), int(level) / 10))
    return frequencies


def zipf(word: str) -> float:
    """The Zipf frequency of an English word, 0.0 where the list does not have it. Case and curly apostrophes don't count.

    >>> zipf("The") > 7, zipf("Iraq’s") > 2.5, zipf("thatitis")
    (True, True, 0.0)

    Speaks for English only: a French or romanized word may be 0.0 and still be a good word.
    """
    return english().get(word.lower().replace("’", "'"), 0.0)
