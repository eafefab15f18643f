"""The top-level references.bib is what the main job makes of its example today."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_references_bib_is_made_by_the_main_job(
    refplug: Callable[..., Any], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    assert refplug("cite", "examples/arbaeen.txt").code == 0
    for name in ("references.bib", "references.refplug.jsonl"):
        made, kept = (folder / name for folder in (tmp_path, root))
        assert made.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), (
            "run: refplug cite examples/arbaeen.txt --offline"
        )


@pytest.mark.parametrize("name", ["arbaeen", "khums", "waqf-persian"])
def test_examples_give_what_the_golden_files_hold(
    refplug: Callable[..., Any], root: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    golden = root / "tests" / "golden" / f"{name}.bib"
    assert refplug("cite", f"examples/{name}.txt", "-o", "-").out == golden.read_text(encoding="utf-8")
