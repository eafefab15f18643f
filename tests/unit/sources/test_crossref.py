"""The source against the stand-in: right records, no wrong one, and an outage is never "not found"."""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from refplug.errors import RunAborted, SourceUnavailable
from refplug.model import Query
from refplug.sources.crossref import Crossref
from refplug.system.http import Patience
from refplug.system.store import Store
from support.crossref_stub import Control, Fault, Stub, running
from support.works import many, work

ODD = [
    "10.5555/a#b",
    "10.5555/a?b=c",
    "10.5555/a b",
    "10.5555/(sici)1(199806)49:8<693::aid-x>3.0.co;2-o",
    "10.5555/100%",
    "10.5555/a,b",
]
WORKS = [work("10.5555/a"), *(work(doi, title=[f"About {doi}"]) for doi in ODD), *many(130)]
QUICK = Patience(total_s=3.0, attempts=2, base_s=0.01)
FREE = dict.fromkeys(("public-single", "public-array", "polite-single", "polite-array", "plus"), (1000, 1000))


@pytest.fixture(scope="module")
def server() -> Iterator[Stub]:
    with running(WORKS, Control(pools=FREE)) as stub:
        yield stub


@pytest.fixture
def stub(server: Stub) -> Stub:
    server.control.heal()
    server.control.seen.clear()
    server.control.aliases.clear()
    server.control.agencies.clear()
    return server


def source(
    stub: Stub, store: Store | None = None, *, offline: bool = False, budget_s: float | None = None
) -> Crossref:
    return Crossref(
        url=stub.url,
        doi_url=stub.url + "/doi",
        mailto="me@example.org",
        store=store,
        offline=offline,
        patience=QUICK,
        budget_s=budget_s,
    )


@pytest.mark.parametrize("doi", ["10.5555/a", "10.5555/A", *ODD])
def test_a_record_comes_for_the_doi_asked(stub: Stub, doi: str) -> None:
    record = source(stub).work(doi)
    assert record is not None
    assert record.doi.value == doi.lower()


def test_who_asks_is_told(stub: Stub) -> None:
    source(stub).work("10.5555/a")
    assert all("mailto:me@example.org" in seen.headers["user-agent"] for seen in stub.control.seen)
    assert not any("mailto" in seen.path for seen in stub.control.seen)


def test_an_unknown_doi_is_none_and_remembered(stub: Stub) -> None:
    crossref = source(stub)
    assert crossref.work("10.5555/none") is None
    asked = len(stub.control.seen)
    assert crossref.work("10.5555/none") is None
    assert len(stub.control.seen) == asked


@pytest.mark.parametrize(
    "fault",
    [
        Fault("html", times=9),
        Fault("empty", times=9),
        Fault("failed", times=9),
        Fault("body", body=b"[1, 2]", times=9),
        Fault("body", body=b'{"status":"ok","message-type":"work","message":null}', times=9),
        Fault("body", body=b'{"status":"ok","message-type":"work-list","message":{"items":[]}}', times=9),
        Fault("body", body=b"[" * 200_000, times=9),
        Fault("body", body=b'{"status":"ok"', times=9),
        Fault("body", body=b"\xff\xfe\x00", times=9),
        Fault("status", status=429, times=9),
        Fault("status", status=429, times=9, limit_headers=False),
        Fault("status", status=503, times=9),
        Fault("status", status=403, times=9),
        Fault("status", status=400, times=9),
        Fault("reset", times=9),
        Fault("truncate", times=9),
        Fault("short", after=40, times=9),
        Fault("chunk-cut", after=40, times=9),
        Fault("bomb", after=64 * 1_048_576, times=9),
        Fault("headers", after=100_000, times=9),
        Fault("other-doi", times=9),
        Fault("redirect", headers=(("Location", "http://169.254.169.254/"),), times=9),
    ],
)
def test_an_outage_is_an_outage_and_is_not_kept(stub: Stub, fault: Fault) -> None:
    store = Store(None)
    stub.control.script(fault)
    with pytest.raises(SourceUnavailable):
        source(stub, store).work("10.5555/a")
    stub.control.heal()
    assert source(stub, store).work("10.5555/a") is not None


