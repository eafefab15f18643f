"""What becomes of a printed keyword."""

from __future__ import annotations

from pathlib import Path

import pytest

from refplug.model import TermKind, TermVerdict
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.schemes.scheme import readings_of, scheme_ids

CASES = Path(__file__).resolve().parents[2] / "cases" / "terms.tsv"
ROWS = [
    line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}/{row[1]}")
def test_printed_forms(row: list[str]) -> None:
    assert understand(row[0], reading=row[1]).text == row[2]


def test_the_runner_up_is_the_other_reading() -> None:
    term = understand("Marjiiat")
    assert term.alternatives[0].text == "Marjaʿiyyat"
    assert term.alternatives[0].reading == "fa"
    assert "Arabic is the default" in term.reason


def test_ala_lc() -> None:
    assert understand("Marjiiat", scheme="ala-lc").text == "Marjaʻīyah"
    assert understand("Hashd Shaabi", scheme="ala-lc").text == "al-Ḥashd al-Shaʻbī"


def test_the_language_of_the_document_switches_the_reading() -> None:
    assert understand("Marjiiat", language="fa-IR").text == "Marjaʿiyyat"


def test_a_final_at_alone_does_not_switch_the_reading() -> None:
    assert understand("Marjaiyyat").text == "Marjaʿiyya"


def test_printed_is_never_altered() -> None:
    term = understand("  Hashd Shaabi ")
    assert term.printed == "  Hashd Shaabi "
    assert term.kind is TermKind.BODY


def test_abstention_shows_what_is_near() -> None:
    term = understand("Mustaqilliyyat")
    assert term.verdict in (TermVerdict.ABSTAINED, TermVerdict.KEEP)
    assert term.text == "Mustaqilliyyat"


def test_exceptions_outrank_everything() -> None:
    assert understand("Hashd Shaabi", exceptions={"Hashd Shaabi": "Hashd"}).text == "Hashd"


@pytest.mark.parametrize(
    "printed", ["", "   ", "?!", "123", "\u0301\u0301", "שלום", "Москва", "a" * 5000, "'" * 300]
)
def test_what_is_no_word_stays(printed: str) -> None:
    assert understand(printed).text == printed


def test_a_scheme_of_one_language_reads_every_word_in_it() -> None:
    for scheme in scheme_ids():
        for printed in ("marjiiat", "Velayat-e Faqih", "Hashd Shaabi"):
            term = understand(printed, scheme=scheme)
            assert term.preferred is not None
            assert term.preferred.reading in readings_of(scheme)
            assert all(one.reading in readings_of(scheme) for one in term.alternatives)


@pytest.mark.parametrize("printed", ["Wali", "Wadee", "Hazrat-e Foolad"])
def test_what_may_be_two_words_or_is_unknown_persian_is_left_to_the_author(printed: str) -> None:
    assert understand(printed).verdict is TermVerdict.ABSTAINED


def test_an_e_between_english_words_is_no_ezafe() -> None:
    assert understand("vitamin e deficiency").verdict is TermVerdict.KEEP
