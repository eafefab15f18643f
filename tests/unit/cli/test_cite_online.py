"""`refplug cite` with a source: what is proven is taken, what is not is told, an outage costs a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from refplug.cli.cite import command
from support.crossref_stub import Control, Stub, running
from support.works import many, work

FREE = dict.fromkeys(("public-single", "public-array", "polite-single", "polite-array", "plus"), (1000, 1000))
SERVED = work(
    "10.5555/canals",
    title=["Canals of Khuzistan and Their Owners in the Nineteenth Century"],
    subtitle=None,
    author=[{"given": "Maryam", "family": "Ahmadi"}, {"given": "John A.", "family": "Porter"}],
)
PAGE = """Canals of Khuzistan and Their Owners in the Nineteenth Century

Maryam Ahmadi and John A. Porter

Journal of Canal Studies, vol. 12, no. 3 (2019), pp. 101-128

Abstract
This paper studies who owned the canals of Khuzistan, and how their owners came by them.

Keywords: canals; Khuzistan; ownership
"""
UNTITLED = """Abstract
This paper studies who owned the canals of Khuzistan, and how their owners came by them.

Keywords: Canals, Khuzistan, Ownership
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Stub]:
    with running([SERVED, *many(20)], Control(pools=FREE)) as stub:
        yield stub


@pytest.fixture
def stub(server: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    server.control.seen.clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REFPLUG_CROSSREF_URL", server.url)
    monkeypatch.setenv("REFPLUG_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("REFPLUG_CACHE", str(tmp_path / "cache.sqlite"))
    return server


def cite(text: str, *arguments: str) -> Result:
    Path("paper.txt").write_text(text, encoding="utf-8")
    return CliRunner().invoke(command, ["paper.txt", "-o", "x.bib", *arguments], catch_exceptions=False)


def entry() -> str:
    return Path("x.bib").read_text(encoding="utf-8")


def test_a_page_with_title_names_and_year_gets_its_doi(stub: Stub) -> None:
    assert cite(PAGE).exit_code == 0
    assert "doi = {10.5555/canals}" in entry()
    assert "journal = " in entry()


def test_a_page_without_title_is_asked_about_with_nothing_of_our_making(stub: Stub) -> None:
    assert cite(UNTITLED).exit_code == 0
    assert "doi" not in entry()
    assert not any("Extended" in seen.path for seen in stub.control.seen)


def test_a_doi_given_by_hand_brings_the_record(stub: Stub) -> None:
    cite(UNTITLED)
    key = entry().split("{")[1].split(",")[0]
    cite(UNTITLED, "--doi", "10.5555/canals")
    assert "doi = {10.5555/canals}" in entry()
    assert "Ahmadi" in entry()
    assert f"{{{key}," in entry()  # the citekey stays


def test_an_outage_costs_one_sentence(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFPLUG_CROSSREF_URL", "http://127.0.0.1:9")
    result = cite(PAGE)
    assert result.exit_code == 0
    assert result.stderr.count("could not be reached") == 1
    assert "Khuzistan" in entry()
