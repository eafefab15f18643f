"""Undo damage to a text: only where the page shows it, and every change on record.

Four rounds, each on the outcome of the one before: characters, line-end hyphens, lost spaces, single misread letters.
The last two touch a page only when it shows that it lost spaces. `docs/repair.md` tells the rules and what they reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from refplug.model import Span
from refplug.text.edits import Edit, EditKind, Edits, Repaired
from refplug.text.glue import Split, Splitter, Strength, Token, is_prose, tokens_of
from refplug.text.hyphens import hyphen_edits
from refplug.text.names import name_words
from refplug.text.punctuation import punctuation_edits
from refplug.text.sections import LabelKind, label_inside, label_of
from refplug.text.slips import slip_edits
from refplug.text.unicode import unicode_edits
from refplug.text.words import english, zipf

__all__ = ["IsWord", "Repaired", "repair"]

IsWord = Callable[[str], bool]
_Round = Callable[[str, IsWord, IsWord], Iterator[Edit]]

_MOST_CHARACTERS = 200_000
"""Beyond it (some 70 pages) words are no longer mended: title, keywords and abstract stand before."""

_MOST_PARTINGS = 8
"""How often a text is looked through for lost spaces; pages take one or two."""


def _is_english(word: str) -> bool:
    return zipf(word) >= 2.0


def _nothing(word: str) -> bool:
    return False


def repair(text: str, *, is_known: IsWord = _is_english, is_protected: IsWord = _nothing) -> Repaired:
    r"""The text without its damage, and the edits that lead there.

    >>> repair("one of the most important objec-\ntives of political science").text
    'one of the most important objectives of political science'
    >>> repair("It is held by the state, and in theory thatitis so.").text
    'It is held by the state, and in theory that it is so.'

    `is_known` says whether a word is a good English word; `is_protected` whether it must never be touched (the romanized
    lexicon). Both get the word as printed. A sound text comes back as it is, with no edits. `text` is in NFC with `\n` at
    its line ends (`unicode.at_the_door`). Spellings are kept: Marjiiat is no damage, and British is as good as American.
    """
    edits = unicode_edits(text)

    def is_changed_by(round_: _Round) -> bool:
        nonlocal edits
        found = Edits.of(round_(edits.apply(text)[:_MOST_CHARACTERS], is_known, is_protected))
        edits = edits.then(found, text)
        return bool(found)

    is_changed_by(_hyphens)
    partings = 0
    while partings < _MOST_PARTINGS and is_changed_by(_spaces):  # words set free are company for the next
        partings += 1
    if partings:  # else no space was lost: the page is sound, and odd words are its own
        is_changed_by(_slips)
    return Repaired(edits.apply(text), edits)


def _hyphens(text: str, is_known: IsWord, is_protected: IsWord) -> Iterator[Edit]:
    return hyphen_edits(text, is_known=is_known, is_protected=is_protected)


def _spaces(text: str, is_known: IsWord, is_protected: IsWord) -> Iterator[Edit]:
    tokens = tokens_of(text)
    splitter = Splitter(text, tokens, is_known=is_known)
    found = _splits(text, tokens, splitter, is_protected)
    if not any(split.strength is Strength.SURE for _, split in found):
        return
    for token, split in found:
        yield from _insertions(token, split.pieces)
    parted = {token.start for token, _ in found}
    words = {token.start: token for token in tokens}
    for edit in punctuation_edits(text, is_known=lambda word: is_known(word) or is_protected(word)):
        yield edit
        beside = words.get(edit.span.start)
        pieces = splitter.split_beside_glue(beside.text) if beside and beside.start not in parted else None
        if beside and pieces and not is_protected(beside.text):
            yield from _insertions(beside, pieces)


def _slips(text: str, is_known: IsWord, is_protected: IsWord) -> Iterator[Edit]:
    return slip_edits(tokens_of(text), is_protected=is_protected)


def _splits(
    text: str, tokens: list[Token], splitter: Splitter, is_protected: IsWord
) -> list[tuple[Token, Split]]:
    frequency = english().get
    odd = [(index, token) for index, token in enumerate(tokens) if frequency(token.text.lower(), 0.0) < 3.6]
    found = []
    for index, token in odd:
        split = splitter.split(token.text, is_sentence_start=_starts_sentence(text, token.start))
        if split and is_prose(tokens, index) and not (is_protected(token.text) or _is_given_name(token.text)):
            found.append((token, split))
    fields = _keyword_fields(text) if found else []
    return [
        (token, split) for token, split in found if not any(s.start <= token.start < s.end for s in fields)
    ]


def _is_given_name(word: str) -> bool:
    """Whether a word with a capital is a given name: "Hasan" is no "Has an"."""
    return word[:1].isupper() and word.lower() in name_words("given")


def _keyword_fields(text: str) -> list[Span]:
    """Where keyword fields stand: from a label to the next blank line. Names and terms in them are never parted."""
    fields, start = [], 0
    for line in text.split("\n"):
        label = label_of(line) or label_inside(line)
        if label and label.kind is LabelKind.KEYWORDS:
            end = text.find("\n\n", start + len(line) + 2)
            fields.append(Span(start, end if end >= 0 else len(text)))
        start += len(line) + 1
    return fields


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(' "“‘(')
    return not before or before[-1] in ".!?:\n"


def _insertions(token: Token, pieces: tuple[str, ...]) -> Iterator[Edit]:
    at = token.start
    for piece in pieces[:-1]:
        at += len(piece)
        yield Edit(Span(at, at), " ", EditKind.GLUED, f"“{token.text}” is “{' '.join(pieces)}”")
