"""Repair and extraction on the evaluation data: the bars reached must not be lost (docs/figures/pages.md)."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from refplug.extract import find
from refplug.model import Record
from refplug.readers.plaintext import read
from refplug.text.repair import repair

pytestmark = pytest.mark.measured


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@cache
def _figures(path: Path) -> tuple[int, int, int, int]:
    """Words, repairs right, wrong, not done."""
    scorer = _load(path.parent.parent / "score_repair.py")
    words = right = wrong = missed = 0
    for row in _rows(path):
        printed = scorer.fold(row["input"]).split()
        want = scorer.edits(printed, scorer.fold(row["gold"]).split())
        have = scorer.edits(printed, scorer.fold(repair(row["input"]).text).split())
        words += len(printed)
        right, wrong, missed = right + len(want & have), wrong + len(have - want), missed + len(want - have)
    return words, right, wrong, missed


def test_glued_words(eval_data: Path) -> None:
    words, right, wrong, missed = _figures(eval_data / "ingest" / "repair" / "glued.jsonl")
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.75
    assert 10_000 * wrong / words <= 3


def test_names_and_romanized_words_stay(eval_data: Path) -> None:
    assert _figures(eval_data / "ingest" / "repair" / "clean.jsonl")[2] == 0


def test_seed_is_repaired(eval_data: Path) -> None:
    scorer = _load(eval_data / "seed" / "score_seed.py")
    printed = scorer.words(eval_data / "seed" / "paper.txt")
    want = scorer.wanted(printed)
    text = repair((eval_data / "seed" / "paper.txt").read_text(encoding="utf-8")).text
    have = scorer.edits(printed, scorer.fold(text).split())
    assert len(want.keys() & have) >= 21
    assert not have - want.keys()


def test_seed_says_what_it_prints_and_no_more(eval_data: Path) -> None:
    page = read((eval_data / "seed" / "paper.txt").read_bytes(), "paper.txt")
    record, _ = find(page, repaired=repair(page.text))
    assert [term.printed for term in record.keyword.value or ()] == [
        "Popular resistance in Iraq",
        "Islamic Republic of Iran",
        "Hashd Shaabi",
        "America",
        "Marjiiat",
    ]
    assert (record.keyword.value or ())[4].gloss == "Religious Authority"
    for nothing in (record.title, record.author, record.doi, record.issued, record.volume, record.page):
        assert not nothing
    assert record.container is None


def _prediction(file: str, record: Record) -> dict[str, Any]:
    said: dict[str, Any] = {"file": file}
    texts = {"title": record.title, "abstract": record.abstract, "doi": record.doi}
    said |= {name: field.value for name, field in texts.items() if field}
    if record.keyword:
        said["keywords"] = [
            f"{term.printed} ({term.gloss})" if term.gloss else term.printed
            for term in record.keyword.value or ()
        ]
    if record.author:
        said["authors"] = [
            {"literal": one.name.literal}
            if one.name.literal
            else {"family": one.name.full_family, "given": one.name.given}
            for one in record.author.value or ()
        ]
    return said


def _predictions(folder: Path, gold: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in gold:
        page = read((folder / row["file"]).read_bytes(), row["file"])
        yield _prediction(row["file"], find(page, repaired=repair(page.text))[0])


@pytest.mark.parametrize(
    ("kind", "bars"),
    [
        (
            "text",
            {
                "keywords item fuzzy": 0.90,
                "doi": 0.97,
                "title fuzzy": 0.85,
                "author name tokens": 0.93,
                "abstract fuzzy": 0.87,
            },
        ),
        ("ocr", {"keywords item fuzzy": 0.85, "title fuzzy": 0.80}),
    ],
)
def test_extraction(eval_data: Path, kind: str, bars: dict[str, float]) -> None:
    folder = eval_data / "ingest"
    scorer = _load(folder / "score_ingest.py")
    gold = [row for row in _rows(folder / "gold.jsonl") if row["kind"] == kind]
    said = {row["file"]: row for row in _predictions(folder, gold)}
    counted = scorer.score(gold, said)[kind]
    reached = {
        name: 2 * hits / (predicted + wanted)
        for name, (hits, predicted, wanted) in counted.items()
        if name in bars
    }
    assert all(reached[name] >= bar for name, bar in bars.items()), reached
    silent, pairs = scorer.silence(gold, said)[kind]
    assert silent / pairs >= 0.97
