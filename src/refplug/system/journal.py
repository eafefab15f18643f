"""The change journal: what every save replaced, kept in the user's state folder, so that it can be undone.

One file per change set, numbered, in a folder per target: a JSON line, then the compressed bytes that the save
took away. It is written and synced before the save, so a change can be undone however the program ended.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice
from refplug.system.disk import DISK, Disk
from refplug.system.reading import ABSENT, digest, read_file, resolved, told
from refplug.system.replacing import replace_file
from refplug.system.settings import state_folder

__all__ = ["FileChange", "history", "record_change", "record_new", "save", "undo"]

KEPT_PER_FILE = 100


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after; `before` is None where there was no file, `after` None where it goes."""

    path: Path
    before: bytes | None
    after: bytes | None


def save(
    changes: Sequence[FileChange], command: str, *, state: Path | None = None, disk: Disk = DISK
) -> tuple[Notice, ...]:
    """Record a change set, then put each file in place, in the order given; notices of what else was seen to.

    Each file is written only over the version that `before` holds (exit code 6 otherwise). Files that do not change
    are left alone. The caller holds the lock of the first file.
    """
    real = tuple(change for change in changes if change.before != change.after)
    if not real:
        return ()
    notices: list[Notice] = []
    try:
        others = tuple(change.path for change in changes if change not in real)
        record_change(real, command, others, state=state, disk=disk)
    except OSError as error:
        said = f"the change is not recorded ({error.strerror or error}); it cannot be undone"
        notices.append(Notice(code="not-recorded", message=said, file=str(real[0].path)))
    for change in real:
        notices += _put(change, disk)
    return tuple(notices)


def _put(change: FileChange, disk: Disk) -> tuple[Notice, ...]:
    if change.after is not None:
        return replace_file(change.path, change.after, digest(change.before), disk=disk)
    if digest(read_file(change.path)) != digest(change.before):
        raise _changed_since(change.path)
    try:
        disk.unlink(resolved(change.path, "removed"))
        disk.sync_folder(resolved(change.path, "removed").parent)
    except OSError as error:
        raise told(change.path, error, "removed") from error
    return ()


def record_change(
    changes: Sequence[FileChange],
    command: str,
    others: Sequence[Path] = (),
    *,
    state: Path | None = None,
    disk: Disk = DISK,
) -> Path:
    """Write a change set into the journal of its first file; the path of the record.

    Only the stretch that differs is kept, so an edit of one field in a large library costs a small record. `others` are
    files that did not change but belong to it: a lock set on a library is taken back by the library's name too.
    """
    parts = [_part(change) for change in changes]
    head = {"schema": 1, "command": command, "time": int(time.time()), "files": [part for part, _ in parts]}
    body = b"".join(removed for _, removed in parts)
    record = _number(changes[0].path, state)
    replace_file(record, _packed(head, body), disk=disk)
    for path in (
        *(change.path for change in changes[1:]),
        *others,
    ):  # so that undo finds it from each of its files
        replace_file(_number(path, state), _packed({"see": str(record)}), disk=disk)
    return record


def record_new(
    path: Path, after: str, command: str, *, state: Path | None = None, disk: Disk = DISK
) -> tuple[Notice, ...]:
    """Record that a file is made where none was, by its digest alone; a notice where that cannot be recorded."""
    said = {
        "path": os.path.realpath(path),
        "before": ABSENT,
        "after": after,
        "start": 0,
        "end": 0,
        "removed": 0,
    }
    head = {"schema": 1, "command": command, "time": int(time.time()), "files": [said]}
    try:
        replace_file(_number(path, state), _packed(head), disk=disk)
    except OSError as error:
        message = f"the change is not recorded ({error.strerror or error}); it cannot be undone"
        return (Notice(code="not-recorded", message=message, file=str(path)),)
    return ()


def _packed(head: dict[str, Any], body: bytes = b"") -> bytes:
    return json.dumps(head).encode() + b"\n" + zlib.compress(body)


def _number(path: Path, state: Path | None) -> Path:
    """The next free place in a file's folder; the oldest records beyond the limit go."""
    folder = _folder(path, state)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken = _numbers(folder)
    for old in taken[: -(KEPT_PER_FILE - 1)]:
        (folder / f"{old:08d}.change").unlink(missing_ok=True)
    return folder / f"{(taken[-1] if taken else 0) + 1:08d}.change"


