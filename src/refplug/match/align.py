"""Where one squashed text stands inside another, and how well."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

__all__ = ["NOWHERE", "Fit", "best_fit", "find_in"]

_BLOCK = 3  # letters in a row that agree by more than chance


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch `start:end` of the searched text; `similarity` 0 to 1; `covered` is the share of the sought text used.

    `headless` counts the letters at the sought text's beginning that stand nowhere: "Selections from ..." is another book.
    """

    start: int
    end: int
    similarity: float
    covered: float
    length: int
    headless: int = 0

    @property
    def strength(self) -> float:
        """How many letters the fit rests on, less what does not fit."""
        return self.length * max(0.0, self.similarity - 0.5) * 2


NOWHERE = Fit(0, 0, 0.0, 0.0, 0)


def find_in(sought: str, text: str, cutoff: float = 0.6) -> Fit:
    """The best place of `sought` in `text`, or NOWHERE below the cutoff. Texts shorter than the sought are found in it."""
    if not sought or not text:
        return NOWHERE
    if (start := text.find(sought)) >= 0:
        return Fit(start, start + len(sought), 1.0, 1.0, len(sought))
    if sought[0] in "aeiou" and (start := text.find(sought[1:])) >= 0 and len(sought) > 8:
        return Fit(start, start + len(sought) - 1, 1.0, 1.0, len(sought))  # its vowel fell to one before it
    found = fuzz.partial_ratio_alignment(sought, text, score_cutoff=cutoff * 100)
    if found is None or not found.score:
        return NOWHERE
    if found.src_end - found.src_start < len(sought):  # the text is the shorter one
        length = found.src_end - found.src_start
        return Fit(found.dest_start, found.dest_end, found.score / 100, length / len(sought), length)
    return _trimmed(sought, text, found.dest_start, found.dest_end)


def _trimmed(sought: str, text: str, start: int, end: int) -> Fit:
    """A stretch as long as the sought text, cut down to where the two really agree: words may be missing."""
    same = [
        b
        for b in Indel.opcodes(sought, text[start:end])
        if b.tag == "equal" and b.src_end - b.src_start >= _BLOCK
    ]
    if not same:
        return NOWHERE
    start, end = start + same[0].dest_start, start + same[-1].dest_end
    return Fit(
        start, end, Indel.normalized_similarity(sought, text[start:end]), 1.0, len(sought), same[0].src_start
    )


def best_fit(titles: tuple[str, ...], text: str) -> Fit:
    """The best place of any of the squashed titles in `text`; of a long title also its beginning, as cut titles have it."""
    best = NOWHERE
    for title in titles:
        fit = find_in(title, text)
        if fit.similarity < 0.9 and len(title) >= 32:
            start = find_in(title[: max(20, len(title) // 2)], text, 0.85)
            if start.similarity > fit.similarity + 0.05:
                fit = _extended(title, text, start)
        if fit.strength > best.strength:
            best = fit
    return best


def _extended(title: str, text: str, start: Fit) -> Fit:
    """A fit of the first half of a title, carried on as far as both go together."""
    end, used = start.end, start.length
    while used < len(title) and end < len(text) and title[used] == text[end]:
        end, used = end + 1, used + 1
    return Fit(start.start, end, start.similarity, used / len(title), used)
