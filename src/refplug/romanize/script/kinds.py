"""What kind of field a string in script is, where nobody says: a person's heading, a title, a statement, a publisher.

A small linear model over the words. Where the kind is known it is never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from refplug.romanize.script.rank import probabilities

__all__ = ["KINDS", "guess_kind", "kind_features"]

KINDS = ("name", "title", "statement", "publisher")


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


def guess_kind(
    words: Sequence[str], between: Sequence[str], weights: Mapping[str, Sequence[float]]
) -> tuple[str, float]:
    """The likeliest kind and its probability; `title` where there is nothing to go by."""
    scores = [0.0] * len(KINDS)
    for feature in kind_features(words, between):
        for number, weight in enumerate(weights.get(feature, ())):
            scores[number] += weight
    shares = probabilities(scores)
    best = max(range(len(KINDS)), key=shares.__getitem__)
    return (KINDS[best], shares[best]) if words else ("title", 0.0)
