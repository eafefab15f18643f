"""Hostile JSON as answers of the service: a record, or one sentence; nothing raw, nothing kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from refplug.errors import SourceUnavailable
from refplug.model import Query, Record
from refplug.sources.crossref import Crossref
from refplug.sources.crossref.client import service
from refplug.system.http import Answer, Door, Limiter, Outgoing, Patience
from refplug.system.store import Store

pytestmark = pytest.mark.measured
URL = "https://api.crossref.org"


def source(body: bytes) -> tuple[Crossref, Store]:
    def transport(outgoing: Outgoing) -> Answer:
        return Answer(status=200, headers={"content-type": "application/json"}, body=body, url=outgoing.url)

    store = Store(None)
    now = iter(range(10**9))
    limiter = Limiter(None, clock=lambda: float(next(now)), sleep=lambda seconds: None)
    door = Door(
        service(URL, "https://doi.org", None), limiter, transport=transport, sleep=lambda seconds: None
    )
    return Crossref(store=store, door=door, patience=Patience(attempts=1)), store


def bodies(folder: Path, scratch: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "json").iterdir()):
        yield path.name, path.read_bytes()
    make = [
        sys.executable,
        str(folder / "make_hostile.py"),
        str(scratch),
        "--only",
        "json",
        "--scale",
        "small",
    ]
    subprocess.run(make, check=True, capture_output=True)
    for path in sorted(scratch.iterdir()):
        if path.name == "EXPECT.json":
            continue
        data = path.read_bytes()
        yield path.name, data
        if "wrong_types" in path.name:
            for number, line in enumerate(data.splitlines()):
                yield f"{path.name}:{number}", line


def sentence(ask: Callable[[], object]) -> str:
    """What the caller is told where nothing could be answered; empty where something was."""
    try:
        ask()
    except SourceUnavailable as told:
        return str(told)
    return ""


def test_every_body_is_a_record_or_a_sentence(eval_data: Path, tmp_path: Path) -> None:
    count = records = 0
    for name, body in bodies(eval_data / "hostile", tmp_path):
        count += 1
        crossref, store = source(body)
        for ask in (
            partial(crossref.work, "10.1234/abc"),
            partial(crossref.search, Query(title="Water rights")),
        ):
            told = sentence(ask)
            assert told.isprintable(), name
            assert len(told) < 300, name
        kept = store.get("work", "10.1234/abc")
        records += kept is not None
        assert kept is None or isinstance(crossref.work("10.1234/abc"), Record), name
    assert count > 400
    assert records > 250  # a member of a wrong type is left out, the record is kept


def test_json_objects_as_messages(eval_data: Path) -> None:
    from refplug.sources.crossref.record import read_work

    for path in sorted((eval_data / "hostile" / "json").iterdir()):
        try:
            value = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            continue
        for message in ({"title": value, "author": value, "issued": value, "abstract": value}, value):
            if isinstance(message, dict):
                assert isinstance(read_work(message).record, Record)
