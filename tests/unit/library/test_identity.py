"""Who an entry is: proven, possible, not covered, not asked; a real work outside the sources is never called false."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from refplug.formats.bibtex.document import Document
from refplug.formats.bibtex.read import read
from refplug.library.asking import asked
from refplug.library.check import check
from refplug.library.identity import Known, identify
from refplug.model import Identity
from refplug.sources.crossref import Crossref
from refplug.sources.crossref.record import read_work
from refplug.sources.local_index import index_of
from refplug.system.http import Patience
from support.crossref_stub import Control, Fault, Stub, running
from support.works import many, work

FREE = dict.fromkeys(("public-single", "public-array", "polite-single", "polite-array", "plus"), (1000, 1000))
RETRACTED = work(
    "10.5555/retracted",
    title=["Canals of Khuzistan and their owners"],
    updated_by=[
        {
            "DOI": "10.5555/notice",
            "type": "retraction",
            "updated": {"date-parts": [[2021, 2, 3]]},
            "source": "publisher",
        }
    ],
)
CONCERN = work(
    "10.5555/concern",
    title=["A concern"],
    update_to=[{"DOI": "10.5555/iraq.2019.1", "type": "expression_of_concern"}],
)
WORKS = [work("10.5555/iraq.2019.1"), RETRACTED, CONCERN, *many(20)]


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    with running(WORKS, Control(pools=FREE)) as stub:
        yield stub


def known(stub: Stub, entry: str) -> Known:
    stub.control.heal()
    source = Crossref(url=stub.url, doi_url=stub.url + "/doi", patience=Patience(total_s=3, attempts=1))
    (record,) = read(f"@article{{k, {entry}}}".encode(), "a.bib").records
    (found,) = identify([record], source)
    return found


TITLE = "title = {Marjaʿiyya and the State in Iraq: A Study of al-Sīstānī}"


@pytest.mark.parametrize(
    ("entry", "identity"),
    [
        ("doi = {10.5555/IRAQ.2019.1}", Identity.FOUND),
        (f"{TITLE}, doi = {{10.5555/iraq.2019.1}}", Identity.FOUND),
        ("title = {Marja'iyya and the state in Iraq}, doi = {10.5555/iraq.2019.1}", Identity.FOUND),
        (f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2019", Identity.FOUND),
        (f"{TITLE}, author = {{Husayni, Ali}}, year = 2019", Identity.FOUND),
        (f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}", Identity.CANDIDATES),  # no year: likely, not proven
        (f"{TITLE}, year = 2019", Identity.CANDIDATES),
        ("title = {Ḥukūmat-i Islāmī}, author = {Khumaynī, Rūḥ Allāh}, year = 1970", Identity.NOT_COVERED),
        ("title = {تاریخ بیهقی}, author = {بیهقی، ابوالفضل}, year = 1350", Identity.NOT_COVERED),
        (
            "title = {Land reform in Egypt}, author = {Smith, J.}, doi = {10.5555/iraq.2019.1}",
            Identity.CANDIDATES,
        ),
        (f"{TITLE}, url = {{https://doi.org/10.5555/iraq.2019.1}}", Identity.FOUND),
        (f"{TITLE}, url = {{https://example.org/10.5555/iraq.2019.1}}", Identity.CANDIDATES),
        ("doi = {10.5555/nobody}", Identity.NOT_COVERED),
        ("note = {nothing to ask with}", Identity.NOT_ASKED),
    ],
)
def test_identity(stub: Stub, entry: str, identity: Identity) -> None:
    assert known(stub, entry).identity is identity


def test_a_doi_of_another_work_is_told_and_gives_nothing(stub: Stub) -> None:
    found = known(
        stub, "title = {Land reform in Egypt}, author = {Smith, J.}, year = 1999, doi = {10.5555/iraq.2019.1}"
    )
    assert found.is_other_work
    assert found.record is None
    assert "Marjaʿiyya" in found.reason


def test_an_unknown_doi_is_told(stub: Stub) -> None:
    assert known(stub, "title = {X}, doi = {10.5555/nobody}").is_unknown_doi


def test_an_outage_is_not_asked(stub: Stub) -> None:
    source = Crossref(url=stub.url, doi_url=stub.url + "/doi", patience=Patience(total_s=3, attempts=1))
    records = read(
        f"@article{{a, doi = {{10.5555/retracted}}}} @article{{b, {TITLE}}}".encode(), "a.bib"
    ).records
    stub.control.script(Fault("status", status=503, times=50))
    found = list(identify(records, source))
    stub.control.heal()
    assert [one.identity for one in found] == [Identity.NOT_ASKED, Identity.NOT_ASKED]
    assert all(one.trouble is not None for one in found)


def test_what_happened_is_told_from_both_sides(stub: Stub) -> None:
    retracted = known(stub, "doi = {10.5555/retracted}")
    assert [str(update) for update in retracted.updates] == ["retraction 10.5555/notice 2021-02-03 publisher"]
    concerned = known(stub, "doi = {10.5555/iraq.2019.1}")
    assert [(update.kind, update.doi) for update in concerned.updates] == [
        ("expression_of_concern", "10.5555/concern")
    ]
    assert not known(stub, "doi = {10.5555/many.1}").updates


def test_a_doi_that_a_file_lacks_is_no_fault() -> None:
    source = asked(index_of([read_work(one).record for one in WORKS]))
    (record,) = read(b"@article{k, title={Land}, doi={10.5555/nobody}}", "a.bib").records
    (found,) = identify([record], source)
    assert found.identity is Identity.NOT_COVERED
    assert not found.is_unknown_doi


def test_a_year_before_the_common_era_is_asked_about_like_any() -> None:
    source = asked(index_of([read_work(one).record for one in WORKS]))
    (record,) = read(b"@book{k, title={On Nothing}, author={Parmenides}, date={-0480}}", "a.bib").records
    assert [known.identity for known in identify([record], source)] == [Identity.NOT_COVERED]


def test_any_source_will_do() -> None:
    source = asked(index_of([read_work(one).record for one in WORKS]))
    (record,) = read(f"@article{{k, {TITLE}, author={{Ḥusaynī, ʿAlī}}, year=2019}}".encode(), "a.bib").records
    (found,) = identify([record], source)
    assert found.identity is Identity.FOUND


def test_a_retracted_article_is_found_and_its_title_is_no_difference() -> None:
    marked = work(
        "10.5555/marked",
        title=["RETRACTED: Canals of Khuzistan"],
        subtitle=None,
        updated_by=[{"DOI": "10.5555/n", "type": "retraction"}],
    )
    entry = (
        "@article{a, title={Canals of Khuzistan}, author={Ḥusaynī, ʿAlī}, year=2019, doi={10.5555/marked}}"
    )
    with running([marked], Control(pools=FREE)) as stub:
        for source in (entry, entry.replace(", doi={10.5555/marked}", "")):
            document = Document.parse(source.encode(), "a.bib")
            [checked] = check(document, asked(Crossref(url=stub.url, doi_url=stub.url + "/doi")))
            assert checked.known.identity is Identity.FOUND, checked.known.reason
            assert "title" not in [one.field for one in checked.differences]
            assert [update.kind for update in checked.known.updates] == ["retraction"]
            assert checked.is_problem
