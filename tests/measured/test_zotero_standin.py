"""The stand-in Zotero against the recordings of the real Web API server and the real desktop program, step by step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.zotero_stub import ManualClock, Schema, Service
from support.zotero_stub.replay import Replay, Step

pytestmark = pytest.mark.measured

BASE = "http://127.0.0.1:9"
# what cannot agree, and why
CANNOT: dict[str, dict[str, str]] = {"web": {}, "local": {}}


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


def test_the_web_api_as_recorded(eval_data: Path) -> None:
    steps = recording(eval_data, "real-web-api/transcript.json")
    found = differences(web(eval_data), steps[:-1])
    wrong = {name: told for name, told in found.items() if told and name not in CANNOT["web"]}
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())
    assert len(found) - len(CANNOT["web"]) == 87


def test_the_desktop_program_as_recorded(eval_data: Path) -> None:
    steps = recording(eval_data, "real-client/local-api-transcript.json")
    found = differences(local(eval_data, steps), steps)
    wrong = {name: told for name, told in found.items() if told and name not in CANNOT["local"]}
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())
    assert len(found) - len(CANNOT["local"]) == 57
