"""kill -9 at each step of a sync: the next run ends in the state of one that was never killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support import zotero_killed
from support.zotero_killed import sync
from support.zotero_stub import Stub, running

BIB = "@book{mine, title = {Mine}, year = {1999}}\n\n@book{changed, title = {Changed here}, year = {2001}}\n"
CHILD = Path(zotero_killed.__file__)


def prepared(stub: Stub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library and a file that both hold news, after one sync of what they share."""
    folder.mkdir()
    for name, value in {
        "REFPLUG_STATE": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "REFPLUG_ZOTERO_URL": stub.url,
        "REFPLUG_ZOTERO_KEY": stub.key,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("REFPLUG_OFFLINE", raising=False)
    file = folder / "references.bib"
    file.write_text(BIB.partition("\n\n")[2].replace("Changed here", "Before"), "utf-8")
    sync(file)
    [key] = stub.library.items
    stub.library.edit(key, numPages="77")
    stub.library.add("book", title="Theirs", date="2011")
    file.write_text(BIB, "utf-8")


def run(folder: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHILD), str(folder / "references.bib"), str(last)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def outcome(stub: Stub, folder: Path) -> tuple[list[tuple[str, str, str]], str]:
    items = sorted(
        (thing.data["title"], thing.data.get("date", ""), thing.data.get("numPages", ""))
        for thing in stub.library.items.values()
    )
    return items, (folder / "references.bib").read_text("utf-8")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_sync_killed_at_any_step_is_finished_by_the_next(tmp_path: Path, monkeypatch):
    with running() as stub:
        prepared(stub, tmp_path / "whole", monkeypatch)
        done = run(tmp_path / "whole", 0)
        assert done.returncode == 0, done.stderr
        wanted = outcome(stub, tmp_path / "whole")
        count, *names = done.stdout.splitlines()
    assert [title for title, *_ in wanted[0]] == ["Changed here", "Mine", "Theirs"]
    for last in chosen(names, int(os.environ.get("REFPLUG_KILLS", "6"))):
        folder = tmp_path / str(last)
        with running() as stub:
            prepared(stub, folder, monkeypatch)
            killed = run(folder, last)
            assert killed.returncode == -signal.SIGKILL, (last, killed.returncode, killed.stderr)
            sync(folder / "references.bib")
            assert outcome(stub, folder) == wanted, f"killed at step {last} of {count}, {names[last - 1]}"
            writes = len(stub.control.writes)
            sync(folder / "references.bib")
            assert len(stub.control.writes) == writes


def chosen(names: list[str], count: int) -> list[int]:
    """Steps to die at: around the request, around the file's rename, and others evenly; `REFPLUG_KILLS=99` takes all."""
    post = names.index("after POST") + 1
    last_rename = len(names) - names[::-1].index("after rename")
    telling = [post - 1, post, last_rename - 1, last_rename]
    others = range(1, len(names) + 1, max(1, len(names) // max(1, count - len(telling))))
    return sorted({*telling, *others} if count < len(names) else range(1, len(names) + 1))
