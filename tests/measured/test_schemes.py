"""The bars of the schemes, on the evaluation data beside the checkout."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

from refplug.model import Reading
from refplug.romanize.schemes.detect import detect
from refplug.romanize.schemes.render import render

pytestmark = pytest.mark.measured


def benchmark(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"bench_{name}", root / "benchmarks" / "romanize" / f"{name}.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_published_examples(root: Path, eval_data: Path) -> None:
    bench = benchmark(root, "schemes")
    found = bench.published(eval_data, lambda text, name: render(text, bench.table(name)).text)
    share = {group: right / n for group, (right, n) in found.items()}
    assert share["ALA-LC ar"] >= 0.98
    assert share["ALA-LC fa"] >= 0.98
    assert share["BGN/PCGN, UN, ISO pooled"] >= 0.97


def test_words_in_several_schemes(root: Path, eval_data: Path) -> None:
    right, n = benchmark(root, "schemes").several(eval_data)
    assert right / n >= 0.98


@pytest.mark.parametrize(
    ("name", "bar"),
    [("ara_alalc_catalogue", 0.96), ("ara_ijmes", 0.96), ("fas_alalc", 0.95), ("schemes_multi", 0.95)],
)
def test_schemes_are_detected(root: Path, eval_data: Path, name: str, bar: float) -> None:
    bench = benchmark(root, "detect")
    schemes = importlib.import_module("refplug.romanize.schemes.scheme").scheme_names()
    rows = bench_rows(eval_data / "translit" / f"{name}.tsv", bench.NAMES, schemes)
    right = n = 0
    for row in random.Random(11).sample(rows, min(60, len(rows))):
        gold, reading = bench.NAMES.get(row["scheme"], row["scheme"]), Reading(row["language"])
        alike = bench.written_alike(row["romanized"], gold, reading)
        if len(alike) < sum(s.endswith(f"-{reading}") for s in schemes):
            answer = detect(row["romanized"], limit=1)[0].scheme
            right += answer in alike or answer in (gold, bench.SAME_FAMILY.get(gold))
            n += 1
    assert n
    assert right / n >= bar


def bench_rows(path: Path, names: dict[str, str], schemes: tuple[str, ...]) -> list[dict[str, str]]:
    import csv

    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        row
        for row in rows
        if sum(c.isalpha() for c in row["romanized"]) >= 12
        and f"{names.get(row['scheme'], row['scheme'])}-{row['language']}" in schemes
    ]
