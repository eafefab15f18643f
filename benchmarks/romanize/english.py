"""How often English is changed: the commonest words, and keyword phrases of real papers. Both should be next to never.

usage: english.py [--words 20000] [--gold GOLD.jsonl] [--phrases 500]

Words: wordfreq's list, each asked alone. Words listed in data/words/loanwords.tsv with their reason are counted apart.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from refplug.romanize.adhoc.classify import loanwords
from refplug.romanize.adhoc.resolve import understand


def keywords(path: Path, count: int) -> list[str]:
    found: dict[str, None] = {}
    for line in path.read_text("utf-8").splitlines():
        found.update(dict.fromkeys(json.loads(line).get("keywords") or ()))
    return [k.strip() for k in found if k.isascii()][:count]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--phrases", type=int, default=500)
    args = parser.parse_args()
    import wordfreq

    words = wordfreq.top_n_list("en", args.words)
    changed = [(w, understand(w).text) for w in words if understand(w).text != w]
    listed = sum(w in loanwords() for w in words)
    unlisted = [f"{w} -> {t}" for w, t in changed if w not in loanwords()]
    print(
        f"{len(words)} words: {listed} stand in the list with their reasons; others changed: {len(unlisted)} {unlisted[:30]}"
    )
    if args.gold:
        phrases = keywords(args.gold, args.phrases)
        false = [f"{p} -> {understand(p).text}" for p in phrases if understand(p).text != p]
        print(f"{len(phrases)} keyword phrases: changed {len(false)} {false[:30]}")


if __name__ == "__main__":
    main()
