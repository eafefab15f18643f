import pytest

from refplug.extract import find
from refplug.model import Page
from refplug.text.repair import repair

BODY = "This study asks how the state and the popular forces of the region share power. It shows that they do so by custom."


def abstract_of(text):
    return find(Page(file="page.txt", text=text), repaired=repair(text))[0].abstract


@pytest.mark.parametrize(
    "text",
    [
        f"A Title\n\nAbstract\n{BODY}\n\nKeywords: Iraq, Iran",
        f"A Title\n\nABSTRACT: {BODY}\nKeywords: Iraq, Iran",
        f"A Title\n\nAbstract—{BODY}\n\n1. Introduction\n\nThe war began.",
        f"A Title\n\nUniversity of Kufa, Iraq Abstract\n\n{BODY}\n\nReceived: 3 May 2020",
        f"A Title\n\nA b s t r a c t\n\n{BODY} Keywords: Iraq, Iran",
        f"Summary\n\n{BODY}\n\nThe war began in the spring of the year.",
    ],
)
def test_labelled(text):
    assert abstract_of(text).value == BODY


def test_line_end_hyphens_are_undone():
    text = "Abstract\n" + BODY.replace("popular", "popu-\nlar")
    assert abstract_of(text).value == BODY


def test_structured_abstracts_are_whole():
    text = f"Abstract\n\nBackground: {BODY}\n\nMethods: {BODY}\n\nConclusions: {BODY}\n\nKeywords: Iraq"
    assert abstract_of(text).value.count("custom") == 3


def test_languages_stand_side_by_side():
    persian = "این پژوهش به بررسی نقش دولت و نیروهای مردمی در منطقه می‌پردازد و نشان می‌دهد که قدرت به شیوه عرفی تقسیم شده است."
    field = abstract_of(f"Abstract\n{BODY}\n\nچکیده\n{persian}\n")
    assert [claim.language for claim in field] == ["en", "fa"]


def test_extended_abstract_is_the_text_that_the_keywords_close():
    text = f"{BODY} {BODY} {BODY}\n\nResearch Methodology\n\n{BODY}\n\nKey words: Iraq, Iran"
    assert abstract_of(text).value == f"{BODY} {BODY} {BODY} Research Methodology {BODY}"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Introduction\n\n{BODY}",
        "Abstract\n\nKeywords: Iraq",
        "Abstract expressionism was a movement.",
        "Abstract: short.",
    ],
)
def test_nothing_is_called_an_abstract_without_a_label(text):
    assert not abstract_of(text)
