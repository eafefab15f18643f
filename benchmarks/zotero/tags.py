"""What `refplug zotero normalize` makes of tags: `python benchmarks/zotero/tags.py`.

The terms of `eval/terms` as tags, each in a library of its own: planned right, planned wrong, asked, left. And 2,000 Crossref
works with pieces of their titles as tags, none of which is a term of the field: what is planned there is false.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from refplug.library.zotero_tags import Options, tag_changes  # noqa: E402
from support.zotero_corpus import crossref_records  # noqa: E402

EVAL = ROOT.parent / "shared" / "eval"


def book(*tags: str) -> dict[str, object]:
    return {"itemType": "book", "tags": [{"tag": tag} for tag in tags]}


def plain(text: str) -> str:
    """Without the case of the first letter, which a sign for ʿayn may stand before."""
    at = next((place for place, char in enumerate(text) if char.isalpha() and char not in "ʿʾ"), 0)
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def terms() -> None:
    (path,) = (EVAL / "terms").glob("terms-*.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    counts = {"right": 0, "wrong": 0, "asked": 0, "left": 0, "kept": 0, "kept wrongly changed": 0}
    for printed, _, full, _, kind in rows:
        found = tag_changes([book(printed)], Options())
        sure = found.sure.get(printed)
        if kind == "keep":
            counts["kept wrongly changed" if sure else "kept"] += 1
        elif sure:
            counts["right" if plain(sure) in map(plain, full.split("|")) else "wrong"] += 1
        else:
            counts["asked" if found.changes or found.unsure else "left"] += 1
    print("terms:", ", ".join(f"{name} {count}" for name, count in counts.items()))


def foreign() -> None:
    chance = random.Random(6)
    items = []
    for record in crossref_records(EVAL, 2000):
        words = (record.title.value or "").split()
        chosen = chance.sample(range(max(1, len(words) - 1)), min(3, max(1, len(words) - 1)))
        items.append(book(*{" ".join(words[at : at + 2]) for at in chosen if words}))
    start = time.process_time()
    found = tag_changes(items, Options())
    count = len({tag["tag"] for item in items for tag in item["tags"]})  # type: ignore[index, attr-defined]
    asked = sum(1 for change in found.changes if not change.is_sure) + len(found.unsure)
    spent = time.process_time() - start
    print(f"foreign tags: {count}, {len(found.sure)} planned, {asked} asked, {spent:.1f} s CPU")


if __name__ == "__main__":
    terms()
    foreign()
