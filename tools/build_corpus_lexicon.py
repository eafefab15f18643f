"""Build `src/refplug/romanize/data/lexicon/corpus.tsv` from catalogue words with their romanization.

usage: python tools/build_corpus_lexicon.py TRAIN_WORDS.tsv TRAIN_PHRASES.tsv.gz [--least 3]

Both files come from Arabic MARC records (NYULibraries/aco-karms, Unlicense): a word in script, its ALA-LC form, how often. A word is taken where
script and Latin align letter by letter (`align`), where the vocalized form renders back to that Latin, and where it was seen often
enough not to be a keyboard slip. The article is taken off, a construct is made a pause; names are told from terms by their
capitals and by the name fields they stand in. Words that a person has entered in field.tsv are left out.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from refplug.model import Reading, TermKind
from refplug.romanize.lexicon import parse_lexicon, partner_key, plain_script, sounds_of
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load
from refplug.romanize.script.align import align

FOLDER = Path(__file__).resolve().parent.parent / "src/refplug/romanize/data/lexicon"
SOURCE = "NYULibraries/aco-karms (Unlicense)"
NAME_FIELD = re.compile(r"(?:100|600|700)\$a")
PREFIX = re.compile(r"^(?:wa|bi|li|fa|ka|lil|bil)-|^wa[a-z]*-|-")
CASE_ENDING = re.compile("[\u064b-\u064d\u064f\u0650]$")
_FIRST = re.compile("^ال")


def words(path: Path) -> Counter[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found: Counter[tuple[str, str]] = Counter()
        for row in rows:
            found[row["word"], row["romanized"]] += int(row["count"])
        return found


def name_tokens(path: Path) -> Counter[str]:
    """Plain script of the words of name fields, and how often."""
    found: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 4 and NAME_FIELD.match(cells[2]):
                for token in cells[0].split():
                    found[without_article(plain_script(token.strip("،,.")))] += int(cells[3])
    return found


def without_article(script: str) -> str:
    return _FIRST.sub("", script) if len(script) > 4 else script


def vocalize(script: str, latin: str) -> str | None:
    """The word without article in pausal vocalized form; None where script and Latin do not agree letter by letter."""
    latin = unicodedata.normalize("NFC", latin)
    if latin.startswith(("al-", "Al-")) and script.startswith("ال"):
        script, latin = script[2:], latin[3:]
    if PREFIX.search(latin) or len(plain_script(script)) < 3:
        return None
    form = align(script, latin, "ala-lc")
    if form is None:
        return None
    if form.endswith(("ةُ", "ةْ", "ةَ", "ةِ")):
        form, latin = form[:-1], re.sub("t$", "h", latin)
    if CASE_ENDING.search(form):
        return None
    if form.startswith(("اَ", "اُ")):
        form = (
            "أ" + form[1:]
        )  # catalogues leave the hamza off; an alif without it has no a or u but in the article
    back = render(form, load("ala-lc", Reading.ARABIC), kind=TermKind.TERM).text
    return form if same(back) == same(latin) else None


def same(latin: str) -> str:
    return latin.casefold().replace("ʻ", "ʿ").replace("ʼ", "ʾ").replace("’", "ʾ").replace("‘", "ʿ")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path)
    parser.add_argument("phrases", type=Path)
    parser.add_argument("--least", type=int, default=3)
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for (script, latin), count in words(args.words).items():
        if form := vocalize(script, latin):
            counts[form] += count
            first = next(
                (c for c in latin.removeprefix("al-").removeprefix("Al-") if c.isalpha() and c not in "ʿʾʻʼ"),
                "a",
            )
            capitals[form] += count * first.isupper()
    names = name_tokens(args.phrases)
    own = parse_lexicon((FOLDER / "field.tsv").read_text("utf-8"), "field.tsv")
    taken = {partner_key(sounds_of(e.vocalized, e.reading, e.kind)) for e in own}
    by_script: dict[str, list[str]] = defaultdict(list)
    for form, _ in counts.most_common():
        by_script[plain_script(form)].append(form)
    rows, seen = [], set()
    for form, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        key = partner_key(sounds_of(form, Reading.ARABIC, TermKind.TERM))
        commonest = counts[by_script[plain_script(form)][0]]
        if count < args.least or key in taken or key in seen or count < commonest / 20:
            continue
        seen.add(key)
        is_person = capitals[form] > 0.7 * count and names[without_article(plain_script(form))] >= 2
        kind = "person" if is_person else "term"  # a capital alone says little: titles begin with one
        rows.append("\t".join((form, "ar", kind, "", SOURCE, f"count={count}")))
    header = "\t".join(("vocalized", "reading", "kind", "gloss", "source", "flags"))
    text = (
        "# Built by tools/build_corpus_lexicon.py, which says how; do not edit\n"
        + header
        + "\n"
        + "\n".join(rows)
        + "\n"
    )
    (FOLDER / "corpus.tsv").write_text(text, encoding="utf-8")
    print(f"{len(rows)} of {len(counts)} forms")


if __name__ == "__main__":
    main()
