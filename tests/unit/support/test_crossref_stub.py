"""The stand-in itself: envelopes, limits and search as the real API has them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.crossref_stub import Control, Stub, running
from support.works import many, work


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    with running([work("10.5555/a"), work("10.5555/Ab C#1"), *many(40)]) as stub:
        yield stub


def get(stub: Stub, path: str) -> tuple[int, str, Any]:
    try:
        with urllib.request.urlopen(stub.url + path) as response:
            return response.status, response.headers["content-type"], json.loads(response.read())
    except urllib.error.HTTPError as error:
        body = error.read()
        return (
            error.code,
            error.headers["content-type"],
            json.loads(body) if body[:1] == b"{" else body.decode(),
        )


@pytest.mark.parametrize(
    ("path", "status", "what"),
    [
        ("/works/10.5555/a", 200, "work"),
        ("/v1/works/10.5555%2FA", 200, "work"),
        ("/works/10.5555/ab%20c%231", 200, "work"),
        ("/works/10.5555/a/agency", 200, "work-agency"),
        ("/works?rows=1", 200, "work-list"),
        ("/works?rows=things", 400, "integer-not-valid"),
        ("/works?rows=1001", 400, "integer-not-valid"),
        ("/works?sample=200", 400, "integer-not-valid"),
        ("/works?filter=no-such:1", 400, "filter-not-available"),
        ("/works?cursor=thing", 404, "cursor-invalid"),
        ("/works?sort=things", 400, "value-not-allowed"),
        ("/works?select=resource", 400, "value-not-allowed"),
        ("/works/10.5555/a?query.author=x", 400, "parameter-not-allowed"),
        ("/journals/0378-5955", 200, "journal"),
        ("/types", 200, "type-list"),
        ("/members?rows=1", 200, "member-list"),
        ("/members?filter=has-full-text:true", 400, "filter-not-available"),
        ("/funders", 200, "funder-list"),
        ("/funders?rows=things", 400, "integer-not-valid"),
        ("/funders?sort=score", 400, "parameter-not-allowed"),
    ],
)
def test_envelopes(stub: Stub, path: str, status: int, what: str) -> None:
    got, media_type, body = get(stub, path)
    assert (got, media_type.split(";")[0]) == (status, "application/json")
    assert (body["message-type"] if status == 200 else body["message"][0]["type"]) == what
    assert ("message-version" in body) == (status == 200)


@pytest.mark.parametrize(
    "path", ["/works/10.5555/none", "/nothing", "/works/10.5555/none/agency", "/journals/1111-1111"]
)
def test_not_found_is_plain_text(stub: Stub, path: str) -> None:
    assert get(stub, path)[::2] == (404, "Resource not found.")


def test_cursor_pages_end(stub: Stub) -> None:
    seen: list[str] = []
    cursor = "*"
    while items := (message := get(stub, f"/works?rows=15&cursor={cursor}")[2]["message"])["items"]:
        seen += [item["DOI"] for item in items]
        cursor = message["next-cursor"]
    assert len(seen) == len(set(seen)) == 42


def test_filters_repeat_as_or_and_differ_as_and(stub: Stub) -> None:
    path = "/works?filter=doi:10.5555/many.1,doi:10.5555/many.2,type:journal-article"
    assert get(stub, path)[2]["message"]["total-results"] == 2
    assert get(stub, path.replace("journal-article", "book"))[2]["message"]["total-results"] == 0


def test_search_ranks_and_scores(stub: Stub) -> None:
    items = get(stub, "/works?query.bibliographic=treatise+number+17+water&rows=3")[2]["message"]["items"]
    assert items[0]["DOI"] == "10.5555/many.17"
    assert items[0]["score"] >= items[1]["score"] > 0


def test_pools_and_limits() -> None:
    with running(many(3), Control(enforce=True)) as stub:
        asked = [get(stub, "/works?rows=1")[0] for _ in range(3)]
        assert asked == [200, 429, 429]
        request = urllib.request.Request(
            stub.url + "/works/10.5555/many.1", headers={"User-Agent": "x (mailto:a@b.c)"}
        )
        with urllib.request.urlopen(request) as response:
            assert response.headers["x-api-pool"] == "polite-single"
            assert response.headers["x-rate-limit-limit"] == "10"
            assert response.headers["x-concurrency-limit"] == "3"


def test_it_can_be_started_by_hand(tmp_path: Path, root: Path) -> None:
    works = tmp_path / "works.jsonl.gz"
    works.write_bytes(gzip.compress(json.dumps(work("10.5555/a")).encode() + b"\n"))
    command = [sys.executable, "-m", "support.crossref_stub", "--works", str(works), "--port", "0"]
    server = subprocess.Popen(command, cwd=root / "tests", stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with urllib.request.urlopen(url + "/works/10.5555/a") as response:
            assert json.loads(response.read())["message"]["DOI"] == "10.5555/a"
    finally:
        server.kill()
        server.wait()
