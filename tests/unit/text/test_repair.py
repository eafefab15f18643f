from pathlib import Path

import pytest

from refplug.model import Span
from refplug.text.edits import EditKind
from refplug.text.repair import repair

CASES = Path(__file__).parents[2] / "cases"


def rows(name):
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()[1:]
    return [[cell.replace("\\n", "\n") for cell in line.split("\t")] for line in lines]


@pytest.mark.parametrize("row", rows("repair.tsv"), ids=lambda row: row[0][:30])
def test_damage_is_undone(row):
    assert repair(row[0]).text == row[1]


@pytest.mark.parametrize("row", rows("sound.tsv"), ids=lambda row: row[0][:30])
def test_sound_text_stays(row):
    repaired = repair(row[0])
    assert repaired.text == row[0]
    assert not repaired.edits


@pytest.mark.parametrize("row", rows("repair.tsv"), ids=lambda row: row[0][:30])
def test_repairing_twice_changes_nothing_more(row):
    once = repair(row[0]).text
    assert repair(once).text == once


def test_protected_words_are_never_touched():
    text = "the power ofthe state is in the hands of theregion and the people of the city"
    assert "of the region" in repair(text).text
    protected = repair(text, is_protected=lambda word: word == "theregion").text
    assert "of theregion and" in protected
    assert "of the state" in protected


def test_misread_letter_goes_toward_the_words_of_the_page_only_on_a_damaged_page():
    text = "Iraq and Iran. The state of Iraq is in Iraq. The threats of Iraqg’s army to the region are old."
    assert repair(text).text == text
    damaged = text.replace("The state of", "The state ofthe")
    repaired = repair(damaged)
    assert "Iraq’s army" in repaired.text
    assert EditKind.MISREAD in {edit.kind for edit in repaired.edits.edits}


def test_spaces_are_not_put_into_keyword_fields():
    text = "The power ofthe state is in the city.\n\nKey words: theregion of the, stateof the art"
    assert repair(text).text == text.replace("ofthe", "of the")


def test_every_edit_points_at_the_printed_page():
    text = "It must be acknow-\nledged that itis none ofthe \ufb01rst â€œrulesâ€\x9d of the state"
    repaired = repair(text)
    assert repaired.edits.apply(text) == repaired.text
    at = repaired.text.index("acknowledged")
    assert repaired.edits.to_printed(Span(at, at + 12)).of(text) == "acknow-\nledged"


def test_long_lines_take_linear_time():
    # 300,000 characters would take minutes if any pattern went back over the line
    for piece in ("a-", "word-\n", "thatitis", "x,y(z)", "‘", "ــ", "A", "(", "in the ofthe state "):
        repair(piece * (100_000 // len(piece)))
