"""The figures of reading, held: every kind of paper against the bar it has reached."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from refplug import extract
from refplug.model import Record
from refplug.readers import docx, html, jats, pdf, plaintext

pytestmark = pytest.mark.measured

# kind, group, metric: the least F1
BARS = {
    ("jats", None): {
        "title fuzzy": 1.0,
        "authors family": 1.0,
        "keywords item fuzzy": 1.0,
        "doi": 1.0,
        "year": 1.0,
        "abstract fuzzy": 0.96,
    },
    ("html", None): {
        "title fuzzy": 1.0,
        "authors family": 1.0,
        "container_title fuzzy": 1.0,
        "year": 1.0,
        "keywords item fuzzy": 0.97,
        "doi": 0.97,
    },
    ("docx", None): {"title fuzzy": 0.98, "keywords item fuzzy": 0.99, "authors family": 0.98},
    ("pdf", "diverse"): {
        "title fuzzy": 0.95,
        "authors family": 0.92,
        "keywords item fuzzy": 0.95,
        "doi": 1.0,
        "year": 0.85,
    },
    ("pdf", "jose"): {"title fuzzy": 1.0, "authors family": 0.98, "doi": 1.0, "container_title fuzzy": 1.0},
    ("pdf", "typeset"): {"title fuzzy": 0.98, "authors family": 0.92, "keywords item fuzzy": 0.97},
    ("pdf", "persian"): {"title fuzzy": 0.92, "authors family": 0.90},
    ("text", None): {"title fuzzy": 0.87, "author name tokens": 0.93, "abstract fuzzy": 0.86},
}
READERS = {"jats": jats, "html": html, "docx": docx, "pdf": pdf, "text": plaintext}


@pytest.fixture(scope="module")
def scorer(eval_data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_ingest", eval_data / "ingest" / "score_ingest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(record: Record) -> dict[str, Any]:
    container = record.container
    return {
        "title": record.title.value,
        "authors": [
            {"literal": one.name.literal}
            if one.name.literal
            else {"given": one.name.given, "family": one.name.full_family}
            for one in record.author.value or ()
        ],
        "abstract": record.abstract.value,
        "keywords": [term.printed for term in record.keyword.value or ()],
        "container_title": container.title.value if container else None,
        "doi": record.doi.value,
        "year": record.issued.value.year if record.issued.value else None,
    }


@pytest.mark.parametrize(("kind", "group"), list(BARS))
def test_bar(eval_data: Path, scorer: ModuleType, kind: str, group: str | None) -> None:
    folder = eval_data / "ingest"
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    gold = [row for row in gold if row["kind"] == kind and (group is None or scorer.pdf_group(row) == group)]
    said = {}
    for row in gold:
        page = READERS[kind].read((folder / row["file"]).read_bytes(), row["file"])
        said[row["file"]] = answer(extract.find(page)[0])
    counts = scorer.score(gold, said)[kind]
    missed = {}
    for metric, bar in BARS[kind, group].items():
        right, predicted, wanted = counts[metric]
        f1 = 2 * right / max(1, predicted + wanted)
        if f1 < bar:
            missed[metric] = f"{f1:.3f} < {bar}"
    assert not missed
