"""The lines at the head of a paper as tokens with features: what the header model sees, in training and at work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from refplug.extract.view import View
from refplug.model import Line, Span
from refplug.text.sections import LabelKind, label_of
from refplug.text.words import zipf

__all__ = ["Token", "TokenLine", "is_in_another_language", "tokenized"]

_TOKEN = re.compile(r"[^\W\d_]+(?:['’‘`´-][^\W\d_]+)*|\d+|[^\w\s]|_+")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "0123456789+-=()abcdefghijklmnoprstuvwxyz")
_AFFILIATION = frozenset(
    "university universität université universidad universidade università üniversitesi institute institut instituto istituto "
    "department dept departamento département dipartimento bölümü fakültesi faculty faculté facultad fakultät school college "
    "laboratory laboratories lab laboratoire laboratorio center centre centro hospital academy akademie ministry inc ltd gmbh "
    "corporation corp cnrs inserm csic inria research sciences division clinic foundation council agency unit".split()
)  # fmt: skip
_COUNTRIES = frozenset(
    "usa uk china japan germany france italy spain canada australia india iran iraq turkey netherlands switzerland sweden "
    "brazil russia korea taiwan israel poland belgium austria denmark norway finland portugal greece ireland mexico egypt "
    "lebanon kuwait jordan pakistan singapore malaysia argentina chile colombia deutschland españa brasil türkiye".split()
)  # fmt: skip
_PUBLISHED = frozenset(
    "vol volume no issue issn isbn doi journal proceedings copyright press publisher publishing elsevier springer wiley ieee "
    "acm arxiv pp received accepted revised published available online http https www license creative commons citation "
    "conference workshop symposium submitted manuscript preprint reprint rights reserved".split()
)  # fmt: skip
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec".split()
)  # fmt: skip
_DEGREES = frozenset("phd md msc bsc dr prof professor mph rn mba dphil do mbbs frcp".split())
_LITTLE = frozenset(
    "the of and to in a is that for with as by on this are we from be an at it or which was were has have".split()
)
_ENOUGH = 900
_POSITIONS = (0, 1, 2, 3, 5, 8, 13, 21, 34)
_LENGTHS = (1, 2, 3, 5, 8, 13, 19)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign, its place in the text, and its features."""

    text: str
    span: Span
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A line's tokens, and the features that they share."""

    line: Line
    tokens: tuple[Token, ...]
    features: tuple[str, ...]


_LONGEST_LINE = 5_000  # a whole paragraph on a line has less; what has more is no text


def tokenized(view: View, most_tokens: int = 900, *, is_foreign: bool | None = None) -> tuple[TokenLine, ...]:
    """The first lines of a page, up to `most_tokens`, with the features of lines and tokens.

    The model has learned from English papers. A page in another language (told by its little words, or by
    `is_foreign`) is shown to it without words: by shapes, signs, places and labels, which it has learned to read too.
    """
    lines: list[_Place] = []
    total = 0
    for number, block in enumerate(view.blocks):
        for at, index in enumerate(block):
            line = view.lines[index]
            if total > most_tokens or len(line.text) > _LONGEST_LINE:
                break
            words = tuple(found.group() for found in _TOKEN.finditer(line.text.translate(_PLAIN)))
            total += len(words)
            lines.append(_Place(line, words, number, at, len(block)))
    if is_foreign is None:
        is_foreign = is_in_another_language(view)
    own = [_line_features(place.words, is_foreign) for place in lines]
    placed = _places(lines, view.is_double_spaced)
    out = []
    for at, place in enumerate(lines):
        before = tuple("P" + feature for feature in own[at - 1][:_SHARED]) if at else ("Pstart",)
        after = (
            tuple("N" + feature for feature in own[at + 1][:_SHARED]) if at + 1 < len(lines) else ("Nend",)
        )
        tokens = _tokens(place.line, place.words, is_foreign)
        out.append(TokenLine(place.line, tokens, own[at] + placed[at] + before + after))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Place:
    """A line, its words, the number of its block, its place in the block, and how many lines the block has."""

    line: Line
    words: tuple[str, ...]
    block: int
    in_block: int
    block_size: int


def _step(number: float, steps: Sequence[float]) -> int:
    return sum(number >= step for step in steps)


def _share(part: int, whole: int) -> int:
    """A share in fifths."""
    return int(5 * part / whole) if whole else 0


_SHARED = 9  # the first features of a line are also seen from its neighbours


@lru_cache(maxsize=4096)
def _rarity(word: str) -> int:
    """How common a word is in English, in five steps; 0 for words that are none."""
    return _step(zipf(word), (0.1, 3.0, 4.2, 5.6))


def is_in_another_language(view: View) -> bool:
    """Whether fewer than one word in eight is a little English word, on a page long enough to tell."""
    words: list[str] = []
    for line in view.lines:
        words += (word.lower() for word in _TOKEN.findall(line.text) if len(word) > 1 and word[0].isalpha())
        if len(words) > _ENOUGH:
            break
    return len(words) > 40 and sum(word in _LITTLE for word in words) < len(words) / 8


