"""The matcher against real Crossref records, real strings and real catalogue records; the bars of the issue."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from refplug.match import match_in, query_from_text
from refplug.sources.local_index import index_of_works

pytestmark = pytest.mark.measured


def test_precision_recall_and_abstention(eval_data: Path, tmp_path: Path) -> None:
    folder = eval_data / "crossref"
    (gold,) = folder.glob("match-*.jsonl")
    index = index_of_works(folder / "works.jsonl.gz", [], tmp_path)
    wrong_on_real = 0
    with (tmp_path / "pred.jsonl").open("w", encoding="utf-8") as out:
        for row in map(json.loads, gold.open(encoding="utf-8")):
            decided = match_in(query_from_text(row["query"]), index.search, index.work)
            doi = decided.best.record.doi.value if decided.best else None
            wrong_on_real += row["kind"].startswith("real_") and row["doi"] is None and doi is not None
            out.write(json.dumps({"id": row["id"], "doi": doi, "score": decided.probability}) + "\n")
    done = subprocess.run(
        [sys.executable, str(folder / "score_match.py"), str(gold), str(tmp_path / "pred.jsonl"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    total = figures["ALL"]
    assert total["precision"] >= 0.99
    assert total["recall"] >= 0.95
    assert total["f0.5"] >= 0.98
    assert total["abstain"] >= 0.985
    assert total["macro_f0.5"] >= 0.97
    assert figures["near_dup"]["f0.5"] >= 0.97
    assert all(
        row["f0.5"] >= 0.93 for kind, row in figures.items() if row["pos"] and not kind.startswith("ALL")
    )
    assert wrong_on_real <= 1
