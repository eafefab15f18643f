import pytest

from refplug.extract import find
from refplug.model import Page
from refplug.text.repair import repair


def custom_of(text):
    return find(Page(file="page.txt", text=text))[0].custom


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "PACS numbers: 11.30.Fs, 13.35.Dx,\n14.60.Fg\n\nIntroduction",
            (("page:pacs", "11.30.Fs, 13.35.Dx, 14.60.Fg"),),
        ),
        ("JEL classification: C62; D43.", (("page:jel", "C62; D43"),)),
        ("2010 Mathematics Subject Classification. 47B38, 30H05", (("page:msc", "47B38, 30H05"),)),
        ("Keywords: growth, trade\nJEL Codes: C62", (("page:jel", "C62"),)),
        ("Keywords: growth, trade", ()),
        ("The PACS archive of the hospital was used.", ()),
    ],
)
def test_codes_are_kept_apart(text, codes):
    assert custom_of(text) == codes


def test_invisible_marks_are_told_and_left_out():
    text = "Keywords: Ir\u200baq, \u202bعراق\u202c, Iran"
    record, (notice,) = find(Page(file="page.txt", text=text), repaired=repair(text))
    assert [term.printed for term in record.keyword.value] == ["Iraq", "عراق", "Iran"]
    assert (notice.code, notice.file) == ("invisible-marks", "page.txt")
