"""What one scheme sees in a romanized text, and how much it has to strain to see it.

Each table becomes a small model: how often its letters, vowels, endings, articles and ezafes are met in the language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from refplug.romanize.pivot.signs import AYN_SIGNS, HAMZA_SIGNS
from refplug.romanize.pivot.units import SUN
from refplug.romanize.schemes.inverse import Inverse, inverse_of
from refplug.romanize.schemes.table import Scheme

__all__ = ["STRANGE", "Seen", "see"]

STRANGE: Final = math.log(1e-6)  # a character that the scheme does not have
# A sign for ʿayn or hamza that is not the scheme's own: libraries mix them.
OTHER_SIGN: Final = math.log(0.15)
TYPED_SIGN: Final = math.log(0.4)  # ... and ‘ ’ are what keyboards have
STRETCHED: Final = math.log(0.1)  # a mark taken for another: ḥ where the scheme has ḩ
UNASSIMILATED: Final = math.log(0.02)  # al-š where the scheme writes aš-š, or the other way round
HYPHENED: Final = math.log(0.05)  # al-X where the scheme writes al X
KNOWN: Final = 2.5  # a word whose spelling no rule gives, written as this scheme writes it: Muṣṭafá
JOINT: Final = math.log(0.004)
DOUBLED: Final = 0.06  # how often a consonant is doubled
GLIDES: Final = {"iyy": 12.0, "uww": 1.0, "ayy": 3.0, "aww": 3.0}  # per thousand sounds

LONG_NAMES: Final = {"aa": "long ā", "ii": "long ī", "uu": "long ū", "ay": "the diphthong ay", "aw": "the diphthong aw"} | {
    "maqsura": "alif maqṣūra", "dagger": "dagger alif", "ee": "majhūl ē", "oo": "majhūl ō",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of the text as one scheme sees it."""

    text: str
    weight: float
    says: str


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
        self.seen = {token: Seen(token, weight, self._says(token)) for token, weight in self.weights.items()}
        letters = inverse.scheme.letters
        self.sun = tuple(inverse.normalized(letters[x]) for x in SUN if x != "ل" and x in letters)
        self.short = frozenset(inverse.normalized(str(inverse.scheme.section("vowels")[v])) for v in "aiu")

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

    def _says(self, token: str) -> str:
        """What a piece tells of the scheme, in words; nothing where any scheme could have it."""
        if token.isascii() and len(token) == 1:
            return ""
        return f"{token} is {_named(token, self.inverse)} in {self.inverse.scheme.name}"

    def sounds(self, body: str) -> Iterator[Seen]:
        """The letters and vowels of a word, each with its weight."""
        at = 0
        while at < len(body):
            match = self.pattern.match(body, at)
            token = match.group() if match and match.group() else body[at]
            yield self.seen.get(token) or Seen(token, STRANGE, "")
            at += len(token)


def see(words: Sequence[str], scheme: Scheme) -> Iterator[Seen]:
    """All that the scheme sees in the words."""
    model = _model(scheme)
    inverse = model.inverse
    plain = [inverse.normalized(word) for word in words]
    lone = False
    for i, word in enumerate(plain):
        following = plain[i + 1] if i + 1 < len(plain) else ""
        yield from _signs(words[i], model)
        if following and inverse.lone(word, following):
            yield Seen(
                word,
                math.log(model.often["article"] / 1000),
                f"{words[i]} is an article written as a word of its own",
            )
            yield from _assimilation(word, following, model)
            lone = True
            continue
        yield from _word(word, model, last=not following, lone=lone)
        lone = False


def _signs(word: str, model: _Model) -> Iterator[Seen]:
    for char in word:
        if char in AYN_SIGNS or char in HAMZA_SIGNS:
            own = char in model.signs
            says = f"{char} (U+{ord(char):04X}) is a sign of {model.inverse.scheme.name}" if own else ""
            yield Seen(f"sign {char}", 0.0 if own else TYPED_SIGN if char in "‘’'`" else OTHER_SIGN, says)
    for _ in range(model.inverse.stretched(word)):
        yield Seen("mark", STRETCHED, "")


