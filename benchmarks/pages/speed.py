"""Milliseconds of CPU to read, repair and extract one text, the best of many runs.

python benchmarks/pages/speed.py examples/arbaeen.txt [--runs 60]
"""

from __future__ import annotations

import argparse
import time
from itertools import pairwise
from pathlib import Path

from refplug.extract import find
from refplug.readers.plaintext import read
from refplug.text.repair import repair


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=60)
    args = parser.parse_args()
    data = args.file.read_bytes()
    rows = []
    for _ in range(args.runs + 1):
        marks = [time.process_time()]
        page = read(data, args.file.name)
        marks.append(time.process_time())
        repaired = repair(page.text)
        marks.append(time.process_time())
        find(page, repaired=repaired)
        marks.append(time.process_time())
        rows.append([1000 * (after - before) for before, after in pairwise(marks)])
    best = [min(column) for column in zip(*rows[1:], strict=True)]
    print("read {:.1f}, repair {:.1f}, find {:.1f} ms; in all {:.1f} ms".format(*best, sum(best)))


if __name__ == "__main__":
    main()
