"""The random edits of tests/properties/test_no_edit_is_lost.py, many more of them than a test run has time for.

PYTHONPATH=src python benchmarks/crossref/schedules.py [--schedules 10000] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    test = ROOT / "tests" / "properties" / "test_no_edit_is_lost.py"
    command = [sys.executable, "-m", "pytest", "-q", str(test), f"--hypothesis-seed={options.seed}"]
    started = time.monotonic()
    ended = subprocess.run(
        command,
        env={**os.environ, "REFPLUG_SCHEDULES": str(options.schedules), "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        check=False,
    )
    print(
        f"{options.schedules} schedules in {time.monotonic() - started:.0f} s: {'none lost' if not ended.returncode else 'LOST'}"
    )
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
