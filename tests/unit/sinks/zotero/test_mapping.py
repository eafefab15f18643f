"""Record to item and back: what goes where, what stays untouched, what is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

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
    Reading,
    Record,
    Rendering,
    Term,
    TermVerdict,
)
from refplug.sinks.zotero.mapping import item_of, record_of
from refplug.sinks.zotero.schema import Schema, bundled, compact, loads
from support.zotero_items import differences, problems

SEEN = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))
IJMES = "fa-Latn-t-fa-m0-ijmes"


def said(*values: Any, languages: tuple[str | None, ...] = ()) -> Field[Any]:
    tags = (*languages, *(None for _ in values))
    return Field(
        tuple(
            Claim(value=value, evidence=SEEN, confidence=0.9, language=tag)
            for value, tag in zip(values, tags, strict=False)
        )
    )


def person(last: str, first: str, *variants: Name, **more: Any) -> Creator:
    return Creator(name=Name(family=last, given=first), variants=variants, **more)


ARTICLE = Record(
    citekey="husayni2015",
    type="article-journal",
    title=said(
        "Marjaʿiyyat va dawlat", "مرجعیت و دولت", "Authority and state", languages=(IJMES, "fa", "en")
    ),
    author=said(
        (
            person(
                "Ḥusaynī",
                "ʿAlī",
                Name(family="حسینی", given="علی", language="fa"),
                orcid="0000-0002-1825-0097",
            ),
        )
    ),
    container=Record(
        type="periodical", title=said("Pizhūhish", "پژوهش", languages=(None, "fa")), issn=said("0378-5955")
    ),
    issued=said(
        PartialDate(
            year=2023,
            end=PartialDate(year=2024, calendar=Calendar.SOLAR_HIJRI),
            printed="1402",
            calendar=Calendar.SOLAR_HIJRI,
        )
    ),
    volume=said("10"),
    page=said("5-33"),
    language=said("fa"),
    keyword=said(
        (
            Term(
                printed="Marjiiat",
                verdict=TermVerdict.ROMANIZED,
                preferred=Rendering(
                    text="Marjaʿiyya", scheme="ijmes", reading=Reading.ARABIC, probability=0.9
                ),
                gloss="Religious Authority",
                script="مرجعیت",
            ),
            Term(printed="Iraq"),
        )
    ),
)


def lines(item: dict[str, Any]) -> list[str]:
    return str(item.get("extra", "")).split("\n")


def test_an_article_with_script_and_romanization() -> None:
    item, notices = item_of(ARTICLE)
    assert not list(problems(item))
    assert not notices
    assert item["title"] == "Marjaʿiyyat va dawlat"
    assert item["date"] == "2023"
    assert item["tags"] == [{"tag": "Marjaʿiyya", "type": 1}, {"tag": "Iraq", "type": 1}]
    assert lines(item) == [
        "issued: 2023/2024",
        "cne-title-original: مرجعیت و دولت",
        "cne-title-english: Authority and state",
        "cne-title-romanized: Marjaʿiyyat va dawlat",
        "cne-journal-original: پژوهش",
        "cne-creator-0-last-original: حسینی",
        "cne-creator-0-first-original: علی",
        "refplug-creator-0-orcid: 0000-0002-1825-0097",
        "cne-original-language: fa",
        f"refplug-romanization: {IJMES}",
        "date-printed: 1402 (solar-hijri)",
        "refplug-keyword: Marjaʿiyya | Marjiiat | Religious Authority | مرجعیت",
        "refplug-keyword: Iraq",
        "refplug-search: marjaiyya; marjaiyyat; ali; husayni",
    ]


def test_the_article_comes_back_whole() -> None:
    item, _ = item_of(ARTICLE)
    back, notices = record_of(item)
    assert not list(differences(ARTICLE, back))
    assert not notices


def test_original_title_is_never_written_for_a_title_of_its_own() -> None:
    item, _ = item_of(ARTICLE)
    assert "original-title" not in item["extra"]
    translation = Record(
        type="book", title=said("Islamic Government"), original_title=said("Wilāyat al-faqīh")
    )
    assert lines(item_of(translation, with_search=False)[0]) == ["original-title: Wilāyat al-faqīh"]


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        (said("Naqsh-i", languages=("fa-Latn",)), None, "fa-Latn"),
        (said("al-Dawla", "الدولة", languages=("ar-Latn-t-ar-m0-alaloc", "ar")), None, "ar-Latn"),
        (said("al-Dawla", languages=("ar-Latn-t-ar-m0-alaloc",)), "ar", "ar"),
        (said("نقش", languages=("fa",)), None, None),
        (said("The state"), None, None),
        (said("The state"), "en", "en"),
    ],
)
def test_a_romanized_title_gets_a_language_that_styles_leave_alone(
    title: Field[str], language: str | None, expected: str | None
) -> None:
    record = Record(type="book", title=title, language=said(language) if language else Field())
    assert item_of(record)[0].get("language") == expected


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (Name(family="Sīstānī", given="ʿAlī", non_dropping_particle="al-"), {"firstName": "ʿAlī", "lastName": "al-Sīstānī"}),
        (Name(family="Ibn Khaldūn", given="ʿAbd al-Raḥmān"), {"firstName": "ʿAbd al-Raḥmān", "lastName": "Ibn Khaldūn"}),
        (Name(family="Beethoven", given="Ludwig", dropping_particle="van"), {"firstName": "Ludwig van", "lastName": "Beethoven"}),
        (Name(family="King", given="Martin Luther", suffix="Jr."), {"firstName": "Martin Luther, Jr.", "lastName": "King"}),
        (Name(literal="Hawza of Najaf"), {"name": "Hawza of Najaf"}),
        (Name(family="Plato"), {"firstName": "", "lastName": "Plato"}),
    ],
)  # fmt: skip
def test_names(name: Name, parts: dict[str, str]) -> None:
    record = Record(type="book", author=said((Creator(name=name),)))
    item, notices = item_of(record)
    assert item["creators"] == [{**parts, "creatorType": "author"}]
    [back] = record_of(item)[0].author.value or ()
    assert back.name.display() == name.display()
    assert back.name == name or notices  # the particle inside the family name is told


@pytest.mark.parametrize(
    "mark", ["ISBN", "PMID", "Original Date", "cne-title-original", "refplug-keyword", "type", "note"]
)
def test_prose_that_looks_like_a_statement_stays_prose(mark: str) -> None:
    note = f"{mark}: 4711 says the page"
    item, _ = item_of(Record(type="book", note=said(note)))
    assert lines(item) == [f"note: {note}"]
    assert record_of(item)[0].note.value == note


def test_variables_without_a_field_go_to_extra_and_come_back() -> None:
    record = Record(
        type="article-journal",
        event_date=said(PartialDate(year=2020, month=3)),
        scale=said("1:100"),
        archive_location=said("Box 3"),
        compiler=said((person("Munīb", "Muṣṭafá", Name(family="منيب", given="مصطفى", language="ar")),)),
        original_title=said("Le titre"),
    )
    item, notices = item_of(record, with_search=False)
    assert set(lines(item)) == {
        "event-date: 2020-03",
        "scale: 1:100",
        "compiler: Munīb || Muṣṭafá",
        "refplug-compiler-0-ar: منيب || مصطفى",
        "original-title: Le titre",
    }
    assert item["archiveLocation"] == "Box 3"
    assert not notices
    assert not list(differences(record, record_of(item)[0]))


@pytest.mark.parametrize(
    ("csl", "item_type", "line"),
    [
        ("review-book", "journalArticle", "Type: review-book"),
        ("pamphlet", "book", "Type: pamphlet"),
        ("thesis", "thesis", None),
        ("article", "preprint", None),
        ("personal_communication", "letter", None),
        ("no-such-type", "document", "Type: no-such-type"),
    ],
)
def test_types(csl: str, item_type: str, line: str | None) -> None:
    item, notices = item_of(Record(type=csl, title=said("T")))
    assert item["itemType"] == item_type
    assert item.get("extra") == line
    assert record_of(item)[0].type == csl or [n.code for n in notices] == ["zotero-lost:type"]


def test_of_several_item_types_the_one_with_room_is_taken() -> None:
    record = Record(
        type="broadcast", container=Record(type="", title=said("Newsnight")), publisher=said("BBC")
    )
    assert item_of(record)[0]["itemType"] == "tvBroadcast"
    assert item_of(Record(type="broadcast", host=said((person("A", "B"),))))[0]["itemType"] == "podcast"


def test_other_peoples_lines_fields_and_tags_stay() -> None:
    base = {
        "key": "ABCD2345",
        "version": 7,
        "itemType": "book",
        "title": "Old",
        "extra": "My remark.\nOCLC: 4711\n\ntex.ids: x\ncne-title-original: قديم\nPublished online: yes",
        "tags": [{"tag": "mine"}, {"tag": "Waqf"}],
        "collections": ["AAAA2222"],
        "relations": {"dc:relation": ["http://zotero.org/users/1/items/BBBB3333"]},
        "abstractNote": "Mine.",
        "rights": "CC-BY",
        "hue": {"unknown": [1]},
    }
    record = Record(
        type="book",
        title=said("New", "جديد", languages=("ar-Latn", "ar")),
        keyword=said((Term(printed="Waqf"), Term(printed="Law"))),
        abstract=said("Ours."),
        note=said("My remark.\n\nPublished online: yes"),
    )
    item, notices = item_of(record, base=base)
    assert item["title"] == "New"
    assert item["abstractNote"] == "Mine."
    assert item["rights"] == "CC-BY"
    assert item["hue"] == {"unknown": [1]}
    assert item["tags"] == [{"tag": "mine"}, {"tag": "Waqf"}, {"tag": "Law", "type": 1}]
    assert lines(item)[:6] == [
        "My remark.",
        "OCLC: 4711",
        "",
        "tex.ids: x",
        "cne-title-original: جديد",
        "Published online: yes",
    ]
    assert not {"key", "version", "collections", "relations"} & set(item)
    assert "zotero-abstract" in [notice.code for notice in notices]


def test_a_changed_note_takes_the_place_of_the_old_one() -> None:
    base = {"itemType": "book", "extra": "OCLC: 1\nOld remark.\nscale: 1:100"}
    record, _ = record_of(base)
    item, _ = item_of(replace(record, note=said("New remark.")), base=base)
    assert item["extra"] == "OCLC: 1\nNew remark.\nscale: 1:100"


@pytest.mark.parametrize(
    ("item", "citekey", "extra"),
    [
        ({"citationKey": "a", "extra": "Citation Key: a\nx"}, "a", "x"),
        ({"citationKey": "a", "extra": "Citation Key: b\nx"}, "a", "Citation Key: b\nx"),
        ({"extra": "Citation Key: b"}, "b", None),
    ],
)
def test_citation_keys_of_field_and_extra(item: dict[str, Any], citekey: str, extra: str | None) -> None:
    record, notices = record_of({"itemType": "book", **item})
    assert record.citekey == citekey
    assert bool(notices) == ("citationKey" in item and extra is not None and "b" in extra)
    back, _ = item_of(record)
    assert back["citationKey"] == citekey
    assert back.get("extra") == extra


def test_an_item_that_nobody_changed_comes_back_as_it_was() -> None:
    base = {
        "key": "ABCD2345",
        "itemType": "bill",
        "title": "An act",
        "date": "12 March 2020",
        "DOI": "https://doi.org/10.1000/ABC",
        "accessDate": "2024-05-01T10:11:12Z",
        "creators": [
            {"creatorType": "cosponsor", "firstName": "A", "lastName": "B"},
            {"creatorType": "sponsor", "firstName": "Mūsā al-", "lastName": "Ṣadr"},
            {"creatorType": "contributor", "name": "Body"},
        ],
        "extra": "original-title: x\n\nPMID: 12\n ",
        "collections": ["AAAA2222"],
    }
    record, notices = record_of(base)
    assert record.author.value
    assert record.author.value[0].name.inverted() == "al-Ṣadr, Mūsā"
    assert record.doi.value == "10.1000/abc"
    assert record.pmid.value == "12"
    assert [notice.code for notice in notices] == ["zotero-role"]
    assert item_of(record, with_bookkeeping=True)[0] == base


def test_the_script_form_that_stood_in_original_title_is_the_titles_own() -> None:
    record, _ = record_of(
        {"itemType": "book", "title": "Wilāyat", "language": "fa-Latn", "extra": "original-title: ولایت"}
    )
    assert [(claim.value, claim.language) for claim in record.title] == [
        ("Wilāyat", "fa-Latn"),
        ("ولایت", "fa"),
    ]
    assert not record.original_title
    english, _ = record_of(
        {"itemType": "book", "title": "The rule", "language": "en", "extra": "original-title: ولایت"}
    )
    assert english.original_title.value == "ولایت"


@pytest.mark.parametrize(
    ("date", "language", "edtf"),
    [
        ("2015-03", None, "2015-03"),
        ("2015-03-00", None, "2015-03"),
        ("12 March 2020", None, "2020-03-12"),
        ("JUN 28 2011", None, "2011-06-28"),
        ("04/2013", None, "2013-04"),
        ("circa 2019", None, "2019~"),
        ("2019-2020", None, "2019/2020"),
        ("1425 [2004]", "ar", "2004"),
        ("1358-09-12", "fa-Latn", "1979-12-03"),
        ("1394", "fa", None),
        ("1394", None, "1394"),
        ("43 BC", None, "-0043"),
        ("in press", None, None),
        ("2015-13-40", None, None),
        ("1999 [1850]", None, None),
    ],
)
def test_dates(date: str, language: str | None, edtf: str | None) -> None:
    item = {"itemType": "book", "date": date} | ({"language": language} if language else {})
    record, notices = record_of(item)
    assert (record.issued.value.edtf() if record.issued.value else None) == edtf
    assert bool(notices) == (edtf is None)
    assert item_of(record)[0]["date"] == date


def test_a_tag_that_is_too_long_is_told_and_stays_in_extra() -> None:
    long = "x" * 256
    item, notices = item_of(Record(type="book", keyword=said((Term(printed=long), Term(printed="Waqf")))))
    assert item["tags"] == [{"tag": "Waqf", "type": 1}]
    assert [notice.code for notice in notices] == ["zotero-tag-too-long"]
    assert [term.text for term in record_of(item)[0].keyword.value or ()] == [long, "Waqf"]


def test_a_tag_in_its_printed_form_is_not_doubled() -> None:
    base = {"itemType": "book", "tags": [{"tag": "Marjiiat"}, {"tag": "mine"}]}
    item, _ = item_of(replace(ARTICLE, type="book"), base=base)
    assert item["tags"] == [{"tag": "Marjaʿiyya"}, {"tag": "mine"}, {"tag": "Iraq", "type": 1}]


def test_a_devised_title_is_known_again() -> None:
    record = Record(type="document", title=said("[Extended abstract: Waqf]"), is_title_devised=True)
    assert record_of(item_of(record)[0])[0].is_title_devised


def _newer() -> Schema:
    raw = json.loads(compact(bundled()))
    raw["version"] = 99
    raw["types"]["hologram"] = {"fields": "title hue date extra", "creators": "artist*"}
    raw["types"]["book"]["fields"] += " shelfColour"
    raw["csl"]["fields"]["text"]["shelf-colour"] = "shelfColour"
    return loads(json.dumps(raw).encode())


@pytest.mark.parametrize("schema", [None, _newer()])
@pytest.mark.parametrize(
    "item",
    [
        {"itemType": "hologram", "title": "T", "hue": "red", "date": "2020", "creators": [{"creatorType": "artist", "name": "A"}], "extra": "x"},
        {"itemType": "book", "title": "T", "shelfColour": "green"},
        {"itemType": "book", "title": "T", "volume": "7", "odd": [1, {"a": None}]},
    ],
)  # fmt: skip
def test_types_and_fields_to_come_are_kept(item: dict[str, Any], schema: Schema | None) -> None:
    record, _ = record_of(item, schema=schema)
    assert record.title.value == "T"
    assert item_of(record, schema=schema)[0] == item


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"itemType": None, "title": 3, "creators": "x", "tags": {"a": 1}, "extra": ["x"], "date": {}},
        {
            "itemType": "book",
            "creators": [None, {"creatorType": 3}, {"lastName": ["x"]}],
            "tags": [None, {"tag": 3}],
        },
        {"data": {"itemType": "book", "title": "T"}},
    ],
)
def test_what_is_no_item_raises_nothing(item: dict[str, Any]) -> None:
    record, _ = record_of(item)
    item_of(record)


def test_children_keep_their_text_and_their_parent() -> None:
    note = {
        "itemType": "note",
        "note": "<p>Hijri &amp; solar</p>",
        "parentItem": "ABCD2345",
        "tags": [{"tag": "a"}],
    }
    record, _ = record_of(note)
    assert item_of(record, with_bookkeeping=True)[0] == note
    file = {
        "itemType": "attachment",
        "linkMode": "linked_url",
        "title": "PDF",
        "url": "https://example.org",
        "md5": None,
    }
    record, _ = record_of(file)
    assert record.url.value == "https://example.org"
    assert item_of(record, with_bookkeeping=True)[0] == file
