"""From glyphs to lines: runs on a baseline, lines of runs, columns by the order of drawing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from refplug.readers.bidi import is_right_to_left, is_unjoined, logical, plain_forms
from refplug.readers.glyphs import Glyph
from refplug.readers.marks import raised
from refplug.readers.order import PrintedLine, ordered
from refplug.readers.runs import JOIN_GAP, Run, mark_columns, runs_of

__all__ = ["lines_of"]

_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "ˋ": "\u0300", "ˊ": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c",
    "˘": "\u0306", "˙": "\u0307", "˝": "\u030b", "¸": "\u0327", "˚": "\u030a", "¯": "\u0304", "˛": "\u0328",
}  # fmt: skip
_LANE = 5.0  # points; the lane before a column that its drawing shows


def lines_of(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The lines of a sheet in reading order; turned text (margin stamps) comes last, a line for each turn and baseline."""
    upright: list[Glyph] = []
    turned: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.turn:
            turned.setdefault(glyph.turn, []).append(glyph)
        else:
            upright.append(glyph)
    lines = ordered(_lines(upright))
    for turn, marked in sorted(turned.items()):
        stamps = _lines(marked)
        for line in stamps:
            line.turn, line.starts_paragraph = turn, True
        lines += sorted(stamps, key=lambda line: -line.base)
    return lines


