"""Reading one file whole: only what is a regular file, never more than a limit, and every refusal in one sentence."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from refplug.errors import ExitCode, RunAborted
from refplug.system.disk import DISK, Disk, write_all

__all__ = [
    "ABSENT",
    "MAX_BYTES",
    "digest",
    "digest_of_file",
    "finish_pending",
    "pending_of",
    "read_file",
    "refuse_odd",
    "resolved",
    "told",
]

ABSENT = "absent"  # the digest of a file that is not there
MAX_BYTES = 256 << 20
_PENDING = ".refplug-pending"


def digest(data: bytes | None) -> str:
    """The SHA-256 of a file's bytes in hexadecimal; `ABSENT` for a file that is not there.

    >>> digest(b"")[:8], digest(None)
    ('e3b0c442', 'absent')
    """
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()


def told(path: Path | str, error: OSError, doing: str) -> RunAborted:
    """An `OSError` as one sentence: the file, what happened, the way out.

    >>> str(told("a.bib", OSError(errno.EROFS, ""), "written"))
    'a.bib was not written: the file system is read-only; choose another target with -o'
    """
    reasons = {
        errno.ENOSPC: "the disk is full" + _free(path) + "; make room and run again",
        errno.EDQUOT: "your quota on this disk is used up; make room and run again",
        errno.EFBIG: "it would grow beyond the size that is allowed here; write to another disk",
        errno.EROFS: "the file system is read-only; choose another target with -o",
        errno.EACCES: "you may not do that here; check the rights of the file and its folder",
        errno.EPERM: "you may not do that here; check the rights of the file and its folder",
        errno.EIO: "the disk reports an input/output error; check it, the old file is untouched",
        errno.ENOENT: "there is no such file or folder",
        errno.ENOTDIR: "a part of its path is not a folder",
        errno.ENAMETOOLONG: "its name is too long for this file system",
        errno.ELOOP: "its symbolic links lead in a circle",
    }
    reason = reasons.get(error.errno or 0) or error.strerror or type(error).__name__
    return RunAborted(f"{path} was not {doing}: {reason}", ExitCode.PROBLEMS_FOUND)


def _free(path: Path | str) -> str:
    try:
        space = os.statvfs(os.path.dirname(os.path.abspath(path)))
    except (OSError, AttributeError):
        return ""
    return f" ({space.f_bavail * space.f_frsize // 1024} KiB free)"


def resolved(path: Path | str, doing: str = "read") -> Path:
    """Where a name leads, through its symbolic links; `RunAborted` where the folder we stand in is gone."""
    try:
        target = Path(os.path.realpath(path))
        if not target.name or not os.fspath(path):  # the root, or nothing at all
            raise RunAborted(f"{os.fspath(path) or 'an empty name'} is no file; name a file", ExitCode.USAGE)
        return target
    except OSError as error:
        raise told(path, error, doing) from error
    except ValueError as error:  # a NUL in the name
        raise RunAborted("no file can have this name: it holds a NUL character", ExitCode.USAGE) from error


def read_file(path: Path | str, *, max_bytes: int = MAX_BYTES) -> bytes | None:
    """The bytes of a regular file, or None where there is none.

    Raises `RunAborted` for what is no regular file (a folder, a pipe, a device: read would never end), for more
    than `max_bytes` bytes, and for what may not be read. A save of a hard-linked file that was cut off is
    finished first.
    """
    target = resolved(path)
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise told(path, error, "read") from error
    refuse_odd(path, found)
    if found.st_size > max_bytes:
        raise RunAborted(
            f"{path} was not read: {found.st_size:,} bytes are more than {max_bytes:,}; split the file"
        )
    if found.st_nlink > 1:
        finish_pending(target, DISK)
    try:
        return target.read_bytes()
    except OSError as error:
        raise told(path, error, "read") from error


def digest_of_file(path: Path | str) -> str | None:
    """The SHA-256 of a regular file of any size, or None where there is none; `RunAborted` for what is no file."""
    target = resolved(path)
    try:
        refuse_odd(path, target.stat())
        with target.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise told(path, error, "read") from error


def refuse_odd(path: Path | str, found: os.stat_result) -> None:
    """Raise `RunAborted` for a folder, a pipe, a socket or a device: reading it would fail, or never end."""
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    for test, word in kinds:
        if test(found.st_mode):
            raise RunAborted(f"{path} is {word}, not a file; name a file", ExitCode.USAGE)
    if not stat.S_ISREG(found.st_mode):
        raise RunAborted(f"{path} is a device, not a file; name a file", ExitCode.USAGE)


def finish_pending(target: Path, disk: Disk) -> None:
    """Copy a complete pending save into a hard-linked file, then drop it: a redo log of one record."""
    pending = pending_of(target)
    try:
        data = pending.read_bytes()
    except FileNotFoundError:
        return
    fd = disk.overwrite(target)
    try:
        write_all(fd, data, disk)
        disk.truncate(fd, len(data))
        disk.sync(fd)
    finally:
        disk.close(fd)
    disk.unlink(pending)
    disk.sync_folder(target.parent)


def pending_of(target: Path) -> Path:
    """Where the complete new content of a hard-linked file lies until it has been copied into it."""
    return target.with_name(f".{target.name}{_PENDING}")
