"""Against real records and recorded exchanges: every record is read, the stand-in answers as the API did."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from refplug.sources.crossref.record import read_work
from support.crossref_stub import Corpus, Fault, running

pytestmark = pytest.mark.measured


def works(eval_data: Path) -> list[dict[str, object]]:
    with gzip.open(eval_data / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_every_record_is_read_and_loses_nothing_it_should_not(eval_data: Path) -> None:
    for message in works(eval_data):
        record = read_work(message, "2026-06-01").record
        assert record.doi.value == str(message["DOI"]).lower().replace("\\", "")
        titles = [*(message.get("title") or []), *(message.get("original-title") or [])]
        assert bool(record.title) == any(title.strip() for title in titles)
        people = [
            one
            for one in message.get("author") or []
            if one.get("family") or one.get("name") or one.get("given")
        ]
        assert len(record.author.value or ()) == len(people)
        parts = (message.get("issued") or {"date-parts": [[None]]})["date-parts"][0]
        assert (record.issued.value.year if record.issued.value else None) == (
            parts[0] if parts else None
        ) or not parts[0]
        for text in (
            record.title.value,
            record.abstract.value,
            record.container and record.container.title.value,
        ):
            assert not text or ("  " not in text and "<jats:" not in text and "&amp;" not in text)


def test_the_stand_in_answers_as_recorded(eval_data: Path) -> None:
    exchanges = {
        path.stem: json.loads(path.read_text())
        for path in sorted((eval_data / "crossref" / "exchanges").glob("*.json"))
    }
    served = [
        body["message"]
        for one in exchanges.values()
        if (body := envelope(one)) and body.get("message-type") == "work"
    ]
    for one in exchanges.values():
        body = envelope(one)
        if body and body.get("message-type") == "work-list":
            served += body["message"]["items"]
    served.append({**served[0], "DOI": "10.1126/science.169.3946.635"})
    with running(Corpus(served)) as stub:
        for name, exchange in exchanges.items():
            recorded = exchange["response"]
            status = recorded["status"]
            if status >= 500 or exchange["request"]["url"].startswith("http:"):
                stub.control.script(scripted(recorded))  # an outage, and the door that only sends on to https
            got, media_type, body = replay(stub.url, exchange["request"])
            assert got == status, name
            wanted = recorded["headers"].get("content-type") or "application/vnd.citationstyles.csl+json"
            assert media_type.split(";")[0] == wanted.split(";")[0], name
            there = envelope(exchange)
            if there and "message-type" in there:
                here = json.loads(body)
                assert set(here) == set(there), name
                assert here["message-type"] == there["message-type"], name
                if isinstance(there["message"], dict) and there["message-type"] == "work-list":
                    assert set(here["message"]) == set(there["message"]), name
                if isinstance(there["message"], list):
                    assert here["message"] == there["message"], name
    assert len(exchanges) == 24


def scripted(recorded: dict[str, Any]) -> Fault:
    body = recorded["body"]
    return Fault(
        "status",
        status=recorded["status"],
        body=(body if isinstance(body, str) else json.dumps(body)).encode(),
        media_type=recorded["headers"]["content-type"],
    )


def envelope(exchange: dict[str, dict[str, object]]) -> dict[str, object] | None:
    body = exchange["response"]["body"]
    try:
        parsed = json.loads(body) if isinstance(body, str) else body
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def replay(base: str, request: dict[str, object]) -> tuple[int, str, bytes]:
    parts = urlsplit(str(request["url"]))
    path = ("/doi" if parts.netloc == "doi.org" else "") + quote(parts.path, safe="/%:;()[]")
    headers = {"Accept": str(dict(request["headers"]).get("accept", "*/*"))}
    asked = urllib.request.Request(
        f"{base}{path}" + (f"?{parts.query}" if parts.query else ""), headers=headers
    )
    try:
        with urllib.request.build_opener(Stay).open(asked) as response:
            return response.status, response.headers["content-type"], response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["content-type"], error.read()
