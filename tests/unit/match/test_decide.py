"""The decision: what is accepted, what is shown, what is left alone. The records are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from refplug.match import decide, query_of
from refplug.match.probe import text_of
from refplug.model import EMPTY, MatchVerdict, Query, Record

Make = Callable[..., Record]
TITLE = "The consolations of slow cartography in mountain villages"

ACCEPTED = [
    f"Almgren T, Ibarra L. {TITLE}. J Unhurried Geogr. 2011;17(3):211-230.",
    f"Almgren, T., & Ibarra, L. (2011). {TITLE}. Journal of Unhurried Geography, 17(3), 211–230.",
    f"almgren, t. {TITLE.lower()}. 2011",
    TITLE,
    TITLE.upper(),
    "Theconsolationsofslowcartography inmountainvi1lages",
    "The consolations of slow carto-\ngraphy in rnountain villages",
    "T. Almgren, L. Ibarra, J. Unhurried Geogr. 17 (2011) 211.",
    f"Almgren T. {TITLE}. 2012.",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_the_right_record_is_found(make: Make, text: str) -> None:
    decided = decide(
        Query(text=text), [make(), make("10.9999/b", title=["Another thing entirely"], page="300")]
    )
    assert decided.verdict is MatchVerdict.MATCH, decided.reason
    assert decided.best is not None
    assert decided.best.record.doi.value == "10.9999/a"
    assert decided.best.features
    assert all(feature.reason for feature in decided.best.features)


@pytest.mark.parametrize("mark", ["RETRACTED: ", "Retracted Article: ", "[Withdrawn] "])
@pytest.mark.parametrize("is_marked_here", [False, True])
def test_a_retracted_article_is_the_article_still(make: Make, mark: str, is_marked_here: bool) -> None:
    text = f"Almgren T, Ibarra L. {mark if is_marked_here else ''}{TITLE}. J Unhurried Geogr. 2011;17(3):211-230."
    assert decide(Query(text=text), [make(title=[mark + TITLE])]).verdict is MatchVerdict.MATCH


REFUSED = {
    "another first author": f"Okafor C, Brandt E. {TITLE}. J Unhurried Geogr. 2011;17(3):211-230.",
    "another page and volume": f"Almgren T, Ibarra L. {TITLE}. J Unhurried Geogr. 2011;12(1):15-19.",
    "another year and page": f"Almgren T, Ibarra L. {TITLE}. J Unhurried Geogr. 1998;17(3):15-30.",
    "an erratum": f"Almgren T, Ibarra L. Erratum to: {TITLE}. J Unhurried Geogr. 2011.",
    "its retraction": f"Almgren T, Ibarra L. Retraction notice to: {TITLE}. J Unhurried Geogr. 2011.",
    "a review": f"Almgren T. Review of “{TITLE}”. 2011.",
    "a title that goes on elsewhere": "Almgren T. The consolations of slow travel in rainy harbour towns of the north. Foreign Letters. 1987;2:9.",
    "nothing shared": "Brandt E. On the taming of swifts. Ornithol Rev. 1950;3:77.",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_contradiction_is_no_match(make: Make, text: str) -> None:
    assert decide(Query(text=text), [make()]).verdict is not MatchVerdict.MATCH


def test_twins_need_a_person(make: Make) -> None:
    twins = [make(), make("10.9999/b", page="400-420", volume="22", issued={"date-parts": [[2016]]})]
    decided = decide(Query(text=TITLE), twins)
    assert decided.verdict is MatchVerdict.CANDIDATES
    assert {candidate.record.doi.value for candidate in decided.candidates} == {"10.9999/a", "10.9999/b"}
    assert "more than one" in decided.reason.lower()


def test_a_work_registered_twice_is_no_rival_of_itself(make: Make) -> None:
    ahead = make("10.9999/ahead", volume=None, issue=None, page=None)
    decided = decide(Query(text=f"Almgren T. {TITLE}. 2011."), [ahead, make()])
    assert decided.verdict is MatchVerdict.MATCH
    assert decided.best is not None
    assert decided.best.record.doi.value == "10.9999/a"


def test_a_devised_title_is_not_asked_about(make: Make) -> None:
    decided = decide(Query(title=f"[{TITLE}]", is_devised=True), [make()])
    assert decided.verdict is MatchVerdict.NOT_ASKED


def test_a_record_finds_itself(make: Make) -> None:
    decided = decide(query_of(make()), [make("10.9999/copy", volume="99", page="1-2"), make()])
    assert decided.best is not None
    assert decided.best.record.doi.value == "10.9999/a"


def test_an_abstract_of_ones_own_is_not_held_against_a_record(make: Make) -> None:
    mine = make(
        abstract="<jats:p>Maps drawn by walkers hold what surveys miss. Slowness is a method and not a delay.</jats:p>"
    )
    decided = decide(query_of(replace(mine, doi=EMPTY)), [make()])
    assert decided.verdict is MatchVerdict.MATCH, decided.reason
    devised = replace(mine, title=EMPTY, is_title_devised=True, doi=EMPTY)
    assert "Maps drawn" in text_of(query_of(devised))


def test_the_doi_named_outweighs_no_contradiction(make: Make) -> None:
    wrong = "Okafor C. A wholly different matter of law. Law Rev. 1970;5:12. doi:10.9999/a"
    assert decide(Query(text=wrong), [make()]).verdict is not MatchVerdict.MATCH
    assert decide(Query(text="https://doi.org/10.9999/A"), [make()]).verdict is MatchVerdict.MATCH


def test_an_abstract_finds_its_record(make: Make) -> None:
    abstract = (
        "Maps drawn by walkers over several winters hold what surveys miss. We followed eleven villagers who redraw their "
        "paths each spring, and compare their sheets with the cadastre. Slowness, we argue, is a method and not a delay. "
        "The sheets agree with each other more than with the cadastre, and disagree where the ground itself has moved."
    )
    query = Query(text=abstract[90:] + "\n\nKey words: maps, villages, walking.")
    decided = decide(
        query, [make(abstract=f"<jats:p>{abstract}</jats:p>"), make("10.9999/b", abstract="Other words.")]
    )
    assert decided.verdict is MatchVerdict.MATCH
    assert decide(query, [make()]).verdict is MatchVerdict.NONE


def test_a_copy_posted_years_later_is_no_rival(make: Make) -> None:
    copy = make(
        "10.8888/x",
        type="posted-content",
        issued={"date-parts": [[2025]]},
        volume=None,
        issue=None,
        page=None,
    )
    copy = replace(copy, container=None)
    decided = decide(Query(text=f"{TITLE}. Almgren, Ibarra"), [copy, make()])
    assert decided.verdict is MatchVerdict.MATCH
    assert decided.best is not None
    assert decided.best.record.doi.value == "10.9999/a"
    assert decide(Query(text=f"Almgren. {TITLE}. 2011"), [copy]).verdict is not MatchVerdict.MATCH


def test_many_copies_under_one_prefix_are_no_match(make: Make) -> None:
    copies = [
        make(f"10.8888/x{n}", type="posted-content", volume=None, issue=None, page=None) for n in range(4)
    ]
    decided = decide(Query(text=TITLE), copies)
    assert decided.verdict is MatchVerdict.CANDIDATES
    assert "10.8888" in decided.reason


def test_a_preprint_gives_way_to_its_article(make: Make) -> None:
    preprint = make(
        "10.8888/p",
        type="posted-content",
        issued={"date-parts": [[2009]]},
        volume=None,
        issue=None,
        page=None,
    )
    decided = decide(Query(text=TITLE), [preprint, make()])
    assert decided.verdict is MatchVerdict.MATCH
    assert decided.best is not None
    assert decided.best.record.doi.value == "10.9999/a"
    assert len(decided.candidates) == 2


def test_a_figure_is_not_its_article(make: Make) -> None:
    figure = make("10.9999/a.g001", type="component", author=[], volume=None, issue=None, page=None)
    decided = decide(Query(text=TITLE), [figure, make()])
    assert decided.best is not None
    assert decided.best.record.doi.value == "10.9999/a"


@pytest.mark.parametrize(
    "text",
    [
        "Ṭabāṭabāʾī, Muḥammad. Asrār al-ḥurūf fī ʿulūm al-nujūm. 1998",
        "Tabatabai, Mohammad. Asrar al-horouf fi oloum an-nojoum. 1998",
        "طباطبائي، محمد. أسرار الحروف في علوم النجوم. 1998",
    ],
)
def test_spellings_of_one_title_are_one(make: Make, text: str) -> None:
    record = make(
        title=["Asrār al-ḥurūf fī ʻulūm al-nujūm"],
        author=[{"family": "Ṭabāṭabāʼī", "given": "Muḥammad"}],
        issued={"date-parts": [[1998]]},
    )
    others = [
        make(
            "10.9999/b", title=["Asrār al-balāghah"], author=[{"family": "Jurjānī", "given": "ʻAbd al-Qāhir"}]
        )
    ]
    decided = decide(Query(text=text), [record, *others])
    assert decided.verdict is MatchVerdict.MATCH, decided.reason
    assert decided.best is not None
    assert decided.best.record is record


def test_another_title_of_the_same_author_sounds_different(make: Make) -> None:
    record = make(title=["Asrār al-balāghah"], author=[{"family": "Jurjānī", "given": "ʻAbd al-Qāhir"}])
    decided = decide(Query(text="Jorjani, Abdolqaher. Dalael al-ijaz. 1998"), [record])
    assert decided.verdict is not MatchVerdict.MATCH
