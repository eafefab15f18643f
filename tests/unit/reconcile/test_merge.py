"""Two records of one work: no claim is lost, no poorer spelling wins, a person's word stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record
from refplug.model.record import VARIABLES
from refplug.reconcile import merge
from refplug.sources.crossref.record import read_work
from support.works import MESSAGE

SOURCE = read_work(MESSAGE, "2026-06-01").record


def said(value: object, kind: OriginKind = OriginKind.DOCUMENT, language: str | None = None) -> Field:  # type: ignore[type-arg]
    evidence = Evidence(origin=Origin(kind, "paper.txt"))
    return Field((Claim(value=value, evidence=evidence, confidence=0.8, language=language),))


def test_an_empty_page_takes_all_and_keeps_its_key() -> None:
    merged = merge(Record(citekey="mine", type="document"), SOURCE)
    assert (merged.citekey, merged.type) == ("mine", "article-journal")
    assert merged.doi.value == "10.5555/iraq.2019.1"
    assert merged.container is not None
    assert merged.container.title.value == "Journal of Shiʿi Studies"


@pytest.mark.parametrize(
    ("printed", "accepted"),
    [
        ("Marjaʿiyya and the State in Iraq", "Marjaʿiyya and the State in Iraq: A Study of al-Sīstānī"),
        ("Marjaʿiyya and the Stale in Iraq", "Marjaʿiyya and the State in Iraq: A Study of al-Sīstānī"),
        (
            "MARJAʿIYYA AND THE STATE IN IRAQ: A STUDY OF AL-SĪSTĀNĪ",
            "Marjaʿiyya and the State in Iraq: A Study of al-Sīstānī",
        ),
        (
            "Marjaʿiyya and the State in ʿIrāq: A Study of al-Sīstānī",
            "Marjaʿiyya and the State in ʿIrāq: A Study of al-Sīstānī",
        ),
    ],
)
def test_titles(printed: str, accepted: str) -> None:
    merged = merge(Record(title=said(printed)), SOURCE)
    assert merged.title.value == accepted
    assert {claim.value for claim in merged.title} >= {printed, SOURCE.title.value}


def test_a_poorer_source_never_wins() -> None:
    poor = replace(
        SOURCE,
        title=said("Marjaiyya and the State", OriginKind.SOURCE),
        author=said((Creator(name=Name(family="Husayni", given="A.")),), OriginKind.SOURCE),
        issued=said(PartialDate(year=2019), OriginKind.SOURCE),
    )
    page = Record(
        title=said("Marjaʿiyya and the State in Iraq"),
        author=said((Creator(name=Name(family="Ḥusaynī", given="ʿAlī")),)),
        issued=said(PartialDate(year=2019, month=5)),
    )
    merged = merge(page, poor, {"title": ("source",), "author": ("source",)})
    for variable in ("title", "author", "issued"):
        assert merged.field(variable).accepted == page.field(variable).accepted
        assert len(merged.field(variable).claims) == 2


def test_a_persons_word_stands() -> None:
    page = Record(title=said("My title", OriginKind.USER))
    assert merge(page, SOURCE).title.value == "My title"


def test_trust_decides_between_different_values() -> None:
    page = Record(volume=said("21"))
    assert merge(page, SOURCE).volume.value == "12"
    assert merge(page, SOURCE, {"volume": ("document", "crossref")}).volume.value == "21"


def test_the_page_knows_its_own_abstract_and_language() -> None:
    page = Record(abstract=said("What the page prints."), language=said("fa"))
    merged = merge(page, SOURCE)
    assert (merged.abstract.value, merged.language.value) == ("What the page prints.", "fa")


def test_another_script_stands_beside() -> None:
    page = Record(title=said("مرجعیت و دولت", language="fa-Arab"))
    merged = merge(page, SOURCE)
    assert merged.title.value == "مرجعیت و دولت"
    assert SOURCE.title.value in [claim.value for claim in merged.title]


def test_a_devised_title_gives_way() -> None:
    page = Record(title=said("[Extended abstract: Iraq, Iran]"), is_title_devised=True)
    merged = merge(page, SOURCE)
    assert not merged.is_title_devised
    assert merged.title == SOURCE.title


@given(
    st.sets(st.sampled_from(["volume", "issue", "publisher", "page", "note", "title"])),
    st.text(min_size=1, max_size=12),
)
def test_no_claim_is_lost_and_merging_twice_changes_nothing(variables: set[str], value: str) -> None:
    page = Record(citekey="k", **{variable: said(value) for variable in variables})  # type: ignore[arg-type]
    merged = merge(page, SOURCE)
    for variable in VARIABLES:
        held = set(merged.field(variable).claims)
        assert held >= set(page.field(variable).claims) | set(SOURCE.field(variable).claims)
    assert merge(merged, SOURCE) == merged
