"""The stand-in Zotero misbehaves when told to, and only so."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import requests

from refplug.system.http import Outgoing
from support.zotero_stub import (
    Fault,
    ManualClock,
    Service,
    backoff,
    cut_after,
    cut_before,
    fail_index,
    html,
    jump,
    meanwhile,
    slow,
    status,
    too_many,
    unavailable,
)
from support.zotero_stub.adapter import InProcess
from support.zotero_stub.client import Client
from support.zotero_stub.door import Carrier, Killed
from support.zotero_stub.schema import small


@pytest.mark.parametrize(
    ("fault", "code", "header", "done"),
    [
        (too_many(10), 429, ("Retry-After", "10"), False),
        (too_many(None), 429, ("Retry-After", None), False),
        (unavailable(30), 503, ("Retry-After", "30"), False),
        (status(500), 500, ("Retry-After", None), False),
        (html(), 200, ("Content-Type", "text/html"), False),
        (backoff(5), 200, ("Backoff", "5"), True),
        (jump(7), 200, ("Last-Modified-Version", "8"), True),
    ],
)  # fmt: skip
def test_faults_that_answer(
    web: Client, fault: Fault, code: int, header: tuple[str, str], done: bool
) -> None:
    web.stub.control.script(fault)
    answer = web.create({"title": "x"})
    assert (answer.status_code, answer.headers.get(header[0])) == (code, header[1])
    assert ("Zotero-API-Version" in answer.headers) == done
    assert len(web.stub.library.items) == done
    assert web.create({"title": "y"}).status_code == 200


@pytest.mark.parametrize(("fault", "done"), [(cut_before(), False), (cut_after(), True)])
def test_a_cut_connection_did_the_work_or_did_not(web: Client, fault: Fault, done: bool) -> None:
    web.stub.control.script(fault)
    with pytest.raises(requests.ConnectionError):
        web.create({"title": "x"})
    assert len(web.stub.library.items) == done
    assert web.stub.control.seen[-1].status == 0
    assert web.create({"title": "y"}).status_code == 200


def test_the_nth_request_of_a_kind(web: Client) -> None:
    web.stub.control.script(status(500, method="POST", nth=2, times=2))
    codes = [web("GET", "/items").status_code, *(web.create({"title": "x"}).status_code for _ in range(4))]
    assert codes == [200, 200, 500, 500, 200]


@pytest.mark.parametrize("code", [400, 404, 409, 412, 413, 428, 500])
def test_one_index_fails(web: Client, code: int) -> None:
    web.stub.control.script(fail_index(1, code))
    made = web.create({"title": "a"}, {"title": "b"}, {"title": "c"}).json()
    assert {index: told["code"] for index, told in made["failed"].items()} == {"1": code}
    assert set(made["success"]) == {"0", "2"}


def test_another_client_between_read_and_write(web: Client) -> None:
    library = web.stub.library
    keys = [library.add("book", title=title) for title in "ab"]
    version = library.version
    mine = [{"key": key, "version": version, "title": "mine"} for key in keys]
    web.stub.control.script(
        meanwhile(lambda world: world.library.edit(keys[1], title="theirs"), method="POST")
    )
    made = web("POST", "/items", mine).json()
    assert set(made["success"]) == {"0"}
    assert made["failed"]["1"]["code"] == 412
    web.stub.control.script(
        meanwhile(lambda world: world.library.edit(keys[1], title="again"), method="POST")
    )
    refused = web("POST", "/items", mine, If_Unmodified_Since_Version=str(library.version))
    assert refused.status_code == 412
    assert [library.field(key, "title") for key in keys] == ["mine", "again"]


def test_a_version_that_moves_during_a_paged_read(web: Client) -> None:
    for _ in range(4):
        web.stub.library.add("book")
    web.stub.control.script(meanwhile(lambda world: world.library.add("book"), method="GET", nth=2, times=2))
    pages = [
        web("GET", f"/items?limit=2&start={start}").headers["Last-Modified-Version"] for start in (0, 2, 4)
    ]
    assert pages == ["4", "5", "6"]


def test_impatience_is_noticed(web: Client, clock: ManualClock) -> None:
    web.stub.control.script(too_many(10), backoff(5, nth=3))
    for pause in (0, 9.5, 1, 2, 4):
        clock.advance(pause)
        web("GET", "/items")
    assert [one.impatient for one in web.stub.control.seen] == [False, True, False, True, False]
    assert len(web.stub.control.impatient) == 2


def test_a_slow_answer_is_a_timeout_for_a_client_in_a_hurry(web: Client) -> None:
    web.stub.control.script(slow(0.5))
    with pytest.raises(requests.ReadTimeout):
        web.session.post(web.root + "/items", json=[{"itemType": "book"}], timeout=0.05)
    assert len(web.stub.library.items) == 1


def test_without_a_socket_time_passes_on_the_clock_alone(clock: ManualClock) -> None:
    service = Service(schema=small(), clock=clock)
    session = requests.Session()
    session.mount("http://zotero", InProcess(service, sleep=clock.advance))
    service.control.script(slow(30), slow(30, nth=2), cut_after("POST"))
    address, key = "http://zotero/users/1001/items", {"Zotero-API-Key": service.key}
    start = clock()
    assert session.get(address, headers=key, timeout=60).json() == []
    assert clock() - start == 30
    with pytest.raises(requests.ReadTimeout):
        session.get(address, headers=key, timeout=(5, 10))
    with pytest.raises(requests.ConnectionError):
        session.post(address, json=[{"itemType": "book"}], headers=key, timeout=1)
    assert len(service.library.items) == 1


def test_a_merge_leaves_a_trace(web: Client) -> None:
    library = web.stub.library
    kept, lost = library.add("book"), library.add("book")
    library.merge(kept, lost)
    replaced = web("GET", f"/items/{kept}").json()["data"]["relations"]["dc:replaces"]
    assert replaced == [f"http://zotero.org/users/1001/items/{lost}"]
    assert web("GET", "/items/trash?format=keys").text == f"{lost}\n"


@pytest.mark.parametrize(("moment", "impatient"), [("after", []), ("", [True])])
def test_a_pause_that_nobody_read_is_not_held_against_the_client(
    moment: str, impatient: list[bool], clock: ManualClock
) -> None:
    service = Service(schema=small(), clock=clock)
    carrier = Carrier(service, clock.advance)
    asked = Outgoing(
        url="http://zotero/users/1001/items", headers={"Zotero-API-Key": service.key, "User-Agent": "one"}
    )
    service.control.script(too_many(10))
    carrier.dies_at = (1, moment) if moment else None
    with pytest.raises(Killed) if moment else nullcontext():
        carrier(asked)
    carrier(asked)
    assert [one.impatient for one in service.control.impatient] == impatient
