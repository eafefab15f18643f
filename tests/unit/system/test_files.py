"""Saves that a kill, a full disk or another writer cannot turn into half a file."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from refplug.errors import ExitCode, RunAborted
from refplug.system.files import (
    ABSENT,
    Disk,
    FileChange,
    digest,
    history,
    lock_path,
    locked,
    read_file,
    replace_file,
    save,
    undo,
)

CALLS = ("create", "write", "copy_rights", "sync", "close", "rename", "sync_folder")


class Killed(BaseException):
    """The process ends here: nothing after this runs, not even handlers of OSError."""


class FaultyDisk(Disk):
    """A disk that records its calls and fails, or ends the process, at the n-th."""

    def __init__(self, fail_at: int = -1, error: BaseException | None = None) -> None:
        self.calls: list[str] = []
        self.fail_at, self.error = fail_at, error

    def _tick(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) - 1 == self.fail_at and self.error:
            raise self.error


def _wrap(name: str) -> Any:
    def call(self: FaultyDisk, *args: Any) -> Any:
        self._tick(name)
        if name == "write":
            return getattr(Disk, name)(self, args[0], args[1][: max(1, len(args[1]) // 3)])  # short writes
        return getattr(Disk, name)(self, *args)

    return call


for _name in (*CALLS, "overwrite", "truncate", "unlink"):
    setattr(FaultyDisk, _name, _wrap(_name))


def leftovers(folder: Path, *known: str) -> list[str]:
    return sorted(set(os.listdir(folder)) - set(known))


def test_the_order_of_calls_survives_a_power_loss(tmp_path: Path) -> None:
    disk = FaultyDisk()
    (tmp_path / "a.bib").write_bytes(b"old")
    replace_file(tmp_path / "a.bib", b"new content", disk=disk)
    order = [call for call in disk.calls if call != "write"]
    assert order == ["create", "copy_rights", "sync", "close", "rename", "sync_folder"]
    assert (tmp_path / "a.bib").read_bytes() == b"new content"


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EROFS])
def test_a_failing_call_leaves_the_old_file_and_no_other(tmp_path: Path, code: int, linked: bool) -> None:
    target = tmp_path / "a.bib"
    target.write_bytes(b"old")
    if linked:
        os.link(target, tmp_path / "b.bib")
    for n in range(40):
        disk = FaultyDisk(n, OSError(code, os.strerror(code)))
        try:
            replace_file(target, b"new content", disk=disk)
        except RunAborted as aborted:
            told = str(aborted)
        else:
            told = ""
        if told:
            assert told.startswith(f"{target} was not written: ")
            assert "\n" not in told
            if read_file(target) == b"old":
                assert leftovers(tmp_path, "a.bib", "b.bib") == []
            target.write_bytes(b"old")
            continue
        assert n == len(disk.calls)
        assert read_file(target) == b"new content"
        return
    raise AssertionError("never got through")


@pytest.mark.parametrize("size", [3, 100_000])
@pytest.mark.parametrize("linked", [False, True])
def test_a_kill_at_any_call_leaves_old_or_new(tmp_path: Path, size: int, linked: bool) -> None:
    target = tmp_path / "a.bib"
    target.write_bytes(b"old")
    if linked:
        os.link(target, tmp_path / "b.bib")
    new = b"n" * size
    for n in range(200):
        disk = FaultyDisk(n, Killed())
        try:
            replace_file(target, new, disk=disk)
        except Killed:
            assert read_file(target) in (b"old", new)
            if linked:
                assert os.stat(target).st_nlink == 2
                assert (tmp_path / "b.bib").read_bytes() == target.read_bytes()
            target.write_bytes(b"old")
            continue
        assert read_file(target) == new
        return
    raise AssertionError("never got through")


def test_a_stale_temporary_of_a_dead_process_is_cleared_and_told(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "from refplug.system.process import this_process as t; print(t().word())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    stale = tmp_path / f".a.bib.{gone}.00000000.refplug-tmp"
    elsewhere = tmp_path / ".a.bib.1-1-00000000.00000000.refplug-tmp"
    stale.write_bytes(b"half")
    (tmp_path / f".a.bib.refplug-lock.{gone}.00000000").write_bytes(b"{}")
    elsewhere.write_bytes(b"half")
    notices = replace_file(tmp_path / "a.bib", b"x")
    assert [notice.code for notice in notices] == ["stale-temporary"] * 2
    assert leftovers(tmp_path, "a.bib") == [elsewhere.name]


def test_symlink_mode_and_hard_link_are_kept(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    real = tmp_path / "deep" / "real.bib"
    real.write_bytes(b"old")
    real.chmod(0o640)
    os.link(real, tmp_path / "twin.bib")
    (tmp_path / "link.bib").symlink_to(real)
    replace_file(tmp_path / "link.bib", b"new")
    assert (tmp_path / "link.bib").is_symlink()
    assert real.read_bytes() == (tmp_path / "twin.bib").read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_read_only_folder_pipe_and_nul_are_refused_in_a_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bib"
    kept.write_bytes(b"old")
    kept.chmod(0o444)
    with pytest.raises(RunAborted, match="read-only"):
        replace_file(kept, b"new")
    with pytest.raises(RunAborted, match="folder"):
        replace_file(tmp_path, b"new")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RunAborted, match="pipe"):
        read_file(tmp_path / "pipe")
    with pytest.raises(RunAborted, match="NUL"):
        read_file("a\0b")
    with pytest.raises(RunAborted, match="no such file or folder"):
        replace_file(tmp_path / "none" / "a.bib", b"x")
    sparse = tmp_path / "sparse"
    with open(sparse, "wb") as file:
        file.truncate(10 << 30)
    with pytest.raises(RunAborted, match="more than"):
        read_file(sparse)


def test_a_version_we_did_not_read_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "a.bib"
    replace_file(target, b"one", ABSENT)
    target.write_bytes(b"edited by hand")
    with pytest.raises(RunAborted) as told:
        replace_file(target, b"two", digest(b"one"))
    assert told.value.exit_code is ExitCode.CONFLICT
    assert target.read_bytes() == b"edited by hand"


def test_a_planted_temporary_is_never_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    planted = tmp_path / "planted"
    planted.symlink_to(victim)
    with pytest.raises(FileExistsError):
        Disk().create(planted)
    assert victim.read_bytes() == b"mine"


def test_the_lock_names_its_holder_and_is_given_back(tmp_path: Path) -> None:
    target = tmp_path / "a.bib"
    with locked(target), pytest.raises(RunAborted, match=f"process {os.getpid()} on .*remove .*refplug-lock"):  # noqa: SIM117
        with locked(target, timeout_s=0):
            raise AssertionError("two holders")
    assert leftovers(tmp_path) == []


def test_a_lock_of_a_dead_process_is_cleared_one_of_another_host_is_not(tmp_path: Path) -> None:
    target = tmp_path / "a.bib"
    with locked(target):
        said = json.loads(lock_path(target).read_bytes())
    lock_path(target).write_text(
        json.dumps(said | {"started": said["started"] + 1})
    )  # the pid was used again
    with locked(target, timeout_s=0):
        assert lock_path(target).exists()
    lock_path(target).write_text(json.dumps(said | {"host": "00000000", "name": "far"}))
    with pytest.raises(RunAborted, match="on far"), locked(target, timeout_s=0):
        raise AssertionError("taken from a living holder")
    lock_path(target).write_text("not ours")
    with pytest.raises(RunAborted, match="another program"), locked(target, timeout_s=0):
        raise AssertionError("taken from an unknown holder")


def test_undo_restores_byte_for_byte_and_further_back(tmp_path: Path) -> None:
    target, beside, state = tmp_path / "a.bib", tmp_path / "a.jsonl", tmp_path / "state"
    versions = [
        None,
        b"",
        b"one\r\n",
        b"one\r\ntwo",
        b"\xff\x00" * 9,
        b"\xff\x00" * 5 + b"!" + b"\xff\x00" * 4,
    ]
    for old, new in pairwise(versions):
        save([FileChange(target, old, new), FileChange(beside, None, None)], "test", state=state)
    assert [entry["command"] for entry in history(target, state=state)] == ["test"] * 5
    for old in reversed(versions[:-1]):
        assert undo(target, state=state) == (target,)
        assert read_file(target) == old
    assert undo(target, state=state) == ()


def test_undo_takes_two_files_together_and_refuses_what_was_edited_since(tmp_path: Path) -> None:
    target, beside, state = tmp_path / "a.bib", tmp_path / "a.jsonl", tmp_path / "state"
    save([FileChange(target, None, b"x"), FileChange(beside, None, b"y")], "cite", state=state)
    target.write_bytes(b"edited")
    with pytest.raises(RunAborted, match="changed since"):
        undo(target, state=state)
    assert beside.read_bytes() == b"y"
    target.write_bytes(b"x")
    assert undo(target, state=state) == (target, beside)
    assert leftovers(tmp_path, "state") == []


def test_a_kill_between_record_and_save_is_no_change(tmp_path: Path) -> None:
    target, state = tmp_path / "a.bib", tmp_path / "state"
    save([FileChange(target, None, b"1")], "first", state=state)
    for n in range(200):
        disk = FaultyDisk(n, Killed())
        now = read_file(target)
        try:
            save([FileChange(target, now, b"2" * 50)], "second", state=state, disk=disk)
        except Killed:
            continue
        break
    while read_file(target) != b"1":
        assert undo(target, state=state) == (target,)
    assert undo(target, state=state) == (target,)
    assert read_file(target) is None


def test_no_state_folder_is_told_and_the_save_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file where the folder should be")
    notices = save([FileChange(tmp_path / "a.bib", None, b"x")], "cite", state=tmp_path / "state")
    assert [notice.code for notice in notices] == ["not-recorded"]
    assert (tmp_path / "a.bib").read_bytes() == b"x"
