#!/usr/bin/env python3
"""Vocalized script written by the tables: published examples, words in six schemes, speed.

usage: schemes.py [--eval DIR] [--wrong] [--peers]

Published examples (eval/translit-rules) are folded as its scorer folds them: every ʿayn sign one sign, every hamza sign one, case ignored;
rows that are flagged there are left out. Words of schemes_multi without vowels are taken from their ALA-LC form, parsed back
to the pivot and written in the other schemes: that measures parser and tables together. --peers runs ICU's
transliterators on the same rows, if PyICU is there.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from refplug.model import Reading
from refplug.romanize.schemes.parse import parse
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import Scheme, load, scheme_names

SYSTEMS = {
    "alalc-ara-Arab-Latn-1997": ("ala-lc-ar", "ALA-LC ar"),
    "alalc-fas-Arab-Latn-1997": ("ala-lc-fa", "ALA-LC fa"),
    "bgnpcgn-ara-Arab-Latn-1956": ("bgn-pcgn-ar", "BGN/PCGN"),
    "bgnpcgn-per-Arab-Latn-1958": ("bgn-pcgn-fa", "BGN/PCGN"),
    "bgnpcgn-prs-Arab-Latn-2007": ("bgn-pcgn-dari-fa", "BGN/PCGN"),
    "bgnpcgn-urd-Arab-Latn-2007": ("bgn-pcgn-ur", "BGN/PCGN"),
    "un-ara-Arab-Latn-1971": ("un-1971-ar", "UN"),
    "un-ara-Arab-Latn-1972": ("un-1972-ar", "UN"),
    "un-ara-Arab-Latn-2017": ("un-ar", "UN"),
    "un-prs-Arab-Latn-1967": ("un-1967-fa", "UN"),
    "un-urd-Arab-Latn-1972": ("un-ur", "UN"),
    "iso-ara-Arab-Latn-233-1984": ("iso233-ar", "ISO 233"),
    "iso-ara-Arab-Latn-233-2-1993": ("iso233-2-ar", "ISO 233"),
    "iso-prs-Arab-Latn-233-3-1999": ("iso233-3-fa", "ISO 233"),
}
MULTI = {
    "iso-233": "iso233",
    "iso-233-2": "iso233-2",
    "iso-233-3": "iso233-3",
    "ungegn-1967": "un-1967",
    "ungegn-1972": "un-1972",
    "ungegn-2017": "un",
    "dmg-fa": "dmg",
}


def fold(text: str) -> str:
    """The comparison of eval/translit-rules/score.py."""
    text = re.sub("[\u02bb\u2018\u201b\u0295`]", "\u02bf", unicodedata.normalize("NFC", text.strip()))
    return re.sub("[\u02bc\u2019\u00b4']", "\u02be", text).casefold()


def table(name: str) -> Scheme:
    """A shipped table by its name."""
    return load(*name.rsplit("-", 1))


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def published(
    folder: Path, write: Callable[[str, str], str], *, wrong: bool = False
) -> dict[str, tuple[int, int]]:
    """Right and all rows of each group of systems."""
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows_of(folder / "translit-rules" / "rules-dev.tsv"):
        if row["system"] not in SYSTEMS or row["flag"]:
            continue
        name, group = SYSTEMS[row["system"]]
        got = write(row["source"], name)
        right = fold(got) == fold(row["romanized"])
        for key in (group, "BGN/PCGN, UN, ISO pooled") if not group.startswith("ALA") else (group,):
            count[key][0] += right
            count[key][1] += 1
        if wrong and not right:
            print(f"   {row['system']}: {row['source']} -> {got}, wanted {row['romanized']}")
    return {group: (right, n) for group, (right, n) in count.items()}


def several(folder: Path, *, wrong: bool = False) -> tuple[int, int]:
    """Right and all rows of schemes_multi in the schemes that refplug names."""
    rows = rows_of(folder / "translit" / "schemes_multi.tsv")
    catalogued = {
        row["script"]: row["romanized"]
        for row in rows
        if row["stratum"] == "rmnz" and row["scheme"] == "ala-lc"
    }
    right = n = 0
    for row in rows:
        name = f"{MULTI.get(row['scheme'], row['scheme'])}-{row['language']}"
        if name not in scheme_names():
            continue
        script = row["script"]
        if row["stratum"] == "rmnz":
            script = parse(catalogued[script], load("ala-lc", Reading.PERSIAN), limit=1)[0].vocalized
        got = render(script, table(name)).text
        n += 1
        right += fold(got) == fold(row["romanized"])
        if wrong and fold(got) != fold(row["romanized"]):
            print(f"   {row['scheme']}: {row['script']} -> {got}, wanted {row['romanized']}")
    return right, n


def speed() -> None:
    """Words a second, for words not seen before and for words seen before."""
    scheme = load("ijmes", Reading.ARABIC)
    letters = [chr(c) for c in range(0x628, 0x63A)]
    words = [f"{a}َ{b}ِ{c}َا{d}" for a in letters for b in letters for c in letters[:6] for d in letters[:4]]
    for label in ("new words", "the same again"):
        started = time.process_time()
        for word in words[:5000]:
            render(word, scheme)
        print(f"render, {label:20s} {5000 / (time.process_time() - started):9.0f} words/s")
    latin = [render(word, scheme).text for word in words[:2000]]
    started = time.process_time()
    for word in latin:
        parse(word, scheme, limit=1)
    print(f"parse {'':21s} {2000 / (time.process_time() - started):9.0f} words/s")


def icu(source: str, name: str) -> str:
    """ICU's own transliterator for the row."""
    import icu  # type: ignore[import-not-found]

    identifier = (
        "fa-fa_Latn/BGN"
        if name.endswith("-fa")
        else "Arabic-Latin/BGN"
        if name.startswith(("bgn", "un"))
        else "Any-Latin"
    )
    return str(icu.Transliterator.createInstance(identifier).transliterate(source))


def main() -> None:
    """Print the figures."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--eval", type=Path, default=Path(__file__).parents[3] / "shared" / "eval")
    ap.add_argument("--wrong", action="store_true")
    ap.add_argument("--peers", action="store_true")
    args = ap.parse_args()
    ours = published(args.eval, lambda text, name: render(text, table(name)).text, wrong=args.wrong)
    theirs = published(args.eval, icu) if args.peers else {}
    for group, (right, n) in ours.items():
        peer = f"   ICU {100 * theirs[group][0] / n:5.1f}" if theirs else ""
        print(f"published examples, {group:26s} {right:3d} of {n:3d}  {100 * right / n:5.1f} %{peer}")
    right, n = several(args.eval, wrong=args.wrong)
    print(f"schemes_multi, named schemes {'':17s} {right:3d} of {n:3d}  {100 * right / n:5.1f} %")
    speed()


if __name__ == "__main__":
    main()
