"""What proves that two records are of one work, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from refplug.formats.bibtex.read import read
from refplug.model import Record
from refplug.reconcile import proof_of
from refplug.sources.crossref.record import read_work
from support.works import MESSAGE, work

THEIRS = read_work(MESSAGE).record
TITLE = "title = {Marjaʿiyya and the State in Iraq: A Study of al-Sīstānī}"


def entry(fields: str) -> Record:
    return read(f"@article{{k, {fields}}}".encode(), "a.bib").records[0]


@pytest.mark.parametrize(
    "fields",
    [
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2019",
        f"{TITLE}, author = {{Husayni, A.}}, year = 2019",
        f"{TITLE}, author = {{Hosseini, Ali}}, year = 2019",
        "title = {Marja'iyya and the state in Iraq}, author = {Ḥusaynī, ʿAlī}, year = 2019",
        "title = {Marjaʿiyya and tlie State in lraq: A Study of al-Sīstānī}, author = {Ḥusaynī, ʿAlī}, year = 2019",
        f"{TITLE}, author = {{{{Center for Iraqi Studies}}}}, year = 2019",
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = {{2018/2019}}",
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 1398",
        "doi = {10.5555/IRAQ.2019.1}",
        f"{TITLE}, doi = {{10.5555/iraq.2019.1}}",
    ],
)
def test_proven(fields: str) -> None:
    assert proof_of(entry(fields), THEIRS)


@pytest.mark.parametrize(
    "fields",
    [
        TITLE,
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}",
        f"{TITLE}, year = 2019",
        f"{TITLE}, author = {{Smith, John}}, year = 2019",
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2017",
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2019, number = 4",
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2019, pages = {{7--9}}",
        "title = {Review of Marjaʿiyya and the State in Iraq}, author = {Smith, J.}, year = 2019",
        "title = {Land Reform in Egypt}, author = {Ḥusaynī, ʿAlī}, year = 2019",
        "title = {Land Reform in Egypt}, doi = {10.5555/iraq.2019.1}",
        f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2019, doi = {{10.5555/another}}",
        "author = {Ḥusaynī, ʿAlī}, year = 2019",
    ],
)
def test_not_proven(fields: str) -> None:
    assert proof_of(entry(fields), THEIRS) is None


def test_a_devised_title_proves_nothing() -> None:
    mine = entry(f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = 2019")
    assert proof_of(replace(mine, is_title_devised=True), THEIRS) is None


def test_the_year_in_print_and_the_year_online_both_agree() -> None:
    late = read_work(
        work(
            "10.5555/x",
            issued={"date-parts": [[2018]]},
            published_online={"date-parts": [[2018, 12]]},
            published_print={"date-parts": [[2019, 2]]},
        )
    ).record
    for year in (2018, 2019):
        assert proof_of(entry(f"{TITLE}, author = {{Ḥusaynī, ʿAlī}}, year = {year}"), late)
