"""What kind of field a string in script is, where nobody says: a person's heading, a title, a statement, a publisher.

A small linear model over the words. It tells finer kinds apart than readers need (a subtitle, a series, a body), since
catalogues write their capitals differently; where the kind is known it is never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from refplug.romanize.script.rank import probabilities

__all__ = ["FINE_KINDS", "coarse_kind", "guess_kind", "kind_features", "kind_shares"]

FINE_KINDS = ("name", "title", "statement", "publisher", "subtitle", "series", "note", "body")
_COARSE = {"subtitle": "title", "series": "title", "note": "title", "body": "publisher"}
_LEAST = 0.07
"""A kind less likely than this is not weighed."""


def coarse_kind(fine: str) -> str:
    """The kind of field that readers know: name, title, statement or publisher.

    >>> coarse_kind("subtitle"), coarse_kind("name")
    ('title', 'name')
    """
    return _COARSE.get(fine, fine)


def kind_features(words: Sequence[str], between: Sequence[str]) -> Iterator[str]:
    """The features of a whole string: its words, its first and last word, its length, a comma after the first words."""
    if not words:
        return
    size = len(words)
    yield "bias"
    yield f"size{min(size, 8)}"
    comma = next((place for place, text in enumerate(between) if place and ("،" in text or "," in text)), 0)
    yield f"comma{min(comma, 4)}{'only' if sum('،' in text or ',' in text for text in between[1:]) == 1 else ''}"
    if any("؛" in text or ";" in text for text in between[1:]):
        yield "semicolon"
    yield f"first {words[0]}"
    yield f"last {words[-1]}"
    for word in set(words):
        yield f"word {word}"
    if any(word in ("بن", "ابن") for word in words[1:]):
        yield f"ibn size{min(size, 8)}"
    yield f"al {words[0].startswith('ال')} {words[-1].startswith('ال')} {min(size, 4)}"
    yield f"nisba {words[0].endswith(('ي', 'ى'))} {words[-1].endswith(('ي', 'ى'))} {min(size, 4)}"


def kind_shares(
    words: Sequence[str], between: Sequence[str], weights: Mapping[str, Sequence[float]]
) -> tuple[tuple[str, float], ...]:
    """The likely fine kinds, likeliest first, with shares that add up to one; `title` where there is nothing to go by."""
    if not words:
        return (("title", 1.0),)
    scores = [0.0] * len(FINE_KINDS)
    for feature in kind_features(words, between):
        for number, weight in enumerate(weights.get(feature, ())):
            scores[number] += weight
    likely = [
        (share, kind) for share, kind in zip(probabilities(scores), FINE_KINDS, strict=True) if share > _LEAST
    ]
    total = sum(share for share, _ in likely)
    return tuple((kind, share / total) for share, kind in sorted(likely, reverse=True))


def guess_kind(shares: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The likeliest kind that readers know, and its probability.

    >>> guess_kind((("name", 0.4), ("title", 0.35), ("subtitle", 0.25)))
    ('title', 0.6)
    """
    sums: dict[str, float] = {}
    for kind, share in shares:
        sums[coarse_kind(kind)] = sums.get(coarse_kind(kind), 0.0) + share
    best = max(sums, key=sums.__getitem__)
    return best, sums[best]
