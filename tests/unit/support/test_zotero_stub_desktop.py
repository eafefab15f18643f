"""The stand-in Zotero as the desktop program, and run by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from support.zotero_stub.client import Client
from support.zotero_stub.schema import Schema, small


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
