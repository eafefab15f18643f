"""One letter read wrongly: mended only toward a word that the text itself has at least three times."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from refplug.model import Span
from refplug.text.edits import Edit, EditKind
from refplug.text.glue import Token, is_prose
from refplug.text.words import zipf

__all__ = ["slip_edits"]

_WITNESSES = 3
_INFLECTIONS = frozenset("s es ed d n r y i e a al an ic ed ly er en t".split())
_APOSTROPHES = "'’"


def slip_edits(tokens: list[Token], *, is_protected: Callable[[str], bool]) -> Iterator[Edit]:
    """One edit per misread word (Iraqg’s for Iraq’s); meant for a page that is known to be damaged.

    A word is mended when it stands once, is in no dictionary, is no name of its own by its shape, and is one letter away
    from exactly one word with the same first letter that the text has three times. Endings are no slips: Iraqi stays.
    """
    bare = [_bare(token.text) for token in tokens]
    count = Counter(bare)
    by_first: dict[str, list[str]] = defaultdict(list)
    for word, times in count.items():
        if times >= _WITNESSES and len(word) >= 4 and zipf(word) >= 2.5:
            by_first[word[0]].append(word)
    for index, (token, word) in enumerate(zip(tokens, bare, strict=True)):
        if count[word] > 1 or len(word) < 4 or not word.isalpha() or zipf(word) or is_protected(word):
            continue
        near = [witness for witness in by_first.get(word[0], ()) if _is_slip(word, witness)]
        if len(near) == 1 and is_prose(tokens, index):
            span = Span(token.start, token.start + len(word))
            yield Edit(
                span, near[0], EditKind.MISREAD, f"“{word}” stands once, “{near[0]}” {count[near[0]]} times"
            )


def _bare(word: str) -> str:
    return word[:-2] if word[-2:-1] in _APOSTROPHES and word.endswith("s") else word


def _is_slip(word: str, witness: str) -> bool:
    """One letter inserted, dropped or exchanged, and not as an ending or a change of case."""
    if abs(len(word) - len(witness)) > 1 or word.lower() == witness.lower():
        return False
    head = 0
    while head < min(len(word), len(witness)) and word[head] == witness[head]:
        head += 1
    more, less = word[head:], witness[head:]
    if len(word) == len(witness):
        return (
            len(word) > 5
            and more[1:] == less[1:]
            and bool(more[1:])
            and more[0].islower()
            and less[0].islower()
        )
    if len(word) > len(witness):
        return more[1:] == less and more[0].islower() and more not in _INFLECTIONS
    return more == less[1:] and less not in _INFLECTIONS and len(word) > 4
