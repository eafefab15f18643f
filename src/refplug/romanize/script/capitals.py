"""Which words a cataloguer writes with a capital: names, the first word of a title, and what looks like either.

ALA-LC follows the rules of English for capitals (rule 18 of the Arabic table), but houses differ in what they take for
a name. A linear model reads it off how often a word was seen with a capital, its place, its neighbours and the kind of
field; where the kind is not known, the answers for the likely kinds are weighed by how likely each is. Decisions go
from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from refplug.romanize.script.rank import PARTICLES, neighbor_class
from refplug.romanize.script.table import ReadingTable

__all__ = ["CapitalPlace", "Capitals", "capital_features", "opening_features", "stem_of"]

_Key = tuple[str, str, str | None, str, bool, str | None, str]
"""Word, kind, word before, text between, whether the word before has a capital, word after, text between."""
_KEPT = 30_000


@dataclass(frozen=True, slots=True)
class CapitalPlace:
    """A word and its place, as the capitals model sees them.

    `share` is how often the word was seen with a capital (None: never seen), `seen` how often it was seen at all,
    `is_capital_before` what was decided for the word before it; `stem_share` is the share of the word without its prefix
    (see `stem_of`), asked where the word itself was seldom seen.
    """

    word: str
    share: float | None
    seen: int
    names: float
    kind: str
    before: str | None
    between: str
    is_capital_before: bool
    after: str | None
    between_after: str
    after_share: float | None
    is_first: bool
    is_last: bool
    stem_share: float | None = None


def _step(share: float | None) -> str:
    return "?" if share is None else str(int(share * 9.99))


def _head(word: str) -> str:
    for prefix in ("وال", "بال", "لل", "ال", "و", "ب", "ل"):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            return prefix
    return ""


_STEMS = {"وال": "ال", "بال": "ال", "لل": "ال", "ال": "", "و": "", "ب": "", "ل": ""}
SELDOM = 10
"""A word seen less often than this is judged by its stem too: وفرنسا by فرنسا."""


def stem_of(word: str) -> str | None:
    """The word without its conjunction or preposition, or without the article where it has no other prefix; else None.

    >>> stem_of("وفرنسا"), stem_of("للشرق"), stem_of("كتاب")
    ('فرنسا', 'الشرق', None)
    """
    head = _head(word)
    return _STEMS[head] + word[len(head) :] if head else None


def capital_features(place: CapitalPlace) -> Iterator[str]:
    """The features of one word for the capitals model."""
    size = "0" if place.seen == 0 else "1" if place.seen < 3 else "2" if place.seen < 10 else "3"
    share, head = _step(place.share), _head(place.word)
    cap, kind = "C" if place.is_capital_before else "c", place.kind
    mark = place.between.strip()[-1:] if place.between.strip() else ""
    before = place.before if place.before in PARTICLES else ""
    ending = "ي" if place.word.endswith(("ي", "ى")) else "ة" if place.word.endswith("ة") else ""
    yield f"s{share}{size}"
    yield f"s{share}{kind}"
    yield f"s{share}{cap}{kind}"
    yield f"k{kind}{place.is_first}{place.is_last}"
    yield f"f{place.is_first}{kind}{share}"
    yield f"h{head}{cap}{ending}"
    yield f"h{head}{cap}{kind}{share}"
    yield f"m{mark}{kind}"
    yield f"m{mark}{share}"
    yield f"b{before}{cap}{share}"
    yield f"b{before}{kind}"
    yield f"a{neighbor_class(place.after, place.between_after, 0.2)}{share}"
    yield f"A{_step(place.after_share)}{share}{cap}"
    yield f"n{int(place.names * 5)}{cap}{kind}"
    if head and place.seen < SELDOM:
        yield f"S{_step(place.stem_share)}{head}{share if place.seen > 2 else ''}"
        yield f"S{_step(place.stem_share)}{kind}"
        yield f"S{_step(place.stem_share)}{cap}"
    if place.share is None:
        stem = place.word[len(head) :]
        yield f"x{stem[-2:]}"
        yield f"x{stem[-3:]}"
        yield f"x{stem[-3:]}{kind}"
        yield f"y{stem[:2]}"
        yield f"y{stem[:3]}"
        yield f"z{len(stem)}{head}{cap}"
    yield f"w{place.word}"
    yield f"w{place.word}{kind}"
    yield f"w{place.word}{cap}"
    yield f"D{place.word}|{place.after}"
    if place.before is not None:
        yield f"B{place.before}{cap}"
        yield f"D{place.before}_{place.word}"


def opening_features(words: Sequence[str], between: Sequence[str], kind: str) -> Iterator[str]:
    """What the whole string tells of its first word: a title begins with a capital, a subtitle does not.

    Catalogues give both as strings of their own; what subtitles begin with (دراسة, مجموعة), how long they are and what
    stands in them tells many of them.
    """
    if not words:
        return
    first, size = words[0], len(words)
    following, gap = (words[1], between[1]) if size > 1 else (None, "")
    yield f"F{first}"
    yield f"F{first}{kind}"
    yield f"Fn{min(size, 9)}{kind}"
    yield f"Fh{_head(first)}{first[-1:]}{kind}"
    yield f"Fa{neighbor_class(following, gap, 0.2)}{kind}"
    yield f"Fx{following or '$'}{kind}"
    yield f"Fl{words[-1]}{kind}"
    inside = "".join(between[1:])
    yield f"Fc{'،' in inside}{':' in inside or '؛' in inside}{kind}"
    for word in sorted(set(words[1:])):
        yield f"Fw{word}"


@dataclass(slots=True)
class Capitals:
    """The capitals model, and the decisions it has taken."""

    weights: Mapping[str, float]
    taken: dict[_Key, float] = field(default_factory=dict)

    def opening(self, words: Sequence[str], between: Sequence[str], kind: str) -> float:
        """What the whole string says for a capital on its first word."""
        find = self.weights.get
        return sum(find(name, 0.0) for name in opening_features(words, between, kind))

    def chance(self, key: _Key, table: ReadingTable, more: float = 0.0) -> float:
        """How likely a word begins with a capital there, 0 to 1; `more` is what else speaks for one (log odds)."""
        known = self.taken.get(key)
        if known is None:
            if len(self.taken) >= _KEPT:
                self.taken.clear()
            find = self.weights.get
            known = self.taken[key] = sum(find(name, 0.0) for name in capital_features(_place(key, table)))
        return 1 / (1 + exp(-known - more))


def _place(key: _Key, table: ReadingTable) -> CapitalPlace:
    word, kind, before, between, is_capital_before, after, between_after = key
    share, seen = table.capitals(word)
    stem = stem_of(word) if seen < SELDOM else None
    return CapitalPlace(
        word=word, share=share, seen=seen, names=table.in_names(word), kind=kind, before=before, between=between,
        is_capital_before=is_capital_before, after=after, between_after=between_after,
        after_share=table.capitals(after)[0] if after else None, is_first=before is None, is_last=after is None,
        stem_share=table.capitals(stem)[0] if stem else None,
    )  # fmt: skip
