"""The stand-in Zotero itself, over a socket: what it refuses and what it remembers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import requests

from support.zotero_stub import (
    Access,
    ManualClock,
    Stub,
    running,
)
from support.zotero_stub.client import Client
from support.zotero_stub.schema import small


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
