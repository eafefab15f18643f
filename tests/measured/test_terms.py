"""The terms of the evaluation data: all right, nothing English changed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from refplug.romanize.adhoc.resolve import understand

pytestmark = pytest.mark.measured


def _lower_first(text: str) -> str:
    at = next((i for i, c in enumerate(text) if c.lower() != c.upper()), 0)
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def test_terms(eval_data: Path) -> None:
    with (eval_data / "terms" / "terms-dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = [
        r["printed"]
        for r in rows
        if _lower_first(understand(r["printed"]).text) not in [_lower_first(w) for w in r["full"].split("|")]
    ]
    assert not wrong
