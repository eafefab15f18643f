"""Which words a cataloguer writes with a capital: names, the first word of a title, and what looks like either.

ALA-LC follows the rules of English for capitals (rule 18 of the Arabic table), but houses differ in what they take for
a name. A linear model reads it off how often a word was seen with a capital, its place, its neighbours and the kind of
field; decisions go from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from refplug.romanize.script.rank import PARTICLES, neighbor_class

__all__ = ["CapitalPlace", "capital_features"]


@dataclass(frozen=True, slots=True)
class CapitalPlace:
    """A word and its place, as the capitals model sees them.

    `share` is how often the word was seen with a capital (None: never seen), `seen` how often it was seen at all,
    `is_capital_before` what was decided for the word before it.
    """

    word: str
    share: float | None
    seen: int
    names: float
    kind: str
    before: str | None
    between: str
    is_capital_before: bool
    after: str | None
    between_after: str
    after_share: float | None
    is_first: bool
    is_last: bool


def _step(share: float | None) -> str:
    return "?" if share is None else str(int(share * 9.99))


def _head(word: str) -> str:
    for prefix in ("وال", "بال", "لل", "ال", "و", "ب", "ل"):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return prefix
    return ""


def capital_features(place: CapitalPlace) -> Iterator[str]:
    """The features of one word for the capitals model."""
    size = "0" if place.seen == 0 else "1" if place.seen < 3 else "2" if place.seen < 10 else "3"
    share, head = _step(place.share), _head(place.word)
    cap, kind = "C" if place.is_capital_before else "c", place.kind
    mark = place.between.strip()[-1:] if place.between.strip() else ""
    before = place.before if place.before in PARTICLES else ""
    ending = "ي" if place.word.endswith(("ي", "ى")) else "ة" if place.word.endswith("ة") else ""
    yield f"s{share}{size}"
    yield f"s{share}{kind}"
    yield f"s{share}{cap}{kind}"
    yield f"k{kind}{place.is_first}{place.is_last}"
    yield f"f{place.is_first}{kind}{share}"
    yield f"h{head}{cap}{ending}"
    yield f"h{head}{cap}{kind}{share}"
    yield f"m{mark}{kind}"
    yield f"m{mark}{share}"
    yield f"b{before}{cap}{share}"
    yield f"b{before}{kind}"
    yield f"a{neighbor_class(place.after, place.between_after, 0.2)}{share}"
    yield f"A{_step(place.after_share)}{share}{cap}"
    yield f"n{int(place.names * 5)}{cap}{kind}"
    yield f"w{place.word}"
    yield f"w{place.word}{kind}"
    yield f"w{place.word}{cap}"
    if place.before is not None:
        yield f"B{place.before}{cap}"
