from pathlib import Path

import pytest

from refplug.extract import find
from refplug.model import Page
from refplug.text.gloss import split_gloss
from refplug.text.repair import repair

CASES = Path(__file__).parents[2] / "cases" / "keywords.tsv"


def cases():
    lines = CASES.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def keywords_of(text):
    record, _ = find(Page(file="page.txt", text=text), repaired=repair(text))
    return record.keyword


@pytest.mark.parametrize(("page", "keywords", "note"), cases(), ids=lambda cell: cell[:24])
def test_field(page, keywords, note):
    field = keywords_of(page.replace("\\n", "\n"))
    assert " | ".join(term.printed for term in field.value or ()) == keywords, note


def test_spans_point_at_the_printed_page():
    text = "Key words: Iran-Iraq rela-\ntions, Marjiiat(Religious Authority)."
    terms = keywords_of(text).value
    assert [term.span.of(text) for term in terms] == [
        "Iran-Iraq rela-\ntions",
        "Marjiiat(Religious Authority)",
    ]
    assert [term.gloss for term in terms] == [None, "Religious Authority"]


def test_languages_stand_side_by_side():
    text = "Keywords: Iraq, resistance\n\nکلیدواژه‌ها: عراق، مقاومت\n"
    field = keywords_of(text)
    assert [claim.language for claim in field] == ["en", "fa"]
    assert [len(claim.value) for claim in field] == [2, 2]


@pytest.mark.parametrize(
    "keyword",
    [
        "HER2 (ERBB2)",
        "law (Islamic)",
        "self-help (welfare)",
        "NATO (North Atlantic Treaty Organization)",
        "x",
    ],
)
def test_what_is_no_gloss(keyword):
    assert split_gloss(keyword) == (keyword, None)


def test_script_form_in_brackets_is_kept_as_script():
    (term,) = keywords_of("Keywords: Marjaʿiyya (مرجعیت)").value
    assert (term.printed, term.script, term.script_printed, term.gloss) == (
        "Marjaʿiyya",
        "مرجعیت",
        True,
        None,
    )


@pytest.mark.parametrize(
    ("keyword", "parted"),
    [
        ("Bay'at (allegiance)", ("Bay'at", "allegiance")),
        ("Fiqh al-Siyasi (political jurisprudence)", ("Fiqh al-Siyasi", "political jurisprudence")),
        ("Marjiiat(Religious Authority)", ("Marjiiat", "Religious Authority")),
    ],
)
def test_an_article_or_a_sign_is_no_english(keyword, parted):
    assert split_gloss(keyword) == parted
