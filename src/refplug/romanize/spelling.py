"""The same term or name spelled in several ways, and the spelling to settle on."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from refplug.romanize.keys import search_key
from refplug.romanize.skeleton import skeleton

__all__ = ["Occurrence", "SpellingGroup", "spelling_groups"]

NEAR = 0.75  # likeness of search keys from which two spellings with one skeleton are taken for one word
SHORT = 3  # a skeleton of fewer consonants proves nothing


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term or name as it stands somewhere: `place` is for people, such as `references.bib: sadr2003, keywords`."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class SpellingGroup:
    """Spellings of what is taken for one word, the most frequent first, each with its places; `proposed` is one of them or,
    where the lexicon knows the word, the lexicon's; `reason` is one sentence."""

    proposed: str
    spellings: tuple[tuple[str, tuple[str, ...]], ...]
    reason: str


def spelling_groups(
    occurrences: Iterable[Occurrence], *, canonical: Callable[[str], str | None] | None = None
) -> tuple[SpellingGroup, ...]:
    """The groups of spellings that differ within `occurrences`, in the order in which they first appear.

    >>> groups = spelling_groups([Occurrence("a", "Hashd Shaabi"), Occurrence("b", "al-Ḥashd al-Shaʿbī"), Occurrence("c", "Iraq")])
    >>> groups[0].proposed, len(groups)
    ('al-Ḥashd al-Shaʿbī', 1)

    Spellings belong together when their search keys are equal, when `canonical` gives them the same form (it returns None
    for what it does not know, English words above all), or when they share a consonant skeleton and look alike, one of
    them being romanized with marks. Plain English words are never joined by their skeleton alone. Differences of case
    and normal form are no differences.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for seen in occurrences:
        text = " ".join(unicodedata.normalize("NFC", seen.text).split())
        if any(c.isalpha() for c in text):
            places[text].append(seen.place)
    known = {text: canonical(text) for text in places} if canonical else {}
    joined = _joined(tuple(places), known)
    differing = (members for members in joined if len({text.casefold() for text in members}) > 1)
    return tuple(_group(members, places, known) for members in differing)


def _joined(texts: tuple[str, ...], known: Mapping[str, str | None]) -> Iterable[tuple[str, ...]]:
    """Texts joined by their search key, then by the form the lexicon gives, then by skeleton and likeness."""
    parent = {text: text for text in texts}

    def root(text: str) -> str:
        while parent[text] != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for key in (search_key, lambda text: known.get(text) or ""):
        first: dict[str, str] = {}
        for text in texts:
            if value := key(text):
                parent[root(text)] = root(first.setdefault(value, text))
    by_skeleton: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if len(bones := skeleton(text)) >= SHORT:
            by_skeleton[bones].append(text)
    for alike in by_skeleton.values():
        for i, text in enumerate(alike[:200]):
            for other in alike[:i]:
                if root(text) != root(other) and _look_alike(text, other, known):
                    parent[root(text)] = root(other)
    members: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        members[root(text)].append(text)
    return (tuple(group) for group in members.values())


def _look_alike(one: str, other: str, known: Mapping[str, str | None]) -> bool:
    if known.get(one) and known.get(other) and known[one] != known[other]:
        return False
    romanized = any(not text.isascii() or known.get(text) for text in (one, other))
    a, b = search_key(one).replace(" ", ""), search_key(other).replace(" ", "")
    return romanized and len(a) > SHORT and Levenshtein.normalized_similarity(a, b) >= NEAR


def _group(
    members: tuple[str, ...], places: Mapping[str, list[str]], known: Mapping[str, str | None]
) -> SpellingGroup:
    count = Counter({text: len(places[text]) for text in members})
    spellings = tuple((text, tuple(places[text])) for text, _ in count.most_common())
    forms = Counter(form for text in members if (form := known.get(text)))
    if forms:
        return SpellingGroup(forms.most_common(1)[0][0], spellings, "The lexicon writes it so.")
    best = max(members, key=lambda text: (_marks(text), count[text]))
    if _marks(best):
        return SpellingGroup(best, spellings, "It is the spelling that shows most letters of the script.")
    return SpellingGroup(best, spellings, "It is the most frequent spelling.")


def _marks(text: str) -> int:
    """How many letters of a text carry a mark or are a sign: what a scholarly spelling shows."""
    return sum(1 for c in unicodedata.normalize("NFD", text) if unicodedata.combining(c) or c in "ʿʾʻʼ")
