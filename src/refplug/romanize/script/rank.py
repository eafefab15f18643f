"""Which of a word's readings its neighbours speak for: a log-linear ranker with features one can read.

The weights were fitted by `tools/train_ranker.py` on catalogue phrases, each word's own count taken out of the table
before it was asked about. Endings and neighbours carry most of it: -at before a word with the article, -ihi after a
preposition, ʿalá against ʿAlī.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from refplug.romanize.script.candidates import Candidate
from refplug.romanize.script.heard import ending_of

__all__ = ["PARTICLES", "Neighbors", "context_features", "neighbor_class", "probabilities", "static_features"]

PARTICLES = frozenset(
    "في من على الى إلى عن مع و أو او ثم بن ابن بنت أبو ابو أبي ابي أبا عبد أم ام كل بعد قبل بين حتى حول عند لدى تحت غير "
    "أن ان إن لا ما لم لن قد هل الذي التي هذا هذه ذلك كما مما فيما وفي ومن وعلى وعن به بها فيه له لها عليه عنه منه آل ذو ذي "
    "ذات يا أي اي كتاب شرح دار مكتبة مطبعة تأليف تحقيق ترجمة سلسلة".split()
)


@dataclass(frozen=True, slots=True)
class Neighbors:
    """What the ranker knows of a word's place: classes of the words beside it, their spelling, the kind of field."""

    before: str
    after: str
    kind: str


def neighbor_class(word: str | None, between: str, names: float) -> str:
    """The class of a neighbour: `$` none, `|` behind punctuation, a particle itself, with article, in ة, or by how often it is a name.

    `names` is the share of the word's occurrences in headings of persons.
    """
    if word is None:
        return "$"
    if between.strip():
        return "|"
    if word in PARTICLES:
        return word
    if word.startswith("ال") and len(word) > 3:
        return "al"
    if word.startswith(("وال", "بال", "لل", "وبال", "ولل", "كال")) and len(word) > 4:
        return "wal"
    kind = "h" if word.endswith("ة") else "w" if word.startswith("و") and len(word) > 3 else ""
    return kind + ("N" if names > 0.4 else "n" if names > 0.1 else "-")


def _bin(seen: int) -> str:
    return "0" if seen < 1 else "1" if seen < 2 else "3" if seen < RARE_BIN else "9" if seen < 30 else "+"


RARE_BIN = 4


def static_features(
    candidate: Candidate, rivals: Sequence[Candidate], kind: str
) -> Iterator[tuple[str, float]]:
    """What speaks for a reading whatever stands beside it."""
    seen = sum(rival.seen for rival in rivals)
    size = _bin(seen)
    from_table = bool(seen)
    if from_table:
        share = log(candidate.exact + 0.02)
        yield f"e{size}", share
        yield f"e{size}{kind}", share
        if kind == "name" and any(rival.in_names for rival in rivals):
            yield "in", log(candidate.in_names + 0.05)
        if kind != "name" and any(rival.elsewhere for rival in rivals):
            yield "el", log(candidate.elsewhere + 0.05)
    if any(rival.like for rival in rivals):
        yield f"f{size}", log(candidate.like + 0.02)
    if any(rival.split for rival in rivals):
        yield f"s{size}", log(candidate.split + 0.02)
    if any(rival.model for rival in rivals):
        yield f"m{size}", log(candidate.model + 0.0005)
        yield (
            f"m{size}{'s' if any(rival.split for rival in rivals) else ''}{'f' if any(rival.like for rival in rivals) else ''}",
            log(candidate.model + 0.0005),
        )
        if candidate.model >= max(rival.model for rival in rivals):
            yield f"top{size}", 1.0
    known = (
        ("E" if candidate.exact else "")
        + ("F" if candidate.like else "")
        + ("S" if candidate.split else "")
        + ("M" if candidate.model else "")
    )
    yield f"k{size}{known}", 1.0


def context_features(word: str, candidate: Candidate, place: Neighbors, is_frequent: bool) -> Iterator[str]:
    """What a word's neighbours say about a reading; every feature counts once."""
    sound = candidate.sound
    ending = ending_of(sound, candidate.letters)
    yield f"E{ending}|{place.after}"
    yield f"E{ending}<{place.before}"
    yield f"E{ending}|{place.after}{place.kind}"
    yield f"E{ending}<{place.before}|{place.after}"
    yield f"E{ending}{place.kind}"
    if ending == "I" or ending == "Y" or ending == "":
        yield f"Z{sound[-2:]}|{place.after}"
    if is_frequent:
        yield f"W{word}={sound}|{place.after}"
        yield f"W{word}={sound}<{place.before}"
        yield f"W{word}={sound}{place.kind}"


def probabilities(scores: Sequence[float]) -> list[float]:
    """Scores as shares that add up to one."""
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


def total(features: Iterator[tuple[str, float]], weights: Mapping[str, float]) -> float:
    """The sum of weights times values."""
    return sum(weights.get(name, 0.0) * value for name, value in features)
