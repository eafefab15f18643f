"""Find a catalogue record by its author and title in other spellings: `python benchmarks/match/romanization.py`.

Records: the Arabic ones of OpenITI (biblatex) and of Arabic Collections Online (MARC) in `eval/formats`, romanized only.
300 of them (seed 11) are asked for, each in two other schemes, as people type it, and in script (for MARC the script of
the record's own 880 fields), as "author. title. year."; one in seven of them is taken out of the haystack first: nothing
may be found for it. Peers in the same run: the same query by letters only (rapidfuzz token_set_ratio over 90 on title
and author, marks removed), and bibtex-style title equality.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import unicodedata
import xml.etree.ElementTree as Tree
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from respell import respelled

from refplug.match import match_in, query_from_text
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record
from refplug.sources.local_index import index_of

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "eval" / "formats"
MARC = "{http://www.loc.gov/MARC21/slim}"
FORMS = ("ala-lc", "dmg", "ijmes", "ad-hoc", "script")


@dataclass(frozen=True)
class Entry:
    id: str
    source: str
    author: str
    title: str
    year: int | None
    script: str = ""  # author and title as the catalogue itself has them in script

    def is_as(self, other: Entry) -> bool:
        """One edition of one work: catalogues have some twice, with a word more or without the year."""
        years = {self.year, other.year} - {None}
        return len(years) < 2 and self.is_work_of(other)

    def is_work_of(self, other: Entry) -> bool:
        return (
            plain(self.author) == plain(other.author)
            and fuzz.ratio(plain(self.title), plain(other.title)) >= 85
        )


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9؀-ۿ]+", " ", "".join(c for c in folded if not unicodedata.combining(c))).strip()


def openiti(path: Path) -> list[Entry]:
    found = []
    for block in re.split(r"\n@", "\n" + path.read_text(encoding="utf-8")):
        key = re.match(r"\w+\{([^,]+),", block)
        fields = dict(re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},?\s*$", block, re.MULTILINE))
        year = re.search(r"\d{4}", fields.get("date", ""))
        if (
            key
            and fields.get("title")
            and fields.get("author")
            and fields.get("langid", "arabic") == "arabic"
        ):
            bare = {name: value.replace("{", "").replace("}", "") for name, value in fields.items()}
            found.append(
                Entry(key[1], "openiti", bare["author"], bare["title"], int(year[0]) if year else None)
            )
    return found


def catalogue(path: Path) -> list[Entry]:
    found = []
    for number, record in enumerate(Tree.parse(path).getroot().iter(MARC + "record")):
        rows = collections.defaultdict(list)
        for field in record.iter(MARC + "datafield"):
            codes = {s.get("code"): (s.text or "") for s in field.iter(MARC + "subfield")}
            tag = codes.get("6", "")[:3] if field.get("tag") == "880" else field.get("tag")
            rows["880" if field.get("tag") == "880" else "", tag].append(codes)
        fixed = next((f.text or "" for f in record.iter(MARC + "controlfield") if f.get("tag") == "008"), "")
        if fixed[35:38] != "ara" or not rows["", "245"] or not (rows["", "100"] or rows["", "110"]):
            continue
        parts = (("100" if rows["", "100"] else "110", "a"), ("245", "ab"))
        author, title = (joined(rows["", tag], codes) for tag, codes in parts)
        said = [joined(rows["880", tag], codes) for tag, codes in parts]
        year = int(fixed[7:11]) if fixed[7:11].isdigit() else None
        found.append(Entry(f"aco{number}", "marc", author, title, year, ". ".join(said) if all(said) else ""))
    return found


def joined(fields: list[dict[str, str]], codes: str) -> str:
    return trim(" ".join(fields[0].get(code, "") for code in codes)) if fields else ""


def trim(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" /:,.;")


def record_of(entry: Entry) -> Record:
    evidence = Evidence(origin=Origin(OriginKind.FILE, entry.source))
    family, _, given = entry.author.partition(", ")
    said = lambda value: Field((Claim(value=value, evidence=evidence, confidence=1.0),))  # noqa: E731
    return Record(
        citekey=entry.id,
        type="book",
        title=said(entry.title),
        author=said((Creator(name=Name(family=family, given=given)),)),
        issued=said(PartialDate(year=entry.year)) if entry.year else Field(),
        doi=said(f"10.9999/{entry.id.lower()}"),
    )


def forms_of(entry: Entry, chance: random.Random) -> dict[str, str]:
    own = "dmg" if entry.source == "openiti" else "ala-lc"
    forms = {}
    for form in FORMS:
        if form == own:
            continue
        if form == "script" and entry.script:
            text = entry.script
        else:
            text = f"{respelled(entry.author, form, chance)}. {respelled(entry.title, form, chance)}"
        forms[form] = f"{text}. {entry.year}." if entry.year else text + "."
    others = [form for form in forms if form in ("ala-lc", "dmg", "ijmes")]
    return {form: forms[form] for form in (*others[:2], "ad-hoc", "script")}


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--formats", type=Path, default=FORMATS)
    arguments.add_argument("--seed", type=int, default=11)
    arguments.add_argument("--show", type=int, default=0, help="print so many faults")
    args = arguments.parse_args()
    chance = random.Random(args.seed)
    entries = openiti(args.formats / "bib" / "openiti" / "openiti-primary.bib") + catalogue(
        args.formats / "marc" / "aco-arabic.marcxml"
    )
    asked = chance.sample(entries, min(300, len(entries)))
    out = chance.sample(asked, len(asked) // 7)
    gone = {entry.id for entry in entries if any(entry.is_work_of(other) for other in out)}
    held = [entry for entry in entries if entry.id not in gone]
    by_id = {f"10.9999/{entry.id.lower()}": entry for entry in held}
    index = index_of(record_of(entry) for entry in held)
    tally: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    shown = 0
    for entry in asked:
        for form, text in forms_of(entry, chance).items():
            decided = match_in(query_from_text(text), index.search, index.work)
            found = by_id[decided.best.record.doi.value or ""] if decided.best else None
            letters = max(
                held, key=lambda e: fuzz.token_set_ratio(plain(f"{e.author} {e.title} {e.year}"), plain(text))
            )
            peer = (
                letters
                if fuzz.token_set_ratio(
                    plain(f"{letters.author} {letters.title} {letters.year}"), plain(text)
                )
                >= 90
                else None
            )
            for name in (form, "all"):
                count(tally[name], entry, found, is_there=entry.id not in gone)
                count(tally["peer " + name], entry, peer, is_there=entry.id not in gone)
            is_fault = bool(found) if entry.id in gone else not (found and found.is_as(entry))
            if is_fault and shown < args.show:
                shown += 1
                print(
                    form,
                    "|",
                    text,
                    "|",
                    entry.author,
                    "|",
                    entry.title,
                    "|",
                    found and (found.author, found.title, found.year),
                    "|",
                    decided.verdict,
                    decided.reason,
                )
    print(f"{len(entries)} records, {len(asked)} asked for, {len(held)} in the haystack")
    for name, c in sorted(tally.items()):
        precision = c["right"] / max(1, c["right"] + c["wrong"])
        print(
            f"{name:14} precision {precision:.3f} recall {c['right'] / max(1, c['there']):.3f} abstained {c['silent'] / max(1, c['not there']):.3f}"
        )


def count(counter: collections.Counter[str], entry: Entry, found: Entry | None, *, is_there: bool) -> None:
    counter["there" if is_there else "not there"] += 1
    if found is None:
        counter["silent"] += not is_there
    else:
        counter["right" if is_there and found.is_as(entry) else "wrong"] += 1


if __name__ == "__main__":
    main()
