"""Text into queries, and queries into questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from refplug.errors import SourceUnavailable
from refplug.match import match_in, query_from_text, query_of, searches
from refplug.model import MatchVerdict, Query, Record


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        ("Almgren T, Ibarra L. Slow maps. J Geogr. 2011;17(3):211-230.", "Slow maps", ("Almgren", "Ibarra")),
        ("Almgren, T., & Ibarra, L. (2011). Slow maps of villages. Journal, 17(3), 211.", "Slow maps of villages", ("Almgren", "Ibarra")),
        ("T. Almgren and L. Ibarra, “Slow maps,” J. Geogr., vol. 17, pp. 211-230, 2011.", "Slow maps", ("Almgren", "Ibarra")),
        ("Slow maps of mountain villages", "Slow maps of mountain villages", ()),
    ],
)  # fmt: skip
def test_what_can_be_known_is_read(text: str, title: str, authors: tuple[str, ...]) -> None:
    query = query_from_text(text)
    assert (query.title, query.authors) == (title, authors)
    assert query.text == text


def test_an_abstract_is_parted_from_its_keywords() -> None:
    query = query_from_text(
        "Maps drawn by walkers hold what surveys miss, winter after winter. " * 3
        + "\nKey words: maps; walking, villages."
    )
    assert query.keywords == ("maps", "walking", "villages")
    assert query.abstract.startswith("Maps drawn")
    assert query.title == ""


def test_identifiers_are_taken_out() -> None:
    assert query_from_text("Slow maps. https://doi.org/10.9999/ABC.1.").doi == "10.9999/abc.1"


def test_a_devised_title_is_in_no_question() -> None:
    assert searches(Query(title="[Extended abstract: Iraq, maps]", is_devised=True)) == ()


def test_the_source_is_asked_until_there_is_a_match(make: Callable[..., Record]) -> None:
    asked: list[str] = []

    def search(query: Query) -> list[Record]:
        asked.append(query.title)
        return [make()] if " slow " in query.title else []

    decided = match_in(
        query_from_text("Theconsolationsof slow cartography inmountain villages"), search, lambda doi: None
    )
    assert decided.verdict is MatchVerdict.MATCH
    assert len(asked) == 1
    decided = match_in(
        query_from_text("The consolations ofslowcartography in mountain villages"), search, lambda doi: None
    )
    assert decided.verdict is MatchVerdict.MATCH
    assert asked[-1] == "The consolations of slow cartography in mountain villages"


def test_an_outage_is_never_none(make: Callable[..., Record]) -> None:
    def out(_: object) -> list[Record]:
        raise SourceUnavailable("crossref", "the service does not answer")

    decided = match_in(query_of(make()), out, lambda doi: None)
    assert decided.verdict is MatchVerdict.NOT_ASKED
    assert "does not answer" in decided.reason
    assert decided.notices[0].code == "source-unavailable"


def test_a_doi_is_looked_up_first(make: Callable[..., Record]) -> None:
    decided = match_in(
        query_from_text("doi:10.9999/a"), lambda query: [], lambda doi: make() if doi == "10.9999/a" else None
    )
    assert decided.verdict is MatchVerdict.MATCH
