"""The stand-in Zotero against the recordings of the real Web API server and the real desktop program, step by step."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.zotero_stub import ManualClock, Schema, Service
from support.zotero_stub.replay import Replay, Step
from support.zotero_stub.schema import BUNDLED
from support.zotero_stub.wire import Request

pytestmark = pytest.mark.measured

BASE = "http://127.0.0.1:9"


def recording(eval_data: Path, name: str) -> list[Step]:
    steps: list[Step] = json.loads((eval_data / "zotero" / name).read_text(encoding="utf-8"))
    return steps


def official(eval_data: Path) -> Schema:
    return Schema.load(eval_data / "zotero" / "schema" / "schema-v41.json")


def web(eval_data: Path) -> Replay:
    service = Service(schema=official(eval_data), clock=ManualClock())
    service.library.version = 10
    for number, (name, kind) in enumerate((("Test Group 1795334784353", "PublicOpen"), ("Test Group 1795334784411", "PublicClosed"), ("Private Test Group", "Private")), 1):  # fmt: skip
        group = service.world.open("groups", number, name)
        group.facts = {"type": kind, "libraryReading": "all" if kind == "PublicOpen" else "members"}
        if kind == "Private":
            group.facts |= {"fileEditing": "members", "members": [1002]}
    service.world.libraries["groups", 3].version = 2
    return Replay(service, {"http://127.0.0.1:8085": BASE}, {"<KEY>": service.key})


def local(eval_data: Path, steps: list[Step]) -> Replay:
    """The desktop program with what its library held before the recording began, as later steps tell it."""
    service = Service(local=True, schema=official(eval_data), clock=ManualClock())
    named = {step["name"]: step["response"]["body"] for step in steps}
    made_here = {thing["key"] for step in steps[:26] if isinstance(step["response"]["body"], dict)
                 for thing in (step["response"]["body"].get("successful") or {}).values()}  # fmt: skip
    books = set(named["itemType filter"].split())
    older = [key for key in named["versions"] if key not in made_here]
    found = named["search q"].split()
    tagged = older[:2]
    clock = service.clock
    assert isinstance(clock, ManualClock)
    clock.now -= 1_000_000
    for key in reversed(older):
        clock.advance(60)
        tags = (
            [{"tag": "plain"}] if key in tagged else [{"tag": "Iraq", "type": 1}] if key == older[2] else []
        )
        title = "Marjaʿiyyat" if key in found else "Older"
        service.library.add("book" if key in books else "journalArticle", key, title=title, tags=tags)
        service.library.items[key].version = named["versions"][key]
    service.library.version = 41
    clock.now += 1_000_000
    origins = {"http://127.0.0.1:23119": BASE, "http://localhost:23119": BASE}
    replay = Replay(
        service, origins, {"<KEY>": service.key, "<SERVER-ID>": service.world.server_id}, "/api/users/0"
    )
    replay.words |= {"qHPcjbkh": service.world.server_id} | {key: key for key in older}
    return replay


def differences(replay: Replay, steps: list[Step]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in steps:
        if step["name"] == "write with bad key":  # its key is masked like the good ones
            step["request"]["headers"]["Zotero-API-Key"] = "x" * 32
        found[step["name"]] = replay.step(step)
    return found


@pytest.fixture(scope="module")
def found(eval_data: Path) -> dict[str, dict[str, list[str]]]:
    """What differs, by personality and step."""
    made = {}
    steps = recording(eval_data, "real-web-api/transcript.json")[:-1]  # the last is about the limit: below
    made["web"] = differences(web(eval_data), steps)
    steps = recording(eval_data, "real-client/local-api-transcript.json")
    made["local"] = differences(local(eval_data, steps), steps)
    return made


@pytest.mark.parametrize(("personality", "count"), [("web", 87), ("local", 57)])
def test_every_step_agrees(found: dict[str, dict[str, list[str]]], personality: str, count: int) -> None:
    wrong = {name: told for name, told in found[personality].items() if told}
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())
    assert len(found[personality]) == count


# the checklist of the specification, item by item: personality and the steps that prove it
CHECKLIST: dict[str, dict[str, str]] = {
    "keys": {
        "web": "keys current; key by value; bad key; no key, private library; write without key; other user library",
        "local": "write without key; write without server id; write with wrong server id; write with bad key",
    },
    "one counter": {"web": "create mixed; get one; patch ok; versions; delete ok; deleted feed", "local": "versions; patch ok"},
    "preconditions": {
        "web": "patch without version; patch stale header; patch stale property; patch ok; patch same (no change); "
        "put drops absent fields; get after put; post keyed stale; post keyed no version; library version stale; "
        "library version current; delete no version; delete stale; delete again; delete multiple",
        "local": "patch without version; patch stale header; patch ok; put drops absent fields; get after put; "
        "post keyed stale; post keyed no version; library version stale; delete no version; delete stale; delete again",
    },
    "multi-write report": {
        "web": "create mixed; post unchanged; post full response JSON; 51 items; object not array; empty array; bad json; empty body",
        "local": "create mixed; post unchanged; 51 items; object not array; empty array; bad json",
    },
    "client keys": {
        "web": "post new key version 0; post new key version 5; put new key version 0",
        "local": "post new key version 0; post new key version 5",
    },
    "write tokens": {
        "web": "write token first; write token reuse; write token short",
        "local": "write token first; write token reuse; write token short",
    },
    "listings": {
        "web": "empty library; versions; versions since; keys; limit+start links; limit too high; 304 library; 304 item; tag filter; "
        "itemType filter; q; q diacritics folded; itemKey list; invalid since; csljson",
        "local": "versions; since; keys; limit+start; 304; item 304; search q; itemType filter; itemKey list; format atom",
    },
    "collections and the rest": {
        "web": "create collections; subcollection; add to collection; collection items; create note child; children; trash list; top; "
        "since top; tags; tags 2; delete tags; deleted feed; deleted feed no since; groups; settings; searches create; itemTypes; "
        "itemTypeFields; itemTypeCreatorTypes; creatorFields; items/new bad type",
        "local": "create collections; subcollection; add to collection; collection items; create note child; children; trash list; "
        "tags; delete tags; deleted feed; groups; settings; searches",
    },
    "attachments": {
        "web": "attachment template; linked_url attachment; imported_file attachment; file auth without precondition; "
        "file auth If-None-Match; file missing params",
        "local": "create linked_url attachment",
    },
}  # fmt: skip


@pytest.mark.parametrize("item", CHECKLIST)
def test_every_item_of_the_checklist(found: dict[str, dict[str, list[str]]], item: str) -> None:
    for personality, names in CHECKLIST[item].items():
        for name in names.split("; "):
            assert found[personality][name] == [], f"{personality}, {name}"


def test_the_checklist_leaves_no_step_out(found: dict[str, dict[str, list[str]]]) -> None:
    for personality, count in (("web", 80), ("local", 50)):
        named = {
            name for item in CHECKLIST.values() for name in item.get(personality, "").split("; ") if name
        }
        assert named <= set(found[personality])
        assert len(named) >= count, sorted(set(found[personality]) - named)


def test_empty_items_have_the_very_bytes(eval_data: Path) -> None:
    templates = json.loads(
        (eval_data / "zotero" / "schema" / "item-templates.json").read_text(encoding="utf-8")
    )
    for schema in [official(eval_data), *([Schema.load()] if BUNDLED.is_file() else [])]:
        service = Service(schema=schema, clock=ManualClock())
        for name, template in templates.items():
            item_type, _, mode = name.partition(":")
            params = (("itemType", item_type), *((("linkMode", mode),) if mode else ()))
            answer = service.answer(Request("GET", "/items/new", params))
            assert json.dumps(json.loads(answer.body)) == json.dumps(template), name
    assert len(templates) == 42


def test_the_limit_of_requests_as_recorded(eval_data: Path) -> None:
    step = recording(eval_data, "real-web-api/transcript.json")[-1]
    service = Service(schema=official(eval_data), clock=ManualClock())
    service.control.enforce = True
    request = Request("GET", "/users/1001/items", headers={"zotero-api-key": service.key})
    answers = [service.answer(request) for _ in range(157)]
    assert answers[0].status == 200
    assert answers[-1].status == step["response"]["status"]
    assert answers[-1].body.decode() == step["response"]["body"]
    headers = {name.lower(): value for name, value in step["response"]["headers"].items()}
    assert {name.lower(): value for name, value in answers[-1].headers} == headers


LIES: dict[str, tuple[dict[str, Any], str]] = {
    "an unchanged item does not count": ({"unchanged_counts": False}, "post full response JSON"),
    "anything is let through": ({"strict": False}, "create mixed"),
    "no keys of clients": ({"client_keys": False}, "post new key version 0"),
    "another sentence": ({"no_version_one": "No"}, "patch without version"),
    "another type": ({"errors": "text/plain"}, "patch stale header"),
    "shorter pages": ({"most": 2}, "limit too high"),
}


@pytest.mark.parametrize("lie", LIES)
def test_the_comparison_sees_a_difference(eval_data: Path, lie: str) -> None:
    steps = recording(eval_data, "real-web-api/transcript.json")[:-1]
    replay = web(eval_data)
    change, step = LIES[lie]
    replay.service.manners = replace(replay.service.manners, **change)
    assert differences(replay, steps)[step]
