"""kill -9 at each step of a merge and of a library made regular: run again, each ends as if it was never killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refplug.library.zotero_normalize import plan_normalize
from refplug.library.zotero_tags import Options
from refplug.sinks.zotero.duplicates import find_groups, plan_merges, steps_of
from refplug.sinks.zotero.edits import Step, apply_steps
from refplug.sinks.zotero.engine import read_library
from refplug.sinks.zotero.merging import uri_of
from refplug.sinks.zotero.web import WebTransport
from refplug.system.http import Door, Limiter
from refplug.system.http import Service as HttpService
from support import zotero_killed
from support.zotero_kit import memory_state
from support.zotero_stub import ManualClock, Service, Stub, running
from support.zotero_stub.door import Carrier, Killed

CHILD = Path(zotero_killed.__file__)
MERGE = ("dedupe", "--web", "--all")
REGULAR = ("normalize", "--web", "--romanize", "--search")
NEWS = frozenset({"version", "dateAdded", "dateModified"})  # a clock's and a counter's


def twice(stub: Stub | Service) -> None:
    """Two works, each in romanization and in script with a note; what each lacks the other has."""
    for number, romanized, script in (
        ("10", "Marjaʿiyyat va dawlat dar ʿIrāq", "مرجعیت و دولت در عراق"),
        ("3", "Taʾrīkh al-ʿulūm", "تأريخ العلوم"),
    ):
        shared = {"date": "2015", "volume": number, "pages": "5-33"}
        people = [{"creatorType": "author", "lastName": "Ḥusaynī", "firstName": "ʿAlī"}]
        theirs = [{"creatorType": "author", "lastName": "حسینی", "firstName": "علی"}]
        doi = f"10.22034/irp.2015.{number}"
        one = {"DOI": doi, "tags": [{"tag": "Iraq"}], "extra": f"OCLC: {number}"}
        stub.library.add("journalArticle", title=romanized, creators=people, **one, **shared)
        other = {
            "ISSN": "0378-5955",
            "tags": [{"tag": "Iraq", "type": 1}, {"tag": "new"}],
            "extra": f"A remark {number}.",
        }
        key = stub.library.add("journalArticle", title=script, creators=theirs, **other, **shared)
        stub.library.add("note", parentItem=key, note=f"<p>{number}</p>")  # fmt: skip


def irregular(stub: Stub | Service) -> None:
    """More items than one batch takes, with tags to respell and titles to romanize."""
    for number in range(52):
        stub.library.add(
            "book", title="مرجعیت و دولت در عراق", volume=str(number), language="fa", tags=[{"tag": "Hashd Shaabi"}]
        )  # fmt: skip


def ready(stub: Stub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    for name, value in {
        "REFPLUG_STATE": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "REFPLUG_ZOTERO_URL": stub.url,
        "REFPLUG_ZOTERO_KEY": stub.key,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("REFPLUG_OFFLINE", raising=False)


def run(folder: Path, last: int, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHILD), str(folder / "references.bib"), str(last), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def outcome(stub: Stub | Service) -> dict[str, dict[str, Any]]:
    """Every item, those in the trash too, but for what a clock or a counter says."""
    return {
        key: {name: value for name, value in thing.data.items() if name not in NEWS}
        for key, thing in stub.library.items.items()
    }


def all_name_their_version(stub: Stub | Service) -> bool:
    """Whether every patch names the version of its item, and every request the version of the library."""
    return all(
        body.get("key") and body.get("version", 0) > 0 and "if-unmodified-since-version" in lowered(write.headers)
        for write in stub.control.writes
        for body in json.loads(write.body)
    )  # fmt: skip


def lowered(headers: dict[str, str]) -> set[str]:
    return {name.lower() for name in headers}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize(("words", "fill", "writes"), [(MERGE, twice, 3), (REGULAR, irregular, 2)])
def test_killed_at_any_step_it_is_finished_by_the_next(
    words: tuple[str, ...],
    fill: Callable[[Stub], None],
    writes: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with running() as stub:
        fill(stub)
        ready(stub, tmp_path / "whole", monkeypatch)
        done = run(tmp_path / "whole", 0, words)
        assert done.returncode == 0, done.stderr
        wanted = outcome(stub)
        names = done.stdout.splitlines()
        names = names[names.index(next(line for line in names if line.isdecimal())) + 1 :]
        assert names.count("after POST") == len(stub.control.writes) == writes
    for last in moments(names):
        with running() as stub:
            fill(stub)
            ready(stub, tmp_path / str(last), monkeypatch)
            killed = run(tmp_path / str(last), last, words)
            assert killed.returncode == -signal.SIGKILL, (last, killed.returncode, killed.stderr)
            again = run(tmp_path / str(last), 0, words)
            assert again.returncode == 0, again.stderr
            assert outcome(stub) == wanted, f"killed at step {last}, {names[last - 1]}"
            assert all_name_their_version(stub)


def moments(names: list[str]) -> list[int]:
    """After the first write, where what it did must be seen by the next run; `REFPLUG_KILLS=99` dies everywhere."""
    if int(os.environ.get("REFPLUG_KILLS", "0")) >= len(names):
        return list(range(1, len(names) + 1))
    return [names.index("after POST") + 1]


class Desk:
    """A library without a socket, and a process that dies at a request; all that lasts is the library and the state."""

    def __init__(self, fill: Callable[[Service], None]) -> None:
        clock = ManualClock()
        self.server = Service(clock=clock)
        fill(self.server)
        self.state = memory_state()
        self.carrier = Carrier(self.server, clock.advance)
        limiter = Limiter(None, clock=clock, sleep=clock.advance)

        def door_for(service: HttpService) -> Door:
            return Door(service, limiter, transport=self.carrier, clock=clock, now=clock, sleep=clock.advance,
                        chance=lambda: 0.5)  # fmt: skip

        self.make = lambda: WebTransport.at(
            "http://127.0.0.1:9", door_for, self.server.key, "users/1001", "refplug"
        )

    def works(self, transport: WebTransport) -> tuple[int, list[dict[str, Any]]]:
        version = read_library(transport, self.state)
        return version, [one for key in self.state.items() if (one := self.state.item(key))]

    def merge(self) -> None:
        transport = self.make()
        version, items = self.works(transport)
        groups = find_groups(items)
        wanted = {key for group in groups for key in group.keys}
        where = {"server": transport.server, "library": "users/1001", "library_uri": uri_of("users/1001")}
        merging = plan_merges(groups, wanted, transport.children, **where)
        assert not apply_steps(steps_of(merging.merges), self.state, transport, version).refused

    def normalize(self) -> None:
        transport = self.make()
        version, items = self.works(transport)
        plan, _ = plan_normalize(items, Options(with_romanization=True, with_search=True))
        steps = [Step(one.key, (one,)) for one in plan.operations]
        assert not apply_steps([steps], self.state, transport, version).refused


@pytest.mark.parametrize(("do", "fill", "writes"), [(Desk.merge, twice, 3), (Desk.normalize, irregular, 2)])
def test_cut_off_at_any_request_it_is_finished_by_the_next(
    do: Callable[[Desk], None], fill: Callable[[Any], None], writes: int
) -> None:
    whole = Desk(fill)
    do(whole)
    assert len(whole.server.control.writes) == writes
    wanted = outcome(whole.server)
    for nth in range(1, len(whole.server.control.seen) + 1):
        for moment in ("before", "after"):
            desk = Desk(fill)
            desk.carrier.dies_at = (nth, moment)
            with pytest.raises(Killed):
                do(desk)
            do(desk)
            assert outcome(desk.server) == wanted, f"killed {moment} request {nth}"
            assert all_name_their_version(desk.server)
            sent = len(desk.server.control.writes)
            do(desk)
            assert len(desk.server.control.writes) == sent
