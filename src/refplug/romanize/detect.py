"""Which scheme a romanized text follows: every scheme reads it, and the one that has to strain least wins.

Each table is turned into a small model of text: how often its letters, vowels, endings, articles and ezafes are met
in the language (`data/readings`), so that *qāżī* cannot be ALA-LC, *ketāb* cannot be IJMES, and *kitāb al-ḥayāh* can be
IJMES but is not likely to be.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from refplug.model import Reading
from refplug.romanize.inverse import AYN_SIGNS, HAMZA_SIGNS, Inverse, inverse_of
from refplug.romanize.scheme import Scheme, load, scheme_names
from refplug.romanize.vocalized import SUN

__all__ = ["Detected", "detect"]

STRANGE: Final = math.log(1e-6)  # a character that the scheme does not have
OTHER_SIGN: Final = math.log(
    0.15
)  # a sign for ʿayn or hamza that is not the scheme's own: libraries mix them
TYPED_SIGN: Final = math.log(0.4)  # ... and ‘ ’ are what keyboards have
STRETCHED: Final = math.log(0.1)  # a mark taken for another: ḥ where the scheme has ḩ
HYPHENED: Final = math.log(0.05)  # al-X where the scheme writes al X
KNOWN: Final = 2.5  # a word whose spelling no rule gives, written as this scheme writes it: Muṣṭafá
UNASSIMILATED: Final = math.log(0.02)  # al-š where the scheme writes aš-š, or the other way round
JOINT: Final = math.log(0.004)
DOUBLED: Final = 0.06  # how often a consonant is doubled
GLIDES: Final = {"iyy": 12.0, "uww": 1.0, "ayy": 3.0, "aww": 3.0}  # per thousand sounds
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
}
USE_READING: Final = {"ar": 1.0, "fa": 0.7, "ota": 0.03, "ur": 0.01}
LONGEST: Final = 2000  # characters that are looked at; the scheme of a longer text shows in its beginning
_WORDS: Final = re.compile(
    r"[^\W\d_](?:[\w\u0300-\u036fʿʾʻʼ‘’'`ʹ·´-]*[^\W_ʹ·-]|['’ʼʾ´])?[\u0300-\u036fʿʾʻʼ‘’'`]*|[ʿʻ‘'`][\w\u0300-\u036fʿʾʻʼ‘’'`ʹ·-]+"
)


@dataclass(frozen=True, slots=True)
class Detected:
    """One scheme that a text may follow.

    `probability` is its share among all schemes; `evidence` names in words what tells it from the next one that would
    write the text otherwise; `alike` are schemes that would be read in just the same way.
    """

    scheme: str
    reading: Reading
    probability: float
    evidence: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A piece of the text as one scheme sees it."""

    text: str
    weight: float
    says: str


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
        scheme.name: (scheme, tuple(_see(words, scheme)))
        for scheme in _schemes()
        if scheme.reading in allowed
    }
    scores = {
        name: sum(s.weight for s in row) + math.log(USE.get(scheme.id, 0.7))
        for name, (scheme, row) in seen.items()
    }
    best = max(scores.values(), default=0.0)
    total = sum(math.exp(score - best) for score in scores.values())
    ranked = sorted(scores, key=lambda name: -scores[name])
    found = []
    for name in ranked[:limit]:
        scheme, row = seen[name]
        rival = next(
            (seen[other][1] for other in ranked if other != name and not _same(seen[other][1], row)), ()
        )
        alike = tuple(other for other in ranked if other != name and _same(seen[other][1], row))
        found.append(
            Detected(
                scheme.id, scheme.reading, math.exp(scores[name] - best) / total, _evidence(row, rival), alike
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def _schemes() -> tuple[Scheme, ...]:
    every = (load(*name.rsplit("-", 1)) for name in scheme_names())
    return tuple(scheme for scheme in every if scheme.detect)


def _use(scheme: Scheme) -> float:
    return math.log(USE.get(scheme.id, 0.7) * USE_READING[scheme.reading])


def _same(one: tuple[_Seen, ...], other: tuple[_Seen, ...]) -> bool:
    return abs(sum(s.weight for s in one) - sum(s.weight for s in other)) < 0.05 and [
        s.text for s in one
    ] == [s.text for s in other]


def _evidence(row: tuple[_Seen, ...], rival: tuple[_Seen, ...]) -> tuple[str, ...]:
    """What the winner explains better than the rival does, in words, the strongest first."""
    theirs: dict[str, float] = {}
    for piece in rival:
        theirs[piece.text] = max(theirs.get(piece.text, STRANGE), piece.weight)
    gains = [(piece.weight - theirs.get(piece.text, STRANGE), piece.says) for piece in row if piece.says]
    told = [says for gain, says in sorted(gains, key=lambda pair: -pair[0]) if gain > TOLD]
    return tuple(dict.fromkeys(told))[:6]


# One scheme reading a text


@lru_cache(maxsize=64)
def _model(scheme: Scheme) -> _Model:
    return _Model(inverse_of(scheme))


class _Model:
    """Log probabilities of what can stand in a word of one scheme."""

    def __init__(self, inverse: Inverse) -> None:
        self.inverse = inverse
        self.often = inverse.language.frequency
        weights: dict[str, float] = {}
        for token, sounds in inverse.tokens.items():
            if len(sounds) == 1:
                sound = sounds[0]
                share = sum(self.often.get(name, 0.05) for name in (sound.value, *sound.others))
                if sound.kind == "hamza":
                    share = self.often.get("ء", 10.0)
                weights[token] = share * (DOUBLED if sound.double else 1.0)
            elif not sounds:
                weights[token] = 0.5
        self.when: dict[str, str] = {}
        self._groups(weights)
        self.weights = {token: math.log(max(share, 0.01) / 1000) for token, share in weights.items()}
        order = sorted(self.weights, key=len, reverse=True)
        self.pattern = re.compile("|".join(re.escape(token) + self.when.get(token, "") for token in order))
        self.signs = frozenset((inverse.ayn, inverse.hamza))

    def _groups(self, weights: dict[str, float]) -> None:
        """Diphthongs and doubled glides, whether the table writes them as a whole or sound by sound."""
        scheme, inverse = self.inverse.scheme, self.inverse
        vowels, doubled = scheme.section("vowels"), scheme.section("doubled")
        follow = f"[{re.escape(''.join(inverse.vowel_letters))}]"
        for name in ("ay", "aw"):
            latin = inverse.normalized(str(vowels[name]))
            weights[latin] = self.often.get(name, 10.0)
            self.when[latin] = f"(?!{follow})"
        for name, share in GLIDES.items():
            glide = scheme.letters.get({"y": "ي", "w": "و"}[name[1]], "")
            latin = inverse.normalized(str(doubled[name]) or str(vowels[name[0]]) + glide * 2)
            weights[latin] = weights.get(latin, 0) + share
            self.when[latin] = f"(?={follow}|$)" if len(latin) == 2 else ""

    def sounds(self, body: str) -> Iterator[_Seen]:
        """The letters and vowels of a word, each with its weight."""
        at = 0
        while at < len(body):
            match = self.pattern.match(body, at)
            token = match.group() if match and match.group() else body[at]
            weight = self.weights.get(token, STRANGE)
            says = (
                f"{token} is {self.inverse.named(token)} in {self.inverse.scheme.name}"
                if weight > STRANGE
                else ""
            )
            yield _Seen(token, weight, says)
            at += len(token)


def _see(words: list[str], scheme: Scheme) -> Iterator[_Seen]:
    """All that the scheme sees in the words."""
    model = _model(scheme)
    inverse = model.inverse
    plain = [inverse.normalized(word) for word in words]
    lone = False
    for i, word in enumerate(plain):
        following = plain[i + 1] if i + 1 < len(plain) else ""
        yield from _signs(words[i], model)
        if following and inverse.lone(word, following):
            yield _Seen(
                word,
                math.log(model.often["article"] / 1000),
                f"{words[i]} is an article written as a word of its own",
            )
            yield from _assimilation(word, following, model)
            lone = True
            continue
        yield from _word(word, model, last=not following, lone=lone)
        lone = False


def _signs(word: str, model: _Model) -> Iterator[_Seen]:
    for char in word:
        if char in AYN_SIGNS or char in HAMZA_SIGNS:
            own = char in model.signs
            says = f"{char} (U+{ord(char):04X}) is a sign of {model.inverse.scheme.name}" if own else ""
            yield _Seen(f"sign {char}", 0.0 if own else TYPED_SIGN if char in "‘’'`" else OTHER_SIGN, says)
    for _ in range(model.inverse.stretched(word)):
        yield _Seen("mark", STRETCHED, "")


def _assimilation(article: str, following: str, model: _Model) -> Iterator[_Seen]:
    """Whether the article is made like the sun letter after it where the scheme does so."""
    inverse = model.inverse
    sun = any(
        following.startswith(inverse.normalized(inverse.scheme.letters[x]))
        for x in SUN
        if x != "ل" and x in inverse.scheme.letters
    )
    if not sun:
        return
    assimilates = bool(inverse.scheme.section("article")["sun_letters"])
    done = inverse.articles.get(article, "") != ""
    says = f"the article before {following[:6]} is {'' if done else 'not '}made like the sun letter"
    yield _Seen(
        f"sun {following[:2]}",
        0.0 if done == assimilates else UNASSIMILATED,
        says if done == assimilates else "",
    )


def _word(word: str, model: _Model, *, last: bool, lone: bool) -> Iterator[_Seen]:
    inverse, often = model.inverse, model.often
    pieces = word.split("-")
    head, body, tail = inverse.split(word)
    if head:
        article = next((piece for piece in pieces if piece in inverse.articles), "")
        yield _Seen(
            f"{pieces[0]}-", math.log(often["article"] / 1000), f"{pieces[0]}- is an article or a prefix"
        )
        if inverse.scheme.section("article")["joint"] == " " and not lone:
            yield _Seen("hyphen", HYPHENED, "")
        if article and article in pieces[:-1]:
            yield from _assimilation(article, pieces[pieces.index(article) + 1], model)
    elif not lone:
        yield _Seen("no article", math.log(1 - often["article"] / 1000), "")
    if tail:
        yield _Seen(
            f"-{pieces[-1]}",
            math.log(often["ezafe"] / 1000),
            f"-{pieces[-1]} is ezafe in {inverse.scheme.name}",
        )
    elif inverse.language.ezafe:
        yield _Seen("no ezafe", math.log(1 - often["ezafe"] / 1000), "")
    parts = inverse.parts(body)
    for n, part in enumerate(parts):
        if n:
            yield _Seen("joint", JOINT, "")
        yield from _body(part, model, last=last and n == len(parts) - 1 and not tail)


def _body(body: str, model: _Model, *, last: bool) -> Iterator[_Seen]:
    """The word under the ending that suits the scheme best."""
    best: list[_Seen] = []
    if model.inverse.knows(body):
        yield _Seen(f"={body}", KNOWN, f"{body} is how {model.inverse.scheme.name} writes it")
    for count, ending in model.inverse.endings(body, last=last):
        cut = len(body) - count
        row = list(model.sounds(body[:cut]))
        row.append(_ending(body[cut:], ending[-1].kind if ending else "", body, model))
        if not best or sum(s.weight for s in row) > sum(s.weight for s in best):
            best = row
    yield from best


def _ending(latin: str, kind: str, body: str, model: _Model) -> _Seen:
    often, inverse = model.often, model.inverse
    name = inverse.scheme.name
    if kind == "ta":
        return _Seen(
            f"{latin}#", math.log(often["ta_marbuta"] / 1000), f"final -{latin} is tāʾ marbūṭa in {name}"
        )
    if kind == "he":
        return _Seen(
            f"{latin}#", math.log(often["silent_he"] / 1000), f"final -{latin} is silent h in {name}"
        )
    if kind == "tanwin":
        return _Seen(f"{latin}#", math.log(0.005), "")
    short = {inverse.normalized(str(inverse.scheme.section("vowels")[v])) for v in "aiu"}
    if len(body) > 3 and body[-1:] in short:
        return _Seen(f"{body[-1]}#", math.log(often["final_a"] / 1000) - model.weights.get(body[-1], 0), "")
    if body[-2:] in ("ah", "eh", "ih") and len(body) > 3:
        return _Seen(f"{body[-2:]}#", math.log(often["final_ah"] / 1000) + 4, "")
    rest = often["ta_marbuta"] + often["silent_he"]
    return _Seen("#", math.log(1 - rest / 1000), "")
