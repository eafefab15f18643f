"""Tables of cases that a librarian can edit: tests/cases/*.tsv."""

from __future__ import annotations

import csv
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table; empty cells are empty strings."""
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return [
            {key: value or "" for key, value in row.items() if key}
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
