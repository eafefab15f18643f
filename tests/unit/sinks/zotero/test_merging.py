"""Duplicates of a Zotero library: found across scripts, merged as Zotero merges, in steps that can stop anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from refplug.sinks.zotero.duplicates import find_groups, plan_merges, steps_of
from refplug.sinks.zotero.merging import Merge, fullest, merge_plan, uri_of
from refplug.sinks.zotero.plan import Kind

URI = "http://zotero.org/users/1"


def item(key: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "version": 3,
        "itemType": "book",
        "tags": [],
        "collections": [],
        "relations": {},
        **fields,
    }


ROMANIZED = item(
    "AAAA2222",
    itemType="journalArticle",
    title="Marjaʿiyyat va dawlat dar ʿIrāq",
    creators=[{"creatorType": "author", "lastName": "Ḥusaynī", "firstName": "ʿAlī"}],
    publicationTitle="Pizhūhish-nāmah",
    date="2015",
    volume="10",
    pages="5-33",
    language="fa-Latn",
    tags=[{"tag": "Iraq", "type": 1}, {"tag": "mine"}],
    extra="OCLC: 1\nA remark.",
    DOI="10.22034/irp.2015.001",
)
SCRIPT = item(
    "BBBB3333",
    itemType="journalArticle",
    title="مرجعیت و دولت در عراق",
    creators=[{"creatorType": "author", "lastName": "حسینی", "firstName": "علی"}],
    publicationTitle="پژوهش‌نامه",
    date="2015",
    volume="10",
    pages="5-33",
    language="fa",
    tags=[{"tag": "Iraq"}, {"tag": "new", "type": 1}],
    collections=["CCCC4444"],
    relations={"dc:relation": f"{URI}/items/AAAA2222", "dc:replaces": [f"{URI}/items/OLDD5555"]},
    extra="tex.ids: x\nOCLC: 2",
    ISSN="0378-5955",
    citationKey="husayni",
)
NOTE = {"key": "NOTE2222", "version": 2, "itemType": "note", "note": "<p>x</p>", "parentItem": "BBBB3333"}


def test_one_work_in_two_scripts_is_one_group_with_the_fuller_first() -> None:
    [group] = find_groups([SCRIPT, NOTE, item("DDDD2222", title="Another"), ROMANIZED])
    assert set(group.keys) == {"AAAA2222", "BBBB3333"}
    assert group.probability > 0.95
    assert "consonants" in group.reason


def test_other_editions_and_the_trash_are_no_duplicates() -> None:
    other = {**SCRIPT, "volume": "11", "pages": "1-9", "date": "2018"}
    assert not find_groups([ROMANIZED, other])
    assert not find_groups([ROMANIZED, {**SCRIPT, "deleted": 1}])


def test_what_stays_is_filled_and_what_goes_is_named() -> None:
    merge = merge_plan(
        [{**ROMANIZED, "abstractNote": "A", "url": "u", "rights": "r"}, SCRIPT], {"BBBB3333": [NOTE]}, URI
    )
    assert isinstance(merge, Merge)
    [first] = merge.first
    body = first.body
    assert (first.key, body["version"]) == ("AAAA2222", 3)
    assert body["ISSN"] == "0378-5955"
    assert body["citationKey"] == "husayni"
    assert not {"title", "creators", "DOI", "date"} & set(body)
    assert body["tags"] == [{"tag": "Iraq"}, {"tag": "mine"}, {"tag": "new", "type": 1}]
    assert body["collections"] == ["CCCC4444"]
    assert body["relations"] == {"dc:replaces": [f"{URI}/items/OLDD5555", f"{URI}/items/BBBB3333"]}
    assert body["extra"].split("\n") == [
        "OCLC: 1",
        "A remark.",
        "tex.ids: x",
        "cne-title-original: مرجعیت و دولت در عراق",
        "cne-title-romanized: Marjaʿiyyat va dawlat dar ʿIrāq",
        "cne-journal-original: پژوهش‌نامه",
        "cne-creator-0-last-original: حسینی",
        "cne-creator-0-first-original: علی",
        "cne-original-language: fa",
    ]
    [moved] = merge.second
    assert moved.body == {"key": "NOTE2222", "version": 2, "parentItem": "AAAA2222"}
    [gone] = merge.third
    assert gone.kind is Kind.TRASH
    assert gone.body == {"key": "BBBB3333", "version": 3, "deleted": 1}


def test_items_of_two_types_are_not_merged() -> None:
    why = merge_plan([ROMANIZED, {**SCRIPT, "itemType": "book"}], {}, URI)
    assert isinstance(why, str)
    assert "book, journalArticle" in why


def test_without_the_number_of_the_library_no_relation_is_invented() -> None:
    merge = merge_plan([item("AAAA2222", title="T"), item("BBBB3333", title="T")], {}, uri_of("users/0"))
    assert isinstance(merge, Merge)
    assert not merge.first


@pytest.mark.parametrize(
    ("items", "place"),
    [
        ([item("A", title="T", dateAdded="2"), item("B", title="T", dateAdded="1")], 1),
        ([item("A", title="T", tags=[{"tag": "x"}] * 9), item("B", title="T", date="2020")], 1),
        ([item("A", title="T"), item("B", title="T", collections=["C"])], 1),
        ([item("A", title="T"), item("B", title="T")], 0),
    ],
)
def test_which_item_stays(items: list[dict[str, Any]], place: int) -> None:
    assert fullest(items) == place


def test_the_user_says_which_item_stays() -> None:
    [group] = find_groups([SCRIPT, ROMANIZED])
    for key in ("AAAA2222", "BBBB3333"):
        assert group.keeping({key}).keys[0] == key
    assert group.keeping(()).keys == group.keys


def test_only_what_was_asked_for_is_planned_and_the_plan_is_the_same_twice() -> None:
    groups = find_groups([SCRIPT, ROMANIZED])

    def plans(wanted: set[str]) -> Any:
        return plan_merges(
            groups,
            wanted,
            lambda key: [NOTE] if key == "BBBB3333" else [],
            server="s",
            library="users/1",
            library_uri=URI,
        )

    assert not plans(set()).plan.operations
    merging = plans({"BBBB3333"})
    assert merging.plan.hash == plans({"AAAA2222"}).plan.hash
    rounds = steps_of(merging.merges)
    sent = [one for steps in rounds for step in steps for one in step.operations]
    assert tuple(sent) == merging.plan.operations
    assert str(sent[-1].kind) == "trash"
