"""Recognized lines parted where columns part them: tesseract reads straight across a narrow gutter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from refplug.model import Box, Line
from refplug.readers.order import PrintedLine, ordered

__all__ = ["Word", "in_columns"]

_WIDE = 0.9  # in font sizes: white between two words that a column may end in
_EDGE_POINTS = 3.0
_LANE_POINTS = 6.0  # kept free before the edge of a column; a justified box may reach up to it
_LEAST_EDGE = 4  # lines that must begin at one place for it to be the edge of a column


@dataclass(frozen=True, slots=True)
class Word:
    """A recognized word and its box."""

    text: str
    box: Box


def in_columns(lines: Sequence[tuple[bool, Line, Sequence[Word]]]) -> list[tuple[bool, Line]]:
    """The lines in reading order, each with whether a paragraph begins at it; unchanged where no gutter is seen.

    A gutter shows where at least four lines have wide white before a word at one and the same place.
    """
    edges = _edges(lines)
    if not edges:
        return [(begins, line) for begins, line, _ in lines]
    out: list[tuple[bool, Line]] = []
    for sheet in sorted({line.sheet or 1 for _, line, _ in lines}):
        pieces = [
            piece
            for _, line, words in lines
            if (line.sheet or 1) == sheet
            for piece in _pieces(line, words, edges)
        ]
        printed = [_printed(line) for line in pieces]
        line_of = {id(one): line for one, line in zip(printed, pieces, strict=True)}
        out += [(one.starts_paragraph, line_of[id(one)]) for one in ordered(printed)]
    return out


@dataclass(frozen=True, slots=True)
class _Edge:
    """The left edge of a column that stands to the right of another, and from where to where it goes down the sheet."""

    left: float
    top: float
    bottom: float


def _edges(lines: Sequence[tuple[bool, Line, Sequence[Word]]]) -> list[_Edge]:
    starts: list[Box] = []
    for _, line, words in lines:
        size = line.font_size or 10.0
        for before, word in pairwise(words):
            if word.box.left - before.box.right > _WIDE * size:
                starts.append(word.box)
    starts.sort(key=lambda box: box.left)
    edges: list[_Edge] = []
    for start in starts:
        near = [box for box in starts if abs(box.left - start.left) <= _EDGE_POINTS]
        if len(near) >= _LEAST_EDGE and (not edges or start.left - edges[-1].left > 4 * _EDGE_POINTS):
            edges.append(
                _Edge(start.left, min(box.top for box in near) - 1, max(box.bottom for box in near) + 1)
            )
    return edges


def _pieces(line: Line, words: Sequence[Word], edges: Sequence[_Edge]) -> list[Line]:
    """A line cut before the words that stand at the edge of a column."""
    groups: list[list[Word]] = []
    for word in words:
        if not groups or any(_is_at(word.box, edge) for edge in edges):
            groups.append([])
        groups[-1].append(word)
    if len(groups) < 2:
        return [line]
    pieces = [
        replace(line, text=" ".join(word.text for word in group), box=_around(group)) for group in groups
    ]
    ends = [
        min((edge.left for edge in edges if _is_at(group[0].box, edge)), default=group[0].box.left)
        for group in groups[1:]
    ]
    return [*map(_kept_clear, pieces, ends), pieces[-1]]


def _kept_clear(piece: Line, edge: float) -> Line:
    """The piece with its box ended before the lane."""
    box = piece.box or Box(0, 0, 0, 0)
    right = max(box.left + 1, min(box.right, edge - _LANE_POINTS))
    return replace(piece, box=Box(box.left, box.top, right, box.bottom))


def _is_at(box: Box, edge: _Edge) -> bool:
    height = box.bottom - box.top
    is_along = edge.top - 2 * height <= box.top and box.bottom <= edge.bottom + 2 * height
    return is_along and abs(box.left - edge.left) <= 2 * _EDGE_POINTS


def _around(words: Sequence[Word]) -> Box:
    return Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )


def _printed(line: Line) -> PrintedLine:
    box = line.box or Box(0, 0, 0, 0)
    size = line.font_size or 10.0
    return PrintedLine(
        text=line.text,
        left=box.left,
        right=box.right,
        base=-box.bottom,
        top=-box.top,
        size=size,
        bold=False,
        italic=False,
    )
