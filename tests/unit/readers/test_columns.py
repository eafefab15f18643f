"""Recognized lines that run across a gutter are parted; those that do not are left alone."""

from __future__ import annotations

from refplug.model import Box, Line, Span
from refplug.readers.columns import Word, in_columns


def line(top: float, *words: tuple[str, float, float]) -> tuple[bool, Line, list[Word]]:
    placed = [Word(text, Box(left, top, right, top + 9)) for text, left, right in words]
    box = Box(placed[0].box.left, top, placed[-1].box.right, top + 9)
    text = " ".join(word.text for word in placed)
    return False, Line(text=text, span=Span(0, 0), sheet=1, box=box, font_size=9.0), placed


def test_a_side_box_comes_before_the_column_beside_it() -> None:
    head = line(10, ("Journal", 50, 152), ("Name", 155, 200))
    rows = [
        line(60 + 12 * at, (f"side{at}", 50, 90), (f"text{at}", 155, 230), ("goes", 234, 260))
        for at in range(5)
    ]
    rows.append(
        line(120, ("sidelong", 50, 150), ("text5", 155, 230))
    )  # no wide white here, but the same edge
    found = [piece.text for _, piece in in_columns([head, *rows])]
    assert found == [
        "Journal Name",
        *(f"side{at}" for at in range(5)),
        "sidelong",
        *(f"text{at} goes" for at in range(5)),
        "text5",
    ]


def test_lines_without_a_gutter_stay_as_they_are() -> None:
    rows = [line(60 + 12 * at, ("one", 50, 90), ("two", 94, 130)) for at in range(8)]
    assert [piece for _, piece in in_columns(rows)] == [piece for _, piece, _ in rows]


def test_white_that_stands_nowhere_twice_is_no_gutter() -> None:
    rows = [line(60 + 12 * at, ("one", 50, 90), ("two", 120 + 15 * at, 220 + 15 * at)) for at in range(8)]
    assert [piece.text for _, piece in in_columns(rows)] == ["one two"] * 8
