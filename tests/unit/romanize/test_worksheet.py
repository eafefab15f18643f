"""Unsure terms go out as a table and come back as decisions."""

from __future__ import annotations

import pytest

from refplug.errors import RunAborted
from refplug.model import Reading, Rendering, Term, TermVerdict
from refplug.romanize.worksheet import (
    Decision,
    exceptions_of,
    parse_decisions,
    read_worksheet,
    worksheet,
    written_decisions,
)


def _rendering(text: str, vocalized: str, probability: float = 0.4) -> Rendering:
    return Rendering(
        text=text, scheme="ijmes", reading=Reading.ARABIC, probability=probability, vocalized=vocalized
    )


UNSURE = Term(
    printed="Maraja",
    verdict=TermVerdict.ABSTAINED,
    alternatives=(_rendering("Marājiʿ", "مَرَاجِع"), _rendering("Marjaʿ", "مَرجَع")),
    reason="nothing is sure",
)
SURE = Term(printed="Fiqh", verdict=TermVerdict.ROMANIZED, preferred=_rendering("fiqh", "فِقه", 0.99))
STAYS = Term(printed="Iraq")


def _filled(take: str) -> str:
    header, row = worksheet([UNSURE, SURE, STAYS, UNSURE]).splitlines()
    cells = row.split("\t")
    cells[1] = take
    return header + "\n" + "\t".join(cells) + "\n"


def test_only_unsure_terms_and_each_once() -> None:
    assert [line.split("\t")[0] for line in worksheet([UNSURE, SURE, STAYS, UNSURE]).splitlines()] == [
        "printed",
        "Maraja",
    ]


@pytest.mark.parametrize(("take", "vocalized"), [("2", "مَرجَع"), ("keep", None), ("مَرجَعِيَّة", "مَرجَعِيَّة")])
def test_what_was_filled_in(take: str, vocalized: str | None) -> None:
    assert read_worksheet(_filled(take), "w.tsv")[0].vocalized == vocalized


def test_an_empty_row_decides_nothing() -> None:
    assert read_worksheet(_filled(""), "w.tsv") == ()


@pytest.mark.parametrize("take", ["9", "perhaps"])
def test_a_row_that_cannot_be_understood_is_refused_with_its_place(take: str) -> None:
    with pytest.raises(RunAborted, match=r"w\.tsv:2"):
        read_worksheet(_filled(take), "w.tsv")


def test_decisions_are_kept_and_hold_in_every_scheme() -> None:
    decided = [Decision("marja", "مَرجِع"), Decision("marja", "مَرجَع"), Decision("Sadr", None)]
    kept = parse_decisions(written_decisions(decided), "d.tsv")
    assert exceptions_of(kept, "ijmes") == {"marja": "marjaʿ", "Sadr": "Sadr"}
    assert exceptions_of(kept, "ala-lc")["marja"] == "marjaʻ"


def test_damaged_decisions_are_refused_with_their_place() -> None:
    with pytest.raises(RunAborted, match=r"d\.tsv:2"):
        parse_decisions("printed\tvocalized\treading\tkind\nMarja\n", "d.tsv")


def test_a_decision_that_a_scheme_cannot_write_does_not_stop_it() -> None:
    decisions = [Decision("Marja", "مَرجَع"), Decision("Sadr", None)]
    assert exceptions_of(decisions, "iranica") == {"Sadr": "Sadr"}


def test_decisions_of_older_files_are_read() -> None:
    old = "printed\tvocalized\treading\tkind\nmarja\tمَرجَع\tar\tterm\n"
    assert parse_decisions(old, "d.tsv") == (Decision("marja", "مَرجَع"),)


def test_decisions_on_script_keep_place_and_capital() -> None:
    decisions = (Decision("دقلوشة", "دُقلُوشَة", where="تاريخ دقلوشة", is_name=True),)
    assert parse_decisions(written_decisions(decisions), "d.tsv") == decisions
