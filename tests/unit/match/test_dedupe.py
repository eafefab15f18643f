"""The same work twice, in other letters; editions and parts that are not. The records are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from refplug.match.dedupe import duplicates
from refplug.model import EMPTY, Record

Make = Callable[..., Record]
BOOK = {
    "type": "book", "title": ["Asrār al-ḥurūf fī ʻulūm al-nujūm"], "author": [{"family": "Ṭabāṭabāʼī", "given": "Muḥammad"}],
    "issued": {"date-parts": [[1998]]}, "container-title": None, "volume": None, "issue": None, "page": None,
}  # fmt: skip


def places(*records: Record) -> list[tuple[int, ...]]:
    return [group.places for group in duplicates(map(unregistered, records))]


def unregistered(record: Record) -> Record:
    """The record without its DOI, as most libraries hold such works."""
    return replace(record, doi=EMPTY)


@pytest.mark.parametrize(
    ("title", "family", "given"),
    [
        ("Asrār al-ḥurūf fī ʿulūm an-nuǧūm", "Ṭabāṭabāʾī", "Muḥammad"),
        ("Asrar al-horouf fi oloum an-nojoum", "Tabatabai", "Mohammad"),
        ("أسرار الحروف في علوم النجوم", "طباطبائي", "محمد"),
    ],
)
def test_other_spellings_of_one_book(make: Make, title: str, family: str, given: str) -> None:
    variant = make("10.9999/v", **(BOOK | {"title": [title], "author": [{"family": family, "given": given}]}))
    assert places(make(**BOOK), variant, make("10.9999/z")) == [(0, 1)]
    (group,) = duplicates(map(unregistered, (make(**BOOK), variant)))
    assert group.reason
    assert group.probability >= 0.95


def test_a_translated_title_with_the_rest_shared(make: Make) -> None:
    assert places(make(), make("10.9999/v", title=["Les consolations d'une cartographie lente"])) == [(0, 1)]


def test_editions_parts_and_columns_stay_apart(make: Make) -> None:
    later = make("10.9999/v", **(BOOK | {"issued": {"date-parts": [[2005]]}}))
    assert places(make(**BOOK), later) == []
    assert places(make(), make("10.9999/v", volume="18", page="5-9", issued={"date-parts": [[2012]]})) == []
    column = {"title": ["Questions and answers"]}
    assert places(make(**column), make("10.9999/v", **column, issue="4", page="300-301")) == []


def test_an_undated_record_joins_no_two_editions(make: Make) -> None:
    later = make("10.9999/v", **(BOOK | {"issued": {"date-parts": [[2005]]}}))
    undated = make("10.9999/u", **(BOOK | {"issued": None}))
    assert all(not {0, 1} <= set(group) for group in places(make(**BOOK), later, undated))


def test_strangers_and_nothing(make: Make) -> None:
    other = make(
        "10.9999/v",
        title=["Bell towers of the coast"],
        author=[{"family": "Moreau"}],
        volume="3",
        page="12-19",
    )
    assert places(make(), other) == []
    assert places() == []
    assert places(make()) == []


def test_two_dois_speak_against_one_work(make: Make) -> None:
    assert duplicates([make(), make("10.9999/v", title=["Les consolations d'une cartographie lente"])]) == ()
    assert [group.places for group in duplicates([make(), make()])] == [(0, 1)]
