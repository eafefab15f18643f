"""Peers that install, on the same files: pdftitle (titles), pypdf (the information dictionary), pdf2doi (DOI), trafilatura
(web pages); scored by the same scorer.

    python benchmarks/ingest/peers.py EVAL/ingest [--kind pdf|html] [--group diverse]

Run it with the Python of an environment that holds `pdftitle` (GPL-3, a program here), `pypdf` (BSD), `pdf2doi` (MIT,
installed with --no-deps, as its pins are old; `google` and `PyMuPDF` beside it) and `trafilatura` (Apache-2.0); a peer that is
not installed is left out and named. Nothing leaves the machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
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


def pypdf(path: Path) -> Answer:
    """What the information dictionary of a PDF states."""
    from pypdf import PdfReader

    try:
        found = PdfReader(path).metadata
    except Exception:  # noqa: BLE001  a peer that fails on a file has said nothing
        return {}
    if found is None:
        return {}
    names = [name.strip() for name in re.split(r"[;,&]|\band\b", found.author or "") if name.strip()]
    return {
        "title": found.title,
        "authors": [{"literal": name} for name in names],
        "keywords": [word.strip() for word in re.split("[;,]", found.keywords or "") if word.strip()],
    }


def pdf2doi(path: Path) -> Answer:
    """The DOI that pdf2doi finds without the network."""
    import pdf2doi as peer

    for option in ("verbose", "webvalidation", "websearch"):
        peer.config.set(option, False)
    try:
        found = peer.pdf2doi(str(path)) or {}
    except Exception:  # noqa: BLE001  a peer that fails on a file has said nothing
        return {}
    return (
        {"doi": (found.get("identifier") or "").lower() or None}
        if found.get("identifier_type") == "DOI"
        else {}
    )


PEERS: dict[str, tuple[str, Callable[[Path], Answer]]] = {
    "pdftitle": ("pdf", pdftitle),
    "pypdf": ("pdf", pypdf),
    "pdf2doi": ("pdf", pdf2doi),
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
