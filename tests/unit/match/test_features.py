"""Features say something true, or nothing; every outcome has a weight and every feature a docstring for users."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

import pytest

from refplug.match import features
from refplug.match.compare import Comparison
from refplug.match.facts import facts_of
from refplug.match.features import READINGS
from refplug.match.journal import abbreviates
from refplug.match.kinds import differing_kind, numerals
from refplug.match.probe import probe_of
from refplug.match.weights import weights
from refplug.model import Query, Record

TITLE = "The consolations of slow cartography in mountain villages"


def outcome(feature: str, text: str, record: Record) -> str | None:
    found = getattr(features, feature)(Comparison(probe_of(Query(text=text)), facts_of(record)))
    return found[0] if found else None


def test_each_feature_is_documented_and_weighed() -> None:
    for reading, listed in READINGS.items():
        for feature in listed:
            assert len(inspect.getdoc(feature) or "") > 30
            assert any(name == feature.__name__ for name, _ in weights(reading))


def test_no_weight_is_left_over() -> None:
    listed = {(reading, feature.__name__) for reading, some in READINGS.items() for feature in some}
    for reading in READINGS:
        assert {name for name, _ in weights(reading) if name} <= {
            name for at, name in listed if at == reading
        }


@pytest.mark.parametrize(
    ("feature", "text", "expected"),
    [
        ("title", f"Almgren T. {TITLE}. 2011.", "same-long"),
        ("title", "Almgren T. The consolations of slow cartography. 2011.", "cut-middle"),
        ("title", "Almgren T. Another matter altogether. 2011.", "other"),
        ("title_edges", f"Almgren T. {TITLE}. 2011.", "clean"),
        ("title_edges", f"Almgren T. {TITLE} and the plains beyond them. 2011.", "many"),
        ("first_author", f"Almgren T, Ibarra L. {TITLE}.", "several"),
        ("first_author", f"Ibarra L. {TITLE}.", "others"),
        ("first_author", f"Okafor C. {TITLE}.", "absent"),
        ("first_author", TITLE, None),
        ("given_name", f"Almgren T. {TITLE}.", "same"),
        ("given_name", f"Almgren B. {TITLE}.", "other"),
        ("year", f"{TITLE}. 2011.", "same"),
        ("year", f"{TITLE}. 2012.", "near"),
        ("year", f"{TITLE}. 1990.", "off"),
        ("year", TITLE, None),
        ("volume", f"{TITLE}. J Geogr. 2011;17:211.", "same"),
        ("volume", f"{TITLE}. J Geogr. 2011;18:211.", "other"),
        ("page", f"{TITLE}. J Geogr. 2011;17:211.", "same-long"),
        ("page", f"{TITLE}. J Geogr. 2011;17:220.", "inside"),
        ("page", f"{TITLE}. J Geogr. 2011;17:9.", "other"),
        ("page", TITLE, None),
        ("container", f"{TITLE}. J. Unhurr. Geogr. 2011", "same"),
        ("container", f"{TITLE}. Acta Alpina. 2011", "absent"),
        ("rest", f"Almgren T, Ibarra L. {TITLE}. Journal of Unhurried Geography. 2011.", "none"),
        ("rest", f"Almgren T. {TITLE}. Proceedings of wholly unrelated considerations. 2011.", "some"),
        ("kind", f"Erratum to: {TITLE}. 2011.", "other"),
        ("kind", f"{TITLE}. Annual Review of Maps. 2011.", None),
        ("doi", f"{TITLE}. doi:10.9999/a", "same"),
        ("doi", f"{TITLE}. doi:10.9999/b", "other"),
    ],
)
def test_outcomes(make: Callable[..., Record], feature: str, text: str, expected: str | None) -> None:
    assert outcome(feature, text, make()) == expected


def test_numbers_of_the_title_are_not_the_citations(make: Callable[..., Record]) -> None:
    record = make(title=["Elections of 1987 in 12 districts: a map"], issued={"date-parts": [[1995]]})
    assert outcome("year", "Almgren T. Elections of 1987 in 12 districts: a map. 1995.", record) == "same"
    assert outcome("year", "Almgren T. Elections of 1987 in 12 districts: a map.", record) is None


def test_parts_are_told_apart(make: Callable[..., Record]) -> None:
    record = make(title=["Alkali salts of the high lakes. Part II"])
    assert outcome("parts", "Almgren T. Alkali salts of the high lakes. Part II. 2011.", record) is None
    assert outcome("parts", "Almgren T. Alkali salts of the high lakes. Part IV. 2011.", record) == "other"
    assert numerals("Part II: 3 salts") == ["3", "II"]


def test_a_review_in_a_journals_name_is_no_review() -> None:
    assert differing_kind("Deep water", " Annual Review of Seas", "Deep water") is None
    assert differing_kind("Review of: Deep water", "", "Deep water") == "review"
    assert differing_kind("Deep water", " (Erratum)", "Deep water") == "correction"


@pytest.mark.parametrize(
    ("short", "word", "is_so"),
    [("natl", "national", True), ("j", "journal", True), ("acta", "active", False), ("", "x", False)],
)
def test_abbreviations(short: str, word: str, is_so: bool) -> None:
    assert abbreviates(short, word) is is_so


def test_reasons_are_sentences_for_people(make: Callable[..., Record]) -> None:
    comparison = Comparison(probe_of(Query(text=f"Okafor C. {TITLE}. J Geogr. 1990;18:9.")), facts_of(make()))
    for listed in READINGS.values():
        for feature in listed:
            if found := feature(comparison):
                assert re.fullmatch(r"\S.*\S", found[1])
                assert "_" not in found[1]