def _lines(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    runs = [Run.of(run) for run in runs_of(glyphs)]
    mark_columns(runs)
    lines = _rejoined([line for group in _groups(runs) if (line := _line(group)) is not None])
    _keep_lanes(lines)
    return lines


def _rejoined(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Lines that justification tore apart, in one piece again: a neighbouring line of the same size runs across the gap."""
    lines = sorted(lines, key=lambda line: (-round(line.base), line.left))
    out: list[PrintedLine] = []
    for at, line in enumerate(lines):
        last = out[-1] if out else None
        if (
            last is not None
            and _is_torn(last, line)
            and any(_runs_across(other, last, line) for other in lines[max(0, at - 12) : at + 12])
        ):
            first, second = (line, last) if line.is_rtl else (last, line)
            last.text = f"{first.text} {second.text}"
            last.right = line.right
        else:
            out.append(line)
    return out


def _keep_lanes(lines: Sequence[PrintedLine]) -> None:
    """Leave a lane before each column that its drawing shows: a justified box may reach up to it by a point or two."""
    for left, right in pairwise(lines):
        is_level = abs(left.base - right.base) < 0.15 * right.size
        if is_level and right.opens and 0 < right.left - left.right < _LANE:
            left.right = max(left.left, right.left - _LANE)


def _is_torn(left: PrintedLine, right: PrintedLine) -> bool:
    is_level = (
        abs(left.base - right.base) < 0.15 * left.size and abs(left.size - right.size) < 0.06 * left.size
    )
    return is_level and left.is_rtl == right.is_rtl and 0 < right.left - left.right < 5 * left.size


def _runs_across(other: PrintedLine, left: PrintedLine, right: PrintedLine) -> bool:
    lead = abs(other.base - left.base)
    is_near = 0.8 * left.size < lead < 1.6 * left.size and abs(other.size - left.size) < 0.06 * left.size
    return is_near and other.left < left.right - left.size and other.right > right.left + left.size


def _groups(runs: list[Run]) -> list[list[Run]]:
    """Runs that make one line: baselines agree (or one is a raised or lowered mark beside the other), no wide gap."""
    runs = sorted(runs, key=lambda run: (-run.base, run.left))
    parent = list(range(len(runs)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, run in enumerate(runs):
        for other_at in range(at + 1, len(runs)):
            other = runs[other_at]
            if run.base - other.base > 0.7 * max(run.size, other.size, 8):
                break
            if _are_one_line(run, other):
                parent[root(other_at)] = root(at)
    groups: dict[int, list[Run]] = {}
    for at, run in enumerate(runs):
        groups.setdefault(root(at), []).append(run)
    return list(groups.values())


def _are_one_line(one: Run, other: Run) -> bool:
    large, small = (one, other) if one.size >= other.size else (other, one)
    gap = max(one.left, other.left) - min(one.right, other.right)
    rise = small.base - large.base
    if abs(rise) <= 0.22 * small.size:
        is_parted = (one if one.left > other.left else other).opens and gap > 0.1 * large.size
        return gap < JOIN_GAP * large.size and not is_parted
    is_mark = small.size < 0.85 * large.size and len(small.glyphs) <= 24
    return is_mark and -0.35 * large.size < rise < 0.62 * large.size and gap < 0.5 * large.size


def _line(group: list[Run]) -> PrintedLine | None:
    runs = sorted(group, key=lambda run: run.left)
    main = max(
        runs,
        key=lambda run: (run.size > 0.9 * max(r.size for r in runs), sum(not g.is_space for g in run.glyphs)),
    )
    inked = [glyph for run in runs for glyph in run.glyphs if not glyph.is_space]
    raw = "".join(glyph.text for glyph in inked)
    is_rtl = is_right_to_left(raw)
    text = _from_the_right(inked, main) if is_rtl else _from_the_left(runs, main)
    text = " ".join(plain_forms(text).split())
    if not text:
        return None
    size = _weighted(inked)
    return PrintedLine(
        text=text,
        left=min(run.left for run in runs),
        right=max(run.right for run in runs),
        base=main.base,
        top=main.base + 0.75 * main.size,
        size=size,
        bold=2 * sum(glyph.bold for glyph in inked) > len(inked),
        italic=2 * sum(glyph.italic for glyph in inked) > len(inked),
        is_rtl=is_rtl,
        opens=runs[0].opens,
    )


def _weighted(glyphs: list[Glyph]) -> float:
    """The size that most glyphs of the line have, to a tenth of a point."""
    counts: dict[float, int] = {}
    for glyph in glyphs:
        counts[round(glyph.size, 1)] = counts.get(round(glyph.size, 1), 0) + 1
    return max(counts, key=lambda size: (counts[size], size))


def _from_the_left(runs: list[Run], main: Run) -> str:
    pieces: list[str] = [""]
    last: Glyph | None = None
    for run in runs:
        for glyph in run.glyphs:
            if glyph.is_space:
                pieces.append(" ")
                continue
            if last is not None and _is_blank_between(last, glyph, glyph is run.glyphs[0], main):
                pieces.append(" ")
            if last is not None and pieces[-1] in _ACCENTS and glyph.left < last.right:
                pieces[-1] = _accented(pieces[-1], glyph.text)
            elif glyph.text in "¸˛" and last is not None and glyph.left < last.right:
                pieces[-1] = _accented(glyph.text, pieces[-1])
            else:
                pieces.append(_marked(glyph, main))
            last = glyph
    return "".join(pieces)


def _is_blank_between(last: Glyph, glyph: Glyph, begins_run: bool, main: Run) -> bool:
    """Whether white that pdfium gave no blank for is one: wide white, and any between a raised mark and the next word."""
    if _is_raised(last, main) and not _is_raised(glyph, main) and glyph.text.isalnum():
        return True
    wide = 0.12 if begins_run else 0.3  # inside a run pdfium has put the blanks in
    return glyph.left - last.right > wide * main.size and glyph.left >= last.left


def _accented(accent: str, letter: str) -> str:
    """The letter under an accent that is drawn before it, as TeX does: one letter where Unicode has it.

    >>> _accented("¨", "u"), _accented("ˆ", "ı")
    ('ü', 'î')
    """
    composed = unicodedata.normalize("NFC", {"ı": "i", "ȷ": "j"}.get(letter, letter) + _ACCENTS[accent])
    return composed if len(composed) == 1 else accent + letter


def _is_raised(glyph: Glyph, main: Run) -> bool:
    return glyph.size < 0.85 * main.size and glyph.base - main.base > 0.18 * main.size


def _marked(glyph: Glyph, main: Run) -> str:
    """The glyph's text, in superscript letters where it stands raised and small."""
    return raised(glyph.text) if _is_raised(glyph, main) else glyph.text


def _from_the_right(glyphs: list[Glyph], main: Run) -> str:
    """The text of a right-to-left line by the recipe of research/ingest.md section 3."""
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: round(glyph.left, 1)):
        if last is not None and abs(glyph.left - last.left) < 0.03:
            # one origin, one glyph: lam-alef, or a mark on its letter
            pieces[-1] = _ligature(pieces[-1] + glyph.text)
            last.right, last.ink_right = max(last.right, glyph.right), max(last.ink_right, glyph.ink_right)
            last.ink_left = min(last.ink_left, glyph.ink_left)
            continue
        if last is not None:
            pieces.append(_between(last, glyph, main.size))
        pieces.append(_marked(glyph, main))
        last = glyph if last is None or glyph.right >= last.right else last
    return logical([piece for piece in pieces if piece])


def _between(left: Glyph, right: Glyph, size: float) -> str:
    """What the white between two glyphs of a right-to-left line means: a blank, a zero-width non-joiner, or nothing.

    Letters that could join and do not are parted by something: narrow white is a non-joiner, wider white a blank that
    kerning ate.
    """
    if right.left - left.right > 0.12 * size:
        return " "
    white = right.ink_left - left.ink_right
    if is_unjoined(right=right.text, left=left.text) and white > 0.05 * size:
        return " " if white > 0.16 * size else "\u200c"
    return ""


def _ligature(letters: str) -> str:
    """The letters of one glyph in reading order; pdfium may have turned them, and lam-alef is the ligature that tells.

    >>> _ligature("ال"), _ligature("لا")
    ('لا', 'لا')
    """
    return letters[::-1] if letters[0] in "اأإآ" and letters[-1] == "ل" else letters
