"""One writer at a time: a lock file beside the target that says who holds it.

The lock file is made whole and put in place by a hard link, which the file system grants to one process alone.
A lock whose process is gone (by pid, start time and host) is cleared; one from another host never is, the
user is told how.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from refplug.errors import ExitCode, RunAborted
from refplug.system.process import Owner, is_running, this_process
from refplug.system.reading import resolved, told

__all__ = ["lock_path", "locked"]

_FIRST_WAIT_S = 0.002
_LONGEST_WAIT_S = 0.02


def lock_path(path: Path | str) -> Path:
    """Where the lock of a file lies: beside what its symbolic links lead to."""
    target = resolved(path, "locked")
    return target.with_name(f".{target.name.encode()[:120].decode(errors='ignore')}.refplug-lock")


@contextmanager
def locked(path: Path | str, timeout_s: float = 10.0) -> Iterator[None]:
    """Hold the lock of a file while the block runs.

    Waits up to `timeout_s` seconds for another holder, then raises `RunAborted` (exit code 6) naming it and the
    file to remove if it should be gone. Not re-entrant: a second `locked` on the same file in one process waits.
    """
    lock = lock_path(path)
    content = _content()
    ours = lock.with_name(f"{lock.name}.{this_process().word()}.{secrets.token_hex(4)}")
    try:
        _write_whole(ours, content)
    except FileNotFoundError:
        raise RunAborted(
            f"{path}: the folder {lock.parent} is not there; make it, or choose another place"
        ) from None
    except OSError as error:
        raise told(path, error, "locked") from error
    try:
        _acquire(path, lock, ours, content, time.monotonic() + timeout_s)
    finally:
        with suppress(OSError):
            os.unlink(ours)
    try:
        yield
    finally:
        if _read(lock) == content:
            with suppress(OSError):
                os.unlink(lock)


def _content() -> bytes:
    import socket

    owner = this_process()
    told_owner = {
        "pid": owner.pid,
        "started": owner.started,
        "host": owner.host,
        "name": socket.gethostname(),
    }
    return json.dumps(told_owner | {"token": secrets.token_hex(8)}).encode()


def _write_whole(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    fd = os.open(path, flags, 0o644)
    try:
        os.write(fd, content)
    finally:
        os.close(fd)


def _acquire(path: Path | str, lock: Path, ours: Path, content: bytes, deadline: float) -> None:
    wait_s = _FIRST_WAIT_S
    while not _try(path, lock, ours, content):
        holder = _read(lock)
        if holder is not None and _is_stale(holder):
            _clear(lock, holder)
            continue
        if time.monotonic() >= deadline:
            raise RunAborted(_held(path, lock, holder), ExitCode.CONFLICT)
        time.sleep(wait_s * (0.5 + secrets.randbelow(1000) / 1000))
        wait_s = min(wait_s * 1.5, _LONGEST_WAIT_S)


def _try(path: Path | str, lock: Path, ours: Path, content: bytes) -> bool:
    try:
        os.link(ours, lock, follow_symlinks=False)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError) as error:  # a file system without hard links
        try:
            _write_whole(lock, content)
        except FileExistsError:
            return False
        except OSError:
            raise told(path, error if isinstance(error, OSError) else OSError(), "locked") from error
    return True


def _read(lock: Path) -> bytes | None:
    try:
        return lock.read_bytes()[:4096]
    except OSError:
        return None


def _owner(content: bytes) -> tuple[Owner, str] | None:
    try:
        said = json.loads(content)
        return Owner(int(said["pid"]), int(said["started"]), str(said["host"])), str(said["name"])
    except (ValueError, KeyError, TypeError):
        return None


def _is_stale(content: bytes) -> bool:
    found = _owner(content)
    return found is not None and is_running(found[0]) is False


def _clear(lock: Path, seen: bytes) -> None:
    """Remove a stale lock, if it is still the one we saw; the folder is locked meanwhile, so nobody does it twice."""
    folder = os.open(lock.parent, os.O_RDONLY)
    try:
        with suppress(ImportError, OSError):  # Windows has no flock; there the check below must do
            import fcntl

            fcntl.flock(folder, fcntl.LOCK_EX)
        if _read(lock) == seen:
            with suppress(FileNotFoundError):
                os.unlink(lock)
    finally:
        os.close(folder)


def _held(path: Path | str, lock: Path, content: bytes | None) -> str:
    found = _owner(content or b"")
    who = f"process {found[0].pid} on {found[1]}" if found else "another program"
    return f"{path} is being written by {who}; wait for it, or remove {lock} if that program is gone"
