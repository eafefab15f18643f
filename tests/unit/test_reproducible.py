"""The same input gives the same bytes, whatever Python's hash seed and the locale are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "arguments", [("cite", "arbaeen.txt", "-o", "x.bib"), ("cite", "waqf-persian.txt", "-o", "x.bib")]
)
def test_hash_seed_and_locale_change_nothing(root: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    made = []
    for number, (seed, locale) in enumerate([("0", "C"), ("1", "C.UTF-8"), ("7", "tr_TR.UTF-8")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in ("arbaeen.txt", "waqf-persian.txt"):
            (folder / name).write_bytes((root / "examples" / name).read_bytes())
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder / "home"), "PYTHONPATH": str(root / "src"),
            "PYTHONHASHSEED": seed, "LC_ALL": locale, "REFPLUG_OFFLINE": "1",
        }  # fmt: skip
        subprocess.run([sys.executable, "-m", "refplug", *arguments], cwd=folder, env=environment, check=True)
        made.append([(folder / name).read_bytes() for name in ("x.bib", "x.refplug.jsonl")])
    assert made[0] == made[1] == made[2]
