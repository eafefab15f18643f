"""`refplug cite` with a metadata service: a DOI only where the identity is proven, an outage told once."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.crossref_stub import Control, Fault, Stub, running
from support.works import many, work

Refplug = Callable[..., Any]
FREE = dict.fromkeys(("public-single", "public-array", "polite-single", "polite-array", "plus"), (1000, 1000))
PAPER = """Journal of Shiʿi Studies, Vol. 12, No. 3 (2019)

Marja'iyya and the State in Iraq: A Study of al-Sistani

Ali Husayni

Abstract
Authority is a word that jurists and journalists use for different things. This paper says which is which.

Keywords: Marjaiyya, Iraq
"""
OTHER = PAPER.replace(
    "Marja'iyya and the State in Iraq: A Study of al-Sistani", "The Price of Dates in Basra Markets"
)
UNTITLED = "Much can be said about water, and little of it is new. What follows is about wells.\n\nKeywords: Water rights, Treatise\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Stub]:
    with running([work("10.5555/iraq.2019.1"), *many(30)], Control(pools=FREE)) as stub:
        yield stub


@pytest.fixture
def stub(server: Stub, refplug: Refplug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    server.control.heal()
    server.control.seen.clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REFPLUG_OFFLINE")
    monkeypatch.setenv("REFPLUG_CROSSREF_URL", server.url)
    for name, text in (("paper.txt", PAPER), ("other.txt", OTHER), ("untitled.txt", UNTITLED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return server


def test_title_author_and_year_prove_the_identity(stub: Stub, refplug: Refplug) -> None:
    ended = refplug("cite", "paper.txt", "-o", "x.bib")
    assert (ended.code, ended.err) == (0, "")
    text = Path("x.bib").read_text(encoding="utf-8")
    assert "10.5555/iraq.2019.1" in text
    assert "Ḥusaynī" in text, "a richer spelling wins"
    key = text.partition("{")[2].partition(",")[0]
    told = refplug("why", "x.bib", key, "title").out
    assert "source crossref" in told
    assert "document paper.txt" in told


@pytest.mark.parametrize("name", ["other.txt", "untitled.txt"])
def test_what_is_not_proven_is_not_taken(stub: Stub, refplug: Refplug, name: str) -> None:
    assert refplug("cite", name, "-o", "x.bib").code == 0
    assert "doi" not in Path("x.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", status=503, times=99),
        Fault("reset", times=99),
        Fault("html", times=99),
        Fault("hang", seconds=20, times=99),
    ],
    ids=lambda fault: fault.kind,
)
def test_an_outage_is_told_once_within_three_seconds_and_the_page_is_written(
    stub: Stub, refplug: Refplug, fault: Fault
) -> None:
    stub.control.script(fault)
    began = time.monotonic()
    ended = refplug("cite", "paper.txt", "other.txt", "-o", "x.bib")
    assert time.monotonic() - began < 6, "3 s for the network, and a machine that does other things"
    assert ended.code == 0
    assert ended.err.count("crossref") == 1
    assert "not found" not in ended.err
    assert Path("x.bib").read_text(encoding="utf-8").count("@article") == 2


def test_offline_asks_nobody(stub: Stub, refplug: Refplug) -> None:
    assert refplug("cite", "paper.txt", "-o", "x.bib", "--offline").code == 0
    assert not stub.control.seen


def test_a_second_run_keeps_what_the_source_said(stub: Stub, refplug: Refplug) -> None:
    refplug("cite", "paper.txt", "-o", "x.bib")
    before = {path: path.read_bytes() for path in Path().glob("x.*")}
    stub.control.seen.clear()
    assert refplug("cite", "paper.txt", "-o", "x.bib").code == 0
    assert refplug("cite", "paper.txt", "-o", "x.bib", "--offline").code == 0
    assert {path: path.read_bytes() for path in Path().glob("x.*")} == before


def test_served_records_are_found_by_what_a_page_prints(
    refplug: Refplug, eval_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in serves the evaluation records; pages print title, authors and year of ten of them."""
    with gzip.open(eval_data / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        works = [json.loads(line) for line in lines]
    chosen = [
        one
        for one in works
        if one.get("type") == "journal-article" and one.get("volume") and len((one.get("title") or [""])[0]) > 60 and len(one.get("author") or []) in (1, 2)
        and all(person.get("given") and person.get("family") for person in one["author"]) and "<" not in one["title"][0]
    ][5:505:50]  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REFPLUG_OFFLINE")
    with running(works, Control(pools=FREE)) as stub:
        monkeypatch.setenv("REFPLUG_CROSSREF_URL", stub.url)
        found = 0
        for number, one in enumerate(chosen):
            names = " and ".join(f"{person['given']} {person['family']}" for person in one["author"])
            year = one["issued"]["date-parts"][0][0]
            page = f"{one['container-title'][0]} {one['volume']} ({year})\n\n{one['title'][0]}\n\n{names}\n\nAbstract\nThis is what it is about.\n"
            Path(f"p{number}.txt").write_text(page, encoding="utf-8")
            out = refplug("cite", f"p{number}.txt", "-o", "-").out
            doi = next(
                (line.partition("{")[2].rstrip("},") for line in out.splitlines() if "doi = " in line), None
            )
            assert doi in (None, one["DOI"].lower())
            found += doi is not None
        assert found >= 8
        seed = refplug("cite", eval_data / "seed" / "paper.txt", "-o", "-").out
        assert "doi" not in seed
