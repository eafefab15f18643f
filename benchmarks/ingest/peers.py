"""Peers that install, on the same files: pdftitle (titles of PDFs), trafilatura (web pages); scored by the same scorer.

    python benchmarks/ingest/peers.py EVAL/ingest [--kind pdf|html] [--group diverse]

Run it with the Python of an environment that holds `pdftitle` (GPL-3, a program here) and `trafilatura` (Apache-2.0); a
peer that is not installed is left out and named. Nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = dict[str, Any]


def pdftitle(path: Path) -> Answer:
    """The title that pdftitle prints, if any within a minute."""
    program = shutil.which("pdftitle", path=str(Path(sys.executable).parent)) or "pdftitle"
    try:
        done = subprocess.run(
            [program, "-p", str(path)], capture_output=True, text=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        return {}
    return {"title": done.stdout.strip()} if done.returncode == 0 and done.stdout.strip() else {}


def trafilatura(path: Path) -> Answer:
    """The metadata that trafilatura takes from a page."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(path.read_text("utf-8", "replace"))
    if found is None:
        return {}
    authors = [{"literal": name.strip()} for name in (found.author or "").split(";") if name.strip()]
    return {
        "title": found.title,
        "authors": authors,
        "year": (found.date or "")[:4] or None,
        "keywords": list(found.tags or []),
    }


PEERS: dict[str, tuple[str, Callable[[Path], Answer]]] = {
    "pdftitle": ("pdf", pdftitle),
    "trafilatura": ("html", trafilatura),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=["pdf", "html"])
    parser.add_argument("--group")
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score_ingest", options.folder / "score_ingest.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (options.folder / "gold.jsonl").read_text("utf-8").splitlines()]
    for name, (kind, read) in PEERS.items():
        if importlib.util.find_spec(name) is None:
            print(f"{name}: not installed")
            continue
        rows = [
            row
            for row in gold
            if row["kind"] == kind and (not options.group or scorer.pdf_group(row) == options.group)
        ]
        if not rows or (options.kind and options.kind != kind):
            continue
        said = {row["file"]: read(options.folder / row["file"]) for row in rows}
        for metric, (right, predicted, wanted) in sorted(scorer.score(rows, said)[kind].items()):
            if predicted:
                print(
                    f"{name} {kind} {metric}: P {right / predicted:.3f} R {right / max(1, wanted):.3f} F1 {2 * right / max(1, predicted + wanted):.3f}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
