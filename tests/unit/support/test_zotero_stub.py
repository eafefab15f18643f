"""The stand-in Zotero itself, over a socket: what it refuses, what it remembers, how it misbehaves when told to."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from support.zotero_stub import (
    Access,
    Fault,
    ManualClock,
    Service,
    Stub,
    backoff,
    cut_after,
    cut_before,
    fail_index,
    html,
    jump,
    meanwhile,
    running,
    slow,
    status,
    too_many,
    unavailable,
)
from support.zotero_stub.adapter import InProcess
from support.zotero_stub.schema import Schema, small


class Client:
    """Just enough of a client to talk to the stand-in."""

    def __init__(self, stub: Stub) -> None:
        self.stub, self.session = stub, requests.Session()
        self.session.trust_env = False
        self.session.headers["Zotero-API-Key"] = stub.key
        if stub.service.manners.local:
            self.session.headers["Zotero-Server-ID"] = stub.world.server_id
        self.root = stub.url + stub.library.prefix

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.request(method, self.root + path, json=body, headers=named, timeout=10)

    def create(self, *items: dict[str, Any], **headers: str) -> requests.Response:
        return self("POST", "/items", [{"itemType": "book", **item} for item in items], **headers)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def web(clock: ManualClock) -> Iterator[Client]:
    with running(schema=small(), clock=clock) as stub:
        yield Client(stub)


@pytest.fixture
def local(clock: ManualClock) -> Iterator[Client]:
    with running(local=True, schema=small(), clock=clock) as stub:
        yield Client(stub)


def test_what_is_written_is_read(web: Client) -> None:
    made = web.create({"title": "One"}, {"title": "Two"}).json()
    assert set(made["success"]) == {"0", "1"}
    got = web("GET", f"/items/{made['success']['0']}").json()
    assert got == made["successful"]["0"]
    assert got["data"]["title"] == "One"


def test_the_counter_grows_with_every_write_and_stands_on_every_answer(web: Client) -> None:
    versions = [int(web.create({"title": "x"}).headers["Last-Modified-Version"]) for _ in range(3)]
    assert versions == sorted(set(versions))
    assert (
        int(web("GET", "/items").headers["Last-Modified-Version"]) == versions[-1] == web.stub.library.version
    )


@pytest.mark.parametrize(
    ("item", "code", "message"),
    [
        ({"itemType": "nosuch"}, 400, "'nosuch' is not a valid itemType"),
        ({"bogus": "x"}, 400, "Invalid property 'bogus'"),
        ({"creators": [{"creatorType": "composer", "name": "x"}]}, 400, "'composer' is not a valid creator type"),
        ({"creators": [{"creatorType": "author", "name": "a", "lastName": "b"}]}, 400, "'lastName' and 'name' creator fields are mutually exclusive"),
        ({"creators": {}}, 400, "'creators' property must be an array"),
        ({"tags": ["plain"]}, 400, "Tag must be an object"),
        ({"tags": [{"tag": "x" * 256}]}, 413, f"Tag '{'x' * 50}…' too long"),
        ({"collections": ["AAAAAAAA"]}, 409, "Collection AAAAAAAA not found"),
        ({"itemType": "note", "note": "x", "parentItem": "ZZZZZZZZ"}, 409, "Parent item ZZZZZZZZ not found"),
        ({"key": "bad!", "version": 0}, 400, "'bad!' is not a valid item key"),
        ({"key": "ABCD2345"}, 428, "Either If-Unmodified-Since-Version or 'version' property must be provided for 'key'-based writes"),
        ({"key": "ABCD2345", "version": 5}, 404, "Item doesn't exist (expected version 5; use 0 instead)"),
        ({"relations": {"dc:foo": "x"}}, 400, "Unsupported predicate 'dc:foo'"),
        ({"accessDate": "2024"}, 400, "'accessDate' must be in ISO 8601 or UTC 'YYYY-MM-DD[ hh:mm:ss]' format or 'CURRENT_TIMESTAMP' (2024)"),
        ({"parentItem": "ABCD2345"}, 400, "Invalid property 'parentItem'"),
    ],
)  # fmt: skip
def test_refusals_of_one_index(web: Client, item: dict[str, Any], code: int, message: str) -> None:
    made = web.create({"title": "good"}, item, {"title": "good too"}).json()
    assert set(made["success"]) == {"0", "2"}
    assert made["failed"]["1"]["code"] == code
    assert made["failed"]["1"]["message"] == message


@pytest.mark.parametrize("tags", [[{"tag": "x" * 255}], [{"tag": "ʿ" * 255}]])
def test_a_tag_may_have_255_characters(web: Client, tags: list[dict[str, str]]) -> None:
    assert web.create({"tags": tags}).json()["failed"] == {}


@pytest.mark.parametrize(
    ("method", "headers", "code"),
    [
        ("PATCH", {}, 428),
        ("PATCH", {"If_Unmodified_Since_Version": "0"}, 412),
        ("DELETE", {}, 428),
        ("DELETE", {"If_Unmodified_Since_Version": "0"}, 412),
    ],
)
def test_a_write_names_the_version_it_read(
    web: Client, method: str, headers: dict[str, str], code: int
) -> None:
    key = web.stub.library.add("book", title="One")
    refused = web(method, f"/items/{key}", {"title": "Two"}, **headers)
    assert refused.status_code == code
    assert web.stub.library.field(key, "title") == "One"


def test_a_batch_with_a_stale_library_version_writes_nothing(web: Client) -> None:
    web.stub.library.add("book")
    assert web.create({"title": "x"}, If_Unmodified_Since_Version="0").status_code == 412
    assert len(web.stub.library.items) == 1


def test_a_second_creation_with_the_same_key_is_told(web: Client) -> None:
    item = {"key": "ABCD2345", "version": 0, "title": "mine"}
    assert web.create(item).json()["success"] == {"0": "ABCD2345"}
    assert web.create(item).json()["failed"]["0"]["code"] == 412


def test_write_tokens_live_twelve_hours(web: Client, clock: ManualClock) -> None:
    def write() -> int:
        return web.create({"title": "x"}, Zotero_Write_Token="0123456789").status_code

    assert [write(), write()] == [200, 412]
    clock.advance(12 * 3600 + 1)
    assert write() == 200


def test_a_refused_write_spends_no_token(web: Client) -> None:
    assert web("POST", "/items", {"itemType": "book"}, Zotero_Write_Token="0123456789").status_code == 400
    assert web.create({"title": "x"}, Zotero_Write_Token="0123456789").status_code == 200


def test_pages_hold_every_item_once(web: Client) -> None:
    keys = {web.stub.library.add("book", title=str(number)) for number in range(7)}
    address, seen = web.root + "/items?format=json&limit=3", []
    while address:
        page = web.session.get(address, timeout=10)
        seen += [one["key"] for one in page.json()]
        address = page.links.get("next", {}).get("url", "")
    assert sorted(seen) == sorted(keys)
    assert page.headers["Total-Results"] == "7"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", "A B C N"),
        ("?itemType=book", "A B"),
        ("?itemType=book || thesis", "A B C"),
        ("?itemType=-note", "A B C"),
        ("?tag=t", "A C"),
        ("?tag=t&tag=u", "C"),
        ("?tag=u || v", "B C"),
        ("?q=a", "A"),
        ("?sort=title&direction=desc", "C B A N"),
        ("?includeTrashed=1", "A B C N X"),
    ],
)
def test_listings_by_parameters(web: Client, query: str, titles: str) -> None:
    library = web.stub.library
    library.add("book", title="A", tags=[{"tag": "t"}])
    parent = library.add("book", title="B", tags=[{"tag": "v"}])
    library.add("thesis", title="C", tags=[{"tag": "t"}, {"tag": "u", "type": 1}])
    library.add("note", note="", parentItem=parent)
    library.trash(library.add("book", title="X"))
    found = [one["data"].get("title", "N") for one in web("GET", "/items" + query).json()]
    assert (found if "sort" in query else sorted(found)) == titles.split()


def test_places(web: Client) -> None:
    library = web.stub.library
    outer = library.collect("Outer")
    inner = library.collect("Inner", outer)
    parent = library.add("book", title="In", collections=[inner])
    child = library.add("note", note="x", parentItem=parent)
    gone = library.add("book", title="Gone")
    library.trash(gone)

    def keys(path: str) -> set[str]:
        return set(web("GET", path + "?format=keys").text.split())

    assert keys("/items/top") == {parent}
    assert keys("/items/trash") == {gone}
    assert keys(f"/items/{parent}/children") == {child}
    assert keys(f"/collections/{inner}/items/top") == {parent}
    assert keys(f"/collections/{outer}/collections") == {inner}
    assert keys("/collections/top") == {outer}
    assert web("GET", f"/collections/{inner}").json()["meta"] == {"numCollections": 0, "numItems": 1}


def test_deletions_are_told_with_children_and_memberships(web: Client) -> None:
    library = web.stub.library
    shelf = library.collect("Shelf")
    parent = library.add("book", collections=[shelf])
    child = library.add("note", note="x", parentItem=parent)
    other = library.add("book", collections=[shelf])
    before = library.version
    library.remove(parent)
    library.remove(shelf, "collections")
    told = web("GET", f"/deleted?since={before}").json()
    assert set(told["items"]) == {parent, child}
    assert told["collections"] == [shelf]
    assert web("GET", f"/items?since={before}&format=versions").json() == {other: library.version}


def test_a_library_that_did_not_change_is_304(web: Client) -> None:
    web.stub.library.add("book")
    version = str(web.stub.library.version)
    assert web("GET", "/items", If_Modified_Since_Version=version).status_code == 304
    assert web("GET", "/items", If_Modified_Since_Version="0").status_code == 200


def test_a_file_goes_up_in_three_steps(web: Client) -> None:
    data = b"%PDF-1.4 test"
    key = web.stub.library.add(
        "attachment", linkMode="imported_file", filename="a.pdf", contentType="application/pdf"
    )
    form = {
        "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "filename": "a.pdf",
        "filesize": str(len(data)),
        "mtime": "1",
    }
    address = f"{web.root}/items/{key}/file"
    new = {"If-None-Match": "*"}
    permit = web.session.post(address, data=form, headers=new, timeout=10).json()
    sent = permit["prefix"].encode() + data + permit["suffix"].encode()
    assert web.session.post(permit["url"], data=sent[:-3], timeout=10).status_code == 400
    assert (
        web.session.post(address, data={"upload": permit["uploadKey"]}, headers=new, timeout=10).status_code
        == 400
    )
    assert web.session.post(permit["url"], data=sent, timeout=10).status_code == 201
    done = web.session.post(address, data={"upload": permit["uploadKey"]}, headers=new, timeout=10)
    assert done.status_code == 204
    assert web("GET", f"/items/{key}").json()["data"]["md5"] == form["md5"]
    assert web.session.get(address, timeout=10).content == data
    assert web.session.post(address, data=form, headers=new, timeout=10).status_code == 412
    again = web.session.post(address, data=form, headers={"If-Match": form["md5"]}, timeout=10)
    assert again.json() == {"exists": 1}


@pytest.mark.parametrize(
    ("change", "method", "code"),
    [
        (lambda stub: stub.world.keys.clear(), "GET", 403),
        (lambda stub: stub.world.keys.update({stub.key: Access(write=False)}), "POST", 403),
        (lambda stub: stub.world.keys.update({stub.key: Access(write=False)}), "GET", 200),
        (lambda stub: setattr(stub.library, "editable", False), "POST", 403),
        (lambda stub: stub.world.libraries.clear(), "GET", 404),
    ],
)
def test_rights(web: Client, change: Callable[[Stub], object], method: str, code: int) -> None:
    prefix = web.root
    change(web.stub)
    assert web.session.request(method, prefix + "/items", json=[], timeout=10).status_code == code


def test_a_newer_schema_has_what_nobody_knows(clock: ManualClock) -> None:
    with running(schema=small().newer(), clock=clock) as stub:
        client = Client(stub)
        assert client.create({"itemType": "futureWork", "futureField": "x"}).json()["failed"] == {}
        assert client("GET", "/items").headers["Zotero-Schema-Version"] == "99"
        schema = requests.get(stub.url + "/schema", timeout=10)
        assert {"itemType": "futureWork"}.items() <= schema.json()["itemTypes"][-1].items()
        known = {"If-None-Match": schema.headers["ETag"]}
        assert requests.get(stub.url + "/schema", headers=known, timeout=10).status_code == 304


# -- the desktop program ----------------------------------------------------------------------------------------


def test_permission_by_dialog(local: Client) -> None:
    def ask(*choices: str) -> requests.Response:
        local.stub.service.dialog[:] = choices
        return local.session.post(
            local.stub.url + "/local/authorize", json={"appName": "refplug"}, timeout=10
        )

    once, always = ask("allow").json(), ask("always").json()
    assert (once["remember"], always["remember"]) == (False, True)
    assert ask("deny").status_code == 403
    assert ask("deny").json() == {"denied": True}
    for key, codes in ((once["key"], [200, 401]), (always["key"], [200, 200])):
        assert [local.create({"title": "x"}, Zotero_API_Key=key).status_code for _ in range(2)] == codes
    ask("always")
    refused = ask("always")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")


def test_a_write_is_meant_for_one_instance(local: Client) -> None:
    assert local.create({"title": "x"}).status_code == 200
    local.stub.world.renew_server()
    assert local.create({"title": "x"}).status_code == 412
    assert local("GET", "/items").headers["Zotero-Server-ID"] == local.stub.world.server_id
    assert len(local.stub.library.items) == 1


def test_the_desktop_program_lets_much_pass(local: Client) -> None:
    item = {
        "bogus": "x",
        "creators": [{"creatorType": "composer", "name": "y"}],
        "tags": ["plain", {"tag": "x" * 300}],
    }
    made = local.create(item).json()["successful"]["0"]["data"]
    assert made["extra"] == "Bogus: x"
    assert made["creators"] == [{"creatorType": "author", "name": "y"}]
    assert [len(tag["tag"]) for tag in made["tags"]] == [5, 300]
    assert "date" not in made


@pytest.mark.parametrize("path", ["/deleted?since=0", "/nothing"])
def test_what_the_desktop_program_has_not(local: Client, path: str) -> None:
    assert local("GET", path).status_code == 404
    assert requests.get(local.stub.url + "/items/new?itemType=book", timeout=10).status_code == 404


def test_the_desktop_program_wants_a_content_type(local: Client) -> None:
    sent = local.session.post(local.root + "/items", data=b'[{"itemType": "book"}]', timeout=10)
    assert (sent.status_code, sent.text) == (400, "Empty request body")


def test_the_local_api_switched_off(local: Client) -> None:
    local.stub.service.enabled = False
    refused = local("GET", "/items")
    assert (refused.status_code, refused.text) == (403, "Local API is not enabled")


def test_the_connector(local: Client) -> None:
    ping = requests.get(local.stub.origin + "/connector/ping", timeout=10)
    assert ping.headers["X-Zotero-Version"] == "10.0.4"
    record = [
        {
            "type": "book",
            "title": "Ḥukūma",
            "author": [{"family": "al-Sīstānī", "given": "ʿAlī"}],
            "issued": {"date-parts": [[2004]]},
        }
    ]
    made = requests.post(local.stub.origin + "/connector/import?session=a", json=record, timeout=10)
    assert made.status_code == 201
    assert made.json()[0]["title"] == "Ḥukūma"
    assert len(local.stub.library.items) == 1


# -- faults -----------------------------------------------------------------------------------------------------


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


# -- by hand ----------------------------------------------------------------------------------------------------


def test_the_control_endpoint(web: Client) -> None:
    key = web.stub.library.add("book", title="a")
    told = {"faults": [{"kind": "status", "status": 500}], "edit": {key: {"title": "b"}}, "read_only": True}
    control = web.stub.origin + "/__control"
    assert requests.post(control, json=told, timeout=10).json()["version"] == 2
    assert web.stub.library.field(key, "title") == "b"
    assert web("GET", "/items").status_code == 500
    assert web.create({"title": "x"}).status_code == 403
    seen = requests.get(control, timeout=10).json()["seen"]
    assert [one["status"] for one in seen] == [500, 403]


@pytest.mark.parametrize("personality", ["--web", "--local"])
def test_it_runs_by_hand(root: Path, personality: str) -> None:
    command = [sys.executable, "-m", "support.zotero_stub", personality, "--books", "2"]
    with subprocess.Popen(command, cwd=root / "tests", stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address, key = process.stdout.readline().split()
            user = "0" if personality == "--local" else "1001"
            got = requests.get(f"{address}/users/{user}/items", headers={"Zotero-API-Key": key}, timeout=10)
            assert len(got.json()) == 2
        finally:
            process.kill()


@pytest.mark.parametrize("official", [True, False])
def test_either_form_of_the_schema_is_read(tmp_path: Path, official: bool) -> None:
    full = small().official()
    types = {one["itemType"]: {
        "fields": " ".join(f["field"] + (f"={f['baseField']}" if "baseField" in f else "") for f in one["fields"]),
        "creators": " ".join(c["creatorType"] + ("*" if c.get("primary") else "") for c in one["creatorTypes"]),
    } for one in full["itemTypes"]}  # fmt: skip
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(full if official else {"version": 1, "types": types, "csl": full["csl"]}))
    assert Schema.load(path).kinds == small().kinds
