"""Where one squashed text stands inside another, and how well."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

__all__ = ["NOWHERE", "Fit", "best_fit", "find_in"]


@dataclass(frozen=True, slots=True)
class Fit:
    """A stretch `start:end` of the searched text; `similarity` 0 to 1; `covered` is the share of the sought text used."""

    start: int
    end: int
    similarity: float
    covered: float
    length: int

    @property
    def strength(self) -> float:
        """How many letters the fit rests on, less what does not fit."""
        return self.length * max(0.0, self.similarity - 0.5) * 2


NOWHERE = Fit(0, 0, 0.0, 0.0, 0)


def find_in(sought: str, text: str, cutoff: float = 0.7) -> Fit:
    """The best place of `sought` in `text`, or NOWHERE below the cutoff. Texts shorter than the sought are found in it."""
    if not sought or not text:
        return NOWHERE
    if (start := text.find(sought)) >= 0:
        return Fit(start, start + len(sought), 1.0, 1.0, len(sought))
    found = fuzz.partial_ratio_alignment(sought, text, score_cutoff=cutoff * 100)
    if found is None or not found.score:
        return NOWHERE
    covered = (found.src_end - found.src_start) / len(sought)
    return Fit(found.dest_start, found.dest_end, found.score / 100, covered, found.src_end - found.src_start)


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
