"""Start-up, one paper, a thousand papers: processor time and memory of the main job, against click alone.

usage: python benchmarks/pipeline/cite.py PAPER [--pages 1000] [--runs 7]

PAPER is a text; the thousand are copies of it that differ in one number. Processor seconds are those of the whole child
process, so that another load on the machine matters little.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def cpu_s(command: list[str], folder: str, home: str) -> float:
    """Processor seconds of one run of a command."""
    environment = {
        **os.environ,
        "HOME": home,
        "XDG_STATE_HOME": home,
        "XDG_CONFIG_HOME": home,
        "REFPLUG_OFFLINE": "1",
    }
    before = os.times()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paper", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    refplug = [sys.executable, "-m", "refplug"]
    with tempfile.TemporaryDirectory() as folder:
        text = options.paper.read_text(encoding="utf-8")
        (Path(folder) / "paper.txt").write_text(text, encoding="utf-8")
        pages = Path(folder) / "pages"
        pages.mkdir()
        for number in range(options.pages):
            (pages / f"{number:05d}.txt").write_text(f"{text}\n{number}\n", encoding="utf-8")

        def median(command: list[str]) -> float:
            return statistics.median(cpu_s(command, folder, folder) for _ in range(options.runs))

        click = median([sys.executable, "-c", "import click"])
        help_ = median([*refplug, "--help"])
        print(f"--help: {help_:.3f} s CPU, {help_ / click:.2f} x import click")
        one = median([*refplug, "cite", "paper.txt", "-o", "-"])
        print(f"cite of one paper: {one:.2f} s CPU")
        many = cpu_s([*refplug, "cite", "pages", "-o", "x.bib"], folder, folder)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{options.pages} pages: {many:.1f} s CPU, {options.pages / (many - one):.0f} pages a second after start, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