def _assimilation(article: str, following: str, model: _Model) -> Iterator[Seen]:
    """Whether the article is made like the sun letter after it where the scheme does so."""
    inverse = model.inverse
    sun = following.startswith(model.sun)
    if not sun:
        return
    assimilates = bool(inverse.scheme.section("article")["sun_letters"])
    done = inverse.articles.get(article, "") != ""
    says = f"the article before {following[:6]} is {'' if done else 'not '}made like the sun letter"
    yield Seen(
        f"sun {following[:2]}",
        0.0 if done == assimilates else UNASSIMILATED,
        says if done == assimilates else "",
    )


def _word(word: str, model: _Model, *, last: bool, lone: bool) -> Iterator[Seen]:
    inverse, often = model.inverse, model.often
    pieces = word.split("-")
    head, body, tail = inverse.split(word)
    if head:
        article = next((piece for piece in pieces if piece in inverse.articles), "")
        yield Seen(
            f"{pieces[0]}-", math.log(often["article"] / 1000), f"{pieces[0]}- is an article or a prefix"
        )
        if inverse.scheme.section("article")["joint"] == " " and not lone:
            yield Seen("hyphen", HYPHENED, "")
        if article and article in pieces[:-1]:
            yield from _assimilation(article, pieces[pieces.index(article) + 1], model)
    elif not lone:
        yield Seen("no article", math.log(1 - often["article"] / 1000), "")
    if tail:
        yield Seen(
            f"-{pieces[-1]}",
            math.log(often["ezafe"] / 1000),
            f"-{pieces[-1]} is ezafe in {inverse.scheme.name}",
        )
    elif inverse.language.ezafe:
        yield Seen("no ezafe", math.log(1 - often["ezafe"] / 1000), "")
    parts = inverse.parts(body)
    for n, part in enumerate(parts):
        if n:
            yield Seen("joint", JOINT, "")
        yield from _body(part, model, last=last and n == len(parts) - 1 and not tail)


def _body(body: str, model: _Model, *, last: bool) -> Iterator[Seen]:
    """The word under the ending that suits the scheme best."""
    best: list[Seen] = []
    if model.inverse.knows(body):
        yield Seen(f"={body}", KNOWN, f"{body} is how {model.inverse.scheme.name} writes it")
    for count, ending in model.inverse.endings(body, last=last):
        cut = len(body) - count
        row = list(model.sounds(body[:cut]))
        row.append(_ending(body[cut:], ending[-1].kind if ending else "", body, model))
        if not best or sum(s.weight for s in row) > sum(s.weight for s in best):
            best = row
    yield from best


def _ending(latin: str, kind: str, body: str, model: _Model) -> Seen:
    often, inverse = model.often, model.inverse
    name = inverse.scheme.name
    if kind == "ta":
        return Seen(
            f"{latin}#", math.log(often["ta_marbuta"] / 1000), f"final -{latin} is tāʾ marbūṭa in {name}"
        )
    if kind == "he":
        return Seen(f"{latin}#", math.log(often["silent_he"] / 1000), f"final -{latin} is silent h in {name}")
    if kind == "tanwin":
        return Seen(f"{latin}#", math.log(0.005), "")
    if len(body) > 3 and body[-1:] in model.short:
        return Seen(f"{body[-1]}#", math.log(often["final_a"] / 1000) - model.weights.get(body[-1], 0), "")
    if body[-2:] in ("ah", "eh", "ih") and len(body) > 3:
        return Seen(f"{body[-2:]}#", math.log(often["final_ah"] / 1000) + 4, "")
    rest = often["ta_marbuta"] + often["silent_he"]
    return Seen("#", math.log(1 - rest / 1000), "")


def _named(token: str, inverse: Inverse) -> str:
    """What a piece of Latin stands for, in words."""
    sounds = inverse.tokens.get(token) or inverse.sounds(token) or ()
    letters = " or ".join(
        dict.fromkeys(x for s in sounds if s.kind == "consonant" for x in (s.value, *s.others))
    )
    vowels = " ".join(LONG_NAMES.get(s.value, f"short {s.value}") for s in sounds if s.kind == "vowel")
    if any(s.kind == "hamza" for s in sounds):
        return "hamza"
    return " and ".join(x for x in (vowels, letters) if x) or "a sign"