@pytest.mark.parametrize(
    "wrong",
    [b"null", b"[]", b'"x"', b'{"items": null}', b'{"items": "x"}', b'{"items": [null, 3, "x"]}', b"7"],
)
def test_lists_of_wrong_types(stub: Stub, wrong: bytes) -> None:
    stub.control.script(
        Fault("body", body=b'{"status":"ok","message-type":"work-list","message":' + wrong + b"}", times=3)
    )
    with suppress(SourceUnavailable):
        assert source(stub).search(Query(title="Water rights of nowhere")) == ()


def test_passing_trouble_passes(stub: Stub) -> None:
    stub.control.script(Fault("status", status=503))
    assert source(stub).work("10.5555/a") is not None


def test_a_second_question_costs_no_request(stub: Stub) -> None:
    crossref = source(stub)
    query = Query(title="Treatise number 7 on water rights", authors=("Ḥusaynī",), year=2019)
    first = crossref.search(query)
    crossref.work("10.5555/a")
    asked = len(stub.control.seen)
    assert crossref.search(query) == first
    assert crossref.work(first[0].doi.value or "") is not None  # a candidate's record is a record
    crossref.work("10.5555/a")
    assert len(stub.control.seen) == asked


def test_the_work_is_among_the_candidates(stub: Stub) -> None:
    found = source(stub).search(Query(title="Treatise number 42 on water rights"))
    assert "10.5555/many.42" in [record.doi.value for record in found]


def test_a_devised_title_is_never_asked_about(stub: Stub) -> None:
    query = Query(
        title="[Extended abstract: Iraq]",
        text="[Extended abstract: Iraq]",
        keywords=("Iraq",),
        authors=("A",),
        is_devised=True,
    )
    assert source(stub).search(query) == ()
    assert not stub.control.seen


def test_an_abstract_does_not_leave_the_machine(stub: Stub) -> None:
    source(stub).search(Query(title="Water rights", abstract="unpublished thoughts", authors=("A",)))
    assert not any("unpublished" in seen.path for seen in stub.control.seen)


def test_many_dois_go_in_batches_and_in_order(stub: Stub) -> None:
    dois = [f"10.5555/many.{i}" for i in range(120)] + [*ODD, "10.5555/none", "no doi", "10.5555/MANY.3"]
    found = list(source(stub).look_up_many(dois))
    assert [one.doi for one in found[:120]] == dois[:120]
    assert all(one.record is not None for one in found[:126])
    assert [one.record is not None for one in found[126:]] == [False, False, True]
    lists = [path for path in stub.control.paths() if path.startswith("/works?")]
    assert len(lists) == 3
    assert not any(seen.path.startswith("/works/10.5555/many") for seen in stub.control.seen)


def test_a_batch_that_is_not_understood_is_asked_singly(stub: Stub) -> None:
    stub.control.script(Fault("status", status=400, path="/works?", times=10))
    found = list(source(stub).look_up_many(["10.5555/a", "10.5555/many.1", "10.5555/none"]))
    assert [one.record is not None for one in found] == [True, True, False]
    assert all(one.trouble is None for one in found)


def test_an_outage_in_a_batch_marks_its_own(stub: Stub) -> None:
    stub.control.script(Fault("status", status=503, times=100))
    found = list(source(stub).look_up_many(["10.5555/a", "10.5555/many.1"]))
    assert all(one.trouble is not None and one.record is None for one in found)


def test_an_alias_gives_the_primary_and_says_so(stub: Stub) -> None:
    stub.control.aliases["10.5555/old"] = "10.5555/a"
    crossref = source(stub)
    for _ in range(2):  # asked, then kept
        found = crossref.look_up("10.5555/old")
        assert found.record is not None
        assert found.record.doi.value == "10.5555/a"
        assert [notice.code for notice in found.notices] == ["doi-alias"]


def test_another_agency_is_asked_through_the_resolver(stub: Stub) -> None:
    csl = {
        "type": "dataset",
        "DOI": "10.5555/ZENODO.1",
        "title": "Tomb inscriptions of Najaf",
        "author": [{"family": "Karbalāʾī", "given": "Zahrā"}, {"literal": "Archive of Najaf"}],
        "issued": {"date-parts": [["2021", 3]]},
        "publisher": "Zenodo",
    }
    stub.control.agencies["10.5555/zenodo.1"] = ("datacite", csl)
    stub.control.agencies["10.5555/medra.1"] = ("medra", None)
    crossref = source(stub)
    record = crossref.work("10.5555/zenodo.1")
    assert record is not None
    assert (record.type, record.title.value) == ("dataset", "Tomb inscriptions of Najaf")
    assert [creator.name.display() for creator in record.author.value or ()] == [
        "Zahrā Karbalāʾī",
        "Archive of Najaf",
    ]
    assert record.title.claims[0].evidence.origin.name == "datacite"
    unknown = crossref.look_up("10.5555/medra.1")
    assert unknown.record is None
    assert "medra" in unknown.notices[0].message


