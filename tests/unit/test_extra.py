"""Lines in Extra: read as Zotero reads them, changed without touching others'."""

from __future__ import annotations

import pytest

from refplug.extra import Line, lines_of, merged, text_of


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("Original Date: 1970", "original-date", "1970"),
        ("originalDate: 1970", "original-date", "1970"),
        ("archive_location: Box: 3", "archive-location", "Box: 3"),
        ("{:original-title: X}", "original-title", "X"),
        ("tex.ids: a,b", "tex.ids", "a,b"),
        ("https://example.org/x", "", ""),
        ("12:30 is the time", "", ""),
        ("A whole sentence that goes on for longer than any name of a field ever did, you see: yes", "", ""),
        ("key:", "", ""),
        ("", "", ""),
        ("ملاحظة: نص", "", ""),
    ],
)
def test_lines(line: str, key: str, value: str) -> None:
    assert Line.of(line) == Line(line, key, value)


@pytest.mark.parametrize(
    ("extra", "wanted", "expected"),
    [
        ("", [("a", "1")], "a: 1"),
        ("x\n\na: 1\ny", [("a", "2")], "x\n\na: 2\ny"),
        ("a: 1\na: 2\na: 3", [("a", "4"), ("a", "2")], "a: 4\na: 2"),
        ("a: 1", [("a", "1"), ("a", "5")], "a: 1\na: 5"),
        ("A Key:  1 ", [("a-key", "1")], "A Key:  1 "),
        ("x\n\n", [("a", "1")], "x\na: 1"),
        ("x\n\n", [], "x\n\n"),
    ],
)
def test_merging_leaves_the_rest_alone(extra: str, wanted: list[tuple[str, str]], expected: str) -> None:
    assert text_of(merged(lines_of(extra), wanted)) == expected
