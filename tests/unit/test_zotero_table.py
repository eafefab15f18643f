"""The table of docs/zotero-mapping.md is what the code does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_page_shows_todays_table(root: Path) -> None:
    made = subprocess.run(
        [sys.executable, str(root / "tools" / "zotero_table.py")],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    page = (root / "docs" / "zotero-mapping.md").read_text(encoding="utf-8")
    assert page.endswith(made.stdout.rstrip("\n") + "\n")
