"""What counts as a word of English. What is English stays English (design decision 4): `Margin`, `Marine`, `Hash`.

Two lists answer: a dictionary (SCOWL, built by `tools/build_dictionary.py`), which holds hardly a name, and the frequency list
of `refplug.text.words`, which holds many.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib import resources

from refplug.text.words import zipf

__all__ = ["commonness", "is_dictionary_word"]

_SUFFIXES = (("'s", ""), ("s'", "s"), ("'", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""))  # fmt: skip
_PREFIXES = ("non", "anti", "pre", "post", "neo", "inter", "intra", "multi", "counter", "sub", "super", "trans", "micro", "re", "un", "co", "de")  # fmt: skip
_AMERICAN = (("or", "our"), ("ors", "ours"), ("ize", "ise"), ("ized", "ised"), ("izing", "ising"), ("izes", "ises"), ("yze", "yse"), ("yzed", "ysed"), ("er", "re"))  # fmt: skip
_LEAST_STEM = 4


@cache
def _dictionary() -> frozenset[str]:
    data = resources.files("refplug.romanize").joinpath("data/words/dictionary.txt.gz").read_bytes()
    return frozenset(gzip.decompress(data).decode().split("\n"))


def commonness(word: str) -> float:
    """How common English texts have `word`: its Zipf value (log10 of uses per 10^9 words), 0.0 where it is not known.

    >>> commonness("the") > commonness("margin") > commonness("hadith") > commonness("Marjiiat")
    True
    """
    return zipf(word)


def is_dictionary_word(word: str) -> bool:
    """Whether a dictionary of English has `word`, in any case, inflected and prefixed forms included.

    >>> is_dictionary_word("Marine"), is_dictionary_word("basis"), is_dictionary_word("Rouhani")
    (True, True, False)
    >>> is_dictionary_word("neoliberalism"), is_dictionary_word("hegemony's"), is_dictionary_word("analyze")
    (True, True, True)
    """
    word = word.lower().replace("’", "'")
    words = _dictionary()
    return word in words or any(form in words for form in _stems(word))


def _stems(word: str) -> list[str]:
    found = [
        word.removesuffix(end) + instead for end, instead in (*_SUFFIXES, *_AMERICAN) if word.endswith(end)
    ]
    found += [word.removeprefix(start).lstrip("-") for start in _PREFIXES if word.startswith(start)]
    return [stem for stem in found if len(stem) >= _LEAST_STEM]
