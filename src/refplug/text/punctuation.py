"""Spaces lost beside commas and brackets: `fact,anew`, `Marjiiat(Religious Authority)`, `Forces)in`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from refplug.model import Span
from refplug.text.edits import Edit, EditKind

__all__ = ["punctuation_edits"]

_GLUED = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]{2,30}(?:['’][^\W\d_]{1,2})?)"
    r"(?:[,;](?=(?P<right>[^\W\d_]{2,30})(?![^\W\d_]))|(?P<open>\()(?=(?P<inside>[^\W\d_]{3,30})(?![^\W\d_])))"
)
_AFTER_BRACKET = re.compile(r"(?<=[^\W\d_]{3})\)(?P<right>[^\W\d_]{2,30})(?![^\W\d_(])")
_CHEMICAL = frozenset(
    "poly bis tris tetrakis oligo alpha beta gamma delta cis trans tert sec iso meth eth prop fn func".split()
)


def punctuation_edits(text: str, *, is_known: Callable[[str], bool]) -> Iterator[Edit]:
    """One insertion per lost space; meant for a page that is known to have lost spaces.

    Left alone: plurals in brackets `method(s)`, calls and chemistry `f(x)`, `poly(ethylene)`, addresses, numbers, and
    anything whose sides are no words.
    """
    for found in _GLUED.finditer(text):
        left, right = found["left"], found["right"] or found["inside"]
        if _is_in_address(text, found.start(), found.end()):
            continue
        if found["open"]:
            place = found.start("open")
            if left.lower() in _CHEMICAL or len(left) < 3 or not _closes_as_word(text, found.end()):
                continue
        else:
            place = found.start("right")
            if not is_known(left):
                continue
        if is_known(right):
            yield Edit(
                Span(place, place), " ", EditKind.GLUED, f"the space between “{left}” and “{right}” was lost"
            )
    for found in _AFTER_BRACKET.finditer(text):
        right = found["right"]
        place = found.start("right")
        if (
            is_known(right)
            and _holds_a_phrase(text, found.start())
            and not _is_in_address(text, *found.span())
        ):
            yield Edit(Span(place, place), " ", EditKind.GLUED, f"the space before “{right}” was lost")


def _is_in_address(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 12) : end + 12]
    return any(sign in around for sign in ("://", "@", "www.", "doi", "\\", "$", "_"))


def _closes_as_word(text: str, at: int) -> bool:
    """Whether a bracket opened before `at` closes soon, and with a space or a stop behind it."""
    close = text.find(")", at, at + 80)
    return (
        close >= 0
        and not text[close + 1 : close + 2].isalnum()
        and text[close + 1 : close + 2] not in ("-", "_", "(")
    )


def _holds_a_phrase(text: str, close: int) -> bool:
    """Whether the bracket that closes at `close` holds several words; `(time)scale` is one word printed so."""
    opened = text.rfind("(", max(0, close - 120), close)
    return opened >= 0 and any(space in text[opened:close] for space in " \n")
