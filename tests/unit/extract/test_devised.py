"""A devised title says what it is, and never stands where a title is printed."""

from __future__ import annotations

from refplug.extract.devised import with_devised_title
from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Record, Term, TermKind, TermVerdict

PAGE = Evidence(origin=Origin(OriginKind.DOCUMENT, "a.txt"))


def keywords(*terms: Term) -> Field[tuple[Term, ...]]:
    return Field((Claim(value=terms, evidence=PAGE, confidence=0.9),))


def test_a_printed_title_stays() -> None:
    record = Record(title=Field((Claim(value="T", evidence=PAGE, confidence=0.5),)))
    assert with_devised_title(record) == record


def test_only_english_keywords_serve_where_there_are_any() -> None:
    record = Record(
        keyword=keywords(
            Term(printed="Hawza", verdict=TermVerdict.ROMANIZED, kind=TermKind.TERM),
            Term(printed="Iraq", kind=TermKind.ACCEPTED_NAME),
            Term(printed="Marjiiat", verdict=TermVerdict.ABSTAINED),
        )
    )
    made = with_devised_title(record)
    assert made.title.value == "[Extended abstract: Iraq]"
    assert made.is_title_devised
    assert (made.type, made.genre.value) == ("document", "Extended abstract")


def test_without_keywords_only_the_kind_is_said() -> None:
    made = with_devised_title(Record(type="article-journal"))
    assert made.title.value == "[Article]"
    assert not made.genre
