"""Which scheme a romanized text follows: every scheme reads it, and the one that has to strain least wins.

Each table is turned into a small model of text: how often its letters, vowels, endings, articles and ezafes are met
in the language (`data/readings`), so that *qāżī* cannot be ALA-LC, *ketāb* cannot be IJMES, and *kitāb al-ḥayāh* can be
IJMES but is not likely to be.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from refplug.model import Reading
from refplug.romanize.schemes.scheme import load, scheme_names
from refplug.romanize.schemes.strain import STRANGE, Seen, see
from refplug.romanize.schemes.table import Scheme

__all__ = ["Detected", "detect"]

TOLD: Final = 1.0  # difference in log odds from which a piece counts as evidence
# How often a text is met in a scheme, all else equal: catalogues and journals before gazetteers and standards.
USE: Final = {
    "ala-lc": 4.0,
    "ijmes": 4.0,
    "din31635": 2.0,
    "iranica": 2.0,
    "iranian-studies": 1.0,
    "bgn-pcgn": 1.5,
    "dmg": 1.0,
    "un": 0.4,
}
USE_READING: Final = {"ar": 1.0, "fa": 0.7, "ota": 0.03, "ur": 0.01}
LONGEST: Final = 2000  # characters that are looked at; the scheme of a longer text shows in its beginning
_WORDS: Final = re.compile(
    r"[^\W\d_](?:[\w\u0300-\u036fʿʾʻʼ‘’'`ʹ·´-]*[^\W_ʹ·-]|['’ʼʾ´])?[\u0300-\u036fʿʾʻʼ‘’'`]*|[ʿʻ‘'`][\w\u0300-\u036fʿʾʻʼ‘’'`ʹ·-]+"
)


@dataclass(frozen=True, slots=True)
class Detected:
    """One scheme that a text may follow.

    `probability` is its share among all schemes; `evidence` names in words what tells it from the next one that it can be
    told from; `alike` are schemes that would be read in just the same way.
    """

    scheme: str
    reading: Reading
    probability: float
    evidence: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def detect(text: str, *, readings: Iterable[Reading] | None = None, limit: int = 5) -> tuple[Detected, ...]:
    """The schemes that a romanized text may follow, the likeliest first; empty where it holds no Latin letter.

    >>> [(d.scheme, str(d.reading)) for d in detect("Velāyat-e faqih", limit=1)]
    [('iranica', 'fa')]
    >>> detect("Wizārat al-Tarbiyah")[0].scheme
    'ala-lc'

    A text without anything that one scheme writes otherwise than another gets several answers of like probability: look
    at `probability`. It is not said whether the text is a romanization at all.
    """
    words = _WORDS.findall(unicodedata.normalize("NFC", text[:LONGEST]))
    if not any(any("a" <= c.lower() <= "z" for c in word) for word in words):
        return ()
    allowed = frozenset(readings) if readings else frozenset(Reading)
    seen = {
        scheme.name: (scheme, tuple(see(words, scheme))) for scheme in _schemes() if scheme.reading in allowed
    }
    scores = {name: sum(s.weight for s in row) + _use(scheme) for name, (scheme, row) in seen.items()}
    best = max(scores.values(), default=0.0)
    total = sum(math.exp(score - best) for score in scores.values())
    ranked = sorted(scores, key=lambda name: -scores[name])
    found = []
    for name in ranked[:limit]:
        scheme, row = seen[name]
        rivals = (seen[other][1] for other in ranked if other != name and not _same(seen[other][1], row))
        evidence = next((told for rival in rivals if (told := _evidence(row, rival))), ())
        alike = tuple(other for other in ranked if other != name and _same(seen[other][1], row))
        share = math.exp(scores[name] - best) / total
        found.append(Detected(scheme.id, scheme.reading, share, evidence, alike))
    return tuple(found)


@lru_cache(maxsize=1)
def _schemes() -> tuple[Scheme, ...]:
    every = (load(*name.rsplit("-", 1)) for name in scheme_names())
    return tuple(scheme for scheme in every if scheme.detect)


def _use(scheme: Scheme) -> float:
    return math.log(USE.get(scheme.id, 0.7) * USE_READING[scheme.reading])


def _same(one: tuple[Seen, ...], other: tuple[Seen, ...]) -> bool:
    return abs(sum(s.weight for s in one) - sum(s.weight for s in other)) < 0.05 and [
        s.text for s in one
    ] == [s.text for s in other]


def _evidence(row: tuple[Seen, ...], rival: tuple[Seen, ...]) -> tuple[str, ...]:
    """What the winner explains better than the rival does, in words, the strongest first."""
    theirs: dict[str, float] = {}
    for piece in rival:
        plain_ending = piece.text.endswith("#") and not piece.says  # the rival reads it letter by letter
        theirs[piece.text] = max(theirs.get(piece.text, STRANGE), STRANGE if plain_ending else piece.weight)
    gains = [(piece.weight - theirs.get(piece.text, STRANGE), piece.says) for piece in row if piece.says]
    told = [says for gain, says in sorted(gains, key=lambda pair: -pair[0]) if gain > TOLD]
    return tuple(dict.fromkeys(told))[:6]
