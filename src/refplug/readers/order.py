"""The lines of a sheet in reading order: bands, white lanes, columns, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["PrintedLine", "ordered"]

_NARROWEST = 4.0  # points; what is left of a lane once a long line has narrowed it
_GUTTER = 0.9  # in font sizes: the narrowest white lane between columns


@dataclass(slots=True)
class PrintedLine:
    """A line as it stands on the sheet: text in reading order, box (y grows upwards), main size, weight, slant."""

    text: str
    left: float
    right: float
    base: float
    top: float
    size: float
    bold: bool
    italic: bool
    is_rtl: bool = False
    starts_paragraph: bool = False
    turn: int = 0
    opens: bool = False  # it is a line of a column that was drawn line by line


def ordered(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines as a person reads them, and where paragraphs begin."""
    out = _in_order(sorted(lines, key=lambda line: -line.base), 0)
    for above, line in zip([None, *out], out, strict=False):
        line.starts_paragraph = above is None or _begins(above, line)
    return out


def _begins(above: PrintedLine, line: PrintedLine) -> bool:
    """Whether a paragraph begins: another place, another size, or more white than between lines."""
    lead = above.base - line.base
    size = max(above.size, line.size)
    if lead <= 0 or abs(above.size - line.size) > 0.12 * size:
        return True
    if line.left > above.right or line.right < above.left:
        return True
    return lead > 1.75 * size


def _in_order(lines: list[PrintedLine], depth: int) -> list[PrintedLine]:
    if len(lines) < 2 or depth > 8:
        return lines
    out: list[PrintedLine] = []
    for group, lanes in _grouped(_bands(lines)):
        if not lanes:
            out += group
            continue
        columns = _columns(group, lanes)
        if 2 * sum(line.is_rtl for line in group) > len(group):
            columns.reverse()
        for column in columns:
            out += _in_order(column, depth + 1)
    return out


def _bands(lines: list[PrintedLine]) -> list[list[PrintedLine]]:
    """Lines in groups that no white row crosses, from the top."""
    bands: list[list[PrintedLine]] = []
    floor = float("inf")
    for line in lines:
        if not bands or line.top <= floor:
            bands.append([])
            floor = line.base
        bands[-1].append(line)
        floor = min(floor, line.base)
    return bands


_Lane = tuple[float, float]


def _grouped(bands: list[list[PrintedLine]]) -> list[tuple[list[PrintedLine], list[_Lane]]]:
    """Neighbouring bands together as long as a white lane runs down through them all."""
    out: list[tuple[list[PrintedLine], list[_Lane]]] = []
    for band in bands:
        lanes = _lanes(band)
        if out and (shared := _shared(out[-1][1], _lanes(band, _NARROWEST), band)):
            out[-1][0].extend(band)
            out[-1] = (out[-1][0], shared)
        else:
            out.append((list(band), lanes if len(band) > 1 else []))
    for above, below in pairwise(out):
        _take_heads(*above, *below)
    return [group for group in out if group[0]]


def _take_heads(
    above: list[PrintedLine], its_lanes: list[_Lane], below: list[PrintedLine], lanes: list[_Lane]
) -> None:
    """Move lines that begin a right-hand column a little higher than its neighbours do into the columns below them."""
    while above and lanes and not its_lanes and _heads_column(above[-1], below, lanes):
        below.insert(0, above.pop())


def _heads_column(line: PrintedLine, below: Sequence[PrintedLine], lanes: list[_Lane]) -> bool:
    is_near = line.base - max(other.top for other in below) < 1.5 * line.size
    edges = [
        min(other.left for other in below if other.left >= end - 1)
        for start, end in lanes
        if start > float("-inf") and line.left >= end - 1
    ]
    return is_near and bool(edges) and abs(line.left - max(edges)) < 1.5


def _lanes(band: list[PrintedLine], narrowest: float | None = None) -> list[_Lane]:
    """The white lanes between the lines of a band, as wide as `narrowest` points or as the size of the type asks."""
    lanes: list[_Lane] = []
    reach = None
    for line in sorted(band, key=lambda line: line.left):
        if reach is not None and line.left - reach > (narrowest or _GUTTER * min(line.size, 12)):
            lanes.append((reach, line.left))
        reach = line.right if reach is None else max(reach, line.right)
    return lanes


def _shared(open_lanes: list[_Lane], lanes: list[_Lane], band: list[PrintedLine]) -> list[_Lane]:
    """What is left of the open lanes after a further band: a lane narrows, and closes where a line crosses it."""
    left, right = min(line.left for line in band), max(line.right for line in band)
    free = [(float("-inf"), left), *lanes, (right, float("inf"))]
    return [
        (max(a, c), min(b, d)) for a, b in open_lanes for c, d in free if min(b, d) - max(a, c) > _NARROWEST
    ]


def _columns(lines: list[PrintedLine], lanes: list[_Lane]) -> list[list[PrintedLine]]:
    """The lines parted at the lanes, from the left, each column from the top."""
    edges = [
        (a + b) / 2 if a > float("-inf") and b < float("inf") else (a if a > float("-inf") else b)
        for a, b in lanes
    ]
    columns: list[list[PrintedLine]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        middle = (line.left + line.right) / 2
        columns[sum(middle > edge for edge in sorted(edges))].append(line)
    return [sorted(column, key=lambda line: -line.base) for column in columns if column]
