"""Spellings that writers of five languages would print, made by a seeded generator that uses no table of the package.

usage: probe.py TRANSLIT_DIR [--forms 1000] [--seed 5]

Takes forms of ara_one2one.tsv and ara_ijmes.tsv that our lexicon does not hold, prints each by the habits of an English, French, German,
Turkish or Persian writer (written below from general knowledge of these orthographies), and asks for it among our lexicon with
those forms added: top-1, and the precision where the judge is surer than a half.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

from refplug.romanize.adhoc.judge import JUDGED, chances
from refplug.romanize.adhoc.rank import Index
from refplug.romanize.adhoc.segment import letters_of, segment
from refplug.romanize.adhoc.sounds import sounds, without_article
from refplug.romanize.lexicon import shipped_lexicon

HABITS: dict[str, list[tuple[str, list[str]]]] = {
    "English": [("ū", ["oo", "u", "ou"]), ("ī", ["i", "ee"]), ("ā", ["a", "aa"]), ("ay", ["ai", "ay", "ei"]), ("aw", ["aw", "au"]), ("q", ["q", "k"]), ("ʿ", ["'", "", "a"]), ("ʾ", ["'", ""]), ("ḍ", ["d", "dh"]), ("ẓ", ["z", "dh"])],
    "French": [("sh", ["ch"]), ("ū", ["ou"]), ("u", ["ou", "o"]), ("j", ["dj", "j"]), ("w", ["ou", "w"]), ("q", ["k", "q"]), ("iyya", ["ia", "iyé"]), ("ī", ["i"]), ("ā", ["a"]), ("ay", ["aï", "ei"]), ("aw", ["aou", "au"]), ("ʿ", ["", "'"]), ("ʾ", [""]), ("gh", ["gh", "r"])],
    "German": [("sh", ["sch"]), ("j", ["dsch"]), ("kh", ["ch"]), ("w", ["w"]), ("y", ["j", "y"]), ("ū", ["u", "uh"]), ("ī", ["i", "ie"]), ("ā", ["a", "ah"]), ("ay", ["ei", "ai"]), ("aw", ["au"]), ("ʿ", ["", "'"]), ("ʾ", [""]), ("z", ["s", "z"])],
    "Turkish": [("sh", ["ş"]), ("j", ["c"]), ("kh", ["h"]), ("gh", ["g", "ğ"]), ("w", ["v"]), ("q", ["k"]), ("dh", ["z"]), ("th", ["s"]), ("ḍ", ["d", "z"]), ("u", ["ü", "u"]), ("a", ["e", "a"]), ("ū", ["u"]), ("ī", ["i"]), ("ā", ["a"]), ("ay", ["ey"]), ("aw", ["ev"]), ("ʿ", [""]), ("ʾ", [""])],
    "Persian": [("w", ["v"]), ("q", ["gh", "q"]), ("u", ["o"]), ("i", ["e"]), ("ū", ["u", "oo"]), ("ī", ["i", "ee"]), ("ā", ["a", "aa"]), ("ay", ["ei", "ey"]), ("aw", ["ow", "o"]), ("th", ["s"]), ("dh", ["z"]), ("ḍ", ["z"]), ("ẓ", ["z"]), ("ʿ", ["'", ""]), ("ʾ", ["'", ""]), ("iyya", ["iyeh", "ieh"])],
}  # fmt: skip
ARTICLES = {
    "English": ["al-", "el-", "al "],
    "French": ["el-", "al-", "El "],
    "German": ["al-", "el-"],
    "Turkish": ["el-", "el "],
    "Persian": ["al-", "ol-", "ul-"],
}
FOLD = {
    "ḥ": "h",
    "ṣ": "s",
    "ḍ": "d",
    "ṭ": "t",
    "ẓ": "z",
    "š": "sh",
    "ǧ": "j",
    "ḫ": "kh",
    "ġ": "gh",
    "ṯ": "th",
    "ḏ": "dh",
    "ŧ": "",
    "á": "ā",
}


def read(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["romanized"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def printed_by(form: str, language: str, dice: random.Random) -> str:
    """How a writer of one language might print a scholarly form."""
    text = unicodedata.normalize("NFC", form.lower())
    text = "".join(FOLD.get(char, char) for char in text).replace("aa", "a")
    habits = dict(HABITS[language])
    runs = sorted(habits, key=len, reverse=True)
    chosen = {run: dice.choice(habits[run]) for run in runs}  # a writer is true to a habit within one word
    text = re.sub("|".join(map(re.escape, runs)), lambda m: chosen[m.group()], text)
    text = re.sub(r"\bal-", dice.choice(ARTICLES[language]), text)
    if dice.random() < 0.3:
        text = re.sub(r"([bdfklmnrstz])\1", r"\1", text)
    if dice.random() < 0.3 and text.endswith("a"):
        text += "h"
    text = "".join(c for c in unicodedata.normalize("NFD", text) if c in "ş̧̆̈" or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", text).title().replace("'S", "'s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    dice = random.Random(args.seed)
    ours = shipped_lexicon()
    held = {without_article(s) for s in ours.sounds}
    forms = {f: sounds(f) for name in ("ara_one2one.tsv", "ara_ijmes.tsv") for f in read(args.folder / name)}
    free = sorted(
        f for f, s in forms.items() if without_article(s) not in held and 3 < len(s) < 30 and s.count(" ") < 3
    )
    chosen = dice.sample(free, min(args.forms, len(free)))
    index = Index(
        [*ours.sounds, *(forms[f] for f in chosen)],
        [*ours.index.counts, *[0.0] * len(chosen)],
        checked=[*ours.index.checked, *[True] * len(chosen)],
    )
    right, answered, good, total = Counter(), Counter(), Counter(), Counter()
    for number, form in enumerate(chosen):
        language = list(HABITS)[number % len(HABITS)]
        letters = letters_of(segment(printed_by(form, language, dice)))
        hits = index.best_for(letters, JUDGED)
        best = max(zip(chances(letters, hits, index), hits, strict=True), key=lambda c: c[0], default=None)
        is_right = best is not None and without_article(index.sounds[best[1].entry]) == without_article(
            forms[form]
        )
        total[language] += 1
        right[language] += is_right
        if best is not None and best[0] >= 0.5:
            answered[language] += 1
            good[language] += is_right
    print("| writer | forms | top-1 % | answered | precision answered % |\n|---|---|---|---|---|")
    for language in [*HABITS, "all"]:
        keys = list(HABITS) if language == "all" else [language]
        n, ok, said, fine = (sum(c[k] for k in keys) for c in (total, right, answered, good))
        print(
            f"| {language} | {n} | {100 * ok / n:.1f} | {100 * said / n:.1f} % | {100 * fine / max(1, said):.1f} |"
        )


if __name__ == "__main__":
    main()
