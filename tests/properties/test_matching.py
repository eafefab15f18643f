"""Laws of the matcher: folding, order, unrelated records, damage that must cost nothing. Records are made up."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from refplug.match import decide, query_from_text, query_of, searches
from refplug.match.fold import Folded, squash
from refplug.match.numbers import read_numbers
from refplug.match.sound import sound_of
from refplug.model import MatchVerdict, Query, Record
from refplug.sources.crossref.record import read_work

SUBJECTS = (
    "lanterns",
    "river ice",
    "bell towers",
    "salt tax",
    "mule trains",
    "grain weights",
    "city gates",
    "wool",
)
FAMILIES = (
    "Almgren",
    "Ibarra",
    "Okafor",
    "Brandt",
    "Quist",
    "Moreau",
    "Ranganathan",
    "Ødegård",
    "Şahin",
    "Nguyễn",
)
texts = st.text(max_size=200)


def work(number: int) -> Record:
    subject, other = SUBJECTS[number % 8], SUBJECTS[(number * 3 + 1 + number // 8) % 8]
    return read_work(
        {
            "DOI": f"10.9999/{number}",
            "type": "journal-article",
            "title": [f"A history of {subject} and of {other} in the valley number {number}"],
            "author": [
                {"family": FAMILIES[number % 10], "given": "A."},
                {"family": FAMILIES[(number + 3) % 10]},
            ],
            "issued": {"date-parts": [[1950 + number]]},
            "container-title": ["Annals of Made Things"],
            "volume": str(number + 3),
            "page": f"{100 + 11 * number}-{109 + 11 * number}",
        }
    ).record


WORKS = [work(number) for number in range(24)]
numbers = st.integers(0, len(WORKS) - 1)


def cited(number: int, style: int) -> str:
    record = WORKS[number]
    title, year = record.title.value, 1950 + number
    family, page = FAMILIES[number % 10], 100 + 11 * number
    return (
        f"{family}, A. ({year}). {title}. Annals of Made Things, {number + 3}, {page}.",
        f"{family} A. {title}. Ann Made Things. {year};{number + 3}:{page}.",
        f"{title}",
        f"A. {family}, Ann. Made Things {number + 3} ({year}) {page}.",
    )[style]


@given(texts)
@example("ﰓ")  # THEH WITH ALEF MAKSURA, a presentation form of two letters, one of them folded
def test_folding_twice_is_folding_once(text: str) -> None:
    once = squash(text)
    assert squash(once) == once


@given(texts)
def test_places_are_kept_for_every_letter(text: str) -> None:
    folded = Folded.of(text)
    assert folded.squashed == squash(text)
    assert len(folded.origin) == len(folded.squashed)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= place < len(folded.shown) for place in folded.origin)


@given(texts)
@example("<Ù>")
@example("a <Éa b> c")
@example("U&#768;b &amp;#233; e&lt;Ù&gt;")
def test_normal_forms_and_case_fold_alike(text: str) -> None:
    latin = "".join(char for char in text if char.isascii() or "À" <= char <= "ſ")
    assert squash(unicodedata.normalize("NFC", latin)) == squash(unicodedata.normalize("NFD", latin))


@given(texts)
def test_any_text_is_read(text: str) -> None:
    query = query_from_text(text)
    assert query.text == text
    assert len(searches(query)) <= 2
    read_numbers(text)
    sound_of(text)


@settings(deadline=None, max_examples=25)
@given(texts)
def test_no_text_breaks_the_decision(text: str) -> None:
    decided = decide(query_from_text(text), WORKS[:4])
    assert 0 <= decided.probability <= 1
    assert (decided.best is not None) == (decided.verdict is MatchVerdict.MATCH)


@settings(deadline=None, max_examples=25)
@given(numbers, st.integers(0, 3), st.randoms(use_true_random=False), st.lists(numbers, max_size=8))
def test_order_and_repetition_change_nothing(
    number: int, style: int, chance: object, others: list[int]
) -> None:
    candidates = [WORKS[number], *(WORKS[other] for other in others)]
    shuffled = candidates + candidates[:2]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    query = Query(text=cited(number, style))
    assert decide(query, shuffled) == decide(query, candidates)


@settings(deadline=None, max_examples=25)
@given(numbers, st.integers(0, 3), st.lists(numbers, max_size=6))
def test_unrelated_records_change_no_verdict(number: int, style: int, others: list[int]) -> None:
    query = Query(text=cited(number, style))
    alone = decide(query, [WORKS[number]])
    among = decide(query, [WORKS[number], *(WORKS[other] for other in others)])
    assert alone.verdict is MatchVerdict.MATCH
    assert among.verdict is MatchVerdict.MATCH
    assert among.best is not None
    assert among.best.record is WORKS[number]


@settings(deadline=None, max_examples=25)
@given(numbers, numbers, st.integers(0, 1))
def test_a_record_that_is_not_there_is_not_found(number: int, other: int, style: int) -> None:
    candidates = [record for record in WORKS if record is not WORKS[number]]
    assert decide(Query(text=cited(number, style)), candidates).verdict is not MatchVerdict.MATCH


@settings(deadline=None, max_examples=25)
@given(numbers, st.integers(0, 2), st.sets(st.integers(0, 120), max_size=12))
def test_lost_blanks_cost_nothing(number: int, style: int, lost: set[int]) -> None:
    text = cited(number, style)
    damaged = "".join(char for place, char in enumerate(text) if not (char == " " and place in lost))
    decided = decide(Query(text=damaged), WORKS)
    assert decided.best is not None
    assert decided.best.record is WORKS[number]


@settings(deadline=None, max_examples=24)
@given(numbers)
def test_a_record_is_its_own_match(number: int) -> None:
    decided = decide(query_of(WORKS[number]), WORKS)
    assert decided.best is not None
    assert decided.best.record is WORKS[number]
