"""CSL-JSON in and out is the same, and what CSL has no word for comes back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from refplug.formats import csl_json
from refplug.model import (
    Calendar,
    Claim,
    Creator,
    Evidence,
    Field,
    Name,
    Origin,
    OriginKind,
    PartialDate,
    Record,
    Term,
)
from refplug.ports import WriteOptions

USER = Evidence(origin=Origin(OriginKind.USER))
WITH_ABSTRACT = WriteOptions(with_abstract=True)


def said(*values: Any, languages: tuple[str | None, ...] = (None, None)) -> Field[Any]:
    return Field(
        tuple(
            Claim(value=v, evidence=USER, confidence=1, language=t)
            for v, t in zip(values, languages, strict=False)
        )
    )


def through(items: object) -> list[dict[str, Any]]:
    parsed = csl_json.read(json.dumps(items).encode(), "x.json")
    made: list[dict[str, Any]] = json.loads(csl_json.write(parsed.records, WITH_ABSTRACT).data)
    return made


@pytest.mark.parametrize(
    "item",
    [
        {"id": 7, "type": "book", "volume": 12, "title": "T"},
        {"id": "a", "type": "chapter", "container-title": "C", "ISSN": "0378-5955", "shortTitle": "S"},
        {"id": "a", "type": "book", "issued": {"raw": "some day"}, "title-short": "S"},
        {"id": "a", "type": "book", "issued": {"date-parts": [["2024", "03"]], "season": "2"}},
        {"id": "a", "type": "book", "issued": {"date-parts": [[2023], [2024]], "circa": True}},
        {
            "id": "a",
            "type": "book",
            "author": [{"family": "Shaʿbī", "non-dropping-particle": "al-", "given": "Ḥusayn"}],
        },
        {
            "id": "a",
            "type": "book",
            "author": [{"literal": "Islamic Republic of Iran"}, {"family": "X", "parse-names": True}],
        },
        {
            "id": "a",
            "type": "book",
            "keyword": "one; two",
            "categories": ["x"],
            "custom": {"short_id": "xyz"},
        },
        {"id": "a", "type": "book", "title": "", "abstract": "  kept as is "},
    ],
)
def test_in_and_out_is_the_same(item: dict[str, Any]) -> None:
    assert through([item]) == [item]


def test_a_changed_value_is_written_not_the_kept_spelling() -> None:
    record = csl_json.read(b'[{"id": "a", "type": "book", "volume": 12}]', "x").records[0]
    changed = replace(record, volume=said("13"))
    assert csl_json.item_of(changed)["volume"] == "13"


def test_what_csl_has_no_word_for_comes_back() -> None:
    creator = Creator(
        name=Name(family="Ṣadr", given="Muqtadā"),
        variants=(Name(family="الصدر", given="مقتدى", language="ar"),),
    )
    record = Record(
        citekey="k",
        type="document",
        is_title_devised=True,
        title=said("Ḥukūmat-i Islāmī", "حکومت اسلامی", languages=("fa-Latn-t-fa-m0-ijmes", "fa")),
        author=said((creator,)),
        issued=said(
            PartialDate(year=2023, end=PartialDate(year=2024), printed="1402", calendar=Calendar.SOLAR_HIJRI)
        ),
    )
    back = csl_json.read(csl_json.write([record], WITH_ABSTRACT).data, "x").records[0]
    assert [(c.value, c.language) for c in back.title] == [(c.value, c.language) for c in record.title]
    assert back.author.value == record.author.value
    assert back.issued.value == record.issued.value
    assert back.is_title_devised


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"{", "JSON"),
        (b"[" * 100_000, "deep"),
        (b'[{"id": "a", "volume": NaN}]', "NaN"),
        (b"\xff\xfe[", "JSON"),
        (b"", "JSON"),
    ],
)
def test_what_is_not_json_is_told_in_one_sentence(data: bytes, word: str) -> None:
    parsed = csl_json.read(data, "bad.json")
    assert not parsed.records
    [notice] = parsed.notices
    assert str(notice).startswith("bad.json")
    assert word in notice.message


@pytest.mark.parametrize(
    "item",
    [
        {"id": None, "type": 3, "title": ["a"], "author": "X", "issued": [[None]], "volume": {"a": 1}},
        {
            "author": [None, {}],
            "issued": {"date-parts": [[None]]},
            "keyword": 3,
            "custom": {"refplug": {"title": 3, "author": [3]}},
        },
        {"issued": {"date-parts": [[2024, 13]]}, "custom": {"refplug": {"issued": {"printed": 3}}}},
    ],
)
def test_wrong_types_are_kept_verbatim(item: dict[str, Any]) -> None:
    [made] = through([item])
    for name, value in item.items():
        if name not in {"id", "type"}:
            assert made[name] == value


def test_items_that_are_no_objects_are_numbered() -> None:
    parsed = csl_json.read(b'{"items": [{"id": "a", "type": "book"}, 3]}', "x.json")
    assert len(parsed.records) == 1
    assert parsed.notices[0].record == 2


def test_the_official_fixtures_come_back(eval_data: Path) -> None:
    """808 items of the CSL test-suite, each a real JSON item."""
    count = 0
    for path in sorted((eval_data / "formats" / "csl" / "test-suite").glob("*.txt")):
        found = re.search(r">>=+ INPUT =+>>(.*?)<<=+ INPUT", path.read_text(encoding="utf-8"), re.DOTALL)
        if found is None:
            continue
        items = json.loads(found.group(1))
        assert through(items) == [{**item, "type": item.get("type") or "document"} for item in items], (
            path.name
        )
        count += len(items)
    assert count >= 400


def test_output_is_valid_by_the_official_schema(eval_data: Path) -> None:
    import jsonschema

    schema = json.loads(
        (eval_data / "formats" / "csl" / "schema" / "csl-data.json").read_text(encoding="utf-8")
    )
    record = Record(
        citekey="k",
        type="article-journal",
        title=said("T", "ت", languages=("en", "ar")),
        keyword=said((Term(printed="Marjiiat", gloss="Religious Authority"),)),
        container=Record(type="", title=said("J"), issn=said("0378-5955")),
        part_number=said("1"),
        license=said("CC-BY"),
    )
    written = csl_json.write([record], WriteOptions())
    jsonschema.validate(json.loads(written.data), schema)
    assert "license" in written.notices[0].message


def test_the_variant_for_zotero_carries_everything_its_importer_keeps() -> None:
    creator = Creator(
        name=Name(family="Ṣadr", given="Muqtadā", non_dropping_particle="al-"),
        variants=(Name(family="الصدر", given="مقتدى", language="ar"),),
    )
    record = Record(
        citekey="k",
        type="book",
        title=said("Falsafatunā", "فلسفتنا", languages=("ar-Latn-t-ar-m0-alaloc", "ar")),
        author=said((creator,)),
        note=said("mine"),
        keyword=said((Term(printed="Waqf"),)),
        issued=said(PartialDate(year=2023, printed="1402", calendar=Calendar.SOLAR_HIJRI)),
    )
    written = csl_json.write([record], WriteOptions(variant="zotero"))
    [item] = json.loads(written.data)
    assert item["citation-key"] == "k"
    assert item["author"] == [{"family": "al-Ṣadr", "given": "Muqtadā"}]
    assert item["note"].splitlines() == [
        "mine",
        "cne-title-original: فلسفتنا",
        "cne-title-romanized: Falsafatunā",
        "cne-creator-0-last-original: الصدر",
        "cne-creator-0-first-original: مقتدى",
        "cne-original-language: ar",
        "refplug-romanization: ar-Latn-t-ar-m0-alaloc",
        "date-printed: 1402 (solar-hijri)",
    ]
    assert not {"custom", "keyword", "original-title"} & set(item)
    assert "keywords" in written.notices[0].message


def test_a_name_that_zotero_tore_at_its_article_is_joined() -> None:
    torn = {"family": "Zaydī", "given": "ʿAbd", "dropping-particle": "al-Amīr"}
    item = {
        "id": "k",
        "type": "book",
        "author": [torn, {"family": "Goethe", "given": "J.", "dropping-particle": "von"}],
    }
    [record] = csl_json.read(json.dumps([item]).encode(), "x.json").records
    assert through([item]) == [item]
    names = [creator.name for creator in record.author.value or ()]
    assert [name.given for name in names] == ["ʿAbd al-Amīr", "J."]
    assert names[1].dropping_particle == "von"
