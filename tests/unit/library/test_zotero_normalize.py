"""One spelling a tag: what is sure, what is asked, what stays; romanizations beside script; the worksheet."""

from __future__ import annotations

from typing import Any

import pytest

from refplug.errors import RunAborted
from refplug.library.zotero_normalize import plan_normalize
from refplug.library.zotero_tags import Options, read_tag_worksheet, tag_changes, tag_worksheet
from refplug.romanize.lexicon import parse_lexicon, with_entries

HEAD = "printed\ttake\tsaid\talternatives\treason\n"


def book(key: str, *tags: str, **fields: Any) -> dict[str, Any]:
    held = [{"tag": tag.lstrip("+"), **({"type": 1} if tag.startswith("+") else {})} for tag in tags]
    return {"key": key, "version": 1, "itemType": "book", "title": key, "tags": held, **fields}


def bodies(items: list[dict[str, Any]], **options: Any) -> dict[str, dict[str, Any]]:
    plan, _ = plan_normalize(items, Options(**options))
    return {
        one.key: {n: v for n, v in one.body.items() if n not in ("key", "version")} for one in plan.operations
    }


def test_variants_of_a_known_term_become_its_scholarly_form() -> None:
    items = [
        book("A", "Hashd Shaabi", "Iraq"),
        book("B", "+al-Ḥashd al-Shaʿbī"),
        book("C", "Hashd al-Sha'bi", "Hashd Shaabi"),
    ]
    assert bodies(items) == {
        "A": {
            "tags": [{"tag": "al-Ḥashd al-Shaʿbī"}, {"tag": "Iraq"}],
            "extra": "refplug-keyword: al-Ḥashd al-Shaʿbī | Hashd Shaabi",
        },
        "C": {
            "tags": [{"tag": "al-Ḥashd al-Shaʿbī"}],
            "extra": "refplug-keyword: al-Ḥashd al-Shaʿbī | Hashd al-Sha'bi",
        },
    }


@pytest.mark.parametrize(
    "tags",
    [
        ("Salafism", "Islam", "Iraq", "Baghdad"),
        ("to read", "2024", "★", "!important"),
        ("state", "State"),
        ("color", "colour"),
        ("Shiism", "Shi'ism"),  # one word, but which spelling is the user's to say
        ("marital law", "martial law"),
        ("resume", "résumé"),
    ],
)
def test_what_is_left_alone(tags: tuple[str, ...]) -> None:
    assert not bodies([book("A", *tags), book("B", *tags)])


def test_spellings_without_a_known_form_are_asked() -> None:
    tags = tag_changes([book("A", "Shiism"), book("B", "Shi'ism"), book("C", "Shi'ism")], Options())
    [change] = tags.changes
    assert (change.tag, change.becomes, change.is_sure) == ("Shiism", "Shi'ism", False)
    sheet = tag_worksheet(tags)
    assert sheet.startswith(HEAD)
    filled = sheet.replace("Shiism\t\t", "Shiism\tyes\t")
    decided = read_tag_worksheet(filled, "w.tsv", "ijmes")
    assert decided == {"Shiism": "Shi'ism"}
    items = [book("A", "Shiism"), book("B", "Shi'ism")]
    assert bodies(items, exceptions=decided)["A"]["tags"] == [{"tag": "Shi'ism"}]


def test_a_decision_to_keep_holds() -> None:
    items = [book("A", "Hashd Shaabi"), book("B", "al-Ḥashd al-Shaʿbī")]
    assert bodies(items)
    assert not bodies(items, exceptions={"Hashd Shaabi": "Hashd Shaabi"})


def test_two_readings_of_one_term_stay_two_however_often_it_is_run() -> None:
    tags = tag_changes([book("A", "Velayat-e Faqih", "wilayat al-faqih")], Options())
    assert tags.sure == {"Velayat-e Faqih": "Vilāyat-i faqīh", "wilayat al-faqih": "wilāyat al-faqīh"}
    again = tag_changes([book("A", *tags.sure.values())], Options())
    assert not again.sure
    assert [change.is_sure for change in again.changes] == [False]  # asked, and nothing done