def _line_features(words: tuple[str, ...], is_foreign: bool) -> tuple[str, ...]:
    letters = [word for word in words if word[0].isalpha()]
    lowered = [word.lower() for word in letters]
    long = [word for word in letters if len(word) > 1]
    capital = sum(word[0].isupper() for word in long)
    known = {word for word in lowered if word in _AFFILIATION}
    published = sum(word in _PUBLISHED for word in lowered)
    marks = sum(
        len(word) == 1 and not word.isalpha() and words[at - 1][:1].isalpha()
        for at, word in enumerate(words)
        if at and word not in ".,;:-'’"
    )
    features = [
        f"cap{_share(capital, len(long))}",
        "rare?" if is_foreign else f"rare{_share(sum(_rarity(word) <= 1 for word in long), len(long))}",
        f"little{_share(sum(word[0].islower() and (is_foreign or _rarity(word) >= 4) for word in long), len(long))}",
        f"len{_step(len(words), _LENGTHS)}",
        f"affil{min(2, len(known))}",
        f"pub{min(2, published)}",
        f"num{_share(sum(word.isdigit() for word in words), len(words))}",
        f"at{int('@' in words)}",
        f"comma{min(3, words.count(','))}",
        f"up{int(bool(long) and all(word.isupper() for word in long))}",
        f"init{min(2, _initials(words))}",
        f"and{int('and' in lowered or '&' in words)}",
        f"land{int(any(word in _COUNTRIES for word in lowered))}",
        f"mon{int(any(word in _MONTHS for word in lowered))}",
        f"deg{int(any(word in _DEGREES for word in lowered))}",
        f"mark{min(3, marks)}",
        f"first{_shape(words[0]) if words else ''}",
        f"last{_shape(words[-1]) if words else ''}",
        f"year{int(any(len(word) == 4 and word.isdigit() and word[:2] in ('19', '20') for word in words))}",
    ]
    features.append("|".join((features[0], features[1], features[4], features[8])))
    features.append("|".join((features[2], features[3])))
    return tuple(features)


def _initials(words: tuple[str, ...]) -> int:
    """How many initials with a stop the line has."""
    return sum(
        len(word) == 1 and word.isupper() and at + 1 < len(words) and words[at + 1] == "."
        for at, word in enumerate(words)
    )


def _places(lines: Sequence[_Place], is_double_spaced: bool) -> list[tuple[str, ...]]:
    """Where each line stands: on the page, in its block (unless blank lines stand everywhere), behind which labels."""
    out: list[tuple[str, ...]] = []
    seen, since = "none", 0
    for at, place in enumerate(lines):
        label = label_of(place.line.text)
        kind = label.kind.value if label else "no"
        if label and label.kind in (LabelKind.ABSTRACT, LabelKind.KEYWORDS, LabelKind.HEADING):
            seen, since = label.kind.value, 0
        block = f"in{min(place.in_block, 3)}of{_step(place.block_size, (1, 2, 3, 5, 9))}"
        out.append(
            (
                f"pos{_step(at, _POSITIONS)}",
                "double" if is_double_spaced else f"block{_step(place.block, _POSITIONS)}",
                "double" if is_double_spaced else block,
                f"label{kind}",
                f"seen{seen}{_step(since, (1, 2, 5, 12))}",
            )
        )
        since += 1
    return out


@lru_cache(maxsize=4096)
def _shape(word: str) -> str:
    """The shape of a token: X, Xx, XX, XxX, x, 9s by their number, or the sign itself."""
    if word.isdigit():
        return f"9{min(len(word), 5)}"
    if not word[0].isalpha():
        return word[0]
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    return "Xx" if word[0].isupper() and word[1:].islower() else "XxX" if word[0].isupper() else "xX"


def _tokens(line: Line, words: tuple[str, ...], is_foreign: bool) -> tuple[Token, ...]:
    plain = line.text.translate(_PLAIN)
    spans = [
        Span(line.span.start + found.start(), line.span.start + found.end())
        for found in _TOKEN.finditer(plain)
    ]
    shapes = [_shape(word) for word in words]
    out = []
    last = len(words) - 1
    for at, word in enumerate(words):
        lowered = word.lower()
        shape = shapes[at]
        before = words[at - 1].lower() if at else "^"
        after = words[at + 1].lower() if at < last else "$"
        kind = shape if is_foreign or not word[0].isalpha() else f"{shape}{_rarity(lowered)}"
        left = shapes[at - 1] if at else "^"
        right = shapes[at + 1] if at < last else "$"
        lexical = ("w=" + lowered, "e=" + lowered[-3:], "v=" + before, "n=" + after)
        features = (
            *(() if is_foreign and word[0].isalpha() else lexical),
            "s=" + kind,
            f"c={left} {shape} {right}",
            f"l={left} {kind}",
            f"r={kind} {right}",
            "first" if at == 0 else "last" if at == last else "mid",
        )
        out.append(Token(word, spans[at], features))
    return tuple(out)
