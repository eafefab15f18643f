import pytest

from refplug.text.unicode import at_the_door, nfc, unicode_edits


def mended(text):
    return unicode_edits(text).apply(text)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Iranâ€™s", "Iran’s"),
        ("MÃ¼ller", "Müller"),
        ("ÇáãÞÇæãÉ ÇáÔÚÈíÉ Ýí ÇáÚÑÇÞ", "المقاومة الشعبية في العراق"),
        ("\ufb01rst e\ufb00ort", "first effort"),
        ("\ufedf\ufe8e", "لا"),
        ("\u202bمتن\u202c", "متن"),
        ("a\u200bb", "ab"),
        ("a\x00b", "ab"),
        ("كــتاب", "كتاب"),
        ("Iraq\u200cIran", "IraqIran"),
        ("hid\U000e0041den", "hidden"),
    ],
)
def test_damage_to_characters(printed, expected):
    assert mended(printed) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x² and ½",
        "ﷺ",
        "‘Abd al-Raḥmān",
        "ʿAlī",
        "می‌خواهم",
        "١٤٤٥هـ",
        "Ærø",
        "señor",
        "10 µm ± 5 °C",
        "l’Âge d’or",
    ],
)
def test_characters_that_stay(text):
    assert mended(text) == text


def test_decomposed_and_composed_are_one_behind_the_door():
    assert at_the_door("H\u0323ashd\r\n") == at_the_door("Ḥashd\n")


def test_a_million_combining_marks_are_no_trouble():
    text = "a" + "\u0301\u0323" * 500_000
    assert len(nfc(text)) > 900_000
    assert nfc("e\u0301" * 5) == "é" * 5
