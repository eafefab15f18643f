"""Real and hostile .bib files through `refplug enrich --in-place`: no byte changes that nobody asked for."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.measured


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "refplug_bench_bytes", root / "benchmarks" / "crossref" / "bytes.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REFPLUG_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("REFPLUG_OFFLINE", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "work"
    place.mkdir()
    (place / "empty.jsonl").write_text("", encoding="utf-8")
    return place


@pytest.mark.parametrize("share", range(2))
def test_nothing_changes_but_the_one_field(
    eval_data: Path, bench: ModuleType, folder: Path, share: int
) -> None:
    files = sorted(
        [*(eval_data / "formats" / "bib").rglob("*.bib"), *(eval_data / "hostile" / "bibtex").rglob("*.bib")]
    )
    changed = 0
    for path in files[share * 5 :: 10]:  # a fifth of them here; benchmarks/crossref/bytes.py takes all
        assert bench.unchanged(path, folder, folder / "empty.jsonl") in ("same", "refused"), path.name
        outcome = bench.one_changed(path)
        assert outcome in ("one span", "no entry"), f"{path.name}: {outcome}"
        changed += outcome == "one span"
    assert changed > 0.6 * len(files[share * 5 :: 10])
