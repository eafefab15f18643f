"""Better BibTeX's import fixtures: how many fields of its items our records of the same .bib file hold, equal.

usage: bbt_pairs.py FOLDER [--show N]

Normalized before comparing, on both sides: markup tags, case (Zotero sentence-cases titles on import), Unicode
compatibility forms, stops between title and subtitle, quotation marks, dashes and blank space; the language by its tag; ordinal endings of editions; ISBN and ISSN digits; DOI case; the order of tags; Zotero's one place of a paper is that of the meeting; the order of items.
Not compared: keys and dates of Zotero itself, attachments, relations, `extra` (what Zotero has no field for).
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from refplug.formats.bibtex import Document, records_of
from refplug.formats.bibtex.languages import language_tag
from refplug.formats.bibtex.names import parse_names
from refplug.model import Name, PartialDate, Record, parse_isbn

SKIPPED = {
    "itemID", "itemType", "citationKey", "extra", "notes", "attachments", "version", "dateAdded", "dateModified", "uri", "itemKey",
    "libraryID", "relations", "key", "collections", "note",
}  # fmt: skip


def norm(value: Any) -> str:
    text = re.sub(r"</?(?:span|i|b|sc|sup|sub)\b[^>]*>", "", str(value or ""))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[.:;?!]+\s", " ", text)
    text = re.sub(r"[“”„«»″]|''|``", '"', re.sub(r"[‘’`´′]", "'", text))
    return re.sub(r"\s+", " ", re.sub(r"\s*[-‐-―−]+\s*", "-", text)).strip(" .")


def edtf(date: PartialDate | None) -> str:
    return date.edtf() if date else ""


def name(one: Name) -> str:
    return norm(
        one.literal or f"{one.full_family}, {' '.join(filter(None, (one.given, one.suffix)))}".rstrip(", ")
    )


def theirs_name(creator: dict[str, str]) -> str:
    return norm(
        creator.get("name") or f"{creator.get('lastName', '')}, {creator.get('firstName', '')}".rstrip(", ")
    )


def our_fields(record: Record) -> dict[str, Any]:
    inner = record.container
    series = inner
    while series is not None and series.type != "collection":
        series = series.container
    custom = dict(record.custom)
    title = inner.title.value if inner and inner.type != "collection" else None
    return {
        "title": record.title.value, "publicationTitle": title, "bookTitle": title, "proceedingsTitle": title, "journalAbbreviation": inner and inner.title_short.value,
        "volume": record.volume.value, "issue": record.issue.value, "pages": record.page.value, "publisher": record.publisher.value,
        "place": record.event_place.value or record.publisher_place.value, "url": record.url.value, "DOI": record.doi.value,
        "ISBN": record.isbn.value or custom.get("bibtex:isbn"), "ISSN": custom.get("bibtex:issn") or record.issn.value or (inner and inner.issn.value), "abstractNote": record.abstract.value,
        "language": record.language.value, "edition": record.edition.value, "series": record.collection_title.value or (series and series.title.value), "number": record.number.value or record.collection_number.value or record.issue.value,
        "shortTitle": record.title_short.value, "date": edtf(record.issued.value) or custom.get("bibtex:year") or custom.get("bibtex:date"), "accessDate": edtf(record.accessed.value), "numPages": record.number_of_pages.value,
        "callNumber": record.call_number.value, "type": record.genre.value, "rights": record.license.value, "versionNumber": record.version.value,
        "originalDate": edtf(record.original_date.value), "originalPlace": record.original_publisher_place.value, "assignee": "; ".join(one.name.display() for one in parse_names(custom.get("bibtex:holder", ""))),
    }  # fmt: skip


def equal(field: str, ours: Any, theirs: Any) -> bool:
    if field == "language":
        return (language_tag(str(theirs)) or norm(theirs)) == (language_tag(str(ours)) or norm(ours))
    if field == "edition":
        return re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", norm(ours)) == re.sub(
            r"(?<=\d)(?:st|nd|rd|th)", "", norm(theirs)
        )
    if field == "date":  # Better BibTeX joins year and a second date with a comma
        return norm(ours) == norm(theirs) or norm(theirs).startswith(norm(ours) + ",")
    if field == "ISBN":
        return norm(ours) == norm(theirs) or (parse_isbn(str(theirs)) or norm(theirs)) == (ours or "")
    if field in ("ISSN", "accessDate"):
        return norm(ours) == norm(theirs) or norm(theirs).startswith(norm(ours) or "?")
    return norm(ours) == norm(theirs)


def measure(folder: Path, show: int) -> tuple[Counter[str], Counter[str]]:
    """How many fields are equal, how many are not, by name."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for path in sorted(folder.glob("*.bib")):
        records = list(records_of(Document.parse(path.read_bytes(), path.name)).records)
        for item in json.loads(path.with_suffix(".json").read_text()).get("items", []):
            if item["itemType"] == "note":
                continue
            same_key = [one for one in records if one.citekey == item.get("citationKey")] or records
            same = [one for one in same_key if norm(one.title.value) == norm(item.get("title"))]
            record = (
                same or (same_key if len(same_key) < len(records) or len(records) == 1 else []) or [None]
            )[0]
            if record is None:
                wrong["item"] += 1
                print("no record for", path.name, item.get("citationKey"))
                continue
            ours = our_fields(record)
            for field, value in item.items():
                if field in SKIPPED or value in ("", [], None):
                    continue
                if field == "creators":
                    people = [
                        one.name
                        for attribute in (
                            "author",
                            "editor",
                            "translator",
                            "director",
                            "original_author",
                            "collection_editor",
                        )
                        for one in getattr(record, attribute).value or ()
                    ]
                    people += (
                        [one.name for one in (record.container.author.value or ()) if record.container]
                        if record.container
                        else []
                    )
                    mine, good = sorted(map(name, people)), sorted(map(theirs_name, value))
                    ok = mine == good
                elif field == "tags":
                    mine, good = (
                        sorted(norm(term.printed) for term in record.keyword.value or ()),
                        sorted(norm(tag["tag"]) for tag in value),
                    )
                    ok = mine == good
                else:
                    mine, good = ours.get(field), value
                    ok = equal(field, mine, good)
                (right if ok else wrong)[field] += 1
                if not ok and show > 0:
                    show -= 1
                    print(f"  {path.name[:40]} {record.citekey} {field}: ours {mine!r} theirs {good!r}"[:500])
    return right, wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    right, wrong = measure(args.folder, args.show)
    count = sum(right.values()) + sum(wrong.values())
    print(
        f"{sum(right.values())} of {count} fields equal ({sum(right.values()) / max(1, count):.2%}); not equal: {dict(wrong)}"
    )


if __name__ == "__main__":
    main()