def test_notices_are_found_from_their_side() -> None:
    notice = work(
        "10.5555/retraction", title=["Retraction"], update_to=[{"DOI": "10.5555/A", "type": "retraction"}]
    )
    own = work("10.5555/self", update_to=[{"DOI": "10.5555/self", "type": "correction"}])
    with running([work("10.5555/a"), notice, own], Control(pools=FREE)) as stub:
        crossref = source(stub)
        for _ in range(2):
            found = crossref.updates_about(["10.5555/a", "10.5555/self", "10.5555/none"])
            assert {doi: [record.doi.value for record in records] for doi, records in found.items()} == {
                "10.5555/a": ["10.5555/retraction"]
            }
        assert len(stub.control.seen) == 1


def test_offline_the_cache_answers_however_old(stub: Stub, tmp_path: Path) -> None:
    now = [1.8e9]
    store = Store(tmp_path / "a.sqlite", clock=lambda: now[0])
    source(stub, store).work("10.5555/a")
    now[0] += 400 * 86_400
    stub.control.seen.clear()
    offline = source(stub, store, offline=True)
    record = offline.work("10.5555/a")
    assert record is not None
    assert record.title.claims[0].evidence.origin.retrieved == "2027-01-15"
    with pytest.raises(SourceUnavailable, match="offline"):
        offline.work("10.5555/many.1")
    with pytest.raises(SourceUnavailable, match="offline"):
        offline.search(Query(title="Treatise on water"))
    assert not stub.control.seen


def test_without_network_all_is_over_soon() -> None:
    crossref = Crossref(url="http://127.0.0.1:9", doi_url="http://127.0.0.1:9", patience=QUICK, budget_s=3.0)
    started = time.monotonic()
    for doi in ("10.5555/a", "10.5555/b", "10.5555/c"):
        with pytest.raises(SourceUnavailable):
            crossref.work(doi)
    assert time.monotonic() - started < 3.0


def test_the_budget_is_for_all_calls_together(stub: Stub) -> None:
    stub.control.script(Fault("hang", seconds=20, times=20))
    crossref = source(stub, budget_s=0.3)
    started = time.monotonic()
    for doi in ("10.5555/a", "10.5555/many.1", "10.5555/many.2"):
        with pytest.raises(SourceUnavailable):
            crossref.work(doi)
    assert time.monotonic() - started < 10


def test_an_answer_renews_the_budget(stub: Stub) -> None:
    now = [0.0]
    crossref = Crossref(
        url=stub.url, doi_url=stub.url + "/doi", patience=QUICK, budget_s=10.0, clock=lambda: now[0]
    )
    for i in range(4):
        assert crossref.work(f"10.5555/many.{i}") is not None
        now[0] += 8.0


@pytest.mark.parametrize(
    ("url", "mailto"),
    [
        ("http://api.crossref.org", ""),
        ("file:///etc/passwd", ""),
        ("https://user:pw@api.crossref.org", ""),
        ("ftp://127.0.0.1", ""),
        ("", ""),
        ("https://api.crossref.org", "me"),
        ("https://api.crossref.org", "me@example.org\r\nX-Evil: 1"),
    ],
)
def test_addresses_that_cannot_be_used_are_refused_before_anything_is_sent(url: str, mailto: str) -> None:
    with pytest.raises(RunAborted):
        Crossref(url=url, mailto=mailto)


def test_habanero_still_has_the_one_hook_that_we_use() -> None:
    from habanero.request_class import Request

    assert list(inspect.signature(Request._req).parameters) == ["self", "payload", "should_warn"]
    seen = {}

    def send(payload: dict[str, object], should_warn: bool) -> dict[str, object]:
        seen.update(payload)
        return {"message": {"items": [], "total-results": 0}}

    request = Request(
        None, None, 0, "https://api.crossref.org", "/works", filter={"doi": ["10.1/a", "10.1/b"]}, limit=2
    )
    request._req = send
    request.do_request()
    assert seen == {"filter": "doi:10.1/a,doi:10.1/b", "rows": "2"}
