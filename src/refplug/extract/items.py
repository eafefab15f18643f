"""The items of a keyword field: separators, lists of lines."""

from __future__ import annotations

import re

from refplug.model import Span

__all__ = ["SEPARATORS", "line_items", "split_items", "trimmed"]

_BULLETS = re.compile(r"[•·●▪■◆∙⋅‧ㆍ|¦]|(?<=\s)[^\w\s()\[\]&'\"’/%=<>$,.،-](?=\s)")
_SPACED_DASH = re.compile(r"\s[-–—]{1,2}\s|\s[–—]-?(?=\w)")
SEPARATORS = (
    re.compile(r"[;؛；]"),
    _BULLETS,
    re.compile(r"[,،、，]"),
    re.compile(r"\s[-–—]+\s?|\s/\s|[—–]"),
    re.compile(r"(?<=[^\W\d_]{3})[.](?=\s+\w)"),
)
_OPENERS, _CLOSERS = "([{", ")]}"
_LEAD = re.compile(r"^[\s,;:.،؛•·●▪*|/—–=>\]-]+|^(?:and|&)\s+(?=\S)", re.IGNORECASE)
_TRAIL = re.compile(r"(?:[\s,;:،؛•·|*†‡§¶—–]|(?<!\.\w)(?<!\b\w)\.|(?<=[a-z]{3})\d{1,2})+$")


def split_items(text: str) -> list[Span]:
    """The items of a keyword field, by the strongest separator it has outside brackets.

    >>> [span.of("a; b, c; d") for span in split_items("a; b, c; d")]
    ['a', ' b, c', ' d']
    """
    for separator in SEPARATORS:
        cuts = [found.span() for found in separator.finditer(text)]
        if cuts and separator is _BULLETS:  # among bullets a spaced dash is one that was misread
            cuts = sorted({*cuts, *(found.span() for found in _SPACED_DASH.finditer(text))})
        cuts = [cut for cut in cuts if _depth_is_zero(text, cut[0])] if cuts else []
        if len(cuts) == 1 and text.count(",") > 3:
            continue  # one semicolon among many commas is a slip or part of an item
        if any(text[end:].strip(" .") for _, end in cuts):
            starts = [0, *(end for _, end in cuts)]
            ends = [*(start for start, _ in cuts), len(text)]
            return [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    return [Span(0, len(text))]


def _depth_is_zero(text: str, at: int) -> bool:
    """Whether no bracket is open at a place; one that never closes does not count."""
    before = text[max(0, at - 200) : at]
    is_open = sum(before.count(sign) for sign in _OPENERS) > sum(before.count(sign) for sign in _CLOSERS)
    return not is_open or not any(sign in text[at : at + 200] for sign in _CLOSERS)


def line_items(text: str) -> list[Span]:
    """The items of a list of lines. Among capitalized ones a small first letter goes on with the line above, where the
    two would not fit on one line.

    >>> text = "Autonomous aerial\\nvehicles\\nRelays\\nSpeech"
    >>> [span.of(text) for span in line_items(text)]
    ['Autonomous aerial\\nvehicles', 'Relays', 'Speech']
    """
    lines = text.split("\n")
    heads = [line.strip()[0] for line in lines if line.strip()]
    room = max(len(line.strip()) for line in lines)
    is_capitalized = 3 * sum(not head.islower() for head in heads) > 2 * len(heads)
    items: list[Span] = []
    at = 0
    for line in lines:
        said = line.strip()
        above = text[items[-1].start : items[-1].end].split("\n")[-1].strip() if items else ""
        is_wrapped = (
            is_capitalized and said[:1].islower() and above and len(above) + 1 + len(said.split()[0]) > room
        )
        if is_wrapped:
            items[-1] = Span(items[-1].start, at + len(line))
        elif said:
            items.append(Span(at, at + len(line)))
        at += len(line) + 1
    return items


def trimmed(text: str, piece: Span) -> Span:
    """An item without the punctuation and the "and" around it."""
    start, end = piece.start, piece.end
    lead = _LEAD.match(text[start:end])
    while lead:
        start += lead.end()
        lead = _LEAD.match(text[start:end])
    trail = _TRAIL.search(text[max(start, end - 40) : end])
    if trail:
        end -= len(trail.group())
    return Span(start, max(start, end))
