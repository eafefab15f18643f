"""Runs: glyphs that follow each other on one baseline, and what the order of drawing says of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from refplug.readers.glyphs import Glyph

__all__ = ["JOIN_GAP", "Run", "mark_columns", "runs_of"]

JOIN_GAP = 1.1  # in font sizes: blanks wider than this part columns, not words
_LEAST_COLUMN = 6  # lines drawn one after the other from one edge make a column


@dataclass(slots=True)
class Run:
    """Glyphs that follow each other on one baseline; `opens` where the run begins a line of a drawn column."""

    glyphs: list[Glyph]
    left: float
    right: float
    base: float
    size: float
    opens: bool = False

    @classmethod
    def of(cls, glyphs: list[Glyph]) -> Run:
        """The run of some glyphs; its baseline is that of the large ones."""
        """The run of some glyphs; its baseline is that of the large ones."""
        inked = [glyph for glyph in glyphs if not glyph.is_space] or glyphs
        size = max(glyph.size for glyph in inked)
        large = [glyph for glyph in inked if glyph.size > 0.8 * size]
        return cls(glyphs, min(g.left for g in inked), max(g.right for g in inked), large[0].base, size)


def runs_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs in drawing order, parted where the baseline or the place jumps."""
    runs: list[list[Glyph]] = []
    current: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.is_space:
            if current and not current[-1].is_space:
                current.append(glyph)
            continue
        if last is not None and _is_apart(last, glyph):
            runs.append(current)
            current = []
        current.append(glyph)
        last = glyph
    runs.append(current)
    return [run for run in runs if any(not glyph.is_space for glyph in run)]


def _is_apart(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    rise = abs(glyph.base - last.base)
    if rise > (0.2 if abs(glyph.size - last.size) < 0.1 * size else 0.62) * size:
        return True
    gap = glyph.left - last.right
    return gap > JOIN_GAP * size or gap < -1.5 * size - (last.right - last.left)


def mark_columns(runs: Sequence[Run]) -> None:
    """Mark the runs that open the lines of a column, as the order of drawing tells: each a line below the one before,
    from the same edge. What stands to their left, however near, belongs to another column (a narrow, justified box)."""
    column: list[Run] = []
    for run in runs:
        if column and _is_below(column[-1], run):
            column.append(run)
        elif not column or abs(run.base - column[-1].base) > 0.62 * run.size:
            _open(column)
            column = [run]
    _open(column)


def _open(column: Sequence[Run]) -> None:
    for run in column if len(column) >= _LEAST_COLUMN else ():
        run.opens = True


def _is_below(above: Run, run: Run) -> bool:
    lead = above.base - run.base
    return abs(run.left - above.left) < 0.6 and 0.8 * run.size < lead < 2.2 * run.size