def test_unsure_terms_are_in_the_worksheet_with_their_readings() -> None:
    sheet = tag_worksheet(tag_changes([book("A", "Marjiiat")], Options()))
    [row] = sheet.splitlines()[1:]
    assert row.startswith("Marjiiat\t\tMarjaʿiyya\t1: Marjaʿiyya {ar مَرجَعِيَّة}")
    filled = HEAD + row.replace("Marjiiat\t\t", "Marjiiat\t2\t")
    assert read_tag_worksheet(filled, "w.tsv", "ijmes") == {"Marjiiat": "Marjaʿiyyat"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tag,take\n", "w.tsv:1: not a worksheet"),
        (HEAD + "\n" + "x\t9\tsaid\t1: Marjaʿ {ar مَرجَع}\t\n", "w.tsv:3: there is no alternative 9"),
        (HEAD + "x\tyes\t\t\t\n", "w.tsv:2: nothing is said for 'x'"),
    ],
)
def test_a_worksheet_that_cannot_be_understood_is_refused(text: str, said: str) -> None:
    with pytest.raises(RunAborted, match=said):
        read_tag_worksheet(text, "w.tsv", "ijmes")


def test_romanizations_go_beside_script_and_never_over_it() -> None:
    item = book(
        "A",
        title="تاريخ الأدب العربي",
        language="ar",
        creators=[{"creatorType": "author", "lastName": "ضيف", "firstName": "شوقي"}],
        extra="OCLC: 1",
    )
    made = bodies([item, book("B", title="An English title")], with_romanization=True, scheme="ala-lc")
    assert set(made) == {"A"}
    assert set(made["A"]) == {"extra"}
    assert made["A"]["extra"].split("\n") == [
        "OCLC: 1",
        "cne-title-romanized: Tārīkh al-adab al-ʻArabī",
        "cne-creator-0-last-romanized: Ḍayf",
        "cne-creator-0-first-romanized: Shawqī",
        "refplug-romanization: ar-Latn-t-ar-m0-alaloc",
    ]
    assert not bodies([{**item, **made["A"]}], with_romanization=True, scheme="ala-lc")


def test_doubtful_romanizations_are_held_back_and_told() -> None:
    item = book("A", title="مرجعیت و دولت در عراق", language="fa")
    plan, remarks = plan_normalize([item], Options(with_romanization=True))
    assert not plan.operations
    assert "--unsure" in remarks[0]
    assert bodies([item], with_romanization=True, with_unsure=True)


def test_search_forms_on_request() -> None:
    items = [book("A", title="Dīwān-i Ḥāfiẓ"), book("B", title="Über Österreich")]
    assert bodies(items, with_search=True) == {"A": {"extra": "refplug-search: diwan-i; hafiz"}}


def test_a_second_run_changes_nothing_and_the_plan_keeps_its_hash() -> None:
    items = [book("A", "Hashd Shaabi", "mine", extra="x"), book("B", "al-Ḥashd al-Shaʿbī")]
    assert plan_normalize(items, Options())[0].hash == plan_normalize(items, Options())[0].hash
    made = bodies(items)
    assert not bodies([{**one, **made.get(one["key"], {})} for one in items])


def test_children_and_trash_are_passed_over() -> None:
    note = {"key": "N", "version": 1, "itemType": "note", "note": "", "tags": [{"tag": "Hashd Shaabi"}]}
    assert not bodies([note, {**book("A", "Hashd Shaabi"), "deleted": 1}])


def test_words_of_ones_own_are_asked_for_titles_in_script() -> None:
    item = book("A", title="أخبار زبرقوشة")
    lexicon = with_entries(
        parse_lexicon("vocalized\treading\tkind\nزُبَرقُوشَة\tar\tplace\n", "lexicon.tsv", rank=1)
    )
    assert not bodies([item], with_romanization=True, scheme="ala-lc")  # an unsure word holds it back
    made = bodies([item], with_romanization=True, scheme="ala-lc", lexicon=lexicon)
    assert "Akhbār Zubarqūshah" in str(made["A"])
