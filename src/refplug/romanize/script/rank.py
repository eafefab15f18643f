"""Which of a word's readings its neighbours speak for: a log-linear ranker with features one can read.

The weights were fitted by `tools/train_ranker.py` on catalogue phrases, each word's own count taken out of the table
before it was asked about. Endings and neighbours carry most of it: -at before a word with the article, -ihi after a
preposition, ʿalá against ʿAlī.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from refplug.romanize.script.candidates import Candidate
from refplug.romanize.script.heard import ending_of

__all__ = [
    "PARTICLES",
    "Neighbors",
    "Rivals",
    "context_features",
    "ending_features",
    "neighbor_class",
    "neighbor_shape",
    "probabilities",
    "static_features",
    "word_features",
]

PARTICLES = frozenset(
    "في من على الى إلى عن مع و أو او ثم بن ابن بنت أبو ابو أبي ابي أبا عبد أم ام كل بعد قبل بين حتى حول عند لدى تحت غير "
    "أن ان إن لا ما لم لن قد هل الذي التي هذا هذه ذلك كما مما فيما وفي ومن وعلى وعن به بها فيه له لها عليه عنه منه آل ذو ذي "
    "ذات يا أي اي كتاب شرح دار مكتبة مطبعة تأليف تحقيق ترجمة سلسلة".split()
)


_SPELLED = {"فى": "في", "وفى": "وفي", "الي": "الى", "إلي": "إلى", "حتي": "حتى", "لدي": "لدى"}
"""Particles as books print them that set the dots of final yāʾ otherwise."""


@dataclass(frozen=True, slots=True)
class Neighbors:
    """What the ranker knows of a word's place: classes of the words beside it, the kind of field, their shapes."""

    before: str
    after: str
    kind: str
    shape_before: str = "$"
    shape_after: str = "$"


def neighbor_class(word: str | None, between: str, names: float) -> str:
    """The class of a neighbour: `$` none, `|` behind punctuation, a particle itself, with article, in ة, or by how often it is a name.

    `names` is the share of the word's occurrences in headings of persons.
    """
    if word is None:
        return "$"
    if between.strip():
        return "|"
    word = _SPELLED.get(word, word)
    if word in PARTICLES:
        return word
    if word.startswith("ال") and len(word) > 3:
        return "al"
    if word.startswith(("وال", "بال", "لل", "وبال", "ولل", "كال")) and len(word) > 4:
        return "wal"
    kind = "h" if word.endswith("ة") else word[0] if word[0] in "ولب" and len(word) > 3 else ""
    return kind + ("N" if names > 0.4 else "n" if names > 0.1 else "-")


def neighbor_shape(word: str | None, between: str) -> str:
    """A neighbor's prefix and last two letters, short words whole; `$` where none stands there.

    >>> neighbor_shape("العراقية", " "), neighbor_shape("في", " "), neighbor_shape("وزارة", "، ")
    ('Aية', 'في', '$')
    """
    if word is None or between.strip():
        return "$"
    if len(word) < 4:
        return _SPELLED.get(word, word)
    if word.startswith("ال"):
        return "A" + word[-2:]
    if word.startswith(("وال", "بال", "لل")):
        return "B" + word[-2:]
    return (word[0] if word[0] in "وبل" else "") + word[-2:]


def _bin(seen: int) -> str:
    return "0" if seen < 1 else "1" if seen < 2 else "3" if seen < RARE_BIN else "9" if seen < 30 else "+"


RARE_BIN = 4


@dataclass(frozen=True, slots=True)
class Rivals:
    """What all readings of one word have in common: how often it was seen, and which kinds of evidence there are."""

    size: str
    in_names: bool
    elsewhere: bool
    like: bool
    split: bool
    model: float

    @classmethod
    def of(cls, found: Sequence[Candidate]) -> Rivals:
        """The summary of a word's readings."""
        seen, most = 0, 0.0
        in_names = elsewhere = like = split = False
        for one in found:
            seen += one.seen
            most = max(most, one.model)
            in_names = in_names or one.in_names > 0
            elsewhere = elsewhere or one.elsewhere > 0
            like = like or one.like > 0
            split = split or one.split > 0
        return cls(_bin(seen), in_names, elsewhere, like, split, most)


def static_features(candidate: Candidate, rivals: Rivals, kind: str) -> list[tuple[str, float]]:
    """What speaks for a reading whatever stands beside it."""
    size = rivals.size
    features: list[tuple[str, float]] = []
    if size != "0":
        share = log(candidate.exact + 0.02)
        features += [(f"e{size}", share), (f"e{size}{kind}", share)]
        if kind == "name" and rivals.in_names:
            features.append(("in", log(candidate.in_names + 0.05)))
        if kind != "name" and rivals.elsewhere:
            features.append(("el", log(candidate.elsewhere + 0.05)))
    if rivals.like:
        features.append((f"f{size}", log(candidate.like + 0.02)))
    if rivals.split:
        features.append((f"s{size}", log(candidate.split + 0.02)))
    if rivals.model:
        share = log(candidate.model + 0.0005)
        also = ("s" if rivals.split else "") + ("f" if rivals.like else "")
        features += [(f"m{size}", share), (f"m{size}{also}", share)]
        if candidate.model >= rivals.model:
            features.append((f"top{size}", 1.0))
    known = (
        ("E" if candidate.exact else "")
        + ("F" if candidate.like else "")
        + ("S" if candidate.split else "")
        + ("M" if candidate.model else "")
    )
    features.append((f"k{size}{known}", 1.0))
    if candidate.ending < 1:
        features.append((f"te{size}", log(candidate.ending + 0.05)))
    return features


def context_features(word: str, candidate: Candidate, place: Neighbors, is_frequent: bool) -> Iterator[str]:
    """What a word's neighbours say about a reading; every feature counts once."""
    sound = candidate.sound
    yield from ending_features(ending_of(sound, candidate.letters), sound[-2:], place)
    if is_frequent:
        yield from word_features(word, sound, place)


def word_features(word: str, sound: str, place: Neighbors) -> Iterator[str]:
    """What neighbours say about one reading of one frequent word."""
    yield f"W{word}={sound}|{place.after}"
    yield f"W{word}={sound}<{place.before}"
    yield f"W{word}={sound}{place.kind}"


def ending_features(ending: str, last: str, place: Neighbors) -> Iterator[str]:
    """What neighbours say about an ending: its class, and the last two signs of the reading's sound."""
    yield f"E{ending}|{place.after}"
    yield f"E{ending}<{place.before}"
    yield f"E{ending}|{place.after}{place.kind}"
    yield f"E{ending}<{place.before}|{place.after}"
    yield f"E{ending}{place.kind}"
    class_of = ending + "N" if last == "iI" else ending
    yield f"E{class_of}|m{place.shape_after}"
    yield f"E{class_of}<m{place.shape_before}"
    if ending in ("I", "Y", ""):
        yield f"Z{last}|{place.after}"


def probabilities(scores: Sequence[float]) -> list[float]:
    """Scores as shares that add up to one."""
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


def total(features: Iterable[tuple[str, float]], weights: Mapping[str, float]) -> float:
    """The sum of weights times values."""
    find, found = weights.get, 0.0
    for name, value in features:
        found += find(name, 0.0) * value
    return found
