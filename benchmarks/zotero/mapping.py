"""Record to Zotero item and back, over real records: `python benchmarks/zotero/mapping.py [--each 250]`.

Counts of records that come back identical, of the variables that do not (each told by a notice), of items that come
back identical through a record, and CPU per record. The comparing eye is `tests/support/zotero_items.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from refplug.sinks.zotero.mapping import item_of, record_of  # noqa: E402
from support.zotero_corpus import crossref_records, file_records, filled, hand_made, real_items  # noqa: E402
from support.zotero_items import differences, problems, untold  # noqa: E402

EVAL = ROOT.parent / "shared" / "eval"


def records(each: int) -> None:
    parts = {
        "hand-made": [record_of(item)[0] for item in hand_made(EVAL)],
        "Crossref": crossref_records(EVAL, each),
        "files": file_records(EVAL, each),
    }
    for name, held in parts.items():
        lost: Counter[str] = Counter()
        same = silent = invalid = 0
        start = time.process_time()
        for record in held:
            item, notices = item_of(record, with_abstract=True)
            back, _ = record_of(item)
            found = set(differences(record, back))
            same += not found
            silent += bool(untold(record, back, notices))
            invalid += any(True for _ in problems(item))
            lost.update(found)
        spent = (time.process_time() - start) / max(1, len(held)) * 1e3
        print(
            f"{name}: {len(held)} records, {same} identical, {silent} with a loss not told, {invalid} items not valid, {spent:.1f} ms each"
        )
        print("   ", ", ".join(f"{path} {count}" for path, count in lost.most_common()))


def items() -> None:
    changed: Counter[str] = Counter()
    same = total = 0
    for name, item in real_items(EVAL):
        total += 1
        back, _ = item_of(record_of(item)[0], with_abstract=True, with_bookkeeping=True)
        one, other = filled(item), filled(back)
        found = {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
        same += not found
        changed.update(f"{key} ({name.split()[0]})" for key in found)
    print(f"items: {total}, {same} identical through a record; changed: {dict(changed)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int, default=250, help="records of Crossref, and of files")
    records(parser.parse_args().each)
    items()
