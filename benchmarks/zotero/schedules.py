"""The schedules of tests/properties/test_zotero_sync.py, many more of them than a test run has time for.

PYTHONPATH=src python benchmarks/zotero/schedules.py [--schedules 10000] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    test = ROOT / "tests" / "properties" / "test_zotero_sync.py"
    command = [sys.executable, "-m", "pytest", "-q", str(test), f"--hypothesis-seed={options.seed}"]
    environment = {**os.environ, "REFPLUG_SCHEDULES": str(options.schedules), "PYTHONPATH": str(ROOT / "src")}
    ended = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = "nothing lost or doubled" if not ended.returncode else "BROKEN"
    print(f"{options.schedules} schedules in {spent.ru_utime + spent.ru_stime:.0f} s CPU: {result}")
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