def _part(change: FileChange) -> tuple[dict[str, Any], bytes]:
    before, after = change.before or b"", change.after or b""
    start, end = _common(before, after)
    removed = before[start : len(before) - end]
    said = {
        "path": str(resolved(change.path, "written")),
        "before": digest(change.before),
        "after": digest(change.after),
        "start": start,
        "end": end,
        "removed": len(removed),
    }
    return said, removed


_STEP = 1 << 16


def _common(one: bytes, other: bytes) -> tuple[int, int]:
    """How many bytes two byte strings share at their start, and at their end behind that.

    >>> _common(b"abcd", b"abXcd"), _common(b"aa", b"aaa")
    ((2, 2), (2, 0))
    """
    most = min(len(one), len(other))
    start = 0
    while start < most and one[start : start + _STEP] == other[start : start + _STEP]:
        start = min(start + _STEP, most)  # in steps, at memory speed and without a copy of the whole
    while start < most and one[start] == other[start]:
        start += 1
    end, most = 0, most - start
    while end + _STEP <= most and _tail(one, end) == _tail(other, end):
        end += _STEP
    while end < most and one[-1 - end] == other[-1 - end]:
        end += 1
    return start, end


def _tail(data: bytes, end: int) -> bytes:
    return data[len(data) - end - _STEP : len(data) - end]


def history(path: Path | str, *, state: Path | None = None) -> tuple[dict[str, Any], ...]:
    """The recorded change sets of a file, the last first: command, time (seconds since 1970), files."""
    return tuple(head for head, _, _ in _records(path, state))


def _records(
    path: Path | str, state: Path | None
) -> Iterator[tuple[dict[str, Any], bytes, tuple[Path, ...]]]:
    """The change sets that touched a file, the last first: head, body, the files to remove when it is undone."""
    folder = _folder(path, state)
    for number in reversed(_numbers(folder)):
        record = folder / f"{number:08d}.change"
        head, body = _load(record)
        if "see" not in head:
            yield head, body, (record,)
        elif (other := Path(head["see"])).exists():
            yield *_load(other), (record, other)
        else:
            record.unlink(missing_ok=True)


def undo(path: Path | str, *, state: Path | None = None, disk: Disk = DISK) -> tuple[Path, ...]:
    """Take back the last change set on a file, byte for byte; the files restored, or an empty tuple if there is none.

    Raises `RunAborted` (exit code 6) where a file was changed since: then nothing is touched. The caller holds the
    lock. A change set that never reached the file (the program was killed before) is dropped on the way.
    """
    for head, body, places in _records(path, state):
        changes = tuple(_reverse(head["files"], body))
        is_done = any(change.before != change.after for change in changes)
        for change in changes if is_done else ():
            _put(change, disk)
        for place in places:
            place.unlink(missing_ok=True)
        if is_done:
            return tuple(change.path for change in changes)
    return ()


def _reverse(files: list[dict[str, Any]], body: bytes) -> list[FileChange]:
    changes, at = [], 0
    for said in files:
        removed = body[at : at + said["removed"]]
        at += said["removed"]
        path = Path(said["path"])
        now = read_file(path)
        if digest(now) == said["before"]:
            changes.append(FileChange(path, now, now))
            continue
        if digest(now) != said["after"]:
            raise _changed_since(path)
        was = (now or b"")[: said["start"]] + removed + (now or b"")[len(now or b"") - said["end"] :]
        changes.append(FileChange(path, now, None if said["before"] == ABSENT else was))
        if changes[-1].after is not None and digest(was) != said["before"]:
            raise RunAborted(
                f"the record of the last change to {path} is damaged; restore the file from a backup"
            )
    return changes


def _changed_since(path: Path) -> RunAborted:
    message = f"{path} was changed since refplug wrote it; undo would lose that change and did nothing"
    return RunAborted(message, ExitCode.CONFLICT)


def _load(record: Path) -> tuple[dict[str, Any], bytes]:
    try:
        head, _, body = record.read_bytes().partition(b"\n")
        return json.loads(head), zlib.decompress(body)
    except (OSError, ValueError, zlib.error) as error:
        raise RunAborted(f"the change record {record} is damaged; remove it to go on") from error


def _folder(path: Path | str, state: Path | None) -> Path:
    name = hashlib.sha256(os.fsencode(resolved(path, "looked up"))).hexdigest()[:24]
    return (state or state_folder()) / "changes" / name


def _numbers(folder: Path) -> list[int]:
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(
        int(name[:8]) for name in names if len(name) == 15 and name[:8].isdigit() and name.endswith(".change")
    )
